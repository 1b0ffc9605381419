//! HikariCP's rules, one by one, on small shops (`sim/pool`).

#![allow(clippy::float_cmp, reason = "the numbers are counts")]

use crate::shop::{pool, said, sessions, set, shop, visits};
use firedrill::sim::World;
use firedrill::sim::spec::{Command, SessionFilter};
use firedrill::sim::time::{MS, SEC};

const DEBUG: &str = "logging.level.com.zaxxer.hikari=DEBUG";

fn restart() -> Command {
    let service = "web".into();
    Command::RollingRestart { service }
}

fn end_sessions() -> Command {
    Command::TerminateSessions(SessionFilter::default())
}

#[test]
fn a_pool_gets_the_slots_there_are_and_the_rest_times_out_with_the_cause() {
    let settings = ["maximumPoolSize=6", "connectionTimeout=2000", DEBUG];
    let mut spec = shop(&settings, 3);
    visits(&mut spec, 20.0, 5 * SEC, 6 * SEC);
    spec.classes[0].held_mean = 60 * SEC;
    let mut world = World::new(spec, 1);
    world.run_until(7 * SEC);
    let [total, active, idle, pending] = pool(&world);
    assert_eq!((total, active, idle), (3.0, 3.0, 0.0));
    assert!(pending > 1.0, "{pending}");
    world.run_until(9 * SEC);
    let lines = said(&world, "Connection is not available");
    let first = lines.first().expect("the fourth caller times out");
    let waiting = pending - 1.0;
    let text = format!(
        "java.sql.SQLTransientConnectionException: catalog - Connection is not available, request \
         timed out after 2000ms (total=3, active=3, idle=0, waiting={waiting}) Caused by: \
         org.postgresql.util.PSQLException: FATAL: remaining connection slots are reserved for \
         non-replication superuser connections"
    );
    assert_eq!(*first, text);
    let code = world
        .log()
        .since(0)
        .find(|l| l.text == text)
        .map(|l| l.code);
    assert_eq!(code, Some("53300"), "the exception carries the SQLSTATE on");
    let stats = format!(
        "catalog - Timeout failure stats (total=3/6, idle=0/6, active=3, waiting={waiting})"
    );
    assert_eq!(said(&world, "Timeout failure")[0], stats);
}

#[test]
fn a_success_clears_the_cause() {
    let settings = ["maximumPoolSize=2", "connectionTimeout=1000"];
    let mut spec = shop(&settings, 2);
    visits(&mut spec, 20.0, 5 * SEC, 6 * SEC);
    spec.classes[0].held_mean = 60 * SEC;
    let mut world = World::new(spec, 1);
    world.run_until(8 * SEC);
    let lines = said(&world, "Connection is not available");
    assert!(!lines.is_empty());
    assert!(lines.iter().all(|line| line.ends_with(')')), "{lines:?}");
}

#[test]
fn there_is_one_adder_and_it_pauses_30_ms_after_a_success() {
    let spec = shop(&["maximumPoolSize=4"], 100);
    let mut world = World::new(spec, 1);
    // Each takes 2 ms of an idle CPU: 2, 34, 66, 98.
    for (at_us, open) in [
        (1_999, 0),
        (2_001, 1),
        (33_999, 1),
        (34_001, 2),
        (66_001, 3),
    ] {
        world.run_until(at_us * 1_000);
        assert_eq!(sessions(&world), open, "at {at_us} us");
    }
    world.run_until(SEC);
    assert_eq!(sessions(&world), 4);
}

#[test]
fn the_adder_backs_off_from_10_ms_doubling_to_5_s() {
    // Nobody listens: a try costs nothing, so refusals come at the back-off's pace.
    let mut spec = shop(&["maximumPoolSize=1", DEBUG], 100);
    spec.database.startup = 60 * SEC;
    spec.database.shutdown = 0;
    let mut world = World::new(spec, 1);
    world.run_until(10 * SEC);
    world.command_after(0, Command::RestartDatabase {});
    world.command_after(
        MS,
        Command::EvictPool {
            service: "web".into(),
        },
    );
    world.run_until(70 * SEC);
    let refused: Vec<_> = world
        .log()
        .since(0)
        .filter(|line| line.text.contains("the database system is starting up"))
        .map(|line| line.at)
        .collect();
    // A refusal while starting has cost the fork's 1 ms.
    let gaps: Vec<_> = refused.windows(2).map(|w| (w[1] - w[0]) / MS - 1).collect();
    assert_eq!(gaps[..5], [10, 20, 40, 80, 160]);
}

