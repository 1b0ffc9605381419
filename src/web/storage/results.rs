//! Results and their files in the browser's storage.

use super::{DEBRIEF, NOTES, entries, last_debrief, load, remove, save, write};
use crate::app::saved::{
    self, Checked, DEBRIEF_KEY, Import, Problem, RESULTS_KEY, ResultLine, Results, file_id,
    file_key, file_of_key, files_to_forget,
};
use crate::debrief::result::ResultFile;
use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    /// The last result file, also where the browser keeps nothing.
    static LAST: RefCell<Option<ResultFile>> = const { RefCell::new(None) };
}

/// All results, oldest first.
#[must_use]
pub fn all_results() -> Results {
    load(RESULTS_KEY, saved::parse_results).unwrap_or_default()
}

/// Keeps the result of a run, and its file if it has one; the oldest files make room.
pub fn keep_result(line: ResultLine, file: Option<&ResultFile>) {
    LAST.set(file.cloned());
    let mut all = all_results();
    let id = file.map(file_id);
    all.add(ResultLine {
        file: id.clone(),
        ..line
    });
    if let Some((id, file)) = id.zip(file) {
        let text = saved::to_text(file);
        let mut bytes = file_bytes();
        bytes.insert(id.clone(), text.len());
        let gone = files_to_forget(&all, &bytes);
        gone.iter().for_each(|id| remove(&file_key(id)));
        save(&file_key(&id), &text);
    }
    save(RESULTS_KEY, &saved::to_text(&all));
}

/// The result file of an id, in the form to be given away; none if it was let go.
#[must_use]
pub fn result_file(id: &str) -> Option<ResultFile> {
    let kept = load(&file_key(id), parse_file);
    let here = || {
        LAST.with_borrow(Clone::clone)
            .filter(|file| file_id(file) == id)
    };
    kept.or_else(here)
}

/// The result file of the last run, as long as this tab lives, or of the run that a line with
/// these marks stands for.
#[must_use]
pub fn result_file_of(incident: &str, seed: u64, digest: &str) -> Option<ResultFile> {
    let all = all_results();
    let mut lines = all.results.iter().rev();
    let line =
        lines.find(|line| line.incident == incident && line.seed == seed && line.digest == digest);
    let kept = line.and_then(|line| result_file(line.file.as_deref()?));
    let fits = |file: &ResultFile| {
        file.incident.id == incident && file.seed == seed && file.digest == digest
    };
    kept.or_else(|| LAST.with_borrow(Clone::clone).filter(fits))
}

/// Which result files are kept, and how long their texts are, bytes.
#[must_use]
pub fn file_bytes() -> BTreeMap<String, usize> {
    let entries = entries();
    let files = entries.iter();
    let files = files.filter_map(|(key, text)| Some((file_of_key(key)?.to_string(), text.len())));
    files.collect()
}

/// Deletes one result with its file, its notes and, if it is the kept one, its debrief.
pub fn delete_result(line: &ResultLine) {
    let mut all = all_results();
    if all.remove(line) {
        save(RESULTS_KEY, &saved::to_text(&all));
    }
    if let Some(id) = &line.file {
        remove(&file_key(id));
        LAST.with_borrow_mut(|last| last.take_if(|file| file_id(file) == *id));
    }
    // Two runs of the same world share their notes: they stay as long as one is left.
    let shared = |other: &ResultLine| other.digest == line.digest && other.mode == line.mode;
    if !all.results.iter().any(shared) {
        remove(&saved::notes_key(&line.digest, line.mode));
        NOTES.with_borrow_mut(|notes| notes.take_if(|notes| notes.digest == line.digest));
    }
    if last_debrief().is_some_and(|debrief| line.is_of(&debrief)) {
        DEBRIEF.set(None);
        remove(DEBRIEF_KEY);
    }
}

/// Notes what came of verifying a kept result file.
pub fn note_checked(id: &str, checked: &Checked) {
    let mut all = all_results();
    all.note_checked(id, checked);
    save(RESULTS_KEY, &saved::to_text(&all));
}

/// Takes in an export of [`super::export_all`]; what is here stays.
///
/// # Errors
/// [`Problem`] for a text that is none; parts that are broken stand in the answer.
pub fn import_all(text: &str) -> Result<Import, Problem> {
    let mut import = saved::import(text, &entries())?;
    let writes = std::mem::take(&mut import.writes);
    // The list first: a file that no result names is of no use.
    let mut order: Vec<(&String, &String)> = writes.iter().collect();
    order.sort_by_key(|(key, _)| key.as_str() != RESULTS_KEY);
    let mut lost = Vec::new();
    let mut why = "there is no storage";
    for (key, text) in order {
        if let Err(reason) = write(key, text) {
            why = reason.unwrap_or(why);
            lost.push(key);
        }
    }
    import.not_written(&lost, why);
    Ok(import)
}

/// Forgets what only this tab has.
pub(super) fn clear() {
    LAST.set(None);
}

fn parse_file(text: &str) -> Result<ResultFile, Problem> {
    crate::debrief::result::parse(text).map_err(|difference| Problem::Broken {
        line: 0,
        column: 0,
        path: difference.place,
        reason: difference.message,
    })
}
