//! The sheet of all keys, with the switch that turns single keys off; and what may follow the
//! first key of two.

use crate::app::commands::{Command, Group, Next, key_name};
use crate::web::storage;
use crate::web::ui::Dialog;
use yew::prelude::*;

/// Keys of what has the focus: they are no commands.
const ELSEWHERE: [(&str, &str); 5] = [
    ("Esc", "Close what is open, leave the kiosk"),
    ("Tab", "To the next thing that can be acted on"),
    (
        "← → ↑ ↓",
        "In tabs, lists and charts: the next one; on an edge: move it",
    ),
    ("Home End", "The first one, the last one"),
    (
        "Enter",
        "Open or confirm what has the focus; on an edge: the usual size",
    ),
];

/// Properties of [`KeysSheet`].
#[derive(Properties, PartialEq)]
pub struct KeysSheetProps {
    /// All commands that have keys.
    pub commands: Vec<Command>,
    /// Whether it is open.
    pub open: bool,
    /// Called when it was closed.
    pub on_close: Callback<()>,
}

/// The keys of a command, as they are read.
pub fn keys_html(keys: &[&str]) -> Html {
    let keys = keys.iter().enumerate().map(|(at, key)| {
        html! { <kbd key={at}>{ key_name(key) }</kbd> }
    });
    html! { <span class="keys">{ for keys }</span> }
}

/// The list of keys.
#[component]
pub fn KeysSheet(props: &KeysSheetProps) -> Html {
    let on = use_state(|| storage::settings().single_keys);
    let onchange = callback!([on], move |_: Event| {
        let next = !*on;
        storage::change_settings(|settings| settings.single_keys = next);
        on.set(next);
    });
    let row = |key: String, keys: Html, what: &str| {
        html! { <tr {key}><th scope="row">{ keys }</th><td>{ what.to_string() }</td></tr> }
    };
    let groups = Group::ALL.into_iter().map(|group| {
        let of_group = props.commands.iter();
        let of_group = of_group.filter(|c| c.group == group && !c.keys.is_empty());
        let rows: Vec<Html> = of_group
            .map(|command| row(command.name.clone(), keys_html(command.keys), &command.name))
            .collect();
        html! {
            <section key={group.title()} class="keys-group" hidden={rows.is_empty()}
                aria-label={group.title()}>
                <h3 class="label">{ group.title() }</h3>
                <table class="table"><tbody>{ for rows }</tbody></table>
            </section>
        }
    });
    let elsewhere = ELSEWHERE
        .into_iter()
        .map(|(key, what)| row(key.to_string(), html! { <kbd>{ key }</kbd> }, what));
    html! {
        <Dialog title="Keys" open={props.open} on_close={props.on_close.clone()}>
            <div class="keys-groups">
                { for groups }
                <section key="elsewhere" class="keys-group" aria-label="Everywhere">
                    <h3 class="label">{ "Everywhere" }</h3>
                    <table class="table"><tbody>{ for elsewhere }</tbody></table>
                </section>
            </div>
            <label class="row">
                <input type="checkbox" checked={*on} {onchange} />
                { "Single keys act. Without them, Ctrl K finds every command." }
            </label>
            <div class="row">
                <button type="button" class="btn"
                    onclick={props.on_close.reform(|_: MouseEvent| ())}>{ "Close" }</button>
            </div>
        </Dialog>
    }
}

/// Properties of [`KeysHint`].
#[derive(Properties, PartialEq)]
pub struct KeysHintProps {
    /// Keys that may follow the one that was pressed.
    pub next: Vec<Next>,
}

/// What may follow the first key of two.
#[component]
pub fn KeysHint(props: &KeysHintProps) -> Html {
    let next = props.next.iter().map(|next| {
        html! {
            <li key={next.key.clone()}><kbd>{ next.key.clone() }</kbd>{ next.name.clone() }</li>
        }
    });
    html! {
        <div class="toast-place" role="status">
            <ul class="keys-hint" hidden={props.next.is_empty()} aria-label="Keys that may follow">
                { for next }
            </ul>
        </div>
    }
}
