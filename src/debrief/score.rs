//! The score: five terms, each with its formula and what is behind it, and what hints cost.
//!
//! Plain arithmetic of `f64` only: a score is the same to the bit on every machine. Points are
//! rounded to tenths term by term, and the total is summed in whole tenths.

mod actions;
mod clock;
mod conduct;
mod diagnosis;
mod harm;
mod hints;
mod recovery;
mod term;

use super::document::{Term, Times};
use super::judge::Judgement;
use crate::sim::time::Nanos;

/// Points of the terms.
pub const WEIGHTS: [(&str, f64); 5] = [
    ("harm", 40.0),
    ("diagnosis", 25.0),
    ("conduct", 15.0),
    ("actions", 10.0),
    ("recovery", 10.0),
];

/// A whole score.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Points, 0..=100.
    pub total: f64,
    /// The terms in the order of [`WEIGHTS`]; after them what hints cost, if some were taken.
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

/// From then on the objective was met to the end of the incident, if it had not been met
/// before; none where it was never missed, or missed to the end.
#[must_use]
pub fn mitigated(judgement: &Judgement<'_>) -> Option<Nanos> {
    let (zero, _) = judgement.over.span();
    judgement.own.well_since.filter(|at| *at > zero)
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
