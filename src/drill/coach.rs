//! The coach of the guided way: how far the player has come.

use super::session::Session;

impl Session {
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
