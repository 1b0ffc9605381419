//! The database server's machine and costs.

use super::{LifecycleSpec, RoleSpec};
use crate::time::Nanos;

/// The database server's machine and costs. Its settings are in its file.
#[derive(Clone, Debug)]
pub struct DatabaseSpec {
    /// Path of `postgresql.conf`.
    pub path: String,
    /// Host name in texts.
    pub host: String,
    /// The database that every client asks for, as log lines name it.
    pub name: String,
    /// CPU cores, at least 1.
    pub cores: u32,
    /// Contention: with n runnable backends above the cores, the total rate is
    /// cores / (1 + `contention` * (n - cores) / cores), never below `plateau`.
    pub contention: f64,
    /// Floor of the total rate as a share of the cores (0..=1).
    pub plateau: f64,
    /// Another law of the total rate; then `contention` says nothing, and `plateau` is
    /// a share of the law's peak.
    pub usl: Option<UslSpec>,
    /// How unevenly busy cores are shared: 0 is perfectly even; see `sim/unfairness.rs`.
    /// A squared coefficient of variation.
    pub unfairness: f64,
    /// CPU of a new backend up to the slot check: fork, and TLS unless `tls_cpu` has it.
    pub fork_cpu: Nanos,
    /// CPU of the TLS handshake, paid while `ssl = on` is in force; `None`: `fork_cpu`
    /// holds it, whatever `ssl` says.
    pub tls_cpu: Option<Nanos>,
    /// CPU of authentication and session start.
    pub auth_cpu: Nanos,
    /// Roles with rights or settings of their own.
    pub roles: Vec<RoleSpec>,
    /// Time the disk takes for one block (one at a time).
    pub disk_block: Nanos,
    /// Size of the data that is asked for.
    pub working_set_bytes: u64,
    /// Hit ratio = (cached share of the working set) ^ `popularity`.
    pub popularity: f64,
    /// From the stop request to the end of the process.
    pub shutdown: Nanos,
    /// From the start of the process to ready.
    pub startup: Nanos,
    /// Write-ahead log, memory, disk space, tables, standby; all absent by default.
    pub lifecycle: LifecycleSpec,
    /// PgBouncer in front of it, for all clients.
    pub bouncer: Option<BouncerSpec>,
}

/// PgBouncer, between all clients and the database. Its settings are in its file.
#[derive(Clone, Debug)]
pub struct BouncerSpec {
    /// Path of `pgbouncer.ini`.
    pub path: String,
    /// Host name in texts.
    pub host: String,
    /// How long a client's login takes (TLS, SCRAM; no process is forked).
    pub login: Nanos,
}

/// The Universal Scalability Law; see `sim::rate`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UslSpec {
    /// Contention (at least 0, below 1): the share of work that one must do alone.
    pub sigma: f64,
    /// Coherency (at least 0): cost of each pair of jobs.
    pub kappa: f64,
    /// Rate of a single job, cores (above 0).
    pub lambda: f64,
}
