//! Metastability out of the mechanics: systems that do not come back when what upset them
//! is gone. Nothing here is scripted but a database restart or a surge of users.

use super::theory::{example, usl};
use firedrill::incident::document::{Incident, Pool, Retry};
use firedrill::incident::lower::lower;
use firedrill::sim::World;
use firedrill::sim::spec::Command;
use firedrill::sim::time::SEC;

/// A server of 300 requests a second, one at a time; clients give up after a second and
/// ask again at once. Its work needs one short query, so that a restart of the database
/// stops it for ten seconds.
fn server(visits_per_second: f64, retries: u32) -> Incident {
    let mut incident = example("deadline");
    incident.clock.history_s = 60.0;
    incident.clock.end_s = 1200.0;
    let world = &mut incident.world;
    let class = &mut world.classes[0];
    class.visits_per_second = Some(visits_per_second);
    class.before_ms = 1000.0 / 300.0;
    class.query_cpu_ms = 0.001;
    class.retry = Retry {
        attempts_max: retries + 1,
        probability: 1.0,
        ..Retry::default()
    };
    let service = &mut world.services[0];
    service.threads = 1;
    service.accept_queue_max = 100_000;
    service.gateway_timeout_s = 1.0;
    world.database.shutdown_s = 1.0;
    world.database.startup_s = 9.0;
    set_pool(&mut incident, 1, 30_000);
    incident
}

fn set_pool(incident: &mut Incident, size: u32, timeout_ms: u32) {
    let Some(Pool { path, prefix, .. }) = incident.world.services[0].pool.clone() else {
        return;
    };
    for file in incident.world.files.iter_mut().filter(|f| f.path == path) {
        file.versions[0].lines = vec![
            format!("{prefix}poolName=pool"),
            format!("{prefix}maximumPoolSize={size}"),
            format!("{prefix}connectionTimeout={timeout_ms}"),
            format!("{prefix}maxLifetime=0"),
        ];
    }
}

/// Attempts offered and served from now to `to_s`.
fn count(world: &mut World, to_s: u64) -> (f64, f64) {
    let before = world.attempts();
    world.run_until(to_s * SEC);
    let after = world.attempts();
    let grown = |new: u64, old: u64| (new - old) as f64;
    (
        grown(after.offered, before.offered),
        grown(after.served, before.served),
    )
}

/// Share of the visits that were served before a ten-second outage at 60 s, and long after
/// it; and attempts a second then.
fn outage(visits_per_second: f64, retries: u32, seed: u64) -> (f64, f64, f64) {
    let mut world = World::new(lower(&server(visits_per_second, retries)), seed);
    world.run_until(20 * SEC);
    let (_, before) = count(&mut world, 60);
    world.command_after(0, Command::RestartDatabase {});
    world.run_until(700 * SEC);
    let (attempts, after) = count(&mut world, 1000);
    (
        before / 40.0 / visits_per_second,
        after / 300.0 / visits_per_second,
        attempts / 300.0,
    )
}

#[test]
fn a_server_with_retries_comes_back_only_below_its_share() {
    // 300 / (k + 1): 150 a second with one immediate retry, 100 with two.
    for (rate, retries, comes_back) in [
        (140.0, 1, true),
        (280.0, 1, false),
        (170.0, 1, false),
        (90.0, 2, true),
        (120.0, 2, false),
        (280.0, 0, true),
    ] {
        for seed in 0..3 {
            let (before, after, attempts) = outage(rate, retries, seed);
            let case = format!("{rate}/s, {retries} retries, seed {seed}: {before} {after}");
            // Counts of Poisson streams: five deviations of 40 s and 300 s of arrivals.
            let (short, long) = (5.0 / (rate * 40.0).sqrt(), 5.0 / (rate * 300.0).sqrt());
            assert!((before - 1.0).abs() < short, "served before: {case}");
            if comes_back {
                assert!((after - 1.0).abs() < long, "comes back: {case}");
            } else {
                assert!(after < 0.01, "serves nothing for ever: {case}");
                let all = rate * f64::from(retries + 1);
                assert!(
                    (attempts / all - 1.0).abs() < long,
                    "{attempts} attempts: {case}"
                );
            }
        }
    }
}

