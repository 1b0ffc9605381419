//! The database's life: stops, crashes, recovery, checkpoints, memory, disk, failover.

use firedrill::incident::{library, lower::lower, parse};
use firedrill::sim::ledger::Failure;
use firedrill::sim::spec::{
    Command, DiskSpec, MemorySpec, ReplicaSpec, StopMode, TableSpec, WalSpec, WorldSpec, WriteSpec,
};
use firedrill::sim::time::{MS, Nanos, SEC, US, to_seconds};
use firedrill::sim::{Status, World};
use proptest::prelude::*;
use serde_json::json;

const MB: u64 = 1 << 20;

/// The shipped shop, made small and left in peace; `settings` are added to its file.
fn shop(settings: &str) -> WorldSpec {
    let incident = library::load("2025-03-15-database-outage").expect("the incident loads");
    let mut spec = lower(&incident);
    spec.minute_zero = 20 * SEC;
    spec.end = 600 * SEC;
    spec.changes.clear();
    for class in &mut spec.classes {
        class.visits_per_second /= 8.0;
        class.rate_factors.clear();
    }
    for service in &mut spec.services {
        service.instances = (service.instances / 6).max(1);
        service.boot = 4 * SEC;
    }
    let path = spec.database.path.clone();
    let file = spec.files.iter_mut().find(|f| f.path == path);
    let version = file.and_then(|f| f.versions.last_mut());
    version.expect("the file has a version").text += settings;
    spec
}

/// The same with a log; each request that queries also writes.
fn writing_shop(settings: &str) -> WorldSpec {
    let mut spec = shop(settings);
    spec.database.lifecycle.wal = Some(WalSpec {
        flush: 400 * US,
        write_block: 50 * US,
        redo_bytes_per_second: 4 * MB,
    });
    for class in spec.classes.iter_mut().filter(|c| c.queries > 0) {
        class.writes = WriteSpec {
            wal_bytes: 3000,
            blocks: 2,
            ..WriteSpec::default()
        };
    }
    spec
}

/// What the server said, without the sessions' lines: time and text.
fn said(world: &World) -> Vec<(Nanos, String)> {
    let lines = world.log().since(0).filter(|l| l.source == "postgresql");
    lines
        .filter(|l| !l.text.contains("FATAL:  ") && !l.text.starts_with("message repeated"))
        .map(|l| (l.at, l.text.clone()))
        .collect()
}

/// The lines begin, in this order and without others between, with these words.
fn in_order(lines: &[(Nanos, String)], wanted: &[&str]) {
    let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts.len(), wanted.len(), "{texts:#?}");
    for (text, wanted) in texts.iter().zip(wanted) {
        assert!(text.starts_with(wanted), "{text:?} is not {wanted:?}");
    }
}

/// Run until the server is ready; gives the time it took.
fn until_ready(world: &mut World, limit: Nanos) -> Nanos {
    let began = world.now();
    while !world.database_ready() && world.now() < began + limit {
        world.run_until(world.now() + 10 * MS);
    }
    assert!(world.database_ready(), "{:#?}", said(world));
    world.now() - began
}

fn failed(world: &World, why: Failure) -> u64 {
    world.attempts().failed[why as usize]
}

fn last(world: &World, column: &str) -> f64 {
    let place = world.telemetry().column(column).expect(column);
    world.telemetry().last(place).unwrap_or(f64::NAN)
}

#[test]
fn a_fast_restart_says_what_postgresql_says() {
    let mut world = World::new(writing_shop(""), 1);
    world.run_until(30 * SEC);
    world.command_after(0, Command::RestartDatabase);
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
    world.command_after(0, Command::StartDatabase);
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
    world.command_after(0, Command::StartDatabase);
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
    world.command_after(0, Command::KillBackend);
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
    world.command_after(0, Command::KillBackend);
    world.run_until(90 * SEC);
    assert_eq!(world.database_status(), Status::Down);
    let lines = said(&world);
    let off = "shutting down because restart_after_crash is off";
    assert!(lines.iter().any(|(_, text)| text == off));
}

