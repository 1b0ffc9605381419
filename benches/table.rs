//! Measures what the table of docs/performance.md says and prints `name value` lines, which
//! `cargo xtask bench` sets beside the rivals' and the browser's.
//!
//! Every time is the median of several runs in this process.

#![allow(clippy::print_stdout, reason = "its figures are what it is for")]

#[path = "common/floor.rs"]
mod floor;
#[path = "common/worlds.rs"]
mod worlds;

use allocation_counter::measure;
use firedrill::sim::snapshots::Snapshots;
use firedrill::sim::time::{MIN, MS, Nanos, SEC};
use firedrill::sim::{Calendar, Stream, World};
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

const RUNS: usize = 5;

fn say(name: &str, value: f64) {
    println!("{name} {value}");
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Median seconds of `run` on what `make` makes.
fn seconds<T>(runs: usize, mut make: impl FnMut() -> T, mut run: impl FnMut(&mut T)) -> f64 {
    let once = |_| {
        let mut thing = make();
        let start = Instant::now();
        run(&mut thing);
        start.elapsed().as_secs_f64()
    };
    median((0..runs).map(once).collect())
}

fn queue() {
    let until = 100 * SEC;
    let (jobs, spent) = floor::mm8(1, until);
    let mut world = worlds::mm8(1);
    world.run_until(until);
    let attempts = world.attempts();
    assert_eq!(attempts.served, jobs, "the floor is the same queue");
    let (_, _, station) = &world.stations()[0];
    let mean_s = station.summary(until).mean_response_s;
    let error = mean_s / (spent as f64 / jobs as f64 / 1e9) - 1.0;
    assert!(error.abs() < 1e-9, "with the same numbers: {error}");
    let floor = seconds(
        RUNS,
        || (),
        |()| {
            black_box(floor::mm8(1, black_box(until)));
        },
    );
    let ours = seconds(RUNS, || worlds::mm8(1), |w| w.run_until(until));
    say("mm8_floor_jobs_per_s", jobs as f64 / floor);
    say("mm8_jobs_per_s", jobs as f64 / ours);
    say("mm8_events_per_job", world.events() as f64 / jobs as f64);
}

fn parts() {
    let mut draws = Stream::new(1, "bench", 0);
    let n = 5_000_000u32;
    let sampling = seconds(
        RUNS,
        || (),
        |()| {
            black_box((0..n).fold(0, |sum, _| sum ^ draws.exponential(MS)));
        },
    );
    say("draws_per_s", f64::from(n) / sampling);
    let pauses: Vec<Nanos> = (0..4096).map(|_| draws.exponential(20 * MS)).collect();
    let filled = || {
        let mut calendar = Calendar::new(&[], 0);
        (0..1000).for_each(|i| calendar.push(pauses[i], i));
        calendar
    };
    let list = seconds(RUNS, filled, |calendar| {
        for i in 0..n as usize {
            let event = calendar.pop_until(Nanos::MAX).unwrap_or(0);
            calendar.push(calendar.now() + pauses[i % pauses.len()], event);
        }
    });
    say("event_list_per_s", f64::from(n) / list);
}

/// The full model over twenty minutes of the outage, with and without telemetry.
fn full_model() {
    for (name, scraped) in [("full", true), ("full_no_telemetry", false)] {
        let mut spec = worlds::incident();
        if !scraped {
            spec.scrape_interval = Nanos::MAX;
        }
        let mut start = World::new(spec, 1);
        start.run_until(35 * MIN);
        let mut events = 0;
        let took = seconds(
            RUNS,
            || start.clone(),
            |world| {
                world.run_until(55 * MIN);
                events = world.events() - start.events();
            },
        );
        say(&format!("{name}_events_per_s"), events as f64 / took);
    }
}

fn first_incident() {
    let spec = Arc::new(worlds::incident());
    let (zero, end) = (spec.minute_zero, spec.end);
    let mut events = 0;
    let start = || {
        let mut world = World::new(spec.clone(), 1);
        world.run_until(zero);
        world
    };
    let took = seconds(3, start, |world| {
        let before = world.events();
        world.run_until(end);
        events = world.events() - before;
    });
    say("incident_s", took);
    say("incident_events", events as f64);
}

/// Bytes alive in a healthy shop after hours: the shipped world without its changes.
fn memory() {
    let mut spec = worlds::incident();
    spec.changes.clear();
    spec.end = Nanos::MAX;
    let mut world = None;
    let mut bytes = measure(|| world = Some(World::new(spec, 1))).bytes_current;
    let Some(mut world) = world else { return };
    for hours in [1, 4, 16] {
        bytes += measure(|| world.run_until(hours * 60 * MIN)).bytes_current;
        say(&format!("memory_{hours}_h_bytes"), bytes as f64);
    }
}

/// Bytes of a copy of the world: all that is not shared with the original.
fn copy_bytes(world: &World) -> i64 {
    measure(|| std::mem::forget(world.clone())).bytes_current
}

fn snapshots() {
    let mut world = World::new(worlds::incident(), 1);
    let end = world.spec().end;
    let mut kept = Snapshots::new(MIN, 256);
    let (mut worst_s, mut worst_bytes) = (0.0f64, 0);
    for at in (0..).map(|m| m * MIN).take_while(|at| *at <= end) {
        world.run_until(at);
        worst_s = worst_s.max(seconds(RUNS, || (), |()| drop(black_box(world.clone()))));
        worst_bytes = worst_bytes.max(copy_bytes(&world));
        kept.offer(at, &world);
    }
    say("snapshot_ms", worst_s * 1e3);
    say("snapshot_bytes", worst_bytes as f64);
    // To the minute, and to the last instant before the next.
    for (name, offset) in [("seek_minute_ms", 0), ("seek_instant_ms", MIN - 1)] {
        let mut all = Vec::new();
        for to in (0..end / MIN).map(|m| m * MIN + offset) {
            let start = Instant::now();
            if let Some((_, near)) = kept.before(to) {
                let mut world = near.clone();
                world.run_until(to);
                black_box(world.digest());
            }
            all.push(start.elapsed().as_secs_f64() * 1e3);
        }
        say(&format!("{name}_median"), median(all.clone()));
        say(
            &format!("{name}_worst"),
            all.into_iter().fold(0.0, f64::max),
        );
    }
}

fn main() {
    queue();
    parts();
    full_model();
    first_incident();
    snapshots();
    memory();
}
