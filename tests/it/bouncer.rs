//! PgBouncer's rules, one by one, on small shops (`sim/bouncer`).

#![allow(clippy::float_cmp, reason = "the numbers are counts")]

use crate::instants::look;
use crate::shop::{self, column, pool, said, sessions, shop, visits, write};
use firedrill::sim::World;
use firedrill::sim::spec::{BouncerSpec, Command, SessionFilter, WorldSpec};
use firedrill::sim::time::{MS, Nanos, SEC};
use proptest::prelude::*;

const INI: &str = "/etc/pgbouncer/pgbouncer.ini";

/// A shop whose clients go through PgBouncer with these settings.
fn bounced(ini: &[&str], settings: &[&str], slots: u32) -> WorldSpec {
    let mut spec = shop(settings, slots);
    spec.database.bouncer = Some(BouncerSpec {
        path: INI.into(),
        host: "pgb-1".into(),
        login: MS,
    });
    let mut text = "[databases]\nshop = host=db-1\n[pgbouncer]\n".to_string();
    for line in ini {
        text.push_str(line);
        text.push('\n');
    }
    write(&mut spec, INI, text);
    spec
}

fn row(world: &World) -> [f64; 4] {
    [
        "client_active",
        "client_waiting",
        "server_active",
        "server_idle",
    ]
    .map(|what| {
        column(
            world,
            &format!("pgbouncer_pools_{what}_connections{{user=\"web\"}}"),
        )
    })
}

/// When lines with this text were logged.
fn times(world: &World, text: &str) -> Vec<Nanos> {
    let lines = world.log().since(0).filter(|line| line.text.contains(text));
    lines.map(|line| line.at).collect()
}

#[test]
fn idle_clients_hold_no_server_in_transaction_mode() {
    let ini = ["pool_mode = transaction", "default_pool_size = 5"];
    let mut spec = bounced(&ini, &["maximumPoolSize=20"], 100);
    visits(&mut spec, 400.0, 10 * SEC, 20 * SEC);
    spec.classes[0].held_mean = 4 * MS;
    let mut world = World::new(spec, 1);
    world.run_until(9 * SEC);
    assert_eq!(
        row(&world),
        [20.0, 0.0, 0.0, 1.0],
        "the first login needs one server"
    );
    assert_eq!(pool(&world), [20.0, 0.0, 20.0, 0.0]);
    world.run_until(21 * SEC);
    assert_eq!(
        (world.attempts().failed_all(), sessions(&world) <= 5),
        (0, true)
    );
    assert!(world.attempts().served > 3_500);
    assert_eq!(row(&world)[..2], [20.0, 0.0]);
}

#[test]
fn a_session_keeps_its_server_until_the_client_goes() {
    let ini = ["pool_mode = session", "default_pool_size = 5"];
    let mut spec = bounced(&ini, &["maximumPoolSize=20", "connectionTimeout=2000"], 100);
    visits(&mut spec, 400.0, 10 * SEC, 11 * SEC);
    // Enough at once that all twenty clients ask.
    spec.classes[0].held_mean = 100 * MS;
    let mut world = World::new(spec, 1);
    world.run_until(15 * SEC);
    assert_eq!(
        row(&world),
        [5.0, 15.0, 5.0, 0.0],
        "15 wait though nobody works"
    );
    assert_eq!(pool(&world)[1], 15.0, "which their pool calls in use");
}

#[test]
fn a_pool_has_no_more_servers_than_its_size_and_the_rest_waits() {
    let ini = ["pool_mode = transaction", "default_pool_size = 3"];
    let mut spec = bounced(&ini, &["maximumPoolSize=10"], 100);
    visits(&mut spec, 500.0, 10 * SEC, 10 * SEC + 200 * MS);
    spec.classes[0].held_mean = 5 * SEC;
    let mut world = World::new(spec, 1);
    world.run_until(12 * SEC);
    assert_eq!(row(&world), [3.0, 7.0, 3.0, 0.0]);
    assert_eq!(sessions(&world), 3);
    let wait = column(
        &world,
        "pgbouncer_pools_client_maxwait_seconds{user=\"web\"}",
    );
    assert!((1.7..=2.0).contains(&wait), "{wait}");
}

#[test]
fn the_reserve_is_for_those_who_waited_long() {
    let ini = [
        "pool_mode = transaction",
        "default_pool_size = 2",
        "reserve_pool_size = 2",
        "reserve_pool_timeout = 3",
    ];
    let mut spec = bounced(&ini, &["maximumPoolSize=10"], 100);
    visits(&mut spec, 500.0, 10 * SEC, 10 * SEC + 200 * MS);
    spec.classes[0].held_mean = 60 * SEC;
    let mut world = World::new(spec, 1);
    world.run_until(13 * SEC);
    assert_eq!(sessions(&world), 2);
    world.run_until(20 * SEC);
    assert_eq!(sessions(&world), 4, "and no more than the reserve");
    let lines = times(&world, "taking connection from reserve_pool");
    assert_eq!(lines.len(), 2);
    assert!((13 * SEC..14 * SEC).contains(&lines[0]), "{lines:?}");
}

