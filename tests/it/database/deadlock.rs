//! Deadlocks: found after `deadlock_timeout`, with exactly one victim.

use super::{failed, said, shop, stock_row};
use firedrill::sim::World;
use firedrill::sim::ledger::Failure;
use firedrill::sim::spec::{LockOrder, WorldSpec};
use firedrill::sim::time::{MS, SEC};

/// Requests that lock two of four rows of `stock`, for a minute; then nobody comes.
fn two_rows(order: LockOrder) -> WorldSpec {
    let mut spec = shop("log_lock_waits = on\n");
    let class = &mut spec.classes[0];
    class.queries = 2;
    class.visits_per_second = 10.0;
    class.query_cpu_mean = 20 * MS;
    class.rate_factors = vec![(60 * SEC, 0.0)];
    class.transaction.row_locks = vec![stock_row(4), stock_row(4)];
    class.transaction.order = order;
    spec
}

#[test]
fn each_deadlock_has_one_victim_and_everybody_else_goes_on() {
    let mut world = World::new(two_rows(LockOrder::Listed), 1);
    world.run_until(300 * SEC);
    let column = world.telemetry().column("pg_stat_database_deadlocks");
    let deadlocks = world.telemetry().last(column.expect("the column is there"));
    let victims = failed(&world, Failure::Deadlock);
    assert!(victims > 0);
    assert_eq!(deadlocks, Some(victims as f64));
    let attempts = world.attempts();
    assert_eq!((attempts.failed_all(), attempts.in_flight), (victims, 0));
    assert!(world.locks().is_empty(), "nothing is left locked");
}

#[test]
fn one_order_for_all_knows_no_deadlock() {
    let mut world = World::new(two_rows(LockOrder::Sorted), 1);
    world.run_until(300 * SEC);
    let attempts = world.attempts();
    assert!(attempts.served > 400, "{attempts:?}");
    assert_eq!((attempts.failed_all(), attempts.in_flight), (0, 0));
}

#[test]
fn the_victim_has_waited_for_a_second_and_the_log_says_for_whom() {
    let spec = two_rows(LockOrder::Listed);
    let mut world = World::new(spec.clone(), 1);
    world.run_until(300 * SEC);
    let lines: Vec<_> = world
        .log()
        .since(0)
        .filter(|l| l.source == "postgresql")
        .collect();
    let found = lines
        .iter()
        .position(|l| l.text.ends_with("ERROR:  deadlock detected"));
    let error = lines[found.expect("a deadlock is logged")];
    let before = &lines[found.unwrap_or(0).saturating_sub(4)].text;
    let noticed = "detected deadlock while waiting for ShareLock on transaction";
    assert!(before.contains(noticed), "{before}");
    let after: Vec<&str> = lines[found.unwrap_or(0)..]
        .iter()
        .map(|l| l.text.as_str())
        .collect();
    let pid = error
        .text
        .trim_start_matches('[')
        .split(']')
        .next()
        .unwrap_or_default();
    assert!(after[1].contains(&format!(
        "DETAIL:  Process {pid} waits for ShareLock on transaction "
    )));
    assert!(after[1].contains("; blocked by process "));
    assert!(after[1].contains(&format!("\n\tProcess {pid}: UPDATE stock SET")));
    assert!(after[2].ends_with("HINT:  See server log for query details."));
    assert!(after[3].contains("CONTEXT:  while updating tuple (0,"));
    assert!(after[3].ends_with("in relation \"stock\""));
    assert!(after[4].contains("STATEMENT:  UPDATE stock SET"));
    // The same world, stopped just before: the victim has waited since a second ago.
    let mut world = World::new(spec, 1);
    world.run_until(error.at - 1);
    let waits = world.locks();
    let mine = waits
        .iter()
        .find(|l| l.pid.to_string() == pid && !l.granted);
    let wait_start = mine.and_then(|l| l.wait_start).expect("the victim waits");
    assert_eq!(error.at - wait_start, SEC);
}

#[test]
fn the_detector_comes_when_the_settings_say() {
    let mut spec = two_rows(LockOrder::Listed);
    for file in &mut spec.files {
        if file.path == spec.database.path
            && let Some(version) = file.versions.last_mut()
        {
            version.text = "deadlock_timeout = 30s\nlog_lock_waits = on\n".into();
        }
    }
    let mut world = World::new(spec, 1);
    world.run_until(25 * SEC);
    assert_eq!(failed(&world, Failure::Deadlock), 0);
    assert!(world.attempts().in_flight > 10, "they all wait");
    // With so long a line nearly every transaction meets another from the other side, and
    // each meeting costs half a minute; but every circle is found.
    world.run_until(40_000 * SEC);
    assert!(failed(&world, Failure::Deadlock) > 0);
    assert_eq!(world.attempts().in_flight, 0);
    assert!(said(&world, "still waiting for") > 0);
}
