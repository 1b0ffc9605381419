//! What hints cost.

use super::term::Behind;
use crate::debrief::document::{Term, Unit};
use crate::debrief::judge::Judgement;
use crate::drill::hints::HINT_POINTS;

/// The cost of the hints that were taken; none where there were none.
pub(super) fn term(judgement: &Judgement<'_>) -> Option<Term> {
    let session = judgement.over;
    let hints = session.hints();
    if hints.is_empty() {
        return None;
    }
    let mut behind = Behind::default();
    for hint in hints {
        behind.event(session.at_ms(hint.at), format!("hint: {}", hint.text));
    }
    behind.input("hints", hints.len() as f64, Unit::Count);
    let cost = HINT_POINTS * hints.len() as f64;
    Some(behind.cost("hints", "Hints", cost, "5 points off for each hint"))
}
