//! Single keys, and the sheet that lists them.

use super::DONE_TABS;
use crate::web::run::Run;
use crate::web::storage;
use crate::web::ui::Dialog;
use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

/// All keys: the key and what it does.
const KEYS: [(&str, &str); 9] = [
    ("?", "This list"),
    ("Space", "Pause, go on"),
    ("/", "Search the logs"),
    (
        "1 – 7",
        "Logs, Files, Database, Actions, Diagnosis, Status, Terminal",
    ),
    ("Esc", "Close what is open"),
    (
        "← →",
        "In a large chart: move the crosshair a sample; in tabs: the next tab",
    ),
    (
        "Home End",
        "In a large chart: the first and the last sample",
    ),
    ("↑ ↓", "In the log: the line before, the next line"),
    ("Enter", "Open or confirm what has the focus"),
];

/// Whether the key belongs to what has the focus, or to a dialog.
fn taken(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let Some(target) = target else { return false };
    let typing = matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT");
    let pressed = event.key() == " "
        && target
            .closest("button, a, summary, [role=option], [role=listbox]")
            .ok()
            .flatten()
            .is_some();
    let dialog = gloo::utils::document()
        .query_selector("dialog[open]")
        .ok()
        .flatten()
        .is_some();
    let checkbox = target
        .dyn_ref::<HtmlInputElement>()
        .is_some_and(|input| matches!(input.type_().as_str(), "checkbox" | "radio"));
    (typing && !(checkbox && event.key() != " ")) || pressed || dialog
}

/// Puts the focus into the field of that id, once it is there.
fn focus_soon(id: &'static str) {
    gloo::timers::callback::Timeout::new(30, move || {
        let field = gloo::utils::document().get_element_by_id(id);
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            // Focus cannot fail on an element of the page.
            let _ = field.focus();
        }
    })
    .forget();
}

/// Listens to single keys while the console stands.
#[hook]
pub fn use_keys(run: &Run, open_tab: Callback<&'static str>, help: Callback<()>) {
    let run = run.clone();
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let document = gloo::utils::document();
        let listener =
            EventListener::new_with_options(&document, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                let modified = event.ctrl_key() || event.meta_key() || event.alt_key();
                if modified || event.default_prevented() || taken(event) {
                    return;
                }
                if !storage::settings().single_keys {
                    return;
                }
                match event.key().as_str() {
                    " " => run.toggle_pause(),
                    "?" => help.emit(()),
                    "/" => {
                        open_tab.emit("logs");
                        focus_soon("log-search");
                    }
                    key => {
                        let number = key.parse::<usize>().ok().filter(|_| key.len() == 1);
                        let tab = number.and_then(|n| DONE_TABS.get(n.wrapping_sub(1)));
                        let Some((id, _)) = tab else { return };
                        open_tab.emit(id);
                    }
                }
                event.prevent_default();
            });
        move || drop(listener)
    });
}

/// Properties of [`KeysSheet`].
#[derive(Properties, PartialEq)]
pub struct KeysSheetProps {
    /// Whether it is open.
    pub open: bool,
    /// Called when it was closed.
    pub on_close: Callback<()>,
}

/// The list of keys, with the switch that turns single keys off.
#[component]
pub fn KeysSheet(props: &KeysSheetProps) -> Html {
    let on = use_state(|| storage::settings().single_keys);
    let onchange = {
        let on = on.clone();
        Callback::from(move |_: Event| {
            let next = !*on;
            storage::change_settings(|settings| settings.single_keys = next);
            on.set(next);
        })
    };
    let rows = KEYS.into_iter().map(|(key, what)| {
        html! { <tr key={key}><th scope="row"><kbd>{ key }</kbd></th><td>{ what }</td></tr> }
    });
    html! {
        <Dialog title="Keys" open={props.open} on_close={props.on_close.clone()}>
            <table class="table"><tbody>{ for rows }</tbody></table>
            <label class="row">
                <input type="checkbox" checked={*on} {onchange} />
                { "Single keys act (?, /, Space, 1 – 6)" }
            </label>
            <div class="row">
                <button type="button" class="btn"
                    onclick={props.on_close.reform(|_: MouseEvent| ())}>{ "Close" }</button>
            </div>
        </Dialog>
    }
}