#[test]
fn query_wait_timeout_ends_the_client() {
    let ini = [
        "pool_mode = transaction",
        "default_pool_size = 1",
        "query_wait_timeout = 3",
    ];
    let mut spec = bounced(&ini, &["maximumPoolSize=2"], 100);
    visits(&mut spec, 500.0, 10 * SEC, 10 * SEC + 50 * MS);
    spec.classes[0].held_mean = 60 * SEC;
    let mut world = World::new(spec, 1);
    world.run_until(13 * SEC);
    assert!(said(&world, "query_wait_timeout").is_empty());
    world.run_until(13 * SEC + 500 * MS);
    let at = times(&world, "shop/web@");
    assert_eq!(
        said(&world, "pooler error: query_wait_timeout").len(),
        1,
        "{at:?}"
    );
    // Looked at every third of a second.
    let at = times(&world, "pooler error: query_wait_timeout")[0];
    assert_eq!(at % (SEC / 3), 0);
    assert_eq!(
        said(&world, "because of SQLSTATE(08P01), ErrorCode(0)").len(),
        1
    );
    assert_eq!(world.attempts().failed_all(), 1);
}

#[test]
fn clients_beyond_max_client_conn_are_turned_away() {
    let ini = ["max_client_conn = 6", "pool_mode = transaction"];
    let settings = ["maximumPoolSize=10", "connectionTimeout=1000"];
    let mut spec = bounced(&ini, &settings, 100);
    visits(&mut spec, 500.0, 10 * SEC, 10 * SEC + 100 * MS);
    spec.classes[0].held_mean = 20 * SEC;
    let mut world = World::new(spec, 1);
    world.run_until(9 * SEC);
    assert_eq!(pool(&world)[0], 6.0);
    let text = "pooler error: no more connections allowed (max_client_conn)";
    assert!(!said(&world, text).is_empty());
    world.run_until(12 * SEC);
    let lines = said(&world, "Connection is not available");
    let cause = "(total=6, active=6, idle=0, waiting=";
    assert!(lines[0].contains(cause), "{}", lines[0]);
    let cause = "PSQLException: FATAL: no more connections allowed (max_client_conn)";
    assert!(lines[0].ends_with(cause), "{}", lines[0]);
    assert!(world.log().since(0).any(|l| l.code == "08P01"));
}

#[test]
fn a_failed_login_is_passed_on_and_tried_again_after_15_s() {
    // One slot, and the pool of `web` has it: the clients of `stock` get none.
    let mut spec = bounced(&["pool_mode = transaction"], &["maximumPoolSize=1"], 1);
    spec.services[0].loops = shop::loops();
    let mut world = World::new(spec, 1);
    world.run_until(62 * SEC);
    let reason =
        "remaining connection slots are reserved for non-replication superuser connections";
    let tries = times(&world, &format!("server login failed: FATAL {reason}"));
    assert_eq!(tries.len(), 5, "{tries:?}");
    let gaps: Vec<_> = tries.windows(2).map(|w| w[1] - w[0]).collect();
    // They come back every 50 ms, so the first after 15 s is soon there.
    assert!(
        gaps.iter()
            .all(|gap| (15 * SEC..15 * SEC + 100 * MS).contains(gap)),
        "{gaps:?}"
    );
    assert!(!said(&world, &format!("stock-cache: FATAL: {reason}; next try")).is_empty());
    let cached = format!(
        "stock-cache: FATAL: server login has been failing, cached error: {reason} \
         (server_login_retry); next try in 50 ms"
    );
    assert!(!said(&world, &cached).is_empty());
    assert_eq!(sessions(&world), 1);
}

#[test]
fn a_restart_of_the_database_is_noticed_by_those_at_work_only() {
    let ini = [
        "pool_mode = transaction",
        "default_pool_size = 5",
        "server_login_retry = 1",
    ];
    let mut spec = bounced(&ini, &["maximumPoolSize=10"], 100);
    spec.database.shutdown = 100 * MS;
    spec.database.startup = 100 * MS;
    visits(&mut spec, 50.0, 10 * SEC, 15 * SEC);
    let mut world = World::new(spec, 1);
    world.command_after(20 * SEC, Command::RestartDatabase {});
    world.run_until(30 * SEC);
    assert_eq!(world.attempts().failed_all(), 0);
    assert_eq!(
        pool(&world),
        [10.0, 0.0, 10.0, 0.0],
        "no client lost its connection"
    );
    assert!(said(&world, "Failed to validate").is_empty());
    assert!(!said(&world, "closing because: server conn crashed?").is_empty());
    assert_eq!(row(&world)[2..], [0.0, 0.0]);
}

