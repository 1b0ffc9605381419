//! The diagnosis: the board, and the statement of which component, what cause, on what
//! evidence.

use super::board::BoardPane;
use crate::app::board::offers;
use crate::app::help;
use crate::app::protocol::{LookedView, Mode};
use crate::app::shared::Shared;
use crate::drill::action::{Action, Diagnosis};
use crate::drill::board::Board;
use crate::incident::document::Choice;
use crate::web::run::{Run, use_run};
use crate::web::ui::{Act, chosen_into, option, use_outcome};
use crate::web::zone::use_clock;
use std::collections::BTreeSet;
use yew::prelude::*;

/// Properties of [`Diagnose`].
#[derive(Properties, PartialEq)]
pub struct DiagnoseProps {
    /// What was looked at: the choices for evidence.
    pub looked: Shared<Vec<LookedView>>,
    /// The board.
    pub board: Shared<Board>,
    /// The last one stated.
    pub stated: Shared<Option<Diagnosis>>,
}

fn label(choices: &[Choice], id: &str) -> String {
    let choice = choices.iter().find(|choice| choice.id == id);
    choice.map_or_else(|| id.to_string(), |choice| choice.label.clone())
}

/// The board beside the statement, or above it where there is little room.
#[component]
pub fn Diagnose(props: &DiagnoseProps) -> Html {
    html! {
        <div class="diagnosis-pane">
            <div class="diagnosis-parts">
                <BoardPane board={props.board.clone()} looked={props.looked.clone()} />
                <Statement looked={props.looked.clone()} board={props.board.clone()}
                    stated={props.stated.clone()} />
            </div>
        </div>
    }
}

/// States a diagnosis.
#[component]
fn Statement(props: &DiagnoseProps) -> Html {
    let run = use_run();
    let book = &run.incident().diagnosis;
    let component = use_state(String::new);
    let cause = use_state(String::new);
    let evidence = use_state(BTreeSet::<String>::new);
    let (outcome, act) = use_outcome(Callback::noop());
    let clock = use_clock();
    let select = |name: &'static str, choices: &[Choice], state: &UseStateHandle<String>| {
        let onchange = chosen_into(&state);
        let options = choices
            .iter()
            .map(|choice| option(&choice.id, &choice.label, choice.id == **state));
        html! {
            <label class="stack">{ name }
                <select class="field" {onchange}>
                    <option key="" value="" selected={state.is_empty()}>{ "Choose" }</option>
                    { for options }
                </select>
            </label>
        }
    };
    let (pinned, rest) = offers(&props.looked, &props.board);
    let (count, more) = (pinned.len(), rest.len());
    let checkbox = |looked: &LookedView| {
        let checked = evidence.contains(&looked.evidence);
        let onchange = {
            let (evidence, name) = (evidence.clone(), looked.evidence.clone());
            Callback::from(move |_: Event| {
                let mut next = (*evidence).clone();
                if !next.remove(&name) {
                    next.insert(name.clone());
                }
                evidence.set(next);
            })
        };
        html! {
            <li key={looked.evidence.clone()}>
                <label class="check">
                    <input type="checkbox" {checked} {onchange} />
                    <span class="grow">{ looked.label.clone() }</span>
                    <time class="muted small num">{ clock.minute(looked.t_ms) }</time>
                </label>
            </li>
        }
    };
    let pinned = pinned.into_iter().map(checkbox);
    let rest = rest.into_iter().map(checkbox);
    let ready = !component.is_empty() && !cause.is_empty();
    let state = {
        let diagnosis = Diagnosis {
            component: (*component).clone(),
            cause: (*cause).clone(),
            evidence: evidence.iter().cloned().collect(),
        };
        Callback::from(move |_: MouseEvent| act.emit(Action::Diagnose(diagnosis.clone())))
    };
    let stated = (*props.stated).as_ref().map(|stated| {
        let names = stated.evidence.iter().map(|name| {
            let looked = props.looked.iter().find(|looked| looked.evidence == *name);
            let text = looked.map_or_else(|| name.clone(), |looked| looked.label.clone());
            html! { <li key={name.clone()}>{ text }</li> }
        });
        html! {
            <>
                <p>{ label(&book.components, &stated.component) }</p>
                <p>{ label(&book.causes, &stated.cause) }</p>
                <ul class="small muted">{ for names }</ul>
            </>
        }
    });
    let none = props.looked.is_empty();
    html! {
        <div class="statement stack">
            <h3 class="group-title">{ "Statement" }</h3>
            <section class="card stack" aria-label="Stated" hidden={stated.is_none()}>
                <h3>{ "You stated" }</h3>
                <div class="stack">{ stated }</div>
            </section>
            { select("Component at fault", &book.components, &component) }
            { select("Cause", &book.causes, &cause) }
            <fieldset class="evidence-box">
                <legend class="label">{ "Evidence: what you looked at that tells you so" }</legend>
                <p class="muted small" hidden={!none}>
                    { "Nothing yet. Charts, log lines, files, settings, alerts and changes that \
                        you open are listed here." }
                </p>
                <ul aria-label="On the board">{ for pinned }</ul>
                <p class="label also" hidden={count == 0 || more == 0}>{ "Also looked at" }</p>
                <ul aria-label="Looked at">{ for rest }</ul>
            </fieldset>
            <p class="muted small">
                { "You may state another diagnosis later; wrong ones cost points." }
            </p>
            <div class="row">
                <button type="button" class="btn btn-primary" onclick={state}
                    disabled={!ready || run.read_only().is_some()} title={run.read_only()}>
                    { "State the diagnosis" }
                </button>
                <span class="muted small num">
                    { format!("{} pieces of evidence", evidence.len()) }
                </span>
            </div>
            { outcome.html() }
            { hint(&run) }
        </div>
    }
}

/// The coach's next step at its price; a guided run tells it for nothing.
fn hint(run: &Run) -> Html {
    if run.mode() != Mode::Drill || run.incident().coach.is_empty() {
        return html! {};
    }
    html! {
        <section class="hint stack" aria-label="Hints">
            <p class="muted small">{ "Stuck? The coach tells the next step." }</p>
            <Act label="Take a hint" explain={help::hints_line()} action={Action::Hint {}} />
        </section>
    }
}
