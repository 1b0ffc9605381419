//! The optional parts of the database's machine, and what needs which.

use super::findings::Findings;
use super::rules::{Name, TITLE, by, member, rows};
use crate::incident::document::{Class, Database, Disk, Memory, Replica, Table, Wal, Writes};

/// Largest size, MB: 100 TB.
const SIZE_MB_MAX: f64 = 1e8;

pub(super) fn machine(at: &str, database: &Database, found: &mut Findings) {
    rows!(found, at, database, {
        restarted_after_s: 0.1..=86_400.0,
        wal: by(|at, wal: &Wal, found| rows!(found, at, wal, {
            flush_ms: 0.0..=1000.0,
            write_block_ms: 0.0..=100.0,
            redo_mb_per_second: 0.01..=100_000.0,
        })),
        memory: by(memory),
        disk: by(|at, disk: &Disk, found| rows!(found, at, disk, {
            size_mb: 100.0..=SIZE_MB_MAX,
            data_mb: 0.0..=disk.size_mb,
        })),
        tables[0..=100] unique name: by(|at, table: &Table, found| rows!(found, at, table, {
            name: TITLE,
            rows: 1..=1_000_000_000_000,
            blocks: 1..=100_000_000_000,
        })),
        replica: by(|at, replica: &Replica, found| rows!(found, at, replica, {
            host: Name,
            network_mb_per_second: 0.001..=100_000.0,
            apply_mb_per_second: 0.001..=100_000.0,
            promotion_s: 0.0..=86_400.0,
            address_moves_s: 0.0..=86_400.0,
        })),
    });
    if database.replica.is_some() && database.wal.is_none() {
        let message = "a standby needs `wal`: there is nothing to send";
        found.error(&member(at, "replica"), message);
    }
}

fn memory(at: &str, memory: &Memory, found: &mut Findings) {
    rows!(found, at, memory, {
        total_mb: 64.0..=SIZE_MB_MAX,
        others_mb: 0.0..=SIZE_MB_MAX,
        backend_mb: 0.1..=10_000.0,
        work_mem_areas: 0.0..=1000.0,
        swap_mb: 0.0..=SIZE_MB_MAX,
        swap_slowdown: 1.0..=1000.0,
        copy_block_ms: 0.0..=100.0,
    });
}

pub(super) fn writes(
    at: &str,
    writes: &Writes,
    class: &Class,
    database: &Database,
    found: &mut Findings,
) {
    rows!(found, at, writes, {
        wal_bytes: 0..=1 << 30,
        blocks: 0..=100_000,
        dead_rows: 0..=10_000_000,
        grow_bytes: 0..=1 << 30,
    });
    if writes.wal_bytes == 0 && (writes.blocks > 0 || writes.dead_rows > 0 || writes.grow_bytes > 0)
    {
        let message = "what is written is written to the log too: not 0";
        found.error(&member(at, "wal_bytes"), message);
    }
    if class.queries == 0 {
        found.error(at, "who writes needs queries");
    }
    if database.wal.is_none() {
        found.warning(at, "the database has no `wal`: writing is free");
    }
    if let Some(name) = &writes.table
        && !database.tables.iter().any(|t| t.name == *name)
    {
        found.error(&member(at, "table"), format!("there is no table `{name}`"));
    }
}
