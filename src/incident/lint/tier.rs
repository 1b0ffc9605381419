//! The web tier of a service.

use super::findings::Findings;
use crate::incident::document::{Breaker, Cache, CacheScope, Health, Service, Shedding, World};
use crate::sim::spec::CACHE_KEYS_MAX;

/// Most keys of the caches of all instances of a service.
const OWN_KEYS_MAX: u64 = 10_000_000;

pub(super) fn tier(at: &str, service: &Service, world: &World, found: &mut Findings) {
    if let Some(health) = &service.health {
        self::health(&format!("{at}.health"), health, service, found);
    }
    if let Some(rollout) = &service.rollout {
        let at = format!("{at}.rollout");
        let most = service.instances_max.max(1);
        found.range(
            &format!("{at}.max_unavailable"),
            rollout.max_unavailable,
            0..=most,
        );
        found.range(&format!("{at}.max_surge"), rollout.max_surge, 0..=most);
        let deadline = rollout.progress_deadline_s;
        found.range(
            &format!("{at}.progress_deadline_s"),
            deadline,
            1.0..=86_400.0,
        );
        if rollout.max_unavailable == 0 && rollout.max_surge == 0 {
            let message = "one of `max_unavailable` and `max_surge` must be at least 1";
            found.error(&at, message);
        }
    }
    if let Some(shedding) = &service.shedding {
        self::shedding(&format!("{at}.shedding"), shedding, service, world, found);
    }
    if let Some(breaker) = &service.breaker {
        self::breaker(&format!("{at}.breaker"), breaker, found);
    }
    if let Some(cache) = &service.cache {
        self::cache(&format!("{at}.cache"), cache, service, world, found);
    }
}

fn health(at: &str, health: &Health, service: &Service, found: &mut Findings) {
    found.range(&format!("{at}.period_s"), health.period_s, 0.1..=3600.0);
    found.range(&format!("{at}.timeout_s"), health.timeout_s, 0.01..=3600.0);
    if health.timeout_s > health.period_s {
        let message = "a probe must have ended before the next: `timeout_s` is above `period_s`";
        found.error(&format!("{at}.timeout_s"), message);
    }
    let (out, back) = (health.failure_threshold, health.success_threshold);
    found.range(&format!("{at}.failure_threshold"), out, 1..=1000);
    found.range(&format!("{at}.success_threshold"), back, 1..=1000);
    if health.check == crate::incident::document::HealthCheck::Database && service.pool.is_none() {
        let message = format!("`database` needs a pool; `{}` has none", service.name);
        found.error(&format!("{at}.check"), message);
    }
}

fn shedding(at: &str, it: &Shedding, service: &Service, world: &World, found: &mut Findings) {
    let limits = [
        ("in_flight_max", it.in_flight_max),
        ("critical_in_flight_max", it.critical_in_flight_max),
    ];
    for (name, limit) in limits {
        if let Some(limit) = limit {
            found.range(&format!("{at}.{name}"), limit, 1..=1_000_000);
        }
    }
    if let Some(delay) = &it.delay {
        let at = format!("{at}.delay");
        found.range(&format!("{at}.target_ms"), delay.target_ms, 0.1..=600_000.0);
        found.range(
            &format!("{at}.interval_ms"),
            delay.interval_ms,
            1.0..=600_000.0,
        );
    }
    classes(
        &format!("{at}.critical"),
        &it.critical,
        service,
        world,
        found,
    );
}

fn breaker(at: &str, breaker: &Breaker, found: &mut Findings) {
    found.name(&format!("{at}.name"), &breaker.name);
    let counts = [
        ("sliding_window_size", breaker.sliding_window_size, 10_000),
        (
            "minimum_number_of_calls",
            breaker.minimum_number_of_calls,
            10_000,
        ),
        (
            "failure_rate_threshold",
            breaker.failure_rate_threshold,
            100,
        ),
        (
            "slow_call_rate_threshold",
            breaker.slow_call_rate_threshold,
            100,
        ),
        (
            "permitted_number_of_calls_in_half_open_state",
            breaker.permitted_number_of_calls_in_half_open_state,
            10_000,
        ),
    ];
    for (name, count, most) in counts {
        found.range(&format!("{at}.{name}"), count, 1..=most);
    }
    let times = [
        (
            "slow_call_duration_threshold_s",
            breaker.slow_call_duration_threshold_s,
        ),
        (
            "wait_duration_in_open_state_s",
            breaker.wait_duration_in_open_state_s,
        ),
    ];
    for (name, time_s) in times {
        found.range(&format!("{at}.{name}"), time_s, 0.001..=86_400.0);
    }
}

fn cache(at: &str, cache: &Cache, service: &Service, world: &World, found: &mut Findings) {
    found.name(&format!("{at}.name"), &cache.name);
    found.entries(&format!("{at}.classes"), &cache.classes, 1..=50);
    classes(
        &format!("{at}.classes"),
        &cache.classes,
        service,
        world,
        found,
    );
    for (i, name) in cache.classes.iter().enumerate() {
        let class = world.classes.iter().find(|c| c.name == *name);
        if class.is_some_and(|c| c.queries == 0) {
            let message = format!("`{name}` asks no database: there is nothing to cache");
            found.error(&format!("{at}.classes[{i}]"), message);
        }
    }
    found.range(&format!("{at}.keys"), cache.keys, 1..=CACHE_KEYS_MAX);
    let all = u64::from(cache.keys) * u64::from(service.instances_max);
    if cache.scope == CacheScope::Instance && all > OWN_KEYS_MAX {
        let message = format!("{all} keys in all instances are too many; at most {OWN_KEYS_MAX}");
        found.error(&format!("{at}.keys"), message);
    }
    found.range(&format!("{at}.popularity"), cache.popularity, 0.05..=1.0);
    if let Some(entries_max) = cache.entries_max {
        found.range(
            &format!("{at}.entries_max"),
            entries_max,
            1..=CACHE_KEYS_MAX,
        );
    }
    if let Some(ttl_s) = cache.ttl_s {
        found.range(&format!("{at}.ttl_s"), ttl_s, 0.001..=604_800.0);
    }
    found.range(&format!("{at}.hit_ms"), cache.hit_ms, 0.0..=60_000.0);
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
