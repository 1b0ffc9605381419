//! Whole plays of the built page, by role and name, as a person would.

use crate::drill::{
    INCIDENT, acknowledged, both_schemes, clock_s, debriefed, live_until, loaded, resume,
    run_until, start,
};
use e2e::{Look, Page, visit};
use serde_json::json;
use std::time::Instant;

/// Opens a chart large and closes it again: it counts as looked at.
fn open_chart(page: &Page, title: &str) {
    page.click("button", &format!("Enlarge {title}"));
    page.wait(&format!("{title} is large"), || {
        page.has("button", &format!("Close {title}"))
    });
    page.click("button", &format!("Close {title}"));
}

/// Finds the cause: log line, change, diff and setting.
fn investigate(page: &Page) {
    open_chart(page, "Connections");
    page.click("tab", "Logs");
    page.choose("Source", "postgresql");
    page.fill("searchbox", "Search the logs", "too many clients");
    page.click("option", "too many clients");
    page.click("tab", "Files");
    page.click("button", "postgresql.conf");
    page.click("button", "Changes, version 4");
    page.wait_text("max_connections = 20");
    page.click("tab", "Database");
    page.click("button", "Settings");
    page.fill("searchbox", "Search the settings", "max_connections");
    page.within("tabpanel", "Database", || {
        page.click("button", "max_connections");
    });
}

fn diagnose(page: &Page) {
    page.click("tab", "Diagnosis");
    page.choose(
        "Component at fault",
        "Settings of the database server (postgresql.conf)",
    );
    page.choose(
        "Cause",
        "The routine update overwrote postgresql.conf: max_connections is far below what the \
         pools need",
    );
    for evidence in [
        "Log of postgresql, lines with 53300",
        "What changed in /etc/postgresql/15/main/postgresql.conf",
        "Setting max_connections",
    ] {
        page.click("checkbox", evidence);
    }
    page.click("button", "State the diagnosis");
    page.wait_text("You stated");
}

fn post(page: &Page, phase: &str) {
    page.click("tab", "Status");
    page.choose("Phase", phase);
    page.click("button", "Use the template");
    page.click("button", "Post update");
}

/// An action of the action pane, with its question.
fn act(page: &Page, label: &str) {
    page.click("tab", "Actions");
    page.click("button", label);
    page.click("button", &format!("Confirm: {label}"));
}

#[test]
fn the_right_path_scores_ninety_or_more() {
    visit(Look::DESKTOP, "/", |page| {
        page.find("heading", "Database outage");
        both_schemes(page, "library");
        page.goto(&format!("/#/incident/{INCIDENT}"));
        page.find("form", "Start");
        both_schemes(page, "briefing");

        start(page, "Drill", "Start drill", "1");
        let begun = Instant::now();
        acknowledged(page);
        both_schemes(page, "console");
        page.choose("Severity", "SEV-1 critical");
        post(page, "Investigating");
        investigate(page);
        both_schemes(page, "settings");
        diagnose(page);
        both_schemes(page, "diagnosis");

        page.click("tab", "Files");
        page.click("button", "Roll back to version 3");
        page.click("button", "Confirm: roll back to version 3");
        let from = clock_s(page);
        live_until(page, "5×", "the file is written", || {
            clock_s(page) > from + 6
        });
        page.wait_text("These settings wait for a restart of the database");
        act(page, "Restart database");
        both_schemes(page, "actions");
        act(page, "Pause db-base-config");
        post(page, "Identified");

        let from = clock_s(page);
        live_until(page, "60×", "recovery and soak", || {
            clock_s(page) > from + 360
        });
        post(page, "Resolved");
        page.click("button", "Declare resolved");
        page.wait_text("Objective");
        page.axe();
        page.click("button", "Confirm: resolved");
        eprintln!("drill played in {:.0?}", begun.elapsed());
        debriefed(page);
        page.find("figure", "Connections");
        both_schemes(page, "debrief");
        let text = page.text("region", "Summary");
        let score = text.split("Score").nth(1).and_then(|rest| {
            rest.split_whitespace()
                .find_map(|word| word.parse::<f64>().ok())
        });
        assert!(score.is_some_and(|score| score >= 90.0), "score {score:?}");

        for (look, name) in [(Look::PHONE, "390"), (Look::WIDE, "1920")] {
            page.look(look);
            page.fits_its_width();
            both_schemes(page, &format!("debrief-{name}"));
        }

        page.click("button", "Download JSON");
        let file = page.downloaded(".json");
        let debrief: serde_json::Value = serde_json::from_str(&file).expect("a JSON file");
        assert!(debrief["total"].as_f64().is_some_and(|total| total >= 90.0));
        page.click("button", "Download Markdown");
        assert!(page.downloaded(".md").contains("# "));
    });
}

