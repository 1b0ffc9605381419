//! What types cannot say: ranges, references, order. Every clause that the engine, the
//! drill and the page rely on, so that a file without errors can always be played.

mod alerts;
mod changes;
mod channel;
mod clients;
mod conditions;
mod config;
mod database;
mod diagnosis;
mod findings;
mod known;
mod lifecycle;
mod measures;
mod people;
mod policy;
mod rules;
mod runbook;
mod services;
mod story;
mod tier;
mod transactions;
mod words;
mod world;

pub use findings::{Finding, Findings};

use super::document::Incident;
use known::Known;
use rules::{by, rows};

/// All errors and warnings of a document, in no particular order. The pages of the world's
/// runbook are looked at if the document brings them.
pub fn lint(incident: &Incident, brings_runbook: bool) -> Vec<Finding> {
    let known = &Known::of(incident);
    let found = &mut Findings::default();
    story::lint(incident, known, found);
    database::lint(&incident.world, &incident.clock, found);
    config::lint(incident, found);
    changes::lint(&incident.changes, known, found);
    rows!(found, "$", incident, {
        world: by(|at, it, found| world::lint(at, it, known, found)),
        alerts[0..=100] unique name: by(|at, it, found| alerts::rule(at, it, known, found)),
        objective: by(|at, it, found| alerts::lint_objective(at, it, known, found)),
        diagnosis: by(|at, it, found| diagnosis::lint(at, it, known, found)),
        pager: by(|at, it, found| alerts::lint_pager(at, it, known, found)),
        channel: by(|at, it, found| channel::lint(at, it, known, found)),
        status_page: by(|at, it, found| channel::lint_status_page(at, it, known, found)),
        contacts[0..=20] unique id: by(|at, it, found| people::contact(at, it, known, found)),
        coach[0..=50] unique id: by(|at, it, found| people::coach_step(at, it, known, found)),
        responders[0..=50] unique id: by(|at, it, found| people::responder(at, it, known, found)),
    });
    world::lint_volume(incident, found);
    alerts::lint(&incident.alerts, found);
    people::lint_responders(&incident.responders, found);
    measures::lint(incident, known, found);
    runbook::lint("$.runbook", &incident.runbook, incident, found);
    if brings_runbook {
        runbook::lint("$.world_runbook", &incident.world_runbook, incident, found);
    }
    runbook::lint_alerts(incident, found);
    std::mem::take(found).into_vec()
}
