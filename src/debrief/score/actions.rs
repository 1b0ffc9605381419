//! Actions, 10 points: each change is judged by the run without it.

use super::term::Behind;
use crate::debrief::document::{Term, Unit};
use crate::debrief::judge::{Effect, Judgement};
use crate::drill::words::number;

/// So much of the avoidable harm, done by changes, takes all points.
const WORSE_SHARE: f64 = 0.1;
/// Changes without an effect that cost nothing: an attempt is no offence.
const FREE: u32 = 2;
/// What each further one costs, as a share of the term.
const NEEDLESS_SHARE: f64 = 0.05;

pub(super) fn term(judgement: &Judgement<'_>) -> Term {
    let mut behind = Behind::default();
    if judgement.avoidable() == 0 {
        return restraint(judgement, behind);
    }
    let (mut worse, mut needless) = (0_u64, 0_u32);
    for change in &judgement.changes {
        let text = match judgement.effect(change) {
            None => "not judged: no points hang on it".to_string(),
            Some(Effect::Helped(more)) => {
                let at_least = match change.without.is_some_and(|run| run.whole) {
                    true => "",
                    false => "at least ",
                };
                let more = number(more as f64);
                format!("helped: without it {at_least}{more} visits more were affected")
            }
            Some(Effect::Protects) => "keeps the cause from coming back".to_string(),
            Some(Effect::Neither) => {
                needless += change.count;
                "neither helped nor harmed".to_string()
            }
            Some(Effect::Worse(by)) => {
                worse += by;
                let by = number(by as f64);
                format!("made it worse: without it {by} visits fewer were affected")
            }
        };
        behind.event(change.at_ms, format!("{}: {text}", change.title));
    }
    let avoidable = judgement.avoidable() as f64;
    behind.input("avoidable harm", avoidable, Unit::Visits);
    behind.input("harm that changes did", worse as f64, Unit::Visits);
    behind.input("changes that did nothing", f64::from(needless), Unit::Count);
    let lost_by_worse = worse as f64 / avoidable / WORSE_SHARE;
    let lost_by_needless = NEEDLESS_SHARE * f64::from(needless.saturating_sub(FREE));
    let share = if judgement.avoided() <= 0.0 {
        behind.note("nothing of the harm was avoided");
        0.0
    } else if judgement.own.well_since.is_none() {
        behind.note("the service did not recover");
        0.0
    } else {
        1.0 - lost_by_worse - lost_by_needless
    };
    let formula = "10, less 1 for each percent of the avoidable harm that a change did (the run \
         with it against the run without it), less 0.5 for each change beyond two that did \
         nothing; 0 if the service did not recover or nothing was avoided";
    behind.term("actions", "Actions", share, formula)
}

/// Nothing is at fault: every change is one too many.
fn restraint(judgement: &Judgement<'_>, mut behind: Behind) -> Term {
    for change in &judgement.changes {
        behind.event(change.at_ms, change.title);
    }
    let changes: u32 = judgement.changes.iter().map(|change| change.count).sum();
    behind.input("changes", f64::from(changes), Unit::Count);
    let share = match judgement.took_part() {
        true => 1.0 - 2.0 * NEEDLESS_SHARE * f64::from(changes),
        false => {
            behind.note("neither a diagnosis nor \"resolved\" was stated");
            0.0
        }
    };
    let formula = "nothing is at fault: 10, less 1 for each change; 0 if neither a diagnosis \
         nor \"resolved\" was stated";
    behind.term("actions", "Actions", share, formula)
}