/// Position in bytes of a text such as `1/2A000028`.
fn position(text: &str) -> u64 {
    let (high, low) = text.split_once('/').expect("a position has a slash");
    let hex = |t: &str| u64::from_str_radix(t, 16).expect("hexadecimal");
    (hex(high) << 32) + hex(low)
}

#[test]
fn recovery_takes_as_long_as_the_log_since_the_last_checkpoint_is_long() {
    let mut replayed = Vec::new();
    for crash_at in [40, 80, 160] {
        let mut world = World::new(writing_shop("checkpoint_timeout = 1h\n"), 1);
        world.run_until(crash_at * SEC);
        world.command_after(0, Command::KillBackend);
        world.run_until(world.now() + MS);
        until_ready(&mut world, 300 * SEC);
        let lines = said(&world);
        let find = |words: &str| {
            let found = lines.iter().find(|(_, text)| text.starts_with(words));
            found.cloned().expect(words)
        };
        let (began, start) = find("redo starts at ");
        let (ended, done) = find("redo done at ");
        let start = position(start.rsplit(' ').next().expect("a word"));
        let end = position(done.split(' ').nth(3).expect("a word"));
        let expected = (end - start) as f64 / (4.0 * MB as f64);
        let took = to_seconds(ended - began);
        assert!((took - expected).abs() < 1e-6, "{took} s, not {expected} s");
        assert!(done.ends_with(&format!("elapsed: {took:.2} s")), "{done}");
        replayed.push(end - start);
    }
    assert!(
        replayed[0] < replayed[1] && replayed[1] < replayed[2],
        "{replayed:?}"
    );
}

fn starts(world: &World, cause: &str) -> Vec<Nanos> {
    let wanted = format!("checkpoint starting: {cause}");
    let lines = said(world);
    let found = lines.iter().filter(|(_, text)| *text == wanted);
    found.map(|(at, _)| *at).collect()
}

#[test]
fn checkpoints_come_by_time_and_are_spread() {
    let mut world = World::new(writing_shop("checkpoint_timeout = 40s\n"), 1);
    world.run_until(200 * SEC);
    let at = starts(&world, "time");
    assert_eq!(at, [40, 80, 120, 160, 200].map(|s| s * SEC));
    let lines = said(&world);
    let complete = lines
        .iter()
        .find(|(_, t)| t.starts_with("checkpoint complete"));
    let (done, text) = complete.expect("the first one is complete");
    // 0.9 of the way to the next, as checkpoint_completion_target says.
    let took = to_seconds(done - 40 * SEC);
    assert!((took - 36.0).abs() < 0.2, "{took}: {text}");
    for part in [
        "buffers (",
        " WAL file(s) added, ",
        "sync files=1",
        " kB, estimate=",
    ] {
        assert!(text.contains(part), "{text}");
    }
    assert!(last(&world, "pg_stat_bgwriter_checkpoints_timed_total") >= 3.0);
}

#[test]
fn checkpoints_come_by_size_and_postgresql_minds() {
    let mut world = World::new(writing_shop("max_wal_size = 64MB\n"), 1);
    world.run_until(200 * SEC);
    let at = starts(&world, "wal");
    assert!(at.len() >= 2, "{:#?}", said(&world));
    assert!(starts(&world, "time").is_empty());
    let lines = said(&world);
    let distances = lines.iter().filter_map(|(_, text)| {
        let (_, rest) = text.split_once("distance=")?;
        rest.split(' ').next()?.parse::<u64>().ok()
    });
    for kb in distances {
        assert!(kb <= 64 * 1024, "{kb} kB is more than max_wal_size");
    }
    let minds = "checkpoints are occurring too frequently (";
    let apart = at.windows(2).any(|pair| pair[1] - pair[0] < 30 * SEC);
    let said = said(&world).iter().any(|(_, t)| t.starts_with(minds));
    assert_eq!(said, apart || at[0] < 30 * SEC);
}

