//! The histogram's bars as SVG path data: one path for each level, stacked, the worst below.

use super::histogram::Bars;
use std::fmt::Write;

/// Height of the picture, in its own units; a bar is one unit wide.
pub const HEIGHT: f64 = 100.0;
/// Share of its width that a bar fills.
const FILL: f64 = 0.84;
/// Smallest height of a bar that stands for something.
const HEIGHT_MIN: f64 = 6.0;

/// Path data by level, from detail to fatal; empty where a level has no message.
#[must_use]
pub fn paths(bars: &Bars) -> [String; 5] {
    let mut out: [String; 5] = std::array::from_fn(|_| String::new());
    let peak = f64::from(bars.peak());
    for (at, counts) in bars.counts.iter().enumerate() {
        let all: f64 = counts.iter().map(|n| f64::from(*n)).sum();
        if all <= 0.0 {
            continue;
        }
        let whole = (all / peak * HEIGHT).max(HEIGHT_MIN);
        let mut y = HEIGHT;
        for level in (0..counts.len()).rev().filter(|level| counts[*level] > 0) {
            let height = f64::from(counts[level]) / all * whole;
            let x = at as f64 + (1.0 - FILL) / 2.0;
            // Writing to a string cannot fail.
            let _ = write!(
                out[level],
                "M{x:.2} {y:.2}h{FILL}V{:.2}h-{FILL}z",
                y - height
            );
            y -= height;
        }
    }
    out
}
