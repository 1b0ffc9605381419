//! A debrief of which some is still being reckoned: it is shown at once, and whoever shows it
//! is told how far the rest is.

use std::cell::{Cell, RefCell};
use yew::prelude::*;

/// How far the rest is.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest {
    /// What is being run, and the share that is done, 0..=1.
    Going(String, f64),
    /// It broke off, and why.
    Broken(String),
}

thread_local! {
    static REST: RefCell<Option<Rest>> = const { RefCell::new(None) };
    static WATCHERS: RefCell<Vec<(u64, Callback<()>)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

/// Tells how far it is; none once all is there.
pub(super) fn tell(rest: Option<Rest>) {
    if REST.replace(rest.clone()) == rest {
        return;
    }
    let watchers = WATCHERS.with_borrow(Clone::clone);
    watchers.iter().for_each(|(_, callback)| callback.emit(()));
}

fn rest() -> Option<Rest> {
    REST.with_borrow(Clone::clone)
}

/// How far the rest of the debrief is; none: all is there.
#[hook]
pub fn use_rest() -> Option<Rest> {
    let seen = use_state(rest);
    let setter = seen.setter();
    use_effect_with((), move |()| {
        let id = NEXT.get();
        NEXT.set(id + 1);
        // It may have gone on while the page was drawn for the first time.
        setter.set(rest());
        let callback = Callback::from(move |()| setter.set(rest()));
        WATCHERS.with_borrow_mut(|all| all.push((id, callback)));
        move || WATCHERS.with_borrow_mut(|all| all.retain(|(other, _)| *other != id))
    });
    (*seen).clone()
}
