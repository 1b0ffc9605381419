//! Random worlds under random commands keep their books at every instant.

use crate::instants::look;
use crate::shipped::shipped as incident;
use firedrill::incident::lower::lower;
use firedrill::sim::World;
use firedrill::sim::spec::{Command, SessionFilter, WorldSpec};
use firedrill::sim::time::{MIN, Nanos, SEC};
use proptest::prelude::*;

/// The shipped shop, made small and hurried: everything happens within two minutes.
fn small() -> WorldSpec {
    let mut spec = lower(&incident());
    spec.minute_zero = 40 * SEC;
    spec.end = 150 * SEC;
    spec.changes.retain(|c| c.id == "run-812");
    for change in &mut spec.changes {
        change.at = 30 * SEC;
    }
    for class in &mut spec.classes {
        class.visits_per_second /= 8.0;
        class.rate_factors.clear();
    }
    for service in &mut spec.services {
        service.instances = (service.instances / 6).max(1);
        service.threads = 40;
        service.accept_queue_max = 10;
        service.boot = 4 * SEC;
    }
    spec
}

fn command() -> impl Strategy<Value = Command> {
    let path = || lower(&incident()).database.path;
    let service = prop_oneof!["web", "orders", "backoffice"];
    prop_oneof![
        Just(Command::RestartDatabase {}),
        Just(Command::ReloadDatabase {}),
        (1u32..5).prop_map(move |version| Command::RollbackFile {
            path: path(),
            version,
        }),
        (service.clone(), 1u32..9)
            .prop_map(|(service, instances)| Command::Scale { service, instances }),
        service.prop_map(|service| Command::RollingRestart { service }),
        prop_oneof![
            Just(None),
            Just(Some("web".to_string())),
            Just(Some("stock".to_string()))
        ]
        .prop_map(|user| Command::TerminateSessions(SessionFilter::of_user(user))),
        ".{0,40}".prop_map(|text| Command::EditFile {
            path: lower(&incident()).database.path,
            text,
            message: "garbage".into()
        }),
    ]
}

pub(crate) fn books_hold(world: &World) {
    let now = world.now();
    let attempts = world.attempts();
    let ended = attempts.served + attempts.failed_all();
    assert_eq!(
        attempts.offered,
        ended + attempts.in_flight,
        "requests at {now}"
    );
    assert_eq!(
        attempts.in_flight,
        world.attempts_in_flight_counted(),
        "in flight at {now}"
    );
    let (used, ..) = world.slots();
    assert_eq!(used, world.slots_counted(), "slots at {now}");
    for (name, _, station) in world.stations() {
        assert!(station.balanced(), "{name} at {now}: {station:?}");
        assert_eq!(
            station.area(now),
            station.time_spent(now),
            "Little's law at {name}, {now}"
        );
    }
    for (class, ledger) in world.ledger().iter().enumerate() {
        let wrong = ledger.wrong_between(0, now + MIN);
        assert_eq!(
            wrong.affected(),
            ledger.visits.affected,
            "each affected visit of class {class} has a cause, at {now}"
        );
        assert_eq!(
            wrong.attempts, ledger.attempts.failed,
            "failed of {class} at {now}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn requests_slots_and_littles_law_hold_at_random_instants(
        seed in any::<u64>(),
        commands in prop::collection::vec((0u64..140_000, command()), 0..12),
        looks in prop::collection::vec(0u64..150_000, 1..40),
    ) {
        let mut world = World::new(small(), seed);
        look(&mut world, &commands, &looks, |_| {});
    }
}

#[test]
fn the_slots_in_use_never_exceed_max_connections() {
    let mut world = World::new(small(), 3);
    world.run_until(29 * SEC);
    assert!(world.slots_used_max() <= 800);
    world.run_until(150 * SEC);
    let (used, max, reserved) = world.slots();
    assert_eq!((max, reserved), (20, 3));
    assert!(used <= max, "{used} of {max}");
}

fn until_ready(world: &mut World, limit: Nanos) {
    let end = world.now() + limit;
    while !world.database_ready() && world.now() < end {
        world.run_until(world.now() + SEC);
    }
}

#[test]
fn a_broken_file_keeps_the_server_down_until_it_is_mended() {
    let spec = small();
    let path = spec.database.path.clone();
    let mut world = World::new(spec, 1);
    world.run_until(10 * SEC);
    let broken = Command::EditFile {
        path: path.clone(),
        text: "max_connections = many\n".into(),
        message: "typo".into(),
    };
    world.command_after(0, broken);
    world.command_after(SEC, Command::ReloadDatabase {});
    world.run_until(13 * SEC);
    assert!(
        world.database_ready(),
        "a reload with an error leaves the server running"
    );
    assert_eq!(world.settings().int("max_connections"), 800);
    world.command_after(0, Command::RestartDatabase {});
    world.run_until(25 * SEC);
    assert!(!world.database_ready());
    let said = world
        .log()
        .since(0)
        .any(|l| l.source == "postgresql" && l.text.contains("invalid value for parameter"));
    assert!(said, "PostgreSQL says why it does not start");
    assert!(world.database_error().is_some());
    world.command_after(0, Command::RollbackFile { path, version: 3 });
    world.command_after(SEC, Command::RestartDatabase {});
    until_ready(&mut world, 30 * SEC);
    assert!(world.database_ready());
    assert_eq!(world.settings().int("max_connections"), 800);
}

#[test]
fn what_is_written_waits_for_a_restart() {
    let spec = small();
    let path = spec.database.path.clone();
    let mut world = World::new(spec, 1);
    world.run_until(60 * SEC);
    assert_eq!(world.settings().int("max_connections"), 20);
    world.command_after(0, Command::RollbackFile { path, version: 3 });
    world.command_after(SEC, Command::ReloadDatabase {});
    world.run_until(65 * SEC);
    assert_eq!(
        world.settings().int("max_connections"),
        20,
        "still in force"
    );
    let waiting = world.waiting_for_restart();
    let row = waiting.iter().find(|(name, ..)| name == "max_connections");
    assert_eq!(
        row.map(|(_, old, new)| (old.as_str(), new.as_str())),
        Some(("20", "800"))
    );
    let row = world
        .settings()
        .row("max_connections")
        .expect("a known setting");
    assert!(row.pending_restart);
    let said = world.log().since(0).any(|l| l.code == "pending_restart");
    assert!(said, "the log says that a restart is needed");
    world.command_after(0, Command::RestartDatabase {});
    world.run_until(80 * SEC);
    assert_eq!(world.settings().int("max_connections"), 800);
}

#[test]
fn an_action_shifts_no_draw_of_the_users() {
    let visits = |act: bool| {
        let mut world = World::new(small(), 9);
        if act {
            world.command_after(
                5 * SEC,
                Command::RollingRestart {
                    service: "web".into(),
                },
            );
        }
        world.run_until(150 * SEC);
        // Visits begun: those that ended and those under way, retries left aside.
        let begun = |w: &World| w.arrivals_begun();
        begun(&world)
    };
    assert_eq!(
        visits(false),
        visits(true),
        "arrivals have their own random streams"
    );
}

#[test]
fn the_same_world_twice_is_the_same_to_the_bit() {
    let digest = |seed| {
        let mut world = World::new(small(), seed);
        world.run_until(150 * SEC);
        (world.digest(), world.events())
    };
    assert_eq!(digest(4), digest(4));
    assert_ne!(digest(4).0, digest(5).0);
}
