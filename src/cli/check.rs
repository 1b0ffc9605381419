//! `firedrill check`.

use crate::debrief::result;
use crate::drill::journal;
use crate::incident::parse::check_world;

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

/// A result, a world and a journal are known by a key of theirs; everything else is an incident.
fn check_one(file: &str, text: &str) -> Result<&'static str, String> {
    let value = serde_json::from_str::<serde_json::Value>(text).ok();
    let has = |key: &str| value.as_ref().is_some_and(|v| v.get(key).is_some());
    if has("firedrill_result") {
        let result = result::parse(text).map_err(|e| format!("{file}: {e}"))?;
        result.check_chain().map_err(|e| format!("{file}: {e}"))?;
        return Ok("a result with an unbroken journal (`verify` runs it again)");
    }
    let is_journal = has("entries") && !has("world");
    if is_journal {
        let journal = journal::parse(text).map_err(|e| format!("{file}: {e}"))?;
        super::incident(&journal.incident).map_err(|e| format!("{file}: $.incident: {e}"))?;
        return Ok("a journal");
    }
    if has("firedrill_world") {
        let problems = check_world(text, file);
        if problems.is_empty() {
            return Ok("a world");
        }
        return Err(super::lines(&problems));
    }
    super::parse(text, file).map_err(|problems| super::lines(&problems))?;
    Ok("an incident")
}
