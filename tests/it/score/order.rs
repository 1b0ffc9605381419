//! The score orders the responders of every shipped incident.
//!
//! A seed takes 40 s of one core. So the scores of many seeds are stored, as
//! `firedrill prove INCIDENT --seeds N --table tests/cases/proof/INCIDENT.csv` writes them; the
//! order has to hold among them, and the first of them is played anew.

use crate::beats::for_seeds;
use firedrill::debrief::proof::{ORDER, Table, broken, ordered, rows, scores};
use firedrill::incident::library;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Seeds that are stored at least.
const STORED: usize = 100;
/// Seeds that are played; `cargo xtask prove` plays all of them.
const SEEDS: u64 = 1;

#[test]
fn best_beats_runbook_beats_the_team_beats_luck_beats_bad_habits_beats_nobody() {
    for shipped in library::entries() {
        let id = shipped.id;
        let incident = Arc::new(library::load(id).expect("shipped"));
        // A quiet shift has no players.
        if incident.responders.is_empty() {
            continue;
        }
        let ids = ordered(&incident);
        assert_eq!(ids, ORDER, "{id} has them all");
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cases/proof/{id}.csv"));
        let text = fs::read_to_string(&path).expect("the scores of many seeds");
        let stored = Table::parse(&text).expect("a table");
        assert_eq!(stored.ids, ids, "{id}");
        let count = stored.by_seed.len();
        assert!(count >= STORED, "{id}: {count} seeds");
        let rows = rows(&stored);
        assert_eq!(broken(&rows), Vec::<String>::new(), "{rows:#?}");
        for_seeds(SEEDS, |seed| {
            let scores = scores(&incident, seed, &ids).expect("every script can be done");
            let stored = stored.by_seed.get(&seed);
            assert_eq!(stored, Some(&scores), "{id}, seed {seed}");
        });
    }
}
