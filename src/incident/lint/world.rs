//! Classes of requests and services.

use super::findings::Findings;
use super::known::Known;
use super::{clients, services};
use crate::incident::document::{Class, Incident, World};

/// Most visits of a run; more would take too long to simulate.
const VISITS_MAX: f64 = 1e8;
/// Most loops of a world at full scale.
const LOOPS_MAX: u64 = 100_000;

pub fn lint(world: &World, known: &Known, found: &mut Findings) {
    found.entries("$.world.classes", &world.classes, 1..=50);
    found.unique(
        "$.world.classes",
        ".name",
        world.classes.iter().map(|c| c.name.as_str()),
    );
    for (i, class) in world.classes.iter().enumerate() {
        let at = format!("$.world.classes[{i}]");
        clients::class(&at, class, &world.database, known, found);
    }
    found.entries("$.world.services", &world.services, 1..=50);
    found.unique(
        "$.world.services",
        ".name",
        world.services.iter().map(|s| s.name.as_str()),
    );
    for (i, service) in world.services.iter().enumerate() {
        services::service(
            &format!("$.world.services[{i}]"),
            service,
            world,
            known,
            found,
        );
    }
    let mut pools = Vec::new();
    for (i, service) in world.services.iter().enumerate() {
        let Some(pool) = &service.pool else { continue };
        if pools.contains(&&pool.name) {
            let path = format!("$.world.services[{i}].pool.name");
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
