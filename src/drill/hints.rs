//! Hints in a scored drill: the coach's steps, one by one, each for its price.

use super::feed::News;
use super::session::Session;
use crate::sim::time::Nanos;

/// Points that each hint costs.
pub const HINT_POINTS: f64 = 5.0;

/// A hint that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// When.
    pub at: Nanos,
    /// Which step of the incident's coach.
    pub step: usize,
    /// What it said.
    pub text: String,
}

impl Session {
    /// Hints taken so far, oldest first.
    #[must_use]
    pub fn hints(&self) -> &[Hint] {
        &self.hints
    }

    /// The next step of the coach that is neither done nor was told.
    pub(super) fn hint(&mut self) -> Result<String, String> {
        let told = self.hints.last().map_or(0, |hint| hint.step + 1);
        let step = told.max(self.coach_step());
        let Some(next) = self.incident.coach.get(step) else {
            return Err(match self.incident.coach.is_empty() {
                true => "This incident has no hints".into(),
                false => "There are no more hints".into(),
            });
        };
        let text = self.fill(&next.next);
        let at = self.world.now();
        self.feed.own(at, News::Hint, "Took a hint", &text);
        let note = format!("{text} (This hint costs {HINT_POINTS} points.)");
        self.hints.push(Hint { at, step, text });
        Ok(note)
    }
}
