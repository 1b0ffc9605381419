//! Proof of an incident: its responders over many seeds, and whether the score orders them.

mod table;

pub use table::Table;

use super::judge::{BEST, Depth, Judge, NOBODY};
use super::numbers::quantile;
use super::score::score;
use crate::drill::responders;
use crate::incident::document::Incident;
use std::sync::Arc;

/// Responders from the best to the worst: where an incident has them, each has to score more
/// than the next.
pub const ORDER: [&str; 6] = [
    BEST,
    "by-the-runbook",
    "original-team",
    "lucky",
    "bad-habits",
    NOBODY,
];

/// Events of one slice.
const SLICE_EVENTS: u64 = 1_000_000;

/// The responders of an incident whose order is known, the best first.
#[must_use]
pub fn ordered(incident: &Incident) -> Vec<String> {
    let has = |id: &&str| incident.responders.iter().any(|r| r.id == *id);
    ORDER.into_iter().filter(has).map(String::from).collect()
}

/// The scores of these responders in one world, 0..=100, in their order. The runs that they
/// are measured by are shared.
///
/// # Errors
/// If one is unknown, or an action of its script cannot be done (with its time).
pub fn scores(incident: &Arc<Incident>, seed: u64, ids: &[String]) -> Result<Vec<f64>, String> {
    let mut shared = Judge::new(incident, seed, Depth::Points)?;
    let fork_ms = shared.fork_ms();
    shared.follow(&[], fork_ms);
    while !shared.step(SLICE_EVENTS) {}
    let one = |id: &String| {
        let entries = responders::entries(incident, id)?;
        let mut judge = match entries.first() {
            Some(entry) if entry.at_ms < fork_ms => Judge::new(incident, seed, Depth::Points)?,
            _ => shared.clone(),
        };
        judge.follow(&entries, judge.end_ms());
        while !judge.step(SLICE_EVENTS) {}
        if let Some((entry, why)) = judge.refused().first() {
            let at = entry.at_ms;
            return Err(format!("{id}, seed {seed}: at {at} ms: {why}"));
        }
        let judgement = judge.judgement().ok_or("the run could not be judged")?;
        Ok(score(&judgement).total)
    };
    ids.iter().map(one).collect()
}

/// The scores of one responder over many seeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Id of the responder.
    pub id: String,
    /// Scores, ascending.
    pub scores: Vec<f64>,
    /// Seeds in which nobody scored more.
    pub wins: usize,
}

impl Row {
    /// Arithmetic mean; 0 of nothing.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.scores.iter().sum::<f64>() / self.scores.len().max(1) as f64
    }

    /// The value below which this share (0..=1) of the scores lies; 0 of nothing.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        quantile(&self.scores, share).unwrap_or(0.0)
    }
}

/// A row for each responder.
#[must_use]
pub fn rows(table: &Table) -> Vec<Row> {
    let by_seed = table.by_seed.values();
    let row = |(n, id): (usize, &String)| {
        let mut scores: Vec<f64> = by_seed.clone().map(|scores| scores[n]).collect();
        scores.sort_by(f64::total_cmp);
        let wins = |scores: &&Vec<f64>| scores.iter().all(|other| *other <= scores[n]);
        Row {
            id: id.clone(),
            scores,
            wins: by_seed.clone().filter(wins).count(),
        }
    };
    table.ids.iter().enumerate().map(row).collect()
}

/// What of the order does not hold, in words; nothing: it holds. Each responder's mean has to
/// be above the next one's and their middle halves apart; nobody has exactly 0, and the one
/// before may have as little.
#[must_use]
pub fn broken(rows: &[Row]) -> Vec<String> {
    let of = |id: &&str| rows.iter().find(|row| row.id == **id);
    let known: Vec<&Row> = ORDER.iter().filter_map(of).collect();
    let mut broken = Vec::new();
    for pair in known.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if b.id == NOBODY {
            if a.mean() < b.mean() {
                broken.push(format!("{} scores less than {} on average", a.id, b.id));
            }
            continue;
        }
        if a.mean() <= b.mean() {
            broken.push(format!("{} does not score more than {}", a.id, b.id));
        }
        if a.quantile(0.25) <= b.quantile(0.75) {
            broken.push(format!(
                "the middle halves of {} and {} overlap",
                a.id, b.id
            ));
        }
    }
    let nobody = known.iter().find(|row| row.id == NOBODY);
    if nobody.is_some_and(|row| row.scores.iter().any(|score| score.abs() > 0.0)) {
        broken.push("nobody does not score 0 everywhere".to_string());
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(scores: [[f64; 3]; 2]) -> Vec<Row> {
        rows(&Table {
            ids: [BEST, "lucky", NOBODY].map(String::from).to_vec(),
            by_seed: (1..).zip(scores.map(Vec::from)).collect(),
        })
    }

    #[test]
    fn an_order_holds_or_says_what_does_not() {
        let good = table([[90.0, 40.0, 0.0], [100.0, 50.0, 0.0]]);
        assert_eq!(broken(&good), Vec::<String>::new());
        assert_eq!((good[0].wins, good[1].wins), (2, 0));
        assert!((good[0].mean() - 95.0).abs() < 1e-12);
        assert!((good[0].quantile(0.25) - 92.5).abs() < 1e-12);
        let close = table([[60.0, 40.0, 0.0], [100.0, 90.0, 0.0]]);
        assert_eq!(
            broken(&close),
            ["the middle halves of best and lucky overlap"]
        );
        let upside_down = table([[10.0, 40.0, 0.1], [10.0, 40.0, 0.0]]);
        assert_eq!(broken(&upside_down).len(), 3);
    }
}
