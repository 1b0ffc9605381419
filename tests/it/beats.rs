//! What must come out of the mechanics, with no script behind it, for seeds 1 and 2;
//! `cargo xtask prove` holds it for seeds 1 to 30.
//!
//! The post-mortem's beats: the page at 14:00, 95 % of the users without product
//! details from 14:05 to 14:45, recovery after rollback and restart at 14:45.

use crate::shipped::shipped;
use firedrill::drill::action::Look;
use firedrill::drill::{Session, responders};
use firedrill::incident::document::Incident;
use firedrill::sim::time::{MIN, Nanos};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

fn incident() -> Arc<Incident> {
    Arc::new(shipped())
}

/// Seeds that are played: two, or what `FIREDRILL_SEEDS` says.
fn seeds() -> u64 {
    match std::env::var("FIREDRILL_SEEDS") {
        Ok(seeds) => seeds.parse().expect("a number of seeds"),
        Err(_) => 2,
    }
}

fn play(incident: &Arc<Incident>, seed: u64, responder: &str, until_s: i64) -> Session {
    let mut session = Session::new(incident.clone(), seed);
    session.queue(responders::entries(incident, responder).expect("a known responder"));
    session.advance_to(until_s * 1000);
    assert!(
        session.rejected().is_empty(),
        "{responder}: {:?}",
        session.rejected()
    );
    session
}

/// One test at a time: each takes all cores.
static CORES: Mutex<()> = Mutex::new(());

/// Do it for the first seeds, on all cores.
pub fn for_seeds(seeds: u64, work: impl Fn(u64) + Sync) {
    let _turn = CORES.lock().unwrap_or_else(PoisonError::into_inner);
    let next = AtomicU64::new(1);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > seeds {
                        return;
                    }
                    work(seed);
                }
            });
        }
    });
}

/// Share of the product visits of whole minutes that were affected, and that saw 503.
fn product(session: &Session, from_min: i64, to_min: i64) -> (f64, f64) {
    let (zero, _) = session.span();
    let at = |minute: i64| (zero as i64 + minute * MIN as i64) as Nanos;
    let classes = &session.world().spec().classes;
    let index = classes
        .iter()
        .position(|c| c.name == "product")
        .expect("product visits");
    let visits = session.world().ledger()[index].between(at(from_min), at(to_min));
    let share = |n: u64| n as f64 / visits.total as f64;
    (share(visits.affected), share(visits.saw_503))
}

fn last(session: &Session, column: &str) -> f64 {
    let telemetry = session.world().telemetry();
    telemetry
        .last(telemetry.column(column).expect("a column"))
        .expect("a value")
}

fn fired_s(session: &Session, alert: &str) -> Option<f64> {
    let mut entries = session.feed().since(0);
    let first = entries
        .find(|e| e.look == Some(Look::Alert(alert.into())) && e.title.ends_with("is firing"))?;
    Some(session.at_ms(first.at) as f64 / 1000.0)
}

#[test]
fn nobody_acts_and_it_stays_down() {
    let incident = incident();
    for_seeds(seeds(), |seed| {
        let mut session = Session::new(incident.clone(), seed);
        session.advance_to(-91_000);
        assert!(
            fired_s(&session, "HighResponseTime").is_none(),
            "seed {seed}: healthy before"
        );
        let (before, _) = product(&session, -38, -2);
        assert!(
            before < 0.001,
            "seed {seed}: healthy for half an hour, {before}"
        );
        let healthy = session.healthy_since().map(|at| session.at_ms(at) / 1000);
        assert!(
            healthy.is_some_and(|s| s < -91 - 1800),
            "seed {seed}: since {healthy:?} s"
        );

        session.advance_to(45 * 60_000);
        let fired = fired_s(&session, "HighResponseTime").expect("the alert fires");
        assert!(
            (-60.0..=60.0).contains(&fired),
            "seed {seed}: alert at {fired} s"
        );
        let page = session
            .pages()
            .first()
            .map(|p| session.at_ms(p.sent) / 1000);
        assert!(
            page.is_some_and(|s| (-60..=60).contains(&s)),
            "seed {seed}: page at {page:?} s"
        );
        let (_, saw_503) = product(&session, 5, 45);
        assert!(
            (0.93..=0.97).contains(&saw_503),
            "seed {seed}: {saw_503} saw 503"
        );
        let cpu = last(&session, "instance:node_cpu_utilisation:rate1m");
        assert!(cpu > 0.9, "seed {seed}: the CPU really is high, {cpu}");
        let refused = last(
            &session,
            "rate(postgresql_log_fatal_total{sqlstate=\"53300\"}[1m])",
        );
        assert!(
            refused > 100.0,
            "seed {seed}: a storm of refused connections, {refused}/s"
        );
        let log = |source: &str, text: &str| {
            let mut lines = session.world().log().since(0);
            lines.any(|l| l.source == source && l.code == "53300" && l.text.contains(text))
        };
        assert!(
            log("postgresql", "sorry, too many clients already"),
            "seed {seed}"
        );
        assert!(
            log("web", "request timed out after 2000ms (total="),
            "seed {seed}"
        );

        session.advance_to(120 * 60_000);
        let (end, _) = product(&session, 110, 120);
        assert!(end > 0.9, "seed {seed}: still down at the end, {end}");
        assert!(session.healthy_since().is_none(), "seed {seed}");
    });
}

