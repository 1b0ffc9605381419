//! `firedrill list`.

use crate::incident::library;
use serde_json::json;

/// Print the shipped incidents with their responders and measures, and the worlds.
pub(super) fn list(as_json: bool) -> Result<(), String> {
    let mut rows = Vec::new();
    let mut text = String::new();
    for entry in library::entries() {
        let incident = library::load(entry.id)
            .ok_or_else(|| format!("the shipped incident {} is broken", entry.id))?;
        let responders: Vec<_> = incident.responders.iter().map(|r| r.id.as_str()).collect();
        let measures: Vec<_> = incident.measures.iter().map(|m| m.id.as_str()).collect();
        rows.push(json!({
            "id": incident.id,
            "title": incident.title,
            "world": entry.world,
            "difficulty": incident.briefing.difficulty,
            "minute_zero": incident.clock.minute_zero,
            "responders": responders,
            "measures": measures,
        }));
        text += &format!(
            "{}\n  {} (difficulty {} of 5, world {})\n",
            incident.id, incident.title, incident.briefing.difficulty, entry.world,
        );
        if !responders.is_empty() {
            text += &format!("  responders: {}\n", responders.join(", "));
        }
        if !measures.is_empty() {
            text += &format!("  measures: {}\n", measures.join(", "));
        }
    }
    for world in library::worlds() {
        let title = world.title();
        text += &format!("world {}\n  {}: {}\n", title.id, title.title, title.about);
    }
    if as_json {
        text = format!("{:#}\n", serde_json::Value::Array(rows));
    }
    super::print(&text);
    Ok(())
}
