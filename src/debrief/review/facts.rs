//! True figures of a run for a post-mortem.

use crate::debrief::evidence::cause;
use crate::debrief::judge::Judgement;
use crate::drill::Session;
use crate::sim::time::{MIN, Nanos};
use serde::{Deserialize, Serialize};

/// Figures of a run. Times are milliseconds from minute zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Start of the first minute in which more visits failed than the objective allows.
    pub harm_from_ms: Option<i64>,
    /// The objective was met from then on to the end of the incident.
    pub healthy_from_ms: Option<i64>,
    /// Declared resolved, or the end of the run.
    pub closed_ms: i64,
    /// The first page and the alert behind it.
    pub page: Option<(i64, String)>,
    /// The change that brought the cause.
    pub cause: Option<Cause>,
    /// Visits by class from the first harm to the recovery.
    pub classes: Vec<ClassFacts>,
    /// Requests that failed from minute zero on, by reason, most first.
    pub failed: Vec<(String, u64)>,
    /// Who took part, in roles.
    pub responders: Vec<String>,
}

/// The change that brought the cause.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// When.
    pub t_ms: i64,
    /// Its id.
    pub id: String,
    /// What the change feed says.
    pub title: String,
}

/// Visits of one class.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClassFacts {
    /// Name of the class.
    pub name: String,
    /// Method and path.
    pub uri: String,
    /// Visits.
    pub visits: u64,
    /// Affected visits.
    pub affected: u64,
}

pub(super) fn facts(judgement: &Judgement<'_>, mitigated: Option<Nanos>) -> Facts {
    let (over, account) = (judgement.over, &judgement.own.account);
    let incident = over.incident();
    let (zero, end) = over.span();
    let first = first_harm(over);
    let to = mitigated.unwrap_or(end).max(zero);
    let last = (to - zero).div_ceil(MIN) as usize;
    let books = over.world().ledger().iter().zip(&account.classes);
    let classes = incident.world.classes.iter().zip(books);
    let classes = classes.map(|(class, (books, harm))| {
        // Before minute zero from the player's own books, then from the account of the run.
        let (mut visits, mut affected) = (0, 0);
        if let Some(from) = first {
            let before = books.between(from.min(zero), zero);
            let skip = (from.max(zero) - zero) / MIN;
            let minutes = harm.minutes.iter().take(last).skip(skip as usize);
            let after = minutes.fold((0, 0), |(v, a), minute| (v + minute[0], a + minute[1]));
            (visits, affected) = (before.total + after.0, before.affected + after.1);
        }
        ClassFacts {
            name: class.name.clone(),
            uri: class.uri.clone(),
            visits,
            affected,
        }
    });
    let causes = account.sum.causes.iter();
    let failed = causes.filter(|cause| cause.requests > 0);
    let mut failed: Vec<(String, u64)> = failed
        .map(|cause| (cause.cause.replace('_', " "), cause.requests))
        .collect();
    failed.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let page = over.pages().first();
    Facts {
        harm_from_ms: first.map(|at| over.at_ms(at)),
        healthy_from_ms: mitigated.map(|at| over.at_ms(at)),
        closed_ms: over.at_ms(over.resolved().unwrap_or(over.world().now())),
        page: page.map(|page| (over.at_ms(page.sent), page.alert.clone())),
        cause: cause(over).map(|(t_ms, at)| Cause {
            t_ms,
            id: incident.changes[at].id.clone(),
            title: incident.changes[at].title.clone(),
        }),
        classes: classes.collect(),
        failed,
        responders: responders(over),
    }
}

/// The first whole minute, from ten minutes before minute zero on, with too many affected.
fn first_harm(session: &Session) -> Option<Nanos> {
    let allowed = session.incident().objective.error_ratio_max;
    let (zero, end) = session.span();
    let books = session.world().ledger();
    let mut at = zero - zero.min(10 * MIN) / MIN * MIN;
    while at + MIN <= end {
        let (mut affected, mut total) = (0, 0);
        for class in books {
            let visits = class.between(at, at + MIN);
            (affected, total) = (affected + visits.affected, total + visits.total);
        }
        if affected as f64 > allowed * total as f64 {
            return Some(at);
        }
        at += MIN;
    }
    None
}

/// The on-call engineer, those who were called, and those who took a role.
fn responders(session: &Session) -> Vec<String> {
    let mut out = vec!["On-call engineer".to_string()];
    let called = session.calls().iter().map(|call| &call.contact);
    for id in called {
        let role = session.role_of(id);
        if !out.contains(&role) {
            out.push(role);
        }
    }
    for assigned in session.roles() {
        let role = session.role_of(&assigned.who);
        let line = format!("{}: {role}", assigned.role.name());
        let line = line.replace(": you", ": on-call engineer");
        if !out.contains(&line) {
            out.push(line);
        }
    }
    out
}
