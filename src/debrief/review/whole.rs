//! The review as a whole.

use super::{Facts, Point, Target, Unseen};
use super::{facts, praise, questions, targets, unseen};
use crate::debrief::judge::Judgement;
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
