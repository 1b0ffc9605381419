//! What the browser keeps for the page: runs, results, the last debrief, settings.
//!
//! Only the page uses it; a worker has no such storage. What cannot be read or kept is
//! told as a [`Notice`], with the text itself to be saved by hand. Invariant: a text
//! that cannot be read is never overwritten before a copy of it is kept.

mod notice;
mod results;

pub use notice::{Notice, NoticeKind, dismiss, use_notices};
pub use results::{
    all_results, delete_result, file_bytes, import_all, keep_result, note_checked, result_file,
    result_file_of,
};

use crate::app::frame::{Layout, parse_layout};
use crate::app::protocol::Mode;
use crate::app::saved::{
    self, DEBRIEF_KEY, DELETED_KEY, DRAFT_KEY, Draft, KEY_PREFIX, LAYOUT_KEY, Problem, ResultLine,
    SETTINGS_KEY, SavedRun, Settings,
};
use crate::debrief::document::Debrief;
use crate::debrief::notes::Notes;
use crate::debrief::result::ResultFile;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use web_sys::Storage;

thread_local! {
    /// Keys whose unreadable text could not be copied: not to be written.
    static GUARDED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    /// Keys of which a text was read back as it was written.
    static PROVEN: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    /// The last debrief, also where the browser keeps nothing.
    static DEBRIEF: RefCell<Option<Debrief>> = const { RefCell::new(None) };
    /// The notes that were written last, likewise.
    static NOTES: RefCell<Option<Notes>> = const { RefCell::new(None) };
}

/// Unix time now, seconds.
#[must_use]
pub fn now_unix_s() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}

/// The run that was left in this mode, if there is one that can be read.
#[must_use]
pub fn load_run(incident: &str, mode: Mode) -> Option<SavedRun> {
    let run = load(&saved::run_key(incident, mode), saved::parse_run)?;
    // A text that was copied to another key by hand is no run of this incident.
    (run.journal.incident == incident && run.mode == mode).then_some(run)
}

/// Keeps a run as it stands; replaces the one of the same incident and mode.
pub fn save_run(run: &SavedRun) {
    save(
        &saved::run_key(&run.journal.incident, run.mode),
        &saved::to_text(run),
    );
}

/// Forgets the run of an incident and mode.
pub fn clear_run(incident: &str, mode: Mode) {
    remove(&saved::run_key(incident, mode));
}

/// Results of an incident, newest first.
#[must_use]
pub fn results(incident: &str) -> Vec<ResultLine> {
    let all = all_results();
    let mut lines = all.results;
    lines.retain(|line| line.incident == incident);
    lines.reverse();
    lines
}

/// The best scored result of an incident.
#[must_use]
pub fn best(incident: &str) -> Option<ResultLine> {
    all_results().best(incident).cloned()
}

/// Keeps the debrief of a finished run: shown at `#/debrief` until the next one, its
/// result in the library; the run itself can no longer be continued.
pub fn keep_debrief(debrief: &Debrief, file: Option<&ResultFile>) {
    DEBRIEF.set(Some(debrief.clone()));
    save(DEBRIEF_KEY, &saved::to_text(debrief));
    keep_result(ResultLine::of(debrief, now_unix_s()), file);
    let is_its = |draft: &Draft| {
        let other = &draft.debrief;
        (other.seed, &other.incident, &other.mode)
            == (debrief.seed, &debrief.incident, &debrief.mode)
    };
    if draft().is_some_and(|draft| is_its(&draft)) {
        remove(DRAFT_KEY);
    }
    let (incident, mode) = (&debrief.incident.0, debrief.mode);
    // While the rest was reckoned, the next run may have begun in its place.
    if load_run(incident, mode).is_none_or(|run| run.journal.seed == debrief.seed) {
        clear_run(incident, mode);
    }
}

/// Shows a debrief of which some is still being computed, and keeps it until the whole is there.
pub fn show_draft(draft: Draft) {
    save(DRAFT_KEY, &saved::to_text(&draft));
    show(draft.debrief);
}

/// Shows a debrief in this tab.
pub fn show(debrief: Debrief) {
    DEBRIEF.set(Some(debrief));
}

