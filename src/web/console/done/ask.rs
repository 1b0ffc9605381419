//! Asks the simulation for something to show, and keeps the last answer while the next is due.

use crate::app::protocol::{Answer, Ask};
use crate::app::shared::Shared;
use crate::web::run::use_run;
use std::cell::Cell;
use std::rc::Rc;
use yew::prelude::*;

/// What is known of an answer.
#[derive(Clone, PartialEq, Default)]
pub enum Asked {
    /// Not asked, or the first answer is due.
    #[default]
    Waiting,
    /// The answer.
    Known(Shared<Answer>),
    /// It cannot be shown; why.
    Failed(String),
}

impl Asked {
    /// A line for when there is nothing to show.
    pub fn html(&self) -> Html {
        match self {
            Asked::Waiting => html! { <p class="empty">{ "Loading" }</p> },
            Asked::Failed(reason) => html! { <p class="note note-crit">{ reason.clone() }</p> },
            Asked::Known(_) => html! {},
        }
    }
}

/// Asks whenever the question or `version` changes.
#[hook]
pub fn use_asked(ask: Option<Ask>, version: u64) -> Asked {
    let run = use_run();
    let asked = use_state(Asked::default);
    {
        let asked = asked.clone();
        use_effect_with((ask, version), move |(ask, _)| {
            let current = Rc::new(Cell::new(true));
            if let Some(ask) = ask.clone() {
                let current = Rc::clone(&current);
                run.ask(ask, move |result| {
                    if current.get() {
                        asked.set(match result {
                            Ok(answer) => Asked::Known(Shared::new(answer)),
                            Err(reason) => Asked::Failed(reason),
                        });
                    }
                });
            }
            move || current.set(false)
        });
    }
    (*asked).clone()
}
