//! Ten runs of the shipped incident: seeds and responders, each to its own minute.

use crate::shipped::shipped;
use firedrill::drill::{Session, responders};
use std::sync::Arc;

const RUNS: [(u64, &str, i64); 10] = [
    (1, "nobody", 120),
    (2, "best", 300),
    (3, "original-team", 400),
    (4, "by-the-runbook", 200),
    (5, "restart-only", 420),
    (6, "rollback-only", 420),
    (7, "scale-up", 420),
    (8, "bigger-pools", 420),
    (u64::MAX, "best", 240),
    (0x9e37_79b9_7f4a_7c15, "nobody", 60),
];

/// `seed responder until digest events` of each run, one at a time.
pub fn digests() -> impl Iterator<Item = String> {
    let incident = Arc::new(shipped());
    let run = move |(seed, responder, until_s): (u64, &str, i64)| {
        let mut session = Session::new(incident.clone(), seed);
        session.queue(responders::entries(&incident, responder).expect("a known responder"));
        session.advance_to(until_s * 1000);
        let world = session.world();
        format!(
            "{seed} {responder} {until_s} {:016x} {}",
            world.digest(),
            world.events()
        )
    };
    RUNS.into_iter().map(run)
}

/// What they were when the engine was last changed.
pub fn stored() -> Vec<String> {
    include_str!("../cases/digests/expected.txt")
        .lines()
        .map(str::to_string)
        .collect()
}
