//! What a debrief holds in words, for the page and for its exports alike.

use super::document::{
    Debrief, HarmCurves, Input, JudgedChange, RowKind, TimelineRow, Times, Unit, Worth,
};
use super::harm::{Budget, Money};
use super::review::Unseen;
use crate::drill::mode::Mode;

pub use super::numbers::*;

/// Why a mode has no score; none for a scored one.
#[must_use]
pub fn unscored(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::Drill => None,
        Mode::Guided => Some("Not scored: the coach named the steps."),
        Mode::Watch => Some("Not scored: this was the original team's run, replayed."),
    }
}

/// The phases in order: name and seconds from minute zero.
#[must_use]
pub fn phases(times: &Times) -> [(&'static str, Option<f64>); 4] {
    [
        ("Acknowledged", times.acknowledge),
        ("Diagnosed", times.diagnose),
        ("Mitigated", times.mitigate),
        ("Resolved", times.resolve),
    ]
}

/// How much of the harm that could be avoided was avoided, 0..=1; none where there
/// was nothing to avoid.
#[must_use]
pub fn avoided(debrief: &Debrief) -> Option<f64> {
    let (nobody, best) = debrief.reference_affected;
    let own = debrief.visits.1;
    (nobody > best).then(|| {
        let avoided = nobody as f64 - own as f64;
        (avoided / (nobody - best) as f64).clamp(0.0, 1.0)
    })
}

/// The impact in one sentence.
#[must_use]
pub fn impact(debrief: &Debrief) -> String {
    let (all, own) = debrief.visits;
    let affected = format!("{} of {} visits were affected", count(own), count(all));
    match avoided(debrief) {
        Some(avoided) => {
            format!(
                "{affected}; {} of the avoidable harm was avoided.",
                percent(avoided)
            )
        }
        None => format!("{affected}."),
    }
}

/// Rows of the harm table, at most `rows_max` (at least 2): minute, then own, nobody
/// and best; none where a curve has ended.
#[must_use]
pub fn harm_rows(curves: &HarmCurves, rows_max: usize) -> Vec<(usize, [Option<u64>; 3])> {
    let all = [&curves.own[..], &curves.nobody, &curves.best];
    let minutes = all.iter().map(|curve| curve.len()).max().unwrap_or(0);
    (0..minutes)
        .step_by(step_minutes(minutes, rows_max))
        .map(|minute| (minute, all.map(|curve| curve.get(minute).copied())))
        .collect()
}

/// What a change was worth, in words.
#[must_use]
pub fn effect(effect: Worth) -> &'static str {
    match effect {
        Worth::Helped => "Helped",
        Worth::Worse => "Made it worse",
        Worth::Neither => "Made no difference",
        Worth::Protects => "Protects",
        Worth::Unknown => "Not judged",
    }
}

/// A change in words; several that are judged together say so.
#[must_use]
pub fn change_title(change: &JudgedChange) -> String {
    match change.count {
        0 | 1 => change.title.clone(),
        n => format!("{} and {} more", change.title, n - 1),
    }
}

/// Affected visits of the run without a change; none where there was no such run.
#[must_use]
pub fn without(debrief: &Debrief, change: &JudgedChange) -> Option<u64> {
    let known = change.effect != Worth::Unknown;
    known.then(|| {
        debrief
            .visits
            .1
            .saturating_add_signed(change.difference.saturating_neg())
    })
}

/// What the run without a change shows, in a sentence. A run that ended early, because it had
/// cost more by then, shows the least that the change was worth.
#[must_use]
pub fn worth(debrief: &Debrief, change: &JudgedChange) -> String {
    let visits = count(change.difference.unsigned_abs());
    let cut = change.without.len() < debrief.harm_curves.own.len();
    let least = if cut { "at least " } else { "" };
    match change.effect {
        Worth::Unknown => "It was not run without this change: no points hang on it.".to_string(),
        Worth::Protects => "It keeps the cause from coming back.".to_string(),
        Worth::Neither => "Without it about as many visits would have been affected.".to_string(),
        Worth::Helped | Worth::Worse if change.difference < 0 => {
            format!("Without it {least}{visits} more visits would have been affected.")
        }
        Worth::Helped | Worth::Worse => {
            format!("Without it {visits} fewer visits would have been affected.")
        }
    }
}

/// A number behind a term, with its unit.
#[must_use]
pub fn input(input: &Input) -> String {
    let value = input.value;
    match input.unit {
        Unit::Share => percent(value),
        Unit::Seconds => length(value),
        Unit::Visits => format!("{} visits", count(value.max(0.0).round() as u64)),
        Unit::Points => format!("{} points", points(value)),
        Unit::Count => points(value),
    }
}

/// The error budget in a sentence.
#[must_use]
pub fn budget(budget: &Budget) -> String {
    format!(
        "{} of the error budget of 30 days is spent: it allows {} affected visits ({} of all).",
        percent(budget.spent),
        count(budget.visits.max(0.0).round() as u64),
        percent_fine(budget.share)
    )
}

/// A small ratio as a percentage with as many decimals as it needs, at most three.
fn percent_fine(ratio: f64) -> String {
    format!("{} %", (ratio * 1e5).round() / 1e3)
}

/// A sum of money in a sentence.
#[must_use]
pub fn money(money: &Money) -> String {
    let whole = count(money.amount.max(0.0).round() as u64);
    format!(
        "At the price that the incident names, it cost {whole} {}.",
        money.currency
    )
}

/// A piece of evidence that was never looked at, and what it would have told.
#[must_use]
pub fn unseen(it: &Unseen) -> String {
    let since = it
        .since_ms
        .map_or(String::new(), |since| format!(" from {} on", t_plus(since)));
    format!("{}: it told{since} {}", it.evidence, it.tells)
}

/// A line of the two stories beside each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SideBySide<'a> {
    /// When, milliseconds since minute zero.
    pub t_ms: i64,
    /// What was done or happened in this run.
    pub own: Option<&'a TimelineRow>,
    /// What the original team did.
    pub account: Option<&'a str>,
}

/// Both stories by time. An entry of the account stands beside the row of the same
/// second, else on a line of its own. `shown` chooses kinds of own rows.
#[must_use]
pub fn side_by_side(debrief: &Debrief, shown: impl Fn(RowKind) -> bool) -> Vec<SideBySide<'_>> {
    let own = debrief.timeline.iter().filter(|row| shown(row.kind));
    let mut lines: Vec<SideBySide<'_>> = own
        .map(|row| SideBySide {
            t_ms: row.t_ms,
            own: Some(row),
            account: None,
        })
        .collect();
    for (t_ms, text) in &debrief.account {
        let text = Some(text.as_str());
        let same = |line: &&mut SideBySide<'_>| {
            line.account.is_none() && line.t_ms.div_euclid(1000) == t_ms.div_euclid(1000)
        };
        match lines.iter_mut().find(same) {
            Some(line) => line.account = text,
            None => lines.push(SideBySide {
                t_ms: *t_ms,
                own: None,
                account: text,
            }),
        }
    }
    lines.sort_by_key(|line| line.t_ms);
    lines
}
