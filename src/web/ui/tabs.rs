//! A row of tabs.

use super::events::focus_on;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// One tab.
#[derive(Clone, Debug, PartialEq)]
pub struct Tab {
    /// Stable id; the panel's element has the id `panel-<id>`.
    pub id: &'static str,
    /// Name.
    pub label: &'static str,
    /// A number beside the name, when there is something to see.
    pub badge: Option<u32>,
    /// Marked by the coach.
    pub marked: bool,
}

impl Tab {
    /// A plain tab.
    #[must_use]
    pub fn new(id: &'static str, label: &'static str) -> Self {
        Self {
            id,
            label,
            badge: None,
            marked: false,
        }
    }
}

/// Properties of [`Tabs`].
#[derive(Properties, PartialEq)]
pub struct TabsProps {
    /// Name of the row.
    pub label: &'static str,
    /// The tabs.
    pub tabs: Vec<Tab>,
    /// Id of the one that is open.
    pub selected: &'static str,
    /// Called with the id of the one to open.
    pub on_select: Callback<&'static str>,
    /// More classes of the row.
    #[prop_or_default]
    pub class: Classes,
}

/// A row of tabs: arrow keys, Home and End move, as people expect of tabs.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let ids: Vec<&'static str> = props.tabs.iter().map(|tab| tab.id).collect();
    let onkeydown = {
        let (ids, selected, on_select) = (ids, props.selected, props.on_select.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(at) = ids.iter().position(|id| *id == selected) else {
                return;
            };
            let last = ids.len() - 1;
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % ids.len(),
                "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            on_select.emit(ids[to]);
            focus_sibling(&event, to);
        })
    };
    let tabs = props.tabs.iter().map(|tab| {
        let open = tab.id == props.selected;
        let onclick = {
            let (id, on_select) = (tab.id, props.on_select.clone());
            Callback::from(move |_: MouseEvent| on_select.emit(id))
        };
        let badge = tab.badge.filter(|count| *count > 0);
        html! {
            <button key={tab.id} type="button" role="tab" id={format!("tab-{}", tab.id)}
                class={classes!(tab.marked.then_some("marked"))}
                aria-selected={open.to_string()} aria-controls={format!("panel-{}", tab.id)}
                tabindex={if open { "0" } else { "-1" }} {onclick}>
                { tab.label }
                <span class="badge num" hidden={badge.is_none()}>
                    { badge.unwrap_or_default() }
                </span>
            </button>
        }
    });
    let row = use_node_ref();
    {
        let row = row.clone();
        use_effect_with(props.selected, move |_| {
            let Some(row) = row.cast::<HtmlElement>() else {
                return;
            };
            let open = row.query_selector("[aria-selected=true]").ok().flatten();
            if let Some(tab) = open.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                // A row that is too narrow shows the open tab.
                row.set_scroll_left(tab.offset_left() - row.client_width() / 3);
            }
        });
    }
    html! {
        <div ref={row} role="tablist" aria-label={props.label}
            class={classes!("tabs", props.class.clone())} {onkeydown}>
            { for tabs }
        </div>
    }
}

fn focus_sibling(event: &KeyboardEvent, index: usize) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let row = target.and_then(|element| element.closest("[role=tablist]").ok().flatten());
    let tab = row.and_then(|row| row.children().item(index as u32));
    if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
        focus_on(&tab);
    }
}
