//! Notes on runs as they are kept: one document a run, and only those of the last runs.

use super::{KEY_PREFIX, Problem, parse};
use crate::debrief::notes::{NOTES_VERSION, Notes};
use crate::drill::mode::Mode;
use std::collections::BTreeMap;

/// Largest text of the notes on a run, bytes.
pub const NOTES_BYTES_MAX: usize = 1_000_000;
/// Notes of so many runs are kept.
pub const NOTES_KEPT_MAX: usize = 24;

/// Key of the notes on a run, e.g. `firedrill.notes.0fcc967deaa9d2e0-drill`.
#[must_use]
pub fn notes_key(digest: &str, mode: Mode) -> String {
    format!("{KEY_PREFIX}notes.{digest}-{}", mode.word())
}

/// Reads the notes on a run.
///
/// # Errors
/// [`Problem`] for a text that is not one, whole and of a known version.
pub fn parse_notes(text: &str) -> Result<Notes, Problem> {
    let notes: Notes = parse(text, "firedrill_notes", NOTES_VERSION, NOTES_BYTES_MAX)?;
    match notes.check() {
        Ok(()) => Ok(notes),
        Err(wrong) => Err(Problem::at(wrong.path, wrong.reason)),
    }
}

/// Keys of the notes that have to go so that no more than [`NOTES_KEPT_MAX`] are kept: the
/// oldest first, never the one that is being written, and none that cannot be read.
#[must_use]
pub fn notes_to_go(entries: &BTreeMap<String, String>, writing: &str) -> Vec<String> {
    let prefix = format!("{KEY_PREFIX}notes.");
    let all = entries.iter().filter(|(key, _)| key.starts_with(&prefix));
    let count = all.clone().count();
    let others = all.filter(|(key, _)| key.as_str() != writing);
    let mut others: Vec<(i64, &String)> = others
        .filter_map(|(key, text)| Some((parse_notes(text).ok()?.saved_unix_s, key)))
        .collect();
    others.sort();
    let spare = count.saturating_sub(NOTES_KEPT_MAX);
    others
        .into_iter()
        .take(spare)
        .map(|(_, key)| key.clone())
        .collect()
}