#[test]
fn a_reload_changes_when_checkpoints_come() {
    let spec = writing_shop("checkpoint_timeout = 1h\n");
    let path = spec.database.path.clone();
    let text = spec.files.iter().find(|f| f.path == path);
    let text = text
        .and_then(|f| f.versions.last())
        .expect("text")
        .text
        .clone();
    let mut world = World::new(spec, 1);
    world.run_until(100 * SEC);
    assert!(starts(&world, "time").is_empty());
    let write = Command::WriteFile {
        path,
        text: text + "checkpoint_timeout = 2min\n",
        author: "you".into(),
        by_pipeline: false,
        message: "more often".into(),
    };
    world.command_after(0, write);
    world.command_after(SEC, Command::ReloadDatabase);
    world.run_until(300 * SEC);
    assert_eq!(starts(&world, "time"), [120 * SEC, 240 * SEC]);
}

#[test]
fn commits_wait_for_the_log_unless_they_need_not() {
    let disk = |settings: &str| {
        let mut world = World::new(writing_shop(settings), 1);
        world.run_until(120 * SEC);
        last(&world, "instance_device:node_disk_io_time_seconds:rate1m")
    };
    let (waits, waits_not) = (disk(""), disk("synchronous_commit = off\n"));
    assert!(waits > waits_not + 0.01, "{waits} and {waits_not}");
}

fn with_disk(mut spec: WorldSpec, grow: u64) -> WorldSpec {
    spec.database.lifecycle.disk = Some(DiskSpec {
        size_bytes: 20_000 * MB,
        data_bytes: 15_000 * MB,
    });
    for class in spec.classes.iter_mut().filter(|c| c.queries > 0) {
        class.writes.grow_bytes = grow;
    }
    spec
}

#[test]
fn a_full_disk_fails_writes_until_space_is_freed() {
    let mut spec = with_disk(writing_shop("min_wal_size = 80MB\n"), 1000);
    for class in &mut spec.classes {
        class.writes.blocks = 0;
    }
    let mut world = World::new(spec, 1);
    world.run_until(40 * SEC);
    assert_eq!(failed(&world, Failure::DiskFull), 0);
    let free = last(
        &world,
        "node_filesystem_avail_bytes{mountpoint=\"/var/lib/postgresql\"}",
    );
    assert!(
        free > 4000.0 * MB as f64 && free < 5000.0 * MB as f64,
        "{free}"
    );
    world.command_after(0, Command::FillDisk { bytes: u64::MAX });
    world.run_until(50 * SEC);
    let full = failed(&world, Failure::DiskFull);
    assert!(full > 100, "{full}");
    assert_eq!(world.disk_free_bytes(), Some(0));
    let line = world.log().since(0).find(|l| l.code == "53100");
    let text = &line.expect("the server says so").text;
    assert!(
        text.contains("ERROR:  could not extend file \"base/"),
        "{text}"
    );
    assert!(text.ends_with("No space left on device"), "{text}");
    assert!(world.database_ready(), "sessions live on");
    world.command_after(0, Command::FreeDisk { bytes: u64::MAX });
    world.run_until(51 * SEC);
    let full = failed(&world, Failure::DiskFull);
    world.run_until(100 * SEC);
    assert_eq!(failed(&world, Failure::DiskFull), full, "no more of them");
}

#[test]
fn a_log_without_room_is_a_panic_and_the_server_stays_down() {
    let spec = with_disk(writing_shop("min_wal_size = 80MB\n"), 0);
    let mut world = World::new(spec, 1);
    world.run_until(40 * SEC);
    world.command_after(0, Command::RetainWal { retain: true });
    world.command_after(0, Command::FillDisk { bytes: u64::MAX });
    let mut end = 40 * SEC;
    while world.database_status() != Status::Down && end < 600 * SEC {
        end += SEC;
        world.run_until(end);
    }
    assert_eq!(world.database_status(), Status::Down);
    let text = world.log().since(0).find(|l| l.text.contains("PANIC"));
    let text = &text.expect("a panic").text;
    let no_room = "PANIC:  could not write to file \"pg_wal/xlogtemp.";
    assert!(text.contains(no_room), "{text}");
    let lines = said(&world);
    in_order(
        &lines[lines.len() - 4..],
        &[
            "startup process (PID ",
            "terminating any other active server processes",
            "shutting down due to startup process failure",
            "database system is shut down",
        ],
    );
    world.command_after(0, Command::StartDatabase);
    world.run_until(end + 60 * SEC);
    assert_eq!(world.database_status(), Status::Down, "still no room");
    let again = "database system was interrupted while in recovery at ";
    assert!(said(&world).iter().any(|(_, t)| t.starts_with(again)));
    world.command_after(0, Command::FreeDisk { bytes: u64::MAX });
    world.command_after(SEC, Command::StartDatabase);
    world.run_until(world.now() + 2 * SEC);
    until_ready(&mut world, 120 * SEC);
}

