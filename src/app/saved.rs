//! What the page keeps in the browser: runs under way, results, the last
//! debrief, notes, settings.
//!
//! Each document is one JSON text with its version in a field of its own
//! (`firedrill_run`, …). Reading never panics and never guesses: a text that is
//! broken, too large or newer than this program is a [`Problem`] that says what was
//! found and where. Storing itself is the page's work (`web::storage`).

mod draft;
mod files;
mod import;
mod notes;
mod problem;
mod results;
#[cfg(test)]
mod tests;

pub use draft::{Draft, parse_draft};
pub use files::{
    RESULT_FILES_BYTES_MAX, RESULT_FILES_MAX, file_id, file_key, file_of_key, files_to_forget,
};
pub use import::{IMPORT_BYTES_MAX, Import, import};
pub use notes::{NOTES_BYTES_MAX, NOTES_KEPT_MAX, notes_key, notes_to_go, parse_notes};
pub use problem::Problem;
pub use results::{Checked, RESULTS_MAX, ResultLine, Results};

use super::protocol::Mode;
use crate::debrief::document::{DEBRIEF_VERSION, Debrief};
use crate::drill::action::{Action, Entry, JOURNAL_VERSION, Journal};
use crate::drill::journal::{CLOSING_BYTES, ENTRIES_BYTES_MAX};
use crate::drill::words::cut;
use crate::incident::document::Incident;
use crate::json;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Version of [`SavedRun`] that this program writes.
pub const RUN_VERSION: u32 = 1;
/// Version of [`Results`] that this program writes.
pub const RESULTS_VERSION: u32 = 1;
/// Version of [`Draft`] that this program writes.
pub const DRAFT_VERSION: u32 = 1;
/// Version of [`Settings`] that this program writes.
pub const SETTINGS_VERSION: u32 = 1;
/// Version of the export that [`export`] writes.
pub const EXPORT_VERSION: u32 = 1;

/// What a saved run has besides the entries of its journal takes less, bytes.
const FRAME_BYTES: usize = 10_000;
/// Largest text of a saved run, bytes: whatever a run takes in can be kept and read again.
pub const RUN_BYTES_MAX: usize = ENTRIES_BYTES_MAX + CLOSING_BYTES + FRAME_BYTES;
/// Largest text of the results, bytes.
pub const RESULTS_BYTES_MAX: usize = 500_000;
/// Largest text of the last debrief, bytes.
pub const DEBRIEF_BYTES_MAX: usize = 2_000_000;
/// Largest text of the settings, bytes.
pub const SETTINGS_BYTES_MAX: usize = 10_000;
/// Farthest a saved clock may stand from minute zero, milliseconds: ten days.
pub const CLOCK_MS_MAX: i64 = 10 * 24 * 3_600_000;

/// What every key of the page in the browser's storage starts with.
pub const KEY_PREFIX: &str = "firedrill.";
/// Key of [`Results`].
pub const RESULTS_KEY: &str = "firedrill.results";
/// Key of the last debrief.
pub const DEBRIEF_KEY: &str = "firedrill.debrief";
/// Key of [`Draft`].
pub const DRAFT_KEY: &str = "firedrill.draft";
/// Written and removed at once when everything is deleted: other tabs hear of it.
pub const DELETED_KEY: &str = "firedrill.deleted";
/// Key of [`super::frame::Layout`].
pub const LAYOUT_KEY: &str = "firedrill.layout";
/// Key of [`Settings`].
pub const SETTINGS_KEY: &str = "firedrill.settings";

/// Key of the run of an incident in a mode, e.g. `firedrill.run.drill.2025-03-15-…`.
#[must_use]
pub fn run_key(incident: &str, mode: Mode) -> String {
    format!("{KEY_PREFIX}run.{}.{incident}", mode.word())
}

/// Copies of unreadable texts that are kept for each key.
pub const KEPT_MAX: u32 = 3;

