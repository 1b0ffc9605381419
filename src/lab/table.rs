//! A summary as a text for a terminal.

use super::costs::{AFFECTED, BUDGET, OUTAGE};
use super::rank::Saving;
use super::summary::Summary;
use super::words::{estimate, users};
use std::fmt::Write;

/// The summary as two tables: arms, then measures.
#[must_use]
pub fn table(summary: &Summary) -> String {
    let (done, all) = summary.runs;
    let mut out = format!("{done} of {all} runs\n\n");
    let head = ["", "outage min", "users affected", "budget", "users saved"];
    let mut rows = vec![head.map(str::to_string)];
    for arm in &summary.arms {
        let [outage, affected, budget] = [OUTAGE, AFFECTED, BUDGET].map(|cost| {
            cost.mean(arm)
                .map_or_else(|| "-".into(), |it| estimate(&it, cost.words))
        });
        rows.push([
            arm.label.clone(),
            outage,
            affected,
            budget,
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
    saving.map_or_else(|| "-".into(), |saving| estimate(&saving.affected, users))
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
