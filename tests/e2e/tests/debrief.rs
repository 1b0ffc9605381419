//! The debrief: from the end of a run to the notes and files that are kept of it.

use crate::drill::{CONF, INCIDENT, debriefed, did, resume};
use e2e::hands::{EMPTY, END, ENTER, HOME, RIGHT, SPACE};
use e2e::{Look, Page, Scheme, visit};
use serde_json::{Value, json};
use std::sync::OnceLock;

/// Headings of all sections, in their order.
const SECTIONS: [&str; 11] = [
    "Score",
    "Users affected",
    "What you did, and what it was worth",
    "Phases",
    "Timeline",
    "Charts of the run",
    "Diagnosis",
    "Questions at the points that mattered",
    "What to take away",
    "Post-mortem",
    "Keep it, or go on",
];
/// The change that is looked at: a restart before the file was mended.
const RESTART: &str = "Restart";

fn diagnose(component: &str, cause: &str, evidence: &[&str]) -> Value {
    json!({ "diagnose": { "component": component, "cause": cause, "evidence": evidence } })
}

/// A run with a wrong restart, a wrong and a right diagnosis, and a right path; not too long.
fn journal() -> Vec<Value> {
    vec![
        did(130, json!({ "acknowledge": {} })),
        did(150, json!({ "look": { "chart": "cpu" } })),
        did(
            160,
            diagnose("database-cpu", "cpu-too-small", &["chart:cpu"]),
        ),
        did(170, json!({ "restart_database": {} })),
        did(230, json!({ "look": { "log": ["postgresql", "53300"] } })),
        did(
            290,
            diagnose(
                "database-config",
                "update-overwrote-max-connections",
                &["log:postgresql:53300"],
            ),
        ),
        did(
            300,
            json!({ "rollback_file": { "path": CONF, "version": 3 } }),
        ),
        did(320, json!({ "restart_database": {} })),
    ]
}

/// A finished run's debrief as the page keeps it: played once for all tests.
fn played() -> &'static str {
    static PLAYED: OnceLock<String> = OnceLock::new();
    PLAYED.get_or_init(|| {
        let mut kept = None;
        visit(Look::DESKTOP, "/", |page| {
            resume(page, 1, 900, &journal());
            page.click("button", "Declare resolved");
            page.click("button", "Confirm: resolved");
            debriefed(page);
            page.find("figure", "Connections");
            page.axe();
            kept = page.stored("firedrill.debrief");
        });
        kept.expect("a debrief is kept")
    })
}

/// Opens the debrief of the run.
fn open(page: &Page) {
    let text = played();
    page.store("firedrill.debrief", text);
    page.goto("/#/debrief");
    page.reload();
    page.find("heading", "Debrief: Database outage");
}

fn debrief() -> Value {
    serde_json::from_str(played()).expect("a debrief is JSON")
}

/// The notes that are kept of the run.
fn kept_notes(page: &Page) -> Value {
    let digest = debrief()["digest"].as_str().unwrap_or_default().to_owned();
    let notes = page.stored(&format!("firedrill.notes.{digest}-drill"));
    notes.map_or(Value::Null, |notes| {
        serde_json::from_str(&notes).expect("notes are JSON")
    })
}

#[test]
fn the_debrief_tells_the_whole_story() {
    visit(Look::DESKTOP, "/", |page| {
        open(page);
        for section in SECTIONS {
            page.find("heading", section);
        }
        let first = page.script(
            "return [...document.querySelectorAll('.figure, .brief-what')]
               .filter((e) => e.getBoundingClientRect().bottom < innerHeight).length",
            &[],
        );
        assert_eq!(
            first,
            json!(7),
            "score, figures and the three things stand on the first screen"
        );

        // A section is reached from the contents, and takes the focus.
        page.within("navigation", "Contents of the debrief", || {
            page.click("button", "Timeline");
        });
        page.wait_focus("heading", "Timeline");

        // A term explains itself.
        page.click("button", "Harm avoided");
        let term = page.body();
        for part in ["How it is reckoned.", "affected if nobody acts", "visits"] {
            assert!(term.contains(part), "{part}");
        }

        // The causes sum to what is said above, for all and for one class.
        let harm = &debrief()["harm"];
        let digits = |text: String| {
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        };
        let sum = |page: &Page| {
            let row = page.text("row", "Sum");
            digits(row.split_whitespace().nth(1).unwrap_or_default().to_owned())
        };
        assert_eq!(sum(page), harm["sum"]["affected"].to_string());
        let class = &harm["classes"][0];
        page.within("group", "Class of users", || {
            page.click("button", class["class"].as_str().expect("a name"));
        });
        let affected = class["sum"]["affected"].to_string();
        page.wait("the sum of the class", || sum(page) == affected);

        // The timeline is filtered by kind.
        let looks = |page: &Page| page.all("row", "Looked at").len();
        let before = looks(page);
        assert!(before > 0, "looks stand in the timeline");
        page.within("group", "Show in this run", || {
            page.click("button", "Looks")
        });
        page.wait("looks to go", || looks(page) == 0);
    });
}

