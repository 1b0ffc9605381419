//! The numbers of a part, and where to go on from it.

use super::glyph::{of_health, tone};
use crate::app::map::{Node, NodeKind};
use crate::drill::board::{Pin, PinKind};
use crate::incident::panes::Pane;
use crate::web::console::{PinButton, Wish, use_desk};
use crate::web::icons::Icon;
use yew::prelude::*;

/// Properties of [`Detail`].
#[derive(Properties, PartialEq)]
pub struct DetailProps {
    /// The part; none shows how to get one.
    pub node: Option<Node>,
    /// The run's clock, s from minute zero.
    pub now_s: i64,
    /// Closes it.
    pub close: Callback<()>,
}

/// The tool that shows more of a part: its id and what the button says.
fn tool(kind: NodeKind) -> Option<(Pane, &'static str)> {
    match kind {
        NodeKind::Users => Some((Pane::Status, "Status page")),
        NodeKind::Balancer | NodeKind::Service | NodeKind::Cache => Some((Pane::Logs, "Logs")),
        NodeKind::Pool | NodeKind::Bouncer => Some((Pane::Files, "Configuration")),
        NodeKind::Database => Some((Pane::Database, "Sessions and settings")),
        NodeKind::Replica => None,
        NodeKind::Pipeline => Some((Pane::Files, "Files and history")),
    }
}

/// The numbers of a part.
#[component]
pub fn Detail(props: &DetailProps) -> Html {
    let desk = use_desk();
    let Some(node) = &props.node else {
        return html! {
            <div class="map-detail"><p class="muted small">
                { "Choose a part to see its numbers and to go on from there." }
            </p></div>
        };
    };
    let now_ms = props.now_s * 1_000;
    let wish = |wish: Wish, label: &'static str| {
        let (desk, wish) = (desk.clone(), wish);
        let onclick = Callback::from(move |_: MouseEvent| desk.wish(wish.clone()));
        html! { <button key={label} type="button" class="btn" {onclick}>{ label }</button> }
    };
    let facts = node.facts.iter().map(|fact| {
        html! {
            <div key={fact.label}>
                <dt>{ fact.label }</dt><dd class="num">{ fact.value.clone() }</dd>
            </div>
        }
    });
    let mut buttons = vec![wish(Wish::Moment(now_ms), "Charts")];
    buttons.extend(tool(node.kind).map(|(id, label)| wish(Wish::Tool(id), label)));
    if !node.command.is_empty() {
        buttons.push(wish(
            Wish::Command(node.command.clone()),
            "Ask in the terminal",
        ));
    }
    buttons.push(wish(Wish::Runbook(node.runbook.to_string()), "Runbook"));
    let told = node
        .facts
        .iter()
        .map(|fact| format!("{}: {}", fact.label, fact.value));
    let told = told.collect::<Vec<_>>().join(", ");
    let label = format!("{} is {}", node.name, node.state);
    let excerpt = match node.why.as_str() {
        "" => told,
        why => format!("{why}\n{told}"),
    };
    let pin = Pin::new(PinKind::Map, &label, now_ms, &excerpt);
    html! {
        <section class="map-detail" aria-label={format!("Numbers of {}", node.name)}>
            <div class="row">
                <h3>{ node.name.clone() }</h3>
                <span class="muted small">{ node.kind.word() }</span>
                <span class={classes!("map-word", tone(node.health))}>
                    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
                        <path d={of_health(node.health)} />
                    </svg>
                    { node.state.clone() }
                </span>
                <button type="button" class="btn btn-quiet btn-icon push" aria-label="Close"
                    onclick={props.close.reform(|_: MouseEvent| ())}>{ Icon::Close.html() }</button>
            </div>
            <p class="small" hidden={node.why.is_empty()}>{ node.why.clone() }</p>
            <dl class="map-facts small">{ for facts }</dl>
            <div class="row">
                { for buttons }
                <PinButton {pin} />
            </div>
        </section>
    }
}