/// Forgets what only this tab shows: another has changed what is kept.
pub fn forget_shown() {
    DEBRIEF.set(None);
    results::clear();
    NOTES.set(None);
}

/// The draft of a debrief whose whole was never there.
#[must_use]
pub fn draft() -> Option<Draft> {
    load(DRAFT_KEY, saved::parse_draft)
}

/// The last debrief.
#[must_use]
pub fn last_debrief() -> Option<Debrief> {
    let here = DEBRIEF.with_borrow(Clone::clone);
    here.or_else(|| load(DEBRIEF_KEY, saved::parse_debrief))
}

/// The notes on the run of a debrief; empty ones where nothing was written.
#[must_use]
pub fn notes(debrief: &Debrief) -> Notes {
    let here = NOTES.with_borrow(Clone::clone);
    let key = saved::notes_key(&debrief.digest, debrief.mode);
    let found = here.filter(|notes| notes.fits(debrief));
    let found = found.or_else(|| load(&key, saved::parse_notes));
    // A text that was copied to another key by hand is about another run.
    let found = found.filter(|notes| notes.fits(debrief));
    found.unwrap_or_else(|| Notes::on(debrief))
}

/// Keeps the notes on a run; those of runs long ago make room.
pub fn save_notes(notes: &Notes) {
    let key = saved::notes_key(&notes.digest, notes.mode);
    let fresh = NOTES.with_borrow(|last| {
        last.as_ref()
            .is_none_or(|last| last.digest != notes.digest || last.mode != notes.mode)
    });
    save(&key, &saved::to_text(notes));
    NOTES.set(Some(notes.clone()));
    if fresh {
        let spare = saved::notes_to_go(&entries(), &key);
        spare.iter().for_each(|key| remove(key));
    }
}

/// The settings; the usual ones where none are kept.
#[must_use]
pub fn settings() -> Settings {
    load(SETTINGS_KEY, saved::parse_settings).unwrap_or_default()
}

/// Changes the settings and keeps them.
pub fn change_settings(change: impl FnOnce(&mut Settings)) {
    let mut all = settings();
    change(&mut all);
    save(SETTINGS_KEY, &saved::to_text(&all));
}

/// The console's layout; the usual one where none is kept.
#[must_use]
pub fn layout() -> Layout {
    load(LAYOUT_KEY, parse_layout).unwrap_or_default()
}

/// Keeps the console's layout.
pub fn save_layout(layout: &Layout) {
    save(LAYOUT_KEY, &saved::to_text(layout));
}

/// Everything that is kept, as one JSON text.
#[must_use]
pub fn export_all() -> String {
    saved::export(&entries(), now_unix_s())
}

/// Deletes everything that is kept and tells other tabs; says how many entries there were. What
/// is under way has to be ended before: see [`crate::web::run::delete_everything`].
pub fn delete_all() -> usize {
    let keys = entries();
    keys.keys().for_each(|key| remove(key));
    if let Some(storage) = storage() {
        // Other tabs hear of it, and nothing stays.
        let _ = storage.set_item(DELETED_KEY, "");
        let _ = storage.remove_item(DELETED_KEY);
    }
    forget_shown();
    GUARDED.with_borrow_mut(BTreeSet::clear);
    notice::clear();
    keys.len()
}

/// After a notice about a key: removes its text, so that saving works again. The kept
/// copy stays and is part of [`export_all`].
pub fn start_fresh(key: &str) {
    remove(key);
    GUARDED.with_borrow_mut(|guarded| guarded.remove(key));
    notice::settle(key, NoticeKind::Unreadable);
}

fn storage() -> Option<Storage> {
    let storage = gloo::utils::window().local_storage().ok().flatten();
    if storage.is_none() {
        notice::raise(Notice {
            key: String::new(),
            kind: NoticeKind::Unavailable,
            text: "This browser does not let the page keep anything. Runs, results and \
                   settings last as long as this tab."
                .to_string(),
            raw: None,
        });
    }
    storage
}

