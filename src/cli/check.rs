//! `firedrill check`.

use crate::drill::{journal, responders};
use crate::incident::parse;

/// Check files; the error carries all problems of all files.
pub(super) fn check(files: &[String]) -> Result<(), String> {
    let mut problems = Vec::new();
    for file in files {
        match super::read(file).and_then(|text| check_one(file, &text)) {
            Ok(what) => super::print(&format!("{file}: {what}, ok\n")),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n"))
    }
}

/// An incident says so in its first key; everything else is read as a journal.
fn check_one(file: &str, text: &str) -> Result<&'static str, String> {
    let is_journal = serde_json::from_str::<serde_json::Value>(text)
        .is_ok_and(|v| v.get("entries").is_some() && v.get("world").is_none());
    if is_journal {
        let journal = journal::parse(text).map_err(|e| format!("{file}: {e}"))?;
        super::incident(&journal.incident).map_err(|e| format!("{file}: $.incident: {e}"))?;
        return Ok("a journal");
    }
    let incident = parse::parse(text, file).map_err(|problems| super::lines(&problems))?;
    for responder in &incident.responders {
        responders::check(&incident, &responder.id).map_err(|e| format!("{file}: {e}"))?;
    }
    Ok("an incident")
}
