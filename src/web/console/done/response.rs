//! The response: severity, roles, and the people one can call and ask.

mod contacts;
mod roles;

use crate::app::shared::Shared;
use crate::app::told::PeopleNow;
use crate::drill::action::Action;
use crate::drill::roles::SEVERITIES;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::use_outcome;
use contacts::Contacts;
use roles::Roles;
use yew::prelude::*;

/// Properties of [`Response`].
#[derive(Properties, PartialEq)]
pub struct ResponseProps {
    /// Who is there.
    pub people: Shared<PeopleNow>,
    /// Severity set.
    pub severity: Option<u8>,
    /// The run's clock, s.
    pub now_s: i64,
}

/// The tool.
#[component]
pub fn Response(props: &ResponseProps) -> Html {
    let waits = !props.people.coming.is_empty();
    html! {
        <div class="tool-people">
            <Levels severity={props.severity} />
            <Roles people={props.people.clone()} />
            <Contacts people={props.people.clone()}
                now_s={if waits { props.now_s } else { 0 }} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct LevelsProps {
    severity: Option<u8>,
}

/// The severities and what they mean.
#[component]
fn Levels(props: &LevelsProps) -> Html {
    let run = use_run();
    let (outcome, act) = use_outcome(Callback::noop());
    let closed = run.read_only().is_some();
    let rows = SEVERITIES
        .into_iter()
        .zip(1_u8..)
        .map(|((name, means), level)| {
            let onchange = act.reform(move |_: Event| Action::Severity { level });
            html! {
                <label key={level} class="level">
                    <input type="radio" name="severity-level" disabled={closed} {onchange}
                        checked={props.severity == Some(level)} />
                    <span><strong>{ name }</strong>
                        <span class="muted small">{ format!(" {means}") }</span></span>
                </label>
            }
        });
    html! {
        <section class="stack">
            <h3 class="group-title" id="levels-title">{ Icon::Warning.html() }{ "Severity" }
                <span class="muted small push">{ "In doubt the higher" }</span></h3>
            <div role="radiogroup" aria-labelledby="levels-title" class="levels">
                { for rows }
            </div>
            { outcome.html() }
        </section>
    }
}
