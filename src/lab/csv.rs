//! A summary as tables for a spreadsheet (RFC 4180).

use super::rank::Saving;
use super::stats::{Estimate, Spread};
use super::study::Summary;
use std::fmt::Write;

/// A row for each arm: means, the ends of their 95 % intervals, and what is saved.
#[must_use]
pub fn arms(summary: &Summary) -> String {
    let mut out = String::from("arm,measures,parameter,value,seeds");
    for what in [
        "outage_min",
        "affected",
        "budget",
        "saved_outage_min",
        "saved_affected",
        "saved_budget",
    ] {
        let _ = write!(out, ",{what},{what}_low,{what}_high");
    }
    out.push_str("\r\n");
    for arm in &summary.arms {
        let (parameter, value) = match &arm.arm.set {
            Some(set) => (set.parameter.name(), set.value.to_string()),
            None => ("", String::new()),
        };
        let seeds = arm.affected.as_ref().map_or(0, |spread| spread.mean.n);
        let measures = arm.arm.measures.join(" ");
        let label = field(&arm.label);
        let _ = write!(
            out,
            "{label},{},{parameter},{value},{seeds}",
            field(&measures)
        );
        let mean = |spread: &Option<Spread>| spread.as_ref().map(|spread| spread.mean);
        let saved = |pick: fn(&Saving) -> Option<Estimate>| arm.saved.as_ref().and_then(pick);
        for estimate in [
            mean(&arm.outage_min),
            mean(&arm.affected),
            mean(&arm.budget),
            saved(|s| Some(s.outage_min)),
            saved(|s| Some(s.affected)),
            saved(|s| s.budget),
        ] {
            cells(&mut out, estimate);
        }
        out.push_str("\r\n");
    }
    out
}

/// A row for each minute of each arm: affected visits so far.
#[must_use]
pub fn curves(summary: &Summary) -> String {
    let mut out = String::from("arm,minute,affected_mean,affected_p05,affected_p95\r\n");
    for arm in &summary.arms {
        let label = field(&arm.label);
        for point in &arm.curve {
            let (minute, mean) = (point.minute, point.mean);
            let _ = write!(
                out,
                "{label},{minute},{mean},{},{}\r\n",
                point.low, point.high
            );
        }
    }
    out
}

fn cells(out: &mut String, estimate: Option<Estimate>) {
    let (low, high) = estimate.and_then(|e| e.interval).unzip();
    for value in [estimate.map(|e| e.mean), low, high] {
        let text = value.map_or(String::new(), |value| value.to_string());
        // A text takes whatever is written into it.
        let _ = write!(out, ",{text}");
    }
}

/// A field, in quotes where it has to be.
fn field(text: &str) -> String {
    match text.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_string(),
    }
}
