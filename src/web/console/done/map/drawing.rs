//! The drawing: cards and the flows between them.

use super::glyph::tone;
use super::node::Card;
use super::width::use_width;
use crate::app::map::layout::{Anchor, Direction, Label, Point, Route, layout, path};
use crate::app::map::{Edge, NodeKind, ServiceMap, words};
use crate::app::shared::Shared;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// Size of the words on flows, px.
const LABEL_PX: f64 = 11.0;
/// Height of a line of them, px.
const LINE_PX: f64 = 12.5;

/// Properties of [`Drawing`].
#[derive(Properties, PartialEq)]
pub struct DrawingProps {
    /// The map.
    pub map: Shared<ServiceMap>,
    /// Id of the part whose numbers are shown.
    pub chosen: Option<String>,
    /// Chooses another, or none.
    pub choose: Callback<Option<String>>,
}

/// The drawing.
#[component]
pub fn Drawing(props: &DrawingProps) -> Html {
    let frame = use_node_ref();
    let width = use_width(&frame);
    let reached = use_state(|| 0_usize);
    let map = &props.map;
    let drawn = layout(map, width);
    let choose = callback!(
        [choose = props.choose, chosen = props.chosen],
        move |id: String| {
            choose.emit((chosen.as_ref() != Some(&id)).then_some(id));
        }
    );
    let onkeydown = callback!(
        [drawn, map, reached, choose],
        move |event: KeyboardEvent| {
            let part = part_of(&event).filter(|(_, at)| *at < map.nodes.len());
            let Some((part, at)) = part else {
                return;
            };
            let direction = match event.key().as_str() {
                "ArrowLeft" => Direction::Left,
                "ArrowRight" => Direction::Right,
                "ArrowUp" => Direction::Up,
                "ArrowDown" => Direction::Down,
                "Enter" | " " => {
                    event.prevent_default();
                    return choose.emit(map.nodes[at].id.clone());
                }
                _ => return,
            };
            event.prevent_default();
            if let Some(next) = drawn.neighbour(at, direction) {
                reached.set(next);
                focus_from(&part, next);
            }
        }
    );
    let cards = map.nodes.iter().zip(&drawn.boxes).enumerate();
    let cards = cards.map(|(at, (node, rect))| {
        html! {
            <Card key={node.id.clone()} node={node.clone()} rect={*rect} {at}
                chosen={props.chosen.as_ref() == Some(&node.id)}
                reached={at == *reached} choose={choose.clone()} />
        }
    });
    let flows = map.edges.iter().zip(&drawn.routes).collect::<Vec<_>>();
    // The worst last, so that it lies on top where flows share a bus.
    let mut sorted = flows.clone();
    sorted.sort_by_key(|(edge, _)| edge.health);
    let lines = sorted
        .into_iter()
        .map(|(edge, route)| line(map, edge, route));
    let labels = flows.into_iter().map(|(edge, route)| {
        let words = route.label.map(|label| label_of(edge, &label));
        html! { <g key={key_of(map, edge)}>{ words }</g> }
    });
    let pipelines = map
        .nodes
        .iter()
        .position(|node| node.kind == NodeKind::Pipeline);
    let heading = pipelines.and_then(|at| drawn.boxes.get(at)).map(|rect| {
        html! {
            <text class="map-heading" x={rect.x.to_string()} y={(rect.y - 8.0).to_string()}>
                { "Pipelines" }
            </text>
        }
    });
    let size = (drawn.width.to_string(), drawn.height.to_string());
    html! {
        <div ref={frame} class="map-frame">
            <svg class="map" role="group" aria-label="Service map" width={size.0}
                height={size.1} {onkeydown} hidden={width < 1.0}>
                <g aria-hidden="true">{ for lines }</g>
                <g aria-hidden="true">{ for labels }{ heading }</g>
                <g>{ for cards }</g>
            </svg>
        </div>
    }
}

/// The part that has the focus: its element and its place.
fn part_of(event: &KeyboardEvent) -> Option<(Element, usize)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let part = target.closest("[data-at]").ok()??;
    let at = part.get_attribute("data-at")?.parse().ok()?;
    Some((part, at))
}

/// Moves the focus from a part to another of the same drawing, which may stand in a window
/// of its own.
fn focus_from(part: &Element, to: usize) {
    let drawing = part.closest("svg").ok().flatten();
    let next = drawing.and_then(|svg| {
        let place = format!("[data-at=\"{to}\"]");
        svg.query_selector(&place).ok().flatten()
    });
    if let Some(next) = next {
        // Elements of SVG have the same method as those of HTML.
        let _ = next.unchecked_into::<HtmlElement>().focus();
    }
}

fn key_of(map: &ServiceMap, edge: &Edge) -> String {
    format!("{}>{}", map.nodes[edge.from].id, map.nodes[edge.to].id)
}

fn line(map: &ServiceMap, edge: &Edge, route: &Route) -> Html {
    let end = route.points.last().copied().unwrap_or_default();
    let before = route.points.iter().rev().nth(1).copied().unwrap_or(end);
    html! {
        <g key={key_of(map, edge)} class={classes!("map-edge", tone(Some(edge.health)))}>
            <path d={path(&route.points)} />
            <path class="map-arrow" d={arrow(before, end)} />
        </g>
    }
}

/// A small arrowhead at the end of a level or upright piece.
fn arrow((ax, ay): Point, (bx, by): Point) -> String {
    let (dx, dy) = ((bx - ax).clamp(-1.0, 1.0), (by - ay).clamp(-1.0, 1.0));
    let (length, half) = (5.0, 3.0);
    let (x, y) = (bx - dx * length, by - dy * length);
    let (sx, sy) = (-dy * half, dx * half);
    format!("M{bx} {by}L{} {}L{} {}z", x + sx, y + sy, x - sx, y - sy)
}

fn label_of(edge: &Edge, label: &Label) -> Html {
    let lines: Vec<String> = if label.stacked {
        let parts = [&edge.rate, &edge.errors, &edge.latency];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.cloned().collect()
    } else {
        vec![words::of_edge(edge)]
    };
    let count = lines.len();
    let anchor = match label.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
    };
    let lines = lines.into_iter().enumerate().map(|(at, text)| {
        let y = label.at.1 - LINE_PX * (count - 1 - at) as f64;
        let class = (text == edge.errors).then(|| tone(Some(edge.health)));
        html! {
            <text key={at} class={classes!("map-label", class)} x={label.at.0.to_string()}
                y={y.to_string()} text-anchor={anchor}>
                { words::fit(&text, label.width, LABEL_PX) }
            </text>
        }
    });
    html! { <>{ for lines }</> }
}
