//! The score: what it is reckoned from, what it orders, and that it cannot be gamed.

mod gaming;
mod harm;
mod judge;
mod kept;
mod order;
mod restraint;
mod result;
mod stored;

use crate::shipped::{ID, cut};
use firedrill::debrief::judge::{Depth, Judge};
use firedrill::debrief::score::{Score, score};
use firedrill::drill::action::{Action, Entry};
use firedrill::drill::responders;
use firedrill::incident::document::Incident;
use std::sync::Arc;

const CONF: &str = "/etc/postgresql/15/main/postgresql.conf";

/// So small that a run takes a moment.
fn quick() -> Arc<Incident> {
    Arc::new(cut(130.0, 420.0, 8.0))
}

fn at(at_s: f64, action: Action) -> Entry {
    Entry {
        at_ms: (at_s * 1000.0) as i64,
        action,
    }
}

fn script(incident: &Incident, id: &str) -> Vec<Entry> {
    responders::entries(incident, id).expect("a responder of the incident")
}

/// A judge that has followed a whole journal to the end of the incident.
fn judged(incident: &Arc<Incident>, seed: u64, depth: Depth, journal: &[Entry]) -> Judge {
    let mut judge = Judge::new(incident, seed, depth).expect("an incident with responders");
    judge.follow(journal, judge.end_ms());
    while !judge.step(u64::MAX) {}
    judge
}

fn scored(judge: &Judge) -> Score {
    assert!(judge.refused().is_empty(), "{:?}", judge.refused());
    score(&judge.judgement().expect("all was run"))
}

/// The points of a term.
fn points(score: &Score, id: &str) -> f64 {
    let term = score.terms.iter().find(|term| term.id == id);
    term.map_or(0.0, |term| term.points)
}