/// Key under which an unreadable text is kept aside; `slot` counts from 1 to [`KEPT_MAX`].
#[must_use]
pub fn kept_key(key: &str, slot: u32) -> String {
    let name = key.strip_prefix(KEY_PREFIX).unwrap_or(key);
    format!("{KEY_PREFIX}kept.{slot}.{name}")
}

/// A run that can be continued. Incident and seed stand in the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedRun {
    /// Format version, 1.
    pub firedrill_run: u32,
    /// The way in.
    pub mode: Mode,
    /// Where the clock stood, milliseconds since minute zero.
    pub now_ms: i64,
    /// When it was saved, Unix seconds.
    pub saved_unix_s: i64,
    /// What was done so far.
    pub journal: Journal,
}

impl SavedRun {
    /// A run as it stands.
    #[must_use]
    pub fn new(mode: Mode, now_ms: i64, saved_unix_s: i64, journal: Journal) -> Self {
        SavedRun {
            firedrill_run: RUN_VERSION,
            mode,
            now_ms,
            saved_unix_s,
            journal,
        }
    }

    /// True once nothing can be done in the run any more: it was declared resolved, or its time
    /// is up. Only its debrief can still be computed.
    #[must_use]
    pub fn over(&self, incident: &Incident) -> bool {
        let mut actions = self.journal.entries.iter().map(|entry| &entry.action);
        actions.any(|action| *action == Action::Resolve {})
            || self.now_ms as f64 >= incident.clock.end_s * 1000.0
    }

    /// The run taken up again: while it was left its clock stood, and the journal says so. A
    /// run that is only watched has nobody who could think meanwhile, and to one that is over
    /// nothing is added.
    #[must_use]
    pub fn taken_up(mut self, incident: &Incident) -> Self {
        if self.mode != Mode::Watch && self.journal.speed() > 0.0 && !self.over(incident) {
            self.journal.entries.push(Entry {
                at_ms: self.now_ms,
                action: Action::Speed { factor: 0.0 },
            });
        }
        self
    }
}

/// Colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// Settings of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Format version, 1.
    pub firedrill_settings: u32,
    /// Colours.
    pub theme: Theme,
    /// Single keys act (`/`, `?`, Space, …).
    pub single_keys: bool,
    /// Times of a run are told in the browser's zone instead of UTC.
    #[serde(default)]
    pub local_time: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            firedrill_settings: SETTINGS_VERSION,
            theme: Theme::System,
            single_keys: true,
            local_time: false,
        }
    }
}

/// Reads a saved run.
///
/// # Errors
/// [`Problem`] for a text that is not one, whole and of a known version.
pub fn parse_run(text: &str) -> Result<SavedRun, Problem> {
    let run = parse(text, "firedrill_run", RUN_VERSION, RUN_BYTES_MAX)?;
    check_run(&run)?;
    Ok(run)
}

/// What a run must be beyond its shape.
fn check_run(run: &SavedRun) -> Result<(), Problem> {
    if run.journal.version > JOURNAL_VERSION {
        let found = u64::from(run.journal.version);
        return Err(Problem::Newer {
            found,
            known: JOURNAL_VERSION,
        });
    }
    if run.journal.version == 0 {
        return Err(Problem::at("journal.version", "there is no version 0"));
    }
    if run.now_ms.checked_abs().is_none_or(|ms| ms > CLOCK_MS_MAX) {
        let reason = format!("{} ms is more than ten days from minute zero", run.now_ms);
        return Err(Problem::at("now_ms", reason));
    }
    let entries = &run.journal.entries;
    if let Some(at) = entries
        .windows(2)
        .position(|two| two[0].at_ms > two[1].at_ms)
    {
        let path = format!("journal.entries[{}].at_ms", at + 1);
        return Err(Problem::at(path, "is earlier than the entry before it"));
    }
    if let Some(last) = entries.last().filter(|last| last.at_ms > run.now_ms) {
        let reason = format!("stands before the last entry, {} ms", last.at_ms);
        return Err(Problem::at("now_ms", reason));
    }
    Ok(())
}

