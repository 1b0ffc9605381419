//! From left to right: users and balancer, services, pools, database.

use super::parts::{Anchor, Label, Layout, MARGIN, Point, Rect, Route, flow, in_row, of_kind};
use crate::app::map::{NodeKind, ServiceMap};

/// Height of a card.
const CARD: f64 = 66.0;
/// Height of a cache's card below its service.
const SMALL: f64 = CARD;
/// Between two rows.
const ROW_GAP: f64 = 14.0;
/// Between cards one above the other, with the words of the flow between them.
const STACK_GAP: f64 = 34.0;

/// From a part to the bus that it shares.
const BUS: f64 = 14.0;

/// Left edges and widths of the four columns.
struct Columns {
    x: [f64; 4],
    w: [f64; 4],
}

impl Columns {
    /// Cards and gaps grow with the width up to a point; what is left over is room at the
    /// sides.
    fn of(width: f64) -> Columns {
        let cards = [124.0, 156.0, 140.0, 148.0];
        let gaps = [92.0, 92.0, 66.0];
        let natural: f64 = cards.iter().chain(&gaps).sum();
        let inner = width - 2.0 * MARGIN;
        let scale = (inner / natural).clamp(0.9, 1.5);
        let used = natural * scale;
        let mut x = [0.0; 4];
        let mut left = ((width - used) / 2.0).max(MARGIN).round();
        for at in 0..4 {
            x[at] = left.round();
            left += (cards[at] + gaps.get(at).copied().unwrap_or(0.0)) * scale;
        }
        let w = cards.map(|card| (card * scale).floor());
        Columns { x, w }
    }
}

pub(super) fn layout(map: &ServiceMap, width: f64) -> Layout {
    let columns = Columns::of(width);
    let mut boxes = vec![Rect::default(); map.nodes.len()];
    let mut top = MARGIN;
    for at in of_kind(map, NodeKind::Service) {
        let row = map.nodes[at].row;
        boxes[at] = Rect::new(columns.x[1], top, columns.w[1], CARD);
        if let Some(pool) = in_row(map, NodeKind::Pool, row) {
            boxes[pool] = Rect::new(columns.x[2], top, columns.w[2], CARD);
        }
        top += CARD;
        if let Some(cache) = in_row(map, NodeKind::Cache, row) {
            boxes[cache] = Rect::new(columns.x[1], top + STACK_GAP, columns.w[1], SMALL);
            top += STACK_GAP + SMALL;
        }
        top += ROW_GAP;
    }
    let rows_end = (top - ROW_GAP).max(MARGIN);
    let stack = |boxes: &mut Vec<Rect>, all: Vec<usize>, column: usize| -> f64 {
        let count = all.len() as f64;
        let height = count * CARD + (count - 1.0).max(0.0) * STACK_GAP;
        let mut y = (MARGIN + (rows_end - MARGIN - height) / 2.0)
            .max(MARGIN)
            .round();
        for at in all {
            boxes[at] = Rect::new(columns.x[column], y, columns.w[column], CARD);
            y += CARD + STACK_GAP;
        }
        y - STACK_GAP
    };
    let first = [NodeKind::Users, NodeKind::Balancer];
    let last = [NodeKind::Bouncer, NodeKind::Database, NodeKind::Replica];
    let gather = |kinds: &[NodeKind]| kinds.iter().flat_map(|kind| of_kind(map, *kind)).collect();
    let left_end = stack(&mut boxes, gather(&first), 0);
    let right_end = stack(&mut boxes, gather(&last), 3);
    let end = rows_end.max(left_end).max(right_end);
    let pipelines = of_kind(map, NodeKind::Pipeline);
    let below = if pipelines.is_empty() {
        end
    } else {
        end + 40.0
    };
    let bottom = flow(&mut boxes, &pipelines, below, width, 210.0);
    let routes = map.edges.iter().map(|edge| {
        let spreads = map.nodes[edge.from].kind == NodeKind::Balancer;
        route(&boxes[edge.from], &boxes[edge.to], spreads)
    });
    Layout {
        width,
        height: bottom + MARGIN,
        routes: routes.collect(),
        boxes,
        wide: true,
    }
}

/// Straight down within a column, else out on the right, along a bus, and in on the left.
/// The bus stands close to the part that all its flows share: the one they come from where
/// it `spreads`, else the one they go to.
fn route(from: &Rect, to: &Rect, spreads: bool) -> Route {
    if (from.x - to.x).abs() < 1.0 {
        let x = from.x + 16.0;
        let label = Label {
            at: (x + 10.0, to.y - 7.0),
            anchor: Anchor::Start,
            stacked: true,
            width: from.w - 28.0,
        };
        return Route {
            points: vec![(x, from.bottom()), (x, to.y)],
            label: Some(label),
        };
    }
    let (start, end) = ((from.right(), from.middle().1), (to.x, to.middle().1));
    let (bus, label) = if spreads {
        let bus = start.0 + BUS;
        (bus, above((bus, end.1), end.0 - bus))
    } else {
        let bus = end.0 - BUS;
        (bus, above(start, bus - start.0))
    };
    let points = if (start.1 - end.1).abs() < 1.0 {
        vec![start, end]
    } else {
        vec![start, (bus, start.1), (bus, end.1), end]
    };
    Route {
        points,
        label: Some(label),
    }
}

/// Words in lines above a level piece.
fn above((x, y): Point, length: f64) -> Label {
    Label {
        at: (x + length / 2.0, y - 5.0),
        anchor: Anchor::Middle,
        stacked: true,
        width: length,
    }
}
