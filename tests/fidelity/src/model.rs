//! The engine in pgbench's place: a closed population without thinking time, every user
//! with a session of its own, nothing but the database's cores.

use firedrill::incident::{library, lower::lower};
use firedrill::sim::World;
use firedrill::sim::shape::Shape;
use firedrill::sim::spec::{PopulationSpec, WorldSpec};
use firedrill::sim::time::{Nanos, SEC};

use crate::calibrate::Fit;
use crate::pgbench::Sample;

/// The shipped incident, whose world is emptied and used.
const ID: &str = "2025-03-15-database-outage";
/// Transactions of a run, about.
const TRANSACTIONS: f64 = 200_000.0;
/// Seed of all runs.
const SEED: u64 = 1;

/// The world of a fit with so many clients; its books begin after a tenth of its time.
fn world(fit: &Fit, cores: u32, clients: u32) -> Option<WorldSpec> {
    let mut spec = lower(&library::load(ID)?);
    spec.classes.truncate(1);
    let class = spec.classes.first_mut()?;
    class.visits_per_second = 0.0;
    class.rate_factors.clear();
    class.population = Some(PopulationSpec {
        users: clients,
        think_mean: 0,
        think_shape: Shape::Deterministic,
    });
    class.before_mean = 0;
    class.held_mean = 0;
    class.queries = 1;
    class.query_blocks = 0;
    class.query_cpu_mean = fit.demand_ns as Nanos;
    class.query_cpu_shape = match fit.cv2 > 0.0 {
        true => Shape::Lognormal(fit.cv2),
        false => Shape::Deterministic,
    };
    spec.services.truncate(1);
    let service = spec.services.first_mut()?;
    service.instances = 1;
    service.threads = clients;
    service.pool = None;
    service.loops = None;
    spec.changes.clear();
    spec.database.cores = cores;
    spec.database.contention = fit.contention;
    spec.database.plateau = fit.plateau;
    spec.database.unfairness = fit.unfairness;
    spec.database.fork_cpu = 0;
    spec.database.auth_cpu = 0;
    let each = fit.demand_ns / f64::from(cores);
    let span = (TRANSACTIONS * each) as Nanos;
    spec.minute_zero = span / 10;
    spec.end = spec.minute_zero + span;
    // Metrics are of no use here.
    spec.scrape_interval = 3600 * SEC;
    Some(spec)
}

/// Throughput and latency as the engine has them.
///
/// # Panics
/// If the shipped incident does not load, which a test rules out.
#[must_use]
pub fn simulate(fit: &Fit, cores: u32, clients: u32) -> Sample {
    let spec = world(fit, cores, clients).expect("the shipped incident");
    let (from, end) = (spec.minute_zero, spec.end);
    let mut world = World::new(spec, SEED);
    world.run_until(end);
    let stations = world.stations();
    let (_, _, station) = stations.first().expect("the service's own station");
    let summary = station.summary(end);
    Sample {
        tps: station.served as f64 * 1e9 / (end - from) as f64,
        mean_ms: summary.mean_response_s * 1e3,
        p95_ms: summary.response_s[1].unwrap_or(0.0) * 1e3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIT: Fit = Fit {
        demand_ns: 40_000.0,
        contention: 0.02,
        plateau: 0.65,
        cv2: 0.15,
        unfairness: 0.0,
    };

    /// N jobs share r(N) cores at all times: throughput r(N)/D, mean response N D/r(N)
    /// (Little's law), and each response is the job's own work stretched by N/r(N), so
    /// that p95/mean is that of the work.
    #[test]
    fn a_closed_population_without_thought_keeps_the_cores_busy() {
        let s = (1.0f64 + FIT.cv2).ln().sqrt();
        let tail = (1.644_853_627 * s - s * s / 2.0).exp();
        for (clients, cores_used) in [
            (1, 1.0),
            (2, 2.0),
            (4, 2.0 / 1.02),
            (8, 2.0 / 1.06),
            (64, 2.0 * 0.65),
        ] {
            let sample = simulate(&FIT, 2, clients);
            let tps = cores_used * 1e9 / FIT.demand_ns;
            // 200,000 transactions of a coefficient of variation of 0.39: 5 standard errors.
            assert!(
                (sample.tps / tps - 1.0).abs() < 0.0044,
                "{clients}: {sample:?}"
            );
            let mean_ms = 1e3 * f64::from(clients) / tps;
            assert!(
                (sample.mean_ms / mean_ms - 1.0).abs() < 0.0044,
                "{clients}: {sample:?}"
            );
            // And the width of the histogram's buckets, interpolated.
            let p95 = sample.p95_ms / sample.mean_ms;
            assert!(
                (p95 / tail - 1.0).abs() < 0.03,
                "{clients}: {sample:?} {tail}"
            );
        }
    }
    #[test]
    fn unfairness_spreads_latencies_and_leaves_the_throughput() {
        let unfair = Fit {
            unfairness: 0.4,
            ..FIT
        };
        for clients in [2, 4, 64] {
            let busy = (1.0 - 2.0 / f64::from(clients)).powi(3);
            let s = ((1.0 + FIT.cv2).ln() + (0.4 * busy).ln_1p()).sqrt();
            let tail = (1.644_853_627 * s - s * s / 2.0).exp();
            let sample = simulate(&unfair, 2, clients);
            let fair = simulate(&FIT, 2, clients);
            // Two runs of 200,000 transactions, coefficients of variation 0.39 and 0.81.
            assert!(
                (sample.tps / fair.tps - 1.0).abs() < 0.01,
                "{clients}: {sample:?}"
            );
            let p95 = sample.p95_ms / sample.mean_ms;
            assert!(
                (p95 / tail - 1.0).abs() < 0.03,
                "{clients}: {sample:?} {tail}"
            );
        }
    }
}
