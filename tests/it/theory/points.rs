//! The points: families of queues, each at a few parameters.

mod closed;
mod fifo;
mod shared;

use super::point::Point;
use firedrill::incident::document::{Incident, Shape};

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
    let mut all = vec![fifo::mm1(70.0)];
    all.extend([(4, 320.0), (20, 1700.0)].map(|(c, lambda)| fifo::mmc(c, lambda)));
    all.extend([
        fifo::loss(5, 40.0, Shape::Exponential),
        fifo::loss(10, 80.0, Shape::Hyperexponential(4.0)),
    ]);
    all.extend([(1, 5, 125.0), (3, 5, 270.0)].map(|(c, room, lambda)| fifo::mmck(c, room, lambda)));
    all.extend([(10, 95.0, 0.2), (5, 60.0, 0.05)].map(|(c, l, p)| fifo::impatient(c, l, p)));
    all.extend([(1, 80.0), (4, 320.0)].map(|(c, lambda)| fifo::mdc(c, lambda)));
    all.extend([
        fifo::mg1(80.0, Shape::Erlang(4), 0.25),
        fifo::mg1(60.0, Shape::Hyperexponential(4.0), 4.0),
        fifo::mg1(70.0, Shape::Lognormal(0.5), 0.5),
    ]);
    let shapes = [
        Shape::Deterministic,
        Shape::Exponential,
        Shape::Hyperexponential(4.0),
    ];
    all.extend(shapes.map(|shape| shared::ps(70.0, shape)));
    let shapes = [Shape::Erlang(4), Shape::Exponential, Shape::Lognormal(2.0)];
    all.extend(shapes.map(|shape| shared::ps_cores(4, 320.0, shape)));
    all.extend([(4, 38.0, 250), (2, 25.0, 400)].map(|(c, l, d)| shared::with_deadline(c, l, d)));
    all.extend([(2, 12, 1.0), (1, 6, 0.5)].map(|(c, n, think)| closed::repair(c, n, think)));
    all.extend([5, 20, 40].map(closed::interactive));
    all.push(closed::two_classes());
    all.extend(
        [(10, 60.0), (20, 80.0), (40, 85.0)].map(|(size, lambda)| shared::usl_pool(size, lambda)),
    );
    all.push(closed::retries());
    all
}
