//! Health checks: who goes out when, who comes back, and what then answers.

use super::*;

/// Probes every 2 s with a time-out of 1 s; three failures, two successes.
fn probed(check: &str, all_out: &str) -> WorldSpec {
    shop(|world| {
        // Few enough that a thread stays free while each request waits 2 s for the pool.
        world["classes"][0]["visits_per_second"] = json!(20);
        world["services"][0]["health"] = json!({
            "period_s": 2, "timeout_s": 1, "failure_threshold": 3, "success_threshold": 2,
            "check": check, "all_out": all_out,
        });
    })
}

#[test]
fn a_deep_check_takes_every_instance_out_when_the_database_is_down_and_they_return() {
    for seed in 0..10 {
        let mut world = World::new(probed("database", "refuse"), seed);
        world.run_until(20 * SEC);
        assert_eq!(ready(&world), 4);
        break_database(&mut world);
        // The first failing probe was sent at most 1 s before and 2 s after the fault; the
        // third is 4 s later and fails after at most 1 s.
        let all_out = until(&mut world, 7 * SEC + 10 * MS, "all out", |w| ready(w) == 0);
        assert!(all_out >= 4 * SEC, "{all_out}");
        assert!(told(&world, "web: no instance passes its health check"));
        assert!(said(&world, "Readiness probe failed: Get \"http://web-"));
        let before = failed(&world, Failure::NoInstance);
        world.run_until(world.now() + 20 * SEC);
        assert!(
            failed(&world, Failure::NoInstance) > before,
            "503 from the balancer"
        );
        mend_database(&mut world);
        until(&mut world, MINUTE, "all in", |w| ready(w) == 4);
        assert!(told(&world, "web: health checks pass again"));
        let before = failed(&world, Failure::NoInstance);
        world.run_until(world.now() + 10 * SEC);
        assert_eq!(failed(&world, Failure::NoInstance), before);
    }
}

#[test]
fn a_shallow_check_leaves_them_in() {
    let mut world = World::new(probed("thread", "refuse"), 5);
    world.run_until(20 * SEC);
    break_database(&mut world);
    world.run_until(80 * SEC);
    assert_eq!(ready(&world), 4);
    assert_eq!(failed(&world, Failure::NoInstance), 0);
    assert!(failed(&world, Failure::PoolTimeout) > 0);
}

#[test]
fn failing_open_asks_all_of_them_when_all_are_out() {
    let mut world = World::new(probed("database", "fail_open"), 6);
    world.run_until(20 * SEC);
    break_database(&mut world);
    until(&mut world, 10 * SEC, "all out", |w| ready(w) == 0);
    assert!(told(&world, "the balancer asks all of them"));
    assert!(
        world
            .instances(0)
            .iter()
            .all(|i| i.in_balancer && !i.healthy)
    );
    world.run_until(MINUTE);
    assert_eq!(failed(&world, Failure::NoInstance), 0);
}

#[test]
fn a_jammed_instance_goes_out_alone_and_comes_back() {
    let mut world = World::new(probed("thread", "refuse"), 8);
    let pace = |percent| Command::SetPace {
        service: "web".into(),
        instance: 3,
        percent,
    };
    world.run_until(20 * SEC);
    do_now(&mut world, pace(100_000));
    until(&mut world, MINUTE, "out", |w| ready(w) == 3);
    assert!(!world.instances(0)[2].healthy);
    let column = "kube_deployment_status_replicas_unavailable{deployment=\"web\"}";
    let column = world.telemetry().column(column).expect("it is there");
    world.run_until(world.now() + 6 * SEC);
    assert_eq!(world.telemetry().last(column), Some(1.0));
    do_now(&mut world, pace(100));
    until(&mut world, 5 * MINUTE, "in", |w| ready(w) == 4);
}

#[test]
fn a_new_instance_gets_requests_after_its_first_successes() {
    let mut world = World::new(probed("thread", "refuse"), 9);
    world.run_until(20 * SEC);
    let more = Command::Scale {
        service: "web".into(),
        instances: 5,
    };
    do_now(&mut world, more);
    world.run_until(25 * SEC);
    assert_eq!(world.instances(0)[4].state, "up");
    assert_eq!(ready(&world), 4, "up, but no probe has succeeded yet");
    // Two probes: the first within one period of the start, the second one later.
    let came = until(&mut world, 4 * SEC + 50 * MS, "in", |w| ready(w) == 5);
    assert!(came >= 2 * SEC, "{came}");
}

#[test]
fn probes_wait_for_threads_like_anybody_and_stay_when_nobody_waits_for_them() {
    let mut world = World::new(probed("thread", "refuse"), 2);
    let pace = Command::SetPace {
        service: "web".into(),
        instance: 1,
        percent: 100_000,
    };
    world.run_until(20 * SEC);
    do_now(&mut world, pace);
    until(&mut world, MINUTE, "out", |w| ready(w) == 3);
    world.run_until(world.now() + 6 * SEC);
    let jammed = &world.instances(0)[0];
    assert!(
        jammed.busy + jammed.queued > jammed.outstanding,
        "late probes hold threads: {jammed:?}"
    );
}