#[test]
fn a_change_lays_its_curve_over_the_harm_by_the_keyboard_alone() {
    visit(Look::DESKTOP, "/", |page| {
        open(page);
        let changes = debrief()["changes"].as_array().cloned().unwrap_or_default();
        assert!(changes.len() >= 3, "three changes were judged");
        let curves = "return document.querySelectorAll(
            '[aria-label=\"Affected visits so far\"] .curve').length";
        assert_eq!(page.script(curves, &[]), json!(3));

        // The first change, chosen with the keyboard.
        page.tab_to("button", "Compare with the run without: ");
        page.press(ENTER);
        page.wait("the fourth curve", || page.script(curves, &[]) == json!(4));
        page.within("figure", "Affected visits so far", || {
            page.find("listitem", &format!("Without: {RESTART}"));
        });
        // Its end is what the debrief says.
        page.focus("slider", "Minute of the incident");
        page.press(HOME);
        let told = || page.attr("slider", "Minute of the incident", "aria-valuetext");
        page.wait("the start", || {
            told().is_some_and(|t| t.starts_with("Minute 0."))
        });
        page.press(RIGHT);
        page.wait("a minute", || {
            told().is_some_and(|t| t.starts_with("Minute 1."))
        });
        page.press(END);
        let last = changes[0]["without"]
            .as_array()
            .and_then(|all| all.last().cloned());
        let last = last.expect("a curve").to_string();
        page.wait("the run without it at its end", || {
            let told = told().unwrap_or_default().replace(',', "");
            told.ends_with(&last)
        });
        // And nothing left out again.
        page.focus("combobox", "Compare with the run without");
        page.press(HOME);
        page.wait("three curves", || page.script(curves, &[]) == json!(3));
    });
}

