//! What exporters show of the server: its sessions and its machine; of locks and
//! transactions only in worlds that lock something.

use super::Phase;
use super::locks::Locks;
use crate::spec::LockMode;
use crate::spec::WorldSpec;
use crate::telemetry::{Metrics, Reading, Scrape, labelled};
use crate::time::to_seconds;

const SERVER: [Reading; 14] = [
    ("pg_up", |at| f64::from(u8::from(at.is_up()))),
    ("pg_stat_activity_count", |at| sessions(at, None)),
    ("pg_stat_activity_count{state=\"active\"}", |at| {
        sessions(at, Some("active"))
    }),
    ("pg_stat_activity_count{state=\"idle\"}", |at| {
        sessions(at, Some("idle"))
    }),
    (
        "pg_stat_activity_count{state=\"idle in transaction\"}",
        |at| sessions(at, Some("idle in transaction")),
    ),
    ("pg_settings_max_connections", |at| {
        at.when_up(at.world.server.limits.max_connections)
    }),
    ("pg_settings_superuser_reserved_connections", |at| {
        at.when_up(at.world.server.limits.reserved)
    }),
    ("rate(pg_stat_database_xact_commit[1m])", |at| {
        at.rate(|all| all.server.commits)
    }),
    ("rate(pg_stat_database_sessions[1m])", |at| {
        at.rate(|all| all.server.sessions)
    }),
    (
        "rate(postgresql_log_fatal_total{sqlstate=\"53300\"}[1m])",
        |at| at.rate(|all| all.server.refused_slots),
    ),
    ("pg_stat_database_blks_hit:ratio1m", |at| {
        1.0 - at.grown(|all| all.server.blocks_read) / at.grown(|all| all.server.blocks)
    }),
    ("instance:node_cpu_utilisation:rate1m", |at| {
        let cores = f64::from(at.world.spec.database.cores.max(1));
        (at.now.cpu_busy - at.base.cpu_busy) / 1e9 / at.span_s / cores
    }),
    ("instance_device:node_disk_io_time_seconds:rate1m", |at| {
        to_seconds(at.now.disk_busy - at.base.disk_busy) / at.span_s
    }),
    ("node_load1", |at| at.world.server.load1),
];

/// After the table locks held, by mode.
const LOCKS: [Reading; 3] = [
    ("pg_stat_activity_count{wait_event_type=\"Lock\"}", |at| {
        let all = at.world.connections.iter();
        at.when_up(all.filter(|(_, c)| c.phase == Phase::OnLock).count() as f64)
    }),
    ("pg_stat_activity_max_tx_duration", |at| {
        let all = at.world.connections.iter();
        let began = all.filter_map(|(_, c)| c.transaction.began).min();
        at.when_up(began.map_or(0.0, |began| to_seconds(at.now.at - began)))
    }),
    ("pg_stat_database_deadlocks", |at| {
        at.when_up(at.world.locks.deadlocks as f64)
    }),
];

pub(crate) fn metrics(spec: &WorldSpec, metrics: &mut Metrics) {
    metrics.add_all(&SERVER);
    if Locks::new(spec, 0).is_on() {
        for mode in LockMode::ALL {
            let name = mode.name().to_ascii_lowercase();
            metrics.add(labelled("pg_locks_count", "mode", &name), move |at| {
                let tables = at.world.locks.tables.iter();
                at.when_up(
                    tables
                        .map(|t| f64::from(t.queue.holders(mode)))
                        .sum::<f64>(),
                )
            });
        }
        metrics.add_all(&LOCKS);
    }
    if spec.database.lifecycle.wal.is_some() {
        let bytes = "rate(pg_stat_wal_bytes[1m])";
        metrics.add(bytes, |at| at.rate(|all| all.server.wal_bytes));
    }
}

/// Sessions that have logged in, all or those of a state.
fn sessions(at: &Scrape, state: Option<&str>) -> f64 {
    let all = at.world.connections.iter();
    let states = all.filter_map(|(_, c)| c.is_backend().then(|| c.phase.state())?);
    let counts = states.filter(|its| state.is_none_or(|state| state == *its));
    at.when_up(counts.count() as f64)
}
