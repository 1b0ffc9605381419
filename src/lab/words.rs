//! A summary as a text for a terminal.

use super::rank::Saving;
use super::stats::{Estimate, Spread};
use super::summary::Summary;
use crate::debrief::words::count;
use std::fmt::Write;

/// The summary as two tables: arms, then measures.
#[must_use]
pub fn table(summary: &Summary) -> String {
    let (done, all) = summary.runs;
    let mut out = format!("{done} of {all} runs\n\n");
    let head = ["", "outage min", "users affected", "budget", "users saved"];
    let mut rows = vec![head.map(str::to_string)];
    for arm in &summary.arms {
        let mean = |spread: &Option<Spread>, words: &Words| {
            let mean = spread.as_ref().map(|spread| spread.mean);
            mean.map_or_else(|| "-".into(), |mean| estimate(&mean, words))
        };
        rows.push([
            arm.label.clone(),
            mean(&arm.outage_min, &minutes),
            mean(&arm.affected, &users),
            mean(&arm.budget, &percent),
            saved(arm.saved.as_ref()),
        ]);
    }
    columns(&mut out, &rows);
    if summary.ranking.is_empty() {
        return out;
    }
    out.push_str("\nUsers saved by each measure\n\n");
    let head = ["", "alone", "on top of all others", "Shapley value"];
    let mut rows = vec![head.map(str::to_string)];
    for rank in &summary.ranking {
        rows.push([
            rank.measure.clone(),
            saved(rank.alone.as_ref()),
            saved(rank.last.as_ref()),
            saved(rank.shapley.as_ref()),
        ]);
    }
    columns(&mut out, &rows);
    out
}

fn saved(saving: Option<&Saving>) -> String {
    saving.map_or_else(|| "-".into(), |saving| estimate(&saving.affected, &users))
}

/// A number of one kind in words.
pub type Words = dyn Fn(f64) -> String;

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
pub fn estimate(estimate: &Estimate, words: &Words) -> String {
    let mean = words(estimate.mean);
    match estimate.interval {
        Some((_, high)) => format!("{mean} ± {}", words(high - estimate.mean)),
        None => mean,
    }
}

fn columns<const N: usize>(out: &mut String, rows: &[[String; N]]) {
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max();
    for row in rows {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let pad = width(at).unwrap_or(0).saturating_sub(cell.chars().count());
            let pad = " ".repeat(pad);
            let _ = match at {
                0 => write!(line, "{cell}{pad}"),
                _ => write!(line, "  {pad}{cell}"),
            };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}
