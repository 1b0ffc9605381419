//! The engine's speed in a browser, in the profile of the page:
//! `cargo test --profile page --target wasm32-unknown-unknown --test web-bench`.

#![cfg(target_arch = "wasm32")]

#[path = "common/worlds.rs"]
mod worlds;

use firedrill::sim::World;
use firedrill::sim::time::{MIN, SEC};
use std::sync::Arc;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Milliseconds of the worker's clock.
fn now() -> f64 {
    js_sys::Date::now()
}

#[wasm_bindgen_test]
fn bench() {
    let mut jobs_per_s: Vec<f64> = Vec::new();
    for _ in 0..5 {
        let mut world = worlds::mm8(1);
        let start = now();
        world.run_until(100 * SEC);
        jobs_per_s.push(world.attempts().served as f64 / (now() - start) * 1e3);
    }
    jobs_per_s.sort_by(f64::total_cmp);
    console_log!("bench web_mm8_jobs_per_s {}", jobs_per_s[2]);
    let mut start = World::new(worlds::incident(), 1);
    start.run_until(35 * MIN);
    let mut events_per_s: Vec<f64> = Vec::new();
    for _ in 0..5 {
        let mut world = start.clone();
        let began = now();
        world.run_until(55 * MIN);
        let events = world.events() - start.events();
        events_per_s.push(events as f64 / (now() - began) * 1e3);
    }
    events_per_s.sort_by(f64::total_cmp);
    console_log!("bench web_full_events_per_s {}", events_per_s[2]);
    let spec = Arc::new(worlds::incident());
    let mut took: Vec<f64> = Vec::new();
    for _ in 0..3 {
        let mut world = World::new(spec.clone(), 1);
        world.run_until(spec.minute_zero);
        let began = now();
        world.run_until(spec.end);
        took.push((now() - began) / 1e3);
    }
    took.sort_by(f64::total_cmp);
    console_log!("bench web_incident_s {}", took[1]);
}
