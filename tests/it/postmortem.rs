//! Drafts of a post-mortem, the review, and the exported files, from a real run and from
//! hostile texts.

use crate::shipped::shipped;
use firedrill::debrief::build::build;
use firedrill::debrief::document::{DEBRIEF_VERSION, Debrief, Worth};
use firedrill::debrief::export::{harm_csv, timeline_csv, to_html};
use firedrill::debrief::judge::{Depth, Judge};
use firedrill::debrief::markdown::to_markdown;
use firedrill::debrief::notes::{Edit, Notes, point_ids};
use firedrill::debrief::postmortem::{Form, draft};
use firedrill::debrief::{short, words};
use firedrill::drill::mode::Mode;
use firedrill::drill::responders;
use firedrill::incident::document::Incident;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};

fn incident() -> Arc<Incident> {
    Arc::new(shipped())
}

fn play(id: &str) -> Debrief {
    let incident = incident();
    let mut judge = Judge::new(&incident, 1, Depth::Points).expect("an incident with responders");
    let entries = responders::entries(&incident, id).expect("a responder with a script");
    judge.follow(&entries, judge.end_ms());
    while !judge.step(u64::MAX) {}
    build(&judge.judgement().expect("all was run"), Mode::Drill)
}

/// The original team's run, played once for all tests.
fn original() -> &'static Debrief {
    static DEBRIEF: OnceLock<Debrief> = OnceLock::new();
    DEBRIEF.get_or_init(|| play("original-team"))
}

#[test]
fn drafts_are_as_they_were_agreed() {
    for form in Form::ALL {
        let found = draft(original(), &incident(), form);
        let path = format!(
            "{}/tests/cases/postmortem/{}.md",
            env!("CARGO_MANIFEST_DIR"),
            form.name()
        );
        if std::env::var_os("FIREDRILL_BLESS").is_some() {
            std::fs::write(&path, &found).expect("the file can be written");
            continue;
        }
        let stored = std::fs::read_to_string(&path).expect("the case is there");
        assert!(
            found == stored,
            "FIREDRILL_BLESS=1 accepts a change of {path}:\n{found}"
        );
    }
}

#[test]
fn the_plain_form_has_the_headings_of_the_post_mortem_it_follows() {
    let text = draft(original(), &incident(), Form::Plain);
    let headings: Vec<&str> = text.lines().filter(|l| l.starts_with('#')).collect();
    assert_eq!(
        headings,
        [
            "# Incident Postmortem: Database outage on March 15, 2025",
            "## Issue Summary",
            "## Timeline",
            "## Root Cause and Resolution",
            "## Corrective and Preventative Measures",
        ]
    );
    for must in [
        "**Duration**",
        "**Impact**",
        "**Resolution**",
        "**Task 1**",
        "14:45 UTC",
    ] {
        assert!(text.contains(must), "{must}");
    }
    let text = draft(original(), &incident(), Form::Pagerduty);
    let headings: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("## ")).collect();
    assert_eq!(
        headings,
        [
            "Overview",
            "What Happened",
            "Contributing Factors",
            "Resolution",
            "Impact",
            "Responders",
            "Timeline",
            "How'd We Do?",
            "Action Items",
        ]
    );
}

#[test]
fn figures_of_a_draft_are_those_of_the_run() {
    let debrief = original();
    let facts = &debrief.review.facts;
    assert_eq!(facts.harm_from_ms, Some(-120_000), "from the update on");
    let healthy = facts.healthy_from_ms.expect("it recovered");
    assert_eq!(debrief.times_s.mitigate, Some(healthy as f64 / 1000.0));
    let sum: u64 = facts.classes.iter().map(|class| class.affected).sum();
    assert!(sum >= debrief.visits.1, "from before minute zero on");
    assert_eq!(
        facts.cause.as_ref().map(|cause| cause.id.as_str()),
        Some("run-812")
    );
    assert_eq!(facts.responders[0], "On-call engineer");
    assert!(
        facts
            .responders
            .contains(&"Senior database engineer".to_string())
    );
}

#[test]
fn the_review_tells_true_facts() {
    let review = &original().review;
    assert!(
        !review.well.is_empty() && review.well.len() <= 3,
        "{:?}",
        review.well
    );
    assert_eq!(review.to_try.len(), 3, "{:?}", review.to_try);
    let named = |name: &str| {
        review
            .targets
            .iter()
            .find(|t| t.phase == name)
            .expect("there")
    };
    // The page came at T+00:10 and was taken at T+05:00: within five minutes.
    assert_eq!(named("Acknowledged").met(), Some(true));
    assert_eq!(
        named("Acknowledged").reached_s,
        named("Acknowledged").original_s
    );
    assert_eq!(named("First update").met(), Some(false));
    // Beside the original team's own run its recovery is that of the run.
    assert!(named("Mitigated").reached_s.is_some());
    assert_eq!(named("Mitigated").original_s, named("Mitigated").reached_s);
    assert_eq!(named("Diagnosed").best_s, Some(82.0));
    let unseen: Vec<&str> = review.unseen.iter().map(|u| u.evidence.as_str()).collect();
    assert!(
        unseen.is_empty(),
        "the team looked at all of it: {unseen:?}"
    );
    assert!(review.points.len() >= 4, "{:#?}", review.points);
    let times: Vec<i64> = review.points.iter().map(|p| p.t_ms).collect();
    assert!(times.is_sorted());
    assert!(
        review
            .points
            .iter()
            .all(|point| !point.questions.is_empty())
    );
    assert_eq!(review.hints, 0);
}

