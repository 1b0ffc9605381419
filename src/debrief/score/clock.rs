//! The clock: two terms measure how fast somebody was, and a clock that stands still for as
//! long as one likes to think has no speed to measure.

use super::term::Behind;
use crate::debrief::judge::Judgement;
use crate::drill::clock::begins_ms;
use crate::sim::time::Nanos;

/// What is left of a term that measures time, when the clock was stopped.
const STOPPED_SHARE: f64 = 0.5;

/// In words, for the formula of a term.
pub(super) const RULE: &str = "half of it if the clock was stopped, or ran slower than life, \
     before the recovery";

/// The share by which a term that measures time counts. A journal knows that the clock was
/// stopped, but not for how long: so one pause costs as much as many.
pub(super) fn counts(judgement: &Judgement<'_>, behind: &mut Behind) -> f64 {
    let session = judgement.over;
    let well_ms = mitigated(judgement).map(|at| session.at_ms(at));
    let mut stops = session.journal().stops_ms(begins_ms(session.incident()));
    stops.retain(|at_ms| well_ms.is_none_or(|well_ms| *at_ms < well_ms));
    for at_ms in &stops {
        behind.event(*at_ms, "the clock was stopped");
    }
    if stops.is_empty() { 1.0 } else { STOPPED_SHARE }
}

/// From then on the objective was met to the end of the incident, if it had not been met
/// before; none where it was never missed, or missed to the end.
#[must_use]
pub fn mitigated(judgement: &Judgement<'_>) -> Option<Nanos> {
    let (zero, _) = judgement.over.span();
    judgement.own.well_since.filter(|at| *at > zero)
}
