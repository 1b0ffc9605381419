//! Keys that come in pairs (`t` and an arrow): the second is not for the chart in focus.

use std::cell::Cell;

thread_local! {
    static BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// The console waits for the second key of a pair, or no longer does.
pub fn set_pair(begun: bool) {
    BEGUN.set(begun);
}

/// Whether the next key is the second of a pair: then it is not for whatever has the focus.
#[must_use]
pub fn pair_begun() -> bool {
    BEGUN.get()
}