#[test]
fn a_server_that_dies_at_work_takes_its_client_with_it() {
    let ini = ["pool_mode = transaction"];
    let mut spec = bounced(&ini, &["maximumPoolSize=3"], 100);
    visits(&mut spec, 500.0, 10 * SEC, 10 * SEC + 10 * MS);
    spec.classes[0].held_mean = 10 * SEC;
    let mut world = World::new(spec, 2);
    world.run_until(12 * SEC);
    let active = row(&world)[2];
    assert!(active >= 1.0);
    world.command_after(
        0,
        Command::TerminateSessions(SessionFilter::of_user(Some("web".into()))),
    );
    world.run_until(30 * SEC);
    assert_eq!(world.attempts().failed_all() as f64, active);
    let lines = said(&world, "pooler error: server conn crashed?");
    assert_eq!(lines.len() as f64, active);
    let (used, ..) = world.slots();
    assert_eq!(used, world.slots_counted());
}

#[test]
fn the_server_used_last_is_used_first_so_the_others_grow_old() {
    let ini = [
        "pool_mode = transaction",
        "default_pool_size = 5",
        "server_idle_timeout = 10",
    ];
    let mut spec = bounced(&ini, &["maximumPoolSize=10"], 100);
    spec.classes[0].held_mean = 50 * MS;
    let base = spec.classes[0].visits_per_second;
    let rates = [(0, 0.0), (10 * SEC, 500.0 / base), (11 * SEC, 2.0 / base)];
    spec.classes[0].rate_factors = rates.to_vec();
    let mut world = World::new(spec, 1);
    world.run_until(11 * SEC);
    assert_eq!(sessions(&world), 5);
    world.run_until(60 * SEC);
    // In turn, each of five would be used every 2.5 s and none would ever be idle for 10.
    let left = sessions(&world);
    assert!((1..=2).contains(&left), "{left}");
    assert!(said(&world, "closing because: server idle timeout (age=").len() >= 3);
}

#[test]
fn min_pool_size_is_kept() {
    let ini = [
        "min_pool_size = 3",
        "default_pool_size = 5",
        "server_idle_timeout = 10",
    ];
    let mut world = World::new(bounced(&ini, &["maximumPoolSize=1"], 100), 1);
    world.run_until(60 * SEC);
    assert_eq!(sessions(&world), 3);
}

#[test]
fn servers_opened_together_do_not_retire_together() {
    let ini = [
        "min_pool_size = 5",
        "default_pool_size = 5",
        "server_lifetime = 60",
    ];
    let mut world = World::new(bounced(&ini, &["maximumPoolSize=1"], 100), 1);
    world.run_until(130 * SEC);
    let closed = times(&world, "closing because: server lifetime over (age=");
    assert!(closed.len() >= 5, "{closed:?}");
    assert!(closed[0] >= 60 * SEC);
    // One in server_lifetime / pool_size.
    assert!(
        closed.windows(2).all(|w| w[1] - w[0] >= 12 * SEC),
        "{closed:?}"
    );
}

#[test]
fn a_reload_takes_what_is_good_and_keeps_what_is_not() {
    let ini = ["default_pool_size = 2", "pool_mode = transaction"];
    let mut spec = bounced(&ini, &["maximumPoolSize=10"], 100);
    visits(&mut spec, 500.0, 10 * SEC, 10 * SEC + 200 * MS);
    spec.classes[0].held_mean = 300 * SEC;
    let mut world = World::new(spec, 1);
    let put = |text: &str| Command::EditFile {
        path: INI.into(),
        text: text.into(),
        message: "try".into(),
    };
    world.run_until(15 * SEC);
    world.command_after(
        0,
        put("[pgbouncer]\npool_mode = transaction\ndefault_pool_size = x\n"),
    );
    world.command_after(SEC, Command::ReloadBouncer {});
    world.run_until(20 * SEC);
    assert_eq!(sessions(&world), 2);
    let text =
        format!("invalid value \"x\" for parameter default_pool_size in configuration ({INI}:3)");
    assert_eq!(said(&world, &text).len(), 1);
    world.command_after(
        0,
        put("[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 4\n"),
    );
    world.run_until(25 * SEC);
    assert_eq!(sessions(&world), 2, "written, not in force");
    world.command_after(0, Command::ReloadBouncer {});
    world.run_until(30 * SEC);
    assert_eq!(sessions(&world), 4);
}

