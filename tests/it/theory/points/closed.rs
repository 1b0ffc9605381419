//! Closed populations, and users who come again.

use super::super::formulas::{machine_repair, mva, mva_two_classes};
use super::super::point::{Point, Stat, class_throughput, stat};
use super::servers;
use firedrill::incident::document::{Population, Shape};

pub fn repair(c: u32, users: u32, think_s: f64) -> Point {
    let name = format!("c = {c}, N = {users}, think {think_s} s");
    let family = "M/M/c//N (machine repair)";
    let point = Point::new(family, name, "machine-repair", (60.0, 3600.0), |i| {
        servers(i, c, 100_000);
        i.world.classes[0].population = Some(Population {
            users,
            think_s,
            think_shape: Shape::Exponential,
        });
    });
    let theory = machine_repair(c, users as usize, 1.0 / think_s, 5.0);
    let busy = theory.throughput / 5.0 / f64::from(c);
    point
        .and(
            "throughput, 1/s",
            theory.throughput,
            stat("web", Stat::Throughput),
        )
        .and(
            "mean response, s",
            theory.response,
            stat("web", Stat::Response),
        )
        .and("utilization", busy, stat("web", Stat::Utilization))
}

pub fn interactive(users: u32) -> Point {
    let family = "closed, exact MVA";
    let point = Point::new(family, format!("N = {users}"), "mva", (60.0, 2400.0), |i| {
        if let Some(population) = &mut i.world.classes[0].population {
            population.users = users;
        }
    });
    // A cycle: 1 s of thinking, 50 ms before and 30 ms after two queries of 20 ms.
    let theory = mva(&[0.04], 1.08, users);
    point
        .and(
            "mean response, s",
            theory.response + 0.08,
            stat("web", Stat::Response),
        )
        .and(
            "throughput, 1/s",
            theory.throughput,
            stat("web", Stat::Throughput),
        )
        .and(
            "response of a query, s",
            theory.response / 2.0,
            stat("db", Stat::Response),
        )
        .and(
            "utilization",
            theory.throughput * 0.04,
            stat("db", Stat::Utilization),
        )
}

pub fn two_classes() -> Point {
    let family = "closed, exact MVA";
    let name = "two classes, N = 10 and 5";
    let point = Point::new(family, name, "mva-classes", (60.0, 3600.0), |_| {});
    let [short, long] = mva_two_classes([0.02, 0.08], [0.5, 1.0], [10, 5]);
    point
        .and("throughput of the short, 1/s", short, class_throughput(0))
        .and("throughput of the long, 1/s", long, class_throughput(1))
        .and(
            "utilization",
            0.02 * short + 0.08 * long,
            stat("db", Stat::Utilization),
        )
}

pub fn retries() -> Point {
    let family = "retries after a time limit";
    let point = Point::new(
        family,
        "limit 0.2 s, mean 0.1 s",
        "retries",
        (60.0, 600.0),
        |_| {},
    );
    // Each attempt fails on its own with e^-2; a user tries three times at most.
    let fails = (-2.0f64).exp();
    let attempts = 100.0 * (1.0 + fails + fails * fails);
    point
        .and(
            "attempts served, 1/s",
            attempts,
            stat("web", Stat::Throughput),
        )
        .and("mean in system", attempts * 0.1, stat("web", Stat::Present))
        .and("share of visits affected", fails, |world| {
            let visits = world.ledger()[0].between(world.spec().minute_zero, world.now());
            visits.affected as f64 / visits.total as f64
        })
}
