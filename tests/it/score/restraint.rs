//! A false alarm: nothing is at fault, and the best is to leave it alone and to say so.

use super::{ID, at, cut, judged, points, scored};
use firedrill::debrief::judge::Depth;
use firedrill::drill::action::{Action, Command, Entry};
use firedrill::incident::document::{Incident, When};
use std::sync::Arc;

/// The shop on a day without a fault, with an alert that is too eager.
fn false_alarm() -> Arc<Incident> {
    let mut incident = cut(400.0, 900.0, 4.0);
    assert_eq!(incident.id, ID);
    incident.changes.clear();
    incident.objective.pause_pipelines.clear();
    incident.alerts.truncate(1);
    incident.alerts[0].when = When::Above(0.0);
    incident.alerts[0].for_s = 30.0;
    incident
        .responders
        .retain(|r| r.id == "nobody" || r.id == "best");
    let best = incident.responders.iter_mut().find(|r| r.id == "best");
    let best = best.expect("there is one");
    best.script.retain(|e| {
        !matches!(
            e.action.name(),
            "rollback_file" | "restart_database" | "pause_pipeline" | "look" | "diagnose"
        )
    });
    Arc::new(incident)
}

fn total(incident: &Arc<Incident>, journal: &[Entry]) -> (f64, f64, f64) {
    let judge = judged(incident, 1, Depth::Points, journal);
    let score = scored(&judge);
    (
        score.total,
        points(&score, "harm"),
        points(&score, "actions"),
    )
}

#[test]
fn restraint_is_what_scores() {
    let incident = false_alarm();
    let (nothing, ..) = total(&incident, &[]);
    assert!(nothing.abs() < 1e-12, "nobody decided anything: {nothing}");
    let calm = super::script(&incident, "best");
    let (calm_total, harm, actions) = total(&incident, &calm);
    assert!((harm - 40.0).abs() < 1e-9 && (actions - 10.0).abs() < 1e-9);
    assert!(calm_total > 60.0, "{calm_total}");
    let mut hasty = calm.clone();
    hasty.extend([
        at(100.0, Action::Change(Command::RestartDatabase {})),
        at(
            110.0,
            Action::Change(Command::RollingRestart {
                service: "web".into(),
            }),
        ),
    ]);
    hasty.sort_by_key(|e| e.at_ms);
    let (hasty_total, harm, actions) = total(&incident, &hasty);
    assert!(harm < 40.0 && actions < 10.0, "{harm} {actions}");
    assert!(hasty_total < calm_total);
}
