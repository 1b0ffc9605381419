//! The status page: what customers are told, and what they see.

mod customers;
mod form;

use crate::app::shared::Shared;
use crate::app::told::StatusNow;
use crate::chart::Unit;
use crate::drill::action::{ComponentMark, StatusPhase};
use crate::web::console::DueChip;
use crate::web::run::use_run;
use customers::Customers;
use form::Form;
use yew::prelude::*;

/// Properties of [`Status`].
#[derive(Properties, PartialEq)]
pub struct StatusProps {
    /// The status page.
    pub status: Shared<StatusNow>,
    /// Severity set.
    pub severity: Option<u8>,
    /// The run's clock, s.
    pub now_s: i64,
}

/// An update that is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Phase.
    pub phase: StatusPhase,
    /// Text.
    pub text: String,
    /// States of components that change with it.
    pub components: Vec<ComponentMark>,
}

/// A phase's name for headings.
#[must_use]
pub fn name(phase: StatusPhase) -> &'static str {
    match phase {
        StatusPhase::Investigating => "Investigating",
        StatusPhase::Identified => "Identified",
        StatusPhase::Monitoring => "Monitoring",
        StatusPhase::Resolved => "Resolved",
    }
}

/// Writes updates; shows the page as customers see it, with the draft on it.
#[component]
pub fn Status(props: &StatusProps) -> Html {
    let run = use_run();
    let draft = use_state(|| Draft {
        phase: StatusPhase::Investigating,
        text: String::new(),
        components: Vec::new(),
    });
    let on_draft = {
        let draft = draft.clone();
        use_callback((), move |next: Draft, ()| draft.set(next))
    };
    let every = Unit::Seconds.format(run.incident().objective.update_every_s);
    let due = props.status.due.is_some();
    html! {
        <div class="tool-people">
            <div class="row">
                <p class="muted small grow">
                    { format!("First word within 5 min, scope within 5 more, then every {every}.") }
                </p>
                <DueChip status={props.status.clone()} severity={props.severity}
                    now_s={if due { props.now_s } else { 0 }} />
            </div>
            <div class="status-columns">
                <Form draft={(*draft).clone()} {on_draft} status={props.status.clone()} />
                <Customers status={props.status.clone()} draft={(*draft).clone()} />
            </div>
        </div>
    }
}
