//! A summary as tables for a spreadsheet.

use super::costs::{AFFECTED, BUDGET, OUTAGE};
use super::summary::Summary;
use crate::csv::{Cell, Csv};

/// A row for each arm: means, the ends of their 95 % intervals, and what is saved.
#[must_use]
pub fn arms(summary: &Summary) -> String {
    let first = ["arm", "measures", "parameter", "value", "seeds"].map(String::from);
    let costs = [OUTAGE, AFFECTED, BUDGET];
    let columns = ["", "saved_"].into_iter().flat_map(|of| {
        costs.iter().flat_map(move |cost| {
            ["", "_low", "_high"].map(|end| format!("{of}{}{end}", cost.column))
        })
    });
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
        let costs_of = costs.iter().map(|cost| cost.mean(arm));
        let all = costs_of.chain(costs.iter().map(|cost| cost.saved(arm)));
        let numbers = all.flat_map(|estimate| {
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
