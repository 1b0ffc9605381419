//! Three routes to the cause of the first incident, each walked from the page to the stated
//! diagnosis: charts and settings, logs, terminal.

use crate::drill::{INCIDENT, PLAYING, did, pause, resume, state_the_cause, told_at, tool};
use e2e::hands::{END, ENTER, HOME};
use e2e::{Look, Page, visit};
use serde_json::{Value, json};
use std::cell::RefCell;

const SEED: u64 = 1;
/// Five and a half minutes into the outage; the page was acknowledged.
const MOMENT_S: i64 = 330;

fn begin(page: &Page) {
    resume(
        page,
        SEED,
        MOMENT_S,
        &[did(130, json!({ "acknowledge": {} }))],
    );
}

/// The evidence by which the drill's journal says that the cause was found.
fn stated_evidence(page: &Page) -> Vec<String> {
    let run = page.stored(&format!("firedrill.run.drill.{INCIDENT}"));
    let run: Value = serde_json::from_str(&run.expect("a saved run")).expect("it is JSON");
    let entries = run["journal"]["entries"].as_array().cloned();
    let stated = entries.into_iter().flatten().find_map(|entry| {
        let stated = entry["action"]["diagnose"].clone();
        (!stated.is_null()).then_some(stated)
    });
    let stated = stated.expect("a diagnosis in the journal");
    let evidence = stated["evidence"].as_array().cloned().unwrap_or_default();
    let text = |value: Value| value.as_str().map(str::to_owned);
    evidence.into_iter().filter_map(text).collect()
}

#[test]
fn the_cause_is_found_by_charts_and_settings() {
    visit(Look::DESKTOP, "/", |page| {
        begin(page);
        // The line of the maximum fell when the trouble began.
        page.click("button", "Enlarge Connections");
        page.find("button", "Close Connections");
        page.focus("slider", "Time on the chart Connections");
        page.press(HOME);
        page.wait("the maximum before", || {
            told_at(page, "Time on the chart Connections").contains("max_connections 800")
        });
        page.press(END);
        page.wait("the maximum now", || {
            told_at(page, "Time on the chart Connections").contains("max_connections 20")
        });
        page.click("button", "Close Connections");

        // The server says where its value comes from.
        tool(page, "Database");
        page.click("button", "Settings");
        page.fill("searchbox", "Search the settings", "max_connections");
        page.within("tabpanel", "Database", || {
            page.click("button", "max_connections");
        });
        page.wait("file and line of the setting", || {
            let told = page.text("tabpanel", "Database");
            told.contains("From: configuration file, line 19.")
                && told.contains("A change needs: restart.")
        });

        // The file says since when.
        tool(page, "Files");
        page.click("button", "postgresql.conf");
        page.click("button", "Changes, version 4");
        page.wait_text("max_connections = 800");
        page.wait_text("max_connections = 20");
        state_the_cause(
            page,
            &[
                "Chart: Connections",
                "Setting max_connections",
                "What changed in /etc/postgresql/15/main/postgresql.conf",
            ],
        );
        assert_eq!(stated_evidence(page).len(), 3);
    });
}

#[test]
fn the_cause_is_found_by_the_logs() {
    visit(Look::DESKTOP, "/", |page| {
        begin(page);
        tool(page, "Logs");
        // What the database refuses, and with which code.
        let search = "Search the logs";
        page.fill("searchbox", search, "source:postgresql code:53300");
        page.click("option", "FATAL: sorry, too many clients already");
        page.find("region", "Log line");
        // Since when: the server was started just before.
        page.fill(
            "searchbox",
            search,
            "source:postgresql \"ready to accept connections\"",
        );
        page.click("option", "database system is ready to accept connections");
        page.wait("the line in full", || {
            page.text("region", "Log line")
                .contains("2025-03-15 13:58:3")
        });
        // On the charts that is the moment at which everything changed.
        page.click("button", "Show on charts");
        page.wait("the crosshair at the restart", || {
            page.text("figure", "Errors").contains("13:58:3")
        });

        // What happened then: a run of a pipeline, and what it wrote.
        page.click("button", "Changes");
        page.click("button", "13:58:30");
        page.wait_text("Routine update of db-1");
        tool(page, "Files");
        page.click("button", "db-base-config");
        page.click("button", "What it changed: run of 2025-03-15 13:58:30 UTC");
        page.wait_text("max_connections = 800");
        page.wait_text("max_connections = 20");
        state_the_cause(
            page,
            &[
                "Log of postgresql, lines with 53300",
                "What changed in /etc/postgresql/15/main/postgresql.conf",
            ],
        );
        assert_eq!(stated_evidence(page).len(), 2);
    });
}

/// Types a line into the terminal, waits until it says one of the answers, and gives all that
/// it said.
fn enter(page: &Page, line: &str, answers: &[&str]) -> String {
    let before = page.text("log", "Terminal output");
    page.type_into("textbox", "Terminal", &format!("{line}{ENTER}"));
    // What stands there already is no answer; the screen only grows.
    let now = RefCell::new(String::new());
    page.wait_for(
        &format!("one of {answers:?} after {line:?}"),
        PLAYING,
        || {
            let text = page.text("log", "Terminal output");
            let new = text.strip_prefix(before.trim_end()).unwrap_or(&text);
            now.replace(new.replace(line, ""));
            answers.iter().any(|answer| now.borrow().contains(answer))
        },
    );
    now.into_inner()
}

#[test]
fn the_cause_is_found_and_mended_in_the_terminal() {
    visit(Look::DESKTOP, "/", |page| {
        begin(page);
        // The terminal answers while the world runs.
        page.click("button", "5×");
        tool(page, "Terminal");
        // All slots are taken: the terminal is refused like everybody, so it goes on asking.
        let line = "until psql -c 'SHOW max_connections'; do sleep 0.1; done";
        let shown = enter(page, line, &["(1 row)"]);
        assert!(shown.lines().any(|line| line.trim() == "20"), "{shown}");
        page.click("button", "1×");
        let last = "web grows to 24 instances";
        let log = enter(page, "git log --oneline -- postgresql.conf", &[last]);
        let before = log.lines().find(|line| line.contains(last));
        let before = before.and_then(|line| line.split_whitespace().next());
        let before = before.expect("the hash of the version before").to_owned();
        let diff = enter(
            page,
            "git diff HEAD~1 -- postgresql.conf",
            &["+max_connections = 20"],
        );
        assert!(diff.contains("-max_connections = 800"), "{diff}");
        state_the_cause(
            page,
            &[
                "Setting max_connections",
                "What changed in /etc/postgresql/15/main/postgresql.conf",
            ],
        );

        // And mended, with what was found. What changes the world asks first.
        tool(page, "Terminal");
        let checkout = format!("git checkout {before} -- postgresql.conf");
        page.type_into("textbox", "Terminal", &format!("{checkout}{ENTER}"));
        page.click("button", "Yes");
        page.wait_text("Updated 1 path from");
        page.type_into(
            "textbox",
            "Terminal",
            &format!("systemctl restart postgresql{ENTER}"),
        );
        page.click("button", "Yes");
        page.click("button", "15×");
        page.wait_for("the command to end", PLAYING, || {
            !page.has("button", "Stop (Ctrl+C)") && !page.has("button", "Yes")
        });
        // The first sessions after a start may still be refused.
        let back = (0..20).any(|_| {
            let line = "psql -Atc 'SHOW max_connections'";
            enter(page, line, &["800", "FATAL", "rror"]).contains("800")
        });
        assert!(back, "the maximum is back");
        pause(page);
    });
}
