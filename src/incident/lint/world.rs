//! Classes of requests and services.

use super::findings::Findings;
use super::known::Known;
use super::rules::{by, rows};
use super::{clients, services};
use crate::incident::document::{Class, Incident, World};

/// Most visits of a run; more would take too long to simulate.
const VISITS_MAX: f64 = 1e8;
/// Most loops of a world at full scale.
const LOOPS_MAX: u64 = 100_000;

pub fn lint(at: &str, world: &World, known: &Known, found: &mut Findings) {
    rows!(found, at, world, {
        classes[1..=50] unique name: by(|at, class, found| {
            clients::class(at, class, &world.database, known, found);
        }),
        services[1..=50] unique name: by(|at, service, found| {
            services::service(at, service, world, known, found);
        }),
    });
    let mut pools = Vec::new();
    for (i, service) in world.services.iter().enumerate() {
        let Some(pool) = &service.pool else { continue };
        if pools.contains(&&pool.name) {
            let path = format!("{at}.services[{i}].pool.name");
            found.error(&path, format!("`{}` is there twice", pool.name));
        }
        pools.push(&pool.name);
    }
}

/// The whole run must be small enough to simulate.
pub fn lint_volume(incident: &Incident, found: &mut Findings) {
    let (classes, services) = (&incident.world.classes, &incident.world.services);
    let run_s = incident.clock.history_s + incident.clock.end_s;
    let peak = |class: &Class| class.rate_factors.iter().map(|f| f.1).fold(1.0, f64::max);
    let rate: f64 = classes
        .iter()
        .map(|c| c.visits_per_second_max() * peak(c))
        .sum();
    if rate * run_s > VISITS_MAX {
        let message = format!(
            "{:.0} visits are too many; at most {VISITS_MAX}",
            rate * run_s
        );
        found.error("$.world.classes", message);
    }
    let loops = services.iter().filter_map(|s| {
        let loops = s.loops.as_ref()?;
        Some(u64::from(loops.per_instance) * u64::from(s.instances_max))
    });
    let loops: u64 = loops.sum();
    if loops > LOOPS_MAX {
        let message = format!("{loops} loops at full scale are too many; at most {LOOPS_MAX}");
        found.error("$.world.services", message);
    }
}
