//! Table locks: who waits for whom, and for how long.

use super::{reading_shop, said, session};
use firedrill::sim::World;
use firedrill::sim::spec::Command;
use firedrill::sim::time::SEC;
use firedrill::vocabulary::LockMode;

#[test]
fn a_migration_behind_a_long_transaction_stops_everybody() {
    let mut world = World::new(reading_shop("log_lock_waits = on\n"), 1);
    let mut reader = session(LockMode::AccessShare, 10);
    reader.application = "report".into();
    world.command_after(5 * SEC, Command::OpenTransaction(reader));
    world.run_until(9 * SEC);
    assert!(world.attempts().in_flight <= 2, "a reader disturbs nobody");
    let migration = session(LockMode::AccessExclusive, 1);
    world.command_after(SEC, Command::LockTable(migration));
    world.run_until(13 * SEC);
    let rows = world.sessions();
    let pid = |application: &str| {
        let row = rows.iter().find(|r| r.application == application);
        row.map_or(0, |r| r.pid)
    };
    let waiting: Vec<_> = rows
        .iter()
        .filter(|r| r.wait_event == Some(("Lock", "relation")))
        .collect();
    assert!(waiting.len() > 30, "3 s x 20/s: {}", waiting.len());
    for row in waiting {
        let expected = match row.application.as_str() {
            "flyway" => pid("report"),
            _ => pid("flyway"),
        };
        assert_eq!(row.blocked_by, [expected], "{row:?}");
        assert_eq!(row.state, "active");
    }
    let locks = world.locks();
    let exclusive = locks.iter().find(|l| l.mode == "AccessExclusiveLock");
    let exclusive = exclusive.expect("the migration is in pg_locks");
    assert!(!exclusive.granted && exclusive.relation.as_deref() == Some("products"));
    let wait =
        "still waiting for AccessExclusiveLock on relation 16385 of database 16384 after 1000.";
    assert_eq!(said(&world, wait), 1);
    let column = world
        .telemetry()
        .column("pg_stat_activity_count{wait_event_type=\"Lock\"}");
    world.run_until(15 * SEC);
    assert!(world.telemetry().last(column.expect("the column is there")) > Some(30.0));
    // The report ends at 15 s, the migration a second later, and all that waited go on.
    world.run_until(18 * SEC);
    let attempts = world.attempts();
    assert_eq!(attempts.failed_all(), 0);
    assert!(attempts.in_flight <= 2, "{attempts:?}");
    assert_eq!(
        said(&world, "acquired AccessExclusiveLock on relation 16385"),
        1
    );
}

#[test]
fn an_index_made_concurrently_stops_nobody_one_made_plainly_only_writers() {
    let in_flight = |mode, writes: bool| {
        let mut spec = reading_shop("");
        if writes {
            let mut lock = super::stock_row(10_000);
            lock.table = "products".into();
            spec.classes[0].transaction.row_locks = vec![lock];
        }
        let mut world = World::new(spec, 1);
        let session = session(mode, 10);
        world.command_after(5 * SEC, Command::LockTable(session));
        world.run_until(10 * SEC);
        world.attempts().in_flight
    };
    assert!(in_flight(LockMode::ShareUpdateExclusive, true) <= 2);
    assert!(in_flight(LockMode::Share, false) <= 2);
    assert!(in_flight(LockMode::Share, true) > 50);
}

#[test]
fn a_migration_with_a_lock_timeout_lets_the_others_through() {
    let mut world = World::new(reading_shop(""), 1);
    let reader = session(LockMode::AccessShare, 60);
    world.command_after(5 * SEC, Command::OpenTransaction(reader));
    let mut migration = session(LockMode::AccessExclusive, 1);
    migration.lock_timeout_s = Some(2.0);
    world.command_after(10 * SEC, Command::LockTable(migration));
    world.run_until(11 * SEC);
    assert!(world.attempts().in_flight > 10);
    world.run_until(14 * SEC);
    assert!(world.attempts().in_flight <= 2);
    assert_eq!(
        said(&world, "ERROR:  canceling statement due to lock timeout"),
        1
    );
    let told = |n: &firedrill::sim::Notice| n.title.contains("lock timeout");
    assert!(world.notices_since(0).any(told));
}

#[test]
fn a_lock_on_an_unknown_table_is_refused() {
    let world = World::new(reading_shop(""), 1);
    let mut unknown = session(LockMode::Share, 1);
    unknown.table = "prices".into();
    let refused = world.check(&Command::LockTable(unknown));
    assert_eq!(refused, Err("there is no table \"prices\"".to_string()));
}
