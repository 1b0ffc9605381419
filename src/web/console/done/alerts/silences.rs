//! Silences: those in force, those that were, and a form for a new one.

use crate::app::shared::Shared;
use crate::app::told::{AlertNow, SilenceNow, left};
use crate::drill::action::{Action, Matcher};
use crate::drill::alerts::labels;
use crate::web::icons::Icon;
use crate::web::run::use_run;
use crate::web::ui::{chosen_into, focus_on, on_change, option, typed_into, use_outcome};
use crate::web::zone::use_clock;
use std::collections::BTreeSet;
use web_sys::HtmlInputElement;
use yew::prelude::*;

const DURATIONS: [(u32, &str); 5] = [
    (600, "10 minutes"),
    (1_800, "30 minutes"),
    (3_600, "1 hour"),
    (7_200, "2 hours"),
    (28_800, "8 hours"),
];

/// Properties of [`Silences`].
#[derive(Properties, PartialEq)]
pub struct SilencesProps {
    /// Silences, oldest first.
    pub silences: Shared<Vec<SilenceNow>>,
    /// Rules as they stand.
    pub alerts: Shared<Vec<AlertNow>>,
    /// The run's clock, s.
    pub now_s: i64,
    /// An alert that is to be silenced: a growing number, and its name.
    pub wanted: (u32, String),
}

/// Silences.
#[component]
pub fn Silences(props: &SilencesProps) -> Html {
    let (outcome, end) = use_outcome(Callback::noop());
    let clock = use_clock();
    let rows = props.silences.iter().rev().map(|silence| {
        let id = silence.id;
        let onclick = end.reform(move |_: MouseEvent| Action::EndSilence { id });
        let state = if silence.active {
            format!("ends in {}", left(props.now_s * 1_000, silence.until_ms))
        } else {
            format!("ended {}", clock.second(silence.until_ms))
        };
        html! {
            <li key={id} class="people-row stack">
                <p class="row">
                    <span class={if silence.active { "chip chip-warn" } else { "chip" }}>
                        { if silence.active { "active" } else { "expired" } }
                    </span>
                    <span class="mono grow">{ silence.matchers.clone() }</span>
                    <span class="muted small num">{ state }</span>
                </p>
                <p class="row small">
                    <span class="grow">{ silence.comment.clone() }</span>
                    <span class="muted num">
                        { format!("you, {}", clock.second(silence.from_ms)) }
                    </span>
                    <button type="button" class="btn btn-small" hidden={!silence.active}
                        {onclick} aria-label={format!("End silence {id}")}>{ "End" }</button>
                </p>
            </li>
        }
    });
    let none = props.silences.is_empty();
    html! {
        <section aria-label="Silences" class="stack">
            <h3 class="group-title">{ Icon::Pause.html() }{ "Silences" }</h3>
            <p class="muted small" hidden={!none}>
                { "None. A silenced rule still fires, but pages nobody." }
            </p>
            <ol class="people-list">{ for rows }</ol>
            { outcome.html() }
            <NewSilence wanted={props.wanted.clone()} />
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct NewSilenceProps {
    wanted: (u32, String),
}

#[component]
fn NewSilence(props: &NewSilenceProps) -> Html {
    let run = use_run();
    let label = use_state(|| "alertname".to_string());
    let value = use_state(String::new);
    let duration = use_state(|| DURATIONS[1].0);
    let comment = use_state(String::new);
    let field = use_node_ref();
    let clear = {
        let (value, comment) = (value.clone(), comment.clone());
        Callback::from(move |()| {
            value.set(String::new());
            comment.set(String::new());
        })
    };
    let (outcome, act) = use_outcome(clear);
    {
        let (label, value, field) = (label.clone(), value.clone(), field.clone());
        use_effect_with(props.wanted.clone(), move |(count, name)| {
            if *count > 0 {
                label.set("alertname".to_string());
                value.set(name.clone());
                if let Some(input) = field.cast::<HtmlInputElement>() {
                    focus_on(&input);
                }
            }
        });
    }
    let all = run.incident().alerts.iter().map(labels);
    let all: Vec<_> = all.collect();
    let names: BTreeSet<&String> = all.iter().flat_map(|labels| labels.keys()).collect();
    let values: BTreeSet<&String> = all.iter().filter_map(|l| l.get(&*label)).collect();
    let on_label = {
        let (label, value) = (label.clone(), value.clone());
        on_change(move |text| {
            label.set(text);
            value.set(String::new());
        })
    };
    let on_value = chosen_into(&value);
    let on_duration = {
        let duration = duration.clone();
        on_change(move |chosen| chosen.parse().into_iter().for_each(|s| duration.set(s)))
    };
    let onsubmit = {
        let action = Action::Silence {
            matchers: vec![Matcher {
                label: (*label).clone(),
                value: value.trim().to_string(),
                not: false,
            }],
            duration_s: *duration,
            comment: comment.trim().to_string(),
        };
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            act.emit(action.clone());
        })
    };
    let ready = !value.is_empty() && !comment.trim().is_empty();
    let closed = run.read_only();
    html! {
        <form class="silence-form" {onsubmit} aria-label="New silence">
            <label class="stack">{ "Label" }
                <select class="field" onchange={on_label}>
                    { for names.into_iter().map(|name| option(&name, &name, *name == *label)) }
                </select>
            </label>
            <label class="stack">{ "Value" }
                <select class="field" onchange={on_value}>
                    <option key="" value="" selected={value.is_empty()}>{ "Choose" }</option>
                    { for values.into_iter().map(|name| option(&name, &name, *name == *value)) }
                </select>
            </label>
            <label class="stack">{ "Duration" }
                <select class="field" onchange={on_duration}>
                    { for DURATIONS.into_iter().map(|(seconds, name)| {
                        option(seconds, name, seconds == *duration)
                    }) }
                </select>
            </label>
            <label class="stack silence-why">{ "Why" }
                <input ref={field} type="text" class="field" maxlength="200"
                    value={(*comment).clone()} oninput={typed_into(&comment)} autocomplete="off" />
            </label>
            <button type="submit" class="btn" disabled={!ready || closed.is_some()}
                title={closed}>{ "Silence" }</button>
            { outcome.html() }
        </form>
    }
}
