//! How fast the engine is, part by part: criterion's statistics for each.
//! `benches/table.rs` makes the table of docs/performance.md.

#[path = "common/floor.rs"]
mod floor;
#[path = "common/worlds.rs"]
mod worlds;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use firedrill::sim::time::{MIN, MS, SEC};
use firedrill::sim::{Calendar, Stream, World};
use std::hint::black_box;

/// One simulated minute, from a world that stands at a minute.
fn minute(c: &mut Criterion, name: &str, start: &World) {
    let to = start.now() + MIN;
    let mut end = start.clone();
    end.run_until(to);
    let mut group = c.benchmark_group("minute");
    group.throughput(Throughput::Elements(end.events() - start.events()));
    group.sample_size(20);
    group.bench_function(name, |b| {
        b.iter_batched_ref(
            || start.clone(),
            |world| {
                world.run_until(to);
                black_box(world.digest())
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// The event list alone: a thousand timers, each set anew when it fires.
fn event_list(c: &mut Criterion) {
    let mut draws = Stream::new(1, "bench", 0);
    let pauses: Vec<u64> = (0..4096).map(|_| draws.exponential(20 * MS)).collect();
    let mut calendar = Calendar::new(&[], 0);
    (0..1000).for_each(|i| calendar.push(pauses[i], i));
    let mut group = c.benchmark_group("parts");
    group.throughput(Throughput::Elements(1));
    group.bench_function("event list", |b| {
        let mut at = 0;
        b.iter(|| {
            let event = calendar.pop_until(u64::MAX);
            at = (at + 1) % pauses.len();
            calendar.push(calendar.now() + pauses[at], event.unwrap_or(0));
            event
        });
    });
    group.bench_function("sampling", |b| b.iter(|| draws.exponential(MS)));
    group.finish();
}

fn queue(c: &mut Criterion) {
    let mut group = c.benchmark_group("M/M/8");
    let (jobs, _) = floor::mm8(1, 10 * SEC);
    group.throughput(Throughput::Elements(jobs));
    group.sample_size(20);
    group.bench_function("floor", |b| b.iter(|| floor::mm8(1, black_box(10 * SEC))));
    group.bench_function("world", |b| {
        b.iter_batched_ref(
            || worlds::mm8(1),
            |world| world.run_until(10 * SEC),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

fn engine(c: &mut Criterion) {
    event_list(c);
    queue(c);
    let mut world = World::new(worlds::incident(), 1);
    world.run_until(10 * MIN);
    minute(c, "healthy", &world);
    world.run_until(50 * MIN);
    minute(c, "outage", &world);
    c.bench_function("snapshot", |b| b.iter(|| black_box(world.clone()).events()));
}

criterion_group!(benches, engine);
criterion_main!(benches);
