//! One hot row is a queue with one server: first come, first served, by theory.

use super::{shop, stock_row};
use firedrill::sim::World;
use firedrill::sim::shape::Shape;
use firedrill::sim::spec::WorldSpec;
use firedrill::sim::time::{MS, SEC};

/// Every request updates the same row and keeps it for 10 ms on average.
fn hot(rate: f64, held: Shape) -> WorldSpec {
    let mut spec = shop("");
    let class = &mut spec.classes[0];
    class.visits_per_second = rate;
    class.held_mean = 9 * MS;
    class.held_shape = held;
    class.transaction.row_locks = vec![stock_row(1)];
    spec
}

#[test]
fn a_row_serves_one_at_a_time() {
    let mut world = World::new(hot(300.0, Shape::Deterministic), 1);
    world.run_until(10 * SEC);
    let before = world.attempts().served;
    world.run_until(40 * SEC);
    let served = (world.attempts().served - before) as f64;
    // 1 ms of CPU and 9 ms of held work: 100 a second and not one more, whatever comes.
    // The CPU is shared with new backends for a moment, so that it may be a few less.
    assert!((2980.0..=3001.0).contains(&served), "{served}");
}

#[test]
fn the_line_is_first_come_first_served() {
    let mut world = World::new(hot(150.0, Shape::Exponential), 2);
    let mut looked = 0;
    for step in 1..2000 {
        world.run_until(2 * SEC + step * 3 * MS);
        let rows = world.sessions();
        let waits = |event| {
            rows.iter()
                .filter(move |r| r.wait_event == Some(("Lock", event)))
        };
        let Some(first) = waits("transactionid").next() else {
            continue;
        };
        assert_eq!(
            waits("transactionid").count(),
            1,
            "one waits for the holder"
        );
        for other in waits("tuple") {
            assert!(first.query_start <= other.query_start);
            assert!(other.blocked_by.contains(&first.pid));
            let ahead = waits("tuple").filter(|r| r.query_start < other.query_start);
            assert_eq!(other.blocked_by.len(), 1 + ahead.count());
            looked += 1;
        }
    }
    assert!(looked > 1000, "{looked} waits seen");
}

/// Pollaczek and Khinchine: the mean wait is λE[S²] / 2(1 − ρ). The mean over 40
/// independent seeds against it, by its own spread; |z| < 4 fails once in 16,000.
#[test]
fn the_mean_wait_is_that_of_m_g_1() {
    // S = 1 ms + 9 ms: of one length, or with an exponential part (variance 81 ms²).
    let cases = [(Shape::Deterministic, 100.0), (Shape::Exponential, 181.0)];
    for (case, (shape, second_moment_ms2)) in cases.into_iter().enumerate() {
        let rate = 60.0;
        let rho = rate * 0.010;
        let theory_s = rate * second_moment_ms2 * 1e-6 / (2.0 * (1.0 - rho));
        let waits: Vec<f64> = (0..40)
            .map(|seed| {
                let mut spec = hot(rate, shape);
                spec.minute_zero = 10 * SEC;
                let mut world = World::new(spec, 1000 * (case as u64 + 1) + seed);
                world.run_until(310 * SEC);
                let now = world.now();
                let stations = world.stations();
                let db = stations.iter().find(|(name, ..)| name == "db");
                db.map_or(0.0, |(_, _, station)| station.summary(now).mean_wait_s)
            })
            .collect();
        let n = waits.len() as f64;
        let mean = waits.iter().sum::<f64>() / n;
        let variance = waits.iter().map(|w| (w - mean) * (w - mean)).sum::<f64>() / (n - 1.0);
        let z = (mean - theory_s) / (variance / n).sqrt();
        assert!(z.abs() < 4.0, "{shape:?}: {mean} for {theory_s}, z = {z}");
    }
}
