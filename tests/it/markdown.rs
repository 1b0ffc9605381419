//! The debrief in Markdown, read back with an independent parser.

use firedrill::debrief::document::*;
use firedrill::debrief::markdown::{escape, to_markdown};
use firedrill::debrief::words;
use firedrill::drill::action::Diagnosis;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use pulldown_cmark::{Event, Options, Parser, Tag};

fn debrief() -> Debrief {
    let row = |t_ms, kind: RowKind, text: &str| TimelineRow {
        t_ms,
        kind,
        text: text.into(),
        aside: false,
    };
    Debrief {
        version: DEBRIEF_VERSION,
        engine: "0.1.0".into(),
        incident: (
            "2025-03-15-database-outage".into(),
            "Database outage".into(),
        ),
        minute_zero_unix_s: 1_742_047_200,
        seed: 7,
        mode: firedrill::drill::mode::Mode::Drill,
        digest: "0f3a".into(),
        total: 91.25,
        terms: vec![Term {
            id: "harm".into(),
            name: "Harm avoided".into(),
            weight: 40.0,
            points: 38.96,
            formula: "40 * (nobody - own) / (nobody - best)".into(),
            because: vec!["1,200 visits | affected".into()],
            inputs: Vec::new(),
            events: Vec::new(),
        }],
        times_s: Times {
            acknowledge: Some(62.0),
            resolve: None,
            ..Times::default()
        },
        verdict: "Recovered in 12 min.".into(),
        visits: (1_000_000, 1_200),
        reference_affected: (200_000, 800),
        harm_curves: HarmCurves {
            own: vec![0, 700, 1_200],
            nobody: vec![0, 700, 1_500, 2_300],
            best: vec![0, 600, 800],
        },
        timeline: vec![
            row(-30_000, RowKind::World, "Run 812 began"),
            row(62_000, RowKind::Say, "Acknowledged | *now*"),
            row(300_400, RowKind::Look, "Log 53300"),
        ],
        account: vec![
            (0, "The alert fired.".into()),
            (300_000, "CPU suspected.".into()),
        ],
        diagnosis: Some(Diagnosis {
            component: "Database".into(),
            cause: "Overwritten configuration".into(),
            evidence: vec!["Log 53300".into()],
        }),
        answer: ("Database".into(), "Overwritten configuration".into()),
        evidence: vec![
            ("Log 53300".into(), true),
            ("Difference of the file".into(), false),
        ],
        lessons: vec![("Pause the writer.".into(), "It writes again.".into())],
        harm: None,
        changes: Vec::new(),
        review: Default::default(),
        notes: None,
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH
}

#[test]
fn the_whole_debrief() {
    let text = to_markdown(&debrief());
    expect_test::expect_file!["markdown.md"].assert_eq(&text);
    let tables = Parser::new_ext(&text, options())
        .filter(|event| matches!(event, Event::Start(Tag::Table(_))))
        .count();
    assert_eq!(tables, 7);
}

#[test]
fn modes_without_a_score_say_why() {
    let text = to_markdown(&Debrief {
        mode: firedrill::drill::mode::Mode::Watch,
        ..debrief()
    });
    assert!(text.contains("Not scored: this was the original team's run"));
    assert!(!text.contains("91.3"));
}

/// What a reader sees, or what markup appeared.
fn shown(markdown: &str) -> Result<String, String> {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::Start(Tag::Paragraph | Tag::List(None) | Tag::Item) | Event::End(_) => {}
            Event::Start(Tag::Heading { .. }) => {}
            other => return Err(format!("{other:?}")),
        }
    }
    Ok(text)
}

