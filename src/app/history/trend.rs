//! Whether the values of runs go up or down from run to run.

use super::spread::ENOUGH;

/// How the values go from run to run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trend {
    /// Fewer than [`ENOUGH`] runs: nothing can be told.
    TooFew,
    /// None that chance would not make, too.
    Unclear,
    /// Up, by about so much a run.
    Up(f64),
    /// Down, by about so much a run; above 0.
    Down(f64),
}

/// 5 % of both sides of the normal distribution.
const Z_MIN: f64 = 1.96;

/// The trend of values in the order of their runs: the test of Mann and Kendall (with the
/// continuity correction; ties make it more careful), and for the size the median of the
/// slopes between all pairs, after Theil and Sen.
#[must_use]
pub fn trend(values: &[f64]) -> Trend {
    let values: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    let n = values.len();
    if n < ENOUGH {
        return Trend::TooFew;
    }
    let mut slopes = Vec::with_capacity(n * (n - 1) / 2);
    let mut sum = 0.0;
    for (i, early) in values.iter().enumerate() {
        for (gap, late) in values[i + 1..].iter().enumerate() {
            let rise = late - early;
            slopes.push(rise / (gap + 1) as f64);
            if rise != 0.0 {
                sum += rise.signum();
            }
        }
    }
    slopes.sort_by(f64::total_cmp);
    let slope = slopes[slopes.len() / 2];
    let n = n as f64;
    let deviation = (n * (n - 1.0) * (2.0 * n + 5.0) / 18.0).sqrt();
    let z = (f64::abs(sum) - 1.0) / deviation;
    match (z > Z_MIN, sum > 0.0) {
        (true, true) if slope > 0.0 => Trend::Up(slope),
        (true, false) if slope < 0.0 => Trend::Down(-slope),
        _ => Trend::Unclear,
    }
}
