//! The status page as customers see it; a draft stands on it until it is posted.

use super::{Draft, name};
use crate::app::shared::Shared;
use crate::app::told::{PostedNow, StatusNow};
use crate::chart::Clock;
use crate::drill::action::ComponentState;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use yew::prelude::*;

/// Properties of [`Customers`].
#[derive(Properties, PartialEq)]
pub struct CustomersProps {
    /// The status page.
    pub status: Shared<StatusNow>,
    /// What is being written.
    pub draft: Draft,
}

fn look(state: ComponentState) -> (Icon, &'static str) {
    match state {
        ComponentState::Operational => (Icon::Check, "good"),
        ComponentState::Degraded => (Icon::Warning, "warn"),
        ComponentState::PartialOutage => (Icon::Warning, "warn"),
        ComponentState::MajorOutage => (Icon::Close, "crit"),
    }
}

/// One sentence over the page, from the worst component.
fn banner(worst: ComponentState, open: bool) -> &'static str {
    match (worst, open) {
        (ComponentState::Operational, false) => "All systems operational",
        (ComponentState::Operational, true) => "We are looking into a problem",
        (ComponentState::Degraded, _) => "Some systems are slower than usual",
        (ComponentState::PartialOutage, _) => "Some systems are partly out of service",
        (ComponentState::MajorOutage, _) => "Major outage",
    }
}

/// What customers see.
#[component]
pub fn Customers(props: &CustomersProps) -> Html {
    let run = use_run();
    let clock = Clock::utc(run.zero_unix_s());
    let (status, draft) = (&props.status, &props.draft);
    let drafted = !draft.text.trim().is_empty();
    let states: Vec<(String, ComponentState, bool)> = status
        .components
        .iter()
        .map(|component| {
            let mark = draft.components.iter().find(|m| m.id == component.id);
            let state = mark.map_or(component.stated, |mark| mark.state);
            (component.name.clone(), state, mark.is_some())
        })
        .collect();
    let worst = states.iter().map(|(_, state, _)| *state).max();
    let worst = worst.unwrap_or_default();
    let last = status.posted.last();
    let open = last.is_some_and(|it| it.phase != crate::drill::action::StatusPhase::Resolved);
    let (icon, tone) = look(worst);
    let components = states.into_iter().map(|(name, state, changed)| {
        let (icon, tone) = look(state);
        html! {
            <li key={name.clone()} class="component-row small">
                <span class="grow first-upper">{ name }</span>
                <span class="muted" hidden={!changed}>{ "draft" }</span>
                <span class={classes!("row", "component-state", tone)}>
                    { icon.html() }{ state.name() }
                </span>
            </li>
        }
    });
    let update = |it: &PostedNow| {
        html! {
            <li key={it.t_ms} class="posted">
                <p class="row"><strong>{ name(it.phase) }</strong>
                    <time class="muted small num push">{ clock.second(it.t_ms) }{ " UTC" }</time>
                </p>
                <p>{ it.text.clone() }</p>
            </li>
        }
    };
    let posted = status.posted.iter().rev().map(update);
    let comments = status.comments.iter().rev().enumerate();
    let comments = comments.map(|(i, comment)| {
        html! {
            <li key={status.comments.len() - i} class="posted">
                <p class="row muted"><span>{ comment.who.clone() }</span>
                    <time class="num push">{ clock.second(comment.t_ms) }</time></p>
                <p>{ comment.text.clone() }</p>
            </li>
        }
    });
    let title = run.incident().status_page.name.clone();
    let title = if title.is_empty() {
        "Status".to_string()
    } else {
        title
    };
    let quiet = status.posted.is_empty() && !drafted;
    html! {
        <section class="stack customers" aria-label="What customers see">
            <h3 class="group-title">{ "What customers see" }</h3>
            <div class="customers-page stack">
                <p class="muted small">{ title }</p>
                <p class={classes!("row", "customers-banner", tone)}>
                    { icon.html() }{ banner(worst, open) }
                </p>
                <ul>{ for components }</ul>
                <div class="posted draft" hidden={!drafted}>
                    <p class="row"><strong>{ name(draft.phase) }</strong>
                        <span class="chip push">{ "Draft, not posted" }</span></p>
                    <p>{ draft.text.clone() }</p>
                </div>
                <section aria-label="Posted updates">
                    <p class="muted small" hidden={!quiet}>{ "Nothing was posted yet." }</p>
                    <ol class="stack">{ for posted }</ol>
                </section>
                <section aria-label="Comments" hidden={status.comments.is_empty()}>
                    <h4 class="muted small">{ "Comments" }</h4>
                    <ol class="stack">{ for comments }</ol>
                </section>
            </div>
        </section>
    }
}