#[test]
fn who_does_nothing_has_nothing_praised_and_all_unseen() {
    let review = play("nobody").review;
    assert!(review.well.is_empty(), "{:?}", review.well);
    assert_eq!(review.to_try.len(), 3);
    let telling = incident().diagnosis.telling_evidence.len();
    assert_eq!(review.unseen.len(), telling);
    let run = review
        .unseen
        .iter()
        .find(|u| u.evidence.contains("run-812"));
    assert_eq!(run.and_then(|u| u.since_ms), Some(-90_000));
}

/// A debrief of version 1, with nothing but what that version had.
fn first_version() -> Value {
    let mut value = serde_json::to_value(original()).expect("plain data");
    value["version"] = json!(1);
    value.as_object_mut().expect("an object").remove("review");
    value
}

#[test]
fn a_debrief_of_version_1_still_reads() {
    let text = first_version().to_string();
    let old = firedrill::app::saved::parse_debrief(&text).expect("an older version");
    assert_eq!(old.review, Default::default());
    assert!(!to_markdown(&old).contains("## Questions"));
    for form in Form::ALL {
        assert!(!draft(&old, &incident(), form).is_empty());
    }
    assert!(to_html(&old).contains("</html>"));
    let mut newer = first_version();
    newer["version"] = json!(DEBRIEF_VERSION + 1);
    assert!(firedrill::app::saved::parse_debrief(&newer.to_string()).is_err());
}

const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=\"a()\"> \
     ![i](http://evil.example/x) [l](javascript:a) =cmd|' /C calc'!A0 | # * \u{202e}\n\n# h\u{0}";

/// Every text of a value becomes hostile; the mode, and words of a fixed set, stay.
fn spoil(value: &mut Value) {
    match value {
        Value::String(text) if text != "drill" => *text = HOSTILE.to_string(),
        Value::Array(items) => items.iter_mut().for_each(spoil),
        Value::Object(members) => {
            let fixed = ["kind", "effect", "unit"];
            let texts = members
                .iter_mut()
                .filter(|(name, _)| !fixed.contains(&name.as_str()));
            texts.for_each(|(_, value)| spoil(value));
        }
        _ => {}
    }
}

fn spoilt() -> (Debrief, Incident) {
    let mut value = serde_json::to_value(original()).expect("plain data");
    spoil(&mut value);
    let debrief = serde_json::from_value(value).expect("texts only");
    let mut incident = Incident::clone(&incident());
    for measure in &mut incident.measures {
        measure.title = HOSTILE.to_string();
        measure.text = HOSTILE.to_string();
    }
    (debrief, incident)
}

