//! Conduct, 15 points.

use super::clock::{self, mitigated};
use super::term::{Behind, within};
use crate::debrief::document::{Term, Unit};
use crate::debrief::judge::Judgement;
use crate::drill::words::number;
use crate::sim::time::{Nanos, to_seconds};

const ACKNOWLEDGE: f64 = 4.0;
const FIRST_UPDATE: f64 = 4.0;
const CADENCE: f64 = 4.0;
const SEVERITY: f64 = 3.0;

pub(super) fn term(judgement: &Judgement<'_>) -> Term {
    let mut behind = Behind::default();
    let points = acknowledged(judgement, &mut behind)
        + updates(judgement, &mut behind)
        + severity(judgement, &mut behind);
    let share = points / 15.0 * clock::counts(judgement, &mut behind);
    let formula = format!(
        "acknowledged in time 4, first status update in time 4, updates often enough 4 (until \
         \"resolved\", or to the end of the incident if it was not over then), severity 3, 1.5 \
         if it is off by one, 0 if it was set after the recovery; full marks within the target, \
         none from twice the target on; {}",
        clock::RULE
    );
    behind.term("conduct", "Conduct", share, &formula)
}

fn acknowledged(judgement: &Judgement<'_>, behind: &mut Behind) -> f64 {
    let session = judgement.over;
    let target_s = session.incident().objective.acknowledge_s;
    behind.input("target of the acknowledgement", target_s, Unit::Seconds);
    let first = session.pages().first();
    let Some((page, at)) = first.and_then(|page| Some((page, page.acknowledged?))) else {
        behind.note("the page was never acknowledged");
        return 0.0;
    };
    let took_s = to_seconds(at.saturating_sub(page.sent));
    let text = format!("acknowledged, {} s after the page", number(took_s));
    behind.event(session.at_ms(at), text);
    ACKNOWLEDGE * within(took_s, target_s)
}

fn updates(judgement: &Judgement<'_>, behind: &mut Behind) -> f64 {
    let session = judgement.over;
    let goal = &session.incident().objective;
    behind.input(
        "target of the first update",
        goal.first_update_s,
        Unit::Seconds,
    );
    behind.input("target between updates", goal.update_every_s, Unit::Seconds);
    let (zero, end) = session.span();
    let after_zero = |at: &&Nanos| **at >= zero;
    let updates: Vec<Nanos> = session
        .updates()
        .iter()
        .filter(after_zero)
        .copied()
        .collect();
    let Some(first) = updates.first() else {
        behind.note("no status update was posted");
        return 0.0;
    };
    let took_s = to_seconds(first - zero);
    behind.event(session.at_ms(*first), "first status update");
    // Silence after a "resolved" that was none is silence.
    let over = |at: &Nanos| judgement.own.well_since.is_some_and(|well| well <= *at);
    let until = session.resolved().filter(over).unwrap_or(end);
    let ends = updates.iter().skip(1).copied().chain([until]);
    let gaps = updates.iter().zip(ends).map(|(a, b)| b.saturating_sub(*a));
    let gap_s = to_seconds(gaps.max().unwrap_or(0));
    behind.input("longest time without an update", gap_s, Unit::Seconds);
    FIRST_UPDATE * within(took_s, goal.first_update_s)
        + CADENCE * within(gap_s, goal.update_every_s)
}

fn severity(judgement: &Judgement<'_>, behind: &mut Behind) -> f64 {
    let session = judgement.over;
    let fitting = session.incident().objective.severity;
    behind.input("fitting severity", f64::from(fitting), Unit::Count);
    let Some((level, at)) = session.severity() else {
        behind.note("no severity was set");
        return 0.0;
    };
    let late = mitigated(judgement).is_some_and(|well| at >= well);
    let when = if late { ", after the recovery" } else { "" };
    behind.event(session.at_ms(at), format!("severity SEV-{level}{when}"));
    match late {
        true => 0.0,
        false => SEVERITY * (1.0 - f64::from(level.abs_diff(fitting)) / 2.0).max(0.0),
    }
}
