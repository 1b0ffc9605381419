//! What was never looked at and would have told, and the hints that were taken.

use super::summary::SectionProps;
use crate::debrief::words;
use crate::web::icons::Icon;
use yew::prelude::*;

/// Evidence that nobody looked at, and hints with what they cost.
#[component]
pub fn UnseenPart(props: &SectionProps) -> Html {
    let debrief = &*props.debrief;
    let unseen = debrief.review.unseen.iter().enumerate().map(|(at, it)| {
        let since = it.since_ms.map_or(String::new(), |since| {
            format!("From {} on it told {}.", words::t_plus(since), it.tells)
        });
        let told = match since.is_empty() {
            true => format!("It tells {}.", it.tells),
            false => since,
        };
        html! {
            <li key={at} class="evidence-missed">
                { Icon::Close.html() }
                <span>{ it.evidence.clone() }</span>
                <span>{ told }</span>
            </li>
        }
    });
    let hints = debrief.terms.iter().find(|term| term.id == "hints");
    let cost = hints.filter(|_| words::unscored(debrief.mode).is_none());
    let cost = cost.map_or(String::new(), |term| {
        format!(" ({} points)", words::points(term.points))
    });
    let taken = hints.map(|term| term.events.as_slice()).unwrap_or_default();
    let taken = taken.iter().enumerate().map(|(at, event)| {
        html! {
            <li key={at}>
                <span class="num muted">{ words::t_plus(event.t_ms) }</span>
                <span>{ event.text.clone() }</span>
            </li>
        }
    });
    let count = debrief.review.hints;
    let all_seen = !debrief.evidence.is_empty() && debrief.review.unseen.is_empty();
    html! {
        <div class="unseen-columns">
            <div>
                <h3>{ "Never looked at" }</h3>
                <p class="muted" hidden={!all_seen}>
                    { "You looked at everything that tells the cause." }
                </p>
                <ul class="evidence">{ for unseen }</ul>
            </div>
            <div>
                <h3>{ format!("Hints taken: {count}{cost}") }</h3>
                <p class="muted" hidden={count > 0}>{ "You found your way without one." }</p>
                <ol class="term-events">{ for taken }</ol>
            </div>
        </div>
    }
}
