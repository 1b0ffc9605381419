//! A summary as tables for a spreadsheet.

use super::rank::Saving;
use super::stats::{Estimate, Spread};
use super::summary::{ArmSummary, Summary};
use crate::csv::{Cell, Csv};

/// A number of an arm with its interval: the name of its column, and where it stands.
type Column = (&'static str, fn(&ArmSummary) -> Option<Estimate>);

const COLUMNS: [Column; 6] = [
    ("outage_min", |arm| mean(arm.outage_min.as_ref())),
    ("affected", |arm| mean(arm.affected.as_ref())),
    ("budget", |arm| mean(arm.budget.as_ref())),
    ("saved_outage_min", |arm| {
        saved(arm, |saving| Some(saving.outage_min))
    }),
    ("saved_affected", |arm| {
        saved(arm, |saving| Some(saving.affected))
    }),
    ("saved_budget", |arm| saved(arm, |saving| saving.budget)),
];

fn mean(spread: Option<&Spread>) -> Option<Estimate> {
    spread.map(|spread| spread.mean)
}

fn saved(arm: &ArmSummary, pick: fn(&Saving) -> Option<Estimate>) -> Option<Estimate> {
    arm.saved.as_ref().and_then(pick)
}

/// A row for each arm: means, the ends of their 95 % intervals, and what is saved.
#[must_use]
pub fn arms(summary: &Summary) -> String {
    let first = ["arm", "measures", "parameter", "value", "seeds"].map(String::from);
    let columns = COLUMNS.iter();
    let columns =
        columns.flat_map(|(name, _)| ["", "_low", "_high"].map(|end| format!("{name}{end}")));
    let mut csv = Csv::new(first.into_iter().chain(columns));
    for arm in &summary.arms {
        let set = arm.arm.set.as_ref();
        let seeds = arm.affected.as_ref().map_or(0, |spread| spread.mean.n);
        let first = [
            Cell::text(&arm.label),
            Cell::text(&arm.arm.measures.join(" ")),
            Cell::word(set.map_or("", |set| set.parameter.name())),
            set.map(|set| set.value).into(),
            seeds.into(),
        ];
        let numbers = COLUMNS.iter().flat_map(|(_, of)| {
            let estimate = of(arm);
            let (low, high) = estimate.and_then(|it| it.interval).unzip();
            [estimate.map(|it| it.mean), low, high].map(Cell::from)
        });
        csv.row(first.into_iter().chain(numbers));
    }
    csv.into_text()
}

/// A row for each minute of each arm: affected visits so far.
#[must_use]
pub fn curves(summary: &Summary) -> String {
    let mut csv = Csv::new([
        "arm",
        "minute",
        "affected_mean",
        "affected_p05",
        "affected_p95",
    ]);
    for arm in &summary.arms {
        for it in &arm.curve {
            let numbers = [it.mean, it.low, it.high].map(Cell::from);
            let first = [Cell::text(&arm.label), it.minute.into()];
            csv.row(first.into_iter().chain(numbers));
        }
    }
    csv.into_text()
}
