//! What a world is made of: plain data, already checked and in engine units.
//!
//! `incident` lowers a file to these types; the engine builds itself from them.

mod change;
mod clients;
mod database;
mod lifecycle;
mod service;
mod tier;
mod transaction;

pub use change::{ChangeSpec, FileSpec, VersionSpec};
pub use clients::{AttemptTimeout, ClassSpec, PopulationSpec, RetryBudget, RetrySpec};
pub use database::{BouncerSpec, DatabaseSpec, UslSpec};
pub use lifecycle::{
    DiskSpec, LifecycleSpec, MemorySpec, ReplicaSpec, TableSpec, WalSpec, WriteSpec,
};
pub use service::{LoopSpec, PoolSpec, ServiceSpec};
pub use tier::{
    BreakerSpec, CACHE_KEYS_MAX, CacheSpec, DelaySpec, HealthSpec, RolloutSpec, SheddingSpec,
    TierSpec,
};
pub use transaction::{RoleSpec, RowLockSpec, TransactionSpec};

pub use firedrill_vocabulary::{
    AllOut, Backoff, Balancer, CacheScope, Command, HealthCheck, LockMode, LockOrder, RowMode,
    RowPick, SessionFilter, Shape, StopMode, TableSession,
};

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
