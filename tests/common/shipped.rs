//! The shipped incident, and cuts of it that run in a moment.

use firedrill::incident::document::Incident;
use firedrill::incident::library;

/// Its id.
pub const ID: &str = "2025-03-15-database-outage";

/// As it is shipped.
pub fn shipped() -> Incident {
    library::load(ID).expect("the shipped incident loads")
}

/// With a short history, seconds, and the users divided by a number.
pub fn small(history_s: f64, users_by: f64) -> Incident {
    cut(history_s, f64::INFINITY, users_by)
}

/// The same with an early end, seconds after minute zero.
pub fn cut(history_s: f64, end_s: f64, users_by: f64) -> Incident {
    let mut incident = shipped();
    let clock = &mut incident.clock;
    clock.history_s = history_s;
    clock.player_from_s = clock.player_from_s.min(history_s);
    clock.end_s = clock.end_s.min(end_s);
    let happens = |at_s: f64| at_s > -history_s && at_s < end_s;
    incident.changes.retain(|change| happens(change.at_s));
    for class in &mut incident.world.classes {
        class.visits_per_second = class.visits_per_second.map(|rate| rate / users_by);
    }
    incident
}
