//! The score orders the responders of every shipped incident.
//!
//! Three seeds here, for each takes a minute of one core; the table of `docs/proof.md` is
//! `firedrill prove` over a hundred.

use crate::beats::for_seeds;
use firedrill::debrief::proof::{ORDER, broken, ordered, rows, scores};
use firedrill::incident::library;
use std::sync::{Arc, Mutex, PoisonError};

const SEEDS: u64 = 3;

#[test]
fn best_beats_runbook_beats_the_team_beats_luck_beats_bad_habits_beats_nobody() {
    for shipped in library::shipped() {
        let incident = Arc::new(library::load(shipped.id).expect("shipped"));
        let ids = ordered(&incident);
        assert_eq!(ids, ORDER, "{} has them all", shipped.id);
        let by_seed: Mutex<Vec<Vec<f64>>> = Mutex::default();
        for_seeds(SEEDS, |seed| {
            let scores = scores(&incident, seed, &ids).expect("every script can be done");
            let mut all = by_seed.lock().unwrap_or_else(PoisonError::into_inner);
            all.push(scores);
        });
        let by_seed = by_seed.into_inner().unwrap_or_else(PoisonError::into_inner);
        let rows = rows(&ids, &by_seed);
        assert_eq!(broken(&rows), Vec::<String>::new(), "{rows:#?}");
    }
}
