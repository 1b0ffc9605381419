//! How fast the engine is: events of the shipped incident's world, healthy and broken.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use firedrill::incident::library;
use firedrill::incident::lower::lower;
use firedrill::sim::World;
use firedrill::sim::time::MIN;
use std::hint::black_box;

fn world() -> World {
    let incident = library::load("2025-03-15-database-outage").expect("the shipped incident");
    World::new(lower(&incident), 1)
}

/// One simulated minute, from a world that stands at a minute.
fn minute(c: &mut Criterion, name: &str, at_min: u64) {
    let mut start = world();
    start.run_until(at_min * MIN);
    let mut end = start.clone();
    end.run_until((at_min + 1) * MIN);
    let mut group = c.benchmark_group("minute");
    group.throughput(Throughput::Elements(end.events() - start.events()));
    group.sample_size(20);
    group.bench_function(name, |b| {
        b.iter_batched_ref(
            || start.clone(),
            |world| {
                world.run_until((at_min + 1) * MIN);
                black_box(world.digest())
            },
            criterion::BatchSize::LargeInput,
        );
    });
    group.finish();
}

fn engine(c: &mut Criterion) {
    minute(c, "healthy", 10);
    minute(c, "outage", 50);
    let mut world = world();
    world.run_until(50 * MIN);
    c.bench_function("snapshot", |b| b.iter(|| black_box(world.clone()).events()));
}

criterion_group!(benches, engine);
criterion_main!(benches);
