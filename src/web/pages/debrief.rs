//! `#/debrief`: how the last run went, and what would have helped.

mod bar;
mod diagnosis;
mod harm;
mod next;
mod score;
mod summary;
mod timeline;

use super::catalog;
use super::frame::{Frame, Heading};
use crate::app::saved::mode_of;
use crate::debrief::document::Debrief;
use crate::debrief::words;
use crate::incident::document::Incident;
use crate::web::message::Message;
use crate::web::storage;
use diagnosis::DiagnosisSection;
use harm::HarmSection;
use next::Next;
use score::ScoreSection;
use std::rc::Rc;
use summary::{Summary, TimesSection};
use timeline::TimelineSection;
use yew::prelude::*;

/// Properties of [`DebriefPage`].
#[derive(Properties, PartialEq)]
pub struct DebriefPageProps {
    /// What is shown; the last debrief that was kept if none is given.
    #[prop_or_default]
    pub debrief: Option<Rc<Debrief>>,
    /// The charts of the run, where they are still there.
    #[prop_or_default]
    pub charts: Option<Html>,
}

/// The debrief.
#[component]
pub fn DebriefPage(props: &DebriefPageProps) -> Html {
    let kept = use_memo((), |()| storage::last_debrief().map(Rc::new));
    match props.debrief.clone().or_else(|| (*kept).clone()) {
        Some(debrief) => {
            let incident = catalog::incident(&debrief.incident.0);
            html! { <Page {debrief} {incident} charts={props.charts.clone()} /> }
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

#[component]
fn Page(props: &PageProps) -> Html {
    let debrief = &props.debrief;
    let zero = debrief.minute_zero_unix_s;
    let mode = mode_of(&debrief.mode).map_or("", catalog::mode_name);
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
    html! {
        <Frame class="debrief">
            <div class="hero">
                <p class="muted small num">
                    { format!("{} · {mode} · seed {}", words::utc_date(zero), debrief.seed) }
                </p>
                <Heading>{ format!("Debrief: {}", debrief.incident.1) }</Heading>
                <p class="lead">{ debrief.verdict.clone() }</p>
            </div>
            <Summary debrief={debrief.clone()} />
            <ScoreSection debrief={debrief.clone()} />
            <TimesSection debrief={debrief.clone()} incident={props.incident.clone()} />
            <HarmSection debrief={debrief.clone()} />
            <section class="section" aria-labelledby="charts">
                <h2 id="charts" class="section-title">{ "Charts of the run" }</h2>
                { charts }
            </section>
            <TimelineSection debrief={debrief.clone()} />
            <DiagnosisSection debrief={debrief.clone()}
                incident={props.incident.clone()} />
            <section class="section" aria-labelledby="lessons">
                <h2 id="lessons" class="section-title">{ "What to take away" }</h2>
                <ol class="lessons">{ for lessons }</ol>
            </section>
            <Next debrief={debrief.clone()} />
            <p class="muted small digest">
                { format!("Engine {} · digest ", debrief.engine) }
                <span class="mono">{ debrief.digest.clone() }</span>
            </p>
        </Frame>
    }
}
