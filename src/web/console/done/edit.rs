//! The editor of a file: checks as one types, says at the line what is wrong.

use super::ask::{Asked, use_asked};
use crate::app::protocol::{Answer, Ask, EditCheck};
use crate::drill::action::Action;
use crate::web::run::use_run;
use crate::web::ui::{Outcome, use_outcome};
use gloo::timers::callback::Timeout;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The check waits until nothing was typed for this long, ms.
const CHECK_MS: u32 = 300;

/// Properties of [`Edit`].
#[derive(Properties, PartialEq)]
pub struct EditProps {
    /// Which file.
    pub path: AttrValue,
    /// Its newest version.
    pub newest: u32,
    /// Whether it is in sight.
    pub open: bool,
}

/// The editor.
#[component]
pub fn Edit(props: &EditProps) -> Html {
    let run = use_run();
    let draft = use_state(|| None::<String>);
    let based = use_state(|| props.newest);
    let message = use_state(String::new);
    let checked = use_state(|| None::<String>);
    let opened = use_mut_ref(|| false);
    let gutter = use_node_ref();
    let area = use_node_ref();
    *opened.borrow_mut() |= props.open;
    let wanted = opened
        .borrow()
        .then(|| Ask::File(props.path.to_string(), props.newest));
    let asked = use_asked(wanted, 0);
    let written = match &asked {
        Asked::Known(answer) => match &**answer {
            Answer::File(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    };
    let text = (*draft)
        .clone()
        .or_else(|| written.clone())
        .unwrap_or_default();
    {
        let checked = checked.clone();
        use_effect_with((*draft).clone(), move |draft| {
            let draft = draft.clone();
            let timer = Timeout::new(CHECK_MS, move || checked.set(draft));
            move || drop(timer)
        });
    }
    let check = (*checked)
        .clone()
        .map(|text| Ask::CheckEdit(props.path.to_string(), text));
    let check = use_asked(check, u64::from(props.newest));
    let check = match &check {
        Asked::Known(answer) if draft.is_some() => match &**answer {
            Answer::CheckEdit(check) => check.clone(),
            _ => EditCheck::default(),
        },
        _ => EditCheck::default(),
    };
    let saved = {
        let (draft, message, checked) = (draft.clone(), message.clone(), checked.clone());
        Callback::from(move |()| {
            draft.set(None);
            checked.set(None);
            message.set(String::new());
        })
    };
    let (outcome, act) = use_outcome(saved);
    let oninput = {
        let (draft, based, newest) = (draft.clone(), based.clone(), props.newest);
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                if draft.is_none() {
                    based.set(newest);
                }
                draft.set(Some(area.value()));
            }
        })
    };
    let say = {
        let message = message.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
                message.set(field.value());
            }
        })
    };
    let save = {
        let (path, text, message) = (props.path.to_string(), text.clone(), (*message).clone());
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::EditFile {
                path: path.clone(),
                text: text.clone(),
                message: message.clone(),
            });
        })
    };
    let discard = {
        let (draft, checked) = (draft.clone(), checked.clone());
        Callback::from(move |_: MouseEvent| {
            draft.set(None);
            checked.set(None);
        })
    };
    let onscroll = {
        let (gutter, area) = (gutter.clone(), area.clone());
        Callback::from(move |_: Event| {
            if let (Some(gutter), Some(area)) =
                (gutter.cast::<HtmlElement>(), area.cast::<HtmlElement>())
            {
                gutter.set_scroll_top(area.scroll_top());
            }
        })
    };
    let count = text.split('\n').count();
    let wrong = |line: usize| check.errors.iter().any(|(at, _)| *at as usize == line);
    let doubtful = |line: usize| check.warnings.iter().any(|(at, _)| *at as usize == line);
    let numbers = (1..=count).map(|line| {
        let class = match (wrong(line), doubtful(line)) {
            (true, _) => "line-wrong",
            (false, true) => "line-doubtful",
            _ => "",
        };
        html! { <span key={line} {class}>{ line }</span> }
    });
    let findings = check.errors.iter().map(|finding| (finding, true));
    let findings = findings.chain(check.warnings.iter().map(|finding| (finding, false)));
    let findings = findings.enumerate().map(|(index, ((line, text), error))| {
        let place = if *line == 0 {
            "Whole file".to_string()
        } else {
            format!("Line {line}")
        };
        html! {
            <li key={index} class={if error { "crit" } else { "warn" }}>
                { format!("{place}: {text}") }
            </li>
        }
    });
    let changes = check.changed.iter().map(|(name, old, new, needs)| {
        html! {
            <li key={name.clone()}><span class="mono">{ format!("{name}: {old} → {new}") }</span>
                <span class="muted">{ format!(" · {needs}") }</span></li>
        }
    });
    let dirty = draft.is_some();
    let moved = dirty && *based != props.newest;
    let id = format!("edit-{}", props.path.replace('/', "-"));
    let wait = outcome == Outcome::Sent;
    html! {
        <div class="stack edit">
            <p class="note note-warn" hidden={!moved}>
                { format!("Version {} was written while you were editing version {}. Saving puts \
                    your text on top of it.", props.newest, *based) }
            </p>
            { if written.is_none() { asked.html() } else { html! {} } }
            <div class="editor">
                <div ref={gutter} class="gutter mono num" aria-hidden="true">{ for numbers }</div>
                <textarea ref={area} class="mono" aria-label={format!("Text of {}", props.path)}
                    value={text.clone()} {oninput} {onscroll} spellcheck="false" rows="18"
                    wrap="off"
                    readonly={written.is_none() || run.read_only().is_some()}
                    aria-invalid={(!check.errors.is_empty()).to_string()}
                    aria-describedby={format!("{id}-check")} />
            </div>
            <div id={format!("{id}-check")} role="status" class="small stack">
                <ul>{ for findings }</ul>
                <ul>{ for changes }</ul>
            </div>
            <label class="stack">{ "Why (commit message)" }
                <input type="text" class="field" oninput={say} value={(*message).clone()}
                    maxlength="200" autocomplete="off" />
            </label>
            <div class="row">
                <button type="button" class="btn btn-primary" onclick={save}
                    disabled={!dirty || wait || run.read_only().is_some()}
                    title={run.read_only()}>{ "Save as a new version" }</button>
                <button type="button" class="btn" onclick={discard} disabled={!dirty}>
                    { "Discard" }
                </button>
                <span class="small crit" hidden={check.errors.is_empty()}>
                    { "It can be saved, but the process will not take it as it is." }
                </span>
            </div>
            { outcome.html() }
        </div>
    }
}
