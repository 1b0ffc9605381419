//! Conditions of the incident file: on the world and on what was done.

use super::alerts::AlertState;
use super::session::Session;
use crate::incident::document::Condition;
use crate::sim::time::{Nanos, from_seconds};

impl Session {
    /// Does a condition of the incident file hold now?
    #[must_use]
    pub fn holds(&self, condition: &Condition) -> bool {
        let last = |column: &str| {
            let telemetry = self.world.telemetry();
            telemetry.column(column).and_then(|c| telemetry.last(c))
        };
        let setting = |name: &str| {
            let known = self.world.settings().row(name);
            known.and_then(|row| row.setting_base.parse::<f64>().ok())
        };
        let now = self.world.now();
        let past = |at: Nanos, seconds: f64| now >= at + from_seconds(seconds);
        let did = |names: &[String], within: Nanos| {
            let mut done = self.talk.done.iter().rev();
            done.any(|(name, at)| at + within >= now && names.iter().any(|n| n == name))
        };
        match condition {
            Condition::Above(column, limit) => last(column).is_some_and(|v| v > *limit),
            Condition::Below(column, limit) => last(column).is_some_and(|v| v < *limit),
            Condition::PendingRestart(name) => self
                .world
                .waiting_for_restart()
                .iter()
                .any(|(n, ..)| n == name),
            Condition::SettingBelow(name, limit) => setting(name).is_some_and(|v| v < *limit),
            Condition::SettingAtLeast(name, limit) => setting(name).is_some_and(|v| v >= *limit),
            Condition::Looked(names) => names
                .iter()
                .any(|name| self.looked.iter().any(|(n, _)| n == name)),
            Condition::Acknowledged {} => self.pages().iter().any(|p| p.acknowledged.is_some()),
            Condition::Updated {} => !self.updates.is_empty(),
            Condition::Diagnosed {} => self.stated.iter().any(|s| s.right.0 && s.right.1),
            Condition::Healthy {} => self.soaked(),
            Condition::After(seconds) => self.now_ms() as f64 >= seconds * 1000.0,
            Condition::Paused(pipeline) => self.world.pipeline_paused(pipeline),
            Condition::Resolved {} => self.resolved.is_some(),
            Condition::Did(names) => did(names, Nanos::MAX - now),
            Condition::DidWithin(names, seconds) => did(names, from_seconds(*seconds)),
            Condition::DidTimes(name, times) => {
                let done = self.talk.done.iter().filter(|(n, _)| n == name);
                done.count() >= *times as usize
            }
            Condition::NoUpdateFor(seconds) => {
                let since = self.updates.last().copied().or(self.began());
                since.is_some_and(|at| past(at, *seconds))
            }
            Condition::SilentFor(seconds) => self.heard_last().is_some_and(|at| past(at, *seconds)),
            Condition::Firing(name) => self
                .alerts
                .iter()
                .any(|a| a.rule.name == *name && a.state == AlertState::Firing),
            Condition::Paged {} => !self.pages().is_empty(),
            Condition::Escalated {} => self.pages().iter().any(|p| !p.escalated.is_empty()),
            Condition::Said(id) => self.said_at(id).is_some(),
            Condition::SaidBefore(id, seconds) => {
                self.said_at(id).is_some_and(|at| past(at, *seconds))
            }
            Condition::Any(any) => any.iter().any(|c| self.holds(c)),
            Condition::Not(inner) => !self.holds(inner),
        }
    }

    /// The response began with the first page.
    pub(super) fn began(&self) -> Option<Nanos> {
        self.pages().first().map(|page| page.sent)
    }

    /// The last time that others heard of the player, or the first page.
    pub(super) fn heard_last(&self) -> Option<Nanos> {
        let heard = [self.updates.last().copied(), self.talk.spoke];
        heard.into_iter().flatten().max().max(self.began())
    }
}
