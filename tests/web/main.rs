//! Tests of the wasm in a real browser: what the host cannot tell.

#![cfg(target_arch = "wasm32")]

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Parts of the triples between which the browser gets its turn.
const PARTS: u64 = 32;

/// Lets the browser have its turn: its driver gives up on a page that says nothing for half a
/// minute, and a slow machine may need that for a whole test.
async fn breathe() {
    let turn = js_sys::Promise::new(&mut |done, _| {
        let done = move || drop(done.call0(&JsValue::NULL));
        Timeout::new(0, done).forget();
    });
    JsFuture::from(turn).await.expect("a timer ends");
}

/// All of them, and a turn for the browser after each.
async fn each<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for item in items {
        all.push(item);
        breathe().await;
    }
    all
}

#[wasm_bindgen_test]
fn a_page_is_no_worker() {
    assert!(!firedrill::web::boot::is_worker());
}

#[path = "../common/shipped.rs"]
mod shipped;

#[path = "../common/ten_runs.rs"]
mod ten_runs;

/// The simulation is the same here as on the host, to the bit (`tests/it/digests.rs`).
#[wasm_bindgen_test]
async fn ten_runs_have_the_digests_of_the_host() {
    assert_eq!(each(ten_runs::digests()).await, ten_runs::stored());
}

#[path = "../common/triples.rs"]
mod triples;

/// A thousand short runs are the same here as on the host (`tests/it/triples.rs`).
#[wasm_bindgen_test]
async fn every_triple_has_the_digest_of_the_host() {
    assert_eq!(triples::stored().len() as u64, triples::TRIPLES);
    let worlds = triples::Worlds::new();
    let parts = (0..PARTS).map(|part| triples::different(&worlds, part, PARTS as usize));
    assert_eq!(each(parts).await.concat(), Vec::<u64>::new());
}

#[path = "../common/scores.rs"]
mod scores;

/// A score is the same here as on the host, to the bit (`tests/it/score/stored.rs`).
#[wasm_bindgen_test]
async fn scores_are_those_of_the_host() {
    assert_eq!(each(scores::scores()).await, scores::stored());
}
