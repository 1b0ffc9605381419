//! Configuration files, scheduled changes, and whatever can be done to a world.

use super::{Balancer, SessionFilter, TableSession};
use crate::time::Nanos;

/// A file of configuration.
#[derive(Clone, Debug)]
pub struct FileSpec {
    /// Absolute path on its host.
    pub path: String,
    /// Versions, oldest first; the last is written and in force at the start.
    pub versions: Vec<VersionSpec>,
}

/// One version of a file.
#[derive(Clone, Debug)]
pub struct VersionSpec {
    /// When, in nanoseconds before the start of the world.
    pub age: Nanos,
    /// Who wrote it.
    pub author: String,
    /// True if a pipeline wrote it.
    pub by_pipeline: bool,
    /// Why.
    pub message: String,
    /// The whole text.
    pub text: String,
}

/// Something that pipelines or colleagues do at a time.
#[derive(Clone, Debug)]
pub struct ChangeSpec {
    /// Stable name, e.g. `run-812`.
    pub id: String,
    /// When.
    pub at: Nanos,
    /// Who.
    pub author: String,
    /// The pipeline it belongs to; a paused pipeline does nothing.
    pub pipeline: Option<String>,
    /// What the change feed says.
    pub title: String,
    /// What it does, in order, at once.
    pub steps: Vec<Command>,
}

/// How a server is stopped (`pg_ctl stop -m`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StopMode {
    /// No new sessions; waits until the last one has ended by itself.
    Smart,
    /// Ends all sessions, writes a checkpoint.
    #[default]
    Fast,
    /// Kills all processes; the next start recovers.
    Immediate,
}

/// Whatever can be done to a world from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write a file; nothing is in force before a reload or restart.
    WriteFile {
        /// Which file.
        path: String,
        /// The new text.
        text: String,
        /// Who.
        author: String,
        /// True for a pipeline.
        by_pipeline: bool,
        /// Why.
        message: String,
    },
    /// Write the text of an earlier version again.
    RollbackFile {
        /// Which file.
        path: String,
        /// The version to go back to.
        version: u32,
        /// Who.
        author: String,
    },
    /// `pg_reload_conf()`.
    ReloadDatabase,
    /// `systemctl restart postgresql` (fast shutdown).
    RestartDatabase,
    /// `pg_ctl stop -m MODE`.
    StopDatabase {
        /// How.
        mode: StopMode,
    },
    /// `systemctl start postgresql`.
    StartDatabase,
    /// A backend is killed with signal 9, as by `kill -9` or the OOM killer.
    KillBackend,
    /// Something else fills the database's disk.
    FillDisk {
        /// By this many bytes, or all that is free.
        bytes: u64,
    },
    /// Somebody removes what filled the disk.
    FreeDisk {
        /// This many bytes of it, or all of it.
        bytes: u64,
    },
    /// A replication slot without a consumer keeps all WAL from now on, or is dropped.
    RetainWal {
        /// True: keep; false: drop the slot.
        retain: bool,
    },
    /// Fence the primary, promote the standby, move the address.
    Failover,
    /// Restart instances two at a time; each reads its files anew.
    RollingRestart {
        /// Name of the service.
        service: String,
    },
    /// Add or remove instances.
    Scale {
        /// Name of the service.
        service: String,
        /// How many there shall be.
        instances: u32,
    },
    /// Do something to the running pools of a service, by JMX.
    Pool {
        /// Name of the service.
        service: String,
        /// What.
        command: PoolCommand,
    },
    /// Do something to PgBouncer.
    Bouncer(BouncerCommand),
    /// `pg_terminate_backend` on the sessions of a role, or on all.
    TerminateSessions {
        /// The role; `None`: every client session.
        user: Option<String>,
    },
    /// `pg_terminate_backend` on the sessions that meet a filter.
    TerminateMatching {
        /// Which.
        which: SessionFilter,
    },
    /// `pg_terminate_backend` on these sessions; those that are gone are left out.
    TerminateBackends {
        /// Their process ids.
        pids: Vec<u32>,
    },
    /// `pg_cancel_backend` on these sessions; those that run no query are left alone.
    CancelBackends {
        /// Their process ids.
        pids: Vec<u32>,
    },
    /// `pg_cancel_backend` on the sessions that meet a filter.
    CancelQueries {
        /// Which; sessions that run no query are left alone.
        which: SessionFilter,
    },
    /// A statement that takes a table lock and works under it: a migration, an index.
    LockTable {
        /// Who does what.
        session: TableSession,
    },
    /// A transaction that takes its locks and then waits for its client, idle.
    OpenTransaction {
        /// Who does what.
        session: TableSession,
    },
    /// The plan of a class's queries changes: an index is dropped or made, statistics go
    /// stale. 100 and 100 restore it.
    SetQueryCost {
        /// Name of the class.
        class: String,
        /// CPU of a query, percent of what the class says.
        cpu_percent: u32,
        /// Blocks of a query, percent of what the class says.
        blocks_percent: u32,
    },
    /// Turn away a share of a service's requests, its critical classes left aside.
    ShedLoad {
        /// Name of the service.
        service: String,
        /// 0..=100; 0 ends it.
        percent: u32,
    },
    /// Empty the cache of a service.
    FlushCache {
        /// Name of the service.
        service: String,
    },
    /// Change how the balancer of a service chooses.
    SetBalancer {
        /// Name of the service.
        service: String,
        /// The new policy.
        balancer: Balancer,
    },
    /// Take an instance out of the balancer, or put it back. It works on what it has.
    DrainInstance {
        /// Name of the service.
        service: String,
        /// Number of the instance, from 1.
        instance: u32,
        /// True takes it out.
        out: bool,
    },
    /// `kubectl rollout pause`, or `resume`.
    PauseRollout {
        /// Name of the service.
        service: String,
        /// False resumes it.
        paused: bool,
    },
    /// A fault of an instance's machine: its own work takes a share of the usual time,
    /// until it starts again.
    SetPace {
        /// Name of the service.
        service: String,
        /// Number of the instance, from 1.
        instance: u32,
        /// 1..=100,000; 100 is the usual pace, 300 takes three times as long.
        percent: u32,
    },
}

/// What may be done to a pool while it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PoolCommand {
    /// Change a setting (`HikariConfigMXBean`). A restart reads the file again.
    Set {
        /// In camel or kebab case, e.g. `maximumPoolSize`.
        key: String,
        /// As it would stand in the file.
        value: String,
    },
    /// `softEvictConnections`: close idle connections now, those in use when they come back.
    Evict,
    /// `suspendPool`: whoever asks for a connection waits, without a deadline.
    Suspend,
    /// `resumePool`.
    Resume,
}

/// What may be done to PgBouncer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BouncerCommand {
    /// `RELOAD`: read the file again; with an error in it, keep what is in force.
    Reload,
    /// Restart the process: all its clients lose their connections.
    Restart,
    /// `PAUSE`: no client gets a server; servers are closed when they are free.
    Pause,
    /// `RESUME`.
    Resume,
}
