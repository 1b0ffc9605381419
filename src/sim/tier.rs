//! The web tier before and inside the instances.
//!
//! | file | what it is for |
//! |---|---|
//! | `balancer` | which instance gets a request, which instances are asked at all |
//! | `health` | probes that take instances out of the balancer and bring them back |
//! | `rollout` | rolling updates with surge, readiness gate and progress deadline |
//! | `guards` | shedding, circuit breaker and cache as a request meets them |
//! | `shedder`, `breaker`, `cache` | their rules by themselves: no world, no clock |
//! | `commands` | what can be done to it from outside |
//! | `retries` | how users come back: pauses, budgets, time-outs of their own |
//! | `metrics`, `status` | the columns of all this; what can be asked of it |

mod balancer;
mod breaker;
mod cache;
mod commands;
mod guards;
mod health;
pub(super) mod metrics;
mod retries;
mod rollout;
mod shedder;
mod status;

use super::rng::Stream;
use super::spec::{Balancer, CacheScope, WorldSpec};
use super::time::Nanos;
pub use status::InstanceStatus;

pub(super) use guards::Lookup;
pub(super) use health::{Caller, PROBE_QUERY_CPU, PROBE_WORK};

use breaker::Breaker;
use cache::KeyCache;
use metrics::TierCounters;
use rollout::Rollout;
use shedder::Shedder;

/// What the tier knows of each service and class.
#[derive(Clone, Debug)]
pub(super) struct Tier {
    pub services: Vec<ServiceTier>,
    pub classes: Vec<ClassTier>,
}

/// The tier of one service.
#[derive(Clone, Debug)]
pub(super) struct ServiceTier {
    pub balancer: Balancer,
    /// Instances that are asked while health checks have taken all of them out.
    pub fail_open: Vec<u32>,
    /// Health checks have taken out every instance that is up.
    pub all_out: bool,
    /// Share of the requests that an operator has turned away, percent.
    pub shed_percent: u32,
    pub cache: Option<KeyCache>,
    pub rollout: Rollout,
    pub counters: TierCounters,
    choices: Stream,
    probes: Stream,
    sheds: Stream,
    lookups: Stream,
}

/// What the tier knows of one class of users.
#[derive(Clone, Debug, Default)]
pub(super) struct ClassTier {
    /// Turned away last.
    pub critical: bool,
    /// Answered from the cache of its service.
    pub cached: bool,
    /// Retry budget, in millionths of a retry.
    pub tokens: u64,
    /// Retries that the budget did not allow.
    pub denied: u64,
}

/// What the tier knows of one instance.
#[derive(Clone, Debug)]
pub(super) struct InstanceTier {
    /// Requests sent to it whose callers still wait.
    pub outstanding: u32,
    /// Requests of users that it has taken in.
    pub taken: u64,
    /// Health checks have it in.
    pub healthy: bool,
    /// An operator has taken it out.
    pub drained: bool,
    /// Probes in a row that spoke against `healthy`.
    pub streak: u32,
    /// Its work takes this share of the usual time, percent.
    pub pace_percent: u32,
    pub shedder: Shedder,
    pub breaker: Option<Breaker>,
    pub cache: Option<KeyCache>,
}

impl Default for InstanceTier {
    fn default() -> Self {
        InstanceTier {
            outstanding: 0,
            taken: 0,
            healthy: true,
            drained: false,
            streak: 0,
            pace_percent: 100,
            shedder: Shedder::default(),
            breaker: None,
            cache: None,
        }
    }
}

impl InstanceTier {
    /// How long a piece of work takes here.
    pub fn paced(&self, length: Nanos) -> Nanos {
        if self.pace_percent == 100 {
            return length;
        }
        let length = u128::from(length) * u128::from(self.pace_percent) / 100;
        length.min(Nanos::MAX.into()) as Nanos
    }
}

impl Tier {
    /// The tier of a world at its first instant.
    pub fn new(spec: &WorldSpec, seed: u64) -> Tier {
        let services = spec.services.iter().enumerate().map(|(s, service)| {
            let stream = |purpose| Stream::new(seed, purpose, s as u64);
            let shared = |c: &&super::spec::CacheSpec| c.scope == CacheScope::Shared;
            let cache = service.tier.cache.as_ref().filter(shared);
            ServiceTier {
                balancer: service.tier.balancer,
                fail_open: Vec::new(),
                all_out: false,
                shed_percent: 0,
                cache: cache.map(|spec| match spec.warm {
                    true => KeyCache::warm(spec, 0),
                    false => KeyCache::new(spec),
                }),
                rollout: Rollout::default(),
                counters: TierCounters::default(),
                choices: stream("balancer"),
                probes: stream("probes"),
                sheds: stream("shedding"),
                lookups: stream("lookups"),
            }
        });
        let classes = spec.classes.iter().map(|class| {
            let tier = spec.services.get(class.service).map(|s| &s.tier);
            let names = |list: &[String]| list.contains(&class.name);
            let shedding = tier.and_then(|t| t.shedding.as_ref());
            let cache = tier.and_then(|t| t.cache.as_ref());
            ClassTier {
                critical: shedding.is_some_and(|s| names(&s.critical)),
                cached: class.queries > 0 && cache.is_some_and(|c| names(&c.classes)),
                ..ClassTier::default()
            }
        });
        Tier {
            services: services.collect(),
            classes: classes.collect(),
        }
    }
}
