//! The results: what stands in the list, what a file proves, and what can be done with it all.

use crate::drill::{DEBRIEF, INCIDENT, both_schemes, debriefed, did, give, resume};
use e2e::hands::{ENTER, ESC};
use e2e::{Look, Page, visit};
use firedrill::app::saved::parse_results;
use serde_json::{Value, json};

/// Results reckoned apart from the program, and what they come to.
const HISTORY: &str = include_str!("../../cases/results/history.json");

/// A world runs again, three times over.
const VERIFYING: std::time::Duration = DEBRIEF;

fn history() -> Value {
    serde_json::from_str(HISTORY).expect("a JSON file")
}

/// The page with the prepared results.
fn prepared(page: &Page) {
    page.goto("/#/");
    page.find("heading", "Database outage");
    page.store("firedrill.results", &history()["results"].to_string());
    page.goto("/#/results");
    page.find("heading", "All runs");
}

/// Gives a result file; what is said about it.
#[track_caller]
fn verified(page: &Page, name: &str, text: &str) -> String {
    give(page, "Choose a result file", name, text);
    let prefix = format!("{name}: ");
    let said = || {
        let said = page.script(
            "return document.querySelector('.verify-said').innerText",
            &[],
        );
        said.as_str().unwrap_or_default().to_owned()
    };
    page.wait_for(&format!("a word about {name}"), VERIFYING, || {
        said().starts_with(&prefix)
    });
    said()[prefix.len()..].to_owned()
}

/// The file with one value changed.
fn tampered(text: &str, pointer: &str, value: Value) -> String {
    let mut file: Value = serde_json::from_str(text).expect("a result file");
    *file.pointer_mut(pointer).expect(pointer) = value;
    file.to_string()
}

#[test]
fn a_drill_leaves_a_file_that_is_verified_and_cannot_be_changed() {
    visit(Look::DESKTOP, "/", |page| {
        let journal = [did(40, json!({ "severity": { "level": 2 } }))];
        resume(page, 7, 100, &journal);
        page.click("button", "Declare resolved");
        page.click("button", "Confirm: resolved");
        debriefed(page);
        page.click("button", "Download result file");
        let text = page.downloaded("-7.json");
        page.click("link", "All results");
        page.find("heading", "All runs");
        page.find("link", "Debrief: run of");
        page.click("button", "Verify: run of");
        page.wait_for("the kept file to be verified", VERIFYING, || {
            page.body().contains("verified") && !page.body().contains("not verified")
        });

        let said = verified(page, "mine.json", &text);
        assert!(
            said.starts_with("ok, ") && said.ends_with(" of 100 points"),
            "{said}"
        );
        page.wait_text("It does not prove who played");
        both_schemes(page, "results-verified");

        let cases = [
            ("/seed", json!(8), "$.journal[0].hash: "),
            ("/engine", json!("9.9.9"), "$.engine: "),
            ("/journal/0/at_ms", json!(39_999), "$.journal[0].hash: "),
            ("/journal/1/hash", json!("00"), "$.journal[1].hash: "),
            ("/mode", json!("guided"), "$.journal[0].hash: "),
            ("/measures", json!(["magic"]), "$.measures[0]: "),
            ("/incident/id", json!("other"), "$.incident.id: "),
            ("/visits/total", json!(1), "$.visits.total: "),
        ];
        let mut whole: Value = serde_json::from_str(&text).expect("a result file");
        whole["mode"] = json!("drill");
        whole["measures"] = json!([]);
        let whole = whole.to_string();
        for (n, (pointer, value, place)) in cases.into_iter().enumerate() {
            let said = verified(
                page,
                &format!("changed-{n}.json"),
                &tampered(&whole, pointer, value),
            );
            assert!(said.starts_with(place), "{pointer}: {said}");
        }

        // Under way it can be stopped, and something else can be verified at once.
        give(page, "Choose a result file", "slow.json", &text);
        page.click("button", "Cancel verifying");
        page.wait_text("slow.json: Cancelled.");
    });
}

#[test]
fn files_that_are_none_are_told_with_their_place() {
    visit(Look::DESKTOP, "/#/results", |page| {
        page.find("heading", "No run has been finished yet");
        page.find("link", "Drill: Database outage");
        both_schemes(page, "results-empty");
        for (name, text, place) in [
            ("empty.json", "", "$: EOF"),
            ("text.json", "score: 100", "$: expected"),
            ("list.json", "[]", "$.firedrill_result: "),
            (
                "newer.json",
                "{\"firedrill_result\": 99}",
                "made by a newer Firedrill",
            ),
            ("old.json", "{\"firedrill_result\": 1}", "$: missing field"),
            (
                "drill.json",
                "{\"firedrill_run\": 1}",
                "$.firedrill_result: ",
            ),
        ] {
            let said = verified(page, name, text);
            assert!(said.contains(place), "{name}: {said}");
        }
        let huge = " ".repeat(9_000_000);
        let said = verified(page, "huge.json", &huge);
        assert!(
            said.contains("9,000,000 bytes; at most 8,388,608"),
            "{said}"
        );

        give(
            page,
            "Import an export",
            "foreign.json",
            "{\"dashboards\": []}",
        );
        page.wait_text("foreign.json was not taken in: it has no version");
    });
}