#[test]
fn a_supervisor_starts_it_again_as_often_as_it_takes() {
    let mut spec = with_disk(writing_shop(""), 0);
    spec.database.lifecycle.restarted_after = Some(5 * SEC);
    let mut world = World::new(spec, 1);
    world.run_until(40 * SEC);
    world.command_after(0, Command::FillDisk { bytes: u64::MAX });
    world.command_after(SEC, Command::KillBackend);
    world.run_until(200 * SEC);
    let lines = said(&world);
    let starts = lines
        .iter()
        .filter(|(_, t)| t.starts_with("starting PostgreSQL"));
    assert!(starts.count() >= 3, "{lines:#?}");
    world.command_after(0, Command::FreeDisk { bytes: u64::MAX });
    until_ready(&mut world, 120 * SEC);
}

fn with_memory(mut spec: WorldSpec, total: u64) -> WorldSpec {
    spec.database.lifecycle.memory = Some(MemorySpec {
        total_bytes: total,
        others_bytes: 500 * MB,
        backend_bytes: 8 * MB,
        work_mem_areas: 2.0,
        swap_bytes: 0,
        swap_slowdown: 1.0,
        copy_block: 5 * US,
    });
    spec
}

#[test]
fn the_oom_killer_comes_when_work_mem_times_sessions_is_too_much() {
    let run = |work_mem: &str| {
        let settings = format!("shared_buffers = 1GB\nwork_mem = {work_mem}\n");
        let mut world = World::new(with_memory(writing_shop(&settings), 6_000 * MB), 1);
        world.run_until(120 * SEC);
        let killed = world.log().since(0).filter(|l| l.source == "kernel");
        let killed: Vec<String> = killed.map(|l| l.text.clone()).collect();
        (killed, last(&world, "node_vmstat_oom_kill"), said(&world))
    };
    let (killed, count, _) = run("4MB");
    assert!(killed.is_empty(), "{killed:?}");
    assert_eq!(count as u64, 0);
    let (killed, count, lines) = run("2GB");
    assert!(count >= 1.0);
    let text = killed.first().expect("the kernel says so");
    assert!(text.starts_with("Out of memory: Killed process "), "{text}");
    assert!(text.contains(" (postgres) total-vm:"), "{text}");
    let pid = text.split(' ').nth(5).expect("a process id");
    let crashed = format!("server process (PID {pid}) was terminated by signal 9: Killed");
    assert!(lines.iter().any(|(_, t)| *t == crashed), "{lines:#?}");
}

#[test]
fn swap_slows_queries_before_anybody_is_killed() {
    let run = |swap_slowdown: f64| {
        let mut spec = with_memory(writing_shop("shared_buffers = 1GB\n"), 1_600 * MB);
        if let Some(memory) = &mut spec.database.lifecycle.memory {
            memory.swap_bytes = 20_000 * MB;
            memory.swap_slowdown = swap_slowdown;
        }
        let mut world = World::new(spec, 1);
        world.run_until(120 * SEC);
        assert_eq!(last(&world, "node_vmstat_oom_kill") as u64, 0);
        let swap = last(&world, "node_memory_SwapFree_bytes");
        assert!(swap < 20_000.0 * MB as f64, "some is used: {swap}");
        last(&world, "instance:node_cpu_utilisation:rate1m")
    };
    let (fast, slow) = (run(1.0), run(20.0));
    assert!(slow > fast * 1.05, "{slow} and {fast}");
}

