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

/// All errors and warnings of a document, in no particular order. The pages of the world's
/// runbook are looked at if the document brings them.
pub fn lint(incident: &Incident, brings_runbook: bool) -> Vec<Finding> {
    let known = Known::of(incident);
    let mut found = Findings::default();
    story::lint(incident, &known, &mut found);
    world::lint(&incident.world, &known, &mut found);
    world::lint_volume(incident, &mut found);
    database::lint(&incident.world, &incident.clock, &mut found);
    config::lint(incident, &mut found);
    changes::lint(
        &incident.changes,
        &incident.world.database,
        &known,
        &mut found,
    );
    alerts::lint(&incident.alerts, &known, &mut found);
    alerts::lint_objective(&incident.objective, &known, &mut found);
    diagnosis::lint(&incident.diagnosis, &known, &mut found);
    alerts::lint_pager(&incident.pager, &known, &mut found);
    channel::lint(&incident.channel, &known, &mut found);
    channel::lint_status_page(&incident.status_page, &known, &mut found);
    people::lint_contacts(&incident.contacts, &known, &mut found);
    people::lint_coach(&incident.coach, &known, &mut found);
    people::lint_responders(&incident.responders, &known, &mut found);
    measures::lint(incident, &known, &mut found);
    runbook::lint("$.runbook", &incident.runbook, incident, &mut found);
    if brings_runbook {
        runbook::lint(
            "$.world_runbook",
            &incident.world_runbook,
            incident,
            &mut found,
        );
    }
    runbook::lint_alerts(incident, &mut found);
    found.into_vec()
}
