//! `#/results`: what the runs of this browser come to, the list of them, verifying.

mod chart;
mod data;
mod empty;
mod list;
mod overview;
mod row;
mod verifier;
mod verify;

use super::frame::{Frame, Heading};
use crate::app::history::histories;
use crate::app::saved::{Problem, Results};
use crate::debrief::document::Debrief;
use crate::web::storage;
use data::DataSection;
use empty::Empty;
use list::RunsSection;
use overview::Overview;
use std::collections::BTreeSet;
use std::rc::Rc;
use verifier::use_verifier;
use verify::VerifySection;
use yew::prelude::*;

/// What the browser keeps about runs, as it is now.
#[derive(Clone, PartialEq)]
pub(super) struct Kept {
    /// All results.
    results: Rc<Results>,
    /// Ids of the result files.
    files: Rc<BTreeSet<String>>,
    /// The debrief that can be opened.
    debrief: Option<Rc<Debrief>>,
}

impl Kept {
    fn now() -> Kept {
        Kept {
            results: Rc::new(storage::all_results()),
            files: Rc::new(storage::file_bytes().into_keys().collect()),
            debrief: storage::last_debrief().map(Rc::new),
        }
    }
}

/// The results.
#[component]
pub fn ResultsPage() -> Html {
    let kept = use_state(Kept::now);
    let on_changed = callback!([kept], move |()| kept.set(Kept::now()));
    let verifier = use_verifier(on_changed.clone());
    let all = histories(&kept.results);
    let overviews = all.iter().map(|history| {
        html! { <Overview key={history.incident.clone()} history={history.clone()} /> }
    });
    let none = kept.results.results.is_empty();
    let runs = match none {
        true => html! { <Empty /> },
        false => html! {
            <>
                { for overviews }
                <RunsSection kept={(*kept).clone()} verifier={verifier.clone()}
                    on_changed={on_changed.clone()} />
            </>
        },
    };
    html! {
        <Frame class="results">
            <div class="hero">
                <Heading>{ "Your results" }</Heading>
                <p class="lead">
                    { "What your runs come to, and whether they change. All of it stays in this \
                       browser." }
                </p>
            </div>
            { runs }
            <VerifySection {verifier} />
            <DataSection kept={(*kept).clone()} {on_changed} />
        </Frame>
    }
}

/// A problem with its place, as a sentence's end.
pub(super) fn told(problem: &Problem) -> String {
    problem.to_string().trim_end_matches('.').to_string()
}
