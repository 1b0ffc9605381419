//! Puts a debrief together from a judged run.

use super::document::{
    DEBRIEF_VERSION, Debrief, HarmCurves, JudgedChange, RowKind, TimelineRow, Worth,
};
use super::evidence::label as evidence_label;
use super::harm::HarmAccount;
use super::judge::{Effect, Judgement};
use super::numbers::t_plus;
use super::review::review;
use super::score;
use crate::drill::Session;
use crate::drill::action::{Action, Diagnosis, Look};
use crate::drill::board::{Board, BoardStep};
use crate::drill::feed::{FeedKind, News};
use crate::drill::mode::Mode;
use crate::incident::document::Choice;
use crate::incident::utc::parse_utc;
use crate::sim::time::{Nanos, SEC};

/// Rows of the timeline at most; looks go first when there are more.
const TIMELINE_MAX: usize = 2_000;

/// The debrief of a run that was played in this mode.
#[must_use]
pub fn build(judgement: &Judgement<'_>, mode: Mode) -> Debrief {
    let session = judgement.over;
    let incident = session.incident();
    let (own, nobody, best) = (judgement.own, judgement.nobody, judgement.best.1);
    let score = score::score(judgement);
    let mitigated = score::mitigated(judgement);
    let book = &incident.diagnosis;
    let last = session.stated().last().map(|s| s.diagnosis.clone());
    let looked = |name: &str| session.looked().iter().any(|(n, _)| n == name);
    let right = |choices: &[Choice], ids: &[String]| {
        ids.first().map_or(String::new(), |id| label(choices, id))
    };
    Debrief {
        version: DEBRIEF_VERSION,
        engine: env!("CARGO_PKG_VERSION").to_string(),
        incident: (incident.id.clone(), incident.title.clone()),
        minute_zero_unix_s: parse_utc(&incident.clock.minute_zero).unwrap_or(0),
        seed: session.journal().seed,
        mode,
        digest: format!("{:016x}", session.world().digest()),
        total: score.total,
        terms: score.terms,
        times_s: score.times,
        verdict: verdict(session, mitigated, &own.account),
        visits: (own.account.sum.visits, own.affected()),
        reference_affected: (nobody.affected(), best.affected()),
        harm_curves: HarmCurves {
            own: own.account.curve(),
            nobody: nobody.account.curve(),
            best: best.account.curve(),
        },
        timeline: timeline(session),
        account: incident
            .account
            .iter()
            .map(|e| ((e.at_s * 1e3) as i64, e.text.clone()))
            .collect(),
        diagnosis: last.map(|d| Diagnosis {
            component: label(&book.components, &d.component),
            cause: label(&book.causes, &d.cause),
            evidence: d
                .evidence
                .iter()
                .map(|e| evidence_label(session, e))
                .collect(),
        }),
        answer: (
            right(&book.components, &book.right_components),
            right(&book.causes, &book.right_causes),
        ),
        evidence: book
            .telling_evidence
            .iter()
            .map(|e| (evidence_label(session, e), looked(e)))
            .collect(),
        lessons: incident
            .lessons
            .iter()
            .map(|l| (l.title.clone(), l.text.clone()))
            .collect(),
        harm: Some(own.account.clone()),
        changes: changes(judgement),
        review: review(judgement, mitigated),
        notes: None,
    }
}

fn changes(judgement: &Judgement<'_>) -> Vec<JudgedChange> {
    let own = i64::try_from(judgement.own.affected()).unwrap_or(i64::MAX);
    let judged = judgement.changes.iter().map(|change| JudgedChange {
        at_ms: change.at_ms,
        due_ms: change.due_ms,
        action: change.action.to_string(),
        title: change.title.to_string(),
        count: change.count,
        effect: match judgement.effect(change) {
            None => Worth::Unknown,
            Some(Effect::Helped(_)) => Worth::Helped,
            Some(Effect::Neither) => Worth::Neither,
            Some(Effect::Protects) => Worth::Protects,
            Some(Effect::Worse(_)) => Worth::Worse,
        },
        difference: change.without.map_or(0, |run| {
            own - i64::try_from(run.affected()).unwrap_or(i64::MAX)
        }),
        without: change.without.map_or(Vec::new(), |run| run.account.curve()),
        skipped: change.without.map_or(0, |run| run.skipped),
    });
    judged.collect()
}

fn label(choices: &[Choice], id: &str) -> String {
    choices
        .iter()
        .find(|c| c.id == id)
        .map_or(id.to_string(), |c| c.label.clone())
}

/// Minutes at the end of an incident by which it is said how users fared there.
const LAST_MINUTES: usize = 10;

