//! The runs of this tab, and what other tabs of the browser do to them.

use super::controller::{Inner, Left, Run};
use super::draft;
use crate::app::saved::{DELETED_KEY, run_key};
use crate::web::storage;
use gloo::events::EventListener;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

thread_local! {
    static RUNS: RefCell<Vec<Weak<Inner>>> = const { RefCell::new(Vec::new()) };
}

/// From now on the run hears of deletions and of other tabs.
pub(super) fn register(run: &Run) {
    RUNS.with_borrow_mut(|all| {
        all.retain(|run| run.strong_count() > 0);
        all.push(Rc::downgrade(&run.0));
    });
}

fn runs() -> Vec<Run> {
    RUNS.with_borrow(|all| all.iter().filter_map(Weak::upgrade).map(Run).collect())
}

/// Deletes everything that the browser keeps, ends what would write it again, and has the other
/// tabs do so; says how many entries there were.
pub fn delete_everything() -> usize {
    end_all();
    storage::delete_all()
}

/// Ends all runs, and the judges of those that are over.
fn end_all() {
    runs().iter().for_each(|run| run.leave(Left::Deleted));
    draft::tell(None);
}

/// Listens to other tabs as long as the page lives.
pub fn listen() {
    EventListener::new(&gloo::utils::window(), "storage", |event| {
        if let Some(event) = event.dyn_ref::<StorageEvent>() {
            heard(event.key().as_deref(), event.new_value().is_some());
        }
    })
    .forget();
}

/// Another tab has written a key, or removed it; no key: all of them.
fn heard(key: Option<&str>, written: bool) {
    let Some(key) = key.filter(|key| *key != DELETED_KEY) else {
        end_all();
        return storage::forget_shown();
    };
    let under_way = runs().into_iter().filter(Run::is_under_way);
    under_way
        .filter(|run| run_key(&run.incident().id, run.mode()) == key)
        .for_each(|run| {
            run.leave(match written {
                true => Left::Elsewhere,
                false => Left::Deleted,
            });
        });
}
