//! Curves and scales of the lab's charts: paths in a square of 100 by 100, whose top is the
//! largest value.

use std::fmt::Write;

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

/// A number at an axis: `250 k`, `1.5 M`, `40`.
#[must_use]
pub fn short(value: f64) -> String {
    let rounded = |value: f64| {
        let text = format!("{value:.2}");
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    };
    match value.abs() {
        v if v >= 1e6 => format!("{} M", rounded(value / 1e6)),
        v if v >= 1e4 => format!("{} k", rounded(value / 1e3)),
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
    }

    #[test]
    fn numbers_at_axes_are_short() {
        assert_eq!(short(2e6), "2 M");
        assert_eq!(short(250_000.0), "250 k");
        assert_eq!(short(1.5), "1.5");
        assert_eq!(short(0.0), "0");
    }
}
