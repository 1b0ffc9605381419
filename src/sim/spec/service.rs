//! Who answers: services, their pools, and clients without a pool.

use super::tier::TierSpec;
use crate::time::Nanos;

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
    /// Balancer, health checks, rollout, shedding, breaker, cache.
    pub tier: TierSpec,
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
    /// Role that it logs in to the database as.
    pub user: String,
    /// `application_name` of its sessions.
    pub application: String,
    /// Database CPU of a connection's test (`Connection.isValid`); 0: the test is free.
    pub validation_cpu: Nanos,
    /// The instance starts only with a connection in hand, for as long as
    /// `initializationFailTimeout` allows, as where migrations run at the start. False: the
    /// pool is made at the first use and fills up by itself.
    pub fail_fast: bool,
}

/// A client that opens a connection of its own each time it works.
#[derive(Clone, Debug)]
pub struct LoopSpec {
    /// `application_name` of its sessions.
    pub application: String,
    /// Role that it logs in to the database as.
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
    /// Tables its query reads: ACCESS SHARE on each.
    pub reads: Vec<String>,
}
