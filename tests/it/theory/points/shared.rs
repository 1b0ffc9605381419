//! The database: a CPU that is shared, alone and behind a pool.

use super::super::formulas::{birth_death, deadline, mean_of, mmc_wait, ps_response, usl};
use super::super::point::{Point, Stat, stat};
use super::{FAST, pool_file, rate};
use firedrill::incident::document::Shape;

pub fn ps(lambda: f64, shape: Shape) -> Point {
    let name = format!("rho = {}, {shape:?}", lambda / 100.0);
    let point = Point::new("M/G/1-PS", name, "ps", FAST, |i| {
        rate(i, lambda);
        i.world.classes[0].query_cpu_shape = shape;
    });
    let response = ps_response(lambda, 0.01);
    point
        .and("mean response, s", response, stat("db", Stat::Response))
        .and(
            "mean in system",
            lambda * response,
            stat("db", Stat::Present),
        )
        .and("utilization", lambda / 100.0, stat("db", Stat::Utilization))
}

pub fn ps_cores(c: u32, lambda: f64, shape: Shape) -> Point {
    let name = format!(
        "c = {c}, rho = {}, {shape:?}",
        lambda / 100.0 / f64::from(c)
    );
    let point = Point::new("M/G/c-PS", name, "ps-cores", (30.0, 300.0), |i| {
        rate(i, lambda);
        i.world.classes[0].query_cpu_shape = shape;
        i.world.database.cores = c;
    });
    // The number present is that of M/M/c, whatever the distribution.
    let response = mmc_wait(c, lambda, 100.0) + 0.01;
    let busy = lambda / 100.0 / f64::from(c);
    point
        .and("mean response, s", response, stat("db", Stat::Response))
        .and(
            "mean in system",
            lambda * response,
            stat("db", Stat::Present),
        )
        .and("utilization", busy, stat("db", Stat::Utilization))
}

pub fn with_deadline(c: u32, lambda: f64, deadline_ms: u32) -> Point {
    let name = format!("c = {c}, a = {}, {deadline_ms} ms", lambda / 10.0);
    let family = "M/M/c with a deadline (pool)";
    let point = Point::new(family, name, "deadline", (60.0, 1500.0), |i| {
        rate(i, lambda);
        i.world.database.cores = c;
        pool_file(i, c, deadline_ms);
    });
    let theory = deadline(c, lambda, 10.0, f64::from(deadline_ms) / 1e3);
    let busy = lambda / 10.0 * (1.0 - theory.timed_out) / f64::from(c);
    point
        .and(
            "share timed out",
            theory.timed_out,
            stat("pool:pool", Stat::TimedOut),
        )
        .and(
            "mean wait of the served, s",
            theory.mean_wait,
            stat("pool:pool", Stat::Wait),
        )
        .and("utilization", busy, stat("pool:pool", Stat::Utilization))
}

pub fn usl_pool(size: u32, lambda: f64) -> Point {
    let name = format!("pool of {size}, {lambda}/s");
    let family = "pool in front of a USL database";
    let point = Point::new(family, name, "usl-pool", (120.0, 1200.0), |i| {
        rate(i, lambda);
        pool_file(i, size, 30_000);
    });
    let speed = |n: usize| 10.0 * usl(n.min(size as usize), 0.0386, 0.00107, 0.7);
    let n = birth_death(|_| lambda, speed, 5000);
    let active = |n: usize| n.min(size as usize) as f64;
    let waiting = mean_of(&n, |n| n as f64 - active(n));
    point
        .and(
            "mean in system",
            mean_of(&n, |n| n as f64),
            stat("pool:pool", Stat::Present),
        )
        .and(
            "mean wait, s",
            waiting / lambda,
            stat("pool:pool", Stat::Wait),
        )
        .and(
            "mean active queries",
            mean_of(&n, active),
            stat("db", Stat::Present),
        )
        .and(
            "utilization",
            mean_of(&n, active) / 64.0,
            stat("db", Stat::Utilization),
        )
}
