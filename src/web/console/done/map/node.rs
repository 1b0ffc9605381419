//! A part's card: what it is, its numbers, how it stands.

use super::glyph::{of_health, of_kind, tone};
use crate::app::map::layout::Rect;
use crate::app::map::{Health, Node, NodeKind, words};
use yew::prelude::*;

/// Room at the sides of a card, px.
const SIDE: f64 = 10.0;

/// Properties of [`Card`].
#[derive(Properties, PartialEq)]
pub struct CardProps {
    /// The part.
    pub node: Node,
    /// Where it stands.
    pub rect: Rect,
    /// Its place among the parts.
    pub at: usize,
    /// Whether it is the one whose numbers are shown.
    pub chosen: bool,
    /// Whether the focus comes to it by Tab.
    pub reached: bool,
    /// Chooses it.
    pub choose: Callback<String>,
}

/// A card.
#[component]
pub fn Card(props: &CardProps) -> Html {
    let (node, rect) = (&props.node, props.rect);
    let id = node.id.clone();
    let onclick = props.choose.reform(move |_: MouseEvent| id.clone());
    let place = |x: f64, y: f64| format!("translate({x} {y})");
    let inner = rect.w - 2.0 * SIDE;
    let pipeline = node.kind == NodeKind::Pipeline;
    let state = if pipeline {
        // It is neither well nor unwell: its word stands where others have their sign.
        html! {
            <text class="map-state" x={(rect.w - SIDE).to_string()} y="19" text-anchor="end">
                { node.state.clone() }
            </text>
        }
    } else {
        html! {
            <>
                <path class="map-sign" transform={place(rect.w - 25.0, 8.0)}
                    d={of_health(node.health)} />
                <text class="map-state" x={SIDE.to_string()} y="53">{ node.state.clone() }</text>
            </>
        }
    };
    let fill = node.fill.map(|fill| {
        let bar = |class: &'static str, from: f64, share: f64| {
            html! {
                <rect {class} x={(SIDE + inner * from).to_string()} y={(rect.h - 7.0).to_string()}
                    width={(inner * share).to_string()} height="3" />
            }
        };
        html! {
            <>
                { bar("map-bar", 0.0, 1.0) }
                { bar("map-bar-idle", fill.busy, fill.idle) }
                { bar("map-bar-busy", 0.0, fill.busy) }
            </>
        }
    });
    let class = classes!(
        "map-node",
        tone(node.health),
        (node.health == Some(Health::Down)).then_some("map-down"),
        props.chosen.then_some("map-chosen"),
    );
    // The rectangle on top is the button: without text of its own, its name is the sentence.
    html! {
        <g {class} transform={place(rect.x, rect.y)}>
            <rect class="map-card" x="0.5" y="0.5" rx="6" width={(rect.w - 1.0).to_string()}
                height={(rect.h - 1.0).to_string()} />
            <path class="map-glyph" transform={place(8.0, 8.0)} d={of_kind(node.kind)} />
            <text class="map-name" x="30" y="20">
                { words::fit(&node.name, rect.w - if pipeline { 80.0 } else { 62.0 }, 13.0) }
            </text>
            <text class="map-line" x={SIDE.to_string()} y="37">
                { words::fit(&node.line, inner, 11.5) }
            </text>
            { state }
            { fill }
            <rect class="map-hit" x="0.5" y="0.5" rx="6" width={(rect.w - 1.0).to_string()}
                height={(rect.h - 1.0).to_string()} role="button"
                id={format!("map-node-{}", props.at)}
                tabindex={if props.reached { "0" } else { "-1" }} data-at={props.at.to_string()}
                aria-pressed={props.chosen.to_string()} aria-label={words::of_node(node)}
                {onclick} />
        </g>
    }
}
