//! The web tier of a service.

use super::findings::Findings;
use super::rules::{Name, by, member, rows};
use crate::incident::document::{
    Breaker, Cache, CacheScope, Delay, Health, HealthCheck, Rollout, Service, Shedding, World,
};
use crate::sim::spec::CACHE_KEYS_MAX;

/// Most keys of the caches of all instances of a service.
const OWN_KEYS_MAX: u64 = 10_000_000;

pub(super) fn tier(at: &str, service: &Service, world: &World, found: &mut Findings) {
    rows!(found, at, service, {
        health: by(|at, it, found| health(at, it, service, found)),
        rollout: by(|at, it, found| rollout(at, it, service, found)),
        shedding: by(|at, it, found| shedding(at, it, service, world, found)),
        breaker: by(breaker),
        cache: by(|at, it, found| cache(at, it, service, world, found)),
    });
}

fn rollout(at: &str, rollout: &Rollout, service: &Service, found: &mut Findings) {
    let most = service.instances_max.max(1);
    rows!(found, at, rollout, {
        max_unavailable: 0..=most,
        max_surge: 0..=most,
        progress_deadline_s: 1.0..=86_400.0,
    });
    if rollout.max_unavailable == 0 && rollout.max_surge == 0 {
        let message = "one of `max_unavailable` and `max_surge` must be at least 1";
        found.error(at, message);
    }
}

fn health(at: &str, health: &Health, service: &Service, found: &mut Findings) {
    rows!(found, at, health, {
        period_s: 0.1..=3600.0,
        timeout_s: 0.01..=3600.0,
        failure_threshold: 1..=1000,
        success_threshold: 1..=1000,
    });
    if health.timeout_s > health.period_s {
        let message = "a probe must have ended before the next: `timeout_s` is above `period_s`";
        found.error(&member(at, "timeout_s"), message);
    }
    if health.check == HealthCheck::Database && service.pool.is_none() {
        let message = format!("`database` needs a pool; `{}` has none", service.name);
        found.error(&member(at, "check"), message);
    }
}

fn shedding(at: &str, it: &Shedding, service: &Service, world: &World, found: &mut Findings) {
    rows!(found, at, it, {
        in_flight_max: 1..=1_000_000,
        critical_in_flight_max: 1..=1_000_000,
        delay: by(delay),
        critical: by(|at, names: &[String], found| classes(at, names, service, world, found)),
    });
}

fn delay(at: &str, delay: &Delay, found: &mut Findings) {
    rows!(found, at, delay, {
        target_ms: 0.1..=600_000.0,
        interval_ms: 1.0..=600_000.0,
    });
}

fn breaker(at: &str, breaker: &Breaker, found: &mut Findings) {
    rows!(found, at, breaker, {
        name: Name,
        sliding_window_size: 1..=10_000,
        minimum_number_of_calls: 1..=10_000,
        failure_rate_threshold: 1..=100,
        slow_call_rate_threshold: 1..=100,
        permitted_number_of_calls_in_half_open_state: 1..=10_000,
        slow_call_duration_threshold_s: 0.001..=86_400.0,
        wait_duration_in_open_state_s: 0.001..=86_400.0,
    });
}

fn cache(at: &str, cache: &Cache, service: &Service, world: &World, found: &mut Findings) {
    rows!(found, at, cache, {
        name: Name,
        classes[1..=50],
        classes: by(|at, names: &[String], found| classes(at, names, service, world, found)),
        keys: 1..=CACHE_KEYS_MAX,
        popularity: 0.05..=1.0,
        entries_max: 1..=CACHE_KEYS_MAX,
        ttl_s: 0.001..=604_800.0,
        hit_ms: 0.0..=60_000.0,
    });
    for (i, name) in cache.classes.iter().enumerate() {
        let class = world.classes.iter().find(|c| c.name == *name);
        if class.is_some_and(|c| c.queries == 0) {
            let message = format!("`{name}` asks no database: there is nothing to cache");
            found.error(&format!("{at}.classes[{i}]"), message);
        }
    }
    let all = u64::from(cache.keys) * u64::from(service.instances_max);
    if cache.scope == CacheScope::Instance && all > OWN_KEYS_MAX {
        let message = format!("{all} keys in all instances are too many; at most {OWN_KEYS_MAX}");
        found.error(&member(at, "keys"), message);
    }
}

/// Names of classes that the service answers.
fn classes(at: &str, names: &[String], service: &Service, world: &World, found: &mut Findings) {
    found.unique(at, "", names.iter().map(String::as_str));
    for (i, name) in names.iter().enumerate() {
        let class = world.classes.iter().find(|c| c.name == *name);
        if class.is_none_or(|c| c.service != service.name) {
            let message = format!("`{}` answers no class `{name}`", service.name);
            found.error(&format!("{at}[{i}]"), message);
        }
    }
}
