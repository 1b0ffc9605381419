//! The points: families of queues, each at a few parameters.

use super::formulas::{
    birth_death, deadline, erlang_a, erlang_b, machine_repair, mdc_wait, mean_of,
    mmc_response_quantile, mmc_wait, mva, mva_two_classes, pollaczek_khinchine, ps_response, usl,
};
use super::point::{Point, Stat, class_throughput, stat};
use firedrill::incident::document::{Incident, Population, QueuePatience, Shape};

/// Warm-up and length of a run, seconds; some 70,000 customers of a 10 ms service.
const FAST: (f64, f64) = (60.0, 960.0);

fn rate(incident: &mut Incident, visits_per_second: f64) {
    incident.world.classes[0].visits_per_second = Some(visits_per_second);
}

fn servers(incident: &mut Incident, threads: u32, queue: u32) {
    incident.world.services[0].threads = threads;
    incident.world.services[0].accept_queue_max = queue;
}

fn pool_file(incident: &mut Incident, size: u32, timeout_ms: u32) {
    for line in &mut incident.world.files[1].versions[0].lines {
        if line.contains("maximumPoolSize") {
            *line = format!("spring.datasource.hikari.maximumPoolSize={size}");
        } else if line.contains("connectionTimeout") {
            *line = format!("spring.datasource.hikari.connectionTimeout={timeout_ms}");
        }
    }
}

/// All points.
pub fn points() -> Vec<Point> {
    let mut all = vec![mm1(70.0)];
    all.extend([(4, 320.0), (20, 1700.0)].map(|(c, lambda)| mmc(c, lambda)));
    all.extend([
        loss(5, 40.0, Shape::Exponential),
        loss(10, 80.0, Shape::Hyperexponential(4.0)),
    ]);
    all.extend([(1, 5, 125.0), (3, 5, 270.0)].map(|(c, room, lambda)| mmck(c, room, lambda)));
    all.extend([(10, 95.0, 0.2), (5, 60.0, 0.05)].map(|(c, l, p)| impatient(c, l, p)));
    all.extend([(1, 80.0), (4, 320.0)].map(|(c, lambda)| mdc(c, lambda)));
    all.extend([
        mg1(80.0, Shape::Erlang(4), 0.25),
        mg1(60.0, Shape::Hyperexponential(4.0), 4.0),
        mg1(70.0, Shape::Lognormal(0.5), 0.5),
    ]);
    let shapes = [
        Shape::Deterministic,
        Shape::Exponential,
        Shape::Hyperexponential(4.0),
    ];
    all.extend(shapes.map(|shape| ps(70.0, shape)));
    let shapes = [Shape::Erlang(4), Shape::Exponential, Shape::Lognormal(2.0)];
    all.extend(shapes.map(|shape| ps_cores(4, 320.0, shape)));
    all.extend([(4, 38.0, 250), (2, 25.0, 400)].map(|(c, l, d)| with_deadline(c, l, d)));
    all.extend([(2, 12, 1.0), (1, 6, 0.5)].map(|(c, n, think)| repair(c, n, think)));
    all.extend([5, 20, 40].map(interactive));
    all.push(two_classes());
    all.extend([(10, 60.0), (20, 80.0), (40, 85.0)].map(|(size, lambda)| usl_pool(size, lambda)));
    all.push(retries());
    all
}

fn mm1(lambda: f64) -> Point {
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

fn mmc(c: u32, lambda: f64) -> Point {
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

fn loss(c: u32, lambda: f64, shape: Shape) -> Point {
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

fn mmck(c: u32, room: u32, lambda: f64) -> Point {
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

fn impatient(c: u32, lambda: f64, patience_s: f64) -> Point {
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

fn mdc(c: u32, lambda: f64) -> Point {
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

fn mg1(lambda: f64, shape: Shape, cv2: f64) -> Point {
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

fn ps(lambda: f64, shape: Shape) -> Point {
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

fn ps_cores(c: u32, lambda: f64, shape: Shape) -> Point {
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

fn with_deadline(c: u32, lambda: f64, deadline_ms: u32) -> Point {
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

fn repair(c: u32, users: u32, think_s: f64) -> Point {
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

fn interactive(users: u32) -> Point {
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

fn two_classes() -> Point {
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

fn usl_pool(size: u32, lambda: f64) -> Point {
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

fn retries() -> Point {
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
