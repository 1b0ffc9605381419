//! A debrief of which some is still being reckoned: it is shown at once, and whoever shows it
//! is told how far the rest is.

use super::controller::{Ended, Entry, Run};
use super::owner::{Claim, How, Turn};
use crate::app::route::{Route, RunRoute};
use crate::app::saved::{DRAFT_KEY, Draft};
use crate::incident::library;
use crate::web::storage;
use crate::web::watched::{Watched, use_watched};
use std::cell::RefCell;
use std::rc::Rc;
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
    /// The finished run of a draft that was found when the page was loaded.
    static FOUND: RefCell<Option<Run>> = const { RefCell::new(None) };
    /// Asks for it.
    static CLAIM: RefCell<Option<Claim>> = const { RefCell::new(None) };
    static REST: Watched<Option<Rest>> = Watched::new(None);
}

/// Tells how far it is; none once all is there.
pub(super) fn tell(rest: Option<Rest>) {
    REST.with(|now| now.set(rest));
}

/// How far the rest of the debrief is; none: all is there.
#[hook]
pub fn use_rest() -> Option<Rest> {
    use_watched(&REST)
}

/// Shows a draft that the page was left with, and computes the rest as soon as no other tab does.
/// A screen that takes up the same run comes to its debrief itself.
pub fn take_up(route: &Route) {
    let Some(draft) = storage::draft() else {
        return;
    };
    let own = RunRoute {
        incident: draft.run.journal.incident.clone(),
        mode: draft.run.mode,
        seed: Some(draft.run.journal.seed),
    };
    if *route == Route::Run(own.clone()) {
        return;
    }
    storage::show(draft.debrief);
    tell(Some(Rest::Going(String::new(), 0.0)));
    let claim = Claim::ask(DRAFT_KEY, How::InTurn, move |turn| {
        if turn != Turn::Granted {
            return;
        }
        match storage::draft() {
            Some(draft) => compute(&own, draft),
            // Another tab has done it meanwhile.
            None => {
                storage::forget_shown();
                tell(None);
            }
        }
    });
    CLAIM.set(Some(claim));
}

/// Computes the rest of a draft.
fn compute(route: &RunRoute, draft: Draft) {
    let Some(incident) = library::load(&route.incident) else {
        let why = format!("there is no incident with the id {:?}", route.incident);
        return tell(Some(Rest::Broken(why)));
    };
    let ended = Ended {
        publish: Callback::noop(),
        save: Callback::noop(),
        draft: Callback::from(storage::show_draft),
        rest: Callback::from(|(debrief, result)| {
            storage::keep_debrief(&debrief, Option::as_ref(&result));
            CLAIM.set(None);
        }),
        debrief: Callback::noop(),
        left: Callback::from(|_| CLAIM.set(None)),
        enter: Callback::noop(),
    };
    let run = Run::new(
        Rc::new(incident),
        route,
        Some(draft.run),
        Entry::Play,
        ended,
    );
    run.0.drafted.set(true);
    FOUND.set(Some(run));
}
