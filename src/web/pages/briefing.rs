//! `#/incident/ID`: what the player is told before a run, and its start.

mod diagram;
mod start;
mod system;

use super::catalog;
use super::frame::{Frame, Heading};
use crate::app::help;
use crate::debrief::words;
use crate::incident::document::{Incident, Objective};
use crate::web::message::Message;
use crate::web::storage;
use crate::web::ui::head;
use diagram::Diagram;
use start::Start;
use std::rc::Rc;
use system::System;
use yew::prelude::*;

/// Properties of [`Briefing`].
#[derive(Properties, PartialEq)]
pub struct BriefingProps {
    /// Id of the incident.
    pub id: AttrValue,
}

/// The briefing.
#[component]
pub fn Briefing(props: &BriefingProps) -> Html {
    match catalog::incident(&props.id) {
        Some(incident) => {
            let key = incident.id.clone();
            html! { <Page {key} {incident} /> }
        }
        None => {
            let text = format!("The library has no incident with the id “{}”.", props.id);
            html! { <Message title="There is no such incident" {text} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct PageProps {
    incident: Rc<Incident>,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let incident = &*props.incident;
    let briefing = &incident.briefing;
    let zero = catalog::minute_zero(incident);
    let system = System::of(incident);
    let sentences = briefing
        .system
        .iter()
        .map(|text| html! { <li>{ text.clone() }</li> });
    html! {
        <Frame class="briefing">
            <div class="hero">
                <p class="muted small num">
                    { format!("{}, {} UTC", words::utc_date(zero), &words::utc_time(zero, 0)[..5]) }
                </p>
                <Heading>{ incident.title.clone() }</Heading>
                <p class="lead">{ briefing.told.clone() }</p>
            </div>
            <div class="briefing-columns">
                <Start incident={props.incident.clone()} />
                <div class="briefing-text">
                    <section class="section" aria-labelledby="role">
                        <h2 id="role" class="section-title">{ "You and your task" }</h2>
                        <dl class="pairs">
                            <dt>{ "Role" }</dt>
                            <dd>{ briefing.role.clone() }</dd>
                            <dt>{ "Objective" }</dt>
                            <dd>{ briefing.objective.clone() }</dd>
                            { best(&incident.id) }
                        </dl>
                    </section>
                    <section class="section" aria-labelledby="system">
                        <h2 id="system" class="section-title">{ "The system" }</h2>
                        <Diagram {system} />
                        <ul class="sentences">{ for sentences }</ul>
                    </section>
                    <section class="section" aria-labelledby="time">
                        <h2 id="time" class="section-title">{ "How time runs" }</h2>
                        { clock(incident, zero) }
                    </section>
                    <section class="section" aria-labelledby="score">
                        <h2 id="score" class="section-title">{ "What is scored" }</h2>
                        { scoring(&incident.objective) }
                    </section>
                    { lab(incident) }
                    <section class="section" aria-labelledby="source">
                        <h2 id="source" class="section-title">{ "Where it comes from" }</h2>
                        <p class="muted">{ incident.source.note.clone() }</p>
                    </section>
                </div>
            </div>
        </Frame>
    }
}

/// The way to the lab, for those who have been through it.
fn lab(incident: &Incident) -> Html {
    let Some(address) = catalog::lab_address(incident) else {
        return html! {};
    };
    html! {
        <section class="section" aria-labelledby="what-if">
            <h2 id="what-if" class="section-title">{ "What if" }</h2>
            <p>
                { "After the drill: what would each corrective measure of the post-mortem have \
                   saved? The " }
                <a href={address}>{ "What-if lab" }</a>
                { " plays the same outage with and without them. It gives the cause away." }
            </p>
        </section>
    }
}

fn best(incident: &str) -> Html {
    let Some((total, line)) = storage::best(incident).and_then(|line| Some((line.total?, line)))
    else {
        return html! {};
    };
    let on = words::utc_date(line.finished_unix_s);
    html! {
        <>
            <dt>{ "Your best" }</dt>
            <dd class="num">
                { format!("{} of 100, on {on}, seed {}", words::points(total), line.seed) }
            </dd>
        </>
    }
}

fn clock(incident: &Incident, zero: i64) -> Html {
    let clock = &incident.clock;
    let at = |seconds: f64| words::utc_time(zero, words::ms(seconds));
    let rows = [
        ("You come in", format!("{} UTC", at(-clock.player_from_s))),
        ("Ends at the latest", format!("{} UTC", at(clock.end_s))),
        (
            "Charts reach back to",
            format!("{} UTC", at(-clock.history_s)),
        ),
        ("Speed", help::SPEEDS_LINE.to_string()),
        ("Pause", help::PAUSE_LINE.to_string()),
        ("Hints", help::hints_line()),
        ("Leaving", help::LEAVE_LINE.to_string()),
    ];
    let rows = rows.into_iter().map(|(name, text)| {
        html! { <><dt>{ name }</dt><dd class="num">{ text }</dd></> }
    });
    html! { <dl class="pairs">{ for rows }</dl> }
}

fn scoring(objective: &Objective) -> Html {
    let rows = help::TERMS.iter().map(|term| {
        html! {
            <tr key={term.id}>
                <th scope="row">{ term.name }</th>
                <td class="num">{ term.weight }</td>
                <td>{ term.line }</td>
            </tr>
        }
    });
    html! {
        <>
            <p>{ "A drill is scored out of 100. Guided and Watch are not." }</p>
            <table class="table terms-table">
                { head(&["Term", "#Weight", "What counts"]) }
                <tbody>{ for rows }</tbody>
            </table>
            <p class="small muted">{ help::targets(objective) }</p>
        </>
    }
}
