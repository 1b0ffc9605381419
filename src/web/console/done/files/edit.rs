//! The editor of a file: checks as one types, says at the line what is wrong.

use super::keys::Keys;
use super::lines::spans;
use crate::app::protocol::{Answer, Ask, EditCheck};
use crate::app::syntax::{Grammar, lines};
use crate::drill::action::{Action, Command};
use crate::web::console::done::ask::{Asked, use_asked};
use crate::web::run::use_run;
use crate::web::ui::{Outcome, on_input, press_sets, typed_into, use_outcome};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The check waits until nothing was typed for this long, ms.
const CHECK_MS: u32 = 300;
/// Height of a line, px; as in the style sheet.
const LINE_PX: i32 = 18;

/// Properties of [`Edit`].
#[derive(Properties, PartialEq)]
pub struct EditProps {
    /// Which file.
    pub path: AttrValue,
    /// Its newest version.
    pub newest: u32,
    /// Whether it is in sight.
    pub open: bool,
    /// Told whether there is something typed that is not saved.
    pub on_draft: Callback<(String, bool)>,
}

/// The editor.
#[component]
pub fn Edit(props: &EditProps) -> Html {
    let run = use_run();
    let draft = use_state(|| None::<String>);
    let based = use_state(|| props.newest);
    let message = use_state(String::new);
    let checked = use_state(|| None::<String>);
    let asking = use_state(|| false);
    let opened = use_mut_ref(|| false);
    let area = use_node_ref();
    let place = use_node_ref();
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
    let dirty = draft.is_some() && *draft != written;
    {
        let checked = checked.clone();
        use_effect_with((*draft).clone(), move |draft| {
            let draft = draft.clone();
            let timer = Timeout::new(CHECK_MS, move || checked.set(draft));
            move || drop(timer)
        });
    }
    use_guard(dirty, &props.path, &props.on_draft);
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
    let reset = {
        let (draft, checked, asking) = (draft.clone(), checked.clone(), asking.clone());
        Callback::from(move |()| {
            draft.set(None);
            checked.set(None);
            asking.set(false);
        })
    };
    let saved = {
        let (reset, message) = (reset.clone(), message.clone());
        Callback::from(move |()| {
            reset.emit(());
            message.set(String::new());
        })
    };
    let (outcome, act) = use_outcome(saved);
    let oninput = {
        let (draft, based, newest) = (draft.clone(), based.clone(), props.newest);
        on_input(move |text| {
            if draft.is_none() {
                based.set(newest);
            }
            draft.set(Some(text));
        })
    };
    let say = typed_into(&message);
    let save = {
        let (path, text, message) = (props.path.to_string(), text.clone(), (*message).clone());
        Callback::from(move |_: MouseEvent| {
            act.emit(Action::Change(Command::EditFile {
                path: path.clone(),
                text: text.clone(),
                message: message.clone(),
            }));
        })
    };
    let ask = |on: bool| press_sets(&asking, on);
    // What lies under the text follows it.
    let onscroll = {
        let (area, place) = (area.clone(), place.clone());
        Callback::from(move |_: Event| {
            let (Some(area), Some(place)) =
                (area.cast::<HtmlElement>(), place.cast::<HtmlElement>())
            else {
                return;
            };
            for (which, across) in [(".gutter", false), (".cfg-paint", true)] {
                let under = place.query_selector(which).ok().flatten();
                if let Some(under) = under {
                    under.set_scroll_top(area.scroll_top());
                    if across {
                        under.set_scroll_left(area.scroll_left());
                    }
                }
            }
        })
    };
    let go_to = {
        let (area, text) = (area.clone(), text.clone());
        Callback::from(move |line: u32| show_line(&area, &text, line))
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
        let (line, class) = (*line, if error { "crit" } else { "warn" });
        let onclick = go_to.reform(move |_: MouseEvent| line);
        html! {
            <li key={index} {class}>
                <button type="button" class="link-button" {onclick} hidden={line == 0}>
                    { format!("Line {line}") }</button>
                { if line == 0 { "Whole file" } else { "" } }
                { format!(": {text}") }
            </li>
        }
    });
    let moved = dirty && *based != props.newest;
    let id = format!("edit-{}", props.path.replace('/', "-"));
    let wait = outcome == Outcome::Sent;
    let read_only = run.read_only();
    let discard = reset.reform(|_: MouseEvent| ());
    html! {
        <div class="stack edit">
            <p class="note note-warn" hidden={!moved}>
                { format!("Version {} was written while you were editing version {}. Saving puts \
                    your text on top of it.", props.newest, *based) }
            </p>
            { if written.is_none() { asked.html() } else { html! {} } }
            <div ref={place} class="editor cfg-editor">
                <div class="gutter mono num" aria-hidden="true">{ for numbers }</div>
                <div class="cfg-layers">
                    <Paint text={text.clone()} path={props.path.clone()} />
                    <textarea ref={area} class="mono" value={text.clone()} {oninput} {onscroll}
                        aria-label={format!("Text of {}", props.path)} spellcheck="false"
                        wrap="off" readonly={written.is_none() || read_only.is_some()}
                        aria-invalid={(!check.errors.is_empty()).to_string()}
                        aria-describedby={format!("{id}-check")} />
                </div>
            </div>
            <div id={format!("{id}-check")} role="status" class="small stack">
                <ul class="cfg-findings" hidden={check.errors.is_empty()
                    && check.warnings.is_empty()}>{ for findings }</ul>
                <div hidden={!dirty || check.keys.is_empty()}>
                    <Keys keys={check.keys.clone()} label="Settings this edit changes" />
                </div>
            </div>
            <label class="stack">{ "Why (commit message)" }
                <input type="text" class="field" oninput={say} value={(*message).clone()}
                    maxlength="200" autocomplete="off" />
            </label>
            <div class="row">
                <button type="button" class="btn btn-primary" onclick={save}
                    disabled={!dirty || wait || read_only.is_some()} title={read_only}>
                    { "Save as a new version" }</button>
                <button type="button" class="btn" onclick={ask(true)} hidden={*asking}
                    disabled={!dirty}>{ "Discard" }</button>
                <span class="row" hidden={!*asking}>
                    <button type="button" class="btn btn-danger" onclick={discard}>
                        { "Confirm: discard the edit" }</button>
                    <button type="button" class="btn" onclick={ask(false)}>{ "Keep it" }</button>
                </span>
                <span class="small crit" hidden={check.errors.is_empty()}>
                    { "It can be saved, but the process will not take it as it is." }
                </span>
            </div>
            { outcome.html() }
        </div>
    }
}