/// All keys of the page and their texts.
fn entries() -> BTreeMap<String, String> {
    let Some(storage) = storage() else {
        return BTreeMap::new();
    };
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter(|key| key.starts_with(KEY_PREFIX))
        .filter_map(|key| {
            let text = storage.get_item(&key).ok().flatten()?;
            Some((key, text))
        })
        .collect()
}

fn load<T>(key: &str, parse: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
    let text = match storage()?.get_item(key) {
        Ok(text) => text?,
        Err(_) => {
            notice::raise(Notice {
                key: key.to_string(),
                kind: NoticeKind::Unavailable,
                text: format!(
                    "{} cannot be read: the browser refuses to give it.",
                    what(key)
                ),
                raw: None,
            });
            return None;
        }
    };
    match parse(&text) {
        Ok(document) => Some(document),
        Err(problem) => {
            set_aside(key, text, &problem);
            None
        }
    }
}

/// Keeps a copy of a text that cannot be read, and tells about it.
fn set_aside(key: &str, text: String, problem: &Problem) {
    let kept = storage().is_some_and(|storage| {
        (1..=saved::KEPT_MAX).any(|slot| {
            let slot = saved::kept_key(key, slot);
            match storage.get_item(&slot).ok().flatten() {
                Some(old) => old == text,
                None => storage.set_item(&slot, &text).is_ok(),
            }
        })
    });
    let then = if kept {
        "A copy is kept; you can download it and start fresh."
    } else {
        GUARDED.with_borrow_mut(|guarded| guarded.insert(key.to_string()));
        "There is no room to keep a copy, so nothing is saved here until you start fresh."
    };
    notice::raise(Notice {
        key: key.to_string(),
        kind: NoticeKind::Unreadable,
        text: format!("{} cannot be read: {problem}. {then}", what(key)),
        raw: Some(text),
    });
}

fn save(key: &str, text: &str) {
    match write(key, text) {
        Ok(()) => notice::settle(key, NoticeKind::NotSaved),
        // There is no storage, and that is told once.
        Err(None) => {}
        Err(Some(why)) => notice::raise(Notice {
            key: key.to_string(),
            kind: NoticeKind::NotSaved,
            text: format!(
                "{} could not be saved: {why}. Download it to keep it.",
                what(key)
            ),
            raw: Some(text.to_string()),
        }),
    }
}

/// Writes a text, or says why not; nothing where there is no storage.
fn write(key: &str, text: &str) -> Result<(), Option<&'static str>> {
    if GUARDED.with_borrow(|guarded| guarded.contains(key)) {
        return Err(Some("an unreadable text is in its place"));
    }
    let storage = storage().ok_or(None)?;
    storage
        .set_item(key, text)
        .map_err(|_| Some("the browser's storage for this page is full"))?;
    // Some browsers take a text and drop it: the first of each key is read back.
    if PROVEN.with_borrow(|proven| proven.contains(key)) {
        return Ok(());
    }
    match storage.get_item(key) {
        Ok(Some(back)) if back == text => {
            PROVEN.with_borrow_mut(|proven| proven.insert(key.to_string()));
            Ok(())
        }
        _ => Err(Some("the browser did not keep what it was given")),
    }
}

fn remove(key: &str) {
    if let Some(storage) = storage() {
        // Removing fails only where there is no storage.
        let _ = storage.remove_item(key);
    }
}

/// A key in words, to begin a sentence with.
fn what(key: &str) -> String {
    let name = key.strip_prefix(KEY_PREFIX).unwrap_or(key);
    match name {
        "results" => "The list of your results".to_string(),
        "layout" => "The stored layout of the console".to_string(),
        "settings" => "The stored settings".to_string(),
        "debrief" => "The last debrief".to_string(),
        "draft" => "The draft of a debrief".to_string(),
        _ if name.starts_with("result.") => "A result file".to_string(),
        _ if name.starts_with("notes.") => "Your notes on a run".to_string(),
        _ => match name
            .strip_prefix("run.")
            .and_then(|name| name.split_once('.'))
        {
            Some((mode, incident)) => format!("The {mode} run of {incident}"),
            None => format!("The entry {name}"),
        },
    }
}
