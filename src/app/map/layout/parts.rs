//! Rectangles and routes, and what both ways of laying a map out make of them.

use crate::app::map::{NodeKind, ServiceMap};

/// Room around all.
pub(super) const MARGIN: f64 = 8.0;
/// Radius of a flow's corners.
const CORNER: f64 = 6.0;

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// A rectangle.
    #[must_use]
    pub fn new(x: f64, y: f64, w: f64, h: f64) -> Rect {
        Rect { x, y, w, h }
    }

    /// Its right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Its lower edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Its middle.
    #[must_use]
    pub fn middle(&self) -> Point {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Whether it and another have more than an edge in common.
    #[must_use]
    pub fn overlaps(&self, other: &Rect) -> bool {
        let apart = self.right() <= other.x
            || other.right() <= self.x
            || self.bottom() <= other.y
            || other.bottom() <= self.y;
        !apart
    }

    /// Whether a point lies on its border.
    #[must_use]
    pub fn borders(&self, (x, y): Point) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() < 0.5;
        let (inside_x, inside_y) = (
            x >= self.x - 0.5 && x <= self.right() + 0.5,
            y >= self.y - 0.5 && y <= self.bottom() + 0.5,
        );
        (inside_y && (near(x, self.x) || near(x, self.right())))
            || (inside_x && (near(y, self.y) || near(y, self.bottom())))
    }
}

/// x and y.
pub type Point = (f64, f64);

/// Where a flow's words stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// Anchor: the first line's baseline begins (or has its middle, or ends) here.
    pub at: Point,
    /// How the text lies to the anchor.
    pub anchor: Anchor,
    /// One word group per line; else all on one line.
    pub stacked: bool,
    /// Room for a line.
    pub width: f64,
}

/// How a text lies to its anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Begins there.
    Start,
    /// Has its middle there.
    Middle,
}

/// How a flow runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Corners, from the border of one part to that of the other.
    pub points: Vec<Point>,
    /// Where its words stand; none where there is no room for any.
    pub label: Option<Label>,
}

/// The whole drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// A rectangle for each node.
    pub boxes: Vec<Rect>,
    /// A route for each edge.
    pub routes: Vec<Route>,
    /// Whether it runs from left to right.
    pub wide: bool,
}

/// A direction in which the focus moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Up.
    Up,
    /// Down.
    Down,
}

impl Layout {
    /// The part next to one in a direction: the nearest of those that lie straight that
    /// way, else the nearest that lies that way at all, what is aside counting double.
    /// Every part can be reached from every other.
    #[must_use]
    pub fn neighbour(&self, from: usize, direction: Direction) -> Option<usize> {
        let here = self.boxes.get(from)?;
        let others = self.boxes.iter().enumerate().filter(|(at, _)| *at != from);
        let ahead = others.filter_map(|(at, rect)| {
            let (dx, dy) = (
                rect.middle().0 - here.middle().0,
                rect.middle().1 - here.middle().1,
            );
            let level = rect.y < here.bottom() && here.y < rect.bottom();
            let upright = rect.x < here.right() && here.x < rect.right();
            let (along, aside, straight) = match direction {
                Direction::Left => (-dx, dy, level),
                Direction::Right => (dx, dy, level),
                Direction::Up => (-dy, dx, upright),
                Direction::Down => (dy, dx, upright),
            };
            let straight = straight && along > 1.0;
            // Of those straight ahead the nearest row or column counts, whatever its width.
            let weight = if straight { 0.01 } else { 2.0 };
            (along > 1.0).then_some((!straight, along + weight * aside.abs(), at))
        });
        let nearest = ahead.min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        nearest.map(|(_, _, at)| at)
    }
}

/// A route as the data of an SVG path, its corners rounded.
#[must_use]
pub fn path(points: &[Point]) -> String {
    let Some((first, rest)) = points.split_first() else {
        return String::new();
    };
    let mut data = format!("M{} {}", first.0, first.1);
    for at in 0..rest.len() {
        let (corner, next) = (rest[at], rest.get(at + 1));
        let before = if at == 0 { *first } else { rest[at - 1] };
        match next {
            Some(next) => {
                let enter = towards(corner, before);
                let leave = towards(corner, *next);
                data += &format!(
                    "L{} {}Q{} {} {} {}",
                    enter.0, enter.1, corner.0, corner.1, leave.0, leave.1
                );
            }
            None => data += &format!("L{} {}", corner.0, corner.1),
        }
    }
    data
}

/// The point of a straight piece that is a corner's radius (half the piece at most) away.
fn towards(from: Point, to: Point) -> Point {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.abs().max(dy.abs());
    if length < 0.001 {
        return from;
    }
    let share = CORNER.min(length / 2.0) / length;
    (from.0 + dx * share, from.1 + dy * share)
}

/// Places of the nodes of a kind.
pub(super) fn of_kind(map: &ServiceMap, kind: NodeKind) -> Vec<usize> {
    let nodes = map.nodes.iter().enumerate();
    nodes
        .filter(|(_, node)| node.kind == kind)
        .map(|(at, _)| at)
        .collect()
}

/// The node of a kind that belongs to a service.
pub(super) fn in_row(map: &ServiceMap, kind: NodeKind, row: usize) -> Option<usize> {
    let mut nodes = map.nodes.iter();
    nodes.position(|node| node.kind == kind && node.row == row)
}

/// A row of small parts that breaks where the width ends; tells where it ends below.
pub(super) fn flow(boxes: &mut [Rect], all: &[usize], top: f64, width: f64, least: f64) -> f64 {
    if all.is_empty() {
        return top;
    }
    let (gap, height) = (8.0, 46.0);
    let inner = width - 2.0 * MARGIN;
    let columns = ((inner + gap) / (least + gap)).floor().max(1.0);
    let columns = columns.min(all.len() as f64);
    let w = (inner - gap * (columns - 1.0)) / columns;
    let mut bottom = top;
    for (place, at) in all.iter().enumerate() {
        let (column, line) = (place % columns as usize, place / columns as usize);
        let x = MARGIN + column as f64 * (w + gap);
        let y = top + line as f64 * (height + gap);
        boxes[*at] = Rect::new(x, y, w, height);
        bottom = y + height;
    }
    bottom
}
