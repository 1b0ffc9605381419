//! What the database's machine is made of beyond CPU and reads: write-ahead log, memory,
//! disk space, tables, a standby. Each part is absent by default and then costs nothing.

use crate::time::Nanos;

/// The optional parts of the database's machine.
#[derive(Clone, Debug, Default)]
pub struct LifecycleSpec {
    /// Unix time of the start of the world, seconds, for the times that log texts name.
    pub unix_start_s: i64,
    /// A supervisor starts the server this long after it ended by a failure of its own;
    /// `None`: it stays down until somebody starts it (Debian's default).
    pub restarted_after: Option<Nanos>,
    /// Write-ahead log and checkpoints.
    pub wal: Option<WalSpec>,
    /// Memory: page cache, swap, the OOM killer.
    pub memory: Option<MemorySpec>,
    /// Space of the one file system that data and WAL share.
    pub disk: Option<DiskSpec>,
    /// Tables that gather dead rows and are vacuumed.
    pub tables: Vec<TableSpec>,
    /// A streaming standby.
    pub replica: Option<ReplicaSpec>,
}

/// Costs of the write-ahead log.
#[derive(Clone, Copy, Debug)]
pub struct WalSpec {
    /// Disk time of one flush (`fsync`), whatever it holds.
    pub flush: Nanos,
    /// Disk time of writing back one dirty block.
    pub write_block: Nanos,
    /// WAL replayed a second in recovery, bytes; at least 1.
    pub redo_bytes_per_second: u64,
}

/// The machine's memory.
#[derive(Clone, Copy, Debug)]
pub struct MemorySpec {
    /// All of it, bytes.
    pub total_bytes: u64,
    /// Kernel and everything that is not PostgreSQL, bytes.
    pub others_bytes: u64,
    /// Private memory of a backend, bytes.
    pub backend_bytes: u64,
    /// `work_mem` areas that a running query fills, on average (sorts and hashes).
    pub work_mem_areas: f64,
    /// Size of the swap space, bytes.
    pub swap_bytes: u64,
    /// Queries take up to this factor more CPU when swap is full; at least 1.
    pub swap_slowdown: f64,
    /// Time to copy one block from the kernel's page cache.
    pub copy_block: Nanos,
}

/// Space on the disk.
#[derive(Clone, Copy, Debug)]
pub struct DiskSpec {
    /// Size of the file system, bytes.
    pub size_bytes: u64,
    /// Data at the start of the world, WAL not counted, bytes.
    pub data_bytes: u64,
}

/// A table that is written to.
#[derive(Clone, Debug)]
pub struct TableSpec {
    /// Full name as in log lines, e.g. `shop.public.orders`.
    pub name: String,
    /// Live rows at the start.
    pub rows: u64,
    /// Blocks it fills without dead rows; at least 1.
    pub blocks: u64,
}

/// A streaming, asynchronous standby.
#[derive(Clone, Debug)]
pub struct ReplicaSpec {
    /// Host name in texts.
    pub host: String,
    /// WAL sent a second, bytes; at least 1.
    pub network_bytes_per_second: u64,
    /// WAL replayed a second, bytes; at least 1.
    pub apply_bytes_per_second: u64,
    /// From the failover command to a server that takes writes, replay not counted.
    pub promotion: Nanos,
    /// From the failover command until clients reach the standby under the old name.
    pub address_moves: Nanos,
}

/// What a request of a class writes when its transaction commits.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteSpec {
    /// Index of the table it reads and writes, into [`LifecycleSpec::tables`].
    pub table: Option<usize>,
    /// WAL of its records, full page images not counted, bytes; 0: it only reads.
    pub wal_bytes: u64,
    /// Blocks it changes, anywhere in the working set.
    pub blocks: u32,
    /// Rows it leaves dead (updated or deleted).
    pub dead_rows: u32,
    /// Bytes by which the table's file grows.
    pub grow_bytes: u64,
}
