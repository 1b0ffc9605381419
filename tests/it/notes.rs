//! Notes on a run: kept within bounds, read back, exported without becoming markup; and the
//! small reader of Markdown that shows a post-mortem.

use firedrill::app::saved::{
    NOTES_BYTES_MAX, NOTES_KEPT_MAX, Problem, notes_key, notes_to_go, parse_notes, to_text,
};
use firedrill::debrief::notes::{NOTES_VERSION, Notes, POSTMORTEM_CHARS_MAX};
use firedrill::debrief::rich::{Block, Span, plain, read, to_html, to_markdown};
use firedrill::drill::mode::Mode;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn notes(saved_unix_s: i64) -> Notes {
    Notes {
        firedrill_notes: NOTES_VERSION,
        incident: "a".into(),
        seed: u64::MAX,
        mode: Mode::Drill,
        digest: "00".into(),
        saved_unix_s,
        well: Some(vec!["one".into(), String::new(), "\u{202e}three".into()]),
        commitment: "By Friday".into(),
        points: BTreeMap::from([("-120000".into(), "a\nb".into())]),
        postmortems: BTreeMap::from([("plain".into(), "# Own\n\n- x".into())]),
        ..Notes::default()
    }
}

#[test]
fn notes_come_back_as_they_were() {
    let notes = notes(5);
    assert_eq!(parse_notes(&to_text(&notes)), Ok(notes));
}

#[test]
fn problems_of_notes_name_their_place() {
    let long = Notes {
        well: Some(vec!["x".repeat(301)]),
        ..notes(1)
    };
    let problem = parse_notes(&to_text(&long)).expect_err("a line too long");
    let told = problem.to_string();
    assert_eq!(
        told,
        "well[0]: is 301 characters long; at most 300 are kept"
    );
    let newer = to_text(&notes(1)).replace("\"firedrill_notes\":1", "\"firedrill_notes\":2");
    assert_eq!(
        parse_notes(&newer),
        Err(Problem::Newer { found: 2, known: 1 })
    );
    let other = to_text(&notes(1)).replace("\"commitment\"", "\"promise\"");
    let told = parse_notes(&other)
        .expect_err("an unknown field")
        .to_string();
    assert!(told.contains("promise"), "{told}");
    let large = " ".repeat(NOTES_BYTES_MAX + 1);
    assert!(matches!(parse_notes(&large), Err(Problem::TooLarge { .. })));
}

#[test]
fn the_longest_notes_that_are_taken_can_be_read_again() {
    // A control character is written with six bytes.
    let text = "\u{1}".repeat(POSTMORTEM_CHARS_MAX);
    let mut largest = notes(1);
    for form in ["plain", "pagerduty"] {
        largest.postmortems.insert(form.into(), text.clone());
    }
    for point in 0..40 {
        let note = "\u{1}".repeat(2_000);
        largest.points = std::mem::take(&mut largest.points)
            .into_iter()
            .filter(|(id, _)| id != "-120000")
            .chain([(point.to_string(), note)])
            .collect();
    }
    assert_eq!(largest.check(), Ok(()));
    assert_eq!(parse_notes(&to_text(&largest)), Ok(largest));
}

#[test]
fn the_oldest_notes_go_first_and_never_the_ones_being_written() {
    let key = |n: usize| notes_key(&format!("{n:02}"), Mode::Drill);
    let count = NOTES_KEPT_MAX + 3;
    // The one that is being written is the oldest of all.
    let mut entries: BTreeMap<String, String> = (0..count)
        .map(|n| (key(n), to_text(&notes(n as i64))))
        .collect();
    entries.insert("firedrill.settings".into(), "{}".into());
    assert_eq!(notes_to_go(&entries, &key(0)), [key(1), key(2), key(3)]);
    // What cannot be read is not thrown away.
    entries.insert(key(1), "{broken".into());
    assert_eq!(notes_to_go(&entries, &key(0)), [key(2), key(3), key(4)]);
    entries.retain(|kept, _| *kept < key(NOTES_KEPT_MAX));
    assert!(notes_to_go(&entries, &key(0)).is_empty());
}

fn text(words: &str) -> Vec<Span> {
    vec![Span::Text(words.into())]
}

