//! The optional parts of the database's machine.

use super::millis;
use crate::incident::document as doc;
use crate::incident::utc::parse_utc;
use crate::sim::spec::{
    DiskSpec, LifecycleSpec, MemorySpec, ReplicaSpec, TableSpec, WalSpec, WriteSpec,
};
use crate::sim::time::from_seconds;

pub(super) fn lifecycle(database: &doc::Database, clock: &doc::Clock) -> LifecycleSpec {
    let zero = parse_utc(&clock.minute_zero).unwrap_or(0);
    LifecycleSpec {
        unix_start_s: zero.saturating_sub(clock.history_s as i64),
        restarted_after: database.restarted_after_s.map(from_seconds),
        wal: database.wal.as_ref().map(|wal| WalSpec {
            flush: millis(wal.flush_ms),
            write_block: millis(wal.write_block_ms),
            redo_bytes_per_second: bytes(wal.redo_mb_per_second).max(1),
        }),
        memory: database.memory.as_ref().map(|memory| MemorySpec {
            total_bytes: bytes(memory.total_mb),
            others_bytes: bytes(memory.others_mb),
            backend_bytes: bytes(memory.backend_mb),
            work_mem_areas: memory.work_mem_areas,
            swap_bytes: bytes(memory.swap_mb),
            swap_slowdown: memory.swap_slowdown.max(1.0),
            copy_block: millis(memory.copy_block_ms),
        }),
        disk: database.disk.as_ref().map(|disk| DiskSpec {
            size_bytes: bytes(disk.size_mb),
            data_bytes: bytes(disk.data_mb),
        }),
        tables: database
            .tables
            .iter()
            .map(|table| TableSpec {
                name: table.name.clone(),
                rows: table.rows,
                blocks: table.blocks.max(1),
            })
            .collect(),
        replica: database.replica.as_ref().map(|replica| ReplicaSpec {
            host: replica.host.clone(),
            network_bytes_per_second: bytes(replica.network_mb_per_second).max(1),
            apply_bytes_per_second: bytes(replica.apply_mb_per_second).max(1),
            promotion: from_seconds(replica.promotion_s),
            address_moves: from_seconds(replica.address_moves_s),
        }),
    }
}

pub(super) fn writes(writes: Option<&doc::Writes>, database: &doc::Database) -> WriteSpec {
    let Some(writes) = writes else {
        return WriteSpec::default();
    };
    let table = writes.table.as_ref();
    WriteSpec {
        table: table.and_then(|name| database.tables.iter().position(|t| t.name == *name)),
        wal_bytes: writes.wal_bytes,
        blocks: writes.blocks,
        dead_rows: writes.dead_rows,
        grow_bytes: writes.grow_bytes,
    }
}

/// Bytes of megabytes; negative and NaN read as 0.
fn bytes(mb: f64) -> u64 {
    (mb * f64::from(1u32 << 20)) as u64
}
