//! The web tier of a service: balancer, health checks, rollout, shedding, circuit
//! breaker, cache. All of it may be left out.

use crate::vocabulary::{AllOut, CacheScope, HealthCheck};
use serde::{Deserialize, Serialize};

/// Readiness probes; names and defaults are Kubernetes'.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Health {
    /// From one probe to the next.
    pub period_s: f64,
    /// A probe without an answer after this has failed.
    pub timeout_s: f64,
    /// Failures in a row that take an instance out.
    pub failure_threshold: u32,
    /// Successes in a row that bring it back.
    pub success_threshold: u32,
    /// What a probe asks for.
    pub check: HealthCheck,
    /// What happens when every instance is out.
    pub all_out: AllOut,
}

impl Default for Health {
    fn default() -> Self {
        Health {
            period_s: 10.0,
            timeout_s: 1.0,
            failure_threshold: 3,
            success_threshold: 1,
            check: HealthCheck::Thread,
            all_out: AllOut::Refuse,
        }
    }
}

/// A rolling update with new instances beside the old; names are Kubernetes'.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rollout {
    /// Instances that may be missing.
    #[serde(default)]
    pub max_unavailable: u32,
    /// Instances above the wanted number.
    #[serde(default)]
    pub max_surge: u32,
    /// Without progress for this long, the change feed says so.
    #[serde(default = "progress_deadline_s")]
    pub progress_deadline_s: f64,
}

fn progress_deadline_s() -> f64 {
    600.0
}

/// When instances turn requests away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shedding {
    /// Requests at an instance from which on one more is turned away.
    #[serde(default)]
    pub in_flight_max: Option<u32>,
    /// The same for critical classes.
    #[serde(default)]
    pub critical_in_flight_max: Option<u32>,
    /// Controlled delay of the accept queue.
    #[serde(default)]
    pub delay: Option<Delay>,
    /// Classes that are turned away last.
    #[serde(default)]
    pub critical: Vec<String>,
}

/// Controlled delay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// Delay of the queue that is good.
    pub target_ms: f64,
    /// How long the delay may stay above it.
    pub interval_ms: f64,
}

/// A circuit breaker; rules and defaults are Resilience4j's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Breaker {
    /// Name in logs.
    pub name: String,
    /// Calls in the window.
    pub sliding_window_size: u32,
    /// Calls before a rate counts.
    pub minimum_number_of_calls: u32,
    /// Opens at this share of failures, percent.
    pub failure_rate_threshold: u32,
    /// A longer call is slow.
    pub slow_call_duration_threshold_s: f64,
    /// Opens at this share of slow calls, percent.
    pub slow_call_rate_threshold: u32,
    /// How long it stays open.
    pub wait_duration_in_open_state_s: f64,
    /// Calls that try the database out.
    pub permitted_number_of_calls_in_half_open_state: u32,
}

impl Default for Breaker {
    fn default() -> Self {
        Breaker {
            name: "database".into(),
            sliding_window_size: 100,
            minimum_number_of_calls: 100,
            failure_rate_threshold: 50,
            slow_call_duration_threshold_s: 60.0,
            slow_call_rate_threshold: 100,
            wait_duration_in_open_state_s: 60.0,
            permitted_number_of_calls_in_half_open_state: 10,
        }
    }
}

/// A cache of answers in front of the database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cache {
    /// Name in metrics.
    pub name: String,
    /// Whose it is.
    #[serde(default)]
    pub scope: CacheScope,
    /// Classes that are answered from it.
    pub classes: Vec<String>,
    /// Different answers that are asked for.
    pub keys: u32,
    /// The most popular share x of the keys draws x ^ `popularity` of the lookups.
    #[serde(default = "popularity")]
    pub popularity: f64,
    /// Entries it holds.
    #[serde(default)]
    pub entries_max: Option<u32>,
    /// How long an entry lives.
    #[serde(default)]
    pub ttl_s: Option<f64>,
    /// Time for an answer from the cache.
    #[serde(default)]
    pub hit_ms: f64,
    /// Empty when the world starts.
    #[serde(default)]
    pub cold: bool,
}

fn popularity() -> f64 {
    0.3
}
