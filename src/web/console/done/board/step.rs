//! A step at the board, and what came of it if it was refused.

use crate::drill::action::Action;
use crate::drill::board::BoardStep;
use crate::web::run::use_run;
use yew::prelude::*;

/// Why the last step at a place was refused, and a callback that takes the next. What is
/// taken in shows on the board itself.
#[hook]
pub fn use_step() -> (Option<String>, Callback<BoardStep>) {
    let refused = use_state(|| None::<String>);
    let run = use_run();
    let step = {
        let refused = refused.setter();
        use_callback(run, move |step: BoardStep, run| {
            let refused = refused.clone();
            run.act(Action::Board(step), move |result| refused.set(result.err()));
        })
    };
    ((*refused).clone(), step)
}

/// The place where a refusal is told.
pub fn told(refused: Option<&String>) -> Html {
    html! {
        <p role="status" class={refused.map(|_| "note note-crit")} hidden={refused.is_none()}>
            { refused.cloned() }
        </p>
    }
}