/// Whether more visits were affected at the end than the objective allows.
fn fails_at_the_end(harm: &HarmAccount, error_ratio_max: f64) -> bool {
    let minutes = harm.minutes(None);
    let last = LAST_MINUTES.min(minutes.len());
    let late = minutes[minutes.len() - last..]
        .iter()
        .map(|minute| minute[1])
        .sum::<u64>();
    let per_minute = harm.sum.visits as f64 / minutes.len().max(1) as f64;
    (late + harm.sum.stuck) as f64 > per_minute * last as f64 * error_ratio_max
}

fn verdict(session: &Session, mitigated: Option<Nanos>, harm: &HarmAccount) -> String {
    let fails = fails_at_the_end(harm, session.incident().objective.error_ratio_max);
    let at = |at: Nanos| t_plus(session.at_ms(at / SEC * SEC));
    match (mitigated, session.resolved()) {
        (Some(well), Some(resolved)) if well <= resolved => format!(
            "Recovered at {} and declared resolved at {}.",
            at(well),
            at(resolved)
        ),
        (Some(well), Some(resolved)) => format!(
            "Declared resolved at {} while users still failed; the service recovered at {}.",
            at(resolved),
            at(well)
        ),
        (Some(well), None) => {
            format!(
                "Recovered at {}; the incident was never declared resolved.",
                at(well)
            )
        }
        (None, _) if harm.sum.affected == 0 => "No user was affected.".to_string(),
        (None, Some(resolved)) if !fails => format!(
            "Declared resolved at {}; users were served again, but not well enough for the \
             objective to the end.",
            at(resolved)
        ),
        (None, Some(resolved)) => format!(
            "Declared resolved at {}, but users went on failing to the end.",
            at(resolved)
        ),
        (None, None) if fails => "Users went on failing to the end of the incident.".to_string(),
        (None, None) => "Users were served again, but not well enough for the objective.".into(),
    }
}

/// Looks from the journal, all else from the feed, in order of time.
fn timeline(session: &Session) -> Vec<TimelineRow> {
    let zero = session.span().0;
    let mut rows: Vec<TimelineRow> = Vec::new();
    let mut board = Board::default();
    for entry in &session.journal().entries {
        let row = match &entry.action {
            Action::Look(Look::Command(line)) => (RowKind::Look, format!("Typed: {line}")),
            Action::Look(look) => (
                RowKind::Look,
                format!("Looked at: {}", evidence_label(session, &look.evidence())),
            ),
            Action::Board(step) => match (board.apply(step), step) {
                (Ok(told), BoardStep::Pin(_)) => (RowKind::Look, told),
                (Ok(told), BoardStep::Suppose { .. } | BoardStep::Judge { .. }) => {
                    (RowKind::Say, told)
                }
                _ => continue,
            },
            Action::Speed { factor } if *factor > 0.0 => {
                (RowKind::Time, format!("Clock at {factor}x"))
            }
            Action::Speed { .. } => (RowKind::Time, "Clock paused".to_string()),
            Action::Hint {} => (RowKind::Help, hint_words(session, entry.at_ms)),
            _ => continue,
        };
        rows.push(TimelineRow {
            t_ms: entry.at_ms,
            kind: row.0,
            text: row.1,
            aside: false,
        });
    }
    for entry in session.feed().since(0) {
        let kind = match entry.kind {
            // Told from the journal, as help.
            FeedKind::Action if entry.news == News::Hint => continue,
            FeedKind::Action if entry.news == News::Changed => RowKind::Change,
            FeedKind::Action => RowKind::Say,
            FeedKind::Page | FeedKind::Alert => RowKind::Page,
            FeedKind::Person => RowKind::Person,
            FeedKind::Change | FeedKind::Effect => RowKind::World,
            FeedKind::Account => continue,
        };
        // What happened long before the incident is no part of its timeline.
        if entry.at + 300 * SEC < zero {
            continue;
        }
        let who = if kind == RowKind::Person {
            format!("{}: ", entry.who)
        } else {
            String::new()
        };
        let more = if entry.text.is_empty() {
            String::new()
        } else {
            format!(" – {}", entry.text)
        };
        let text = format!("{who}{}{more}", entry.title);
        rows.push(TimelineRow {
            t_ms: session.at_ms(entry.at),
            kind,
            text,
            aside: matches!(entry.news, News::Ended | News::Joined),
        });
    }
    rows.sort_by_key(|row| row.t_ms);
    if rows.len() > TIMELINE_MAX {
        rows.retain(|row| !matches!(row.kind, RowKind::Look | RowKind::Time));
        rows.truncate(TIMELINE_MAX);
    }
    rows
}

fn hint_words(session: &Session, at_ms: i64) -> String {
    let mut hints = session.hints().iter();
    let hint = hints.find(|hint| session.at_ms(hint.at) == at_ms);
    hint.map_or_else(|| "Hint".to_string(), |hint| format!("Hint: {}", hint.text))
}
