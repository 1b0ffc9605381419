//! The optional parts of the database's machine, and what needs which.

use super::findings::Findings;
use super::words::TITLE_CHARS_MAX;
use crate::incident::document::{Class, Database, Writes};

/// Largest size, MB: 100 TB.
const SIZE_MB_MAX: f64 = 1e8;

pub(super) fn machine(database: &Database, found: &mut Findings) {
    let at = |member: &str| format!("$.world.database.{member}");
    if let Some(after) = database.restarted_after_s {
        found.range(&at("restarted_after_s"), after, 0.1..=86_400.0);
    }
    if let Some(wal) = &database.wal {
        found.range(&at("wal.flush_ms"), wal.flush_ms, 0.0..=1000.0);
        found.range(&at("wal.write_block_ms"), wal.write_block_ms, 0.0..=100.0);
        let rate = wal.redo_mb_per_second;
        found.range(&at("wal.redo_mb_per_second"), rate, 0.01..=100_000.0);
    }
    memory(database, found);
    if let Some(disk) = &database.disk {
        found.range(&at("disk.size_mb"), disk.size_mb, 100.0..=SIZE_MB_MAX);
        found.range(&at("disk.data_mb"), disk.data_mb, 0.0..=disk.size_mb);
    }
    tables(database, found);
    if let Some(replica) = &database.replica {
        found.name(&at("replica.host"), &replica.host);
        for (member, rate) in [
            ("network_mb_per_second", replica.network_mb_per_second),
            ("apply_mb_per_second", replica.apply_mb_per_second),
        ] {
            found.range(&at(&format!("replica.{member}")), rate, 0.001..=100_000.0);
        }
        for (member, time) in [
            ("promotion_s", replica.promotion_s),
            ("address_moves_s", replica.address_moves_s),
        ] {
            found.range(&at(&format!("replica.{member}")), time, 0.0..=86_400.0);
        }
        if database.wal.is_none() {
            found.error(
                &at("replica"),
                "a standby needs `wal`: there is nothing to send",
            );
        }
    }
}

fn memory(database: &Database, found: &mut Findings) {
    let Some(memory) = &database.memory else {
        return;
    };
    let at = |member: &str| format!("$.world.database.memory.{member}");
    found.range(&at("total_mb"), memory.total_mb, 64.0..=SIZE_MB_MAX);
    found.range(&at("others_mb"), memory.others_mb, 0.0..=SIZE_MB_MAX);
    found.range(&at("backend_mb"), memory.backend_mb, 0.1..=10_000.0);
    found.range(&at("work_mem_areas"), memory.work_mem_areas, 0.0..=1000.0);
    found.range(&at("swap_mb"), memory.swap_mb, 0.0..=SIZE_MB_MAX);
    found.range(&at("swap_slowdown"), memory.swap_slowdown, 1.0..=1000.0);
    found.range(&at("copy_block_ms"), memory.copy_block_ms, 0.0..=100.0);
}

fn tables(database: &Database, found: &mut Findings) {
    let at = "$.world.database.tables";
    found.entries(at, &database.tables, 0..=100);
    found.unique(at, ".name", database.tables.iter().map(|t| t.name.as_str()));
    for (i, table) in database.tables.iter().enumerate() {
        found.words(&format!("{at}[{i}].name"), &table.name, TITLE_CHARS_MAX);
        found.range(
            &format!("{at}[{i}].rows"),
            table.rows,
            1..=1_000_000_000_000,
        );
        found.range(
            &format!("{at}[{i}].blocks"),
            table.blocks,
            1..=100_000_000_000,
        );
    }
}

pub(super) fn writes(at: &str, class: &Class, database: &Database, found: &mut Findings) {
    let Some(writes) = &class.writes else { return };
    let Writes {
        table,
        wal_bytes,
        blocks,
        dead_rows,
        grow_bytes,
    } = writes;
    found.range(&format!("{at}.writes.wal_bytes"), *wal_bytes, 0..=1 << 30);
    found.range(&format!("{at}.writes.blocks"), *blocks, 0..=100_000);
    found.range(
        &format!("{at}.writes.dead_rows"),
        *dead_rows,
        0..=10_000_000,
    );
    found.range(&format!("{at}.writes.grow_bytes"), *grow_bytes, 0..=1 << 30);
    if *wal_bytes == 0 && (*blocks > 0 || *dead_rows > 0 || *grow_bytes > 0) {
        let path = format!("{at}.writes.wal_bytes");
        found.error(&path, "what is written is written to the log too: not 0");
    }
    if class.queries == 0 {
        found.error(&format!("{at}.writes"), "who writes needs queries");
    }
    if database.wal.is_none() {
        found.warning(
            &format!("{at}.writes"),
            "the database has no `wal`: writing is free",
        );
    }
    if let Some(name) = table
        && !database.tables.iter().any(|t| t.name == *name)
    {
        let path = format!("{at}.writes.table");
        found.error(&path, format!("there is no table `{name}`"));
    }
}