#[test]
fn a_restart_alone_stays_down_and_can_be_played_to_the_end() {
    visit(Look::DESKTOP, "/", |page| {
        start(page, "Drill", "Start drill", "2");
        acknowledged(page);
        act(page, "Restart database");
        let from = clock_s(page);
        run_until(page, "120×", "ten minutes", || clock_s(page) > from + 600);
        let failing = page.body();
        let failing = failing.split("Users failing").nth(1).and_then(|rest| {
            rest.split_whitespace()
                .find_map(|word| word.parse::<f64>().ok())
        });
        assert!(
            failing.is_some_and(|share| share > 70.0),
            "still failing: {failing:?} %"
        );
        page.click("button", "Declare resolved");
        page.click("button", "Confirm: resolved");
        debriefed(page);
        page.wait_text("users went on failing to the end");
    });
}

#[test]
fn a_closed_tab_goes_on_where_it_was() {
    visit(Look::DESKTOP, "/", |page| {
        start(page, "Drill", "Start drill", "3");
        acknowledged(page);
        page.choose("Severity", "SEV-1 critical");
        open_chart(page, "Connections");
        let before = clock_s(page);
        page.reload();
        loaded(page);
        page.click("button", "Pause");
        let after = clock_s(page);
        assert!(
            (before - 5..before + 60).contains(&after),
            "{before} s, then {after} s"
        );
        page.wait_text("Acknowledged 14:0");
        page.click("tab", "Diagnosis");
        page.find("checkbox", "Chart: Connections");

        page.goto("/");
        page.find("link", "Continue");
    });
}

#[test]
fn the_coach_names_the_next_look_and_says_why() {
    visit(Look::DESKTOP, "/", |page| {
        start(page, "Guided", "Start guided drill", "4");
        page.find("region", "Coach");
        let first = page.text("region", "Coach");
        acknowledged(page);
        page.wait("the coach goes on", || {
            page.text("region", "Coach") != first
        });
        both_schemes(page, "guided");
    });
}

#[test]
fn watching_shows_the_original_team_and_refuses_the_controls() {
    visit(Look::DESKTOP, "/", |page| {
        start(page, "Watch", "Start watching", "5");
        run_until(page, "120×", "a quarter past", || clock_s(page) > 960);
        page.wait_text("The logs show exhausted connection pools");
        page.click("tab", "Actions");
        let restart = page.attr("button", "Restart database", "disabled");
        assert!(restart.is_some(), "the controls are not the watcher's");
        both_schemes(page, "watch");
    });
}

#[test]
fn every_screen_fits_its_window() {
    for (look, name) in [(Look::PHONE, "390"), (Look::WIDE, "1920")] {
        visit(look, "/", |page| {
            page.find("heading", "Database outage");
            page.fits_its_width();
            both_schemes(page, &format!("library-{name}"));
            page.goto(&format!("/#/incident/{INCIDENT}"));
            page.find("form", "Start");
            page.fits_its_width();
            both_schemes(page, &format!("briefing-{name}"));
            start(page, "Drill", "Start drill", "6");
            page.fits_its_width();
            both_schemes(page, &format!("console-{name}"));
        });
    }
}

#[test]
fn wrong_addresses_and_broken_stores_are_told() {
    visit(Look::DESKTOP, "/#/nowhere", |page| {
        page.find("link", "incidents");
        both_schemes(page, "not-found");
        page.goto("/#/incident/no-such-incident");
        page.find("link", "incidents");
        page.script(
            "for (const key of Object.keys(localStorage)) localStorage.removeItem(key); \
             localStorage.setItem('firedrill.results', '{broken')",
            &[],
        );
        page.goto("/#/");
        page.reload();
        page.find("heading", "Database outage");
    });
}

/// A browser that refuses each third worker.
const FEW_WORKERS: &str = "
    const Real = Worker;
    let asked = 0;
    window.Worker = class extends Real {
      constructor(...given) {
        if (++asked % 3 === 0) throw new Error('no more workers');
        super(...given);
      }
    };
    window.asked = () => asked;";

#[test]
fn a_run_is_judged_without_the_helper() {
    visit(Look::DESKTOP, "/", |page| {
        page.before_load(FEW_WORKERS);
        page.goto("/#/");
        page.reload();
        resume(page, 1, 200, &[]);
        assert_eq!(page.script("return window.asked()", &[]), json!(3));
        page.click("button", "Declare resolved");
        page.click("button", "Confirm: resolved");
        debriefed(page);
        assert!(page.text("region", "Summary").contains("Affected visits"));
    });
}
