//! The runbook: what a world's pages and an incident's own may say.

use super::document::{Incident, RunbookPage};

/// Programs that a command of a page may begin with: what the terminal answers.
pub const PROGRAMS: [&str; 20] = [
    "psql",
    "systemctl",
    "journalctl",
    "git",
    "kubectl",
    "grep",
    "tail",
    "cat",
    "top",
    "df",
    "curl",
    "diff",
    "free",
    "head",
    "iostat",
    "pg_isready",
    "pipeline",
    "ps",
    "ss",
    "uptime",
];

/// All pages of an incident's runbook: its world's, then its own.
pub fn pages(incident: &Incident) -> impl Iterator<Item = &RunbookPage> {
    incident.world_runbook.iter().chain(&incident.runbook)
}

/// Whether there is a page of that id.
#[must_use]
pub fn has_page(incident: &Incident, id: &str) -> bool {
    pages(incident).any(|page| page.id == id)
}
