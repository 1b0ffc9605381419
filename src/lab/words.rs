//! Costs in words.

use super::stats::Estimate;
use crate::debrief::numbers::count;

/// Minutes: `47.0`.
#[must_use]
pub fn minutes(value: f64) -> String {
    // No "-0.0": what rounds to nothing is nothing.
    let value = if value.abs() < 0.05 { 0.0 } else { value };
    format!("{value:.1}")
}

/// A share of the error budget: `102 %`.
#[must_use]
pub fn percent(value: f64) -> String {
    let value = if value.abs() < 0.005 { 0.0 } else { value };
    format!("{:.0} %", value * 100.0)
}

/// Affected visits: `1,640,241`.
#[must_use]
pub fn users(value: f64) -> String {
    let sign = if value < -0.5 { "-" } else { "" };
    format!("{sign}{}", count(value.abs().round() as u64))
}

/// A mean and half the width of its interval: `47.0 ± 0.0`.
#[must_use]
pub fn estimate(estimate: &Estimate, words: fn(f64) -> String) -> String {
    let mean = words(estimate.mean);
    match estimate.interval {
        Some((_, high)) => format!("{mean} ± {}", words(high - estimate.mean)),
        None => mean,
    }
}
