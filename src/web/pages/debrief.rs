//! `#/debrief`: how the last run went, and what would have helped. It tells a story: verdict
//! and score, harm, what was done and what it was worth, timeline, questions, what to take
//! away, the post-mortem, keeping it.

mod account;
mod bar;
mod changes;
mod contents;
mod curves;
mod diagnosis;
mod field;
mod harm;
mod next;
mod phases;
mod postmortem;
mod preview;
mod questions;
mod rest;
mod score;
mod summary;
mod timeline;
mod unseen;
mod written;

use super::catalog;
use super::frame::{Frame, Heading};
use crate::debrief::document::Debrief;
use crate::debrief::words;
use crate::incident::document::Incident;
use crate::web::message::Message;
use crate::web::run::{charts_of, use_rest};
use crate::web::storage;
use changes::ChangesSection;
use contents::Contents;
use diagnosis::DiagnosisSection;
use harm::HarmSection;
use next::Next;
use phases::PhasesSection;
use postmortem::PostmortemSection;
use questions::{QuestionsSection, TakeSection};
use rest::RestBar;
use score::ScoreSection;
use std::rc::Rc;
use summary::{Short, Summary};
use timeline::TimelineSection;
use unseen::UnseenPart;
use written::use_written;
use yew::prelude::*;

/// Properties of [`DebriefPage`].
#[derive(Properties, PartialEq)]
pub struct DebriefPageProps {
    /// What is shown; the last debrief that was kept if none is given.
    #[prop_or_default]
    pub debrief: Option<Rc<Debrief>>,
}

/// The debrief.
#[component]
pub fn DebriefPage(props: &DebriefPageProps) -> Html {
    let rest = use_rest();
    let kept = use_memo(rest.is_some(), |_| storage::last_debrief().map(Rc::new));
    match props.debrief.clone().or_else(|| (*kept).clone()) {
        Some(debrief) => {
            let incident = catalog::incident(&debrief.incident.0);
            // Another run is another page: nothing typed may land on it.
            let key = format!("{}-{}", debrief.digest, debrief.mode.word());
            // A run that is taken up after a reload has its charts later than its draft.
            let charts = charts_of(&debrief);
            html! {
                <>
                    <Page {key} {debrief} {incident} {charts} />
                    <RestBar {rest} />
                </>
            }
        }
        None => html! {
            <Message title="There is no debrief yet"
                text="A debrief is written when a run ends: declare the incident resolved, or \
                      play to the end." />
        },
    }
}

#[derive(Properties, PartialEq)]
struct PageProps {
    debrief: Rc<Debrief>,
    incident: Option<Rc<Incident>>,
    charts: Option<Html>,
}

/// The sections in their order: id of the heading, name in the contents.
const SECTIONS: [(&str, &str); 11] = [
    ("terms", "Score"),
    ("harm", "Users affected"),
    ("changes", "What you did"),
    ("phases", "Phases"),
    ("timeline", "Timeline"),
    ("charts", "Charts"),
    ("diagnosis", "Diagnosis"),
    ("questions", "Questions"),
    ("lessons", "Take away"),
    ("postmortem", "Post-mortem"),
    ("next", "Keep it"),
];

#[component]
fn Page(props: &PageProps) -> Html {
    let debrief = &props.debrief;
    let written = use_written(debrief);
    let chosen = use_state(|| None::<usize>);
    let on_choose = {
        let setter = chosen.setter();
        use_callback((), move |to: Option<usize>, ()| setter.set(to))
    };
    let zero = debrief.minute_zero_unix_s;
    let mode = debrief.mode.title();
    let charts = props.charts.clone().unwrap_or_else(|| {
        html! {
            <p class="empty">
                { "The charts are gone: they last as long as the tab in which the run was \
                   played. Play the same seed again to see them." }
            </p>
        }
    });
    let lessons = debrief.lessons.iter().map(|(title, text)| {
        html! { <li><h3>{ title.clone() }</h3><p class="muted">{ text.clone() }</p></li> }
    });
    let scored = words::unscored(debrief.mode).is_none();
    let sections = SECTIONS
        .into_iter()
        .filter(|(id, _)| scored || *id != "terms");
    let to_try = written.notes.to_try_lines(&debrief.review);
    let refused = written.refused.clone();
    html! {
        <Frame class="debrief">
            <Contents sections={sections.collect::<Vec<_>>()} />
            <div class="debrief-text">
            <div class="hero">
                <p class="muted small num">
                    { format!("{} · {mode} · seed {}", words::utc_date(zero), debrief.seed) }
                </p>
                <Heading>{ format!("Debrief: {}", debrief.incident.1) }</Heading>
                <p class="lead">{ debrief.verdict.clone() }</p>
            </div>
            <Summary debrief={debrief.clone()} />
            <Short debrief={debrief.clone()} {to_try} />
            <ScoreSection debrief={debrief.clone()} />
            <HarmSection debrief={debrief.clone()} chosen={*chosen}
                on_choose={on_choose.clone()} />
            <ChangesSection debrief={debrief.clone()} chosen={*chosen} {on_choose} />
            <PhasesSection debrief={debrief.clone()} />
            <TimelineSection debrief={debrief.clone()} />
            <section class="section" aria-labelledby="charts">
                <h2 id="charts" class="section-title" tabindex="-1">{ "Charts of the run" }</h2>
                { charts }
            </section>
            <DiagnosisSection debrief={debrief.clone()}
                incident={props.incident.clone()} />
            <QuestionsSection debrief={debrief.clone()} written={written.clone()} />
            <section class="section" aria-labelledby="lessons">
                <h2 id="lessons" class="section-title" tabindex="-1">{ "What to take away" }</h2>
                <UnseenPart debrief={debrief.clone()} />
                <ol class="lessons">{ for lessons }</ol>
                <TakeSection debrief={debrief.clone()} written={written.clone()} />
            </section>
            <PostmortemSection debrief={debrief.clone()} incident={props.incident.clone()}
                written={written.clone()} />
            <Next debrief={debrief.clone()} incident={props.incident.clone()} {written} />
            <p class="muted small digest">
                { format!("Engine {} · digest ", debrief.engine) }
                <span class="mono">{ debrief.digest.clone() }</span>
            </p>
            <p class="refused note note-crit no-print" role="alert" hidden={refused.is_empty()}>
                { refused.clone() }
            </p>
            </div>
        </Frame>
    }
}
