//! The diagnosis board, the runbook and the service map, by role and name.

use e2e::{Look, Page, Scheme, visit};
use std::time::Duration;

const INCIDENT: &str = "2025-03-15-database-outage";
const LOADING: Duration = Duration::from_secs(60);

/// Into the console of a drill, with the clock standing still.
fn start(page: &Page, seed: &str) {
    page.goto(&format!("/#/incident/{INCIDENT}"));
    page.click("radio", "Drill");
    page.fill("textbox", "Seed", seed);
    page.click("button", "Start drill");
    page.wait_for("the console", LOADING, || page.has("group", "Speed"));
    page.click("button", "Pause");
}

fn both_schemes(page: &Page, name: &str) {
    for scheme in Scheme::ALL {
        page.scheme(scheme);
        page.axe();
        page.screenshot(&format!("{name}-{}", scheme.name()));
    }
}

fn suppose(page: &Page, text: &str) {
    page.fill("textbox", "What may be wrong", text);
    page.click("button", "Add");
    page.find("button", &format!("Drop hypothesis: {text}"));
}

#[test]
fn hypotheses_and_pins_outlast_a_closed_tab() {
    visit(Look::DESKTOP, "/", |page| {
        start(page, "11");
        page.click("tab", "Database");
        page.click("tab", "Diagnosis");
        suppose(page, "The CPU is too small");
        suppose(page, "A lock queue");
        page.click("button", "Looked at, not pinned (1)");
        page.click("button", "Pin as evidence: Sessions (pg_stat_activity)");
        page.find("group", "Weigh Sessions (pg_stat_activity)");
        page.click("button", "Against");
        page.wait_text("1 against");
        page.click("button", "Drop hypothesis: A lock queue");
        page.find("button", "Reopen hypothesis: A lock queue");
        page.click("button", "Confirm hypothesis: The CPU is too small");
        page.wait_text("1 confirmed, 1 dropped, 1 pin");
        both_schemes(page, "board");

        page.reload();
        page.wait_for("the console", LOADING, || page.has("group", "Speed"));
        page.click("tab", "Diagnosis");
        page.wait_text("1 confirmed, 1 dropped, 1 pin");
        page.find("checkbox", "Sessions (pg_stat_activity)");
        page.look(Look::PHONE);
        page.click("tab", "Done");
        page.fits_its_width();
        both_schemes(page, "board-390");
    });
}

#[test]
fn the_runbook_is_searched_ticked_and_sends_commands() {
    visit(Look::DESKTOP, "/", |page| {
        start(page, "12");
        page.click("tab", "Runbook");
        page.find("heading", "Overview");
        both_schemes(page, "runbook");
        page.fill("searchbox", "Search the runbook", "53300");
        page.click("button", "Connections refused");
        page.find("heading", "Connections refused");
        let step = "How many slots are there, and how many are reserved?";
        page.click("checkbox", step);
        page.find("button", "To terminal: psql -c \"SHOW max_connections\"");
        page.reload();
        page.wait_for("the console", LOADING, || page.has("group", "Speed"));
        page.click("tab", "Runbook");
        page.choose("Page", "Connections refused");
        let ticked = || {
            page.script(
                "return document.querySelector('#step-db-connections-0').checked",
                &[],
            )
        };
        page.wait("the tick is kept", || {
            ticked() == serde_json::Value::Bool(true)
        });
    });
}

#[test]
fn the_map_shows_how_the_parts_stand() {
    visit(Look::DESKTOP, "/", |page| {
        start(page, "13");
        page.click("tab", "Map");
        page.wait_text("All parts are healthy.");
        page.find("button", "web, service: healthy");
        page.click("button", "5×");
        page.click("button", "120×");
        page.wait_for("the outage", Duration::from_secs(120), || {
            page.has("button", "web, service: failing")
        });
        page.click("button", "Pause");
        both_schemes(page, "map");
        page.click("button", "db-1, database: failing");
        page.find("region", "Numbers of db-1");
        page.click("button", "Pin as evidence");
        page.find("button", "Kept as evidence");
        page.click("button", "Table");
        page.find("table", "Flows");
        both_schemes(page, "map-table");
        page.click("button", "Map");
        page.look(Look::PHONE);
        page.click("tab", "Done");
        page.fits_its_width();
        both_schemes(page, "map-390");
    });
}
