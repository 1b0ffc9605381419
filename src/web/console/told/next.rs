//! The next thing that others wait for: severity, status update.

use crate::app::shared::Shared;
use crate::app::told::{StatusNow, left};
use crate::drill::status::DueUpdate;
use crate::incident::panes::Pane;
use crate::web::console::{Wish, use_desk};
use crate::web::icons::Icon;
use yew::prelude::*;

/// Properties of [`Next`].
#[derive(Properties, PartialEq)]
pub struct NextProps {
    /// The status page.
    pub status: Shared<StatusNow>,
    /// Severity set.
    pub severity: Option<u8>,
    /// The run's clock, s.
    pub now_s: i64,
}

/// What to do next once the page is taken: one line, and the tool that does it.
#[component]
pub fn Next(props: &NextProps) -> Html {
    let desk = use_desk();
    let due = props.status.due;
    let (text, tool) = match (props.severity, due) {
        (None, _) => ("Set the severity".to_string(), Pane::Response),
        (_, Some((what, at_ms))) => (words(what, at_ms, props.now_s), Pane::Status),
        (Some(_), None) => (String::new(), Pane::Status),
    };
    let late = due.is_some_and(|(_, at_ms)| at_ms < props.now_s * 1_000);
    let tone = (late && tool == Pane::Status).then_some("warn");
    let onclick = desk.on_press(Wish::Tool(tool));
    html! {
        <p class="next-step" hidden={text.is_empty()}>
            <button type="button" class="line-button" {onclick}>
                { Icon::Hand.html() }
                <span class={classes!("grow", "small", "num", tone)}>{ text }</span>
            </button>
        </p>
    }
}

fn words(what: DueUpdate, at_ms: i64, now_s: i64) -> String {
    let name = match what {
        DueUpdate::First => "First status update",
        DueUpdate::Scope => "Status update with the scope",
        DueUpdate::Next => "Next status update",
    };
    if at_ms < now_s * 1_000 {
        format!("{name} overdue by {}", left(at_ms, now_s * 1_000))
    } else {
        format!("{name} due in {}", left(now_s * 1_000, at_ms))
    }
}

/// The same as a chip, for the status tool.
#[component]
pub fn DueChip(props: &NextProps) -> Html {
    let Some((what, at_ms)) = props.status.due else {
        return html! { <span class="chip" hidden=true></span> };
    };
    let late = at_ms < props.now_s * 1_000;
    html! {
        <span class={classes!("chip", "num", late.then_some("chip-warn"))}>
            { words(what, at_ms, props.now_s) }
        </span>
    }
}
