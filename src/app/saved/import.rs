//! Taking in what was exported: nothing that is here is lost, and nothing broken comes in.

use super::files::{file_id, file_key, file_of_key, files_to_forget};
use super::{
    DEBRIEF_BYTES_MAX, DEBRIEF_KEY, DRAFT_KEY, EXPORT_VERSION, KEPT_MAX, KEY_PREFIX, LAYOUT_KEY,
    Problem, RESULTS_KEY, RESULTS_MAX, RUN_BYTES_MAX, Results, SETTINGS_KEY, notes_key, parse,
    parse_debrief, parse_draft, parse_notes, parse_results, parse_run, parse_settings, run_key,
    to_text,
};
use crate::app::frame::parse_layout;
use crate::debrief::result;
use crate::drill::words::cut;
use crate::json;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Largest export that is read, bytes: more than a browser keeps for a site.
pub const IMPORT_BYTES_MAX: usize = 16_000_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Export {
    #[serde(rename = "firedrill_export")]
    _version: u32,
    #[serde(rename = "exported_unix_s")]
    _at_unix_s: i64,
    stored: BTreeMap<String, Value>,
}

/// What an export brings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// Texts to be written, by key.
    pub writes: BTreeMap<String, String>,
    /// Results that are new.
    pub results: usize,
    /// Result files that are new.
    pub files: usize,
    /// Other entries that are new.
    pub others: usize,
    /// Keys under which something else stands here, which stays.
    pub stays: Vec<String>,
    /// What could not be taken, with its place in the file.
    pub problems: Vec<String>,
}

/// Largest text of one entry, bytes: a draft is the longest.
const ENTRY_BYTES_MAX: usize = RUN_BYTES_MAX + DEBRIEF_BYTES_MAX;

impl Import {
    /// These texts could not be written: what was taken in is less, and why is told once.
    pub fn not_written(&mut self, keys: &[&String], why: &str) {
        for key in keys {
            match (key.as_str(), file_of_key(key)) {
                (RESULTS_KEY, _) => self.results = 0,
                (_, Some(_)) => self.files = self.files.saturating_sub(1),
                (_, None) => self.others = self.others.saturating_sub(1),
            }
        }
        match keys {
            [] => {}
            [one] => self
                .problems
                .push(format!("stored[{one:?}]: it was not written: {why}")),
            [one, ..] => self.problems.push(format!(
                "{} entries, such as stored[{one:?}], were not written: {why}",
                keys.len()
            )),
        }
    }

    /// What was taken in, as a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let count = |n: usize, one: &str, many: &str| match n {
            1 => format!("1 {one}"),
            n => format!("{n} {many}"),
        };
        let results = count(self.results, "result", "results");
        let files = count(self.files, "result file", "result files");
        let others = count(self.others, "other entry", "other entries");
        format!("Added: {results}, {files}, {others}.")
    }
}

/// What an export brings to what is here (`own`, by key).
///
/// # Errors
/// [`Problem`] for a text that is no export as a whole. What is wrong with a part of it stands
/// in [`Import::problems`]; the rest is taken.
pub fn import(text: &str, own: &BTreeMap<String, String>) -> Result<Import, Problem> {
    let text = text.trim_start_matches('\u{feff}');
    let export: Export = parse(text, "firedrill_export", EXPORT_VERSION, IMPORT_BYTES_MAX)?;
    let mut out = Import::default();
    let mut results = own
        .get(RESULTS_KEY)
        .map_or_else(|| Ok(Results::default()), |text| parse_results(text));
    let mut unknown = Vec::new();
    for (key, value) in export.stored {
        if !is_known(&key) {
            unknown.push(cut(&key));
            continue;
        }
        let text = match value {
            Value::String(text) => text,
            value => value.to_string(),
        };
        let taken = match key.as_str() {
            RESULTS_KEY => merge(&text, &mut results, &mut out),
            _ => one(&key, text, own, &mut out),
        };
        if let Err(why) = taken {
            out.problems.push(format!("stored[{key:?}]: {why}"));
        }
    }
    match &unknown[..] {
        [] => {}
        [one] => {
            let why = "no entry of Firedrill has such a key";
            out.problems.push(format!("stored[{one:?}]: {why}"));
        }
        [one, ..] => out.problems.push(format!(
            "{} entries have keys that Firedrill does not know, such as stored[{one:?}]",
            unknown.len()
        )),
    }
    if let Ok(results) = &results {
        leave_out_files(results, own, &mut out);
    }
    Ok(out)
}

