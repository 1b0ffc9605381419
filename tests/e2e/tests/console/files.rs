//! Configuration and changes: an edit with its check, differences side by side, pipelines.

use super::outage;
use crate::drill::{CONF, pass, tool};
use e2e::{Look, Page, visit};

fn open_conf(page: &Page) {
    tool(page, "Files");
    page.click("button", "postgresql.conf");
    page.find("button", "Changes, version 4");
}

#[test]
fn a_wrong_line_is_told_at_its_place_and_a_good_one_is_saved() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        open_conf(page);
        page.click("button", "Edit");
        let editor = format!("Text of {CONF}");
        page.wait("the text", || {
            page.value("textbox", &editor)
                .contains("max_connections = 20")
        });
        let text = page.value("textbox", &editor);
        // At the end of the text: `max_connections = many` and nothing else is wrong.
        page.type_into(
            "textbox",
            &editor,
            "\u{e009}\u{e010}\u{e000}\nmax_connections = many",
        );
        let count = text.lines().count() + 1;
        page.wait("the error at its line", || {
            page.has("button", &format!("Line {count}"))
                || page.has("button", &format!("Line {}", count + 1))
        });
        let wrong = page.attr("textbox", &editor, "aria-invalid");
        assert_eq!(wrong.as_deref(), Some("true"));
        page.wait_text("the process will not take it as it is");
        page.axe();
        // `many` becomes 800.
        page.type_into("textbox", &editor, "\u{e003}\u{e003}\u{e003}\u{e003}800");
        page.wait("no error", || {
            page.attr("textbox", &editor, "aria-invalid").as_deref() == Some("false")
        });
        page.wait_text("max_connections");
        page.fill(
            "textbox",
            "Why (commit message)",
            "Room for all pools again",
        );
        page.click("button", "Save as a new version");
        pass(page, "5×", 6);
        page.click("button", "History");
        page.find("button", "Changes, version 5");
        page.wait_text("Room for all pools again");
        page.wait_text("These settings wait for a restart of the database");
    });
}

#[test]
fn two_versions_stand_side_by_side_with_the_changed_settings_named() {
    visit(Look::WIDE, "/", |page| {
        outage(page);
        open_conf(page);
        page.click("button", "Changes, version 4");
        let region = format!("Version 3 to version 4 of {CONF}");
        page.find("region", &region);
        page.click("button", "Side by side");
        page.wait("both sides in a row", || {
            let text = page.text("region", &region);
            text.lines().any(|line| {
                line.contains("max_connections = 800") && line.contains("max_connections = 20")
            }) || page
                .all("row", "max_connections = 800")
                .len()
                .min(page.all("row", "max_connections = 20").len())
                > 0
        });
        let keys = page.text("table", "Settings from version 3 to version 4");
        for word in ["max_connections", "shared_buffers", "restart", "reload"] {
            assert!(keys.contains(word), "{word} in {keys}");
        }
        page.axe();
        page.click("button", "Unified");
        page.find("region", &region);
    });
}

#[test]
fn a_pipeline_tells_what_it_did_and_will_do_and_is_paused() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Files");
        page.click("button", "db-base-config");
        page.wait_text("Its next run:");
        page.wait_text("Wrote postgresql.conf: version 3 to 4");
        page.click("button", "What it changed: run of 2025-03-15 13:58:30 UTC");
        page.wait_text("max_connections = 20");
        page.axe();
        page.click("button", "Pause db-base-config");
        page.click("button", "Confirm: Pause db-base-config");
        page.find("button", "Resume db-base-config");
        page.click("button", "Resume db-base-config");
        page.click("button", "Confirm: Resume db-base-config");
        page.find("button", "Pause db-base-config");
    });
}

#[test]
fn blame_names_the_version_of_each_line() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        open_conf(page);
        page.click("button", "Text");
        page.find("region", &format!("Text of {CONF}"));
        page.click("button", "Blame");
        page.wait("the version of a line", || {
            page.text("region", &format!("Text of {CONF}"))
                .contains("v4")
        });
        page.axe();
    });
}