#[test]
fn a_history_is_told_as_it_was_reckoned() {
    visit(Look::DESKTOP, "/", |page| {
        prepared(page);
        let text = page.body();
        let expected = &history()["expected"];
        let words = [&expected["figures"], &expected["phases"]];
        let words = words
            .iter()
            .flat_map(|rows| rows.as_array().into_iter().flatten());
        let words = words.flat_map(|row| row.as_array().into_iter().flatten());
        for word in words
            .chain([&expected["summary"]])
            .filter_map(Value::as_str)
        {
            assert!(text.contains(word), "{word:?} is not in\n{text}");
        }
        page.within("figure", "", || page.click("button", "Data table"));
        both_schemes(page, "results-history");
        for (look, name) in [
            (Look::WIDE, "1920"),
            (Look::PHONE, "390"),
            (Look::NARROW, "320"),
        ] {
            page.look(look);
            page.fits_its_width();
            both_schemes(page, &format!("results-{name}"));
        }
        page.look(Look::DESKTOP);

        let count = || page.all("button", "Delete: run of").len();
        assert_eq!(count(), 10);
        page.click("button", "Guided");
        page.wait("one guided run", || count() == 1);
        page.click("button", "All");
        page.choose("Order", "Most points first");
        page.wait("the best first", || {
            let first = page.script(
                "return document.querySelector('.run-points').innerText.trim()",
                &[],
            );
            first == json!("88")
        });
        page.click("button", "Download CSV");
        let csv = page.downloaded("firedrill-results.csv");
        assert_eq!(csv.lines().count(), 11, "{csv}");
        assert!(
            csv.lines()
                .nth(1)
                .is_some_and(|line| line.contains(",drill,109,")),
            "{csv}"
        );
        page.click("button", "Play again: run of 2026-11-09");
        page.wait("the run of that seed", || {
            page.address()
                .contains(&format!("{INCIDENT}?mode=drill&seed=109"))
        });
    });
}

#[test]
fn what_is_deleted_comes_back_from_the_export() {
    visit(Look::DESKTOP, "/", |page| {
        prepared(page);
        let stored = || page.stored("firedrill.results").unwrap_or_default();
        let lines = || {
            let value: Value = serde_json::from_str(&stored()).unwrap_or_default();
            value["results"].as_array().map_or(0, Vec::len)
        };
        let before = parse_results(&stored()).expect("results");
        page.click("button", "Export everything");
        let export = page.downloaded("firedrill-data.json");

        // With the keyboard alone; escape changes nothing.
        page.tab_to("button", "Delete: run of 2026-11-10");
        page.press(ENTER);
        page.find("dialog", "Delete this run?");
        page.press(ESC);
        page.gone("dialog", "Delete this run?");
        assert_eq!(lines(), 10);
        page.press(ENTER);
        page.find("dialog", "Delete this run?");
        page.tab_to("button", "Delete run");
        page.press(ENTER);
        page.gone("dialog", "Delete this run?");
        page.wait("nine runs", || lines() == 9);
        page.wait_text("The run with seed 110 is deleted.");
        page.wait_focus("heading", "All runs");

        page.click("button", "Delete everything");
        page.wait_text("9 results, 0 result files");
        page.axe();
        page.click("button", "Yes, delete everything");
        page.find("heading", "No run has been finished yet");
        assert_eq!(page.stored("firedrill.results"), None);

        give(page, "Import an export", "firedrill-data.json", &export);
        page.find("heading", "All runs");
        page.wait_text("Added: 10 results");
        let after = parse_results(&stored()).expect("results");
        assert_eq!(after, before, "all of it is back");
        give(page, "Import an export", "again.json", &export);
        page.wait_text("again.json: Added: 0 results, 0 result files, 0 other entries.");

        let broken = export.replace("\"firedrill_results\": 1", "\"firedrill_results\": 9");
        give(page, "Import an export", "broken.json", &broken);
        page.wait_text("stored[\"firedrill.results\"]: it has version 9");
        assert_eq!(lines(), 10);
    });
}
