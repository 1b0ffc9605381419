//! The terms of the score: points, formula, the numbers and events behind them.

use super::bar::bar;
use super::summary::SectionProps;
use crate::debrief::document::Term;
use crate::debrief::words;
use yew::prelude::*;

/// The score, term by term; nothing in ways in that are not scored.
#[component]
pub fn ScoreSection(props: &SectionProps) -> Html {
    let debrief = &*props.debrief;
    if words::unscored(debrief.mode).is_some() {
        return html! {};
    }
    let terms = debrief.terms.iter().map(term);
    html! {
        <section class="section" aria-labelledby="terms">
            <h2 id="terms" class="section-title" tabindex="-1">{ "Score" }</h2>
            <div class="terms">{ for terms }</div>
        </section>
    }
}

fn term(term: &Term) -> Html {
    let scored = term.weight > 0.0;
    let share = if scored {
        term.points / term.weight
    } else {
        0.0
    };
    let of = match scored {
        true => format!(" of {}", words::points(term.weight)),
        false => " points".to_string(),
    };
    html! {
        <details key={term.id.clone()} class="term">
            <summary>
                <span class="term-name">{ term.name.clone() }</span>
                { bar(share, "tone-accent") }
                <span class="term-points num"><b>{ words::points(term.points) }</b>{ of }</span>
            </summary>
            <div class="term-why">
                <p><b>{ "How it is reckoned. " }</b>
                    <span class="muted">{ term.formula.clone() }</span>
                </p>
                { behind(term) }
            </div>
        </details>
    }
}

/// Numbers and events; lines of words where a document has no others.
fn behind(term: &Term) -> Html {
    if term.inputs.is_empty() && term.events.is_empty() {
        let because = term.because.iter();
        let because = because.map(|line| html! { <li>{ line.clone() }</li> });
        return html! { <ul class="sentences">{ for because }</ul> };
    }
    let inputs = term.inputs.iter().enumerate().map(|(at, input)| {
        html! {
            <tr key={at}>
                <th scope="row">{ input.name.clone() }</th>
                <td class="num">{ words::input(input) }</td>
            </tr>
        }
    });
    let events = term.events.iter().enumerate().map(|(at, event)| {
        html! {
            <li key={at}>
                <span class="num muted">{ words::t_plus(event.t_ms) }</span>
                <span>{ event.text.clone() }</span>
            </li>
        }
    });
    // What did not happen stands among the lines alone, before the numbers.
    let told = term.because.iter().skip(term.events.len());
    let rest = term
        .because
        .len()
        .saturating_sub(term.events.len() + term.inputs.len());
    let notes = told
        .take(rest)
        .map(|line| html! { <li>{ line.clone() }</li> });
    html! {
        <div class="term-behind">
            <div hidden={term.inputs.is_empty()}>
                <table class="table inputs-table">
                    <caption>{ "Numbers" }</caption>
                    <tbody>{ for inputs }</tbody>
                </table>
            </div>
            <div hidden={term.events.is_empty() && rest == 0}>
                <h3>{ "Events" }</h3>
                <ol class="term-events">{ for events }</ol>
                <ul class="sentences">{ for notes }</ul>
            </div>
        </div>
    }
}
