//! Stops, starts and crashes, with the lines a real server says.

use super::*;

#[test]
fn a_fast_restart_says_what_postgresql_says() {
    let mut world = World::new(writing_shop(""), 1);
    world.run_until(30 * SEC);
    world.command_after(0, Command::RestartDatabase {});
    world.run_until(31 * SEC);
    assert_eq!(world.database_status(), Status::Stopping);
    until_ready(&mut world, 60 * SEC);
    in_order(
        &said(&world),
        &[
            "received fast shutdown request",
            "aborting any active transactions",
            "background worker \"logical replication launcher\" (PID ",
            "shutting down",
            "checkpoint starting: shutdown immediate",
            "checkpoint complete: wrote ",
            "database system is shut down",
            "starting PostgreSQL 15",
            "listening on IPv4 address",
            "listening on Unix socket",
            "database system was shut down at 2025-03-15 1",
            "database system is ready to accept connections",
        ],
    );
}

#[test]
fn a_smart_shutdown_waits_for_pools_that_never_leave() {
    let mut world = World::new(writing_shop(""), 1);
    world.run_until(30 * SEC);
    let smart = Command::StopDatabase {
        mode: StopMode::Smart,
    };
    world.command_after(0, smart);
    world.run_until(31 * SEC);
    let served = world.attempts().served;
    world.run_until(90 * SEC);
    assert_eq!(world.database_status(), Status::Stopping, "it hangs");
    assert!(
        world.attempts().served > served,
        "sessions are still served"
    );
    let refused = world.log().since(0).any(|l| {
        l.code == "57P03"
            && l.text
                .contains("FATAL:  the database system is shutting down")
    });
    assert!(refused, "new sessions are turned away");
    let fast = Command::StopDatabase {
        mode: StopMode::Fast,
    };
    world.command_after(0, fast);
    world.run_until(120 * SEC);
    assert_eq!(world.database_status(), Status::Down);
    in_order(
        &said(&world)[..3],
        &[
            "received smart shutdown request",
            "received fast shutdown request",
            "aborting any active transactions",
        ],
    );
    world.command_after(0, Command::StartDatabase {});
    until_ready(&mut world, 60 * SEC);
}

#[test]
fn a_smart_shutdown_ends_with_the_last_session() {
    let mut world = World::new(writing_shop(""), 1);
    world.run_until(30 * SEC);
    let smart = Command::StopDatabase {
        mode: StopMode::Smart,
    };
    world.command_after(0, smart);
    world.run_until(40 * SEC);
    assert_eq!(world.database_status(), Status::Stopping);
    // Instances that restart give up their sessions and get no new ones.
    let services: Vec<String> = world
        .spec()
        .services
        .iter()
        .map(|s| s.name.clone())
        .collect();
    for service in services {
        world.command_after(0, Command::RollingRestart { service });
    }
    world.run_until(180 * SEC);
    assert_eq!(world.database_status(), Status::Down);
    in_order(
        &said(&world),
        &[
            "received smart shutdown request",
            "background worker \"logical replication launcher\" (PID ",
            "shutting down",
            "checkpoint starting: shutdown immediate",
            "checkpoint complete: wrote ",
            "database system is shut down",
        ],
    );
}

#[test]
fn after_an_immediate_stop_the_log_is_replayed() {
    let mut world = World::new(writing_shop(""), 1);
    world.run_until(60 * SEC);
    let immediate = Command::StopDatabase {
        mode: StopMode::Immediate,
    };
    world.command_after(0, immediate);
    world.run_until(61 * SEC);
    assert_eq!(world.database_status(), Status::Down);
    world.command_after(0, Command::StartDatabase {});
    until_ready(&mut world, 120 * SEC);
    in_order(
        &said(&world),
        &[
            "received immediate shutdown request",
            "database system is shut down",
            "starting PostgreSQL 15",
            "listening on IPv4 address",
            "listening on Unix socket",
            "database system was interrupted; last known up at 2025-03-15 1",
            "database system was not properly shut down; automatic recovery in progress",
            "redo starts at 1/2A000028",
            "invalid record length at 1/",
            "redo done at 1/",
            "checkpoint starting: end-of-recovery immediate wait",
            "checkpoint complete: wrote ",
            "database system is ready to accept connections",
        ],
    );
}

#[test]
fn the_crash_of_one_backend_ends_all_sessions_but_not_the_server() {
    let mut world = World::new(writing_shop(""), 1);
    world.run_until(60 * SEC);
    world.command_after(0, Command::KillBackend {});
    world.run_until(60 * SEC + MS);
    assert_eq!(world.database_status(), Status::Recovering);
    let (used, ..) = world.slots();
    assert_eq!(used, 0, "no session survives");
    until_ready(&mut world, 120 * SEC);
    in_order(
        &said(&world),
        &[
            "server process (PID ",
            "terminating any other active server processes",
            "all server processes terminated; reinitializing",
            "database system was interrupted; last known up at 2025-03-15 1",
            "database system was not properly shut down; automatic recovery in progress",
            "redo starts at 1/2A000028",
            "invalid record length at 1/",
            "redo done at 1/",
            "checkpoint starting: end-of-recovery immediate wait",
            "checkpoint complete: wrote ",
            "database system is ready to accept connections",
        ],
    );
    let code = |code: &str, words: &str| {
        let mut lines = world.log().since(0);
        lines.any(|l| l.code == code && l.text.contains(words))
    };
    assert!(code("57P03", "the database system is in recovery mode"));
    assert!(
        !code("57P01", "FATAL"),
        "the warning goes to the clients only"
    );
}

#[test]
fn restart_after_crash_off_leaves_it_down() {
    let mut world = World::new(writing_shop("restart_after_crash = off\n"), 1);
    world.run_until(30 * SEC);
    world.command_after(0, Command::KillBackend {});
    world.run_until(90 * SEC);
    assert_eq!(world.database_status(), Status::Down);
    let lines = said(&world);
    let off = "shutting down because restart_after_crash is off";
    assert!(lines.iter().any(|(_, text)| text == off));
}
