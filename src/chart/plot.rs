//! Charts that are printed: paths in a square of 100 by 100, whose top is the largest value, and
//! the words at its edges. Whoever draws them makes elements or a text of them.

use std::fmt::Write;

/// Lines across the square at the top, the half and the ground.
pub const GRID: &str = "M0 0H100M0 50H100M0 100H100";

/// The axes of curves over the whole minutes of an incident.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minutes {
    /// The last minute: a multiple of 20, so that quarters are whole.
    pub end: usize,
    /// The largest value, a round number.
    pub most: f64,
}

impl Minutes {
    /// Axes that hold these curves, each with a value a minute.
    #[must_use]
    pub fn of<'a>(curves: impl Iterator<Item = &'a [u64]> + Clone) -> Minutes {
        let minutes = curves.clone().map(<[u64]>::len).max();
        let minutes = minutes.unwrap_or(0).saturating_sub(1);
        let most = curves.flatten().max().copied().unwrap_or(0);
        Minutes {
            end: minutes.div_ceil(20).max(1) * 20,
            most: axis_end(most.max(1) as f64),
        }
    }

    /// The path of a curve.
    #[must_use]
    pub fn path(&self, curve: &[u64]) -> String {
        let points = curve.iter().enumerate();
        line(
            points.map(|(minute, n)| (minute as f64 / self.end as f64, *n as f64)),
            self.most,
        )
    }
}

/// The values at the side of a square, from its top to its ground.
#[must_use]
pub fn heights(most: f64) -> [f64; 3] {
    [most, most / 2.0, 0.0]
}

/// The values below a square, from its start to its end.
#[must_use]
pub fn quarters(end: usize) -> [usize; 5] {
    [0, 1, 2, 3, 4].map(|part| end * part / 4)
}

/// Dots at points of (share of the width, value): lines of no length, whose round ends are dots
/// however the picture is stretched.
#[must_use]
pub fn dots(points: impl Iterator<Item = (f64, f64)>, most: f64) -> String {
    points
        .map(|(share, value)| format!("M{:.2} {:.2}h0", share * 100.0, y(value, most)))
        .collect()
}

/// Columns side by side, one for each value; of 0 there is none.
#[must_use]
pub fn columns(values: &[u64], most: f64) -> String {
    let wide = 100.0 / values.len().max(1) as f64;
    let mut path = String::new();
    for (at, value) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
        let (x, top) = (at as f64 * wide, y(*value as f64, most));
        let _ = write!(path, "M{x:.2} 100V{top:.2}H{:.2}V100Z", x + wide * 0.86);
    }
    path
}

/// The end of an axis that holds a value: 1, 2, 3, 4, 5, 6, 8 or 10 times a power of ten, so
/// that its half is round.
#[must_use]
pub fn axis_end(most: f64) -> f64 {
    if !most.is_finite() || most <= 0.0 {
        return 1.0;
    }
    let mut unit = 1e-3;
    while unit * 10.0 < most {
        unit *= 10.0;
    }
    let steps = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    let step = steps.into_iter().find(|step| step * unit >= most);
    step.unwrap_or(10.0) * unit
}

/// Height of a value above the ground as a `y` of the square.
#[must_use]
pub fn y(value: f64, most: f64) -> f64 {
    100.0 - (value / most).clamp(0.0, 1.0) * 100.0
}

/// A line through points of (share of the width, value).
#[must_use]
pub fn line(points: impl Iterator<Item = (f64, f64)>, most: f64) -> String {
    let mut path = String::new();
    for (share, value) in points {
        let letter = if path.is_empty() { 'M' } else { 'L' };
        // A text takes whatever is written into it.
        let _ = write!(path, "{letter}{:.2} {:.2}", share * 100.0, y(value, most));
    }
    path
}

/// The ground between two lines, of (share of the width, lower value, upper value).
#[must_use]
pub fn band(points: &[(f64, f64, f64)], most: f64) -> String {
    if points.is_empty() {
        return String::new();
    }
    let mut path = line(points.iter().map(|p| (p.0, p.2)), most);
    for (share, low, _) in points.iter().rev() {
        let _ = write!(path, "L{:.2} {:.2}", share * 100.0, y(*low, most));
    }
    path.push('Z');
    path
}

/// A number at an axis: `250 k`, `1.5 M`, `2,000`, `40`.
#[must_use]
pub fn short(value: f64) -> String {
    let rounded = |value: f64| {
        let text = format!("{value:.2}");
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    };
    match value.abs() {
        v if v >= 1e6 => format!("{} M", rounded(value / 1e6)),
        v if v >= 1e4 => format!("{} k", rounded(value / 1e3)),
        v if v >= 1e3 && v.fract() == 0.0 => {
            format!("{},{:03}", (value / 1e3).trunc(), v % 1e3)
        }
        _ => rounded(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_end_at_round_numbers() {
        for (most, end) in [
            (0.0, 1.0),
            (0.4, 0.4),
            (7.0, 8.0),
            (47.0, 50.0),
            (1_640_241.0, 2e6),
        ] {
            assert!(
                (axis_end(most) - end).abs() < end * 1e-9,
                "{most}: {}",
                axis_end(most)
            );
        }
        assert!(axis_end(f64::NAN) > 0.0 && axis_end(f64::INFINITY) > 0.0);
    }

    #[test]
    fn paths_by_hand() {
        let points = [(0.0, 0.0, 10.0), (1.0, 5.0, 20.0)];
        let means = points.iter().map(|p| (p.0, p.2));
        assert_eq!(line(means, 20.0), "M0.00 50.00L100.00 0.00");
        assert_eq!(
            band(&points, 20.0),
            "M0.00 50.00L100.00 0.00L100.00 75.00L0.00 100.00Z"
        );
        assert_eq!(band(&[], 1.0), "");
        assert_eq!(columns(&[0, 5], 10.0), "M50.00 100V50.00H93.00V100Z");
        let axes = Minutes::of([&[0, 5, 1234][..], &[1; 21]].into_iter());
        assert_eq!(axes, Minutes { end: 20, most: 2e3 });
        assert_eq!(axes.path(&[0, 2_000]), "M0.00 100.00L5.00 0.00");
        assert_eq!(quarters(axes.end), [0, 5, 10, 15, 20]);
        assert_eq!(
            Minutes::of(std::iter::empty()),
            Minutes { end: 20, most: 1.0 }
        );
    }

    #[test]
    fn numbers_at_axes_are_short() {
        assert_eq!(short(2e6), "2 M");
        assert_eq!(short(250_000.0), "250 k");
        assert_eq!(short(1.5), "1.5");
        assert_eq!(
            (short(2_000.0), short(-8_050.0)),
            ("2,000".into(), "-8,050".into())
        );
        assert_eq!(short(0.0), "0");
    }
}
