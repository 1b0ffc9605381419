//! What the engine asks of the allocator: nothing for an event, a few strings for a log
//! line that is kept, a few lists for a scrape. A binary of its own, for it has an
//! allocator of its own.

#![cfg(not(target_arch = "wasm32"))]

use allocation_counter::measure;
use firedrill::incident::{library, lower::lower};
use firedrill::sim::World;
use firedrill::sim::time::MIN;

/// Allocations for one log line that is kept: its text as it grows, source, host, and
/// its share of a chunk.
const PER_LINE: u64 = 8;
/// Allocations for one scrape: the counters, a histogram for each service, the row.
const PER_SCRAPE: u64 = 20;
/// Queues, slabs and the calendar double when they grow: there are some hundred of them,
/// and an outage doubles most of them a few times.
const GROWTH: u64 = 500;

/// Allocations, events, lines kept and scrapes of a stretch of minutes.
fn stretch(world: &mut World, to_min: u64) -> (u64, u64, u64, u64) {
    let before = (
        world.events(),
        world.log().next_id(),
        world.telemetry().scrapes(),
    );
    let info = measure(|| world.run_until(to_min * MIN));
    (
        info.count_total,
        world.events() - before.0,
        world.log().next_id() - before.1,
        world.telemetry().scrapes() - before.2,
    )
}

#[test]
fn no_event_allocates() {
    let incident = library::load("2025-03-15-database-outage").expect("the shipped incident");
    let mut world = World::new(lower(&incident), 1);
    world.run_until(10 * MIN);
    // Healthy, then the outage with its refusals and timeouts.
    for (from, to) in [(10, 25), (45, 60)] {
        world.run_until(from * MIN);
        let (allocations, events, lines, scrapes) = stretch(&mut world, to);
        let bound = PER_LINE * lines + PER_SCRAPE * scrapes + GROWTH;
        assert!(
            events > 100 * bound,
            "{events} events say nothing about a bound of {bound}"
        );
        assert!(
            allocations <= bound,
            "minutes {from} to {to}: {allocations} allocations for {events} events, \
             {lines} lines and {scrapes} scrapes"
        );
    }
}
