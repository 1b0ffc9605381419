//! Tests of the wasm in a real browser: what the host cannot tell.

#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn a_page_is_no_worker() {
    assert!(!firedrill::web::boot::is_worker());
}

#[path = "../common/ten_runs.rs"]
mod ten_runs;

/// The simulation is the same here as on the host, to the bit (`tests/it/digests.rs`).
#[wasm_bindgen_test]
fn ten_runs_have_the_digests_of_the_host() {
    assert_eq!(ten_runs::digests(), ten_runs::stored());
}

#[path = "../common/triples.rs"]
mod triples;

/// A thousand short runs are the same here as on the host (`tests/it/triples.rs`).
#[wasm_bindgen_test]
fn every_triple_has_the_digest_of_the_host() {
    assert_eq!(triples::stored().len() as u64, triples::TRIPLES);
    let different = triples::different(&triples::Worlds::new(), 0, 1);
    assert_eq!(different, Vec::<u64>::new());
}

#[path = "../common/scores.rs"]
mod scores;

/// A score is the same here as on the host, to the bit (`tests/it/score/stored.rs`).
#[wasm_bindgen_test]
fn scores_are_those_of_the_host() {
    assert_eq!(scores::scores(), scores::stored());
}
