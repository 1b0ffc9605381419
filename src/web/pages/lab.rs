//! `#/lab/ID`: the same incident with and without its measures, over many seeds.

mod curves;
mod form;
mod interval;
mod keep;
mod laboratory;
mod open;
mod progress;
mod ranking;
mod saved;
mod study;
mod sweep;
mod sweep_form;

use super::catalog;
use super::frame::{Frame, Heading};
use crate::app::lab::told;
use crate::app::route::Route;
use crate::incident::document::Incident;
use crate::lab::choice::check;
use crate::lab::{Choice, Plan, Study, Summary};
use crate::web::message::Message;
use curves::Curves;
use form::Form;
use keep::Keep;
use open::Opened;
use progress::Progress;
use ranking::Ranking;
use saved::Saved;
use std::rc::Rc;
use study::use_study;
use sweep::SweepChart;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// Properties of [`LabPage`].
#[derive(Properties, PartialEq)]
pub struct LabPageProps {
    /// Id of the incident.
    pub id: AttrValue,
    /// What the address says.
    pub choice: Choice,
}

/// The what-if lab.
#[component]
pub fn LabPage(props: &LabPageProps) -> Html {
    match catalog::incident(&props.id) {
        Some(incident) => html! { <Page {incident} choice={props.choice.clone()} /> },
        None => {
            let text = format!("The library has no incident with the id “{}”.", props.id);
            html! { <Message title="There is no such incident" {text} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct PageProps {
    incident: Rc<Incident>,
    choice: Choice,
}

/// What the parts of the page that show results are given.
#[derive(Clone, Properties, PartialEq)]
pub struct ResultProps {
    /// The incident.
    pub incident: Rc<Incident>,
    /// What is known so far; arms without numbers before the first run.
    pub summary: Rc<Summary>,
    /// What was compared.
    pub choice: Choice,
}

/// The plan of a choice, if the incident can do it.
fn plan(incident: &Incident, choice: &Choice) -> Result<Rc<Plan>, String> {
    let plan = choice.plan(incident)?;
    check(&plan)?;
    Ok(Rc::new(plan))
}

/// Writes the choice into the address, without a step in the history.
fn write(incident: &Incident, choice: &Choice) {
    let hash = Route::Lab(incident.id.clone(), choice.clone()).format();
    if let Ok(history) = gloo::utils::window().history() {
        // A browser refuses when there are very many in a short time; the next one is written.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&hash));
    }
}

#[component]
fn Page(props: &PageProps) -> Html {
    let incident = &props.incident;
    // An address that chooses nothing leads back to the study that was left.
    let choice = use_state(|| match props.choice == Choice::default() {
        true => study::left(&incident.id).unwrap_or_default(),
        false => props.choice.clone(),
    });
    use_effect_with((), {
        let (incident, choice) = (incident.clone(), choice.clone());
        move |()| write(&incident, &choice)
    });
    let study = use_study(&incident.id);
    // The plan, and what would be run before anything is: the same rows without numbers.
    let planned = use_memo(((*choice).clone(), incident.id.clone()), |(choice, _)| {
        let planned = plan(incident, choice);
        let empty = planned
            .as_ref()
            .ok()
            .map(|plan| Rc::new(Study::new(plan).summary()));
        (planned, empty)
    });
    let (planned, empty) = &*planned;
    let on_choice = callback!([choice, incident], move |next: Choice| {
        write(&incident, &next);
        choice.set(next);
    });
    let view = study.view.clone();
    // What was opened stands there until something else is chosen or begun.
    let opened = use_state(|| None::<Result<Opened, String>>);
    let file = opened.as_ref().and_then(|opened| opened.as_ref().ok());
    let file = file.filter(|file| {
        file.choice == *choice && !view.as_ref().is_some_and(|view| view.choice == *choice)
    });
    let shown = match (file, &view) {
        (Some(file), _) => Some((file.summary.clone(), file.choice.clone())),
        (None, Some(view)) => Some((view.summary.clone(), view.choice.clone())),
        (None, None) => empty.clone().map(|summary| (summary, (*choice).clone())),
    };
    let on_opened = callback!([opened, on_choice], move |next: Result<Opened, String>| {
        if let Ok(file) = &next {
            on_choice.emit(file.choice.clone());
        }
        opened.set(Some(next));
    });
    let refused = opened
        .as_ref()
        .and_then(|opened| opened.as_ref().err())
        .cloned();
    let busy = view.as_ref().is_some_and(|view| view.busy());
    let results = shown.map(|(summary, ran)| {
        html! { <Results incident={incident.clone()} {summary} choice={ran} /> }
    });
    html! {
        <Frame class="lab">
            <div class="hero">
                <p class="muted small">
                    <a href={Route::Incident(incident.id.clone()).format()}>
                        { incident.title.clone() }
                    </a>
                </p>
                <Heading>{ "What-if lab" }</Heading>
                <p class="lead">
                    { "The same outage, again and again: as it was, and as it would have been \
                       with the corrective measures of its post-mortem." }
                </p>
            </div>
            <Progress {study} choice={(*choice).clone()} planned={planned.clone()}
                on_choice={on_choice.clone()} incident={incident.clone()} {on_opened} {refused}
                file={file.cloned()} />
            <div class="lab-columns">
                <Form incident={incident.clone()} choice={(*choice).clone()} {busy} {on_choice} />
                <div class="lab-results">{ for results }</div>
            </div>
        </Frame>
    }
}

#[component]
fn Results(props: &ResultProps) -> Html {
    let (incident, summary, choice) = (&props.incident, &props.summary, &props.choice);
    let is_sweep = summary.arms.iter().any(|arm| arm.arm.set.is_some());
    let seeds = choice.seeds;
    html! {
        <>
            if is_sweep {
                <SweepChart incident={incident.clone()} summary={summary.clone()}
                    choice={choice.clone()} />
            }
            <Curves key={format!("{:?}", choice.what)} incident={incident.clone()}
                summary={summary.clone()} choice={choice.clone()} />
            <Saved incident={incident.clone()} summary={summary.clone()}
                choice={choice.clone()} />
            if !is_sweep {
                <Ranking incident={incident.clone()} summary={summary.clone()}
                    choice={choice.clone()} />
            }
            <section class="section" aria-labelledby="meaning">
                <h2 id="meaning" class="section-title">{ "What this means" }</h2>
                <p class="lab-meaning">{ told::meaning(seeds) }</p>
            </section>
            <Keep incident={incident.clone()} summary={summary.clone()}
                choice={choice.clone()} />
        </>
    }
}
