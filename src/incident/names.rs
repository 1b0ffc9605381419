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

/// Names of the actions that a condition can ask for: those of the journal that say or change
/// something. Invariant: a test of `drill::action` holds them equal to the journal's.
pub const ACTIONS: [&str; 38] = [
    "acknowledge",
    "ask",
    "assign",
    "board",
    "bouncer",
    "cancel_backends",
    "diagnose",
    "drain_instance",
    "drop_slot",
    "edit_file",
    "end_silence",
    "escalate",
    "failover",
    "flush_cache",
    "free_disk",
    "pause_pipeline",
    "pause_rollout",
    "pools",
    "reassign",
    "reload_database",
    "resize_pool",
    "resolve",
    "resolve_page",
    "restart_database",
    "rollback_file",
    "rolling_restart",
    "run_pipeline",
    "say",
    "scale",
    "severity",
    "shed_load",
    "silence",
    "start_database",
    "status",
    "stop_database",
    "terminate_backends",
    "terminate_sessions",
    "undo_rollout",
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
