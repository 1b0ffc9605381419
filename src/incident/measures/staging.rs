//! Tests of changes: a smaller copy of the world does what the change does, and answers
//! visits. Whether a mistake shows depends on load and size, as it does in life.

use super::{concerns, retitled};
use crate::incident::document::{Change, Command, Incident, Staging};
use crate::incident::lower::lower;
use crate::sim::World;
use crate::sim::time::{MIN, Nanos, SEC};

/// Seed of every staging.
const SEED: u64 = 1;
/// The staging runs this long before the change, so that pools are full and caches warm.
const WARM_S: f64 = 180.0;

/// A test that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// The class with the largest share of affected visits.
    pub class: String,
    /// That share, 0..=1; none if the database did not answer at the end.
    pub affected: Option<f64>,
}

/// Tests the scheduled changes, one after the other; what fails is not done.
pub(super) fn apply(incident: &mut Incident, staging: &Staging) {
    for index in 0..incident.changes.len() {
        let change = &incident.changes[index];
        if change.steps.is_empty() || !concerns(&staging.pipelines, change.pipeline.as_ref()) {
            continue;
        }
        let Some(failed) = try_change(incident, index, staging) else {
            continue;
        };
        let change = &mut incident.changes[index];
        change.steps.clear();
        let what = match failed.affected {
            Some(share) => format!(
                "stopped by its test, {:.0} % of {} visits failed",
                share * 100.0,
                failed.class
            ),
            None => "stopped by its test, the database did not answer".to_string(),
        };
        change.title = retitled(&change.title, &what);
    }
}

/// Runs a change of the incident, by place, in a staging; none if it passes: the database
/// answers at the end, and of no class are more visits affected than the objective allows.
#[must_use]
pub fn try_change(incident: &Incident, index: usize, staging: &Staging) -> Option<Failed> {
    let change = incident.changes.get(index)?;
    let mut spec = lower(&small(incident, change, staging));
    let minutes = |seconds: f64| ((seconds / 60.0).ceil().max(0.0) as Nanos) * MIN;
    // Minutes of the books count from minute zero.
    let from = spec.minute_zero + minutes(staging.settle_s);
    let to = from + minutes(staging.probe_s);
    spec.end = to + SEC;
    let mut world = World::new(spec, SEED);
    world.run_until(to);
    let up = world.telemetry().column("pg_up");
    if up.and_then(|column| world.telemetry().last(column)) != Some(1.0) {
        return Some(Failed {
            class: String::new(),
            affected: None,
        });
    }
    let books = world.spec().classes.iter().zip(world.ledger());
    let worst = books
        .map(|(class, ledger)| {
            let visits = ledger.between(from, to);
            let share = visits.affected as f64 / visits.total.max(1) as f64;
            (share, &class.name)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    (worst.0 > incident.objective.error_ratio_max).then(|| Failed {
        class: worst.1.clone(),
        affected: Some(worst.0),
    })
}

/// The world of the staging: the same files as production has before the change, fewer
/// instances, fewer visits at an even rate, and this change alone, at minute zero.
fn small(incident: &Incident, change: &Change, staging: &Staging) -> Incident {
    let mut out = incident.clone();
    for before in &incident.changes {
        if std::ptr::eq(before, change) {
            break;
        }
        for step in &before.steps {
            let Command::WriteFile { path, lines, .. } = step else {
                continue;
            };
            let file = out.world.files.iter_mut().find(|file| file.path == *path);
            if let Some(version) = file.and_then(|file| file.versions.last_mut()) {
                version.lines.clone_from(lines);
            }
        }
    }
    let load = staging.load_percent / 100.0;
    for class in &mut out.world.classes {
        class.rate_factors.clear();
        class.visits_per_second = class.visits_per_second.map(|rate| rate * load);
        if let Some(population) = &mut class.population {
            population.users = (f64::from(population.users) * load).ceil() as u32;
        }
    }
    for service in &mut out.world.services {
        let instances = f64::from(service.instances) * staging.instances_percent / 100.0;
        service.instances = (instances.ceil() as u32).max(1);
        service.instances_max = service.instances_max.max(service.instances);
    }
    out.clock.history_s = WARM_S;
    out.changes = vec![Change {
        at_s: 0.0,
        // Nobody has paused the staging's pipelines.
        pipeline: None,
        ..change.clone()
    }];
    out
}