#[test]
fn what_is_written_is_kept_with_the_run_and_exported() {
    visit(Look::DESKTOP, "/", |page| {
        open(page);
        assert_eq!(
            kept_notes(page),
            Value::Null,
            "nothing is kept before something is written"
        );
        let note = "We looked at <b>CPU</b> first.";
        let first = "Your note on";
        page.fill("textbox", first, note);
        page.fill("textbox", "Three things that went well, 1", "We talked.");
        page.fill("textbox", "Three things to try, 2", "Ask sooner.");
        page.fill("textbox", "One commitment", "By Friday I read the runbook.");
        let form = "Post-mortem, Plain";
        let draft = page.value("textbox", form);
        assert!(draft.contains("## Issue Summary"), "{draft}");
        page.focus("textbox", form);
        page.press(EMPTY);
        page.type_into("textbox", form, "# Own words\n\nSee **this** <img src=x>");
        page.within("region", "Preview of the post-mortem", || {
            page.find("heading", "Own words");
        });
        page.wait_text("See this <img src=x>");

        // All of it is there after the page was loaded anew.
        page.reload();
        page.find("heading", "Debrief: Database outage");
        assert_eq!(page.value("textbox", first), note);
        assert_eq!(
            page.value("textbox", "One commitment"),
            "By Friday I read the runbook."
        );
        assert_eq!(
            page.value("textbox", "Three things to try, 2"),
            "Ask sooner."
        );
        assert!(page.value("textbox", form).starts_with("# Own words"));
        assert_eq!(
            kept_notes(page)["commitment"],
            "By Friday I read the runbook."
        );

        // The other form has its own draft; the text stays in this one.
        page.click("tab", "PagerDuty");
        page.wait("the other draft", || {
            page.value("textbox", "Post-mortem, PagerDuty")
                .contains("## What Happened")
        });
        page.click("tab", "Plain");

        // Every file holds it.
        page.click("button", "Download HTML");
        let html = page.downloaded("outage-1.html");
        assert!(html.contains("We looked at &lt;b&gt;CPU&lt;/b&gt; first."));
        assert!(html.contains("Own words") && html.contains("<svg") && !html.contains("<script"));
        page.click("button", "Download Markdown");
        let markdown = page.downloaded("debrief-2025-03-15-database-outage-1.md");
        for part in [
            "## Commitment",
            "By Friday I read the runbook",
            "We talked",
            "Own words",
        ] {
            assert!(markdown.contains(part), "{part}");
        }
        page.click("button", "Download JSON");
        let json: Value = serde_json::from_str(&page.downloaded("outage-1.json")).expect("JSON");
        assert_eq!(json["total"], debrief()["total"]);
        assert_eq!(json["notes"]["well"][0], "We talked.");
        assert!(
            json["notes"]["postmortems"]["plain"]
                .to_string()
                .contains("Own words")
        );
        page.click("button", "Download timeline (CSV)");
        assert!(
            page.downloaded("-timeline.csv")
                .contains("We looked at <b>CPU</b> first.")
        );
        page.click("button", "Download harm (CSV)");
        let harm = page.downloaded("-harm.csv");
        let minutes = debrief()["harm_curves"]["nobody"].as_array().map(Vec::len);
        assert_eq!(
            Some(harm.lines().count()),
            minutes.map(|minutes| minutes + 1)
        );
        page.click("button", "Download post-mortem");
        let own = page.downloaded("postmortem-plain-2025-03-15-database-outage-1.md");
        assert_eq!(own.trim_end(), "# Own words\n\nSee **this** <img src=x>");

        // The draft comes back only after a question.
        page.click("button", "Start from the draft again");
        page.click("button", "Keep my text");
        assert!(page.value("textbox", form).starts_with("# Own words"));
        page.click("button", "Start from the draft again");
        page.click("button", "Confirm: start again");
        page.wait("the draft", || page.value("textbox", form) == draft);
        // A judged change can be chosen with the space bar, too.
        page.focus("button", "Compare with the run without: ");
        page.press(SPACE);
        page.find("figure", "With and without: ");
    });
}

#[test]
fn the_debrief_fits_all_widths_and_is_accessible_in_both_schemes() {
    visit(Look::DESKTOP, "/", |page| {
        open(page);
        page.script(
            "for (const d of document.querySelectorAll('details')) d.open = true",
            &[],
        );
        let looks = [
            (Look::DESKTOP, "1440"),
            (Look::WIDE, "1920"),
            (Look::PHONE, "390"),
            (Look::NARROW, "320"),
        ];
        for (look, name) in looks {
            page.look(look);
            page.fits_its_width();
            for scheme in Scheme::ALL {
                page.scheme(scheme);
                page.axe();
                page.screenshot(&format!("debrief-{name}-{}", scheme.name()));
            }
        }
        // On paper the fields are the texts themselves, and all lines of the timeline stand.
        page.look(Look::DESKTOP);
        page.on_paper(true);
        let hidden = page.script(
            "return [...document.querySelectorAll('textarea, .timeline .beyond')]
               .filter((e) => (e.tagName === 'TEXTAREA') === e.checkVisibility()).length",
            &[],
        );
        assert_eq!(hidden, json!(0));
        page.on_paper(false);
    });
}

#[test]
fn ways_in_without_a_score_show_none() {
    for mode in ["guided", "watch"] {
        visit(Look::DESKTOP, "/", |page| {
            let mut debrief = debrief();
            debrief["mode"] = mode.into();
            page.store("firedrill.debrief", &debrief.to_string());
            page.goto("/#/debrief");
            page.reload();
            page.find("heading", "Debrief: Database outage");
            page.wait_text("Not scored");
            assert!(!page.has("heading", "Score"), "{mode}");
            let text = page.body();
            assert!(
                !text.contains("of 100") && !text.contains("points were lost"),
                "{mode}: {text}"
            );
            // Notes on a run belong to its way in, too.
            page.fill("textbox", "One commitment", mode);
            let digest = debrief["digest"].as_str().unwrap_or_default();
            let key = format!("firedrill.notes.{digest}-{mode}");
            page.wait("the notes", || {
                page.stored(&key)
                    .is_some_and(|text| text.contains(INCIDENT))
            });
        });
    }
}
