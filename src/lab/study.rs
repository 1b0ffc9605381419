//! The outcomes of a plan, in whatever order they come.

use super::outcome::Outcome;
use super::plan::{Arm, Plan};
use std::collections::BTreeMap;

/// The outcomes of a plan so far. Memory is bounded by the runs that a plan may have.
#[derive(Clone, Debug)]
pub struct Study {
    arms: Vec<Arm>,
    seeds: u64,
    found: BTreeMap<(u32, u64), Outcome>,
}

impl Study {
    /// A study of a plan without outcomes.
    #[must_use]
    pub fn new(plan: &Plan) -> Study {
        Study {
            arms: plan.arms.clone(),
            seeds: plan.seeds,
            found: BTreeMap::new(),
        }
    }

    /// Takes in an outcome. The same one again changes nothing.
    ///
    /// # Errors
    /// If it is of no run of the plan, or differs from one of the same run: then the two do
    /// not come from the same program.
    pub fn take(&mut self, outcome: Outcome) -> Result<(), String> {
        let (arm, seed) = (outcome.arm, outcome.seed);
        let known = (arm as usize) < self.arms.len() && (1..=self.seeds).contains(&seed);
        if !known {
            return Err(format!("the plan has no run of arm {arm} with seed {seed}"));
        }
        match self.found.get(&(arm, seed)) {
            Some(before) if *before != outcome => Err(format!(
                "two runs of arm {arm} with seed {seed} differ: {} and {}",
                before.digest, outcome.digest
            )),
            Some(_) => Ok(()),
            None => {
                self.found.insert((arm, seed), outcome);
                Ok(())
            }
        }
    }

    /// There will be seeds up to this one.
    pub(super) fn grow(&mut self, seeds: u64) {
        self.seeds = seeds;
    }

    /// Outcomes so far, and all that there will be.
    #[must_use]
    pub fn runs(&self) -> (u64, u64) {
        (self.found.len() as u64, self.seeds * self.arms.len() as u64)
    }

    /// The outcomes of an arm, by seed.
    pub(super) fn of(&self, arm: usize) -> impl Iterator<Item = &Outcome> {
        let arm = arm as u32;
        self.found
            .range((arm, 0)..=(arm, u64::MAX))
            .map(|(_, outcome)| outcome)
    }

    pub(super) fn arms(&self) -> &[Arm] {
        &self.arms
    }

    pub(super) fn get(&self, arm: usize, seed: u64) -> Option<&Outcome> {
        self.found.get(&(arm as u32, seed))
    }
}
