//! Where the parts of the map stand and how their flows run: a pure function of the map
//! and of the width there is.
//!
//! Wide: from left to right, a row for each service. Narrow: from top to bottom, with a
//! rail on the left that brings requests to the services and one on the right that brings
//! their connections to the database. Lengths are CSS pixels.

mod narrow;
mod parts;
mod wide;

use super::ServiceMap;
pub use parts::{Anchor, Direction, Label, Layout, Point, Rect, Route, path};

/// From this width on the map runs from left to right.
pub const WIDE_FROM: f64 = 760.0;
/// The narrowest map; what is narrower scrolls.
pub const WIDTH_MIN: f64 = 288.0;

/// Lays a map out for a width.
#[must_use]
pub fn layout(map: &ServiceMap, width: f64) -> Layout {
    let width = if width.is_finite() {
        width.max(WIDTH_MIN).floor()
    } else {
        WIDTH_MIN
    };
    if width >= WIDE_FROM {
        wide::layout(map, width)
    } else {
        narrow::layout(map, width)
    }
}
