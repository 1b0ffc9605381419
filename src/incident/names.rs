//! The vocabulary of incident files: telemetry columns, facts, actions.

use super::document::Incident;
use super::lower::lower;
use crate::sim::telemetry::Telemetry;

/// Facts of a run that texts of the channel, of contacts and of the status page may hold in
/// braces beside columns: `drill::facts` says what stands there.
pub const FACTS: [&str; 13] = [
    "affected",
    "affected_share",
    "change",
    "components",
    "ended",
    "minutes",
    "next_update",
    "scope",
    "severity",
    "silent_for",
    "started",
    "ticket_topics",
    "tickets",
];

/// More services than a clean document has.
const SERVICES_MAX: usize = 100;

/// Every telemetry column that alerts, conditions and texts may name.
#[must_use]
pub fn columns(incident: &Incident) -> Vec<String> {
    let mut spec = lower(incident);
    spec.services.truncate(SERVICES_MAX);
    spec.classes.truncate(SERVICES_MAX);
    Telemetry::new(&spec)
        .columns()
        .map(str::to_string)
        .collect()
}
