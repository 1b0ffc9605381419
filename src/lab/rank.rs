//! What each measure saves: alone, on top of all others, and as its share of the whole.

use super::outcome::Outcome;
use super::stats::{Estimate, estimate};
use super::study::Study;
use serde::{Deserialize, Serialize};

/// What one arm saves against another, seed by seed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saving {
    /// Minutes of outage.
    pub outage_min: Estimate,
    /// Affected visits.
    pub affected: Estimate,
    /// Share of the month's error budget.
    pub budget: Option<Estimate>,
}

/// What a measure saves. What the plan did not run is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rank {
    /// Id of the measure.
    pub measure: String,
    /// It alone, against no measure.
    pub alone: Option<Saving>,
    /// All measures, against all but this one: what it adds to the others.
    pub last: Option<Saving>,
    /// Its Shapley value: what it adds on average over all orders in which the measures could
    /// be taken. Only where every subset was run. The values of all measures sum up to what
    /// all together save.
    pub shapley: Option<Saving>,
}

/// The numbers of an outcome that are compared; NaN for a budget that there is none of.
fn numbers(outcome: &Outcome) -> [f64; 3] {
    [
        f64::from(outcome.outage_min),
        outcome.affected as f64,
        outcome.budget.unwrap_or(f64::NAN),
    ]
}

/// A saving from the differences of each seed.
fn of(differences: &[[f64; 3]]) -> Option<Saving> {
    let column = |at: usize| {
        let values: Vec<f64> = differences.iter().map(|d| d[at]).collect();
        estimate(&values)
    };
    let budget = differences.iter().all(|d| !d[2].is_nan());
    Some(Saving {
        outage_min: column(0)?,
        affected: column(1)?,
        budget: if budget { column(2) } else { None },
    })
}

/// What an arm saves against another, over the seeds that both have.
pub(super) fn saving(study: &Study, without: usize, with: usize) -> Option<Saving> {
    let pairs = study.of(with).filter_map(|with| {
        let (without, with) = (numbers(study.get(without, with.seed)?), numbers(with));
        Some([0, 1, 2].map(|at| without[at] - with[at]))
    });
    of(&pairs.collect::<Vec<_>>())
}

/// All measures of the plan's arms, the one that saves most users alone first; equals, and
/// those that were not run alone, in the order of the arms.
pub(super) fn rank(study: &Study) -> Vec<Rank> {
    let measures = measures(study);
    let arm = |wanted: &[&String]| {
        let mut arms = study.arms().iter();
        arms.position(|arm| {
            let on = &arm.measures;
            arm.set.is_none() && on.len() == wanted.len() && wanted.iter().all(|m| on.contains(m))
        })
    };
    let between = |without: Option<usize>, with: Option<usize>| match (without, with) {
        (Some(without), Some(with)) => saving(study, without, with),
        _ => None,
    };
    let all: Vec<&String> = measures.iter().collect();
    let mut ranks: Vec<Rank> = measures
        .iter()
        .enumerate()
        .map(|(place, measure)| {
            let others: Vec<&String> = all.iter().filter(|m| **m != measure).copied().collect();
            Rank {
                measure: measure.clone(),
                alone: between(arm(&[]), arm(&[measure])),
                last: between(arm(&others), arm(&all)),
                shapley: shapley(study, &measures, place, &arm),
            }
        })
        .collect();
    let key = |rank: &Rank| rank.alone.map_or(f64::NEG_INFINITY, |it| it.affected.mean);
    ranks.sort_by(|a, b| key(b).total_cmp(&key(a)));
    ranks
}

/// Measures of all arms in the order in which they first appear.
pub(super) fn measures(study: &Study) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for measure in study.arms().iter().flat_map(|arm| &arm.measures) {
        if !out.contains(measure) {
            out.push(measure.clone());
        }
    }
    out
}

/// Shapley's value of the measure at a place, seed by seed: the mean over the sizes of a
/// subset without it, and for each size over the subsets, of what it adds to them.
fn shapley(
    study: &Study,
    measures: &[String],
    place: usize,
    arm: &impl Fn(&[&String]) -> Option<usize>,
) -> Option<Saving> {
    let n = measures.len();
    if n > 10 {
        return None;
    }
    // (weight, arm without, arm with), one for each subset of the others.
    let mut steps = Vec::new();
    for bits in (0..1usize << n).filter(|bits| bits >> place & 1 == 0) {
        let chosen = |bits: usize| -> Vec<&String> {
            let all = measures.iter().enumerate();
            all.filter(|(i, _)| bits >> i & 1 == 1)
                .map(|(_, m)| m)
                .collect()
        };
        let size = chosen(bits).len();
        let weight = 1.0 / (n as f64 * binomial(n - 1, size));
        let (without, with) = (arm(&chosen(bits))?, arm(&chosen(bits | 1 << place))?);
        steps.push((weight, without, with));
    }
    let seeds: Vec<u64> = study.of(0).map(|outcome| outcome.seed).collect();
    let differences = seeds.into_iter().filter_map(|seed| {
        let mut sum = [0.0; 3];
        for (weight, without, with) in &steps {
            let without = numbers(study.get(*without, seed)?);
            let with = numbers(study.get(*with, seed)?);
            for at in 0..3 {
                sum[at] += weight * (without[at] - with[at]);
            }
        }
        Some(sum)
    });
    of(&differences.collect::<Vec<_>>())
}

fn binomial(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64)
}
