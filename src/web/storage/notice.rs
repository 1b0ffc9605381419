//! What has to be told about the browser's storage, and who is told.

use crate::web::watched::{Watched, use_watched};
use std::cell::RefCell;
use yew::prelude::*;

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
    static NOTICES: Watched<Vec<Notice>> = Watched::new(vec![]);
    static DISMISSED: RefCell<Vec<(String, NoticeKind)>> = const { RefCell::new(Vec::new()) };
}

/// What there is to tell; wakes the component when that changes.
#[hook]
pub fn use_notices() -> Vec<Notice> {
    use_watched(&NOTICES)
}

fn change(change: impl FnOnce(&mut Vec<Notice>)) {
    NOTICES.with(|all| all.change(change));
}

/// Takes a notice away; it does not come back for the same reason until the page is
/// loaded again.
pub fn dismiss(key: &str, kind: NoticeKind) {
    DISMISSED.with_borrow_mut(|all| all.push((key.to_string(), kind)));
    change(|all| all.retain(|old| !old.is(key, kind)));
}

/// Adds a notice, or brings the text of the same one up to date.
pub(super) fn raise(notice: Notice) {
    let dismissed =
        DISMISSED.with_borrow(|all| all.iter().any(|(key, kind)| notice.is(key, *kind)));
    if dismissed {
        return;
    }
    change(
        |all| match all.iter_mut().find(|old| old.is(&notice.key, notice.kind)) {
            Some(old) => *old = notice,
            None => all.push(notice),
        },
    );
}

/// A problem of this kind is over.
pub(super) fn settle(key: &str, kind: NoticeKind) {
    DISMISSED.with_borrow_mut(|all| all.retain(|(old, of)| old != key || *of != kind));
    change(|all| all.retain(|old| !old.is(key, kind)));
}

/// All problems are over.
pub(super) fn clear() {
    DISMISSED.with_borrow_mut(Vec::clear);
    change(Vec::clear);
}
