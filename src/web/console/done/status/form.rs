//! The form for an update of the status page.

use super::{Draft, name};
use crate::app::shared::Shared;
use crate::app::told::StatusNow;
use crate::drill::action::{Action, ComponentMark, ComponentState, StatusPhase};
use crate::vocabulary::bounds::STATUS_CHARS_MAX;
use crate::web::run::use_run;
use crate::web::ui::{on_choice, on_input, use_outcome};
use yew::prelude::*;

/// Properties of [`Form`].
#[derive(Properties, PartialEq)]
pub struct FormProps {
    /// What is being written.
    pub draft: Draft,
    /// Takes a new draft.
    pub on_draft: Callback<Draft>,
    /// The status page.
    pub status: Shared<StatusNow>,
}

/// The states of all components, as far as they differ from what is stated.
fn marks(status: &StatusNow, phase: StatusPhase) -> Vec<ComponentMark> {
    let all = status.components.iter();
    let marks = all.filter_map(|component| {
        let state = match phase {
            StatusPhase::Resolved => ComponentState::Operational,
            _ => component.measured,
        };
        (state != component.stated).then(|| ComponentMark {
            id: component.id.clone(),
            state,
        })
    });
    marks.collect()
}

/// Phase, text, components.
#[component]
pub fn Form(props: &FormProps) -> Html {
    let run = use_run();
    let draft = &props.draft;
    let clear = {
        let (on_draft, draft) = (props.on_draft.clone(), draft.clone());
        Callback::from(move |()| {
            on_draft.emit(Draft {
                text: String::new(),
                components: Vec::new(),
                ..draft.clone()
            });
        })
    };
    let (outcome, act) = use_outcome(clear);
    let onchange = {
        let (on_draft, draft) = (props.on_draft.clone(), draft.clone());
        on_choice(move |index| {
            on_draft.emit(Draft {
                phase: StatusPhase::ALL[index],
                ..draft.clone()
            });
        })
    };
    let oninput = {
        let (on_draft, draft) = (props.on_draft.clone(), draft.clone());
        on_input(move |text| {
            on_draft.emit(Draft {
                text,
                ..draft.clone()
            });
        })
    };
    let template = {
        let (on_draft, phase) = (props.on_draft.clone(), draft.phase);
        let status = props.status.clone();
        Callback::from(move |_: MouseEvent| {
            let index = StatusPhase::ALL.iter().position(|p| *p == phase);
            let text = index.and_then(|index| status.templates.get(index)).cloned();
            on_draft.emit(Draft {
                phase,
                text: text.unwrap_or_default(),
                components: marks(&status, phase),
            });
        })
    };
    let post = {
        let action = Action::Status {
            phase: draft.phase,
            text: draft.text.trim().to_string(),
            components: draft.components.clone(),
        };
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    let options = StatusPhase::ALL.into_iter().map(|phase| {
        html! { <option key={name(phase)} selected={phase == draft.phase}>
        { name(phase) }</option> }
    });
    let components = props.status.components.iter().map(|component| {
        let mark = draft.components.iter().find(|m| m.id == component.id);
        let state = mark.map_or(component.stated, |mark| mark.state);
        let onchange = {
            let (on_draft, draft) = (props.on_draft.clone(), draft.clone());
            let (id, stated) = (component.id.clone(), component.stated);
            on_choice(move |index| {
                let state = ComponentState::ALL[index];
                let mut next = draft.clone();
                next.components.retain(|mark| mark.id != id);
                if state != stated {
                    let id = id.clone();
                    next.components.push(ComponentMark { id, state });
                }
                on_draft.emit(next);
            })
        };
        let options = ComponentState::ALL.into_iter().map(|other| {
            html! { <option key={other.name()} selected={other == state}>
            { other.name() }</option> }
        });
        html! {
            <label key={component.id.clone()} class="component-row small">
                <span class="grow first-upper">{ component.name.clone() }</span>
                <select class="field field-small" {onchange}
                    aria-label={format!("State of {}", component.name)}>{ for options }</select>
            </label>
        }
    });
    let chars = draft.text.chars().count();
    let long = chars > STATUS_CHARS_MAX;
    let ready = !draft.text.trim().is_empty() && !long;
    let some = !props.status.components.is_empty();
    html! {
        <section class="stack" aria-label="New update">
            <label class="stack">{ "Phase" }
                <select class="field" {onchange}>{ for options }</select>
            </label>
            <label class="stack">{ "Text for customers" }
                <textarea class="field" rows="5" value={draft.text.clone()} {oninput}
                    aria-invalid={long.to_string()} />
            </label>
            <fieldset class="components" hidden={!some}>
                <legend class="label">{ "Components" }</legend>
                { for components }
            </fieldset>
            <div class="row">
                <button type="button" class="btn" onclick={template}>{ "Use the template" }</button>
                <span class={classes!("small", "num", "push",
                    if long { "crit" } else { "muted" })}>
                    { format!("{chars} of {STATUS_CHARS_MAX}") }
                </span>
                <button type="button" class="btn btn-primary" onclick={post}
                    disabled={!ready || run.read_only().is_some()} title={run.read_only()}>
                    { "Post update" }
                </button>
            </div>
            { outcome.html() }
        </section>
    }
}
