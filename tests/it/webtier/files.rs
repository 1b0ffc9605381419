//! The web tier in the incident file: what is accepted, and where mistakes are told.

use super::*;
use crate::shipped::shipped;
use firedrill::incident::{Severity, check};
use firedrill::sim::spec::{AllOut, Backoff, CacheScope, HealthCheck};

/// Errors of the shipped file with members put into its first service and first class.
fn errors(service: Value, retry: Value) -> Vec<(String, String)> {
    let shipped = shipped();
    let mut file = serde_json::to_value(shipped).expect("an incident is JSON");
    let merge = |into: &mut Value, from: Value| {
        for (name, value) in from.as_object().expect("an object") {
            into[name] = value.clone();
        }
    };
    merge(&mut file["world"]["services"][0], service);
    merge(&mut file["world"]["classes"][0]["retry"], retry);
    let checked = check(&file.to_string(), "test.json");
    let errors = checked.problems.into_iter();
    let errors = errors.filter(|p| p.severity == Severity::Error);
    errors.map(|p| (p.path, p.message)).collect()
}

#[test]
fn everything_on_is_accepted_and_lowered() {
    let service = json!({
        "balancer": "two_choices",
        "health": {"check": "database", "all_out": "fail_open"},
        "rollout": {"max_surge": 2},
        "shedding": {
            "in_flight_max": 200, "critical": ["product"],
            "delay": {"target_ms": 20, "interval_ms": 100},
        },
        "skip_abandoned": true,
        "breaker": {},
        "cache": {
            "name": "pages", "scope": "instance", "classes": ["product", "listing"],
            "keys": 1000, "ttl_s": 60,
        },
    });
    let retry = json!({
        "backoff": "exponential", "budget": {"ratio": 0.1, "retries_max": 100},
        "attempt_timeout": {"after_s": 2},
    });
    assert_eq!(errors(service.clone(), retry.clone()), []);
    let spec = shop(|world| {
        for (name, value) in service.as_object().expect("an object") {
            world["services"][0][name] = value.clone();
        }
        for (name, value) in retry.as_object().expect("an object") {
            world["classes"][0]["retry"][name] = value.clone();
        }
    });
    let tier = &spec.services[0].tier;
    let health = tier.health.expect("it is on");
    assert_eq!((health.period, health.timeout), (10 * SEC, SEC));
    assert_eq!((health.failures, health.successes), (3, 1));
    assert_eq!(
        (health.check, health.all_out),
        (HealthCheck::Database, AllOut::FailOpen)
    );
    let breaker = tier.breaker.as_ref().expect("it is on");
    assert_eq!(
        (breaker.window, breaker.calls_min, breaker.half_open_calls),
        (100, 100, 10)
    );
    assert_eq!((breaker.failure_percent, breaker.slow_percent), (50, 100));
    assert_eq!((breaker.slow, breaker.open), (MINUTE, MINUTE));
    let cache = tier.cache.as_ref().expect("it is on");
    assert_eq!(
        (cache.scope, cache.ttl, cache.warm),
        (CacheScope::Instance, Some(MINUTE), true)
    );
    let retry = spec.classes[0].retry;
    assert_eq!(retry.backoff, Backoff::Exponential);
    assert_eq!(retry.budget.map(|b| b.ratio_millionths), Some(100_000));
}

#[test]
fn mistakes_are_told_at_their_place() {
    let none = || json!({});
    let service = "$.world.services[0]";
    let cases = [
        (
            json!({"health": {"timeout_s": 20}}),
            "health.timeout_s",
            "a probe must have ended",
        ),
        (
            json!({"health": {"period_s": 0}}),
            "health.period_s",
            "0 is outside",
        ),
        (
            json!({"health": {"check": "ping"}}),
            "health.check",
            "unknown variant `ping`",
        ),
        (json!({"rollout": {}}), "rollout", "must be at least 1"),
        (
            json!({"shedding": {"in_flight_max": 0}}),
            "shedding.in_flight_max",
            "0 is outside",
        ),
        (
            json!({"shedding": {"critical": ["cart"]}}),
            "shedding.critical[0]",
            "`web` answers no",
        ),
        (
            json!({"breaker": {"window": 1}}),
            "breaker.window",
            "unknown field `window`",
        ),
        (
            json!({"breaker": {"failure_rate_threshold": 101}}),
            "breaker.failure_rate_threshold",
            "101 is outside 1 to 100",
        ),
        (
            json!({"cache": {"name": "c", "classes": ["product"], "keys": 0}}),
            "cache.keys",
            "0 is outside",
        ),
        (
            json!({"cache": {"name": "c", "classes": ["nobody"], "keys": 9}}),
            "cache.classes[0]",
            "`web` answers no class `nobody`",
        ),
        (
            json!({"balancer": "fastest"}),
            "balancer",
            "unknown variant `fastest`",
        ),
    ];
    for (member, path, message) in cases {
        let found = errors(member.clone(), none());
        let path = format!("{service}.{path}");
        let told = found.iter().any(|(p, m)| *p == path && m.contains(message));
        assert!(told, "{member}: {found:?}");
    }
    let retry = "$.world.classes[0].retry";
    let cases = [
        (json!({"backoff": "slow"}), "backoff", "unknown variant"),
        (
            json!({"budget": {"ratio": -1, "retries_max": 1}}),
            "budget.ratio",
            "-1 is outside",
        ),
        (
            json!({"attempt_timeout": {"after_s": 0}}),
            "attempt_timeout.after_s",
            "0 is outside",
        ),
    ];
    for (member, path, message) in cases {
        let found = errors(none(), member.clone());
        let path = format!("{retry}.{path}");
        let told = found.iter().any(|(p, m)| *p == path && m.contains(message));
        assert!(told, "{member}: {found:?}");
    }
}

#[test]
fn steps_of_changes_are_read_checked_and_done() {
    let step = |step: Value| {
        let shipped = shipped();
        let mut file = serde_json::to_value(shipped).expect("an incident is JSON");
        let steps = &mut file["changes"][0]["steps"];
        *steps = json!([step]);
        check(&file.to_string(), "test.json")
    };
    let good = [
        json!({"shed_load": {"service": "web", "percent": 50}}),
        json!({"flush_cache": {"service": "web"}}),
        json!({"set_balancer": {"service": "web", "balancer": "least_outstanding"}}),
        json!({"drain_instance": {"service": "web", "instance": 2, "out": true}}),
        json!({"pause_rollout": {"service": "web", "paused": true}}),
        json!({"set_pace": {"service": "web", "instance": 2, "percent": 300}}),
    ];
    for it in good {
        let checked = step(it.clone());
        let incident = checked.incident.expect("it is accepted");
        assert_eq!(lower(&incident).changes[0].steps.len(), 1, "{it}");
    }
    let bad = [
        (
            json!({"shed_load": {"service": "web", "percent": 101}}),
            "shed_load.percent",
        ),
        (
            json!({"set_pace": {"service": "web", "instance": 0, "percent": 1}}),
            "set_pace.instance",
        ),
        (
            json!({"flush_cache": {"service": "nobody"}}),
            "flush_cache.service",
        ),
    ];
    for (it, path) in bad {
        let path = format!("$.changes[0].steps[0].{path}");
        let told = step(it.clone()).problems.iter().any(|p| p.path == path);
        assert!(told, "{it}");
    }
}
