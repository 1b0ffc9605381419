//! The result files that the browser keeps: which of them stay when there are too many.

use super::{KEY_PREFIX, ResultLine, Results};
use crate::debrief::result::ResultFile;
use std::collections::{BTreeMap, BTreeSet};

/// Most result files that are kept.
pub const RESULT_FILES_MAX: usize = 60;
/// Most that they take together, bytes. A browser gives a site about 5 MB in all.
pub const RESULT_FILES_BYTES_MAX: usize = 1_500_000;

/// What the keys of result files start with.
const FILE_KEY: &str = "result.";
/// Digits of an id: 96 bits are enough to tell a person's runs apart.
const ID_DIGITS: usize = 24;

/// The id of a result file: the first digits of its chain's last hash.
#[must_use]
pub fn file_id(result: &ResultFile) -> String {
    result.tip().chars().take(ID_DIGITS).collect()
}

/// Key of a result file in the browser's storage.
#[must_use]
pub fn file_key(id: &str) -> String {
    format!("{KEY_PREFIX}{FILE_KEY}{id}")
}

/// The id of a key of [`file_key`]; none for any other.
#[must_use]
pub fn file_of_key(key: &str) -> Option<&str> {
    key.strip_prefix(KEY_PREFIX)?.strip_prefix(FILE_KEY)
}

/// Which files have to go, by id: those that no result names, then the oldest beyond
/// [`RESULT_FILES_MAX`] and [`RESULT_FILES_BYTES_MAX`]. The best of an incident stays.
/// `bytes` are the lengths of the files there are.
#[must_use]
pub fn files_to_forget(results: &Results, bytes: &BTreeMap<String, usize>) -> Vec<String> {
    let named = |line: &ResultLine| line.file.clone().filter(|id| bytes.contains_key(id));
    let incidents: BTreeSet<&String> = results.results.iter().map(|l| &l.incident).collect();
    let best = incidents.into_iter().filter_map(|id| results.best(id));
    let mut kept: BTreeSet<String> = best.filter_map(named).collect();
    let size = |id: &String| bytes.get(id).copied().unwrap_or(0);
    let mut total: usize = kept.iter().map(size).sum();
    for id in results.results.iter().rev().filter_map(named) {
        if kept.contains(&id) {
            continue;
        }
        if kept.len() >= RESULT_FILES_MAX || total + size(&id) > RESULT_FILES_BYTES_MAX {
            break;
        }
        total += size(&id);
        kept.insert(id);
    }
    let gone = bytes.keys().filter(|id| !kept.contains(*id));
    gone.cloned().collect()
}
