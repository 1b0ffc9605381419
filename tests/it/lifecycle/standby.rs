//! The standby and what a failover loses.

use super::*;

#[test]
fn a_failover_loses_what_was_not_sent() {
    let run = |rate: u64| {
        let mut world = World::new(with_replica(writing_shop(""), rate), 1);
        world.run_until(60 * SEC);
        let (lag, diff) = (
            last(&world, "pg_replication_lag_seconds"),
            last(&world, "pg_replication_slots_pg_wal_lsn_diff"),
        );
        world.command_after(0, Command::Failover {});
        world.run_until(60 * SEC);
        let lost = world.lost_in_failover().expect("it has begun");
        assert_eq!(world.database_status(), Status::Down);
        until_ready(&mut world, 60 * SEC);
        assert_eq!(world.now(), 70 * SEC, "when the address has moved");
        let served = world.attempts().served;
        world.run_until(120 * SEC);
        assert!(world.attempts().served > served + 100);
        assert!(world.check(&Command::Failover {}).is_err(), "only once");
        (lag, diff, lost)
    };
    let (lag, diff, (commits, bytes)) = run(1000 * MB);
    assert!(lag < 0.1 && diff < 1e6, "{lag} {diff}");
    assert!(commits <= 1 && bytes < 100_000, "{commits} {bytes}");
    let (lag, diff, (commits, bytes)) = run(1000);
    assert!(lag > 30.0, "{lag}");
    // Samples are kept with 24 bits.
    let shown = (diff - bytes as f64).abs() / diff;
    assert!(shown < 1e-6, "the metric showed {diff}, {bytes} are lost");
    // Only 60 kB went through: fewer than the smallest 20 commits.
    assert!(commits > 500, "{commits}");
}

#[test]
fn a_standby_that_is_reached_too_early_only_reads() {
    let mut spec = with_replica(writing_shop(""), 1000 * MB);
    if let Some(replica) = &mut spec.database.lifecycle.replica {
        replica.address_moves = 2 * SEC;
        replica.promotion = 20 * SEC;
    }
    let mut world = World::new(spec, 1);
    world.run_until(40 * SEC);
    world.command_after(0, Command::Failover {});
    world.run_until(60 * SEC + 500 * MS);
    let refused = failed(&world, Failure::ReadOnly);
    assert!(refused > 20, "{refused}");
    let line = world.log().since(0).find(|l| l.code == "25006");
    let line = line.expect("the server says so");
    assert!(
        line.text
            .ends_with("ERROR:  cannot execute INSERT in a read-only transaction")
    );
    assert_eq!(line.host, "db-2");
    world.run_until(61 * SEC);
    let refused = failed(&world, Failure::ReadOnly);
    world.run_until(100 * SEC);
    assert_eq!(failed(&world, Failure::ReadOnly), refused);
}