#[test]
fn the_pool_is_usable_a_third_of_a_second_after_a_short_restart() {
    let mut spec = shop(&["maximumPoolSize=4"], 100);
    spec.database.shutdown = 100 * MS;
    spec.database.startup = 100 * MS;
    visits(&mut spec, 500.0, SEC, 60 * SEC);
    let mut world = World::new(spec, 1);
    let before = 10 * SEC;
    world.run_until(before);
    world.command_after(0, Command::RestartDatabase {});
    let mut back = None;
    for ms in 1..2_000 {
        world.run_until(before + ms * MS);
        if world.database_ready() && sessions(&world) > 0 && back.is_none() {
            back = Some(ms);
        }
    }
    // Failures at 0, 10, 30, 70, 150 and, at the latest, success at 310 ms.
    let back = back.expect("it comes back");
    assert!((200..=330).contains(&back), "{back} ms");
}

#[test]
fn it_grows_while_fewer_than_minimum_idle_rest_or_more_wait_than_rest() {
    let settings = ["maximumPoolSize=10", "minimumIdle=2"];
    let mut spec = shop(&settings, 100);
    visits(&mut spec, 1000.0, 5 * SEC, 5 * SEC + 5 * MS);
    spec.classes[0].held_mean = 60 * SEC;
    let mut world = World::new(spec, 3);
    world.run_until(4 * SEC);
    assert_eq!(pool(&world), [2.0, 0.0, 2.0, 0.0], "minimumIdle");
    world.run_until(8 * SEC);
    let [total, active, idle, pending] = pool(&world);
    assert!((2.0..9.0).contains(&active), "{active} came");
    assert_eq!((total, idle, pending), (active + 2.0, 2.0, 0.0));
}

#[test]
fn idle_connections_are_evicted_down_to_minimum_idle_and_no_further() {
    let settings = [
        "maximumPoolSize=5",
        "minimumIdle=2",
        "idleTimeout=10000",
        DEBUG,
    ];
    let mut spec = shop(&settings, 100);
    visits(&mut spec, 200.0, 5 * SEC, 10 * SEC);
    spec.classes[0].held_mean = 100 * MS;
    let mut world = World::new(spec.clone(), 1);
    world.run_until(11 * SEC);
    assert_eq!(pool(&world)[0], 5.0);
    world.run_until(19 * SEC);
    assert_eq!(pool(&world)[0], 5.0, "idle for less than idleTimeout");
    world.run_until(51 * SEC);
    assert_eq!(pool(&world), [2.0, 0.0, 2.0, 0.0]);
    assert_eq!(
        said(&world, ": (connection has passed idleTimeout)").len(),
        3
    );
    assert!(
        said(
            &world,
            "catalog - Before cleanup stats (total=5/5, idle=5/2"
        )
        .len()
            == 1
    );

    let fixed = ["maximumPoolSize=5", "idleTimeout=10000"];
    let mut spec = shop(&fixed, 100);
    visits(&mut spec, 200.0, 5 * SEC, 10 * SEC);
    let mut world = World::new(spec, 1);
    world.run_until(120 * SEC);
    assert_eq!(pool(&world)[0], 5.0, "a pool of fixed size keeps all");
}

#[test]
fn lifetimes_end_up_to_2_5_percent_early() {
    let settings = ["maximumPoolSize=3", "maxLifetime=40000", DEBUG];
    let mut world = World::new(shop(&settings, 100), 1);
    world.run_until(39 * SEC);
    assert!(said(&world, "maxLifetime)").is_empty());
    world.run_until(41 * SEC);
    let closed: Vec<_> = world
        .log()
        .since(0)
        .filter(|l| l.text.ends_with(": (connection has passed maxLifetime)"))
        .map(|l| l.at)
        .collect();
    assert_eq!(closed.len(), 3);
    assert!(
        closed
            .iter()
            .all(|at| (39 * SEC..40 * SEC + 100 * MS).contains(at))
    );
    assert_eq!(sessions(&world), 3, "the pool fills up again");
}