#[test]
fn the_page_cache_outlives_a_restart() {
    let run = |memory: bool| {
        let spec = writing_shop("");
        let enough = 200_000 * MB;
        let spec = if memory {
            with_memory(spec, enough)
        } else {
            spec
        };
        let mut world = World::new(spec, 1);
        world.run_until(60 * SEC);
        world.command_after(0, Command::RestartDatabase);
        world.run_until(61 * SEC);
        until_ready(&mut world, 60 * SEC);
        world.run_until(world.now() + 60 * SEC);
        last(&world, "instance_device:node_disk_io_time_seconds:rate1m")
    };
    let (cold, warm) = (run(false), run(true));
    assert!(
        warm < cold / 2.0,
        "{warm} with a page cache, {cold} without"
    );
}

fn with_replica(mut spec: WorldSpec, bytes_per_second: u64) -> WorldSpec {
    spec.database.lifecycle.replica = Some(ReplicaSpec {
        host: "db-2".into(),
        network_bytes_per_second: bytes_per_second,
        apply_bytes_per_second: 100 * MB,
        promotion: 5 * SEC,
        address_moves: 10 * SEC,
    });
    spec
}

#[test]
fn a_failover_loses_what_was_not_sent() {
    let run = |rate: u64| {
        let mut world = World::new(with_replica(writing_shop(""), rate), 1);
        world.run_until(60 * SEC);
        let (lag, diff) = (
            last(&world, "pg_replication_lag_seconds"),
            last(&world, "pg_replication_slots_pg_wal_lsn_diff"),
        );
        world.command_after(0, Command::Failover);
        world.run_until(60 * SEC);
        let lost = world.lost_in_failover().expect("it has begun");
        assert_eq!(world.database_status(), Status::Down);
        until_ready(&mut world, 60 * SEC);
        assert_eq!(world.now(), 70 * SEC, "when the address has moved");
        let served = world.attempts().served;
        world.run_until(120 * SEC);
        assert!(world.attempts().served > served + 100);
        assert!(world.check(&Command::Failover).is_err(), "only once");
        (lag, diff, lost)
    };
    let (lag, diff, (commits, bytes)) = run(1000 * MB);
    assert!(lag < 0.1 && diff < 1e6, "{lag} {diff}");
    assert!(commits <= 1 && bytes < 100_000, "{commits} {bytes}");
    let (lag, diff, (commits, bytes)) = run(1000);
    assert!(lag > 30.0, "{lag}");
    assert_eq!(diff as f32, bytes as f32, "what the metric showed is lost");
    // Only 60 kB went through: fewer than the smallest 20 commits.
    assert!(commits > 500, "{commits}");
}

#[test]
fn a_standby_that_is_reached_too_early_only_reads() {
    let mut spec = with_replica(writing_shop(""), 1000 * MB);
    if let Some(replica) = &mut spec.database.lifecycle.replica {
        replica.address_moves = 2 * SEC;
        replica.promotion = 20 * SEC;
    }
    let mut world = World::new(spec, 1);
    world.run_until(40 * SEC);
    world.command_after(0, Command::Failover);
    world.run_until(60 * SEC + 500 * MS);
    let refused = failed(&world, Failure::ReadOnly);
    assert!(refused > 20, "{refused}");
    let line = world.log().since(0).find(|l| l.code == "25006");
    let line = line.expect("the server says so");
    assert!(
        line.text
            .ends_with("ERROR:  cannot execute INSERT in a read-only transaction")
    );
    assert_eq!(line.host, "db-2");
    world.run_until(61 * SEC);
    let refused = failed(&world, Failure::ReadOnly);
    world.run_until(100 * SEC);
    assert_eq!(failed(&world, Failure::ReadOnly), refused);
}

