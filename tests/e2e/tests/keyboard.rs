//! A drill from library to debrief with the keyboard alone.

use crate::drill::{CONF, PLAYING, clock_s, command, debriefed, loaded, shown};
use e2e::hands::{DOWN, EMPTY, ENTER, ESC, SPACE, UP};
use e2e::{Look, Page, visit};
use serde_json::Value;

/// Shows a tool; the focus is in it then.
fn open(page: &Page, tool: &str) {
    command(page, tool);
    page.wait(&format!("the tool {tool}"), || shown(page, tool));
}

/// Goes to a control by Tab and presses Enter.
fn press_button(page: &Page, name: &str) {
    page.tab_to("button", name);
    page.press(ENTER);
}

/// Presses a button that asks, and confirms: the question takes the focus.
fn act(page: &Page, name: &str, confirm: &str) {
    press_button(page, name);
    page.wait_focus("button", &format!("Confirm: {confirm}"));
    page.press(ENTER);
}

/// Goes to a list of choices and types the beginning of one.
fn choose(page: &Page, list: &str, beginning: &str) {
    page.tab_to("combobox", list);
    page.press(beginning);
}

fn tick(page: &Page, box_name: &str) {
    page.tab_to("checkbox", box_name);
    page.press(SPACE);
}

/// Runs the clock fast until something is so, then as in life.
fn live_until(page: &Page, speed: &str, what: &str, is_so: impl Fn() -> bool) {
    command(page, &format!("Speed {speed}"));
    page.wait_for(what, PLAYING, is_so);
    command(page, "Speed 1×");
    page.wait("the pace of life", || {
        page.attr("button", "1×", "aria-pressed").as_deref() == Some("true")
    });
}

fn post(page: &Page, phase: &str) {
    open(page, "Status");
    choose(page, "Phase", phase);
    press_button(page, "Use the template");
    press_button(page, "Post update");
}

/// Opens a file at the difference of a version.
fn open_file(page: &Page) {
    command(page, CONF);
    page.wait("the file", || page.has("button", "Changes, version 4"));
}

/// Finds the cause: chart, log line, change, setting.
fn investigate(page: &Page) {
    command(page, "Chart: Connections");
    page.find("button", "Close Connections");
    page.press(ESC);
    page.gone("button", "Close Connections");

    page.press("/");
    page.wait_focus("searchbox", "Search the logs");
    page.press("source:postgresql code:53300");
    page.tab_to("listbox", "Log lines");
    page.press(UP);
    page.wait("the line in full", || page.has("region", "Log line"));
    page.press(ESC);

    open_file(page);
    press_button(page, "Changes, version 4");
    page.wait_text("max_connections = 20");

    open(page, "Database");
    press_button(page, "Settings");
    page.tab_to("searchbox", "Search the settings");
    page.press(EMPTY);
    page.press("max_connections");
    page.within("tabpanel", "Database", || {
        press_button(page, "max_connections");
    });
}

#[test]
fn a_drill_is_played_with_the_keyboard_alone() {
    visit(Look::DESKTOP, "/", |page| {
        page.tab_to("link", "Database outage");
        page.press(ENTER);
        page.find("form", "Start");
        page.tab_to("radio", "Drill");
        page.press(SPACE);
        page.tab_to("textbox", "Seed");
        page.press(EMPTY);
        page.press("1");
        press_button(page, "Start drill");
        loaded(page);

        live_until(page, "60×", "the page", || {
            page.has("alert", "HighResponseTime")
        });
        page.press("a");
        page.wait_text("Acknowledged 14:0");
        command(page, "Set SEV-1 critical");
        post(page, "Investigating");
        investigate(page);

        open(page, "Diagnosis");
        choose(page, "Component at fault", "Settings of the database");
        choose(page, "Cause", "The routine update overwrote");
        for evidence in [
            "Log of postgresql, lines with 53300",
            "What changed in /etc/postgresql/15/main/postgresql.conf",
            "Setting max_connections",
        ] {
            tick(page, evidence);
        }
        press_button(page, "State the diagnosis");
        page.wait_text("You stated");

        open_file(page);
        act(page, "Roll back to version 3", "roll back to version 3");
        let from = clock_s(page);
        live_until(page, "5×", "the file is written", || {
            clock_s(page) > from + 6
        });
        open(page, "Actions");
        act(page, "Restart database", "Restart database");
        act(page, "Pause db-base-config", "Pause db-base-config");
        post(page, "Identified");

        let from = clock_s(page);
        live_until(page, "60×", "recovery and soak", || {
            clock_s(page) > from + 360
        });
        post(page, "Resolved");
        command(page, "Declare resolved");
        page.tab_to("button", "Confirm: resolved");
        page.press(ENTER);
        debriefed(page);
        let stored = page.stored("firedrill.debrief").expect("a kept debrief");
        let debrief: Value = serde_json::from_str(&stored).expect("a debrief is JSON");
        let total = debrief["total"].as_f64();
        assert!(total.is_some_and(|total| total >= 85.0), "score {total:?}");
    });
}

#[test]
fn tools_and_panes_are_walked_with_arrows() {
    visit(Look::DESKTOP, "/", |page| {
        crate::drill::resume(page, 1, 270, &[]);
        page.press("1");
        page.wait("the logs", || shown(page, "Logs"));
        page.tab_to("tab", "Logs");
        page.press(DOWN);
        page.wait_focus("tab", "Files");
        assert!(shown(page, "Files"), "an arrow opens the next tool");
        page.press(UP);
        page.wait_focus("tab", "Logs");
        // Nothing keeps the focus for itself: Tab comes around.
        let start = page.script("return document.activeElement.id", &[]);
        let mut stops = 0;
        loop {
            page.press(e2e::hands::TAB);
            stops += 1;
            if page.script("return document.activeElement.id", &[]) == start {
                break;
            }
            assert!(stops < 400, "the focus does not come around");
        }
        assert!(stops > 20, "only {stops} stops");
    });
}
