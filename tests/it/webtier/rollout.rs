//! Rolling updates: never below, never above, held up by what is not ready.

use super::*;

fn rolled(max_unavailable: u32, max_surge: u32) -> WorldSpec {
    shop(|world| {
        world["services"][0]["rollout"] = json!({
            "max_unavailable": max_unavailable, "max_surge": max_surge,
            "progress_deadline_s": 60,
        });
        world["services"][0]["health"] = json!({
            "period_s": 2, "timeout_s": 1, "failure_threshold": 3, "success_threshold": 2,
        });
    })
}

fn restart() -> Command {
    Command::RollingRestart {
        service: "web".into(),
    }
}

fn live(world: &World) -> u32 {
    let all = world.instances(0);
    let live = |state| state == "booting" || state == "up";
    all.iter().filter(|i| live(i.state)).count() as u32
}

fn numbers_up(world: &World) -> Vec<u32> {
    let all = world.instances(0);
    let up = all.iter().filter(|i| i.state == "up");
    up.map(|i| i.number).collect()
}

#[test]
fn the_limits_hold_at_every_instant_and_all_instances_are_new() {
    for (unavailable, surge) in [(0, 1), (0, 3), (1, 0), (2, 0), (1, 2), (4, 4)] {
        let mut world = World::new(rolled(unavailable, surge), 4);
        world.run_until(20 * SEC);
        let before = numbers_up(&world);
        do_now(&mut world, restart());
        let done = |w: &World| told(w, "deployment \"web\" successfully rolled out");
        let (mut fewest, mut most) = (4, 4);
        while !done(&world) {
            assert!(world.now() < 10 * MINUTE, "{unavailable}, {surge}: done");
            world.run_until(world.now() + 10 * MS);
            fewest = fewest.min(ready(&world));
            most = most.max(live(&world));
        }
        assert_eq!(fewest, 4 - unavailable, "{unavailable}, {surge}");
        // Old ones that may go at once make room for as many new ones.
        let (old, new) = (4 - unavailable, (surge + unavailable).min(4));
        assert_eq!(most, old + new, "{unavailable}, {surge}");
        assert!(most <= 4 + surge);
        let after = numbers_up(&world);
        assert_eq!(after.len(), 4);
        if surge >= 4 {
            assert!(after.iter().all(|n| !before.contains(n)), "{after:?}");
        }
        assert_eq!(failed(&world, Failure::InstanceStopped), 0);
    }
}

fn write_pool_file(world: &mut World, text: &str) {
    let path = world.spec().services[0]
        .pool
        .as_ref()
        .map(|p| p.path.clone());
    let write = Command::EditFile {
        path: path.expect("it has a pool"),
        text: text.into(),
        message: "try".into(),
    };
    do_now(world, write);
}

#[test]
fn a_rollout_that_cannot_become_ready_stops_there_and_says_so() {
    let mut world = World::new(rolled(1, 1), 4);
    world.run_until(20 * SEC);
    let good = world.files().text("/etc/shop/web/application.properties");
    write_pool_file(&mut world, "spring.datasource.hikari.maximumPoolSize=few\n");
    do_now(&mut world, restart());
    world.run_until(world.now() + 59 * SEC);
    let late = "deployment \"web\" exceeded its progress deadline";
    assert!(!told(&world, late));
    world.run_until(world.now() + 10 * MINUTE);
    assert!(told(&world, late));
    assert_eq!(ready(&world), 3, "one went before the new ones failed");
    assert_eq!(world.service_status(0).rollout_left, 3);
    // Mended and rolled out again: what is left of both versions goes.
    write_pool_file(&mut world, &good.expect("there was one"));
    do_now(&mut world, restart());
    let done = |w: &World| told(w, "successfully rolled out");
    until(&mut world, 5 * MINUTE, "done", done);
    assert_eq!((ready(&world), live(&world)), (4, 4));
}

#[test]
fn a_paused_rollout_waits_and_a_resumed_one_ends() {
    for spec in [rolled(1, 0), shop(|_| {})] {
        let mut world = World::new(spec, 4);
        let pause = |paused| Command::PauseRollout {
            service: "web".into(),
            paused,
        };
        world.run_until(20 * SEC);
        do_now(&mut world, restart());
        world.run_until(21 * SEC);
        do_now(&mut world, pause(true));
        assert!(world.check(&pause(true)).is_err());
        world.run_until(5 * MINUTE);
        let left = world.service_status(0).rollout_left;
        assert!(left > 0);
        assert_eq!(ready(&world), 4, "those under way came up");
        do_now(&mut world, pause(false));
        until(&mut world, 5 * MINUTE, "done", |w| {
            w.service_status(0).rollout_left == 0 && ready(w) == 4
        });
    }
}

#[test]
fn scaling_in_the_middle_ends_at_the_wanted_number() {
    for (instances, seed) in [(2, 1), (7, 2), (1, 3), (12, 4)] {
        let mut world = World::new(rolled(1, 2), seed);
        world.run_until(20 * SEC);
        do_now(&mut world, restart());
        world.run_until(28 * SEC);
        let scale = Command::Scale {
            service: "web".into(),
            instances,
        };
        do_now(&mut world, scale);
        until(&mut world, 5 * MINUTE, "done", |w| {
            told(w, "successfully rolled out")
        });
        world.run_until(world.now() + MINUTE);
        assert_eq!((ready(&world), live(&world)), (instances, instances));
    }
}
