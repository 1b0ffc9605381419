//! The status page: what customers are told.

use crate::chart::{Clock, Unit};
use crate::drill::action::{Action, StatusPhase};
use crate::web::run::use_run;
use crate::web::ui::use_outcome;
use web_sys::{HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Longest text of an update, characters.
const CHARS_MAX: usize = 500;

const PHASES: [(StatusPhase, &str, &str); 4] = [
    (
        StatusPhase::Investigating,
        "Investigating",
        "We are investigating a problem with our shop. Many customers see errors. We will post \
         an update within 20 minutes.",
    ),
    (
        StatusPhase::Identified,
        "Identified",
        "We have found the cause of the problem and are working on a fix. Many customers still \
         see errors. We will post an update within 20 minutes.",
    ),
    (
        StatusPhase::Monitoring,
        "Monitoring",
        "A fix is in place and the shop is recovering. We are watching it closely and will post \
         an update within 20 minutes.",
    ),
    (
        StatusPhase::Resolved,
        "Resolved",
        "The problem is solved. The shop works as usual again. We are sorry for the trouble.",
    ),
];

fn name(phase: StatusPhase) -> &'static str {
    PHASES
        .iter()
        .find(|(other, _, _)| *other == phase)
        .map_or("", |(_, name, _)| name)
}

/// Properties of [`Status`].
#[derive(Properties, PartialEq)]
pub struct StatusProps {
    /// Severity set.
    pub severity: Option<u8>,
}

/// Posts updates and shows those that were posted.
#[component]
pub fn Status(props: &StatusProps) -> Html {
    let run = use_run();
    let phase = use_state(|| StatusPhase::Investigating);
    let text = use_state(String::new);
    let clear = {
        let text = text.clone();
        Callback::from(move |()| text.set(String::new()))
    };
    let (outcome, act) = use_outcome(clear);
    let onchange = {
        let phase = phase.clone();
        Callback::from(move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            let index = select.and_then(|select| usize::try_from(select.selected_index()).ok());
            if let Some((chosen, _, _)) = index.and_then(|index| PHASES.get(index)) {
                phase.set(*chosen);
            }
        })
    };
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                text.set(area.value());
            }
        })
    };
    let template = {
        let (phase, text) = (phase.clone(), text.clone());
        Callback::from(move |_: MouseEvent| {
            let words = PHASES.iter().find(|(other, _, _)| *other == *phase);
            text.set(words.map_or("", |(_, _, words)| *words).to_string());
        })
    };
    let post = {
        let action = Action::Status {
            phase: *phase,
            text: text.trim().to_string(),
            components: Vec::new(),
        };
        Callback::from(move |_: MouseEvent| act.emit(action.clone()))
    };
    let options = PHASES.iter().map(|(kind, name, _)| {
        html! { <option key={*name} selected={*kind == *phase}>{ *name }</option> }
    });
    let clock = Clock::utc(run.zero_unix_s());
    let journal = run.journal();
    let posted = journal
        .entries
        .iter()
        .rev()
        .filter_map(|entry| match &entry.action {
            Action::Status { phase, text, .. } => Some((entry.at_ms, *phase, text.clone())),
            _ => None,
        });
    let posted: Vec<_> = posted.collect();
    drop(journal);
    let none = posted.is_empty();
    let posted = posted.into_iter().map(|(at_ms, phase, text)| {
        html! {
            <li key={at_ms} class="posted">
                <p class="row"><strong>{ name(phase) }</strong>
                    <time class="muted small num push">{ clock.second(at_ms) }</time></p>
                <p>{ text }</p>
            </li>
        }
    });
    let chars = text.chars().count();
    let every = Unit::Seconds.format(run.incident().objective.update_every_s);
    let ready = !text.trim().is_empty() && chars <= CHARS_MAX;
    let severity = match props.severity {
        Some(level) => format!("SEV-{level}"),
        None => "no severity set".to_string(),
    };
    html! {
        <div class="stack pad">
            <p class="muted small">
                { format!("What customers read. Post early, then at least every {every}. ") }
                { format!("Now: {severity}.") }
            </p>
            <label class="stack">{ "Phase" }
                <select class="field" {onchange}>{ for options }</select>
            </label>
            <label class="stack">{ "Text for customers" }
                <textarea class="field" rows="5" value={(*text).clone()} {oninput}
                    aria-invalid={(chars > CHARS_MAX).to_string()} />
            </label>
            <div class="row">
                <button type="button" class="btn" onclick={template}>{ "Use the template" }</button>
                <span class={classes!("small", "num", "push",
                    if chars > CHARS_MAX { "crit" } else { "muted" })}>
                    { format!("{chars} of {CHARS_MAX}") }
                </span>
                <button type="button" class="btn btn-primary" onclick={post}
                    disabled={!ready || run.read_only().is_some()} title={run.read_only()}>
                    { "Post update" }
                </button>
            </div>
            { outcome.html() }
            <section aria-label="Posted updates" class="stack">
                <h3 class="group-title">{ "Posted" }</h3>
                <p class="muted small" hidden={!none}>{ "Nothing was posted yet." }</p>
                <ol class="stack">{ for posted }</ol>
            </section>
        </div>
    }
}
