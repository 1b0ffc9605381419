//! The same world again to the end of the incident, with a responder or with a journal.

use firedrill::drill::action::Entry;
use firedrill::drill::{Session, responders};
use firedrill::incident::document::Incident;
use std::sync::Arc;

/// Played by a responder; `nobody` needs no script.
pub fn responder(incident: &Arc<Incident>, seed: u64, id: &str) -> Session {
    let mut session = Session::new(incident.clone(), seed);
    if id != "nobody" {
        responders::play(&mut session, id).expect("a responder");
    }
    to_the_end(session)
}

/// Played with these actions; the world goes on after "resolved".
pub fn journal(incident: &Arc<Incident>, seed: u64, entries: Vec<Entry>) -> Session {
    let mut session = Session::new(incident.clone(), seed);
    session.queue(entries);
    to_the_end(session)
}

fn to_the_end(mut session: Session) -> Session {
    let end_ms = session.at_ms(session.span().1);
    while !session.advance_some(end_ms, u64::MAX) {}
    session
}
