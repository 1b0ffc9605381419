//! What stands before and inside the instances: balancer, health checks, rollout,
//! shedding, circuit breaker, cache. All of it is off by default.

use super::{AllOut, Balancer, CacheScope, HealthCheck};
use crate::time::Nanos;

/// The web tier of one service. The default has a round-robin balancer and nothing else.
#[derive(Clone, Debug, Default)]
pub struct TierSpec {
    /// How the balancer chooses an instance.
    pub balancer: Balancer,
    /// Probes that take instances out of the balancer; `None`: none.
    pub health: Option<HealthSpec>,
    /// How a rolling restart goes; `None`: in place, two at a time, by start-up alone.
    pub rollout: Option<RolloutSpec>,
    /// When instances turn requests away; `None`: only when the accept queue is full.
    pub shedding: Option<SheddingSpec>,
    /// A thread passes over queued requests whose caller has gone.
    pub skip_abandoned: bool,
    /// Circuit breaker around the database call of each instance.
    pub breaker: Option<BreakerSpec>,
    /// Cache in front of the database.
    pub cache: Option<CacheSpec>,
}

/// Readiness probes, one by one from each instance's start (Kubernetes' names and rules).
#[derive(Clone, Copy, Debug)]
pub struct HealthSpec {
    /// From one probe to the next (`periodSeconds`).
    pub period: Nanos,
    /// A probe without an answer after this has failed (`timeoutSeconds`), at most `period`.
    pub timeout: Nanos,
    /// Failures in a row that take an instance out (`failureThreshold`), at least 1.
    pub failures: u32,
    /// Successes in a row that bring it back (`successThreshold`), at least 1.
    pub successes: u32,
    /// What a probe asks for.
    pub check: HealthCheck,
    /// What the balancer does when every instance is out.
    pub all_out: AllOut,
}

/// A rolling update as a Kubernetes deployment makes it: new instances beside the old.
#[derive(Clone, Copy, Debug)]
pub struct RolloutSpec {
    /// Instances that may be missing from the wanted number (`maxUnavailable`).
    pub max_unavailable: u32,
    /// Instances above the wanted number (`maxSurge`); one of both is at least 1.
    pub max_surge: u32,
    /// Without progress for this long, the rollout says so (`progressDeadlineSeconds`).
    pub progress_deadline: Nanos,
}

/// When instances turn requests away with 503 to protect themselves.
#[derive(Clone, Debug, Default)]
pub struct SheddingSpec {
    /// Requests at an instance, in threads and queue, from which on one more is turned
    /// away. `None`: no limit but the accept queue's.
    pub in_flight_max: Option<u32>,
    /// The same for critical classes.
    pub critical_in_flight_max: Option<u32>,
    /// Controlled delay; `None`: queued requests stay, however long they wait.
    pub delay: Option<DelaySpec>,
    /// Names of classes that are turned away last: they know no controlled delay, no shed
    /// share, and only their own limit.
    pub critical: Vec<String>,
}

/// Controlled delay (after CoDel, RFC 8289): while the queue's delay has not been below
/// `target` for a whole `interval`, whoever waited longer than `target` is turned away.
#[derive(Clone, Copy, Debug)]
pub struct DelaySpec {
    /// Delay of the accept queue that is good.
    pub target: Nanos,
    /// How long the delay may stay above it.
    pub interval: Nanos,
}

/// A circuit breaker with Resilience4j's rules (`COUNT_BASED` window).
#[derive(Clone, Debug)]
pub struct BreakerSpec {
    /// Name in logs.
    pub name: String,
    /// Calls in the window (`slidingWindowSize`), at least 1.
    pub window: u32,
    /// Calls before a rate counts (`minimumNumberOfCalls`), at least 1.
    pub calls_min: u32,
    /// Opens at this share of failures (`failureRateThreshold`), percent.
    pub failure_percent: u32,
    /// A call longer than this is slow (`slowCallDurationThreshold`).
    pub slow: Nanos,
    /// Opens at this share of slow calls (`slowCallRateThreshold`), percent.
    pub slow_percent: u32,
    /// How long it stays open (`waitDurationInOpenState`).
    pub open: Nanos,
    /// Calls that try the database out (`permittedNumberOfCallsInHalfOpenState`), at least 1.
    pub half_open_calls: u32,
}

/// A cache of whole answers, looked up before the database is asked.
#[derive(Clone, Debug)]
pub struct CacheSpec {
    /// Name in metrics.
    pub name: String,
    /// Whose it is.
    pub scope: CacheScope,
    /// Classes (by name) that are answered from it.
    pub classes: Vec<String>,
    /// Different answers that are asked for, 1..=[`CACHE_KEYS_MAX`].
    pub keys: u32,
    /// The most popular share x of the keys draws x ^ `popularity` of the lookups, in (0, 1];
    /// 1: all are asked for equally.
    pub popularity: f64,
    /// Entries it holds; a new one drives out the oldest. `None`: all keys.
    pub entries_max: Option<u32>,
    /// How long an entry lives from its filling on; `None`: for ever.
    pub ttl: Option<Nanos>,
    /// Time an instance takes for an answer from the cache, after its own work.
    pub hit: Nanos,
    /// Filled with the most popular keys when the world starts.
    pub warm: bool,
}

/// Most keys of one cache.
pub const CACHE_KEYS_MAX: u32 = 1_000_000;
