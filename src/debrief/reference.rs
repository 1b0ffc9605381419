//! Reference runs: the same world again, with nobody or with the best known responder.

use crate::drill::action::Entry;
use crate::drill::{Session, responders};
use crate::incident::document::Incident;
use crate::sim::time::{MIN, Nanos};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Id of the responder that does nothing.
pub const NOBODY: &str = "nobody";
/// Id of the best known responder.
pub const BEST: &str = "best";

/// What a run cost its users: affected visits so far, one value for each whole minute
/// from minute zero (index 0 is minute zero itself).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Harm {
    /// Affected visits so far, by minute.
    pub affected: Vec<u64>,
    /// Visits from minute zero to the end.
    pub visits: u64,
    /// Visits that never ended: their users had waited for longer than their patience when
    /// the last minute was over. They count as affected, and as visits.
    pub stuck: u64,
}

impl Harm {
    /// The harm of a session from minute zero to `to`.
    #[must_use]
    pub fn of(session: &Session, to: Nanos) -> Harm {
        let (zero, _) = session.span();
        let minutes = to.saturating_sub(zero) / MIN;
        let affected = (0..=minutes)
            .map(|m| session.harm_until(zero + m * MIN).0)
            .collect();
        let stuck = session.world().stuck_visits(zero + minutes * MIN);
        let stuck = stuck.into_iter().sum();
        Harm {
            affected,
            visits: session.harm_until(to).1 + stuck,
            stuck,
        }
    }

    /// Affected visits in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.affected.last().copied().unwrap_or(0) + self.stuck
    }
}

/// A run to the end of the incident that can be taken in small steps.
#[derive(Clone, Debug)]
pub struct Rerun {
    session: Session,
    end_ms: i64,
    from_ms: i64,
}

impl Rerun {
    /// The incident again, played by a scripted responder.
    ///
    /// # Errors
    /// If the responder is unknown or its script is wrong.
    pub fn responder(incident: &Arc<Incident>, seed: u64, id: &str) -> Result<Rerun, String> {
        let mut session = Session::new(incident.clone(), seed);
        // Nobody needs no script.
        if id != NOBODY {
            responders::play(&mut session, id)?;
        }
        Ok(Rerun::rest(session))
    }

    /// The incident again with these actions; the world goes on after "resolved".
    #[must_use]
    pub fn journal(incident: &Arc<Incident>, seed: u64, entries: Vec<Entry>) -> Rerun {
        let mut session = Session::new(incident.clone(), seed);
        session.queue(entries);
        Rerun::rest(session)
    }

    /// What is left of a run.
    #[must_use]
    pub fn rest(session: Session) -> Rerun {
        let end_ms = session.at_ms(session.span().1);
        Rerun {
            from_ms: session.now_ms(),
            end_ms,
            session,
        }
    }

    /// Take about this many events. True when the run is at its end.
    pub fn step(&mut self, events: u64) -> bool {
        self.session.advance_some(self.end_ms, events)
    }

    /// How much is done, 0..=1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        let all = (self.end_ms - self.from_ms).max(1) as f64;
        (self.session.now_ms() - self.from_ms) as f64 / all
    }

    /// The run.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What it cost, once it is at its end.
    #[must_use]
    pub fn harm(&self) -> Harm {
        Harm::of(&self.session, self.session.world().now())
    }
}
