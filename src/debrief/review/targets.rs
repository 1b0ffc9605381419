//! Phase times beside their targets, and beside those of two scripted players.

use crate::debrief::judge::Judgement;
use crate::drill::action::{Action, Entry, Kind};
use crate::drill::responders;
use crate::incident::document::Incident;
use crate::sim::time::Nanos;
use serde::{Deserialize, Serialize};

/// A phase of the response. Seconds from minute zero; none for what never came, or is not
/// known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Its name.
    pub phase: String,
    /// When it was reached.
    pub reached_s: Option<f64>,
    /// The latest time that meets the target of the incident.
    pub target_s: Option<f64>,
    /// When the original team reached it.
    pub original_s: Option<f64>,
    /// When the best known responder reaches it.
    pub best_s: Option<f64>,
}

impl Target {
    /// The target was met; none without a target.
    #[must_use]
    pub fn met(&self) -> Option<bool> {
        let target = self.target_s?;
        Some(self.reached_s.is_some_and(|reached| reached <= target))
    }
}

pub(super) fn targets(judgement: &Judgement<'_>, mitigated: Option<Nanos>) -> Vec<Target> {
    let session = judgement.over;
    let incident = session.incident();
    let goal = &incident.objective;
    let seconds = |at: Nanos| session.at_ms(at) as f64 / 1000.0;
    let page = session.pages().first();
    let paged_s = page.map(|page| seconds(page.sent));
    let right = session.stated().iter().find(|s| s.right.0 && s.right.1);
    let original = entries(incident, "original-team");
    let best = &entries(incident, judgement.best.0);
    let healthy = judgement.best.1.well_since;
    let zero = session.span().0;
    let row = |phase: &str, own: Option<Nanos>, target_s: Option<f64>, is: fn(&Action) -> bool| {
        let first = |entries: &[Entry]| {
            let found = entries.iter().find(|entry| is(&entry.action));
            found.map(|entry| entry.at_ms as f64 / 1000.0)
        };
        Target {
            phase: phase.to_string(),
            reached_s: own.map(seconds),
            target_s,
            original_s: first(&original),
            best_s: first(best),
        }
    };
    let acknowledged = session.pages().iter().filter_map(|p| p.acknowledged).min();
    let mut mitigated = row("Mitigated", mitigated, None, |_| false);
    mitigated.best_s = healthy.filter(|at| *at > zero).map(seconds);
    // What a script comes to is known where its world was run: here it is this very run.
    if same_changes(&session.journal().entries, &original) {
        mitigated.original_s = mitigated.reached_s;
    }
    vec![
        row(
            "Acknowledged",
            acknowledged,
            paged_s.map(|at| at + goal.acknowledge_s),
            |a| *a == Action::Acknowledge {},
        ),
        row(
            "First update",
            session.updates().iter().copied().find(|at| *at >= zero),
            Some(goal.first_update_s),
            |a| matches!(a, Action::Status { .. }),
        ),
        row("Diagnosed", right.map(|s| s.at), None, |a| {
            matches!(a, Action::Diagnose(_))
        }),
        mitigated,
        row("Resolved", session.resolved(), None, |a| {
            *a == Action::Resolve {}
        }),
    ]
}

/// The same changes at the same times, so that the same became of the world; some at least.
fn same_changes(own: &[Entry], script: &[Entry]) -> bool {
    let is_change = |entry: &&Entry| entry.action.kind() == Kind::Change;
    let changes = || script.iter().filter(is_change);
    changes().next().is_some() && own.iter().filter(is_change).eq(changes())
}

/// The script of a player, if it has one.
fn entries(incident: &Incident, id: &str) -> Vec<Entry> {
    responders::entries(incident, id).unwrap_or_default()
}
