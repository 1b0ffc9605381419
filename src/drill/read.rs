//! What others may read of a run.

use super::action::{Entry, Journal};
use super::alerts::Alert;
use super::board::Board;
use super::feed::Feed;
use super::session::{Change, Session, Stated};
use crate::incident::document::Incident;
use crate::sim::World;
use crate::sim::time::{Nanos, from_seconds};
use std::sync::Arc;

impl Session {
    /// The run is over: declared resolved, or at its end.
    #[must_use]
    pub fn over(&self) -> bool {
        self.resolved.is_some() || self.world.now() >= self.end
    }

    /// The incident of the run.
    #[must_use]
    pub fn incident(&self) -> &Arc<Incident> {
        &self.incident
    }

    /// The world as it stands.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// What was done so far.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Entries of the queue that could not be done, and why.
    #[must_use]
    pub fn rejected(&self) -> &[(Entry, String)] {
        &self.rejected
    }

    /// Alert rules and how they stand.
    #[must_use]
    pub fn alerts(&self) -> &[Alert] {
        &self.alerts
    }

    /// The stream of what happened.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// What was looked at: evidence name and first time.
    #[must_use]
    pub fn looked(&self) -> &[(String, Nanos)] {
        &self.looked
    }

    /// Severity set last, and when.
    #[must_use]
    pub fn severity(&self) -> Option<(u8, Nanos)> {
        self.severity
    }

    /// Times of status updates.
    #[must_use]
    pub fn updates(&self) -> &[Nanos] {
        &self.updates
    }

    /// Diagnoses stated, oldest first.
    #[must_use]
    pub fn stated(&self) -> &[Stated] {
        &self.stated
    }

    /// Changes asked for.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The objective has been met without a break since then.
    #[must_use]
    pub fn healthy_since(&self) -> Option<Nanos> {
        self.healthy_since
    }

    /// The objective has been met for the soak time.
    #[must_use]
    pub fn soaked(&self) -> bool {
        let soak = from_seconds(self.incident.objective.soak_s);
        self.healthy_since
            .is_some_and(|since| self.world.now() - since >= soak)
    }

    /// The diagnosis board.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Declared resolved then.
    #[must_use]
    pub fn resolved(&self) -> Option<Nanos> {
        self.resolved
    }

    /// Minute zero and the end of the run, world time.
    #[must_use]
    pub fn span(&self) -> (Nanos, Nanos) {
        (self.minute_zero, self.end)
    }

    /// Visits affected from minute zero to a world time, whole minutes, all classes;
    /// and all visits.
    #[must_use]
    pub fn harm_until(&self, to: Nanos) -> (u64, u64) {
        let sum = |f: &dyn Fn(&crate::sim::ledger::Visits) -> u64| {
            let classes = self.world.ledger().iter();
            classes
                .map(|class| f(&class.between(self.minute_zero, to)))
                .sum()
        };
        (sum(&|v| v.affected), sum(&|v| v.total))
    }
}