/// The results of an export beside those that are here.
fn merge(
    text: &str,
    results: &mut Result<Results, Problem>,
    out: &mut Import,
) -> Result<(), String> {
    let theirs = parse_results(text).map_err(|problem| problem.to_string())?;
    let own = match results {
        Ok(own) => own,
        Err(_) => return Err("the results that are here cannot be read; start fresh first".into()),
    };
    let mut too_many = 0;
    for line in theirs.results.into_iter().rev() {
        if let Some(old) = own.results.iter_mut().find(|old| old.same_run(&line)) {
            old.file = old.file.take().or(line.file);
        } else if own.results.len() < RESULTS_MAX {
            own.results.push(line);
            out.results += 1;
        } else {
            too_many += 1;
        }
    }
    own.results.sort_by_key(|line| line.finished_unix_s);
    out.writes.insert(RESULTS_KEY.to_string(), to_text(own));
    match too_many {
        0 => Ok(()),
        n => Err(format!(
            "{n} of the oldest results have no room: at most {RESULTS_MAX} are kept"
        )),
    }
}

/// Is it a key that the page writes?
fn is_known(key: &str) -> bool {
    if [
        RESULTS_KEY,
        DEBRIEF_KEY,
        DRAFT_KEY,
        SETTINGS_KEY,
        LAYOUT_KEY,
    ]
    .contains(&key)
    {
        return true;
    }
    let Some(name) = key.strip_prefix(KEY_PREFIX) else {
        return false;
    };
    let copy = || {
        let (slot, name) = name.strip_prefix("kept.")?.split_once('.')?;
        let slot: u32 = slot.parse().ok()?;
        let of_ours = !name.starts_with("kept.") && is_known(&format!("{KEY_PREFIX}{name}"));
        ((1..=KEPT_MAX).contains(&slot) && of_ours).then_some(())
    };
    file_of_key(key).is_some()
        || name.starts_with("notes.")
        || name.starts_with("run.")
        || copy().is_some()
}

/// Any other entry.
fn one(
    key: &str,
    text: String,
    own: &BTreeMap<String, String>,
    out: &mut Import,
) -> Result<(), String> {
    if text.len() > ENTRY_BYTES_MAX {
        let bytes = text.len();
        return Err(format!(
            "it has {bytes} bytes; at most {ENTRY_BYTES_MAX} are read"
        ));
    }
    check(key, &text)?;
    match own.get(key) {
        Some(here) if same(here, &text) => {}
        Some(_) => out.stays.push(key.to_string()),
        None => {
            match file_of_key(key) {
                Some(_) => out.files += 1,
                None => out.others += 1,
            }
            out.writes.insert(key.to_string(), text);
        }
    }
    Ok(())
}

/// Is it the same document? Exporting may have changed blanks and the order of keys.
fn same(here: &str, text: &str) -> bool {
    let value = |text: &str| json::from_text::<Value>(text).ok();
    here == text || value(here).is_some_and(|here| Some(here) == value(text))
}

/// Can it be read as what its key says? Copies of unreadable texts need not be.
fn check(key: &str, text: &str) -> Result<(), String> {
    let words = |problem: Problem| problem.to_string();
    if let Some(id) = file_of_key(key) {
        let file = result::parse(text).map_err(|difference| difference.to_string())?;
        file.check_chain()
            .map_err(|difference| difference.to_string())?;
        return match file_key(&file_id(&file)) == key {
            true => Ok(()),
            false => Err(format!("the file has the id {}, not {id}", file_id(&file))),
        };
    }
    match key {
        DEBRIEF_KEY => parse_debrief(text).map(drop).map_err(words),
        DRAFT_KEY => parse_draft(text).map(drop).map_err(words),
        SETTINGS_KEY => parse_settings(text).map(drop).map_err(words),
        LAYOUT_KEY => parse_layout(text).map(drop).map_err(words),
        _ if key.starts_with(&format!("{KEY_PREFIX}notes.")) => {
            let notes = parse_notes(text).map_err(words)?;
            match notes_key(&notes.digest, notes.mode) == key {
                true => Ok(()),
                false => Err("the notes are about another run than their key".into()),
            }
        }
        _ if key.starts_with(&format!("{KEY_PREFIX}run.")) => {
            let run = parse_run(text).map_err(words)?;
            match run_key(&run.journal.incident, run.mode) == key {
                true => Ok(()),
                false => Err("the run is of another incident or mode than its key".into()),
            }
        }
        _ => Ok(()),
    }
}

/// Files for which there is no room, or that no result names, are not taken in.
fn leave_out_files(results: &Results, own: &BTreeMap<String, String>, out: &mut Import) {
    let sizes = own.iter().chain(&out.writes);
    let sizes = sizes.filter_map(|(key, text)| Some((file_of_key(key)?.to_string(), text.len())));
    let sizes: BTreeMap<String, usize> = sizes.collect();
    for id in files_to_forget(results, &sizes) {
        let key = file_key(&id);
        if out.writes.remove(&key).is_some() {
            out.files -= 1;
            let why = "no result names this file, or there is no room for it";
            out.problems.push(format!("stored[{key:?}]: {why}"));
        }
    }
}