fn with_table(mut spec: WorldSpec) -> WorldSpec {
    spec.database.lifecycle.tables = vec![TableSpec {
        name: "shop.public.orders".into(),
        rows: 2_000,
        blocks: 100,
    }];
    for class in spec.classes.iter_mut().filter(|c| c.queries > 0) {
        class.writes.table = Some(0);
        class.writes.dead_rows = 1;
    }
    spec
}

#[test]
fn dead_rows_are_vacuumed_away_or_blow_up_the_table() {
    let run = |settings: &str| {
        let mut world = World::new(with_table(writing_shop(settings)), 1);
        world.run_until(400 * SEC);
        let dead = last(&world, "pg_stat_user_tables_n_dead_tup{relname=\"orders\"}");
        let vacuumed = "automatic vacuum of table \"shop.public.orders\": index scans: 1";
        let lines = said(&world);
        let vacuums = lines.iter().filter(|(_, t)| t == vacuumed).count();
        (dead, vacuums, world.attempts().served)
    };
    let on = "log_autovacuum_min_duration = 0\nautovacuum_naptime = 10s\n";
    let (dead, vacuums, _) = run(on);
    assert!(vacuums > 5, "{vacuums}");
    let (dead_off, vacuums, served) = run(&format!("{on}autovacuum = off\n"));
    assert_eq!(vacuums, 0);
    assert!(dead_off > 10.0 * dead, "{dead_off} and {dead}");
    assert!(dead_off <= served as f64 * 1.01, "one row for each request");
}

/// The shipped file with the machine's parts in it, changed once more by `edit`.
fn file(edit: impl Fn(&mut serde_json::Value)) -> String {
    let incident = library::load("2025-03-15-database-outage").expect("the incident loads");
    let mut file = serde_json::to_value(&incident).expect("it is JSON");
    let database = &mut file["world"]["database"];
    database["restarted_after_s"] = json!(5.0);
    database["wal"] = json!({"flush_ms": 0.4, "write_block_ms": 0.05, "redo_mb_per_second": 60.0});
    database["memory"] = json!({"total_mb": 32768.0, "backend_mb": 8.0});
    database["disk"] = json!({"size_mb": 100000.0, "data_mb": 70000.0});
    database["tables"] = json!([{"name": "shop.public.orders", "rows": 2000000, "blocks": 40000}]);
    database["replica"] = json!({
        "host": "db-2", "network_mb_per_second": 50.0, "apply_mb_per_second": 30.0,
        "promotion_s": 8.0, "address_moves_s": 20.0
    });
    let classes = file["world"]["classes"].as_array_mut().expect("a list");
    let class = classes.iter_mut().find(|c| c["queries"] != json!(0));
    class.expect("one queries")["writes"] =
        json!({"table": "shop.public.orders", "wal_bytes": 1200, "blocks": 3, "dead_rows": 1});
    file["changes"][0]["steps"] = json!([
        {"stop_database": {"mode": "smart"}}, {"start_database": {}}, {"kill_backend": {}},
        {"fill_disk": {"mb": 30000.0}}, {"free_disk": {"mb": 30000.0}},
        {"retain_wal": {"retain": true}}, {"failover": {}}
    ]);
    edit(&mut file);
    file.to_string()
}

#[test]
fn the_file_says_what_the_machine_is_made_of() {
    let text = file(|_| {});
    let incident = parse(&text, "x.json").expect("no errors");
    let spec = lower(&incident);
    let parts = &spec.database.lifecycle;
    assert_eq!(parts.restarted_after, Some(5 * SEC));
    assert_eq!(parts.wal.map(|w| w.redo_bytes_per_second), Some(60 * MB));
    assert_eq!(parts.memory.map(|m| m.total_bytes), Some(32_768 * MB));
    assert_eq!(parts.disk.map(|d| d.size_bytes), Some(100_000 * MB));
    assert_eq!(parts.tables.len(), 1);
    assert_eq!(parts.replica.as_ref().map(|r| r.promotion), Some(8 * SEC));
    let writes = spec.classes.iter().map(|c| c.writes);
    let writes: Vec<_> = writes.filter(|w| w.wal_bytes > 0).collect();
    assert_eq!(writes.len(), 1);
    assert_eq!(writes[0].table, Some(0));
    assert_eq!(spec.changes[0].steps.len(), 7);
    assert_eq!(spec.changes[0].steps[6], Command::Failover);
}

