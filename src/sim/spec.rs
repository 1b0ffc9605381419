//! What a world is made of: plain data, already checked and in engine units.
//!
//! `incident` lowers a file to these types; the engine builds itself from them.

use super::time::Nanos;

/// A whole world: who asks, who answers, and what will happen to it.
#[derive(Clone, Debug)]
pub struct WorldSpec {
    /// Minute zero of the incident's clock, since the start of the world.
    pub minute_zero: Nanos,
    /// The world's last instant.
    pub end: Nanos,
    /// How often metrics are scraped.
    pub scrape_interval: Nanos,
    /// Users' requests by endpoint.
    pub classes: Vec<ClassSpec>,
    /// The services that answer them, and those that only hold connections.
    pub services: Vec<ServiceSpec>,
    /// The one database.
    pub database: DatabaseSpec,
    /// Configuration files as they are when the world starts.
    pub files: Vec<FileSpec>,
    /// What pipelines and colleagues do, by time.
    pub changes: Vec<ChangeSpec>,
}

/// Users who ask for one endpoint.
#[derive(Clone, Debug)]
pub struct ClassSpec {
    /// Short name, e.g. `product`.
    pub name: String,
    /// The endpoint, e.g. `GET /product/{id}`.
    pub uri: String,
    /// Index into [`WorldSpec::services`].
    pub service: usize,
    /// New visits a second (Poisson) at factor 1.
    pub visits_per_second: f64,
    /// Factor on the rate from a time on (piecewise constant, ascending).
    pub rate_factors: Vec<(Nanos, f64)>,
    /// Mean work in the service before a connection is borrowed (exponential).
    pub before_mean: Nanos,
    /// Queries a request sends one after another; 0: needs no database.
    pub queries: u32,
    /// Mean database CPU of one query (exponential).
    pub query_cpu_mean: Nanos,
    /// Blocks that one query touches.
    pub query_blocks: u32,
    /// Mean work in the service while the connection is held (exponential).
    pub held_mean: Nanos,
    /// How users come back after a failure.
    pub retry: RetrySpec,
    /// A user whose answer takes longer counts as affected.
    pub patience: Nanos,
}

/// How a user tries again after a failed attempt.
#[derive(Clone, Copy, Debug)]
pub struct RetrySpec {
    /// Attempts in all, at least 1.
    pub attempts_max: u32,
    /// Chance that a user tries again at all, each time.
    pub probability: f64,
    /// Full jitter: the pause is uniform in 0..min(cap, base * 2^n).
    pub backoff_base: Nanos,
    /// Longest pause.
    pub backoff_cap: Nanos,
}

/// A service: instances with worker threads, perhaps a pool, perhaps loops.
#[derive(Clone, Debug)]
pub struct ServiceSpec {
    /// Name of the deployment, e.g. `web`.
    pub name: String,
    /// Instances at the start.
    pub instances: u32,
    /// The most it may be scaled to.
    pub instances_max: u32,
    /// Worker threads of an instance.
    pub threads: u32,
    /// Requests that wait for a thread; one more gets 503.
    pub accept_queue_max: u32,
    /// The balancer answers 504 after this long; [`Nanos::MAX`]: it waits for ever.
    pub gateway_timeout: Nanos,
    /// From the start of an instance to ready.
    pub boot: Nanos,
    /// Its connection pool.
    pub pool: Option<PoolSpec>,
    /// Clients inside each instance that connect by themselves, without a pool.
    pub loops: Option<LoopSpec>,
}

/// Where a pool's settings stand.
#[derive(Clone, Debug)]
pub struct PoolSpec {
    /// Name in logs and metrics, e.g. `catalog`.
    pub name: String,
    /// Path of the properties file.
    pub path: String,
    /// Prefix of the pool's keys, e.g. `spring.datasource.hikari.`.
    pub prefix: String,
    /// Database role.
    pub user: String,
    /// `application_name` of its sessions.
    pub application: String,
}

/// A client that opens a connection of its own each time it works.
#[derive(Clone, Debug)]
pub struct LoopSpec {
    /// `application_name` of its sessions.
    pub application: String,
    /// Database role.
    pub user: String,
    /// Loops in each instance.
    pub per_instance: u32,
    /// Pause after a success (uniform 0.5..1.5 of it, so that loops drift apart).
    pub period: Nanos,
    /// Pause after a failure (no back-off).
    pub retry_pause: Nanos,
    /// Mean CPU of its query (exponential).
    pub query_cpu_mean: Nanos,
    /// Blocks its query touches.
    pub query_blocks: u32,
}

/// The database server's machine and costs. Its settings are in its file.
#[derive(Clone, Debug)]
pub struct DatabaseSpec {
    /// Path of `postgresql.conf`.
    pub path: String,
    /// Host name in texts.
    pub host: String,
    /// CPU cores.
    pub cores: u32,
    /// Contention: with n runnable backends above the cores, the total rate is
    /// cores / (1 + `contention` * (n - cores) / cores), never below `plateau`.
    pub contention: f64,
    /// Floor of the total rate as a share of the cores (0..=1).
    pub plateau: f64,
    /// CPU of a new backend up to the slot check: fork, TLS.
    pub fork_cpu: Nanos,
    /// CPU of authentication and session start.
    pub auth_cpu: Nanos,
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
}

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
    /// `pg_terminate_backend` on the sessions of a role, or on all.
    TerminateSessions {
        /// The role; `None`: every client session.
        user: Option<String>,
    },
}
