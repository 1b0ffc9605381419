//! The score as a whole.

use super::clock::mitigated;
use super::{actions, conduct, diagnosis, harm, hints, recovery};
use crate::debrief::document::{Term, Times};
use crate::debrief::judge::Judgement;
use crate::sim::time::Nanos;

/// A whole score.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Points, 0..=100.
    pub total: f64,
    /// The terms in the order of [`super::WEIGHTS`]; after them what hints cost, if some were
    /// taken.
    pub terms: Vec<Term>,
    /// Phase times.
    pub times: Times,
}

/// The score of a judged run.
#[must_use]
pub fn score(judgement: &Judgement<'_>) -> Score {
    let mut terms = vec![
        harm::term(judgement),
        diagnosis::term(judgement),
        conduct::term(judgement),
        actions::term(judgement),
        recovery::term(judgement),
    ];
    terms.extend(hints::term(judgement));
    let tenths: f64 = terms.iter().map(|t| (t.points * 10.0).round()).sum();
    Score {
        total: tenths.clamp(0.0, 1000.0) / 10.0,
        terms,
        times: times(judgement),
    }
}

fn times(judgement: &Judgement<'_>) -> Times {
    let session = judgement.over;
    let seconds = |at: Nanos| session.at_ms(at) as f64 / 1000.0;
    let acknowledged = session.pages().iter().filter_map(|p| p.acknowledged).min();
    let right = session.stated().iter().find(|s| s.right.0 && s.right.1);
    Times {
        acknowledge: acknowledged.map(seconds),
        diagnose: right.map(|s| seconds(s.at)),
        mitigate: mitigated(judgement).map(seconds),
        resolve: session.resolved().map(seconds),
    }
}
