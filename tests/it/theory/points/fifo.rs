//! Servers with one line: first come, first served.

use super::super::formulas::{
    birth_death, erlang_a, erlang_b, mdc_wait, mean_of, mmc_response_quantile, mmc_wait,
    pollaczek_khinchine,
};
use super::super::point::{Point, Stat, stat};
use super::{FAST, rate, servers};
use firedrill::incident::document::{QueuePatience, Shape};

pub fn mm1(lambda: f64) -> Point {
    let mut point = Point::new("M/M/1", "rho = 0.7", "mm1", FAST, |i| rate(i, lambda));
    let response = 1.0 / (100.0 - lambda);
    point = point
        .and("mean wait, s", response - 0.01, stat("web", Stat::Wait))
        .and("mean response, s", response, stat("web", Stat::Response))
        .and(
            "mean in system",
            lambda * response,
            stat("web", Stat::Present),
        )
        .and(
            "utilization",
            lambda / 100.0,
            stat("web", Stat::Utilization),
        );
    quantiles(point, 1, lambda)
}

fn quantiles(mut point: Point, c: u32, lambda: f64) -> Point {
    for (name, p, which) in [
        ("response p50, s", 0.50, Stat::P50),
        ("response p95, s", 0.95, Stat::P95),
        ("response p99, s", 0.99, Stat::P99),
    ] {
        let wanted = mmc_response_quantile(c, lambda, 100.0, p);
        point = point.and(name, wanted, stat("web", which));
    }
    point
}

pub fn mmc(c: u32, lambda: f64) -> Point {
    let name = format!("c = {c}, rho = {}", lambda / 100.0 / f64::from(c));
    let length = (30.0, 60.0 + 60_000.0 / lambda);
    let point = Point::new("M/M/c (Erlang C)", name, "mmc", length, |i| {
        rate(i, lambda);
        servers(i, c, 100_000);
    });
    let wait = mmc_wait(c, lambda, 100.0);
    let point = point
        .and("mean wait, s", wait, stat("web", Stat::Wait))
        .and(
            "mean in system",
            lambda * (wait + 0.01),
            stat("web", Stat::Present),
        );
    quantiles(point, c, lambda)
}

pub fn loss(c: u32, lambda: f64, shape: Shape) -> Point {
    let name = format!("c = {c}, a = {}, {shape:?}", lambda / 10.0);
    let point = Point::new(
        "M/G/c/c (Erlang B)",
        name,
        "erlang-b",
        (20.0, 1200.0),
        |i| {
            rate(i, lambda);
            servers(i, c, 0);
            i.world.classes[0].before_shape = shape;
        },
    );
    let lost = erlang_b(c, lambda / 10.0);
    let carried = lambda / 10.0 * (1.0 - lost);
    point
        .and("share refused", lost, stat("web", Stat::Refused))
        .and("mean in system", carried, stat("web", Stat::Present))
        .and(
            "utilization",
            carried / f64::from(c),
            stat("web", Stat::Utilization),
        )
}

pub fn mmck(c: u32, room: u32, lambda: f64) -> Point {
    let name = format!("c = {c}, K = {}, a = {}", c + room, lambda / 100.0);
    let point = Point::new("M/M/c/K", name, "mmck", (20.0, 480.0), |i| {
        rate(i, lambda);
        servers(i, c, room);
    });
    let k = (c + room) as usize;
    let busy = |n: usize| (n as f64).min(f64::from(c));
    let n = birth_death(|_| lambda, |n| busy(n) * 100.0, k);
    let served = mean_of(&n, busy) * 100.0;
    let present = mean_of(&n, |n| n as f64);
    point
        .and("share refused", n[k], stat("web", Stat::Refused))
        .and("mean in system", present, stat("web", Stat::Present))
        .and(
            "mean response, s",
            present / served,
            stat("web", Stat::Response),
        )
        .and("throughput, 1/s", served, stat("web", Stat::Throughput))
}

pub fn impatient(c: u32, lambda: f64, patience_s: f64) -> Point {
    let name = format!("c = {c}, a = {}, patience {patience_s} s", lambda / 10.0);
    let point = Point::new("M/M/c+M (Erlang A)", name, "erlang-a", (20.0, 900.0), |i| {
        rate(i, lambda);
        servers(i, c, 100_000);
        i.world.classes[0].queue_patience = Some(QueuePatience {
            mean_s: patience_s,
            shape: Shape::Exponential,
        });
    });
    let theory = erlang_a(c, lambda, 10.0, 1.0 / patience_s);
    let busy = lambda / 10.0 * (1.0 - theory.abandoned) / f64::from(c);
    point
        .and(
            "share that left",
            theory.abandoned,
            stat("web", Stat::TimedOut),
        )
        .and("mean in system", theory.present, stat("web", Stat::Present))
        .and("utilization", busy, stat("web", Stat::Utilization))
}

pub fn mdc(c: u32, lambda: f64) -> Point {
    let name = format!("c = {c}, rho = {}", lambda / 100.0 / f64::from(c));
    let length = (60.0, 80_000.0 / lambda);
    let point = Point::new("M/D/c", name, "md1", length, |i| {
        rate(i, lambda);
        servers(i, c, 100_000);
    });
    let wait = 0.01 * mdc_wait(c, lambda / 100.0);
    point
        .and("mean wait, s", wait, stat("web", Stat::Wait))
        .and(
            "mean in system",
            lambda * (wait + 0.01),
            stat("web", Stat::Present),
        )
}

pub fn mg1(lambda: f64, shape: Shape, cv2: f64) -> Point {
    let name = format!("rho = {}, {shape:?}", lambda / 100.0);
    let point = Point::new(
        "M/G/1 (Pollaczek-Khinchine)",
        name,
        "mg1-erlang",
        FAST,
        |i| {
            rate(i, lambda);
            i.world.classes[0].before_shape = shape;
        },
    );
    let wait = pollaczek_khinchine(lambda, 0.01, cv2);
    point
        .and("mean wait, s", wait, stat("web", Stat::Wait))
        .and("mean response, s", wait + 0.01, stat("web", Stat::Response))
        .and(
            "mean in system",
            lambda * (wait + 0.01),
            stat("web", Stat::Present),
        )
}
