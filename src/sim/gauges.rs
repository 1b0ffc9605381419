//! Metrics of the machine's optional parts, as their exporters name them; a part that a
//! world lacks has no columns.

use super::spec::WorldSpec;
use super::world::World;

/// A value that is read off as it stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Gauge {
    CheckpointsTimed,
    CheckpointsRequested,
    WalSize,
    MemoryAvailable,
    SwapFree,
    OomKills,
    DiskAvailable,
    ReplicationLag,
    SlotDiff,
    DeadRows(usize),
}

/// The columns of a world.
pub(super) fn columns(spec: &WorldSpec) -> Vec<(String, Gauge)> {
    let parts = &spec.database.lifecycle;
    let mut columns: Vec<(String, Gauge)> = Vec::new();
    let mut add = |there: bool, all: &[(&str, Gauge)]| {
        if there {
            columns.extend(all.iter().map(|(name, gauge)| (name.to_string(), *gauge)));
        }
    };
    let checkpoints = [
        (
            "pg_stat_bgwriter_checkpoints_timed_total",
            Gauge::CheckpointsTimed,
        ),
        (
            "pg_stat_bgwriter_checkpoints_req_total",
            Gauge::CheckpointsRequested,
        ),
        ("pg_wal_size_bytes", Gauge::WalSize),
    ];
    add(parts.wal.is_some(), &checkpoints);
    let memory = [
        ("node_memory_MemAvailable_bytes", Gauge::MemoryAvailable),
        ("node_memory_SwapFree_bytes", Gauge::SwapFree),
        ("node_vmstat_oom_kill", Gauge::OomKills),
    ];
    add(parts.memory.is_some(), &memory);
    let disk = "node_filesystem_avail_bytes{mountpoint=\"/var/lib/postgresql\"}";
    add(parts.disk.is_some(), &[(disk, Gauge::DiskAvailable)]);
    let replica = [
        ("pg_replication_lag_seconds", Gauge::ReplicationLag),
        ("pg_replication_slots_pg_wal_lsn_diff", Gauge::SlotDiff),
    ];
    add(parts.replica.is_some(), &replica);
    for (i, table) in parts.tables.iter().enumerate() {
        let short = table.name.rsplit('.').next().unwrap_or_default();
        let name = format!("pg_stat_user_tables_n_dead_tup{{relname=\"{short}\"}}");
        columns.push((name, Gauge::DeadRows(i)));
    }
    columns
}

impl World {
    /// Its value now; NaN where there is none.
    pub(super) fn gauge(&self, gauge: Gauge) -> f64 {
        let life = &self.server.life;
        let wal = |f: &dyn Fn(&super::wal::Wal) -> u64| life.wal.as_ref().map(|w| f(w) as f64);
        let lag = || {
            Some(
                life.replica
                    .as_ref()
                    .filter(|r| !r.promoted)?
                    .lag(self.now()),
            )
        };
        let pressure = || Some((self.memory_pressure()?, life.memory.as_ref()?));
        let value = match gauge {
            Gauge::CheckpointsTimed => wal(&|w| w.checkpoints[0]),
            Gauge::CheckpointsRequested => wal(&|w| w.checkpoints[1]),
            Gauge::WalSize => wal(&|w| w.files_bytes()),
            Gauge::MemoryAvailable => pressure().map(|(p, _)| p.available as f64),
            Gauge::SwapFree => pressure().map(|(p, m)| (m.spec.swap_bytes - p.swapped) as f64),
            Gauge::OomKills => life.memory.as_ref().map(|m| m.kills as f64),
            Gauge::DiskAvailable => self.disk_free_bytes().map(|b| b as f64),
            Gauge::ReplicationLag => lag().map(|(_, _, age)| age),
            Gauge::SlotDiff => lag().map(|(_, not_got, _)| not_got as f64),
            Gauge::DeadRows(table) => life.vacuum.tables.get(table).map(|t| t.dead),
        };
        value.unwrap_or(f64::NAN)
    }
}
