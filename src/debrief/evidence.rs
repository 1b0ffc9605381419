//! Evidence: what a piece of it is called, what it tells, and since when.

use crate::drill::Session;
use crate::incident::charts;

/// A piece of evidence in words.
#[must_use]
pub fn label(session: &Session, name: &str) -> String {
    let Some((kind, rest)) = name.split_once(':') else {
        return if name == "activity" {
            "Sessions (pg_stat_activity)".into()
        } else {
            name.into()
        };
    };
    match kind {
        "chart" => format!(
            "Chart: {}",
            charts::find(rest).map_or(rest, |chart| chart.title)
        ),
        "setting" => format!("Setting {rest}"),
        "file" => format!("File {rest}"),
        "diff" => format!("What changed in {rest}"),
        "alert" => format!("Alert {rest}"),
        "runbook" => format!("Runbook page {rest}"),
        "log" => match rest.split_once(':') {
            Some((source, code)) => format!("Log of {source}, lines with {code}"),
            None => format!("Log of {rest}"),
        },
        "change" => {
            let changes = &session.incident().changes;
            let title = changes
                .iter()
                .find(|c| c.id == rest)
                .map(|c| c.title.as_str());
            format!("Change {rest}: {}", title.unwrap_or("unknown"))
        }
        _ => name.to_string(),
    }
}

/// When this evidence began to tell, milliseconds from minute zero.
#[must_use]
pub fn since_ms(session: &Session, name: &str) -> Option<i64> {
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

/// What a piece of evidence would have told, as the end of a sentence.
#[must_use]
pub fn tells(name: &str) -> String {
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

/// The change that brought the cause: the first of the telling evidence that is one. Its
/// time, milliseconds from minute zero, and its place among the incident's changes.
#[must_use]
pub fn cause(session: &Session) -> Option<(i64, usize)> {
    let incident = session.incident();
    let mut telling = incident.diagnosis.telling_evidence.iter();
    let id = telling.find_map(|name| name.strip_prefix("change:"))?;
    let at = incident.changes.iter().position(|c| c.id == id)?;
    Some(((incident.changes[at].at_s * 1000.0) as i64, at))
}
