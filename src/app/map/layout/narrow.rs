//! From top to bottom, with a rail on each side.

use super::parts::{Anchor, Label, Layout, MARGIN, Rect, Route, flow, in_row, of_kind};
use crate::app::map::{NodeKind, ServiceMap};

/// Height of a card.
const CARD: f64 = 66.0;
/// Between two cards, with the words of the flow between them.
const GAP: f64 = 26.0;
/// Room for a rail.
const RAIL: f64 = 20.0;
/// From this width on a service's pool stands beside it.
const BESIDE_FROM: f64 = 460.0;

pub(super) fn layout(map: &ServiceMap, width: f64) -> Layout {
    let (left, inner) = (MARGIN + RAIL, width - 2.0 * (MARGIN + RAIL));
    let mut boxes = vec![Rect::default(); map.nodes.len()];
    let mut top = MARGIN;
    let put = |boxes: &mut Vec<Rect>, kind: NodeKind, top: f64| -> f64 {
        let mut top = top;
        for at in of_kind(map, kind) {
            boxes[at] = Rect::new(left, top, inner, CARD);
            top += CARD + GAP;
        }
        top
    };
    top = put(&mut boxes, NodeKind::Users, top);
    top = put(&mut boxes, NodeKind::Balancer, top);
    let beside = width >= BESIDE_FROM;
    let between = (inner * 0.17).round().max(82.0);
    for at in of_kind(map, NodeKind::Service) {
        let row = map.nodes[at].row;
        let pool = in_row(map, NodeKind::Pool, row);
        let half = if beside && pool.is_some() {
            ((inner - between) * 0.54).round()
        } else {
            inner
        };
        boxes[at] = Rect::new(left, top, half, CARD);
        if let Some(pool) = pool {
            boxes[pool] = if beside {
                let x = left + half + between;
                Rect::new(x, top, left + inner - x, CARD)
            } else {
                top += CARD + GAP;
                Rect::new(left + RAIL, top, inner - RAIL, CARD)
            };
        }
        top += CARD + GAP;
        if let Some(cache) = in_row(map, NodeKind::Cache, row) {
            boxes[cache] = if beside {
                Rect::new(left, top, half, CARD)
            } else {
                Rect::new(left + RAIL, top, inner - RAIL, CARD)
            };
            top += CARD + GAP;
        }
    }
    for kind in [NodeKind::Bouncer, NodeKind::Database, NodeKind::Replica] {
        top = put(&mut boxes, kind, top);
    }
    let pipelines = of_kind(map, NodeKind::Pipeline);
    let bottom = if pipelines.is_empty() {
        top - GAP
    } else {
        flow(&mut boxes, &pipelines, top + 14.0, width, 240.0)
    };
    let routes = map.edges.iter().map(|edge| {
        let kinds = (map.nodes[edge.from].kind, map.nodes[edge.to].kind);
        route(kinds, &boxes[edge.from], &boxes[edge.to], width)
    });
    Layout {
        width,
        height: bottom.max(MARGIN) + MARGIN,
        routes: routes.collect(),
        boxes,
        wide: false,
    }
}

fn route(kinds: (NodeKind, NodeKind), from: &Rect, to: &Rect, width: f64) -> Route {
    let line = |at, width| Label {
        at,
        anchor: Anchor::Start,
        stacked: false,
        width,
    };
    let (left_rail, right_rail) = (MARGIN + RAIL / 2.0, width - MARGIN - RAIL / 2.0);
    match kinds {
        (NodeKind::Balancer, _) => {
            let (start, end) = ((from.x, from.middle().1), (to.x, to.middle().1));
            let label = line((to.x, to.y - 8.0), width - MARGIN - RAIL - to.x);
            Route {
                points: vec![start, (left_rail, start.1), (left_rail, end.1), end],
                label: Some(label),
            }
        }
        (NodeKind::Pool | NodeKind::Service, NodeKind::Bouncer | NodeKind::Database) => {
            let start = (from.right(), from.middle().1);
            let end = (to.right(), to.middle().1);
            Route {
                points: vec![start, (right_rail, start.1), (right_rail, end.1), end],
                label: None,
            }
        }
        _ if (from.y - to.y).abs() < 1.0 => {
            let (start, end) = ((from.right(), from.middle().1), (to.x, to.middle().1));
            let label = Label {
                at: ((start.0 + end.0) / 2.0, start.1 - 5.0),
                anchor: Anchor::Middle,
                stacked: true,
                width: end.0 - start.0,
            };
            Route {
                points: vec![start, end],
                label: Some(label),
            }
        }
        _ if to.x > from.x => {
            // Parts of a service hang on a line of their own, one below the other.
            let (x, end) = (from.x + RAIL / 2.0, (to.x, to.middle().1));
            let label = line((to.x, to.y - 8.0), to.w);
            Route {
                points: vec![(x, from.bottom()), (x, end.1), end],
                label: Some(label),
            }
        }
        _ => {
            let x = from.x + 14.0;
            let label = line(
                (x + 8.0, to.y - 9.0),
                from.right().max(to.right()) - x - 8.0,
            );
            Route {
                points: vec![(x, from.bottom()), (x, to.y)],
                label: Some(label),
            }
        }
    }
}