/// Tells of what is not saved, and asks before the page is left with it.
#[hook]
fn use_guard(dirty: bool, path: &AttrValue, on_draft: &Callback<(String, bool)>) {
    let (on_draft, path) = (on_draft.clone(), path.to_string());
    use_effect_with(dirty, move |dirty| {
        on_draft.emit((path, *dirty));
        let listener = dirty.then(|| {
            let options = EventListenerOptions::enable_prevent_default();
            let window = gloo::utils::window();
            EventListener::new_with_options(&window, "beforeunload", options, |event| {
                event.prevent_default();
            })
        });
        move || drop(listener)
    });
}

/// Puts the cursor at the start of a line, counted from 1.
fn show_line(area: &NodeRef, text: &str, line: u32) {
    let Some(area) = area.cast::<HtmlTextAreaElement>() else {
        return;
    };
    let above = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1) as usize);
    let before: usize = above.map(|line| line.encode_utf16().count()).sum();
    let at = u32::try_from(before).unwrap_or(0);
    // Fails only for fields that hold no text.
    let _ = area.set_selection_range(at, at);
    let _ = area.focus();
    let line = i32::try_from(line).unwrap_or(1);
    area.set_scroll_top((line - 1) * LINE_PX - area.client_height() / 3);
}

#[derive(Properties, PartialEq)]
struct PaintProps {
    text: String,
    path: AttrValue,
}

/// The colours under the text that is typed.
#[component]
fn Paint(props: &PaintProps) -> Html {
    let rows = lines(Grammar::of(&props.path), &props.text);
    let rows = rows.into_iter().enumerate().map(|(at, pieces)| {
        html! { <div key={at}>{ spans(&pieces, None) }{ "\u{200b}" }</div> }
    });
    html! { <div class="cfg-paint mono" aria-hidden="true">{ for rows }</div> }
}
