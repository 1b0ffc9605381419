//! How users come back: budgets bound it, pauses space it, time-outs of their own.

use super::*;

/// Every attempt fails at once: all load is shed.
fn hopeless(retry: Value) -> WorldSpec {
    let mut spec = shop(|world| {
        without_database(world);
        world["classes"][0]["retry"] = retry;
    });
    spec.changes.push(firedrill::sim::spec::ChangeSpec {
        id: "off".into(),
        at: 0,
        author: "you".into(),
        pipeline: None,
        title: "All load is shed".into(),
        steps: vec![Command::ShedLoad {
            service: "web".into(),
            percent: 100,
        }],
    });
    spec
}

#[test]
fn a_budget_of_ten_percent_bounds_amplification_at_1_1_and_without_one_it_is_ten() {
    let retry = |budget: Value| {
        json!({
            "attempts_max": 10,
            "probability": 1,
            "backoff": "none",
            "budget": budget,
        })
    };
    let budget = json!({"ratio": 0.1, "retries_max": 10});
    let mut world = World::new(hopeless(retry(budget)), 5);
    for tenth in 1..600 {
        world.run_until(tenth * SEC / 10);
        let (begun, offered) = (world.arrivals_begun()[0], world.attempts().offered);
        // All is used as it is earned: the whole tenths of the visits, but what is left.
        assert!(offered * 10 <= begun * 11, "{offered} of {begun}");
        assert!(offered * 10 > begun * 11 - 10, "{offered} of {begun}");
    }
    let mut world = World::new(hopeless(retry(Value::Null)), 5);
    world.run_until(MINUTE);
    assert_eq!(world.attempts().offered, world.arrivals_begun()[0] * 10);
}

#[test]
fn what_is_saved_up_is_bounded() {
    let retry = json!({
        "attempts_max": 10, "probability": 1, "backoff": "none",
        "budget": {"ratio": 0.5, "retries_max": 20},
    });
    let mut spec = hopeless(retry);
    // Healthy for a minute: some 6,000 visits would pay for 3,000 retries.
    spec.changes[0].at = MINUTE;
    let mut world = World::new(spec, 6);
    world.run_until(MINUTE);
    let (begun, offered) = (world.arrivals_begun()[0], world.attempts().offered);
    assert_eq!(begun, offered);
    world.run_until(MINUTE + 10 * SEC);
    let retries = world.attempts().offered - offered - (world.arrivals_begun()[0] - begun);
    let earned = (world.arrivals_begun()[0] - begun) / 2;
    assert!(
        (earned..=earned + 20).contains(&retries),
        "{retries} of {earned} + 20"
    );
    let column = "rate(client_retries_denied_total{class=\"page\"}[1m])";
    let column = world.telemetry().column(column).expect("it is there");
    assert!(world.telemetry().last(column) > Some(0.0));
}

#[test]
fn pauses_are_what_the_policy_says() {
    let cases = [("fixed", 6), ("exponential", 2 + 4 + 5), ("none", 0)];
    for (backoff, all_s) in cases {
        let spec = hopeless(json!({
            "attempts_max": 4, "probability": 1, "backoff": backoff,
            "backoff_base_s": 2, "backoff_cap_s": 5,
        }));
        let mut world = World::new(spec, 7);
        world.run_until(10 * SEC);
        let begun = world.arrivals_begun()[0];
        // Every visit ends with its fourth attempt, three pauses after it began.
        world.run_until((10 + all_s) * SEC);
        assert_eq!(world.ledger()[0].visits.total, begun, "{backoff}");
    }
}

/// Requests that wait for a connection while the database is down, sampled once in each
/// of 30 runs, their sum.
fn waiting(cancels: bool) -> f64 {
    let spec = shop(|world| {
        let class = &mut world["classes"][0];
        class["visits_per_second"] = json!(40);
        class["retry"]["attempt_timeout"] = json!({"after_s": 0.5, "cancels": cancels});
        class["before_ms"] = json!(0);
        world["services"][0]["threads"] = json!(200);
    });
    let column = "hikaricp_connections_pending{pool=\"catalog\"}";
    let sum = (0..30).map(|seed| {
        let mut world = World::new(spec.clone(), seed);
        world.run_until(10 * SEC);
        break_database(&mut world);
        world.run_until(30 * SEC);
        assert_eq!(failed(&world, Failure::GatewayTimeout), 0);
        assert!(failed(&world, Failure::ClientTimeout) > 500);
        let column = world.telemetry().column(column).expect("it is there");
        world.telemetry().last(column).expect("it has a value")
    });
    sum.sum()
}

#[test]
fn a_user_who_leaves_frees_what_waits_only_if_the_instance_learns_of_it() {
    // M/D/infinity: those who wait are Poisson with mean rate x time, 0.5 s until they
    // leave or 2 s until the pool gives up; sums of 30 runs.
    for (cancels, time_s) in [(true, 0.5), (false, 2.0)] {
        let mean = 30.0 * 40.0 * time_s;
        let z = (waiting(cancels) - mean) / f64::sqrt(mean);
        assert!(z.abs() < 4.0, "cancels: {cancels}, z = {z}");
    }
}
