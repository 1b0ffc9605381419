//! Who is turned away, and what the others gain.

use super::*;

/// One instance that can do 100 requests a second and is asked for 150.
fn overloaded(edit: impl FnOnce(&mut Value)) -> WorldSpec {
    shop(|world| {
        without_database(world);
        world["classes"][0]["visits_per_second"] = json!(150);
        world["classes"][0]["before_ms"] = json!(100);
        world["classes"][0]["patience_s"] = json!(1);
        let service = &mut world["services"][0];
        service["instances"] = json!(1);
        service["threads"] = json!(10);
        service["accept_queue_max"] = json!(500);
        edit(world);
    })
}

/// Visits a second that got an answer in time, from 30 s to 90 s.
fn goodput(spec: &WorldSpec, seed: u64) -> f64 {
    let mut world = World::new(spec.clone(), seed);
    let good = |world: &World| {
        let visits = world.ledger()[0].visits;
        visits.total - visits.affected
    };
    world.run_until(30 * SEC);
    let before = good(&world);
    world.run_until(90 * SEC);
    (good(&world) - before) as f64 / 60.0
}

/// M/M/c/K: the share of arrivals that find K present.
fn blocked(load: f64, servers: u32, places: u32) -> f64 {
    let mut weight = 1.0;
    let mut sum = 1.0;
    for n in 1..=places {
        weight *= load / f64::from(n.min(servers));
        sum += weight;
    }
    weight / sum
}

#[test]
fn a_limit_on_requests_in_flight_is_the_textbooks_loss_system() {
    let spec = overloaded(|world| {
        world["services"][0]["shedding"] = json!({"in_flight_max": 15});
    });
    let (mean, variance) = mean_of(0..30, |seed| goodput(&spec, seed));
    let expected = 150.0 * (1.0 - blocked(15.0, 10, 15));
    let z = (mean - expected) / variance.sqrt();
    assert!(z.abs() < 4.0, "{mean} for {expected}, z = {z}");
}

#[test]
fn controlled_delay_keeps_the_goodput_that_a_standing_queue_loses() {
    let shed = overloaded(|world| {
        let delay = json!({"target_ms": 50, "interval_ms": 200});
        world["services"][0]["shedding"] = json!({"delay": delay});
    });
    let with = mean_of(0..30, |seed| goodput(&shed, seed));
    let queue = overloaded(|_| {});
    let without = mean_of(100..130, |seed| goodput(&queue, seed));
    assert!(z_of(with, without) > 4.0, "{with:?}, {without:?}");
    // Five seconds of queue and one of patience: nobody is served in time.
    assert!(without.0 < 1.0, "{without:?}");
    // The queue is rarely empty, so nearly all that can be done is done.
    assert!(with.0 > 90.0, "{with:?}");
    let mut world = World::new(shed, 1);
    world.run_until(MINUTE);
    assert!(failed(&world, Failure::Shed) > 0);
    assert_eq!(failed(&world, Failure::QueueFull), 0);
}

#[test]
fn skipping_those_who_have_left_keeps_goodput_too() {
    let goodput = |skip: bool, seeds| {
        let spec = overloaded(|world| {
            world["services"][0]["gateway_timeout_s"] = json!(1);
            world["services"][0]["skip_abandoned"] = json!(skip);
        });
        mean_of(seeds, |seed| goodput(&spec, seed))
    };
    let (with, without) = (goodput(true, 0..30), goodput(false, 100..130));
    assert!(z_of(with, without) > 4.0, "{with:?}, {without:?}");
}

#[test]
fn critical_classes_are_turned_away_last() {
    let spec = overloaded(|world| {
        let mut checkout = page("checkout", 20.0);
        checkout["queries"] = json!(0);
        checkout["before_ms"] = json!(100);
        world["classes"]
            .as_array_mut()
            .expect("a list")
            .push(checkout);
        world["services"][0]["shedding"] = json!({
            "in_flight_max": 10, "critical_in_flight_max": 40, "critical": ["checkout"],
        });
    });
    let mut world = World::new(spec, 3);
    let mut most = 0;
    for tick in 0..6_000 {
        world.run_until(tick * 10 * MS);
        let host = &world.instances(0)[0];
        most = most.max(host.busy + host.queued);
    }
    let shed = |class: usize| world.ledger()[class].attempts.failed[Failure::Shed as usize];
    assert!(shed(0) > 1000, "{}", shed(0));
    assert_eq!(shed(1), 0);
    assert!(
        (11..=40).contains(&most),
        "only critical ones queue: {most}"
    );
}

#[test]
fn an_operator_sheds_a_share_by_hand() {
    let mut z2 = 0.0;
    for seed in 0..30 {
        let mut world = World::new(shop(without_database), seed);
        world.run_until(10 * SEC);
        let shed = |percent| Command::ShedLoad {
            service: "web".into(),
            percent,
        };
        assert!(world.check(&shed(101)).is_err());
        do_now(&mut world, shed(30));
        let before = world.attempts().offered;
        world.run_until(70 * SEC);
        let n = (world.attempts().offered - before) as f64;
        let z = (failed(&world, Failure::Shed) as f64 - 0.3 * n) / (n * 0.3 * 0.7).sqrt();
        z2 += z * z;
        do_now(&mut world, shed(0));
        let before = failed(&world, Failure::Shed);
        world.run_until(80 * SEC);
        assert_eq!(failed(&world, Failure::Shed), before);
    }
    // Chi squared with 30 degrees of freedom: outside once in ten thousand.
    assert!((9.0..70.0).contains(&z2), "{z2}");
}
