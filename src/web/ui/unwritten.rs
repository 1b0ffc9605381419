//! What is told where an action would have a file read that is still being written.

use crate::app::actions::unwritten;
use crate::chart::Unit;
use crate::drill::action::Action;
use crate::web::run::{use_run, use_view};
use yew::prelude::*;

/// Properties of [`Unwritten`].
#[derive(Properties, PartialEq)]
pub struct UnwrittenProps {
    /// What is to be done.
    pub action: Action,
    /// It is being waited for.
    pub waits: bool,
    /// Called with true to wait, with false once the file is written.
    pub on_wait: Callback<bool>,
}

/// Names the file and offers to wait for it; nothing where all is written.
#[component]
pub fn Unwritten(props: &UnwrittenProps) -> Html {
    let run = use_run();
    let view = use_view();
    let world = &run.incident().world;
    let found = unwritten(world, &props.action, &run.journal(), &view.operations);
    let is_written = found.is_none();
    {
        let on_wait = props.on_wait.clone();
        use_effect_with((props.waits, is_written), move |(waits, is_written)| {
            if *waits && *is_written {
                on_wait.emit(false);
            }
        });
    }
    let Some((path, until_ms)) = found else {
        return html! {};
    };
    let left_s = ((until_ms - view.now_ms).max(0) as f64 / 1000.0).ceil();
    let left = Unit::Seconds.format(left_s);
    if props.waits {
        return html! {
            <p class="note small" role="status">
                { format!("Waits until {path} is written, about {left}; then it asks again.") }
            </p>
        };
    }
    let onclick = props.on_wait.reform(|_: MouseEvent| true);
    html! {
        <div class="note note-warn stack">
            <p>
                { format!("{path} is still being written, for about {left}. Now its old text \
                           would be read.") }
            </p>
            <div class="row">
                <button type="button" class="btn" {onclick}>{ "Wait for it" }</button>
            </div>
        </div>
    }
}
