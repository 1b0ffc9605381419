//! The incident channel and the status page.

use super::conditions::lint_all;
use super::findings::Findings;
use super::known::Known;
use super::words::{TITLE_CHARS_MAX, lint_told};
use crate::incident::document::{Channel, StatusPage};

pub fn lint(channel: &Channel, known: &Known, found: &mut Findings) {
    found.line("$.channel.name", &channel.name, TITLE_CHARS_MAX);
    found.entries("$.channel.people", &channel.people, 0..=50);
    for (i, speaker) in channel.people.iter().enumerate() {
        let at = format!("$.channel.people[{i}]");
        found.name(&format!("{at}.id"), &speaker.id);
        found.words(&format!("{at}.role"), &speaker.role, TITLE_CHARS_MAX);
        if known.contacts.contains(&speaker.id) {
            found.error(&format!("{at}.id"), "a contact has this id");
        }
    }
    let lines = &channel.lines;
    found.entries("$.channel.lines", lines, 0..=200);
    let ids = lines.iter().map(|line| line.id.as_str());
    found.unique("$.channel.lines", ".id", ids);
    for (i, line) in lines.iter().enumerate() {
        let at = format!("$.channel.lines[{i}]");
        found.name(&format!("{at}.id"), &line.id);
        known.speaker(&format!("{at}.who"), &line.who, found);
        lint_all(&format!("{at}.when"), &line.when, known, found);
        lint_told(&format!("{at}.text"), &line.text, known, found);
        found.range(&format!("{at}.for_s"), line.for_s, 0.0..=86_400.0);
        if let Some(every_s) = line.every_s {
            found.range(&format!("{at}.every_s"), every_s, 30.0..=86_400.0);
        }
        if line.when.is_empty() {
            let message = "without a condition it is said as soon as the world begins";
            found.error(&format!("{at}.when"), message);
        }
    }
}

pub fn lint_status_page(page: &StatusPage, known: &Known, found: &mut Findings) {
    found.line("$.status_page.name", &page.name, TITLE_CHARS_MAX);
    found.entries("$.status_page.components", &page.components, 0..=20);
    let ids = page.components.iter().map(|c| c.id.as_str());
    found.unique("$.status_page.components", ".id", ids);
    for (i, component) in page.components.iter().enumerate() {
        let at = format!("$.status_page.components[{i}]");
        found.name(&format!("{at}.id"), &component.id);
        found.words(&format!("{at}.name"), &component.name, TITLE_CHARS_MAX);
        found.entries(&format!("{at}.classes"), &component.classes, 1..=50);
        for (k, class) in component.classes.iter().enumerate() {
            known.class(&format!("{at}.classes[{k}]"), class, found);
        }
    }
    let templates = &page.templates;
    for (name, text) in [
        ("investigating", &templates.investigating),
        ("identified", &templates.identified),
        ("monitoring", &templates.monitoring),
        ("resolved", &templates.resolved),
    ] {
        if !text.is_empty() {
            let at = format!("$.status_page.templates.{name}");
            lint_told(&at, text, known, found);
        }
    }
    let at = "$.status_page.visits_per_ticket";
    found.range(at, page.visits_per_ticket, 0.0..=1e9);
}
