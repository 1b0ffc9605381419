//! Diagnosis, 25 points.

use super::term::Behind;
use crate::debrief::document::{Term, Unit};
use crate::debrief::evidence::label;
use crate::debrief::judge::Judgement;
use crate::drill::session::Stated;
use crate::incident::document::DiagnosisBook;
use std::collections::BTreeSet;

/// Points of a right component, of a right cause, of the evidence.
const COMPONENT: f64 = 8.0;
const CAUSE: f64 = 10.0;
const EVIDENCE: f64 = 7.0;
/// What a wrong component and a wrong cause cost, each time one is stated.
const WRONG_COMPONENT: f64 = 2.0;
const WRONG_CAUSE: f64 = 3.0;
/// What is left when it was said only after the fix.
const LATE_SHARE: f64 = 0.5;

const FORMULA: &str = "the last statement before the fix counts (the fix is the last change that \
     helped and came before the recovery): component 8, cause 10, evidence 7 x (telling pieces - \
     others) / (the wanted number, or all that were cited if they are more); a later statement \
     counts half; each wrong component stated costs 2, each wrong cause 3";

pub(super) fn term(judgement: &Judgement<'_>) -> Term {
    let session = judgement.over;
    let book = &session.incident().diagnosis;
    let mut behind = Behind::default();
    if *book == DiagnosisBook::default() {
        return unasked(judgement, behind);
    }
    let fixed_ms = judgement.fixed_ms();
    let is_late = |stated: &Stated| fixed_ms.is_some_and(|ms| session.at_ms(stated.at) > ms);
    let (mut wrong, mut in_time, mut late) = (0.0, 0.0_f64, 0.0_f64);
    for stated in session.stated() {
        let (component, cause) = stated.right;
        wrong += if component { 0.0 } else { WRONG_COMPONENT };
        wrong += if cause { 0.0 } else { WRONG_CAUSE };
        let (telling, cited) = cited(book, &stated.diagnosis.evidence);
        let points = points(book, stated.right, telling, cited);
        // What was corrected does not count, but what it cost does.
        match is_late(stated) {
            true => late = LATE_SHARE * points,
            false => in_time = points,
        }
        let right = |is: bool| if is { "right" } else { "wrong" };
        let when = match is_late(stated) {
            true => "; after the fix",
            false => "",
        };
        behind.event(
            session.at_ms(stated.at),
            format!(
                "component {}, cause {}, {telling} of {cited} cited pieces of evidence tell{when}",
                right(component),
                right(cause)
            ),
        );
    }
    for name in &book.telling_evidence {
        if let Some((_, at)) = session.looked().iter().find(|(looked, _)| looked == name) {
            let text = format!("looked at: {}", label(session, name));
            behind.event(session.at_ms(*at), text);
        }
    }
    if session.stated().is_empty() {
        behind.note("no diagnosis was stated");
    }
    let wanted = f64::from(book.evidence_wanted.max(1));
    behind.input("pieces of evidence wanted", wanted, Unit::Count);
    behind.input("lost by wrong statements", wrong, Unit::Points);
    let points = in_time.max(late) - wrong;
    behind.term("diagnosis", "Diagnosis", points / 25.0, FORMULA)
}

/// Different pieces that tell, and different pieces in all. Each was looked at before: the
/// session takes no other.
fn cited(book: &DiagnosisBook, evidence: &[String]) -> (usize, usize) {
    let cited: BTreeSet<&String> = evidence.iter().collect();
    let telling = cited.iter().filter(|e| book.telling_evidence.contains(e));
    (telling.count(), cited.len())
}

fn points(book: &DiagnosisBook, right: (bool, bool), telling: usize, cited: usize) -> f64 {
    let (component, cause) = right;
    if !component && !cause {
        return 0.0;
    }
    let wanted = (book.evidence_wanted.max(1) as usize).max(cited);
    let others = cited - telling;
    let evidence = telling.saturating_sub(others) as f64 / wanted as f64;
    let component = if component { COMPONENT } else { 0.0 };
    let cause = if cause { CAUSE } else { 0.0 };
    component + cause + EVIDENCE * evidence
}

/// The incident asks for no diagnosis: what was avoided speaks for itself.
fn unasked(judgement: &Judgement<'_>, mut behind: Behind) -> Term {
    let avoided = judgement.avoided();
    behind.input("avoided of what could be avoided", avoided, Unit::Share);
    let formula = "this incident asks for no diagnosis: 25 x the share of the harm avoided";
    behind.term("diagnosis", "Diagnosis", avoided, formula)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> DiagnosisBook {
        DiagnosisBook {
            telling_evidence: ["a", "b", "c", "d", "e", "f"].map(String::from).into(),
            evidence_wanted: 3,
            ..DiagnosisBook::default()
        }
    }

    fn evidence_points(names: &str) -> f64 {
        let evidence: Vec<String> = names.chars().map(String::from).collect();
        let (telling, cited) = cited(&book(), &evidence);
        points(&book(), (true, true), telling, cited) - COMPONENT - CAUSE
    }

    #[test]
    fn citing_more_than_tells_never_pays() {
        assert!((evidence_points("abc") - 7.0).abs() < 1e-12);
        assert!((evidence_points("abcdef") - 7.0).abs() < 1e-12);
        assert!(evidence_points("aaa") < 2.4, "the same thrice is one");
        assert!(evidence_points("abcx") < evidence_points("abc"));
        assert!(evidence_points("abcdefuvwxyz").abs() < 1e-12);
        for more in ["abcdefx", "abcdefxy", "abcdefxyz"] {
            assert!(evidence_points(more) < evidence_points("abc"), "{more}");
        }
        let nothing = points(&book(), (false, false), 3, 3);
        assert!(nothing.abs() < 1e-12, "evidence of a wrong diagnosis");
    }
}
