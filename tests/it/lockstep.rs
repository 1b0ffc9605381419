//! Where two runs part, and going back to a minute.

use crate::shipped::small;
use firedrill::incident::lower::lower;
use firedrill::sim::World;
use firedrill::sim::event::Event;
use firedrill::sim::lockstep::first_difference;
use firedrill::sim::snapshots::Snapshots;
use firedrill::sim::spec::{Command, WorldSpec};
use firedrill::sim::time::{MIN, SEC};
use std::sync::Arc;

/// The shipped incident's world with a short history and a quarter of its users.
fn spec() -> Arc<WorldSpec> {
    Arc::new(lower(&small(180.0, 4.0)))
}

#[test]
fn the_same_run_twice_has_no_difference() {
    let spec = spec();
    let (mut a, mut b) = (World::new(spec.clone(), 3), World::new(spec, 3));
    let found = first_difference(&mut a, &mut b, 5 * MIN);
    assert!(found.is_none(), "{}", found.expect("one"));
    assert_eq!((a.now(), a.digest()), (5 * MIN, b.digest()));
    assert!(a.events() > 10_000);
}

#[test]
fn another_seed_differs_from_the_first_arrival_on() {
    let spec = spec();
    let (mut a, mut b) = (World::new(spec.clone(), 3), World::new(spec, 4));
    let found = first_difference(&mut a, &mut b, MIN).expect("other customers");
    assert!(found.number < 100, "{found}");
}

#[test]
fn a_command_at_another_instant_is_found() {
    let spec = spec();
    let command = || Command::Scale {
        service: "web".into(),
        instances: 3,
    };
    let run = |delay| {
        let mut world = World::new(spec.clone(), 3);
        world.run_until(MIN);
        world.command_after(delay, command());
        world
    };
    let (mut a, mut b) = (run(7 * SEC), run(7 * SEC + 1));
    let found = first_difference(&mut a, &mut b, 2 * MIN).expect("a nanosecond apart");
    let [Some(first), _] = found.taken else {
        panic!("{found}");
    };
    assert_eq!(first.at, MIN + 7 * SEC);
    assert!(matches!(first.event, Event::Command(_)), "{found}");
    let said = found.to_string();
    assert!(
        said.contains("Command") && said.contains("67.000000000 s"),
        "{said}"
    );
}

#[test]
fn a_seek_arrives_where_a_straight_run_does() {
    let spec = spec();
    let mut world = World::new(spec.clone(), 9);
    let mut snapshots = Snapshots::new(MIN, 256);
    for minute in 0..=6 {
        world.run_until(minute * MIN);
        snapshots.offer(world.now(), &world);
    }
    assert_eq!(snapshots.len(), 7);
    // Into the outage, before it, between two minutes, and back again.
    for to in [5 * MIN, MIN, 4 * MIN + 31 * SEC, 0, 3 * MIN - 1] {
        let (at, kept) = snapshots.before(to).expect("one is never later");
        assert!(to - at < MIN);
        let mut sought = kept.clone();
        sought.run_until(to);
        let mut straight = World::new(spec.clone(), 9);
        straight.run_until(to);
        let same = (sought.digest(), sought.events(), sought.log().next_id());
        let wanted = (
            straight.digest(),
            straight.events(),
            straight.log().next_id(),
        );
        assert_eq!(same, wanted, "{to}");
        // And goes on from there as the other does.
        let found = first_difference(&mut sought, &mut straight, to + 5 * SEC);
        assert!(found.is_none(), "{}", found.expect("one"));
    }
}
