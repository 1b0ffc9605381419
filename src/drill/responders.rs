//! Scripted players: what they do is a journal, so they play through the same door.

use super::action::{Action, Entry};
use crate::incident::document::Incident;

/// The entries of a scripted player of this incident.
///
/// # Errors
/// If there is no such player, or an action of its script is not one (with its place).
pub fn entries(incident: &Incident, id: &str) -> Result<Vec<Entry>, String> {
    let found = incident.responders.iter().position(|r| r.id == id);
    let index = found.ok_or_else(|| {
        let known: Vec<_> = incident.responders.iter().map(|r| r.id.as_str()).collect();
        format!(
            "there is no responder {id:?}; known are {}",
            known.join(", ")
        )
    })?;
    let script = &incident.responders[index].script;
    let mut entries = Vec::with_capacity(script.len());
    for (i, entry) in script.iter().enumerate() {
        let place = format!("$.responders[{index}].script[{i}].action");
        let action: Action =
            serde_path_to_error::deserialize(&entry.action).map_err(|e| format!("{place}: {e}"))?;
        entries.push(Entry {
            at_ms: (entry.at_s * 1000.0) as i64,
            action,
        });
    }
    Ok(entries)
}
