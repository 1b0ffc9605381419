//! The database's machine and costs.

use serde::{Deserialize, Serialize};

/// The database's machine and costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Path of `postgresql.conf`.
    pub path: String,
    /// Host name.
    pub host: String,
    /// CPU cores.
    pub cores: u32,
    /// See `sim::spec::DatabaseSpec`.
    pub contention: f64,
    /// See `sim::spec::DatabaseSpec`.
    pub plateau: f64,
    /// CPU of a new backend: fork and TLS.
    pub fork_cpu_ms: f64,
    /// CPU of authentication and session start.
    pub auth_cpu_ms: f64,
    /// Disk time of one block.
    pub disk_block_ms: f64,
    /// Data that is asked for.
    pub working_set_mb: f64,
    /// Hit ratio = cached share ^ popularity.
    pub popularity: f64,
    /// Time to stop.
    pub shutdown_s: f64,
    /// Time to start.
    pub startup_s: f64,
    /// PgBouncer in front of it, for all clients.
    #[serde(default)]
    pub bouncer: Option<Bouncer>,
}

/// PgBouncer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bouncer {
    /// Path of `pgbouncer.ini`.
    pub path: String,
    /// Host name.
    pub host: String,
    /// Time of a client's login.
    #[serde(default = "login_ms")]
    pub login_ms: f64,
}

fn login_ms() -> f64 {
    2.0
}
