//! The map as tables.

use super::glyph::tone;
use crate::app::map::{Edge, Node, NodeKind, ServiceMap};
use crate::app::shared::Shared;
use crate::web::ui::head;
use yew::prelude::*;

/// Properties of [`MapTable`].
#[derive(Properties, PartialEq)]
pub struct MapTableProps {
    /// The map.
    pub map: Shared<ServiceMap>,
}

/// Parts and flows as tables.
#[component]
pub fn MapTable(props: &MapTableProps) -> Html {
    let map = &props.map;
    let part = |node: &Node| {
        // Where there is but one, its name says what it is.
        let named = matches!(node.kind, NodeKind::Users | NodeKind::Balancer);
        html! {
            <tr key={node.id.clone()}>
                <th scope="row">{ node.name.clone() }
                    <span class="muted" hidden={named}>
                        { format!(" {}", node.kind.word()) }</span></th>
                <td class={tone(node.health)}>{ node.state.clone() }</td>
                <td>{ node.why.clone() }</td>
                <td class="num-left num">{ node.line.clone() }</td>
            </tr>
        }
    };
    let flow = |edge: &Edge| {
        let (from, to) = (&map.nodes[edge.from], &map.nodes[edge.to]);
        html! {
            <tr key={format!("{}>{}", from.id, to.id)}>
                <th scope="row">{ format!("{} to {}", from.name, to.name) }</th>
                <td class={tone(Some(edge.health))}>{ edge.health.word() }</td>
                <td class="num">{ edge.rate.clone() }</td>
                <td class="num">{ edge.errors.clone() }</td>
                <td class="num">{ edge.latency.clone() }</td>
            </tr>
        }
    };
    html! {
        <div class="map-tables" role="region" aria-label="Service map as tables" tabindex="0">
            <table class="table">
                <caption class="label">{ "Parts" }</caption>
                { head(&["Part", "State", "Why", "Now"]) }
                <tbody>{ for map.nodes.iter().map(part) }</tbody>
            </table>
            <table class="table">
                <caption class="label">{ "Flows" }</caption>
                { head(&["From, to", "State", "#Rate", "#Errors", "#Latency"]) }
                <tbody>{ for map.edges.iter().map(flow) }</tbody>
            </table>
        </div>
    }
}
