//! Sessions without a pool: kept, shared by the requests of an instance, and subject to the
//! server's limits.

use super::theory::example;
use super::world::books_hold;
use firedrill::incident::lower::lower;
use firedrill::sim::World;
use firedrill::sim::ledger::Failure;
use firedrill::sim::spec::{Command, SessionFilter};
use firedrill::sim::time::SEC;

/// Seventy requests a second, each with a 10 ms query on four cores, and costs of a session.
fn world(max_connections: u32, visits_per_second: f64, seed: u64) -> World {
    let mut incident = example("ps");
    incident.clock.history_s = 60.0;
    incident.clock.end_s = 600.0;
    incident.world.classes[0].visits_per_second = Some(visits_per_second);
    let database = &mut incident.world.database;
    database.cores = 4;
    (database.fork_cpu_ms, database.auth_cpu_ms) = (5.0, 4.0);
    let lines = &mut incident.world.files[0].versions[0].lines;
    lines[0] = format!("max_connections = {max_connections}");
    World::new(lower(&incident), seed)
}

fn failed(world: &World, why: Failure) -> u64 {
    world.attempts().failed[why as usize]
}

#[test]
fn sessions_are_kept_for_later_requests() {
    let mut world = world(100, 70.0, 1);
    world.run_until(300 * SEC);
    let attempts = world.attempts();
    assert!(attempts.served > 20_000);
    assert_eq!(attempts.failed_all(), 0);
    // As many sessions as there ever were requests at once, not one for each request.
    let (used, ..) = world.slots();
    assert!((2..30).contains(&used), "{used} sessions");
    assert_eq!(used, world.slots_used_max());
    books_hold(&world);
}

#[test]
fn limits_hold_for_sessions_without_a_pool() {
    // Ten slots, three of them reserved; the load wants more than seven.
    let mut world = world(10, 600.0, 2);
    world.run_until(60 * SEC);
    let attempts = world.attempts();
    let refused = failed(&world, Failure::ConnectionRefused);
    assert!(refused > 1000, "{refused}");
    assert_eq!(attempts.failed_all(), refused);
    assert!(attempts.served > 1000);
    let idle_or_active: u32 = world.activity().values().sum();
    assert!(idle_or_active <= 7, "{idle_or_active} logged in");
    books_hold(&world);
}

#[test]
fn ended_sessions_are_dropped_and_opened_again() {
    let mut world = world(100, 70.0, 3);
    world.run_until(100 * SEC);
    let (before, ..) = world.slots();
    world.command_after(0, Command::TerminateSessions(SessionFilter::default()));
    world.run_until(100 * SEC + 1);
    assert_eq!(world.slots().0, 0, "{before} were ended");
    // Only requests in the middle of a query notice.
    let hurt = failed(&world, Failure::DatabaseError);
    assert!(hurt <= u64::from(before), "{hurt} of {before}");
    world.run_until(200 * SEC);
    assert_eq!(failed(&world, Failure::DatabaseError), hurt);
    assert!(world.slots().0 > 0);
    books_hold(&world);

    world.command_after(0, Command::RestartDatabase {});
    world.run_until(210 * SEC);
    let refused = failed(&world, Failure::ConnectionRefused);
    assert!(refused > 0, "nobody listens while it restarts");
    world.run_until(300 * SEC);
    assert_eq!(failed(&world, Failure::ConnectionRefused), refused);
    books_hold(&world);
}
