//! Telling evidence that was never looked at, and since when it would have told.

use super::cause;
use crate::debrief::build::evidence_label;
use crate::drill::Session;
use serde::{Deserialize, Serialize};

/// A piece of evidence that nobody looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unseen {
    /// What it is, as the console names it.
    pub evidence: String,
    /// What it would have told.
    pub tells: String,
    /// Since when, milliseconds from minute zero; none if that is not known.
    pub since_ms: Option<i64>,
}

/// The telling evidence of the incident that was not looked at in this run.
pub(super) fn unseen(session: &Session) -> Vec<Unseen> {
    let names = session.incident().diagnosis.telling_evidence.iter();
    let looked = |name: &String| session.looked().iter().any(|(n, _)| n == name);
    names
        .filter(|name| !looked(name))
        .map(|name| Unseen {
            evidence: evidence_label(session, name),
            tells: tells(name),
            since_ms: since_ms(session, name),
        })
        .collect()
}

/// When this evidence began to tell, milliseconds from minute zero.
pub(super) fn since_ms(session: &Session, name: &str) -> Option<i64> {
    let (cause_ms, _) = cause(session)?;
    let Some(rest) = name.strip_prefix("log:") else {
        return Some(cause_ms);
    };
    let (source, code) = rest.split_once(':')?;
    // The log keeps a bounded number of lines: what is gone from it cannot be dated.
    let mut lines = session.world().log().since(0);
    let first = lines.find(|line| {
        session.at_ms(line.at) >= cause_ms && line.source == source && line.code == code
    })?;
    Some(session.at_ms(first.at))
}

fn tells(name: &str) -> String {
    let kind = name.split_once(':').map_or(name, |(kind, _)| kind);
    match kind {
        "diff" => "which settings the change had touched",
        "file" => "what is written there",
        "setting" => "the value that is in force",
        "log" => "what fails, in the program's own words",
        "change" => "that something had been changed just before",
        "chart" => "which resource had run out, and when",
        "alert" => "which limit was passed",
        "activity" => "who holds the sessions",
        "runbook" => "what to look at next",
        _ => "something about the cause",
    }
    .to_string()
}