const SIGMA: f64 = 0.0386;
const KAPPA: f64 = 0.00107;
const PLATEAU: f64 = 0.7;
/// Healthy load: between the plateau's rate (68.9/s) and the peak's (98.4/s).
const LOAD: f64 = 75.0;

/// Queries a second with n at once, 100 ms each.
fn speed(n: usize) -> f64 {
    10.0 * usl(n, SIGMA, KAPPA, PLATEAU)
}

/// The number of queries above which the database falls behind the load.
fn tipping_point() -> u64 {
    let behind = (30..1000).find(|n| speed(*n) < LOAD);
    behind.expect("the plateau is below the load") as u64
}

/// A pool of this size in front of a USL database, with `factors` on the load.
fn oversized(pool: u32, factors: &[(f64, f64)], seed: u64) -> World {
    let mut incident = example("usl-pool");
    incident.clock.history_s = 60.0;
    incident.clock.end_s = 1200.0;
    let class = &mut incident.world.classes[0];
    class.visits_per_second = Some(LOAD);
    class.rate_factors = factors.to_vec();
    set_pool(&mut incident, pool, 1000);
    World::new(lower(&incident), seed)
}

fn active(world: &World) -> u64 {
    let all = world.stations();
    let db = all.iter().find(|(name, ..)| name == "db");
    db.expect("there is one").2.present
}

/// Active queries at a few instants from `from_s` on, and queries served a second.
fn watch(world: &mut World, from_s: u64) -> (Vec<u64>, f64) {
    world.run_until(from_s * SEC);
    let before = world.attempts().served;
    let mut seen = Vec::new();
    for step in 1..=60 {
        world.run_until((from_s + 5 * step) * SEC);
        seen.push(active(world));
    }
    (seen, (world.attempts().served - before) as f64 / 300.0)
}

#[test]
fn an_oversized_pool_has_two_stable_states() {
    let tip = tipping_point();
    assert!((60..100).contains(&tip), "{tip}");
    for seed in 0..5 {
        // A short push stays below the tipping point: all is well afterwards.
        let mut world = oversized(300, &[(30.0, 3.0), (30.2, 1.0)], seed);
        let (seen, _) = watch(&mut world, 150);
        assert!(seen.iter().all(|n| *n < tip), "seed {seed}: {seen:?}");

        // A long one goes beyond it: the pool is full for ever, at the plateau's rate.
        let mut world = oversized(300, &[(30.0, 3.0), (45.0, 1.0)], seed);
        let (seen, rate) = watch(&mut world, 150);
        assert!(seen.iter().all(|n| *n > 200), "seed {seed}: {seen:?}");
        // At one rate whatever the number, completions are a Poisson stream.
        let z = (rate - speed(300)) / (speed(300) / 300.0).sqrt();
        assert!(z.abs() < 4.0, "seed {seed}: {rate} a second, z {z}");

        // The same push with a pool of the right size is over when it is over.
        let mut world = oversized(30, &[(30.0, 3.0), (45.0, 1.0)], seed);
        let (_, rate) = watch(&mut world, 150);
        let z = (rate - LOAD) / (LOAD / 300.0).sqrt();
        assert!(z.abs() < 4.0, "seed {seed}: {rate} a second, z {z}");
    }
}

#[test]
fn a_collapsed_database_comes_back_only_below_its_plateau() {
    for seed in 10..13 {
        let relief = [(30.0, 3.0), (45.0, 1.0), (200.0, 0.7), (300.0, 1.0)];
        let mut world = oversized(300, &relief, seed);
        world.run_until(250 * SEC);
        assert!(active(&world) > 200, "seed {seed}");
        // 52.5 a second are below the plateau's 68.9: it drains, and stays well at 75.
        let (seen, _) = watch(&mut world, 400);
        let tip = tipping_point();
        assert!(seen.iter().all(|n| *n < tip), "seed {seed}: {seen:?}");
    }
}
