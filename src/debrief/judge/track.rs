//! A run of the world ahead of the player: it can be begun before all changes are known.

use crate::debrief::harm::HarmAccount;
use crate::drill::Session;
use crate::drill::action::{Action, Entry};
use crate::sim::time::Nanos;
use serde::{Deserialize, Serialize};

/// How a run of the world came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// What it cost its users.
    pub account: HarmAccount,
    /// The objective was met from then to the end.
    pub well_since: Option<Nanos>,
    /// Digest of the world.
    pub digest: u64,
    /// False: the run was cut short once the score could not change any more.
    pub whole: bool,
    /// Changes that were impossible in it and were left out; pauses of pipelines aside.
    pub skipped: u32,
}

impl Outcome {
    fn of(session: &Session, whole: bool) -> Outcome {
        // Whether a pipeline was paused already hangs on what was run ahead; the world does not.
        let real =
            |(entry, _): &&(Entry, String)| !matches!(entry.action, Action::PausePipeline { .. });
        let skipped = session.rejected().iter().filter(real);
        Outcome {
            account: HarmAccount::of(session),
            well_since: session.healthy_since(),
            digest: session.world().digest(),
            whole,
            skipped: u32::try_from(skipped.count()).unwrap_or(u32::MAX),
        }
    }

    /// Affected visits.
    #[must_use]
    pub fn affected(&self) -> u64 {
        self.account.sum.affected
    }
}

/// A run to the end of the incident. It keeps a safe place to go back to, `mark`, so that a
/// change that comes later than it was begun costs only the way since then. Memory: two
/// sessions at most, one once it is done.
#[derive(Clone, Debug)]
pub struct Track {
    /// Not later than any change that may still come.
    mark: Session,
    ahead: Option<Box<Session>>,
    done: Option<Outcome>,
}

impl Track {
    /// The rest of this session's world.
    #[must_use]
    pub fn new(mark: Session) -> Track {
        Track {
            mark,
            ahead: None,
            done: None,
        }
    }

    /// The rest of this session's world, of which a part was run before: `other` has run the
    /// same world, and what it has is handed over.
    #[must_use]
    pub fn taking_over(mark: Session, other: Option<&mut Track>) -> Track {
        let (ahead, done) = other.map_or((None, None), |o| (o.ahead.take(), o.done.take()));
        Track { mark, ahead, done }
    }

    /// Go back to here from now on. What was run ahead stays: the world is the same.
    pub fn remark(&mut self, mark: Session) {
        self.mark = mark;
    }

    /// The same world has come to where this session is: the way there need not be run.
    pub fn reach(&mut self, session: &Session) {
        let at = self.ahead.as_deref().unwrap_or(&self.mark).world().now();
        if self.done.is_none() && at < session.world().now() {
            self.ahead = Some(Box::new(session.clone()));
        }
    }

    /// Somebody else has run the same world to its end.
    pub fn learn(&mut self, outcome: Outcome) {
        self.ahead = None;
        self.done = Some(outcome);
    }

    /// A change that came later than `mark`. What was run beyond it is void.
    pub fn change(&mut self, entry: &Entry) {
        self.mark.queue([entry.clone()]);
        self.done = None;
        match &mut self.ahead {
            Some(ahead) if ahead.world().now() <= ahead.world_time(entry.at_ms) => {
                ahead.queue([entry.clone()]);
            }
            _ => self.ahead = None,
        }
    }

    /// Take about this many events; every change up to `safe_ms` is known. Ends early once
    /// more than `affected_max` visits are affected. True when it is done.
    pub fn step(&mut self, safe_ms: i64, events: u64, affected_max: Option<u64>) -> bool {
        if self.done.is_some() {
            return true;
        }
        let end_ms = self.mark.at_ms(self.mark.span().1);
        if self.ahead.is_none() && safe_ms < end_ms {
            let behind = self.mark.now_ms() < safe_ms;
            if behind && !self.mark.advance_some(safe_ms, events) {
                return false;
            }
        }
        let mark = &self.mark;
        let ahead = self.ahead.get_or_insert_with(|| Box::new(mark.clone()));
        let whole = ahead.advance_some(end_ms, events);
        let enough = || {
            let now = ahead.world().now();
            affected_max.is_some_and(|most| ahead.harm_until(now).0 > most)
        };
        if whole || enough() {
            self.done = Some(Outcome::of(ahead, whole));
            self.ahead = None;
        }
        self.done.is_some()
    }

    /// How it came out, once it is done.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.done.as_ref()
    }

    /// How much of it is done, 0..=1.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.done.is_some() {
            return 1.0;
        }
        let at = self.ahead.as_deref().unwrap_or(&self.mark);
        let (zero, end) = at.span();
        let all = end.saturating_sub(zero).max(1) as f64;
        (at.world().now().saturating_sub(zero) as f64 / all).clamp(0.0, 1.0)
    }
}
