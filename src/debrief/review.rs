//! What makes a debrief teach: targets, questions, what was never looked at, what went well
//! and what to try. Everything here follows by rule from what the run did; nothing is
//! simulated again.
//!
//! | file | what it is for |
//! |---|---|
//! | `targets` | phase times beside their targets and other players' |
//! | `unseen` | telling evidence that was not looked at, and since when it told |
//! | `questions` | the points of the run that are worth a talk, and what to ask there |
//! | `praise` | three things that went well, three to try |
//! | `facts` | true figures for a post-mortem |

mod facts;
mod praise;
mod questions;
mod targets;
mod unseen;

pub use facts::{Cause, ClassFacts, Facts};
pub use questions::Point;
pub use targets::Target;
pub use unseen::Unseen;

use super::judge::Judgement;
use crate::drill::Session;
use crate::drill::action::Action;
use crate::sim::time::Nanos;
use serde::{Deserialize, Serialize};

/// The part of a debrief that teaches. Empty in documents of version 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Review {
    /// Phases in order.
    pub targets: Vec<Target>,
    /// Points of the run with their questions, in order of time.
    pub points: Vec<Point>,
    /// Telling evidence that was never looked at.
    pub unseen: Vec<Unseen>,
    /// What went well, at most three.
    pub well: Vec<String>,
    /// What to try next time, at most three.
    pub to_try: Vec<String>,
    /// Hints that were taken.
    pub hints: u32,
    /// Figures for a post-mortem.
    pub facts: Facts,
}

/// The review of a run; `mitigated`: the objective was met from then on to the end.
#[must_use]
pub fn review(judgement: &Judgement<'_>, mitigated: Option<Nanos>) -> Review {
    let session = judgement.over;
    let hints = session.journal().entries.iter();
    let hints = hints.filter(|e| e.action == Action::Hint {}).count();
    let unseen = unseen::unseen(session);
    let (well, to_try) = praise::praise(judgement, mitigated, &unseen);
    Review {
        targets: targets::targets(judgement, mitigated),
        points: questions::points(session, mitigated),
        unseen,
        well,
        to_try,
        hints: u32::try_from(hints).unwrap_or(u32::MAX),
        facts: facts::facts(judgement, mitigated),
    }
}

/// The change that brought the cause: the first of the telling evidence that is one. Its
/// time, milliseconds from minute zero, and its place among the incident's changes.
fn cause(session: &Session) -> Option<(i64, usize)> {
    let incident = session.incident();
    let mut telling = incident.diagnosis.telling_evidence.iter();
    let id = telling.find_map(|name| name.strip_prefix("change:"))?;
    let at = incident.changes.iter().position(|c| c.id == id)?;
    Some(((incident.changes[at].at_s * 1000.0) as i64, at))
}