/// Reads the results.
///
/// # Errors
/// [`Problem`] for a text that is not one, whole and of a known version.
pub fn parse_results(text: &str) -> Result<Results, Problem> {
    let results: Results = parse(
        text,
        "firedrill_results",
        RESULTS_VERSION,
        RESULTS_BYTES_MAX,
    )?;
    let count = results.results.len();
    if count > RESULTS_MAX {
        let reason = format!("{count} results; at most {RESULTS_MAX} are kept");
        return Err(Problem::at("results", reason));
    }
    let wrong = |line: &ResultLine| line.total.is_some_and(|t| !(0.0..=100.0).contains(&t));
    if let Some(at) = results.results.iter().position(wrong) {
        let path = format!("results[{at}].total");
        return Err(Problem::at(path, "is not between 0 and 100"));
    }
    Ok(results)
}

/// Reads the settings.
///
/// # Errors
/// [`Problem`] for a text that is not one, whole and of a known version.
pub fn parse_settings(text: &str) -> Result<Settings, Problem> {
    parse(
        text,
        "firedrill_settings",
        SETTINGS_VERSION,
        SETTINGS_BYTES_MAX,
    )
}

/// Reads the last debrief.
///
/// # Errors
/// [`Problem`] for a text that is not one, whole and of a known version.
pub fn parse_debrief(text: &str) -> Result<Debrief, Problem> {
    parse(text, "version", DEBRIEF_VERSION, DEBRIEF_BYTES_MAX)
}

/// The text of a document of this module.
#[must_use]
pub fn to_text<T: Serialize>(document: &T) -> String {
    json::to_text(document)
}

#[derive(Serialize)]
struct Export<'a> {
    exported_unix_s: i64,
    firedrill_export: u32,
    stored: BTreeMap<&'a String, serde_json::Value>,
}

/// Everything that is kept, as one JSON text to be given to its owner: readable
/// texts as JSON, others as they are.
#[must_use]
pub fn export(entries: &BTreeMap<String, String>, exported_unix_s: i64) -> String {
    let stored = entries
        .iter()
        .map(|(key, text)| {
            // A text that is one JSON string has to come back with its quotes.
            let value = match json::from_text(text) {
                Ok(value @ (Value::Object(_) | Value::Array(_))) => value,
                Ok(_) | Err(_) => Value::String(text.clone()),
            };
            (key, value)
        })
        .collect();
    json::to_pretty(&Export {
        exported_unix_s,
        firedrill_export: EXPORT_VERSION,
        stored,
    })
}

/// The checks that all documents share: size, syntax, version, shape.
pub(super) fn parse<T: DeserializeOwned>(
    text: &str,
    version_field: &str,
    known: u32,
    bytes_max: usize,
) -> Result<T, Problem> {
    if text.len() > bytes_max {
        return Err(Problem::TooLarge {
            bytes: text.len(),
            bytes_max,
        });
    }
    let value: Value = json::from_text(text).map_err(broken)?;
    let found = value
        .get(version_field)
        .ok_or_else(|| Problem::at("", format!("it has no version (field \"{version_field}\")")))?;
    match found.as_u64() {
        Some(found) if found > u64::from(known) => return Err(Problem::Newer { found, known }),
        Some(1..) => {}
        Some(0) | None => {
            return Err(Problem::at(
                version_field,
                format!("{} is not a version", cut(&found.to_string())),
            ));
        }
    }
    json::from_text(text).map_err(broken)
}

/// The place is shown in front.
fn broken(fault: json::Fault) -> Problem {
    Problem::Broken {
        line: fault.line,
        column: fault.column,
        path: cut(fault.path.trim_start_matches('.')),
        reason: cut(&fault.message),
    }
}
