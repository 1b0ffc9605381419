//! Harm avoided, 40 points.

use super::clock;
use super::term::Behind;
use crate::debrief::document::{Term, Unit};
use crate::debrief::harm::cause_words;
use crate::debrief::judge::Judgement;

/// Where nothing is at fault, harm beyond that of nobody counts against this share of visits.
const RESTRAINT_SHARE: f64 = 0.01;

pub(super) fn term(judgement: &Judgement<'_>) -> Term {
    let mut behind = Behind::default();
    let visits = |outcome: &crate::debrief::judge::Outcome| outcome.affected() as f64;
    let (own, nobody) = (visits(judgement.own), visits(judgement.nobody));
    behind.input("affected in your run", own, Unit::Visits);
    behind.input("affected if nobody acts", nobody, Unit::Visits);
    let best = visits(judgement.best.1);
    behind.input("affected with the best responder", best, Unit::Visits);
    if judgement.avoidable() == 0 {
        return restraint(judgement, behind);
    }
    for cause in judgement.own.account.sum.causes.iter().take(3) {
        let words = format!("of yours, {}", cause_words(&cause.cause));
        behind.input(&words, cause.visits as f64, Unit::Visits);
    }
    let avoided = judgement.avoided();
    behind.input("avoided of what could be avoided", avoided, Unit::Share);
    let share = avoided * clock::counts(judgement, &mut behind);
    let formula = format!(
        "40 x (affected if nobody acts - affected) / (affected if nobody acts - affected with \
         the best responder), cut to 0..1; affected: visits with a failed, a too late or no \
         answer, from minute zero to the end of the incident; {}",
        clock::RULE
    );
    behind.term("harm", "Harm avoided", share, &formula)
}

/// Nothing is at fault: the best is to do no harm, and to say so.
fn restraint(judgement: &Judgement<'_>, mut behind: Behind) -> Term {
    let (own, nobody) = (judgement.own.affected(), judgement.nobody.affected());
    let bad = RESTRAINT_SHARE * judgement.nobody.account.sum.visits as f64;
    let done = own.saturating_sub(nobody) as f64 / bad.max(1.0);
    behind.input("harm done, of what takes all points", done, Unit::Share);
    let share = match judgement.took_part() {
        true => 1.0 - done,
        false => {
            behind.note("neither a diagnosis nor \"resolved\" was stated");
            0.0
        }
    };
    let formula = "nothing is at fault: 40 x (1 - visits affected beyond those if nobody acts / \
         1 % of all visits), if a diagnosis or \"resolved\" was stated";
    behind.term("harm", "Harm avoided", share, formula)
}