#[test]
fn a_connection_in_use_outlives_its_lifetime_until_it_comes_back() {
    let settings = ["maximumPoolSize=1", "maxLifetime=30000", DEBUG];
    let mut spec = shop(&settings, 100);
    visits(&mut spec, 10.0, 20 * SEC, 21 * SEC);
    spec.classes[0].held_mean = 25 * SEC;
    let mut world = World::new(spec, 1);
    world.run_until(44 * SEC);
    assert!(said(&world, "Closing connection").is_empty(), "only marked");
    world.run_until(47 * SEC);
    assert_eq!(said(&world, ": (connection was evicted)").len(), 1);
}

#[test]
fn a_dead_connection_that_rested_is_found_before_it_is_used() {
    let mut spec = shop(&["maximumPoolSize=2", DEBUG], 100);
    visits(&mut spec, 20.0, 20 * SEC, 21 * SEC);
    let mut world = World::new(spec, 1);
    world.command_after(15 * SEC, end_sessions());
    world.run_until(30 * SEC);
    let lines = said(&world, "Failed to validate connection");
    assert_eq!(lines.len(), 2);
    let (start, end) = (
        "catalog - Failed to validate connection org.postgresql.jdbc.PgConnection@",
        " (This connection has been closed.). Possibly consider using a shorter maxLifetime value.",
    );
    assert!(
        lines[0].starts_with(start) && lines[0].ends_with(end),
        "{}",
        lines[0]
    );
    assert_eq!(said(&world, ": (connection is dead)").len(), 2);
    assert_eq!(world.attempts().failed_all(), 0, "no user notices");
}

#[test]
fn one_used_within_half_a_second_is_not_looked_at() {
    let mut spec = shop(&["maximumPoolSize=1", DEBUG], 100);
    visits(&mut spec, 100.0, 10 * SEC, 20 * SEC);
    let mut world = World::new(spec, 1);
    world.command_after(15 * SEC, end_sessions());
    world.run_until(30 * SEC);
    assert!(said(&world, "Failed to validate").is_empty());
    let lines = said(&world, "marked as broken");
    assert_eq!(lines.len(), 1);
    assert!(lines[0].ends_with(" marked as broken because of SQLSTATE(57P01), ErrorCode(0)"));
    assert_eq!(said(&world, ": (connection is broken)").len(), 1);
    assert_eq!(world.attempts().failed_all(), 1, "one user had it");
}

#[test]
fn a_test_costs_the_database_time_where_the_incident_says_so() {
    let queries = |validation_cpu| {
        let mut spec = shop(&["maximumPoolSize=1"], 100);
        visits(&mut spec, 0.5, 2 * SEC, 600 * SEC);
        if let Some(pool) = &mut spec.services[0].pool {
            pool.validation_cpu = validation_cpu;
        }
        let mut world = World::new(spec, 1);
        world.run_until(620 * SEC);
        let stations = world.stations();
        let (_, _, db) = stations.last().expect("the database");
        let (_, _, borrowed) = &stations[1];
        (
            db.served,
            borrowed.served,
            borrowed.summary(world.now()).mean_wait_s,
        )
    };
    let (free, served, wait) = queries(0);
    assert_eq!((free, wait), (served, 0.0));
    let (asked, served, wait) = queries(5 * MS);
    // Poisson visits, 1 in 2 s: a gap is longer than half a second with e^-1/4 = 0.78.
    let share = (asked - served) as f64 / served as f64;
    let sd = (0.78_f64 * 0.22 / served as f64).sqrt();
    assert!(((share - 0.7788) / sd).abs() < 4.0, "{share}");
    assert!(
        wait > 0.9 * 0.005 * share && wait < 1.3 * 0.005 * share,
        "{wait}"
    );
}

#[test]
fn a_test_that_takes_longer_than_validation_timeout_has_failed() {
    let mut spec = shop(&["maximumPoolSize=1", "validationTimeout=250", DEBUG], 100);
    visits(&mut spec, 5.0, 10 * SEC, 10 * SEC + 500 * MS);
    if let Some(pool) = &mut spec.services[0].pool {
        pool.validation_cpu = 10 * SEC;
    }
    let mut world = World::new(spec, 2);
    world.run_until(20 * SEC);
    assert_eq!(said(&world, "Failed to validate connection").len(), 1);
    assert_eq!(
        world.attempts().failed_all(),
        0,
        "the borrow goes on with the time left"
    );
    assert!(world.attempts().served > 0);
}

