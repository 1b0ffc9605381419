//! `#/`: the incidents there are, how far one has come, and the ways in.

mod card;
mod data;

use super::catalog;
use super::frame::{Frame, Heading};
use card::Card;
use data::DataFooter;
use yew::prelude::*;

/// What a drill is made of.
const STEPS: [(&str, &str); 4] = [
    (
        "You are paged",
        "A simulated service breaks the way a real one broke.",
    ),
    (
        "You look",
        "Charts, logs, settings and the history of every file are live.",
    ),
    (
        "You act",
        "Every change has its true effect, foreseen or not.",
    ),
    (
        "You learn",
        "The debrief counts the harm you avoided and shows what would have helped.",
    ),
];

/// The library.
#[component]
pub fn Library() -> Html {
    // Deleting the kept data shows everything anew.
    let deleted = use_state(|| 0_u32);
    let on_deleted = callback!([deleted], move |()| deleted.set(*deleted + 1));
    let cards = catalog::incidents().into_iter().map(|incident| {
        let key = format!("{} {}", incident.id, *deleted);
        html! { <Card {key} {incident} /> }
    });
    let steps = STEPS.iter().map(|(title, text)| {
        html! { <li><b>{ *title }</b><span class="muted">{ *text }</span></li> }
    });
    html! {
        <Frame footer={html! { <DataFooter {on_deleted} /> }}>
            <div class="hero">
                <Heading>{ "Live through an outage before it happens to you" }</Heading>
                <p class="lead">
                    { "Firedrill puts you on call for a simulated service. Find out why it \
                       broke, put it right, and prove that it is over." }
                </p>
            </div>
            <section class="section" aria-labelledby="incidents">
                <h2 id="incidents" class="visually-hidden">{ "Incidents" }</h2>
                { for cards }
            </section>
            <section class="section" aria-labelledby="how">
                <h2 id="how" class="section-title">{ "How a drill goes" }</h2>
                <ol class="how">{ for steps }</ol>
            </section>
        </Frame>
    }
}
