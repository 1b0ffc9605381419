//! What has to be told about the browser's storage, and who is told.

use std::cell::{Cell, RefCell};
use yew::Callback;

/// Why there is a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// A stored text cannot be read.
    Unreadable,
    /// Something could not be stored.
    NotSaved,
    /// There is no storage.
    Unavailable,
}

/// Something to be told about the storage. There is at most one of a kind for each key.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Key it is about; empty for the storage as a whole.
    pub key: String,
    /// Why.
    pub kind: NoticeKind,
    /// What happened and what can be done.
    pub text: String,
    /// The text that is broken or not saved, to be downloaded.
    pub raw: Option<String>,
}

impl Notice {
    /// Whether it is about this key and of this kind.
    fn is(&self, key: &str, kind: NoticeKind) -> bool {
        self.key == key && self.kind == kind
    }
}

thread_local! {
    static NOTICES: RefCell<Vec<Notice>> = const { RefCell::new(Vec::new()) };
    static DISMISSED: RefCell<Vec<(String, NoticeKind)>> = const { RefCell::new(Vec::new()) };
    static WATCHERS: RefCell<Vec<(u64, Callback<()>)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

/// What there is to tell.
#[must_use]
pub fn notices() -> Vec<Notice> {
    NOTICES.with_borrow(Clone::clone)
}

/// Takes a notice away; it does not come back for the same reason until the page is
/// loaded again.
pub fn dismiss(key: &str, kind: NoticeKind) {
    DISMISSED.with_borrow_mut(|all| all.push((key.to_string(), kind)));
    NOTICES.with_borrow_mut(|all| all.retain(|old| !old.is(key, kind)));
    tell();
}

/// Adds a notice, or brings the text of the same one up to date.
pub(super) fn raise(notice: Notice) {
    let dismissed =
        DISMISSED.with_borrow(|all| all.iter().any(|(key, kind)| notice.is(key, *kind)));
    if dismissed {
        return;
    }
    let changed = NOTICES.with_borrow_mut(|all| {
        match all.iter_mut().find(|old| old.is(&notice.key, notice.kind)) {
            Some(old) if *old == notice => false,
            Some(old) => {
                *old = notice;
                true
            }
            None => {
                all.push(notice);
                true
            }
        }
    });
    if changed {
        tell();
    }
}

/// A problem of this kind is over.
pub(super) fn settle(key: &str, kind: NoticeKind) {
    let before = NOTICES.with_borrow(Vec::len);
    NOTICES.with_borrow_mut(|all| all.retain(|old| !old.is(key, kind)));
    DISMISSED.with_borrow_mut(|all| all.retain(|(old, of)| old != key || *of != kind));
    if NOTICES.with_borrow(Vec::len) != before {
        tell();
    }
}

/// All problems are over.
pub(super) fn clear() {
    NOTICES.with_borrow_mut(Vec::clear);
    DISMISSED.with_borrow_mut(Vec::clear);
    tell();
}

/// Being told; ends when dropped.
pub struct Watch(u64);

impl Drop for Watch {
    fn drop(&mut self) {
        WATCHERS.with_borrow_mut(|all| all.retain(|(id, _)| *id != self.0));
    }
}

/// Calls back whenever the notices change.
#[must_use]
pub fn watch(callback: Callback<()>) -> Watch {
    let id = NEXT.get();
    NEXT.set(id + 1);
    WATCHERS.with_borrow_mut(|all| all.push((id, callback)));
    Watch(id)
}

fn tell() {
    let watchers = WATCHERS.with_borrow(Clone::clone);
    watchers.iter().for_each(|(_, callback)| callback.emit(()));
}
