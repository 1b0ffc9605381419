//! With any of the tier's features on and off, under random commands: the books hold at
//! every instant, and the same world twice is the same.

use super::*;
use crate::instants::look;
use firedrill::sim::spec::{Balancer, SessionFilter};
use proptest::prelude::*;

fn health() -> impl Strategy<Value = Value> {
    let check = prop_oneof!["thread", "database"];
    let all_out = prop_oneof!["fail_open", "refuse"];
    (1u32..40, 1u32..40, 1u32..4, 1u32..4, check, all_out).prop_map(
        |(period, timeout, out, back, check, all_out)| {
            let period_s = f64::from(period) / 10.0;
            json!({
                "period_s": period_s, "timeout_s": (f64::from(timeout) / 10.0).min(period_s),
                "failure_threshold": out, "success_threshold": back,
                "check": check, "all_out": all_out,
            })
        },
    )
}

fn shedding() -> impl Strategy<Value = Value> {
    let limit = || prop::option::of(1u32..80);
    let delay = prop::option::of((1u32..500, 1u32..500));
    (limit(), limit(), delay, any::<bool>()).prop_map(|(limit, critical, delay, marked)| {
        let delay =
            delay.map(|(target, interval)| json!({"target_ms": target, "interval_ms": interval}));
        let names: &[&str] = if marked { &["cart"] } else { &[] };
        json!({
            "in_flight_max": limit, "critical_in_flight_max": critical,
            "delay": delay, "critical": names,
        })
    })
}

fn cache() -> impl Strategy<Value = Value> {
    let scope = prop_oneof!["shared", "instance"];
    let entries = prop::option::of(1u32..300);
    let ttl = prop::option::of(1u32..200);
    (scope, 1u32..500, entries, ttl, 0u32..3, any::<bool>()).prop_map(
        |(scope, keys, entries, ttl, hit, cold)| {
            json!({
                "name": "pages", "scope": scope, "classes": ["page"], "keys": keys,
                "popularity": 0.4, "entries_max": entries, "hit_ms": hit, "cold": cold,
                "ttl_s": ttl.map(|t| f64::from(t) / 10.0),
            })
        },
    )
}

fn breaker() -> impl Strategy<Value = Value> {
    (1u32..60, 1u32..60, 1u32..20, 1u32..20).prop_map(|(window, calls, open, tries)| {
        json!({
            "sliding_window_size": window, "minimum_number_of_calls": calls,
            "slow_call_duration_threshold_s": 0.5, "slow_call_rate_threshold": 60,
            "wait_duration_in_open_state_s": open,
            "permitted_number_of_calls_in_half_open_state": tries,
        })
    })
}

fn service() -> impl Strategy<Value = Value> {
    let balancer = prop_oneof!["round_robin", "least_outstanding", "two_choices"];
    let rollout = (0u32..3, 0u32..3).prop_map(|(unavailable, surge)| {
        json!({"max_unavailable": unavailable, "max_surge": surge, "progress_deadline_s": 20})
    });
    (
        balancer,
        prop::option::of(health()),
        prop::option::of(rollout),
        prop::option::of(shedding()),
        any::<bool>(),
        prop::option::of(breaker()),
        prop::option::of(cache()),
    )
        .prop_map(
            |(balancer, health, rollout, shedding, skip, breaker, cache)| {
                json!({
                    "balancer": balancer, "health": health, "rollout": rollout,
                    "shedding": shedding, "skip_abandoned": skip, "breaker": breaker,
                    "cache": cache,
                })
            },
        )
}

fn retry() -> impl Strategy<Value = Value> {
    let backoff = prop_oneof!["full_jitter", "exponential", "fixed", "none"];
    let budget = prop::option::of((0u32..20, 1u32..50));
    let timeout = prop::option::of((1u32..30, any::<bool>()));
    (1u32..6, backoff, budget, timeout).prop_map(|(attempts, backoff, budget, timeout)| {
        let budget = budget
            .map(|(ratio, most)| json!({"ratio": f64::from(ratio) / 10.0, "retries_max": most}));
        let timeout = timeout.map(
            |(after, cancels)| json!({"after_s": f64::from(after) / 10.0, "cancels": cancels}),
        );
        json!({
            "attempts_max": attempts, "probability": 0.9, "backoff": backoff,
            "backoff_base_s": 0.5, "backoff_cap_s": 2, "budget": budget,
            "attempt_timeout": timeout,
        })
    })
}

fn command() -> impl Strategy<Value = Command> {
    let service = || "web".to_string();
    let balancer = prop_oneof![
        Just(Balancer::RoundRobin),
        Just(Balancer::LeastOutstanding),
        Just(Balancer::TwoChoices)
    ];
    prop_oneof![
        Just(Command::RestartDatabase {}),
        Just(Command::TerminateSessions(SessionFilter::default())),
        Just(Command::RollingRestart { service: service() }),
        Just(Command::FlushCache { service: service() }),
        (1u32..9).prop_map(move |instances| Command::Scale {
            service: service(),
            instances
        }),
        (0u32..101).prop_map(move |percent| Command::ShedLoad {
            service: service(),
            percent
        }),
        balancer.prop_map(move |balancer| Command::SetBalancer {
            service: service(),
            balancer
        }),
        any::<bool>().prop_map(move |paused| Command::PauseRollout {
            service: service(),
            paused
        }),
        (1u32..6, any::<bool>()).prop_map(move |(instance, out)| Command::DrainInstance {
            service: service(),
            instance,
            out
        }),
        (1u32..6, 1u32..20_000).prop_map(move |(instance, percent)| Command::SetPace {
            service: service(),
            instance,
            percent
        }),
    ]
}

fn world_of(tier: &Value, retry: &Value, pool: bool) -> WorldSpec {
    shop(|world| {
        let mut cart = page("cart", 30.0);
        cart["retry"] = retry.clone();
        world["classes"].as_array_mut().expect("a list").push(cart);
        world["classes"][0]["retry"] = retry.clone();
        world["classes"][0]["query_cpu_ms"] = json!(5);
        let service = &mut world["services"][0];
        for (name, value) in tier.as_object().expect("an object") {
            service[name] = value.clone();
        }
        service["threads"] = json!(10);
        service["accept_queue_max"] = json!(20);
        service["gateway_timeout_s"] = json!(2);
        service["boot_s"] = json!(2);
        if !pool {
            service["pool"] = Value::Null;
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn books_hold_with_any_tier_under_any_commands(
        seed in any::<u64>(),
        tier in service(),
        retry in retry(),
        pool in prop::bool::weighted(0.8),
        commands in prop::collection::vec((0u64..60_000, command()), 0..16),
        looks in prop::collection::vec(0u64..70_000, 1..40),
    ) {
        let spec = world_of(&tier, &retry, pool);
        let run = || {
            let mut world = World::new(spec.clone(), seed);
            look(&mut world, &commands, &looks, |world| {
                let instances = world.instances(0);
                let outstanding: u64 = instances.iter().map(|i| u64::from(i.outstanding)).sum();
                assert_eq!(outstanding, world.attempts().in_flight);
            });
            world.digest()
        };
        prop_assert_eq!(run(), run());
    }
}