#[test]
fn no_text_becomes_markup() {
    let piece = prop_oneof![
        "[ -~]{0,3}",
        "\\PC{0,2}",
        Just("https://a.b".to_string()),
        Just("www.a.b".to_string()),
        Just("<b>&amp;".to_string()),
        Just("1. ".to_string()),
        Just("[x](y)".to_string()),
        Just("__a__ ".to_string()),
        Just("\n\n---\n# ".to_string()),
        Just("\u{202e}\u{0}\t".to_string()),
    ];
    let pieces = prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat());
    let config = Config {
        cases: 100_000,
        failure_persistence: None,
        ..Config::default()
    };
    let checked = TestRunner::new(config).run(&pieces, |text| {
        let escaped = escape(&text);
        prop_assert!(!escaped.contains('\n'));
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let turned = |c: char| c.is_control() || ('\u{200e}'..='\u{2069}').contains(&c);
        let expected = words(&text.replace(turned, " "));
        for place in ["", "# ", "- "] {
            let seen = shown(&format!("{place}{escaped}"));
            let seen = seen.map(|seen| words(&seen.replace(turned, " ")));
            prop_assert_eq!(seen, Ok(expected.clone()), "as {:?} {:?}", place, &escaped);
        }
        Ok(())
    });
    assert!(checked.is_ok(), "{checked:?}");
}

#[test]
fn no_cell_breaks_its_table() {
    let nasty = "a | b\\\n| c | `d | e` \\| f";
    let mut debrief = debrief();
    debrief.timeline[1].text = nasty.into();
    debrief.account[0].1 = nasty.into();
    debrief.terms[0].name = nasty.into();
    let text = to_markdown(&debrief);
    let mut cells = 0;
    let mut per_row = Vec::new();
    for event in Parser::new_ext(&text, options()) {
        match event {
            Event::Start(Tag::TableRow) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::End(pulldown_cmark::TagEnd::TableRow) => per_row.push(cells),
            _ => {}
        }
    }
    let lines = text.lines().filter(|line| line.starts_with('|'));
    let lines = lines.filter(|line| !line.starts_with("| --")).count();
    assert_eq!(
        per_row.len() + 7,
        lines,
        "every line but the seven heads is a row"
    );
    assert!(text.contains("a \\| b\\\\ \\| c \\| \\`d \\| e\\` \\\\\\| f"));
}

#[test]
fn times_and_numbers_in_words() {
    assert_eq!(words::t_plus(432_900), "T+07:12");
    assert_eq!(words::t_plus(-120_000), "T−02:00");
    assert_eq!(words::t_plus(-1), "T−00:01");
    assert_eq!(words::t_plus(4_032_000), "T+1:07:12");
    assert_eq!(words::utc_time(1_742_047_200, 432_900), "14:07:12");
    assert_eq!(words::utc_date(1_742_047_200), "15 March 2025");
    assert_eq!(words::utc_date_time(951_782_400), "2000-02-29 00:00:00 UTC");
    assert_eq!(words::utc_date_time(-1), "1969-12-31 23:59:59 UTC");
    assert_eq!(words::count(1_234_567), "1,234,567");
    assert_eq!(words::count(123), "123");
    assert_eq!(words::length(432.0), "7 min 12 s");
    assert_eq!(words::length(3_900.0), "1 h 05 min");
    assert_eq!(words::points(-0.04), "0");
    assert_eq!(words::points(38.96), "39");
    assert_eq!(words::share(1, 0), "");
}

#[test]
fn both_stories_stand_side_by_side() {
    let debrief = debrief();
    let rows = words::side_by_side(&debrief, |kind| kind != RowKind::World);
    let seen: Vec<_> = rows
        .iter()
        .map(|row| (row.t_ms, row.own.is_some(), row.account.is_some()))
        .collect();
    let expected = [
        (0, false, true),
        (62_000, true, false),
        (300_400, true, true),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn a_long_harm_curve_is_told_in_a_short_table() {
    let curves = HarmCurves {
        own: vec![1; 121],
        ..HarmCurves::default()
    };
    let rows = words::harm_rows(&curves, 25);
    assert_eq!(rows.len(), 25);
    assert_eq!(rows[1], (5, [Some(1), None, None]));
    assert!(words::harm_rows(&HarmCurves::default(), 25).is_empty());
}
