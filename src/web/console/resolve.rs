//! The question before an incident is declared resolved.

use crate::chart::Unit;
use crate::drill::action::Action;
use crate::web::run::{use_run, use_view};
use crate::web::ui::{Dialog, use_outcome};
use yew::prelude::*;

/// Properties of [`ResolveDialog`].
#[derive(Properties, PartialEq)]
pub struct ResolveDialogProps {
    /// Whether it is open.
    pub open: bool,
    /// Called when it was closed.
    pub on_close: Callback<()>,
}

/// Asks once more, with what is known of how users fare.
#[component]
pub fn ResolveDialog(props: &ResolveDialogProps) -> Html {
    let run = use_run();
    let view = use_view();
    let (outcome, act) = use_outcome(props.on_close.clone());
    let soak_s = run.incident().objective.soak_s;
    let holds = match view.healthy_since_ms {
        Some(since_ms) => {
            let held_s = (view.now_ms - since_ms).max(0) / 1_000;
            let held = match (held_s / 60, held_s % 60) {
                (0, seconds) => format!("{seconds} s"),
                (minutes, seconds) => format!("{minutes} min {seconds} s"),
            };
            format!("The service objective has been met for {held}.")
        }
        None => "The service objective is not met now.".to_string(),
    };
    let yes = Callback::from(move |_: MouseEvent| act.emit(Action::Resolve {}));
    html! {
        <Dialog title="Declare the incident resolved?" open={props.open}
            on_close={props.on_close.clone()}>
            <p>{ "This ends the run. The debrief follows." }</p>
            <dl class="proof">
                <div key="failing"><dt>{ "Users failing now" }</dt>
                    <dd class="num">{ Unit::Ratio.format(view.users_failing) }</dd></div>
                <div key="objective"><dt>{ "Objective" }</dt><dd>{ holds }</dd></div>
                <div key="soak"><dt>{ "Proof asked for" }</dt>
                    <dd>{ format!("{} without a break", Unit::Seconds.format(soak_s)) }</dd></div>
            </dl>
            { outcome.html() }
            <div class="row">
                <button type="button" class="btn btn-primary" onclick={yes}>
                    { "Confirm: resolved" }
                </button>
                <button type="button" class="btn"
                    onclick={props.on_close.reform(|_: MouseEvent| ())}>
                    { "Not yet" }
                </button>
            </div>
        </Dialog>
    }
}
