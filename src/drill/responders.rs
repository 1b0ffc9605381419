//! Scripted players: what they do is a journal, so they play through the same door.

use super::action::Entry;
use super::policy::Player;
use super::session::Session;
use crate::incident::document::{Incident, Responder};

/// Lets a scripted player of the session's incident play it: by its script or its policy.
///
/// # Errors
/// If there is no such player.
pub fn play(session: &mut Session, id: &str) -> Result<(), String> {
    let incident = session.incident().clone();
    let responder = find(&incident, id)?;
    if responder.policy.is_empty() {
        session.queue(entries(&incident, id)?);
    } else {
        session.follow(Player::new(responder));
    }
    Ok(())
}

/// The entries of a player of this incident that has a script.
///
/// # Errors
/// If there is no such player, or if it reacts and has no journal before it has played.
pub fn entries(incident: &Incident, id: &str) -> Result<Vec<Entry>, String> {
    let responder = find(incident, id)?;
    if !responder.policy.is_empty() {
        return Err(format!("{id:?} reacts to what it sees: it has no script"));
    }
    let entries = responder.script.iter().map(|entry| Entry {
        at_ms: (entry.at_s * 1000.0) as i64,
        action: entry.action.clone(),
    });
    Ok(entries.collect())
}

/// The player of this id.
///
/// # Errors
/// If there is none; known ones are named.
pub fn find<'a>(incident: &'a Incident, id: &str) -> Result<&'a Responder, String> {
    let mut all = incident.responders.iter();
    all.find(|r| r.id == id).ok_or_else(|| {
        let known: Vec<_> = incident.responders.iter().map(|r| r.id.as_str()).collect();
        format!(
            "there is no responder {id:?}; known are {}",
            known.join(", ")
        )
    })
}
