//! The circuit breaker in a world; its rules by themselves are tested where they are.

use super::*;

fn broken(window: u32) -> WorldSpec {
    shop(|world| {
        world["classes"][0]["visits_per_second"] = json!(20);
        world["services"][0]["instances"] = json!(1);
        world["services"][0]["threads"] = json!(60);
        world["services"][0]["breaker"] = json!({
            "name": "catalog", "sliding_window_size": window,
            "minimum_number_of_calls": window, "wait_duration_in_open_state_s": 20,
        });
    })
}

fn breaker(world: &World) -> &'static str {
    world.instances(0)[0].breaker.expect("it has one")
}

fn database_failures(world: &World) -> u64 {
    failed(world, Failure::PoolTimeout) + failed(world, Failure::DatabaseError)
}

#[test]
fn it_opens_after_half_of_the_window_has_failed_and_closes_when_calls_succeed_again() {
    for seed in 0..10 {
        let mut world = World::new(broken(40), seed);
        world.run_until(20 * SEC);
        assert_eq!(breaker(&world), "CLOSED");
        break_database(&mut world);
        while breaker(&world) == "CLOSED" {
            // No two calls end within a microsecond.
            world.run_until(world.now() + 1_000);
            assert!(world.now() < MINUTE, "it opens");
        }
        assert_eq!(database_failures(&world), 20, "half of 40, none before");
        assert!(said(
            &world,
            "CircuitBreaker 'catalog' changed state from CLOSED to OPEN"
        ));
        // Those who wait for a connection still run into the pool's time-out of 2 s, then
        // nobody asks the database.
        world.run_until(world.now() + 3 * SEC);
        let before = (
            database_failures(&world),
            failed(&world, Failure::BreakerOpen),
        );
        world.run_until(world.now() + 16 * SEC);
        assert_eq!(database_failures(&world), before.0);
        assert!(failed(&world, Failure::BreakerOpen) > before.1 + 200);
        let text = "CircuitBreaker 'catalog' is OPEN and does not permit further calls";
        assert!(said(&world, text));
        // The database is still down: ten calls try and fail, and it opens again.
        until(&mut world, 2 * SEC, "half open", |w| {
            breaker(w) == "HALF_OPEN"
        });
        until(&mut world, 4 * SEC, "open again", |w| breaker(w) == "OPEN");
        assert_eq!(database_failures(&world), before.0 + 10);
        mend_database(&mut world);
        until(&mut world, 30 * SEC, "closed", |w| breaker(w) == "CLOSED");
        let served = world.attempts().served;
        world.run_until(world.now() + 10 * SEC);
        assert!(world.attempts().served > served + 100);
    }
}

#[test]
fn while_it_is_open_threads_are_free_and_the_metrics_say_so() {
    let mut world = World::new(broken(40), 11);
    world.run_until(20 * SEC);
    break_database(&mut world);
    until(&mut world, MINUTE, "open", |w| breaker(w) == "OPEN");
    world.run_until(world.now() + 8 * SEC);
    let value = |name: &str| {
        let column = world.telemetry().column(name).expect("it is there");
        world.telemetry().last(column)
    };
    let state = "resilience4j_circuitbreaker_state{service=\"web\",state=\"open\"}";
    assert_eq!(value(state), Some(1.0));
    let calls = "resilience4j_circuitbreaker_not_permitted_calls_total{service=\"web\"}";
    assert!(value(&format!("rate({calls}[1m])")) > Some(0.0));
    assert!(
        world.instances(0)[0].busy < 5,
        "nobody waits for a connection"
    );
}

#[test]
fn a_restarted_instance_has_a_closed_breaker() {
    let mut world = World::new(broken(40), 12);
    world.run_until(20 * SEC);
    break_database(&mut world);
    until(&mut world, MINUTE, "open", |w| breaker(w) == "OPEN");
    let restart = Command::RollingRestart {
        service: "web".into(),
    };
    do_now(&mut world, restart);
    until(&mut world, 15 * SEC, "up", |w| ready(w) == 0);
    until(&mut world, 15 * SEC, "up", |w| ready(w) == 1);
    assert_eq!(breaker(&world), "CLOSED");
}
