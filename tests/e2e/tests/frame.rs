//! The console's frame: panes, edges, palette, keys, address; as a person uses them.

use crate::drill::{command, loaded, pause, shown};
use e2e::hands::ESC;
use e2e::{Look, Page, visit};

const RUN: &str = "/#/run/2025-03-15-database-outage?mode=drill&seed=7";

fn console(page: &Page) {
    page.goto(RUN);
    loaded(page);
    pause(page);
}

/// A value of a separator, percent.
fn size(page: &Page, edge: &str) -> f64 {
    let now = page.attr("separator", edge, "aria-valuenow");
    now.and_then(|now| now.parse().ok()).expect("a number")
}

#[test]
fn two_tools_stand_together_and_edges_move_and_are_remembered() {
    visit(Look::DESKTOP, "/", |page| {
        console(page);
        page.click("tab", "Logs");
        page.click("button", "Split the tools");
        page.click("tab", "Files");
        assert!(shown(page, "Logs") && shown(page, "Files"));
        page.axe();

        let before = size(page, "Width of the tools");
        page.script(
            "document.querySelector('[aria-label=\"Width of the tools\"]').focus()",
            &[],
        );
        page.press("\u{e012}\u{e012}");
        page.wait("the tools are wider", || {
            size(page, "Width of the tools") > before
        });
        let wider = size(page, "Width of the tools");
        page.reload();
        loaded(page);
        assert!((size(page, "Width of the tools") - wider).abs() < 0.5);
        assert!(shown(page, "Logs") && shown(page, "Files"));
    });
}

#[test]
fn the_palette_finds_every_command_and_keys_lead_back() {
    visit(Look::DESKTOP, "/", |page| {
        console(page);
        page.click("button", "Commands");
        page.find("dialog", "Commands");
        page.axe();
        page.type_into("combobox", "Command", "files");
        page.press("\u{e007}");
        page.wait("the files are shown", || shown(page, "Files"));
        page.gone("dialog", "Commands");

        page.press("1");
        page.wait("the logs are shown", || shown(page, "Logs"));
        page.back();
        page.wait("the files are shown again", || shown(page, "Files"));

        page.press("d");
        page.find("list", "Keys that may follow");
        page.press("t");
        page.find("button", "Open Told");
        page.press("?");
        page.find("dialog", "Keys");
        page.axe();
        page.press("\u{e00c}");
        page.gone("dialog", "Keys");
    });
}

#[test]
fn a_phone_shows_one_page_with_the_tools_at_its_foot() {
    visit(Look::PHONE, "/", |page| {
        console(page);
        for pane in ["Told", "Seen", "Done"] {
            page.click("tab", pane);
            assert!(shown(page, pane));
            page.fits_its_width();
            page.axe();
        }
        page.click("tab", "Actions");
        page.find("tabpanel", "Actions");
    });
}

#[test]
fn the_narrowest_window_shows_every_tool() {
    visit(Look::NARROW, "/", |page| {
        console(page);
        page.click("tab", "Done");
        let tools = [
            "Logs",
            "Files",
            "Database",
            "Terminal",
            "Actions",
            "Diagnosis",
        ];
        for tool in tools {
            page.click("tab", tool);
            assert!(shown(page, tool));
            page.fits_its_width();
        }
    });
}

#[test]
fn a_room_sees_clock_and_charts() {
    visit(Look::WIDE, "/", |page| {
        console(page);
        command(page, "Layout: Projector");
        page.find("button", "Enlarge Requests");
        page.fits_its_width();
        page.axe();
        command(page, "Kiosk: only clock and charts");
        page.find("button", "Leave the kiosk");
        assert!(!page.has("tab", "Logs"), "the tools are away");
        page.axe();
        page.press(ESC);
        page.gone("button", "Leave the kiosk");
        command(page, "Layout: Investigate");
        page.find("tab", "Logs");
    });
}

#[test]
fn paper_shows_the_charts_and_what_happened() {
    visit(Look::DESKTOP, "/", |page| {
        console(page);
        page.on_paper(true);
        page.find("heading", "Connection pools");
        page.find("heading", "Stream");
        assert!(!page.has("tab", "Logs"), "tools are of no use on paper");
        page.on_paper(false);
        page.find("tab", "Logs");
    });
}