#[test]
fn keepalive_finds_the_dead_while_nobody_asks() {
    let settings = ["maximumPoolSize=2", "keepaliveTime=30000", DEBUG];
    for cpu in [0, MS] {
        let mut spec = shop(&settings, 100);
        if let Some(pool) = &mut spec.services[0].pool {
            pool.validation_cpu = cpu;
        }
        let mut world = World::new(spec, 1);
        world.run_until(35 * SEC);
        let alive = said(&world, "is alive").len();
        assert_eq!(alive, if cpu > 0 { 2 } else { 0 });
        assert_eq!(sessions(&world), 2);
        world.command_after(0, end_sessions());
        world.run_until(36 * SEC);
        assert_eq!(sessions(&world), 0, "the pool does not know yet");
        world.run_until(70 * SEC);
        assert_eq!(said(&world, ": (connection is dead)").len(), 2);
        assert_eq!(sessions(&world), 2);
    }
}

#[test]
fn a_leak_is_reported_and_taken_back() {
    let settings = ["maximumPoolSize=1", "leakDetectionThreshold=2000"];
    let mut spec = shop(&settings, 100);
    visits(&mut spec, 10.0, 10 * SEC, 10 * SEC + 200 * MS);
    spec.classes[0].held_mean = 3 * SEC;
    let mut world = World::new(spec, 1);
    world.run_until(60 * SEC);
    let served = world.attempts().served as usize;
    let found = said(
        &world,
        "Connection leak detection triggered for org.postgresql.jdbc.Pg",
    );
    let back = said(&world, " was returned to the pool (unleaked)");
    assert!(served > 0);
    assert_eq!((found.len(), back.len()), (served, served));
    assert!(
        found[0].contains(" on thread http-nio-8080-exec-"),
        "{}",
        found[0]
    );
    assert!(found[0].contains(", stack trace follows"));
    assert!(back[0].starts_with("Previously reported leaked connection org.postgresql.jdbc.Pg"));
    let name = |text: &str| text.split('@').nth(1).map(|rest| rest[..8].to_string());
    assert_eq!(name(&found[0]), name(&back[0]));
}

#[test]
fn leaks_exhaust_a_pool_until_the_instance_restarts() {
    let settings = [
        "maximumPoolSize=3",
        "connectionTimeout=1000",
        "maxLifetime=30000",
    ];
    let mut spec = shop(&settings, 100);
    visits(&mut spec, 10.0, 10 * SEC, 100 * SEC);
    spec.classes[0].leak_probability = 1.0;
    let mut world = World::new(spec, 1);
    world.run_until(60 * SEC);
    assert_eq!(
        pool(&world)[..3],
        [3.0, 3.0, 0.0],
        "maxLifetime frees none in use"
    );
    assert_eq!(world.attempts().served, 3);
    assert!(!said(&world, "(total=3, active=3, idle=0, waiting=").is_empty());
    assert!(said(&world, "leak detection").is_empty(), "off by default");
    world.command_after(0, restart());
    world.run_until(90 * SEC);
    assert_eq!(world.attempts().served, 6);
    let (used, ..) = world.slots();
    assert_eq!((used, world.slots_counted()), (3, 3));
}

#[test]
fn the_size_changes_at_once_and_timeouts_when_the_housekeeper_comes() {
    let settings = ["maximumPoolSize=2", "connectionTimeout=5000"];
    let mut spec = shop(&settings, 100);
    visits(&mut spec, 100.0, 10 * SEC, 300 * SEC);
    spec.classes[0].held_mean = 200 * SEC;
    let mut world = World::new(spec, 1);
    world.run_until(20 * SEC);
    world.command_after(0, set("maximumPoolSize", "7"));
    world.run_until(22 * SEC);
    assert_eq!(pool(&world)[0], 7.0);
    world.command_after(0, set("connection-timeout", "1000"));
    world.run_until(100 * SEC);
    assert!(!said(&world, "timed out after 5000ms").is_empty());
    assert!(!said(&world, "timed out after 1000ms").is_empty());
    let last = |text: &str| {
        let lines = world.log().since(0).filter(|l| l.text.contains(text));
        lines.last().map(|l| l.at)
    };
    let slow = last("timed out after 5000ms").expect("there were some");
    assert!(slow > 22 * SEC && slow <= 22 * SEC + 35 * SEC, "{slow}");
    world.command_after(0, restart());
    world.run_until(115 * SEC);
    assert_eq!(pool(&world)[0], 2.0, "a restart reads the file again");
}

