//! Disk space and memory.

use super::*;

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
    world.command_after(0, Command::FillDisk { mb: f64::MAX });
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
    world.command_after(0, Command::FreeDisk { mb: None });
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
    world.command_after(0, Command::FillDisk { mb: f64::MAX });
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
    world.command_after(0, Command::StartDatabase {});
    world.run_until(end + 60 * SEC);
    assert_eq!(world.database_status(), Status::Down, "still no room");
    let again = "database system was interrupted while in recovery at ";
    assert!(said(&world).iter().any(|(_, t)| t.starts_with(again)));
    world.command_after(0, Command::FreeDisk { mb: None });
    world.command_after(SEC, Command::StartDatabase {});
    world.run_until(world.now() + 2 * SEC);
    until_ready(&mut world, 120 * SEC);
}

#[test]
fn a_supervisor_starts_it_again_as_often_as_it_takes() {
    let mut spec = with_disk(writing_shop(""), 0);
    spec.database.lifecycle.restarted_after = Some(5 * SEC);
    let mut world = World::new(spec, 1);
    world.run_until(40 * SEC);
    world.command_after(0, Command::FillDisk { mb: f64::MAX });
    world.command_after(SEC, Command::KillBackend {});
    world.run_until(200 * SEC);
    let lines = said(&world);
    let starts = lines
        .iter()
        .filter(|(_, t)| t.starts_with("starting PostgreSQL"));
    assert!(starts.count() >= 3, "{lines:#?}");
    world.command_after(0, Command::FreeDisk { mb: None });
    until_ready(&mut world, 120 * SEC);
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
        world.command_after(0, Command::RestartDatabase {});
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
