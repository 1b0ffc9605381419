//! The database's machine and costs.

use super::{Disk, Memory, Replica, Role, Table, Wal};
use serde::{Deserialize, Serialize};

/// The database's machine and costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Path of `postgresql.conf`.
    pub path: String,
    /// Host name of its machine.
    pub host: String,
    /// The database that every client asks for.
    #[serde(default = "shop", skip_serializing_if = "is_shop")]
    pub name: String,
    /// Name of the cluster as Debian's tools have it: in paths, units and titles of processes.
    #[serde(default = "main", skip_serializing_if = "is_main")]
    pub cluster: String,
    /// CPU cores, 1 to 256.
    pub cores: u32,
    /// See `sim::spec::DatabaseSpec`.
    pub contention: f64,
    /// See `sim::spec::DatabaseSpec`.
    pub plateau: f64,
    /// Another law of the CPU's total rate, instead of `contention`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usl: Option<Usl>,
    /// How unevenly busy cores are shared: squared coefficient of variation of the shares
    /// among very many queries; 0: evenly.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unfairness: f64,
    /// CPU of a new backend: fork, and TLS unless `tls_cpu_ms` is there.
    pub fork_cpu_ms: f64,
    /// CPU of the TLS handshake, paid while `ssl = on` is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_cpu_ms: Option<f64>,
    /// Roles with rights or settings of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
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
    /// A supervisor starts it this long after it ended by a failure of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restarted_after_s: Option<f64>,
    /// Write-ahead log; without it writes are free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wal: Option<Wal>,
    /// Memory; without it there is no page cache and no OOM killer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Memory>,
    /// Space; without it the disk is never full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk: Option<Disk>,
    /// Tables that gather dead rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
    /// A standby that receives the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replica: Option<Replica>,
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
    /// Host name of its machine.
    pub host: String,
    /// Time of a client's login.
    #[serde(default = "login_ms")]
    pub login_ms: f64,
}

fn login_ms() -> f64 {
    2.0
}

/// The Universal Scalability Law: with n queries at once the total rate is
/// `lambda` n / (1 + `sigma` (n - 1) + `kappa` n (n - 1)) cores, at most all of them, and
/// past its peak at least `plateau` of the peak.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usl {
    /// Contention: the share of work that runs alone, 0 to 0.999.
    pub sigma: f64,
    /// Coherency: cost of each pair that runs at once, 0 to 1.
    pub kappa: f64,
    /// Rate of a single query, cores.
    #[serde(default = "one")]
    pub lambda: f64,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(number: &f64) -> bool {
    *number == 0.0
}

fn shop() -> String {
    "shop".into()
}

fn is_shop(name: &str) -> bool {
    name == "shop"
}

fn main() -> String {
    "main".into()
}

fn is_main(name: &str) -> bool {
    name == "main"
}

fn one() -> f64 {
    1.0
}
