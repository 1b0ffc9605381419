//! Status updates: what customers are told, and when the next word to them is due.

use super::action::{ComponentMark, ComponentState, StatusPhase};
use super::session::Session;
use crate::sim::time::{Nanos, SEC, from_seconds};
use crate::vocabulary::bounds::STATUS_CHARS_MAX;
use serde::{Deserialize, Serialize};

/// How far the trouble reaches is told this long after the first word.
const SCOPE: Nanos = 300 * SEC;
/// Most updates of a run.
const UPDATES_MAX: usize = 500;

/// An update that was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// When.
    pub at: Nanos,
    /// Where the response stood.
    pub phase: StatusPhase,
    /// What customers read.
    pub text: String,
    /// Components whose state was set with it.
    pub components: Vec<ComponentMark>,
}

/// What the next update has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueUpdate {
    /// The first word.
    First,
    /// How far it reaches.
    Scope,
    /// That somebody is still on it.
    Next,
}

impl Session {
    /// Updates that were posted, oldest first.
    #[must_use]
    pub fn posted(&self) -> &[Posted] {
        &self.posted
    }

    /// The next update that others wait for, and when it is due: the first within the
    /// objective's time from minute zero, the scope five minutes later, then at intervals.
    /// None before the first page and after "resolved".
    #[must_use]
    pub fn update_due(&self) -> Option<(DueUpdate, Nanos)> {
        let goal = &self.incident.objective;
        let every = from_seconds(goal.update_every_s);
        let Some(last) = self.posted.last() else {
            self.began()?;
            let due = self.minute_zero + from_seconds(goal.first_update_s);
            return Some((DueUpdate::First, due));
        };
        match (self.posted.len(), last.phase) {
            (_, StatusPhase::Resolved) => None,
            (1, StatusPhase::Investigating) => Some((DueUpdate::Scope, last.at + SCOPE.min(every))),
            _ => Some((DueUpdate::Next, last.at + every)),
        }
    }

    /// The state of a component as it was stated last.
    #[must_use]
    pub fn stated_state(&self, component: &str) -> ComponentState {
        let marks = self.posted.iter().rev().flat_map(|p| &p.components);
        let mut of_this = marks.filter(|mark| mark.id == component);
        of_this.next().map_or_else(Default::default, |m| m.state)
    }

    /// The text to start an update of this phase from, filled with what is true now.
    #[must_use]
    pub fn template(&self, phase: StatusPhase) -> String {
        let own = &self.incident.status_page.templates;
        let (own, common) = match phase {
            StatusPhase::Investigating => (&own.investigating, INVESTIGATING),
            StatusPhase::Identified => (&own.identified, IDENTIFIED),
            StatusPhase::Monitoring => (&own.monitoring, MONITORING),
            StatusPhase::Resolved => (&own.resolved, RESOLVED),
        };
        self.fill(if own.is_empty() { common } else { own })
    }

    pub(super) fn post_status(
        &mut self,
        phase: StatusPhase,
        text: &str,
        components: &[ComponentMark],
    ) -> Result<String, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("An update needs a text".into());
        }
        if text.chars().count() > STATUS_CHARS_MAX {
            return Err(format!(
                "An update has at most {STATUS_CHARS_MAX} characters"
            ));
        }
        let known = &self.incident.status_page.components;
        for mark in components {
            if !known.iter().any(|c| c.id == mark.id) {
                return Err(format!("there is no component {:?}", mark.id));
            }
        }
        if components.len() > known.len() || self.posted.len() >= UPDATES_MAX {
            return Err("That is more than a status page holds".into());
        }
        let now = self.world.now();
        self.updates.push(now);
        self.posted.push(Posted {
            at: now,
            phase,
            text: text.to_string(),
            components: components.to_vec(),
        });
        self.say(&format!("Status page: {}", phase.name()), text);
        Ok("Posted".into())
    }
}

const INVESTIGATING: &str = "We are investigating a problem with our service. {scope} see errors. \
    The next update follows by {next_update} UTC.";
const IDENTIFIED: &str = "We have found the cause of the problem and are working on a fix. \
    {scope} still see errors. The next update follows by {next_update} UTC.";
const MONITORING: &str = "A fix is in place and the service is recovering. We are watching it \
    closely. The next update follows by {next_update} UTC.";
const RESOLVED: &str = "The problem is solved and the service works as usual. We are sorry for \
    the trouble.";
