//! The vocabulary of incident files: telemetry columns, charts, panes.

use super::document::Incident;
use super::lower::lower;
use crate::sim::telemetry::Telemetry;

/// Ids of the page's charts, for evidence and looks.
pub const CHARTS: [&str; 19] = [
    "requests",
    "errors",
    "latency",
    "latency-heat",
    "affected",
    "threads",
    "ready",
    "pool",
    "pool-timeouts",
    "connections",
    "new-connections",
    "sessions",
    "commits",
    "cpu",
    "disk",
    "load",
    "cache",
    "burn",
    "budget",
];

/// Ids of the page's panes, which the coach can point at.
pub const PANES: [&str; 9] = [
    "pager",
    "charts",
    "logs",
    "files",
    "database",
    "changes",
    "actions",
    "diagnosis",
    "status",
];

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
