//! Scripted players: what they do is a journal, so they play through the same door.

use super::action::{Action, Entry};
use super::policy::Player;
use super::session::Session;
use crate::incident::document::{Incident, Responder};
use crate::json;

/// Lets a scripted player of the session's incident play it: by its script or its policy.
///
/// # Errors
/// If there is no such player, or an action of it is not one (with its place).
pub fn play(session: &mut Session, id: &str) -> Result<(), String> {
    let incident = session.incident().clone();
    let (index, responder) = find(&incident, id)?;
    if responder.policy.is_empty() {
        session.queue(entries(&incident, id)?);
    } else {
        session.follow(Player::new(responder, index)?);
    }
    Ok(())
}

/// The entries of a player of this incident that has a script.
///
/// # Errors
/// If there is no such player, if it reacts and has no journal before it has played, or if an
/// action of its script is not one (with its place).
pub fn entries(incident: &Incident, id: &str) -> Result<Vec<Entry>, String> {
    let (index, responder) = find(incident, id)?;
    if !responder.policy.is_empty() {
        return Err(format!("{id:?} reacts to what it sees: it has no script"));
    }
    let script = &responder.script;
    let mut entries = Vec::with_capacity(script.len());
    for (i, entry) in script.iter().enumerate() {
        let place = format!("$.responders[{index}].script[{i}].action");
        let action: Action =
            json::from_value(&entry.action).map_err(|e| format!("{place}{}: {e}", e.path))?;
        entries.push(Entry {
            at_ms: (entry.at_s * 1000.0) as i64,
            action,
        });
    }
    Ok(entries)
}

/// Checks the actions of a player.
///
/// # Errors
/// As [`play`].
pub fn check(incident: &Incident, id: &str) -> Result<(), String> {
    let (index, responder) = find(incident, id)?;
    if responder.policy.is_empty() {
        entries(incident, id).map(|_| ())
    } else {
        Player::new(responder, index).map(|_| ())
    }
}

fn find<'a>(incident: &'a Incident, id: &str) -> Result<(usize, &'a Responder), String> {
    let mut all = incident.responders.iter().enumerate();
    all.find(|(_, r)| r.id == id).ok_or_else(|| {
        let known: Vec<_> = incident.responders.iter().map(|r| r.id.as_str()).collect();
        format!(
            "there is no responder {id:?}; known are {}",
            known.join(", ")
        )
    })
}
