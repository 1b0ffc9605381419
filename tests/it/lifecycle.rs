//! The database's life: stops, crashes, recovery, checkpoints, memory, disk, failover.

mod books;
mod file;
mod log;
mod machine;
mod standby;
mod stops;
mod tables;

use crate::shipped::shipped;
use firedrill::incident::lower::lower;
use firedrill::sim::ledger::Failure;
use firedrill::sim::spec::{
    Command, DiskSpec, MemorySpec, ReplicaSpec, StopMode, TableSpec, WalSpec, WorldSpec, WriteSpec,
};
use firedrill::sim::time::{MS, Nanos, SEC, US, to_seconds};
use firedrill::sim::{Status, World};

const MB: u64 = 1 << 20;

/// The shipped shop, made small and left in peace; `settings` are added to its file.
fn shop(settings: &str) -> WorldSpec {
    let incident = shipped();
    let mut spec = lower(&incident);
    spec.minute_zero = 20 * SEC;
    spec.end = 600 * SEC;
    spec.changes.clear();
    for class in &mut spec.classes {
        class.visits_per_second /= 8.0;
        class.rate_factors.clear();
    }
    for service in &mut spec.services {
        service.instances = (service.instances / 6).max(1);
        service.boot = 4 * SEC;
    }
    let path = spec.database.path.clone();
    let file = spec.files.iter_mut().find(|f| f.path == path);
    let version = file.and_then(|f| f.versions.last_mut());
    version.expect("the file has a version").text += settings;
    spec
}

/// The same with a log; each request that queries also writes.
fn writing_shop(settings: &str) -> WorldSpec {
    let mut spec = shop(settings);
    spec.database.lifecycle.wal = Some(WalSpec {
        flush: 400 * US,
        write_block: 50 * US,
        redo_bytes_per_second: 4 * MB,
    });
    for class in spec.classes.iter_mut().filter(|c| c.queries > 0) {
        class.writes = WriteSpec {
            wal_bytes: 3000,
            blocks: 2,
            ..WriteSpec::default()
        };
    }
    spec
}

/// What the server said, without the sessions' lines: time and text.
fn said(world: &World) -> Vec<(Nanos, String)> {
    let lines = world.log().since(0).filter(|l| l.source == "postgresql");
    lines
        .filter(|l| !l.text.contains("FATAL:  ") && !l.text.starts_with("message repeated"))
        .map(|l| (l.at, l.text.clone()))
        .collect()
}

/// The lines begin, in this order and without others between, with these words.
fn in_order(lines: &[(Nanos, String)], wanted: &[&str]) {
    let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts.len(), wanted.len(), "{texts:#?}");
    for (text, wanted) in texts.iter().zip(wanted) {
        assert!(text.starts_with(wanted), "{text:?} is not {wanted:?}");
    }
}

/// Run until the server is ready; gives the time it took.
fn until_ready(world: &mut World, limit: Nanos) -> Nanos {
    let began = world.now();
    while !world.database_ready() && world.now() < began + limit {
        world.run_until(world.now() + 10 * MS);
    }
    assert!(world.database_ready(), "{:#?}", said(world));
    world.now() - began
}

fn failed(world: &World, why: Failure) -> u64 {
    world.attempts().failed[why as usize]
}

fn last(world: &World, column: &str) -> f64 {
    let place = world.telemetry().column(column).expect(column);
    world.telemetry().last(place).unwrap_or(f64::NAN)
}

fn with_disk(mut spec: WorldSpec, grow: u64) -> WorldSpec {
    spec.database.lifecycle.disk = Some(DiskSpec {
        size_bytes: 20_000 * MB,
        data_bytes: 15_000 * MB,
    });
    for class in spec.classes.iter_mut().filter(|c| c.queries > 0) {
        class.writes.grow_bytes = grow;
    }
    spec
}

fn with_memory(mut spec: WorldSpec, total: u64) -> WorldSpec {
    spec.database.lifecycle.memory = Some(MemorySpec {
        total_bytes: total,
        others_bytes: 500 * MB,
        backend_bytes: 8 * MB,
        work_mem_areas: 2.0,
        swap_bytes: 0,
        swap_slowdown: 1.0,
        copy_block: 5 * US,
    });
    spec
}

fn with_replica(mut spec: WorldSpec, bytes_per_second: u64) -> WorldSpec {
    spec.database.lifecycle.replica = Some(ReplicaSpec {
        host: "db-2".into(),
        network_bytes_per_second: bytes_per_second,
        apply_bytes_per_second: 100 * MB,
        promotion: 5 * SEC,
        address_moves: 10 * SEC,
    });
    spec
}

fn with_table(mut spec: WorldSpec) -> WorldSpec {
    spec.database.lifecycle.tables = vec![TableSpec {
        name: "shop.public.orders".into(),
        rows: 2_000,
        blocks: 100,
    }];
    for class in spec.classes.iter_mut().filter(|c| c.queries > 0) {
        class.writes.table = Some(0);
        class.writes.dead_rows = 1;
    }
    spec
}