#[test]
fn no_text_becomes_html() {
    let (debrief, _) = spoilt();
    for page in [to_html(&debrief), to_html(original())] {
        let mut open: Vec<String> = Vec::new();
        let body = page.strip_prefix("<!doctype html>\n").expect("a page");
        let (head, body) = body.split_once("</style>").expect("a style");
        assert!(!head.contains("<script") && head.contains("default-src 'none'"));
        for part in body.split('<').skip(1) {
            let (tag, _) = part.split_once('>').expect("every tag ends");
            let name: String = tag.chars().take_while(|c| !c.is_whitespace()).collect();
            let known = [
                "head",
                "body",
                "html",
                "h1",
                "h2",
                "h3",
                "p",
                "ul",
                "li",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "strong",
                "figure",
                "figcaption",
                "svg",
                "path",
                "text",
                "span",
            ];
            let plain = name.trim_start_matches('/').trim_end_matches('/');
            assert!(known.contains(&plain), "<{tag}>");
            assert!(!tag.contains("onerror="), "<{tag}>");
            if let Some(closed) = name.strip_prefix('/') {
                if !["head", "body", "html"].contains(&closed) {
                    assert_eq!(open.pop().as_deref(), Some(closed));
                }
            } else if !tag.ends_with('/') && name != "body" {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
        assert!(page.matches("<svg").count() >= 2);
    }
}

#[test]
fn no_text_becomes_markup_in_a_draft() {
    let (debrief, incident) = spoilt();
    for form in Form::ALL {
        let (clean, text) = (
            draft(original(), &self::incident(), form),
            draft(&debrief, &incident, form),
        );
        let headings = |text: &str| text.lines().filter(|l| l.starts_with('#')).count();
        assert_eq!(headings(&clean), headings(&text));
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            let bad = matches!(
                event,
                Event::Html(_)
                    | Event::InlineHtml(_)
                    | Event::Start(Tag::Link { .. } | Tag::Image { .. })
            );
            assert!(!bad, "{event:?}");
        }
    }
}

/// The fields of a line, as a spreadsheet reads them.
fn fields(line: &str) -> Vec<String> {
    let (mut out, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    assert!(!quoted, "{line}");
    out.push(field);
    out
}

/// Hostile notes on a run, a post-mortem among them.
fn with_notes(debrief: &Debrief) -> Debrief {
    let mut notes = Notes::on(debrief);
    let id = point_ids(&debrief.review.points).swap_remove(0);
    for edit in [
        Edit::Well(0, format!("Well {HOSTILE}")),
        Edit::ToTry(2, format!("Try {HOSTILE}")),
        Edit::Commitment(format!("Promise {HOSTILE}")),
        Edit::Point(id, format!("Note {HOSTILE}")),
        Edit::Postmortem(
            Form::Plain,
            format!("# Own words\n\n- {HOSTILE}\n\n{HOSTILE}"),
        ),
    ] {
        notes = notes.edited(edit, &debrief.review).expect("short enough");
    }
    Debrief {
        notes: Some(notes.filled(debrief, Some(&incident()))),
        ..debrief.clone()
    }
}

#[test]
fn notes_stand_in_every_export_and_become_no_markup() {
    let debrief = with_notes(original());
    let (markdown, html) = (to_markdown(&debrief), to_html(&debrief));
    for part in ["Well ", "Try ", "Promise ", "Note ", "Own words"] {
        assert!(markdown.contains(part) && html.contains(part), "{part}");
    }
    assert!(timeline_csv(&debrief).contains(",own,\"Note\",\"Note "));
    let json = serde_json::to_string(&debrief).expect("plain data");
    assert_eq!(
        serde_json::from_str::<Debrief>(&json).ok().as_ref(),
        Some(&debrief)
    );
    for event in Parser::new_ext(&markdown, Options::ENABLE_TABLES) {
        let bad = matches!(
            event,
            Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Start(Tag::Link { .. } | Tag::Image { .. })
        );
        assert!(!bad, "{event:?}");
    }
    assert!(!html.contains("<img") && !html.contains("<script") && !html.contains("href"));
    // What nobody wrote is the draft.
    let notes = Notes::on(original()).filled(original(), Some(&incident()));
    let plain = notes.postmortems.get("plain").map(String::as_str);
    assert_eq!(
        plain,
        Some(draft(original(), &incident(), Form::Plain).as_str())
    );
    assert_eq!(notes.well.map(|lines| lines.len()), Some(3));
}

#[test]
fn the_account_and_the_worth_of_changes_are_exported() {
    let debrief = original();
    let (markdown, html) = (to_markdown(debrief), to_html(debrief));
    let harm = debrief.harm.as_ref().expect("an account");
    assert_eq!(debrief.visits, (harm.sum.visits, harm.sum.affected));
    let sum = words::count(harm.sum.affected);
    for text in [&markdown, &html] {
        assert!(text.contains("What each change was worth"));
        assert!(text.contains("Helped") && text.contains(&sum));
        assert!(text.contains("of the error budget of 30 days is spent"));
    }
    for class in [None, Some(0), Some(1)] {
        let affected = harm
            .minutes(class)
            .iter()
            .map(|minute| minute[1])
            .sum::<u64>();
        let line = harm.line(class);
        assert_eq!(affected + line.stuck, line.affected);
        let causes = line.causes.iter().map(|cause| cause.visits).sum::<u64>();
        assert_eq!(causes, line.affected);
    }
    let change = debrief.changes.iter().find(|c| c.effect == Worth::Helped);
    let change = change.expect("the team's restart helped");
    let without = words::without(debrief, change).expect("it was judged");
    assert!(without > debrief.visits.1, "without it more were affected");
    assert!(short::helped_most(debrief).why.contains("more visits"));
}

#[test]
fn tables_read_back_and_hold_no_formula() {
    let (debrief, _) = spoilt();
    for debrief in [original(), &debrief] {
        let timeline = timeline_csv(debrief);
        let rows: Vec<&str> = timeline.split_terminator("\r\n").collect();
        assert_eq!(
            rows.len(),
            1 + debrief.timeline.len() + debrief.account.len()
        );
        for row in &rows {
            let fields = fields(row);
            assert_eq!(fields.len(), 5, "{row}");
            assert!(!fields[4].starts_with(['=', '+', '@']), "{row}");
        }
        let harm = harm_csv(debrief);
        assert_eq!(harm.lines().count(), 1 + debrief.harm_curves.nobody.len());
        assert!(
            harm.split_terminator("\r\n")
                .all(|row| fields(row).len() == 4)
        );
    }
}
