//! The log: recovery, checkpoints, what commits wait for.

use super::*;

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
        world.command_after(0, Command::KillBackend {});
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
    let write = Command::EditFile {
        path,
        text: text + "checkpoint_timeout = 2min\n",
        message: "more often".into(),
    };
    world.command_after(0, write);
    world.command_after(SEC, Command::ReloadDatabase {});
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
