//! The runbook that comes with the program: a guide to database outages.

use super::document::{Incident, RunbookPage};
use crate::json;
use serde::Deserialize;

const TEXT: &str = include_str!("../../assets/runbook.json");

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    pages: Vec<RunbookPage>,
}

/// The pages that come with the program, in the order in which they are read.
///
/// # Panics
/// If the shipped file is wrong, which a test rules out.
#[must_use]
pub fn built_in() -> Vec<RunbookPage> {
    let book: Result<Book, _> = json::from_text(TEXT);
    book.expect("a test reads the shipped runbook").pages
}

/// Whether there is a page of that id, in the program or in the incident's own file.
#[must_use]
pub fn has_page(incident: &Incident, id: &str) -> bool {
    let shipped = built_in();
    let mut all = incident.runbook.iter().chain(&shipped);
    all.any(|page| page.id == id)
}
