//! The rail: all tools with icon and name, the ones that are shown marked.

use crate::app::frame::Frame;
use crate::incident::panes::Pane;
use crate::web::icons::Icon;
use crate::web::ui::focus_on;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// A tool on the rail.
#[derive(Clone, Debug, PartialEq)]
pub struct Tool {
    /// Which.
    pub pane: Pane,
    /// A number beside it, when there is something to see.
    pub badge: usize,
    /// Marked by the coach.
    pub marked: bool,
}

/// The icon of a pane.
#[must_use]
pub fn icon_of(pane: Pane) -> Icon {
    match pane {
        Pane::Logs => Icon::Lines,
        Pane::Files => Icon::File,
        Pane::Database => Icon::Database,
        Pane::Terminal => Icon::Terminal,
        Pane::Actions => Icon::Hand,
        Pane::Runbook => Icon::Book,
        Pane::Map => Icon::Map,
        Pane::Diagnosis => Icon::Target,
        Pane::Status => Icon::Megaphone,
        Pane::Response => Icon::Person,
        Pane::Alerts | Pane::Pager => Icon::Bell,
        Pane::Charts => Icon::Chart,
        Pane::Changes => Icon::Change,
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
    let ids: Vec<Pane> = props.tools.iter().map(|tool| tool.pane).collect();
    let current = props.frame.tool();
    let onkeydown = {
        let (row, on_open) = (row.clone(), props.on_open.clone());
        Callback::from(move |event: KeyboardEvent| {
            let focused = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlElement>().ok());
            let focused = focused.and_then(|tab| tab.id().strip_prefix("tab-").map(String::from));
            let Some(at) = ids
                .iter()
                .position(|pane| Some(pane.id()) == focused.as_deref())
            else {
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
                focus_on(&tab);
            }
        })
    };
    let tabs = props.tools.iter().map(|tool| {
        let Tool { pane, badge, .. } = *tool;
        let (id, on_open) = (pane.id(), &props.on_open);
        let onclick = on_open.reform(move |_: MouseEvent| pane);
        let out = props.frame.is_out(pane);
        let shown = props.frame.half_of(pane).is_some();
        let keys = pane.keys().iter().map(|key| format!(" ({key})"));
        let key: String = keys.collect();
        let place = if out { ", in its own window" } else { "" };
        html! {
            <button key={id} type="button" role="tab" id={format!("tab-{id}")}
                class={classes!("rail-tab", tool.marked.then_some("marked"),
                    (pane == current).then_some("in-use"))}
                aria-selected={(shown || out).to_string()}
                aria-controls={(!out).then(|| format!("panel-{id}"))}
                tabindex={if pane == current { "0" } else { "-1" }}
                title={format!("{}{place}{key}", pane.title())} {onclick}>
                <span class="rail-icon">
                    { icon_of(pane).html() }
                    <span class="rail-out" hidden={!out}>{ Icon::Window.html() }</span>
                </span>
                <span class="rail-label">{ pane.title() }</span>
                <span class="badge num" hidden={badge == 0}>{ badge }</span>
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
