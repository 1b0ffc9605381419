//! Metrics of the machine's optional parts, as their exporters name them; a part that a
//! world lacks has no columns.

use super::memory::{Memory, Pressure};
use super::spec::WorldSpec;
use super::telemetry::{Gauge, Metrics, labelled};
use super::wal::Wal;
use super::world::World;

const WAL: [Gauge<World, Option<f64>>; 3] = [
    ("pg_stat_bgwriter_checkpoints_timed_total", |world| {
        Some(wal(world)?.checkpoints[0] as f64)
    }),
    ("pg_stat_bgwriter_checkpoints_req_total", |world| {
        Some(wal(world)?.checkpoints[1] as f64)
    }),
    ("pg_wal_size_bytes", |world| {
        Some(wal(world)?.files_bytes() as f64)
    }),
];

const MEMORY: [Gauge<World, Option<f64>>; 3] = [
    ("node_memory_MemAvailable_bytes", |world| {
        Some(memory(world)?.0.available as f64)
    }),
    ("node_memory_SwapFree_bytes", |world| {
        let (pressure, memory) = memory(world)?;
        Some((memory.spec.swap_bytes - pressure.swapped) as f64)
    }),
    ("node_vmstat_oom_kill", |world| {
        Some(memory(world)?.1.kills as f64)
    }),
];

const DISK: [Gauge<World, Option<f64>>; 1] = [(
    "node_filesystem_avail_bytes{mountpoint=\"/var/lib/postgresql\"}",
    |world| Some(world.disk_free_bytes()? as f64),
)];

const REPLICA: [Gauge<World, Option<f64>>; 2] = [
    ("pg_replication_lag_seconds", |world| Some(lag(world)?.2)),
    ("pg_replication_slots_pg_wal_lsn_diff", |world| {
        Some(lag(world)?.1 as f64)
    }),
];

pub(super) fn metrics(spec: &WorldSpec, metrics: &mut Metrics) {
    let parts = &spec.database.lifecycle;
    for (is_there, gauges) in [
        (parts.wal.is_some(), &WAL[..]),
        (parts.memory.is_some(), &MEMORY),
        (parts.disk.is_some(), &DISK),
        (parts.replica.is_some(), &REPLICA),
    ] {
        for &(name, read) in gauges.iter().filter(|_| is_there) {
            metrics.add(name, move |at| read(at.world).unwrap_or(f64::NAN));
        }
    }
    for (i, table) in parts.tables.iter().enumerate() {
        let short = table.name.rsplit('.').next().unwrap_or_default();
        let name = labelled("pg_stat_user_tables_n_dead_tup", "relname", short);
        metrics.add(name, move |at| {
            let tables = &at.world.server.life.vacuum.tables;
            tables.get(i).map_or(f64::NAN, |table| table.dead)
        });
    }
}

fn wal(world: &World) -> Option<&Wal> {
    world.server.life.wal.as_ref()
}

fn memory(world: &World) -> Option<(Pressure, &Memory)> {
    Some((world.memory_pressure()?, world.server.life.memory.as_ref()?))
}

/// What a standby has not applied and not got, bytes, and its age, seconds; until it is the
/// primary.
fn lag(world: &World) -> Option<(u64, u64, f64)> {
    let replica = world.server.life.replica.as_ref()?;
    (!replica.promoted).then(|| replica.lag(world.now()))
}
