//! People: the channel, who is called, what customers read; and the board of hypotheses.

use super::outage;
use crate::drill::{clock_s, resume, run_until, tool};
use e2e::hands::ENTER;
use e2e::{Look, visit};

#[test]
fn a_question_in_the_channel_is_answered_from_what_is_so() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        let stream = || page.text("log", "Stream of events");
        page.click("button", "Ask @dba, Senior database engineer");
        page.type_into("textbox", "Message #inc-shop", "what do you see?");
        page.type_into("textbox", "Message #inc-shop", ENTER);
        page.wait("the question in the stream", || {
            stream().contains("what do you see?")
        });
        let from = clock_s(page);
        page.click("button", "Channel");
        let lines = stream().lines().count();
        run_until(page, "60×", "the answer", || {
            let grown = stream().lines().count() > lines;
            grown && page.body().contains("Senior database engineer")
        });
        assert!(clock_s(page) > from, "an answer takes a while");
        page.axe();
    });
}

#[test]
fn a_status_update_starts_from_a_template_and_is_what_customers_see() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Status");
        page.wait_text("First status update overdue");
        page.click("button", "Use the template");
        let text = page.value("textbox", "Text for customers");
        assert!(text.contains("13:58 UTC"), "true to the world: {text}");
        page.wait_text("Draft, not posted");
        page.click("button", "Post update");
        page.wait("the update as customers see it", || {
            page.text("region", "Posted updates").contains(&text)
        });
        assert!(
            !page
                .text("tabpanel", "Status")
                .contains("Draft, not posted")
        );
        page.axe();
    });
}

#[test]
fn severity_and_roles_are_set() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Response");
        page.click("radio", "SEV-1 critical");
        page.wait("the severity in the bar", || {
            page.value("combobox", "Severity") == "1"
        });
        page.choose("Incident Commander", "You");
        page.wait_text("Incident Commander");
        page.click("button", "Call: Senior database engineer");
        page.wait("the call", || {
            page.text("region", "Contacts").contains("Answers in about")
        });
        run_until(page, "60×", "the engineer to come in", || {
            page.text("region", "Contacts")
                .contains("In the channel since")
        });
        page.axe();
    });
}

#[test]
fn a_hypothesis_is_weighed_by_what_was_pinned() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Logs");
        page.fill(
            "searchbox",
            "Search the logs",
            "source:postgresql code:53300",
        );
        page.click("option", "too many clients");
        page.click("button", "Pin as evidence");
        tool(page, "Diagnosis");
        page.fill(
            "textbox",
            "What may be wrong",
            "The database has too few slots",
        );
        page.click("button", "Add");
        page.wait_text("0 for");
        page.click("button", "For");
        page.wait_text("1 for");
        page.axe();
        page.click(
            "button",
            "Confirm hypothesis: The database has too few slots",
        );
        page.wait_text("confirmed");
        page.reload();
        crate::drill::loaded(page);
        tool(page, "Diagnosis");
        page.wait_text("1 for");
    });
}

#[test]
fn a_runbook_step_is_ticked_and_its_command_goes_to_the_terminal() {
    visit(Look::DESKTOP, "/", |page| {
        resume(page, 1, 330, &[]);
        tool(page, "Runbook");
        page.choose("Page", "Connections refused");
        page.click(
            "checkbox",
            "How many slots are there, and how many are reserved?",
        );
        page.click("button", "To terminal: psql -c \"SHOW max_connections\"");
        page.find("tabpanel", "Terminal");
        page.wait("the command in the terminal", || {
            page.value("textbox", "Terminal")
                .contains("SHOW max_connections")
                || page
                    .text("log", "Terminal output")
                    .contains("SHOW max_connections")
        });
    });
}

#[test]
fn a_node_of_the_map_opens_its_tool() {
    visit(Look::DESKTOP, "/", |page| {
        outage(page);
        tool(page, "Map");
        page.click("button", "db-1, database: failing");
        page.find("region", "Numbers of db-1");
        page.click("button", "Sessions and settings");
        page.wait("the tool of the node", || {
            crate::drill::shown(page, "Database")
        });
        page.find("tabpanel", "Database");
    });
}