#[test]
fn a_pause_makes_clients_wait_and_frees_the_servers() {
    let ini = ["pool_mode = transaction"];
    let mut spec = bounced(&ini, &["maximumPoolSize=5"], 100);
    visits(&mut spec, 50.0, 5 * SEC, 40 * SEC);
    let mut world = World::new(spec, 1);
    world.command_after(10 * SEC, Command::PauseBouncer {});
    world.run_until(12 * SEC);
    assert_eq!(sessions(&world), 0);
    assert_eq!(row(&world), [0.0, 5.0, 0.0, 0.0]);
    assert!(world.check(&Command::PauseBouncer {}).is_err());
    world.command_after(0, Command::ResumeBouncer {});
    world.run_until(50 * SEC);
    let attempts = world.attempts();
    assert_eq!(
        (attempts.served, attempts.failed_all()),
        (attempts.offered, 0)
    );
}

#[test]
fn a_restart_of_the_bouncer_loses_every_client_once() {
    let ini = ["pool_mode = transaction"];
    let mut spec = bounced(&ini, &["maximumPoolSize=5"], 100);
    visits(&mut spec, 50.0, 5 * SEC, 40 * SEC);
    spec.classes[0].held_mean = 20 * MS;
    let mut world = World::new(spec, 1);
    world.command_after(20 * SEC, Command::RestartBouncer {});
    world.run_until(20 * SEC + 500 * MS);
    assert_eq!(sessions(&world), 0);
    world.run_until(45 * SEC);
    assert_eq!(pool(&world)[0], 5.0, "all are back");
    let attempts = world.attempts();
    assert_eq!(attempts.in_flight, 0);
    assert!(attempts.failed_all() <= 5, "{}", attempts.failed_all());
    assert!(
        World::new(shop(&[], 10), 1)
            .check(&Command::ReloadBouncer {})
            .is_err()
    );
}

fn command() -> impl Strategy<Value = Command> {
    let service = || "web".to_string();
    prop_oneof![
        Just(Command::RestartDatabase {}),
        Just(Command::TerminateSessions(SessionFilter::default())),
        Just(Command::RollingRestart { service: service() }),
        (1u32..6).prop_map(move |instances| Command::Scale {
            service: service(),
            instances
        }),
        prop_oneof![
            Just(Command::ReloadBouncer {}),
            Just(Command::RestartBouncer {}),
            Just(Command::PauseBouncer {}),
            Just(Command::ResumeBouncer {}),
        ],
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn books_hold_at_random_instants_in_each_mode(
        seed in any::<u64>(),
        mode in prop_oneof!["session", "transaction", "statement"],
        (clients, size, reserve, slots) in (5u32..40, 1u32..8, 0u32..3, 0u32..12),
        (queries, held_ms, leak) in (1u32..4, 0u64..200, prop_oneof![Just(0.0), Just(0.001)]),
        commands in prop::collection::vec((0u64..60_000, command()), 0..10),
        looks in prop::collection::vec(0u64..70_000, 1..30),
    ) {
        let ini = [
            format!("pool_mode = {mode}"),
            format!("max_client_conn = {clients}"),
            format!("default_pool_size = {size}"),
            format!("reserve_pool_size = {reserve}"),
            "reserve_pool_timeout = 1".into(),
            "query_wait_timeout = 2".into(),
            "server_login_retry = 3".into(),
            "server_idle_timeout = 5".into(),
            "server_lifetime = 20".into(),
        ];
        let ini: Vec<&str> = ini.iter().map(String::as_str).collect();
        let settings = [
            "maximumPoolSize=8", "connectionTimeout=1500", "leakDetectionThreshold=2000",
            "keepaliveTime=30000", "minimumIdle=2", "idleTimeout=10000",
        ];
        let mut spec = bounced(&ini, &settings, slots);
        spec.services[0].instances = 3;
        spec.services[0].threads = 20;
        spec.services[0].gateway_timeout = 4 * SEC;
        spec.database.shutdown = SEC;
        spec.database.startup = SEC;
        spec.classes[0].queries = queries;
        spec.classes[0].held_mean = held_ms * MS;
        spec.classes[0].leak_probability = leak;
        spec.classes[0].retry.attempts_max = 3;
        if let Some(pool) = &mut spec.services[0].pool {
            pool.validation_cpu = MS;
            pool.fail_fast = seed % 2 == 0;
        }
        visits(&mut spec, 150.0, SEC, 60 * SEC);
        let mut world = World::new(spec, seed);
        look(&mut world, &commands, &looks, |_| {});
    }
}
