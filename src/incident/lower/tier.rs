//! The web tier of a service.

use super::millis;
use crate::incident::document as doc;
use crate::sim::spec::{
    BreakerSpec, CacheSpec, DelaySpec, HealthSpec, RolloutSpec, SheddingSpec, TierSpec,
};
use crate::sim::time::from_seconds;

pub(super) fn tier(service: &doc::Service) -> TierSpec {
    TierSpec {
        balancer: service.balancer,
        health: service.health.as_ref().map(health),
        rollout: service.rollout.as_ref().map(|rollout| RolloutSpec {
            max_unavailable: rollout.max_unavailable,
            max_surge: rollout.max_surge,
            progress_deadline: from_seconds(rollout.progress_deadline_s),
        }),
        shedding: service.shedding.as_ref().map(|shedding| SheddingSpec {
            in_flight_max: shedding.in_flight_max,
            critical_in_flight_max: shedding.critical_in_flight_max,
            delay: shedding.delay.as_ref().map(|delay| DelaySpec {
                target: millis(delay.target_ms),
                interval: millis(delay.interval_ms),
            }),
            critical: shedding.critical.clone(),
        }),
        skip_abandoned: service.skip_abandoned,
        breaker: service.breaker.as_ref().map(breaker),
        cache: service.cache.as_ref().map(cache),
    }
}

fn health(health: &doc::Health) -> HealthSpec {
    HealthSpec {
        period: from_seconds(health.period_s),
        timeout: from_seconds(health.timeout_s),
        failures: health.failure_threshold,
        successes: health.success_threshold,
        check: health.check,
        all_out: health.all_out,
    }
}

fn breaker(breaker: &doc::Breaker) -> BreakerSpec {
    BreakerSpec {
        name: breaker.name.clone(),
        window: breaker.sliding_window_size,
        calls_min: breaker.minimum_number_of_calls,
        failure_percent: breaker.failure_rate_threshold,
        slow: from_seconds(breaker.slow_call_duration_threshold_s),
        slow_percent: breaker.slow_call_rate_threshold,
        open: from_seconds(breaker.wait_duration_in_open_state_s),
        half_open_calls: breaker.permitted_number_of_calls_in_half_open_state,
    }
}

fn cache(cache: &doc::Cache) -> CacheSpec {
    CacheSpec {
        name: cache.name.clone(),
        scope: cache.scope,
        classes: cache.classes.clone(),
        keys: cache.keys,
        popularity: cache.popularity,
        entries_max: cache.entries_max,
        ttl: cache.ttl_s.map(from_seconds),
        hit: millis(cache.hit_ms),
        warm: !cache.cold,
    }
}