#[test]
fn a_post_mortem_is_read_as_it_is_meant() {
    let blocks = read(
        "# Title #\n\nA *b* **c `d`** e\ngoes on\n\n- **14:05 UTC**: one\n    - inner\n- [x] done\n\
         - [ ] to do\n\n3. three\n4. four\n\n| a | b |\n|---|--:|\n| 1 \\| 2 | 3 |\n\n> quote\n\n\
         ```\n<b>\n```\n---\n[go](https://a.b/c) [no](javascript:x) <b>",
    );
    assert_eq!(blocks[0], Block::Heading(1, text("Title")));
    let Block::Paragraph(line) = &blocks[1] else {
        panic!("{blocks:?}")
    };
    assert_eq!(plain(line), "A b c d e goes on");
    assert!(
        matches!(&line[3], Span::Strong(inner) if inner.len() == 2),
        "{line:?}"
    );
    let Block::List(None, items) = &blocks[2] else {
        panic!("{blocks:?}")
    };
    assert_eq!(items.len(), 3);
    assert!(matches!(&items[0].inner[..], [Block::List(None, inner)] if inner.len() == 1));
    assert_eq!([items[1].done, items[2].done], [Some(true), Some(false)]);
    assert!(matches!(&blocks[3], Block::List(Some(3), items) if items.len() == 2));
    let Block::Table(rows, _) = &blocks[4] else {
        panic!("{blocks:?}")
    };
    assert_eq!(plain(&rows[1][0]), "1 | 2");
    assert_eq!(
        blocks[5],
        Block::Quote(vec![Block::Paragraph(text("quote"))])
    );
    assert_eq!(blocks[6], Block::Code("<b>".into()));
    assert_eq!(blocks[7], Block::Rule);
    let Block::Paragraph(line) = &blocks[8] else {
        panic!("{blocks:?}")
    };
    assert_eq!(line[0], Span::Link(text("go"), "https://a.b/c".into()));
    assert_eq!(line[1], Span::Text(" [no](javascript:x) <b>".into()));
}

/// All words that a reader sees, and whether something could load or run.
fn shown(markdown: &str) -> (String, bool) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let (mut words, mut bad) = (String::new(), false);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(part) | Event::Code(part) => words.push_str(&part),
            Event::Html(_) | Event::InlineHtml(_) => bad = true,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => bad = true,
            _ => words.push(' '),
        }
    }
    (words.split_whitespace().collect::<Vec<_>>().join(" "), bad)
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,3}",
        "\\PC{0,2}",
        prop::sample::select(vec![
            "\n",
            "\n\n",
            "    ",
            "- ",
            "1. ",
            "> ",
            "# ",
            "**",
            "*",
            "_",
            "`",
            "```\n",
            "~~~\n",
            "| a | b |\n|---|---|\n",
            "|",
            "\\",
            "[x](https://a.b)",
            "[x](javascript:y)",
            "<script>",
            "</p>",
            "&lt;",
            "---\n",
            "- [ ] ",
            "a",
            " b ",
            "\u{202e}",
            "\u{0}",
            "\r",
        ])
        .prop_map(str::to_string),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn runner() -> TestRunner {
    TestRunner::new(Config {
        cases: 100_000,
        failure_persistence: None,
        ..Config::default()
    })
}

#[test]
fn any_text_is_read_and_nothing_of_it_becomes_markup() {
    let tags = [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "ul",
        "ol",
        "li",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "pre",
        "strong",
        "em",
        "code",
        "blockquote",
        "hr",
    ];
    let checked = runner().run(&pieces(), |text| {
        let blocks = read(&text);
        for part in to_html(&blocks).split('<').skip(1) {
            let tag = part.split('>').next().unwrap_or("");
            let name = tag.trim_start_matches('/').split(' ').next().unwrap_or("");
            prop_assert!(tags.contains(&name), "{:?} makes <{}>", &text, tag);
        }
        let (_, bad) = shown(&to_markdown(&blocks));
        prop_assert!(!bad, "{:?} makes {:?}", &text, to_markdown(&blocks));
        Ok(())
    });
    assert!(checked.is_ok(), "{checked:?}");
}

#[test]
fn a_text_of_marks_alone_is_read_in_time() {
    for piece in [
        "*",
        "_a",
        "[",
        "`a",
        "> ",
        "- ",
        "**a ",
        "<",
        "[a](",
        "    - a\n",
        "|",
    ] {
        let text: String = piece.repeat(POSTMORTEM_CHARS_MAX / piece.len());
        let began = Instant::now();
        assert!(!to_html(&read(&text)).is_empty());
        let took = began.elapsed();
        assert!(took < Duration::from_secs(5), "{piece:?} took {took:?}");
    }
}
