//! People who can be called, the coach, and the conditions that what they say hangs on.

use super::feed::FeedKind;
use super::session::Session;
use super::words;
use crate::incident::document::{Condition, Contact};
use crate::sim::time::{Nanos, from_seconds};

/// A call for a person.
#[derive(Clone, Debug)]
pub struct Call {
    /// Id of the contact.
    pub contact: String,
    /// Called then.
    pub at: Nanos,
    /// Speaks then.
    pub answers_at: Nanos,
    /// Has spoken.
    pub answered: bool,
}

impl Session {
    fn contact(&self, id: &str) -> Option<&Contact> {
        self.incident.contacts.iter().find(|c| c.id == id)
    }

    pub(super) fn call(&mut self, id: &str) -> Result<String, String> {
        let contact = self
            .contact(id)
            .ok_or_else(|| format!("there is no contact {id:?}"))?;
        if self.calls.iter().any(|c| c.contact == id && !c.answered) {
            return Err(format!(
                "{} has been called and is on the way",
                contact.role
            ));
        }
        let at = self.world.now();
        let answers_at = at + from_seconds(contact.answers_after_s);
        let role = contact.role.clone();
        self.feed.push(
            at,
            FeedKind::Action,
            "you",
            &format!("Called in: {role}"),
            "",
        );
        self.calls.push(Call {
            contact: id.to_string(),
            at,
            answers_at,
            answered: false,
        });
        Ok(format!("{role} was called"))
    }

    pub(super) fn hear_people(&mut self) {
        for i in 0..self.calls.len() {
            let call = &self.calls[i];
            if call.answered || call.answers_at > self.world.now() {
                continue;
            }
            let at = call.answers_at;
            let contact = self.contact(&call.contact).cloned();
            self.calls[i].answered = true;
            let Some(contact) = contact else { continue };
            let says = contact
                .says
                .iter()
                .find(|s| s.when.iter().all(|c| self.holds(c)));
            if let Some(says) = says {
                let text = words::fill(&says.text, &self.world);
                self.feed
                    .push(at, FeedKind::Person, &contact.role, &text, "");
            }
        }
    }

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
            Condition::Acknowledged {} => self.pages.iter().any(|p| p.acknowledged.is_some()),
            Condition::Updated {} => !self.updates.is_empty(),
            Condition::Diagnosed {} => self.stated.iter().any(|s| s.right.0 && s.right.1),
            Condition::Healthy {} => self.soaked(),
            Condition::After(seconds) => self.now_ms() as f64 >= seconds * 1000.0,
            Condition::Paused(pipeline) => self.world.pipeline_paused(pipeline),
            Condition::Resolved {} => self.resolved.is_some(),
            Condition::Any(any) => any.iter().any(|c| self.holds(c)),
            Condition::Not(inner) => !self.holds(inner),
        }
    }

    /// The coach moves on while steps are done.
    pub(super) fn coach(&mut self) {
        while let Some(step) = self.incident.coach.get(self.coach_step) {
            if !step.done.iter().all(|c| self.holds(c)) {
                return;
            }
            self.coach_step += 1;
        }
    }

    /// Steps of the coach that are done.
    #[must_use]
    pub fn coach_step(&self) -> usize {
        self.coach_step
    }
}
