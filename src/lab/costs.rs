//! What is compared: the kinds of cost of a run.

use super::rank::Saving;
use super::stats::{Estimate, Spread};
use super::summary::ArmSummary;
use super::words::{minutes, percent, users};

/// A kind of cost: where it stands, and how it is told.
#[derive(Clone, Copy)]
pub struct Cost {
    /// Its column in a table for a spreadsheet.
    pub column: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What an arm costs.
    pub of: fn(&ArmSummary) -> Option<&Spread>,
    /// What is saved.
    pub saved: fn(&Saving) -> Option<&Estimate>,
    /// A value in words.
    pub words: fn(f64) -> String,
}

/// Affected visits.
pub const AFFECTED: Cost = Cost {
    column: "affected",
    name: "Affected visits",
    of: |arm| arm.affected.as_ref(),
    saved: |saving| Some(&saving.affected),
    words: users,
};
/// Minutes in which the objective was missed.
pub const OUTAGE: Cost = Cost {
    column: "outage_min",
    name: "Minutes of outage",
    of: |arm| arm.outage_min.as_ref(),
    saved: |saving| Some(&saving.outage_min),
    words: minutes,
};
/// Share of the month's error budget.
pub const BUDGET: Cost = Cost {
    column: "budget",
    name: "Error budget",
    of: |arm| arm.budget.as_ref(),
    saved: |saving| saving.budget.as_ref(),
    words: percent,
};

impl Cost {
    /// The mean of an arm; none before its first run.
    #[must_use]
    pub fn mean(&self, arm: &ArmSummary) -> Option<Estimate> {
        (self.of)(arm).map(|spread| spread.mean)
    }

    /// What an arm saves against the first one.
    #[must_use]
    pub fn saved(&self, arm: &ArmSummary) -> Option<Estimate> {
        arm.saved.as_ref().and_then(self.saved).copied()
    }
}
