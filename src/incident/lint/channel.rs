//! The incident channel and the status page.

use super::conditions::lint_all;
use super::findings::Findings;
use super::known::Known;
use super::rules::{Line, Name, OrNone, TITLE, by, member, rows};
use super::words::Template;
use crate::incident::document::{self, Channel, Component, Condition, Speaker, StatusPage};

/// A title that may be missing.
const TITLE_OR_NONE: Line = Line(TITLE.0);

pub fn lint(at: &str, channel: &Channel, known: &Known, found: &mut Findings) {
    rows!(found, at, channel, {
        name: TITLE_OR_NONE,
        people[0..=50]: by(|at, speaker: &Speaker, found: &mut Findings| {
            rows!(found, at, speaker, { id: Name, role: TITLE });
            if known.contacts.contains(&speaker.id) {
                found.error(&member(at, "id"), "a contact has this id");
            }
        }),
        lines[0..=200] unique id: by(|at, it, found| line(at, it, known, found)),
    });
}

fn line(at: &str, line: &document::Line, known: &Known, found: &mut Findings) {
    rows!(found, at, line, {
        id: Name,
        who: known.speakers,
        when: by(|at, all: &[Condition], found| lint_all(at, all, known, found)),
        text: Template(known),
        for_s: 0.0..=86_400.0,
        every_s: 30.0..=86_400.0,
    });
    if line.when.is_empty() {
        let message = "without a condition it is said as soon as the world begins";
        found.error(&member(at, "when"), message);
    }
}

pub fn lint_status_page(at: &str, page: &StatusPage, known: &Known, found: &mut Findings) {
    rows!(found, at, page, {
        name: TITLE_OR_NONE,
        components[0..=20] unique id: by(|at, component: &Component, found| {
            rows!(found, at, component, {
                id: Name,
                name: TITLE,
                classes[1..=50]: known.classes,
            });
        }),
        visits_per_ticket: 0.0..=1e9,
    });
    let at = member(at, "templates");
    rows!(found, at, page.templates, {
        investigating: OrNone(Template(known)),
        identified: OrNone(Template(known)),
        monitoring: OrNone(Template(known)),
        resolved: OrNone(Template(known)),
    });
}
