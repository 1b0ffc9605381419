//! The rail: all tools with icon and name, the ones that are shown marked.

use crate::app::frame::{Frame, Pane};
use crate::web::icons::Icon;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// A tool on the rail.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// Id.
    pub id: Pane,
    /// Name.
    pub label: &'static str,
    /// A number beside it, when there is something to see.
    pub badge: usize,
    /// Marked by the coach.
    pub marked: bool,
}

/// The icon of a tool or column.
#[must_use]
pub fn icon_of(id: &str) -> Icon {
    match id {
        "logs" => Icon::Lines,
        "files" => Icon::File,
        "database" => Icon::Database,
        "terminal" => Icon::Terminal,
        "actions" => Icon::Hand,
        "runbook" => Icon::Book,
        "map" => Icon::Map,
        "diagnosis" | "board" => Icon::Target,
        "status" => Icon::Megaphone,
        "channel" | "people" | "response" => Icon::Person,
        "alerts" | "pager" => Icon::Bell,
        "seen" => Icon::Chart,
        "told" => Icon::Side,
        _ => Icon::Split,
    }
}

/// Properties of [`Rail`].
#[derive(Properties, PartialEq)]
pub struct RailProps {
    /// All tools.
    pub tools: Vec<Tool>,
    /// Which of them stand where.
    pub frame: Frame,
    /// Called with the one to show.
    pub on_open: Callback<Pane>,
}

/// The rail. Arrow keys, Home and End move along it.
#[component]
pub fn Rail(props: &RailProps) -> Html {
    let row = use_node_ref();
    let ids: Vec<Pane> = props.tools.iter().map(|tool| tool.id).collect();
    let current = props.frame.tool();
    let onkeydown = {
        let (row, on_open) = (row.clone(), props.on_open.clone());
        Callback::from(move |event: KeyboardEvent| {
            let focused = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlElement>().ok());
            let focused = focused.and_then(|tab| tab.id().strip_prefix("tab-").map(String::from));
            let Some(at) = ids.iter().position(|id| Some(*id) == focused.as_deref()) else {
                return;
            };
            let last = ids.len() - 1;
            let to = match event.key().as_str() {
                "ArrowDown" | "ArrowRight" => (at + 1) % ids.len(),
                "ArrowUp" | "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            on_open.emit(ids[to]);
            let row = row.cast::<HtmlElement>();
            let tab = row.and_then(|row| row.children().item(to as u32));
            if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                // Focus cannot fail on an element of the page.
                let _ = tab.focus();
            }
        })
    };
    let tabs = props.tools.iter().enumerate().map(|(at, tool)| {
        let onclick = {
            let (id, on_open) = (tool.id, props.on_open.clone());
            Callback::from(move |_: MouseEvent| on_open.emit(id))
        };
        let out = props.frame.is_out(tool.id);
        let shown = props.frame.half_of(tool.id).is_some();
        let key = key_of(at)
            .map(|key| format!(" ({key})"))
            .unwrap_or_default();
        let place = if out { ", in its own window" } else { "" };
        html! {
            <button key={tool.id} type="button" role="tab" id={format!("tab-{}", tool.id)}
                class={classes!("rail-tab", tool.marked.then_some("marked"),
                    (tool.id == current).then_some("in-use"))}
                aria-selected={(shown || out).to_string()}
                aria-controls={(!out).then(|| format!("panel-{}", tool.id))}
                tabindex={if tool.id == current { "0" } else { "-1" }}
                title={format!("{}{place}{key}", tool.label)} {onclick}>
                <span class="rail-icon">
                    { icon_of(tool.id).html() }
                    <span class="rail-out" hidden={!out}>{ Icon::Window.html() }</span>
                </span>
                <span class="rail-label">{ tool.label }</span>
                <span class="badge num" hidden={tool.badge == 0}>{ tool.badge }</span>
                <span class="visually-hidden" hidden={!out}>{ place }</span>
            </button>
        }
    });
    {
        let row = row.clone();
        use_effect_with(current, move |_| {
            let Some(row) = row.cast::<HtmlElement>() else {
                return;
            };
            let open = row.query_selector(".in-use").ok().flatten();
            if let Some(tab) = open.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                // A rail that is too short shows the tool in use.
                row.set_scroll_left(tab.offset_left() - row.client_width() / 3);
                row.set_scroll_top(tab.offset_top() - row.client_height() / 2);
            }
        });
    }
    let several = props.frame.layout.split_open || !props.frame.out.is_empty();
    html! {
        <div ref={row} role="tablist" aria-label="Tools" class="rail" aria-orientation="vertical"
            aria-multiselectable={several.then_some("true")} {onkeydown}>
            { for tabs }
        </div>
    }
}

/// The key that opens the tool at a place of the rail: 1 to 9, then 0.
#[must_use]
pub fn key_of(at: usize) -> Option<char> {
    char::from_digit((at as u32 + 1) % 10, 10).filter(|_| at < 10)
}
