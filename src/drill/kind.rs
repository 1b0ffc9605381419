//! The five kinds of actions.

use super::action::Action;

/// What an action is to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something was opened and seen.
    Look,
    /// Something was said or stated.
    Say,
    /// Something was done to the world. Invariant: nothing else of a journal reaches it.
    Change,
    /// The clock.
    Time,
    /// Help was taken.
    Help,
}

impl Action {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Action::Look(_) => Kind::Look,
            Action::Acknowledge {}
            | Action::Severity { .. }
            | Action::Status { .. }
            | Action::Escalate { .. }
            | Action::Ask { .. }
            | Action::Say { .. }
            | Action::Assign { .. }
            | Action::ResolvePage { .. }
            | Action::Reassign { .. }
            | Action::Silence { .. }
            | Action::EndSilence { .. }
            | Action::Diagnose(_)
            | Action::Board(_)
            | Action::Resolve {} => Kind::Say,
            Action::EditFile { .. }
            | Action::RollbackFile { .. }
            | Action::ReloadDatabase {}
            | Action::RestartDatabase {}
            | Action::RollingRestart { .. }
            | Action::Scale { .. }
            | Action::ResizePool { .. }
            | Action::TerminateSessions { .. }
            | Action::StopDatabase { .. }
            | Action::StartDatabase {}
            | Action::TerminateBackends { .. }
            | Action::CancelBackends { .. }
            | Action::Failover {}
            | Action::FreeDisk {}
            | Action::DropSlot {}
            | Action::PauseRollout { .. }
            | Action::UndoRollout { .. }
            | Action::ShedLoad { .. }
            | Action::FlushCache { .. }
            | Action::DrainInstance { .. }
            | Action::Pools { .. }
            | Action::Bouncer { .. }
            | Action::PausePipeline { .. }
            | Action::RunPipeline { .. } => Kind::Change,
            Action::Speed { .. } => Kind::Time,
            Action::Hint {} => Kind::Help,
        }
    }
}
