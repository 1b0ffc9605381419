//! The run that was left last, kept for the debrief's charts as long as the page lives.

use super::{Run, View};
use crate::app::shared::Shared;
use crate::debrief::document::Debrief;
use crate::web::console::ChartGrid;
use std::cell::RefCell;
use yew::prelude::*;

thread_local! {
    static LAST: RefCell<Option<Run>> = const { RefCell::new(None) };
}

/// Keeps a run that has come to its end; the one before is let go.
pub(super) fn keep(run: &Run) {
    if run.0.view.borrow().ready.is_some() {
        LAST.with(|last| *last.borrow_mut() = Some(run.clone()));
    }
}

/// The charts of the run that a debrief is about, if it was played in this tab.
#[must_use]
pub fn charts(debrief: &Debrief) -> Option<Html> {
    let run = LAST.with(|last| last.borrow().clone())?;
    let fits = run.seed() == debrief.seed
        && run.incident().id == debrief.incident.0
        && run.mode() == debrief.mode;
    if !fits {
        return None;
    }
    let view: View = Shared::new(run.0.view.borrow().clone());
    Some(html! {
        <ContextProvider<Run> context={run}>
            <ContextProvider<View> context={view}>
                <ChartGrid />
            </ContextProvider<View>>
        </ContextProvider<Run>>
    })
}
