//! Where things are: the plot inside its canvas, times and pixels.

use plotters::coord::CoordTranslate;
use plotters_backend::BackendCoord;

use super::{Domain, Mark, TimeRange};

/// Largest side of a chart, CSS pixels.
const SIDE_MAX_PX: f64 = 16_384.0;
/// How near to a mark a pointer must be, CSS pixels: targets of 24.
const MARK_REACH_PX: f64 = 12.0;

/// How fine a backend is.
///
/// plotters draws in whole units. A backend whose unit is a fraction of a device pixel can draw
/// lines of 1.5 pixels and move them smoothly; `sub` says how many of its units make a pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Density {
    dpr: f64,
    sub: f64,
}

impl Default for Density {
    fn default() -> Self {
        Self { dpr: 1.0, sub: 1.0 }
    }
}

impl Density {
    /// `dpr` device pixels to a CSS pixel, `sub` backend units to a device pixel.
    ///
    /// Both are cut to sensible bounds (0.25 to 8, 1 to 16).
    pub fn new(dpr: f64, sub: u32) -> Self {
        let dpr = if dpr.is_finite() {
            dpr.clamp(0.25, 8.0)
        } else {
            1.0
        };
        Self {
            dpr,
            sub: f64::from(sub.clamp(1, 16)),
        }
    }

    /// Backend units in a CSS pixel.
    pub fn scale(self) -> f64 {
        self.dpr * self.sub
    }

    /// A length in CSS pixels as backend units.
    pub(super) fn units(self, css_px: f64) -> i32 {
        (css_px * self.scale()).round() as i32
    }

    /// A stroke in CSS pixels as backend units, at least one device pixel.
    pub(super) fn stroke(self, css_px: f64) -> u32 {
        (css_px * self.scale()).round().max(self.sub) as u32
    }

    /// One device pixel as backend units.
    pub(super) fn hairline(self) -> u32 {
        self.sub as u32
    }

    /// Number of device pixels across a length in CSS pixels.
    pub(super) fn columns(self, css_px: f64) -> f64 {
        (css_px * self.dpr).round().max(1.0)
    }
}

/// Where the plot lies in a chart, CSS pixels from the chart's upper left corner.
///
/// Very small charts have no labels, as sparklines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Left edge of the plot; the gutter left of it holds the value labels.
    pub left: f64,
    /// Upper edge; glyphs of marks stand above it.
    pub top: f64,
    /// Right edge; never less than `left`.
    pub right: f64,
    /// Lower edge; the time labels stand below it. Never less than `top`.
    pub bottom: f64,
    /// Whether there is room for value labels.
    pub value_labels: bool,
    /// Whether there is room for time labels.
    pub time_labels: bool,
}

impl Layout {
    /// The layout of a chart of that size, CSS pixels.
    pub fn new(width_px: f64, height_px: f64) -> Self {
        let side = |px: f64| {
            if px.is_finite() {
                px.clamp(0.0, SIDE_MAX_PX)
            } else {
                0.0
            }
        };
        let (width, height) = (side(width_px), side(height_px));
        let (value_labels, time_labels) = (width >= 120.0, height >= 60.0);
        let left = if value_labels { 44.0 } else { 2.0 };
        let top = if height >= 40.0 { 14.0 } else { 2.0 };
        Self {
            left,
            top,
            right: (width - if value_labels { 14.0 } else { 2.0 }).max(left),
            bottom: (height - if time_labels { 20.0 } else { 2.0 }).max(top),
            value_labels,
            time_labels,
        }
    }

    /// Width of the plot.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height of the plot.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// The time at a horizontal position in the chart, cut to the range.
pub fn pixel_to_time(layout: &Layout, range: TimeRange, x_px: f64) -> i64 {
    let share = (x_px - layout.left) / layout.width().max(1.0);
    let share = if share.is_nan() {
        0.0
    } else {
        share.clamp(0.0, 1.0)
    };
    range.from_ms() + (share * range.span_ms() as f64).round() as i64
}

/// The horizontal position of a time in the chart; outside the plot for times outside the range.
pub fn time_to_pixel(layout: &Layout, range: TimeRange, t_ms: i64) -> f64 {
    let share = (t_ms as f64 - range.from_ms() as f64) / range.span_ms() as f64;
    layout.left + share * layout.width()
}

/// The mark under a pointer: the nearest in range within 12 CSS pixels.
pub fn mark_at(layout: &Layout, range: TimeRange, marks: &[Mark], x_px: f64) -> Option<usize> {
    let away = |mark: &Mark| (time_to_pixel(layout, range, mark.t_ms) - x_px).abs();
    let shown = marks
        .iter()
        .enumerate()
        .filter(|(_, mark)| range.contains(mark.t_ms));
    let near = shown
        .map(|(i, mark)| (i, away(mark)))
        .filter(|(_, px)| *px <= MARK_REACH_PX);
    near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, _)| i)
}

/// The plot's coordinates for plotters: (time in ms, value) to backend units.
///
/// plotters' own numeric ranges overflow on extreme values; this one cuts to the plot.
#[derive(Clone)]
pub(super) struct PlotCoord {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
    pub(super) range: TimeRange,
    pub(super) domain: Domain,
}

impl PlotCoord {
    /// The same plot seen from the backend, for an area whose corner lies at `base`.
    pub(super) fn shifted(&self, base: BackendCoord) -> Self {
        Self {
            left: self.left + base.0,
            top: self.top + base.1,
            right: self.right + base.0,
            bottom: self.bottom + base.1,
            ..self.clone()
        }
    }

    /// Horizontal position of a time, cut to the plot.
    pub(super) fn x(&self, t_ms: f64) -> i32 {
        let share = (t_ms - self.range.from_ms() as f64) / self.range.span_ms() as f64;
        let share = if share.is_nan() {
            0.0
        } else {
            share.clamp(0.0, 1.0)
        };
        self.left + whole(share * f64::from(self.right - self.left))
    }

    /// Vertical position of a value, cut to the plot.
    pub(super) fn y(&self, value: f64) -> i32 {
        let height = f64::from(self.bottom - self.top);
        self.bottom - whole(self.domain.fraction(value) * height)
    }
}

/// The nearest whole number. WebAssembly has an instruction for the floor, none for rounding
/// half away from zero, and this is asked for every point of every line.
fn whole(value: f64) -> i32 {
    (value + 0.5).floor() as i32
}

impl CoordTranslate for PlotCoord {
    type From = (f64, f64);

    fn translate(&self, &(t_ms, value): &(f64, f64)) -> BackendCoord {
        (self.x(t_ms), self.y(value))
    }
}
