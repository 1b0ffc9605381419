//! Services, their pools, and clients without a pool.

use super::tier::{Breaker, Cache, Health, Rollout, Shedding};
use crate::vocabulary::Balancer;
use serde::{Deserialize, Serialize};

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Name of the deployment.
    pub name: String,
    /// What it does, one sentence.
    pub about: String,
    /// Instances.
    pub instances: u32,
    /// The most it may be scaled to.
    pub instances_max: u32,
    /// Worker threads of an instance.
    pub threads: u32,
    /// Requests that may wait for a thread.
    pub accept_queue_max: u32,
    /// 504 after this long.
    pub gateway_timeout_s: f64,
    /// From start to ready.
    pub boot_s: f64,
    /// Its pool.
    #[serde(default)]
    pub pool: Option<Pool>,
    /// Clients that connect without a pool.
    #[serde(default)]
    pub loops: Option<Loops>,
    /// How the balancer chooses an instance.
    #[serde(default)]
    pub balancer: Balancer,
    /// Probes that take instances out.
    #[serde(default)]
    pub health: Option<Health>,
    /// How a rolling restart goes; without it in place, two at a time.
    #[serde(default)]
    pub rollout: Option<Rollout>,
    /// When instances turn requests away.
    #[serde(default)]
    pub shedding: Option<Shedding>,
    /// Threads pass over queued requests whose callers have gone.
    #[serde(default)]
    pub skip_abandoned: bool,
    /// Circuit breaker around the database.
    #[serde(default)]
    pub breaker: Option<Breaker>,
    /// Cache in front of the database.
    #[serde(default)]
    pub cache: Option<Cache>,
}

/// Where a pool's settings stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// Name in logs and metrics.
    pub name: String,
    /// Properties file.
    pub path: String,
    /// Prefix of its keys.
    pub prefix: String,
    /// Database role.
    pub user: String,
    /// Database CPU of a connection's test; 0: the test is free.
    #[serde(default)]
    pub validation_cpu_ms: f64,
    /// The instance starts only with a connection in hand.
    #[serde(default)]
    pub fail_fast: bool,
}

/// Clients that connect without a pool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loops {
    /// `application_name` of the sessions.
    pub application: String,
    /// Database role.
    pub user: String,
    /// In each instance.
    pub per_instance: u32,
    /// Pause after a success.
    pub period_s: f64,
    /// Pause after a failure.
    pub retry_pause_ms: f64,
    /// Mean CPU of the query.
    pub query_cpu_ms: f64,
    /// Blocks it touches.
    pub query_blocks: u32,
    /// Tables its query reads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<String>,
}
