//! The diagnosis board, the runbook and the service map, by role and name.

use crate::drill::{PLAYING, both_schemes, loaded, pause, start};
use e2e::{Look, Page, visit};

/// Into the console of a drill, with the clock standing still.
fn begin(page: &Page, seed: &str) {
    start(page, "Drill", "Start drill", seed);
    pause(page);
}

fn suppose(page: &Page, text: &str) {
    page.fill("textbox", "What may be wrong", text);
    page.click("button", "Add");
    page.find("button", &format!("Drop hypothesis: {text}"));
}

#[test]
fn hypotheses_and_pins_outlast_a_closed_tab() {
    visit(Look::DESKTOP, "/", |page| {
        begin(page, "11");
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
        loaded(page);
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
        begin(page, "12");
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
        loaded(page);
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
        begin(page, "13");
        page.click("tab", "Map");
        page.wait_text("All parts are healthy.");
        page.find("button", "web, service: healthy");
        page.click("button", "5×");
        page.click("button", "120×");
        page.wait_for("the outage", PLAYING, || {
            page.has("button", "web, service: failing")
        });
        pause(page);
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