#[test]
fn mistakes_about_the_machine_are_told_at_their_place() {
    type Edit = fn(&mut serde_json::Value);
    let cases: [(Edit, &str); 7] = [
        (
            |f| f["world"]["database"]["wal"]["flush_ms"] = json!(-1.0),
            "$.world.database.wal.flush_ms",
        ),
        (
            |f| f["world"]["database"]["wal"] = json!(null),
            "$.world.database.replica",
        ),
        (
            |f| f["world"]["database"]["disk"]["data_mb"] = json!(200000.0),
            "$.world.database.disk.data_mb",
        ),
        (
            |f| f["world"]["database"]["tables"][0]["rows"] = json!(0),
            "$.world.database.tables[0].rows",
        ),
        (
            |f| f["world"]["database"]["memory"]["swap_slowdown"] = json!(0.5),
            "$.world.database.memory.swap_slowdown",
        ),
        (
            |f| f["changes"][0]["steps"][3]["fill_disk"]["mb"] = json!(-5.0),
            "$.changes[0].steps[3].fill_disk.mb",
        ),
        (
            |f| f["world"]["database"]["replica"] = json!(null),
            "$.changes[0].steps[6]",
        ),
    ];
    for (edit, path) in cases {
        let problems = parse(&file(edit), "x.json").expect_err(path);
        assert!(
            problems.iter().any(|p| p.path == path),
            "{path}: {problems:#?}"
        );
    }
}

fn everything(settings: &str) -> WorldSpec {
    let mut spec = with_disk(with_table(writing_shop(settings)), 5000);
    spec.end = 200 * SEC;
    spec = with_memory(with_replica(spec, 100_000), 40_000 * MB);
    if let Some(memory) = &mut spec.database.lifecycle.memory {
        memory.swap_bytes = 500 * MB;
        memory.swap_slowdown = 5.0;
    }
    spec.database.lifecycle.restarted_after = Some(4 * SEC);
    for service in &mut spec.services {
        service.threads = 40;
        service.accept_queue_max = 10;
    }
    spec
}

fn command() -> impl Strategy<Value = Command> {
    let mode = prop_oneof![
        Just(StopMode::Smart),
        Just(StopMode::Fast),
        Just(StopMode::Immediate)
    ];
    prop_oneof![
        Just(Command::RestartDatabase),
        Just(Command::StartDatabase),
        Just(Command::ReloadDatabase),
        Just(Command::KillBackend),
        Just(Command::Failover),
        mode.prop_map(|mode| Command::StopDatabase { mode }),
        (0u64..6_000).prop_map(|mb| Command::FillDisk { bytes: mb * MB }),
        (0u64..6_000).prop_map(|mb| Command::FreeDisk { bytes: mb * MB }),
        any::<bool>().prop_map(|retain| Command::RetainWal { retain }),
        Just(Command::TerminateSessions { user: None }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_books_hold_whatever_befalls_the_server(
        seed in any::<u64>(),
        small_log in any::<bool>(),
        work_mem_mb in prop_oneof![Just(4u32), Just(700), Just(2000)],
        commands in prop::collection::vec((0u64..110_000, command()), 0..14),
        looks in prop::collection::vec(0u64..120_000, 1..40),
    ) {
        let log = if small_log { "max_wal_size = 48MB\nmin_wal_size = 32MB\n" } else { "" };
        let settings = format!("{log}checkpoint_timeout = 30s\nwork_mem = {work_mem_mb}MB\n");
        let mut world = World::new(everything(&settings), seed);
        for (at_ms, command) in commands {
            world.command_after(at_ms * MS, command);
        }
        let mut looks = looks;
        looks.sort_unstable();
        for at_ms in looks {
            world.run_until(at_ms * MS + at_ms % 997);
            super::world::books_hold(&world);
        }
    }
}
