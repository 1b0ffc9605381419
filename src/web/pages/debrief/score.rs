//! The terms of the score: points, formula, and the numbers behind them.

use super::bar::bar;
use super::summary::SectionProps;
use crate::debrief::document::Term;
use crate::debrief::words;
use yew::prelude::*;

/// The score, term by term; nothing in ways in that are not scored.
#[component]
pub fn ScoreSection(props: &SectionProps) -> Html {
    let debrief = &*props.debrief;
    if words::unscored(&debrief.mode).is_some() {
        return html! {};
    }
    let terms = debrief.terms.iter().map(term);
    html! {
        <section class="section" aria-labelledby="terms">
            <h2 id="terms" class="section-title">{ "Score" }</h2>
            <div class="terms">{ for terms }</div>
        </section>
    }
}

fn term(term: &Term) -> Html {
    let because = term
        .because
        .iter()
        .map(|line| html! { <li>{ line.clone() }</li> });
    let share = if term.weight > 0.0 {
        term.points / term.weight
    } else {
        0.0
    };
    html! {
        <details key={term.id.clone()} class="term">
            <summary>
                <span class="term-name">{ term.name.clone() }</span>
                { bar(share, "tone-accent") }
                <span class="term-points num">
                    <b>{ words::points(term.points) }</b>
                    if term.weight > 0.0 {
                        { format!(" of {}", words::points(term.weight)) }
                    }
                </span>
            </summary>
            <div class="term-why">
                <p class="muted">{ term.formula.clone() }</p>
                <ul class="sentences">{ for because }</ul>
            </div>
        </details>
    }
}
