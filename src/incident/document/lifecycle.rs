//! The optional parts of the database's machine: write-ahead log, memory, disk space,
//! tables, a standby. See `sim::spec::LifecycleSpec` for what they do.

use serde::{Deserialize, Serialize};

/// Costs of the write-ahead log. Its settings are in `postgresql.conf`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wal {
    /// Disk time of one flush.
    pub flush_ms: f64,
    /// Disk time of writing back one dirty block.
    pub write_block_ms: f64,
    /// WAL replayed a second in recovery.
    pub redo_mb_per_second: f64,
}

/// The machine's memory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// All of it.
    pub total_mb: f64,
    /// Kernel and everything that is not PostgreSQL.
    #[serde(default)]
    pub others_mb: f64,
    /// Private memory of a backend.
    pub backend_mb: f64,
    /// `work_mem` areas that a running query fills, on average.
    #[serde(default)]
    pub work_mem_areas: f64,
    /// Swap.
    #[serde(default)]
    pub swap_mb: f64,
    /// Queries take up to this factor more CPU when swap is full.
    #[serde(default = "one")]
    pub swap_slowdown: f64,
    /// Time to copy one block from the page cache.
    #[serde(default)]
    pub copy_block_ms: f64,
}

/// Space on the disk that data and WAL share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disk {
    /// Size of the file system.
    pub size_mb: f64,
    /// Data at the start, WAL not counted.
    pub data_mb: f64,
}

/// A table that is written to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Full name as in log lines, e.g. `shop.public.orders`.
    pub name: String,
    /// Live rows.
    pub rows: u64,
    /// Blocks of 8 kB that they fill.
    pub blocks: u64,
}

/// A streaming, asynchronous standby.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replica {
    /// Host name.
    pub host: String,
    /// WAL sent a second.
    pub network_mb_per_second: f64,
    /// WAL replayed a second.
    pub apply_mb_per_second: f64,
    /// From the command to a server that takes writes, replay not counted.
    pub promotion_s: f64,
    /// From the command until clients reach the standby.
    pub address_moves_s: f64,
}

/// What a request's transaction writes when it commits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writes {
    /// Name of the table it reads and writes.
    #[serde(default)]
    pub table: Option<String>,
    /// WAL of its records, full page images not counted.
    pub wal_bytes: u64,
    /// Blocks it changes.
    #[serde(default)]
    pub blocks: u32,
    /// Rows it leaves dead.
    #[serde(default)]
    pub dead_rows: u32,
    /// Bytes by which the table's file grows.
    #[serde(default)]
    pub grow_bytes: u64,
}

fn one() -> f64 {
    1.0
}
