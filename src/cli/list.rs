//! `firedrill list`.

use crate::incident::library;
use serde_json::json;

/// Print the shipped incidents with their responders and measures.
pub(super) fn list(as_json: bool) -> Result<(), String> {
    let mut rows = Vec::new();
    let mut text = String::new();
    for shipped in library::shipped() {
        let incident = library::load(shipped.id)
            .ok_or_else(|| format!("the shipped incident {} is broken", shipped.id))?;
        let responders: Vec<_> = incident.responders.iter().map(|r| r.id.as_str()).collect();
        let measures: Vec<_> = incident.measures.iter().map(|m| m.id.as_str()).collect();
        rows.push(json!({
            "id": incident.id,
            "title": incident.title,
            "difficulty": incident.briefing.difficulty,
            "minute_zero": incident.clock.minute_zero,
            "responders": responders,
            "measures": measures,
        }));
        text += &format!(
            "{}\n  {} (difficulty {} of 5)\n  responders: {}\n",
            incident.id,
            incident.title,
            incident.briefing.difficulty,
            responders.join(", ")
        );
        if !measures.is_empty() {
            text += &format!("  measures: {}\n", measures.join(", "));
        }
    }
    if as_json {
        text = format!("{:#}\n", serde_json::Value::Array(rows));
    }
    super::print(&text);
    Ok(())
}
