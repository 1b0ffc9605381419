//! Balancer policies and instances that are taken out by hand.

use super::*;
use firedrill::sim::spec::{Balancer, ChangeSpec};

/// Four instances, the first of which takes ten times as long.
fn one_slow(balancer: Balancer) -> WorldSpec {
    let mut spec = shop(without_database);
    spec.services[0].tier.balancer = balancer;
    spec.changes.push(ChangeSpec {
        id: "noisy".into(),
        at: 0,
        author: "a neighbour".into(),
        pipeline: None,
        title: "A neighbour is noisy".into(),
        steps: vec![Command::SetPace {
            service: "web".into(),
            instance: 1,
            percent: 1000,
        }],
    });
    spec
}

#[test]
fn fewest_outstanding_avoids_a_slow_instance_and_round_robin_does_not() {
    let run = |balancer, seeds| {
        let spec = one_slow(balancer);
        mean_of(seeds, |seed| mean_response_ms(&spec, seed, 2 * MINUTE))
    };
    let in_turn = run(Balancer::RoundRobin, 0..30);
    // A quarter of the users get 100 ms on average, the rest 10 ms; nobody waits.
    let z = (in_turn.0 - 32.5) / in_turn.1.sqrt();
    assert!(z.abs() < 4.0, "{in_turn:?} for 32.5 ms, z = {z}");
    let least = run(Balancer::LeastOutstanding, 100..130);
    let two = run(Balancer::TwoChoices, 200..230);
    assert!(z_of(in_turn, two) > 4.0, "{in_turn:?}, {two:?}");
    assert!(z_of(two, least) > 4.0, "{two:?}, {least:?}");
}

#[test]
fn equals_take_turns() {
    for balancer in [Balancer::RoundRobin, Balancer::LeastOutstanding] {
        let mut spec = shop(|world| {
            without_database(world);
            world["classes"][0]["visits_per_second"] = json!(1);
            world["classes"][0]["before_ms"] = json!(0);
        });
        spec.services[0].tier.balancer = balancer;
        let mut world = World::new(spec, 1);
        world.run_until(MINUTE);
        let taken: Vec<u64> = world.instances(0).iter().map(|i| i.taken).collect();
        let (least, most) = (taken.iter().min(), taken.iter().max());
        assert!(taken.iter().sum::<u64>() > 30);
        assert!(
            most <= least.map(|n| n + 1).as_ref(),
            "{balancer:?}: {taken:?}"
        );
    }
}

#[test]
fn the_choice_of_two_is_fair_among_equals() {
    let mut spec = shop(without_database);
    spec.services[0].tier.balancer = Balancer::TwoChoices;
    let mut world = World::new(spec, 7);
    world.run_until(5 * MINUTE);
    let taken: Vec<f64> = world.instances(0).iter().map(|i| i.taken as f64).collect();
    let mean = taken.iter().sum::<f64>() / 4.0;
    // Sending to the less busy evens the shares out: below the spread of random ones
    // (chi squared with 3 degrees of freedom is above 16.3 once in a thousand).
    let chi2: f64 = taken.iter().map(|n| (n - mean) * (n - mean) / mean).sum();
    assert!(chi2 < 16.3, "{taken:?}");
}

#[test]
fn a_drained_instance_gets_nothing_more_until_it_is_put_back() {
    for balancer in [
        Balancer::RoundRobin,
        Balancer::LeastOutstanding,
        Balancer::TwoChoices,
    ] {
        let mut spec = shop(|_| {});
        spec.services[0].tier.balancer = balancer;
        let mut world = World::new(spec, 3);
        world.run_until(MINUTE);
        let drain = |out| Command::DrainInstance {
            service: "web".into(),
            instance: 2,
            out,
        };
        let taken = |world: &World| world.instances(0)[1].taken;
        do_now(&mut world, drain(true));
        let before = taken(&world);
        assert_eq!(ready(&world), 3);
        assert!(world.check(&drain(true)).is_err(), "it is out already");
        world.run_until(2 * MINUTE);
        assert_eq!(taken(&world), before);
        assert_eq!(world.instances(0)[1].busy, 0, "it has done what it had");
        do_now(&mut world, drain(false));
        world.run_until(3 * MINUTE);
        assert!(taken(&world) > before, "{balancer:?}");
        assert_eq!(failed(&world, Failure::NoInstance), 0);
    }
}

#[test]
fn with_all_drained_nobody_answers() {
    let mut world = World::new(shop(|_| {}), 3);
    for instance in 1..=4 {
        let drain = Command::DrainInstance {
            service: "web".into(),
            instance,
            out: true,
        };
        do_now(&mut world, drain);
    }
    world.run_until(SEC);
    assert_eq!(
        world.attempts().offered,
        failed(&world, Failure::NoInstance)
    );
    assert!(world.attempts().offered > 50);
}
