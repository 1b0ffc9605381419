//! Timeouts and cancellation: code, text, and what becomes of the session.

use super::{failed, reading_shop, said, session, shop};
use firedrill::sim::World;
use firedrill::sim::ledger::Failure;
use firedrill::sim::spec::{Command, RoleSpec, SessionFilter};
use firedrill::sim::time::{MS, SEC};
use firedrill::vocabulary::LockMode;
use firedrill::vocabulary::SessionState;

fn pids(world: &World) -> Vec<u32> {
    world.sessions().iter().map(|s| s.pid).collect()
}

#[test]
fn a_statement_timeout_fails_the_request_and_keeps_the_session() {
    let mut spec = shop("statement_timeout = 200ms\n");
    spec.classes[0].query_cpu_mean = SEC;
    spec.classes[0].visits_per_second = 2.0;
    let mut world = World::new(spec.clone(), 1);
    world.run_until(10 * SEC);
    let before = pids(&world);
    world.run_until(60 * SEC);
    let attempts = world.attempts();
    assert!(
        attempts.offered > 80 && attempts.served == 0,
        "{attempts:?}"
    );
    assert_eq!(
        failed(&world, Failure::StatementTimeout),
        attempts.failed_all()
    );
    assert_eq!(pids(&world), before, "57014 evicts no connection");
    assert!(
        said(
            &world,
            "ERROR:  canceling statement due to statement timeout"
        ) > 0
    );
    assert!(said(&world, "STATEMENT:  SELECT") > 0);
    // A role's own setting goes before the server's.
    spec.database.roles = vec![RoleSpec {
        name: "web".into(),
        superuser: false,
        settings: vec![("statement_timeout".into(), "5s".into())],
    }];
    let mut world = World::new(spec, 1);
    world.run_until(60 * SEC);
    assert_eq!(world.attempts().failed_all(), 0);
    assert!(world.attempts().served > 80);
}

#[test]
fn statements_are_not_logged_when_the_setting_says_so() {
    let conf = "statement_timeout = 200ms\nlog_min_error_statement = fatal\n";
    let mut spec = shop(conf);
    spec.classes[0].query_cpu_mean = SEC;
    let mut world = World::new(spec, 1);
    world.run_until(10 * SEC);
    assert!(said(&world, "canceling statement due to statement timeout") > 0);
    assert_eq!(said(&world, "STATEMENT:"), 0);
}

#[test]
fn a_lock_timeout_ends_the_wait_only() {
    let mut world = World::new(reading_shop("lock_timeout = 300ms\n"), 2);
    let session = session(LockMode::AccessExclusive, 5);
    world.command_after(5 * SEC, Command::LockTable(session));
    world.run_until(20 * SEC);
    let attempts = world.attempts();
    let timeouts = failed(&world, Failure::LockTimeout);
    assert!(timeouts > 50, "5 s x 20/s less the last 0.3 s: {timeouts}");
    assert_eq!(timeouts, attempts.failed_all());
    assert!(attempts.served > 200, "before and after: {attempts:?}");
    assert!(said(&world, "ERROR:  canceling statement due to lock timeout") > 0);
}

#[test]
fn an_idle_transaction_is_ended_and_its_locks_are_free() {
    let conf = "idle_in_transaction_session_timeout = 2s\n";
    let mut world = World::new(reading_shop(conf), 3);
    let session = session(LockMode::AccessExclusive, 600);
    world.command_after(5 * SEC, Command::OpenTransaction(session));
    world.run_until(6 * SEC);
    let idle = world
        .sessions()
        .into_iter()
        .filter(|s| s.state == "idle in transaction");
    assert!(idle.count() >= 1);
    let served = world.attempts().served;
    world.run_until(7 * SEC);
    assert!(world.attempts().served - served <= 1, "everybody waits");
    world.run_until(8 * SEC);
    let text = "FATAL:  terminating connection due to idle-in-transaction timeout";
    assert_eq!(said(&world, text), 1);
    assert_eq!(
        world.attempts().failed_all(),
        0,
        "they have waited, not failed"
    );
    assert!(world.attempts().in_flight <= 2);
}

#[test]
fn an_idle_session_is_ended() {
    let mut spec = shop("idle_session_timeout = 3s\n");
    spec.classes[0].visits_per_second = 0.0;
    let mut world = World::new(spec, 4);
    world.run_until(3 * SEC);
    assert!(!world.sessions().is_empty());
    world.run_until(20 * SEC);
    assert!(
        said(
            &world,
            "FATAL:  terminating connection due to idle-session timeout"
        ) > 0
    );
}

#[test]
fn cancel_and_terminate_find_their_sessions() {
    let mut spec = shop("");
    spec.classes[0].query_cpu_mean = 2 * SEC;
    spec.database.cores = 64;
    let mut world = World::new(spec, 5);
    world.run_until(10 * SEC);
    let before = pids(&world);
    let old = world.sessions().into_iter();
    let old = old
        .filter(|s| s.query_start.is_some_and(|at| 10 * SEC - at >= SEC))
        .count();
    assert!(old > 3, "{old} long queries");
    let which = SessionFilter {
        older_than_s: Some(1.0),
        ..SessionFilter::default()
    };
    world.command_after(0, Command::CancelQueries(which));
    world.run_until(10 * SEC + MS);
    assert_eq!(failed(&world, Failure::Cancelled), old as u64);
    assert!(said(&world, "ERROR:  canceling statement due to user request") > 0);
    assert_eq!(
        pids(&world),
        before,
        "cancelled queries keep their sessions"
    );
    let idle = world
        .sessions()
        .into_iter()
        .filter(|s| s.state == "idle")
        .count();
    let which = SessionFilter {
        user: Some("web".into()),
        application: Some("web".into()),
        state: Some(SessionState::Idle),
        ..SessionFilter::default()
    };
    world.command_after(0, Command::TerminateSessions(which));
    world.run_until(10 * SEC + 2 * MS);
    let gone = before.len() - pids(&world).iter().filter(|p| before.contains(p)).count();
    assert!(gone > 0 && gone <= idle, "{gone} of {idle} idle sessions");
    assert!(
        said(
            &world,
            "FATAL:  terminating connection due to administrator command"
        ) > 0
    );
    world.command_after(0, Command::CancelBackends { pids: vec![1] });
    world.run_until(10 * SEC + 3 * MS);
    assert_eq!(
        failed(&world, Failure::Cancelled),
        old as u64,
        "nobody has pid 1"
    );
}

#[test]
fn what_is_restored_costs_as_before() {
    let mut world = World::new(shop(""), 6);
    let cost = |cpu_percent| Command::SetQueryCost {
        class: "product".into(),
        cpu_percent,
        blocks_percent: 100,
    };
    world.command_after(20 * SEC, cost(2000));
    world.command_after(40 * SEC, cost(100));
    let mut busy = Vec::new();
    for at in [1, 20, 40, 60] {
        world.run_until(at * SEC);
        let used = world.cpu_utilization().unwrap_or(0.0);
        busy.push(used * (at - 1) as f64);
    }
    let spans: Vec<f64> = busy.windows(2).map(|w| (w[1] - w[0]) / 20.0).collect();
    assert!(spans[1] > 10.0 * spans[0], "{spans:?}");
    assert!(spans[2] < 2.0 * spans[0], "{spans:?}");
}