#[test]
fn what_is_not_in_the_bean_needs_a_restart() {
    let mut world = World::new(shop(&[], 100), 1);
    world.run_until(SEC);
    let refusal = world
        .check(&set("keepaliveTime", "60000"))
        .expect_err("sealed");
    assert!(refusal.contains("The configuration of the pool is sealed once started."));
    assert!(world.check(&set("maximumPoolSize", "0")).is_err());
    assert!(world.check(&set("maximumPoolSize", "20")).is_ok());
    let refusal = world
        .check(&Command::SuspendPool {
            service: "web".into(),
        })
        .expect_err("not allowed");
    assert_eq!(refusal, "catalog - is not suspendable");
}

#[test]
fn soft_eviction_renews_idle_connections_now_and_others_on_return() {
    let mut spec = shop(&["maximumPoolSize=6", DEBUG], 100);
    visits(&mut spec, 300.0, 10 * SEC, 10 * SEC + 10 * MS);
    spec.classes[0].held_mean = 5 * SEC;
    let mut world = World::new(spec, 2);
    world.run_until(12 * SEC);
    let [_, active, idle, _] = pool(&world);
    assert!(active >= 1.0 && idle >= 1.0, "{active} {idle}");
    world.command_after(
        0,
        Command::EvictPool {
            service: "web".into(),
        },
    );
    world.run_until(13 * SEC);
    assert_eq!(said(&world, ": (connection evicted)").len() as f64, idle);
    assert_eq!(pool(&world)[..2], [6.0, active]);
    world.run_until(20 * SEC);
    assert_eq!(
        said(&world, ": (connection was evicted)").len() as f64,
        active
    );
    assert_eq!(pool(&world)[0], 6.0);
}

#[test]
fn a_suspended_pool_makes_everybody_wait_without_a_deadline() {
    let settings = [
        "maximumPoolSize=6",
        "connectionTimeout=500",
        "allowPoolSuspension=true",
    ];
    let mut spec = shop(&settings, 100);
    visits(&mut spec, 10.0, 10 * SEC, 14 * SEC);
    let mut world = World::new(spec, 1);
    world.command_after(
        9 * SEC,
        Command::SuspendPool {
            service: "web".into(),
        },
    );
    world.run_until(20 * SEC);
    assert_eq!(
        (world.attempts().served, world.attempts().failed_all()),
        (0, 0)
    );
    assert_eq!(pool(&world)[3], 0.0, "they are not counted as waiting");
    world.command_after(
        0,
        Command::ResumePool {
            service: "web".into(),
        },
    );
    world.run_until(22 * SEC);
    let attempts = world.attempts();
    assert_eq!(
        (attempts.served, attempts.failed_all()),
        (attempts.offered, 0)
    );
    assert!(attempts.served > 10);
}

#[test]
fn an_instance_that_fails_fast_starts_only_with_a_connection() {
    let ready = |fail_fast, initialization: &str| {
        let mut spec = shop(&["maximumPoolSize=2", initialization], 1);
        spec.services[0].instances = 2;
        if let Some(pool) = &mut spec.services[0].pool {
            pool.fail_fast = fail_fast;
        }
        let mut world = World::new(spec, 1);
        world.run_until(60 * SEC);
        let said = said(&world, "catalog - Exception during pool initialization.");
        (world.service_status(0).ready, !said.is_empty())
    };
    assert_eq!(ready(false, "initializationFailTimeout=1"), (2, false));
    assert_eq!(ready(true, "initializationFailTimeout=-1"), (2, false));
    assert_eq!(ready(true, "initializationFailTimeout=0"), (2, false));
    assert_eq!(ready(true, "initializationFailTimeout=1"), (1, true));
    assert_eq!(ready(true, "initializationFailTimeout=3000"), (1, true));
}
