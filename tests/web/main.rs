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
