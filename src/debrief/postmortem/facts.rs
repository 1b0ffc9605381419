//! Sentences that both forms share.

use crate::debrief::document::{Debrief, RowKind, TimelineRow};
use crate::debrief::words::{count, length, percent, share, utc_date, utc_time};
use crate::incident::document::{Incident, Measure};

/// Rows of a timeline at most.
const ROWS_MAX: usize = 60;
/// Reasons of failed requests that are named at most.
const REASONS_MAX: usize = 3;

/// A day as the form has it: `March 15, 2025`.
pub(super) fn day(unix_s: i64) -> String {
    let date = utc_date(unix_s);
    let mut parts = date.splitn(3, ' ');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(day), Some(month), Some(year)) => format!("{month} {day}, {year}"),
        _ => date,
    }
}

/// `14:05 UTC` of a time from minute zero.
pub(super) fn clock(debrief: &Debrief, t_ms: i64) -> String {
    let time = utc_time(debrief.minute_zero_unix_s, t_ms);
    format!("{} UTC", time.get(..5).unwrap_or(&time))
}

/// Start and end of the outage, milliseconds from minute zero: from the first minute with
/// harm to the recovery, else to the end.
pub(super) fn span(debrief: &Debrief) -> Option<(i64, i64)> {
    let facts = &debrief.review.facts;
    let from = facts.harm_from_ms?;
    let minutes = debrief.harm_curves.own.len().saturating_sub(1) as i64;
    Some((from, facts.healthy_from_ms.unwrap_or(minutes * 60_000)))
}

/// How long it lasted, as one line.
pub(super) fn duration(debrief: &Debrief) -> String {
    let Some((from, to)) = span(debrief) else {
        return "no minute in which users failed".to_string();
    };
    let unix = |t_ms: i64| debrief.minute_zero_unix_s + t_ms.div_euclid(1000);
    let at = |t_ms| format!("{} {}", day(unix(t_ms)), clock(debrief, t_ms));
    let ended = match debrief.review.facts.healthy_from_ms {
        Some(_) => String::new(),
        None => "; it was not over at the end of this record".to_string(),
    };
    let took = length((to - from) as f64 / 1000.0);
    format!("{} to {} ({took}){ended}", at(from), at(to))
}

/// What users noticed, as sentences.
pub(super) fn impact(debrief: &Debrief) -> Vec<String> {
    let facts = &debrief.review.facts;
    let (visits, affected) = debrief.visits;
    if affected == 0 {
        return vec!["No visit was affected.".to_string()];
    }
    let mut out = vec![format!(
        "{} of {} visits were affected ({}) from minute zero to the end of this record.",
        count(affected),
        count(visits),
        share(affected, visits)
    )];
    let mut classes: Vec<_> = facts.classes.iter().filter(|c| c.affected > 0).collect();
    classes.sort_by_key(|class| std::cmp::Reverse(class.affected));
    for class in classes {
        let part = class.affected as f64 / class.visits.max(1) as f64;
        out.push(format!(
            "{} of the visits to {} during the outage failed or were too late ({} of {}).",
            percent(part),
            class.uri,
            count(class.affected),
            count(class.visits)
        ));
    }
    let reasons = facts.failed.iter().take(REASONS_MAX);
    let reasons: Vec<String> = reasons
        .map(|(why, n)| format!("{why} {}", count(*n)))
        .collect();
    if !reasons.is_empty() {
        out.push(format!("Requests failed most by: {}.", reasons.join(", ")));
    }
    out
}

/// The cause, as sentences.
pub(super) fn root_cause(debrief: &Debrief) -> Vec<String> {
    let (component, cause) = &debrief.answer;
    let mut out = Vec::new();
    if !cause.is_empty() {
        out.push(format!("{cause}."));
    }
    if !component.is_empty() {
        out.push(format!("Component: {component}."));
    }
    if let Some(change) = &debrief.review.facts.cause {
        let at = clock(debrief, change.t_ms);
        let (id, title) = (&change.id, &change.title);
        out.push(format!("It came with the change {id} at {at}: {title}."));
    }
    if out.is_empty() {
        out.push("The cause is not known yet.".to_string());
    }
    out
}

/// What ended it, as sentences.
pub(super) fn resolution(debrief: &Debrief) -> Vec<String> {
    let facts = &debrief.review.facts;
    let until = facts.healthy_from_ms.unwrap_or(i64::MAX);
    let changes = debrief.timeline.iter();
    let changes = changes.filter(|row| row.kind == RowKind::Change && row.t_ms <= until);
    let mut out: Vec<String> = changes
        .map(|row| format!("{}: {}.", clock(debrief, row.t_ms), row.text))
        .collect();
    match facts.healthy_from_ms {
        Some(t_ms) => out.push(format!(
            "The service met its objective again from {} on.",
            clock(debrief, t_ms)
        )),
        None if debrief.visits.1 == 0 => {}
        None => out.push("The service had not recovered at the end of this record.".into()),
    }
    out
}

/// Rows that a post-mortem tells: what fired and paged, was said, was changed, and what the
/// system did; of people only those who took part. Left out are looks, the clock, what only
/// ended, and what was told again.
pub(super) fn timeline(debrief: &Debrief) -> Vec<(i64, String)> {
    let responders = &debrief.review.facts.responders;
    let told = |row: &&TimelineRow| match row.kind {
        RowKind::Say | RowKind::Change | RowKind::World => true,
        RowKind::Page => !row.aside,
        RowKind::Person => {
            let who = row.text.split_once(": ").map_or("", |(who, _)| who);
            responders.iter().any(|role| role == who)
        }
        RowKind::Look | RowKind::Time | RowKind::Help => false,
    };
    let mut rows: Vec<(i64, String)> = debrief
        .timeline
        .iter()
        .filter(told)
        .map(|row| (row.t_ms, row.text.clone()))
        .collect();
    let facts = &debrief.review.facts;
    if let Some(t_ms) = facts.healthy_from_ms {
        rows.push((t_ms, "The service meets its objective again".to_string()));
    }
    rows.sort_by_key(|(t_ms, _)| *t_ms);
    rows.truncate(ROWS_MAX);
    rows
}

/// The measures that are more than something to compare with.
pub(super) fn measures(incident: &Incident) -> impl Iterator<Item = &Measure> {
    let all = incident.measures.iter();
    all.filter(|measure| !measure.only_to_compare)
}

/// The tasks: measures of the incident, then what the run gives to try.
pub(super) fn tasks(debrief: &Debrief, incident: &Incident) -> Vec<String> {
    let mut out: Vec<String> = measures(incident)
        .map(|measure| format!("{}: {}", measure.title, measure.text))
        .collect();
    out.extend(debrief.review.to_try.iter().cloned());
    out
}
