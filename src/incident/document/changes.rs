//! What happens to the world at a time.

use super::tier::Balancer;
use super::{SessionFilter, StopMode, TableSession};
use serde::{Deserialize, Serialize};

/// Something that happens to the world at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Stable id, e.g. `run-812`.
    pub id: String,
    /// When, from minute zero.
    pub at_s: f64,
    /// Who.
    pub author: String,
    /// The pipeline, if one did it.
    #[serde(default)]
    pub pipeline: Option<String>,
    /// What the change feed says.
    pub title: String,
    /// What it does.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// One step of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// Write a file.
    WriteFile {
        /// Which.
        path: String,
        /// Commit message.
        message: String,
        /// The lines of the text.
        lines: Vec<String>,
    },
    /// Reload the database.
    ReloadDatabase {},
    /// Restart the database.
    RestartDatabase {},
    /// `RELOAD` of PgBouncer.
    ReloadBouncer {},
    /// Restart PgBouncer.
    RestartBouncer {},
    /// `PAUSE` of PgBouncer.
    PauseBouncer {},
    /// `RESUME` of PgBouncer.
    ResumeBouncer {},
    /// Change a setting of the running pools of a service, by JMX.
    SetPool {
        /// Name of the service.
        service: String,
        /// The setting, e.g. `maximumPoolSize`.
        key: String,
        /// As it would stand in the file.
        value: String,
    },
    /// `softEvictConnections` on the pools of a service.
    EvictPool {
        /// Name of the service.
        service: String,
    },
    /// `suspendPool` on the pools of a service.
    SuspendPool {
        /// Name of the service.
        service: String,
    },
    /// `resumePool` on the pools of a service.
    ResumePool {
        /// Name of the service.
        service: String,
    },
    /// Take a table lock and work under it: a migration, an index.
    LockTable(TableSession),
    /// Take locks and stay idle in the transaction.
    OpenTransaction(TableSession),
    /// `pg_cancel_backend`.
    CancelQueries(SessionFilter),
    /// `pg_terminate_backend`.
    TerminateSessions(SessionFilter),
    /// The plan of a class's queries changes.
    SetQueryCost {
        /// Name of the class.
        class: String,
        /// CPU, percent of what the class says; 100: as before.
        cpu_percent: u32,
        /// Blocks, percent of what the class says; 100: as before.
        blocks_percent: u32,
    },
    /// Stop the database.
    StopDatabase {
        /// How.
        #[serde(default)]
        mode: StopMode,
    },
    /// Start the database.
    StartDatabase {},
    /// Kill a backend with signal 9.
    KillBackend {},
    /// Something fills the disk.
    FillDisk {
        /// By so much, or all that is free.
        mb: f64,
    },
    /// What filled the disk is removed.
    FreeDisk {
        /// So much of it, or all.
        mb: f64,
    },
    /// A replication slot without a consumer keeps all WAL, or is dropped.
    RetainWal {
        /// True: keep; false: drop the slot.
        retain: bool,
    },
    /// Fence the primary, promote the standby.
    Failover {},
    /// Restart a service, instance by instance.
    RollingRestart {
        /// Name of the service.
        service: String,
    },
    /// Turn away a share of a service's requests.
    ShedLoad {
        /// Name of the service.
        service: String,
        /// 0 ends it.
        percent: u32,
    },
    /// Empty a service's cache.
    FlushCache {
        /// Name of the service.
        service: String,
    },
    /// Change a service's balancer.
    SetBalancer {
        /// Name of the service.
        service: String,
        /// The new policy.
        balancer: Balancer,
    },
    /// Take an instance out of the balancer, or put it back.
    DrainInstance {
        /// Name of the service.
        service: String,
        /// Number of the instance, from 1.
        instance: u32,
        /// False puts it back.
        out: bool,
    },
    /// Pause a service's rolling restart, or resume it.
    PauseRollout {
        /// Name of the service.
        service: String,
        /// False resumes it.
        paused: bool,
    },
    /// The machine of an instance gets slower, until the instance starts again.
    SetPace {
        /// Name of the service.
        service: String,
        /// Number of the instance, from 1.
        instance: u32,
        /// Its work takes this share of the usual time.
        percent: u32,
    },
}
