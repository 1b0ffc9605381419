//! The question before the clock is stopped for the first time in a drill.

use crate::app::help;
use crate::web::run::use_run;
use crate::web::ui::Dialog;
use yew::prelude::*;

/// Properties of [`PauseDialog`].
#[derive(Properties, PartialEq)]
pub struct PauseDialogProps {
    /// Whether it is open.
    pub open: bool,
    /// Called when it was closed.
    pub on_close: Callback<()>,
}

/// Says what it costs; meanwhile the clock runs on.
#[component]
pub fn PauseDialog(props: &PauseDialogProps) -> Html {
    let run = use_run();
    let yes = callback!([run, on_close = props.on_close], move |_: MouseEvent| {
        run.speed(0.0);
        on_close.emit(());
    });
    html! {
        <Dialog title="Stop the clock?" open={props.open} on_close={props.on_close.clone()}>
            <p>{ help::PAUSE_LINE }</p>
            <p class="muted">
                { "A real outage goes on while you think. In a guided run the clock stops for \
                   free." }
            </p>
            <div class="row">
                <button type="button" class="btn btn-primary"
                    onclick={props.on_close.reform(|_: MouseEvent| ())}>
                    { "Keep it running" }
                </button>
                <button type="button" class="btn" onclick={yes}>{ "Stop the clock" }</button>
            </div>
        </Dialog>
    }
}
