//! What the outcomes of a study amount to.

use super::outcome::Outcome;
use super::plan::Arm;
use super::rank::{Rank, Saving, measures, rank, saving};
use super::stats::{Spread, sorted, spread};
use super::study::Study;
use crate::debrief::numbers::quantile;
use serde::{Deserialize, Serialize};

/// Points of a curve at most: longer runs are told at every second minute, and so on.
const POINTS_MAX: usize = 241;

/// What a plan has shown so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Runs that are done, and all of them.
    pub runs: (u64, u64),
    /// The arms in the order of the plan.
    pub arms: Vec<ArmSummary>,
    /// Measures, the one that saves most users alone first.
    pub ranking: Vec<Rank>,
}

/// What the runs of one arm have shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmSummary {
    /// The arm.
    pub arm: Arm,
    /// What stands for it in tables.
    pub label: String,
    /// Minutes of outage; none as long as no run is done.
    pub outage_min: Option<Spread>,
    /// Affected visits.
    pub affected: Option<Spread>,
    /// Share of the month's error budget that was used.
    pub budget: Option<Spread>,
    /// What it saves against the first arm, over the seeds that both have.
    pub saved: Option<Saving>,
    /// Actions that players wanted to do and could not, in all runs: more than a few say that
    /// the policy does not fit this arm.
    pub refused: u64,
    /// Affected visits so far, by minute.
    pub curve: Vec<CurvePoint>,
}

/// A point of a curve over all seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Whole minutes from minute zero.
    pub minute: u32,
    /// Mean of the affected visits until then.
    pub mean: f64,
    /// 5 % of the runs have less.
    pub low: f64,
    /// 5 % of the runs have more.
    pub high: f64,
}

impl Study {
    /// What the outcomes so far amount to.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary {
            runs: self.runs(),
            arms: (0..self.arms().len()).map(|arm| self.arm(arm)).collect(),
            ranking: rank(self),
        }
    }

    fn arm(&self, number: usize) -> ArmSummary {
        let of = |value: fn(&Outcome) -> f64| {
            let values: Vec<f64> = self.of(number).map(value).collect();
            spread(&values)
        };
        let budget: Option<Vec<f64>> = self.of(number).map(|o| o.budget).collect();
        let arm = &self.arms()[number];
        ArmSummary {
            label: self.label(arm),
            arm: arm.clone(),
            outage_min: of(|o| f64::from(o.outage_min)),
            affected: of(|o| o.affected as f64),
            budget: budget.and_then(|values| spread(&values)),
            saved: (number > 0).then(|| saving(self, 0, number)).flatten(),
            refused: self.of(number).map(|o| u64::from(o.refused)).sum(),
            curve: self.curve(number),
        }
    }

    /// As [`Arm::label`]; sets of nearly all measures are told by what they lack.
    fn label(&self, arm: &Arm) -> String {
        let all = measures(self);
        let lacking: Vec<&str> = all
            .iter()
            .filter(|id| !arm.measures.contains(id))
            .map(String::as_str)
            .collect();
        match lacking.as_slice() {
            _ if all.len() < 3 || arm.set.is_some() => arm.label(),
            [] => "all measures".to_string(),
            [one] => format!("all but {one}"),
            _ => arm.label(),
        }
    }

    fn curve(&self, number: usize) -> Vec<CurvePoint> {
        let so_far: Vec<Vec<f64>> = self.of(number).map(cumulated).collect();
        let minutes = so_far.iter().map(Vec::len).min().unwrap_or(0);
        let step = minutes.saturating_sub(1).div_ceil(POINTS_MAX - 1).max(1);
        let point = |minute: usize| {
            let values: Vec<f64> = so_far.iter().map(|curve| curve[minute]).collect();
            let sorted = sorted(&values);
            CurvePoint {
                minute: minute as u32,
                mean: values.iter().sum::<f64>() / values.len().max(1) as f64,
                low: quantile(&sorted, 0.05).unwrap_or(0.0),
                high: quantile(&sorted, 0.95).unwrap_or(0.0),
            }
        };
        (0..minutes).step_by(step).map(point).collect()
    }
}

/// Affected visits so far at each whole minute, minute zero the first.
fn cumulated(outcome: &Outcome) -> Vec<f64> {
    let mut sum = 0.0;
    let minutes = outcome.minutes.iter().map(|affected| {
        sum += f64::from(*affected);
        sum
    });
    [0.0].into_iter().chain(minutes).collect()
}