#[test]
fn the_original_team_recovers_after_quarter_to_three() {
    let incident = incident();
    for_seeds(seeds(), |seed| {
        let session = play(&incident, seed, "original-team", 61 * 60);
        let ack = session.pages().first().and_then(|p| p.acknowledged);
        assert_eq!(
            ack.map(|at| session.at_ms(at) / 1000),
            Some(300),
            "seed {seed}"
        );
        let (down, _) = product(&session, 5, 45);
        assert!((0.93..=0.97).contains(&down), "seed {seed}: {down}");
        let (storm, _) = product(&session, 45, 46);
        assert!(
            storm > 0.5,
            "seed {seed}: the restart itself does not help at once, {storm}"
        );
        let well = session
            .healthy_since()
            .map(|at| session.at_ms(at) as f64 / 60_000.0);
        let well = well.unwrap_or(f64::INFINITY);
        assert!(
            (46.0..60.0).contains(&well),
            "seed {seed}: recovered in minute {well}"
        );
        let (after, _) = product(&session, 52, 61);
        assert!(after < 0.01, "seed {seed}: users are served again, {after}");
    });
}

#[test]
fn one_who_knows_is_done_by_eight_past() {
    let incident = incident();
    for_seeds(seeds(), |seed| {
        let mut session = play(&incident, seed, "best", 464);
        assert!(
            session.soaked(),
            "seed {seed}: the objective has held for the soak time"
        );
        session.advance_to(480_000);
        let done = session.resolved().map(|at| session.at_ms(at) / 1000);
        assert!(
            done.is_some_and(|s| s <= 480),
            "seed {seed}: resolved at {done:?} s"
        );
    });
}

#[test]
fn half_a_fix_is_no_fix_and_wrong_fixes_hurt() {
    let incident = incident();
    let share = |responder: &str, seed| {
        let session = play(&incident, seed, responder, 30 * 60);
        assert!(
            session.healthy_since().is_none(),
            "{responder}, seed {seed}"
        );
        product(&session, 15, 30).0
    };
    let worse = Mutex::new((0.0, 0.0));
    let seeds = 4;
    for_seeds(seeds, |seed| {
        let nobody = share("nobody", seed);
        // A reload changes nothing at all; a restart deals the same few slots anew.
        assert!(
            (share("rollback-only", seed) - nobody).abs() < 1e-9,
            "seed {seed}"
        );
        assert!(share("restart-only", seed) > 0.9, "seed {seed}");
        let scale = share("scale-up", seed) - nobody;
        let pools = share("bigger-pools", seed) - nobody;
        let mut sum = worse.lock().unwrap_or_else(PoisonError::into_inner);
        *sum = (sum.0 + scale, sum.1 + pools);
    });
    let (scale, pools) = worse.into_inner().unwrap_or_else(PoisonError::into_inner);
    let n = seeds as f64;
    assert!(
        scale / n > 0.003,
        "more instances make it worse: {}",
        scale / n
    );
    assert!(
        pools / n > 0.003,
        "larger pools make it worse: {}",
        pools / n
    );
}
