//! What one run cost.

use crate::drill::Session;
use crate::incident::document::{Incident, When};
use crate::sim::ledger::Visits;
use crate::sim::time::MIN;
use serde::{Deserialize, Serialize};

/// A month, the span of an error budget, seconds.
const MONTH_S: f64 = 30.0 * 86_400.0;

/// What a run cost, from minute zero to the end of the incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Place of the arm in the plan.
    pub arm: u32,
    /// Seed of the world.
    pub seed: u64,
    /// Digest of the run, hexadecimal.
    pub digest: String,
    /// Visits that ended.
    pub visits: u64,
    /// Affected ones of them. A debrief also counts those that never ended.
    pub affected: u64,
    /// Whole minutes in which more of the visits were affected than the objective allows.
    pub outage_min: u32,
    /// Share of the error budget of 30 days that was used; none if the incident names no
    /// budget (a `burn_rate` rule does).
    pub budget: Option<f64>,
    /// Actions that the player did.
    pub actions: u32,
    /// Actions that the player wanted to do and could not.
    pub refused: u32,
    /// Affected visits of each minute.
    pub minutes: Vec<u32>,
}

impl Outcome {
    /// The outcome of a run that is at its end.
    #[must_use]
    pub fn of(session: &Session, arm: u32) -> Outcome {
        let incident = session.incident();
        let (zero, end) = session.span();
        let minutes = end.saturating_sub(zero) / MIN;
        let books = session.world().ledger();
        let minute = |m: u64| {
            let (from, to) = (zero + m * MIN, zero + (m + 1) * MIN);
            books.iter().fold(Visits::default(), |sum, class| {
                let visits = class.between(from, to);
                Visits {
                    total: sum.total + visits.total,
                    affected: sum.affected + visits.affected,
                    saw_503: 0,
                }
            })
        };
        let all: Vec<Visits> = (0..minutes).map(minute).collect();
        let allowed = incident.objective.error_ratio_max;
        let out = |v: &&Visits| v.affected as f64 > allowed * v.total as f64;
        Outcome {
            arm,
            seed: session.journal().seed,
            digest: format!("{:016x}", session.world().digest()),
            visits: all.iter().map(|v| v.total).sum(),
            affected: all.iter().map(|v| v.affected).sum(),
            outage_min: all.iter().filter(out).count() as u32,
            budget: budget(session),
            actions: session.journal().entries.len() as u32,
            refused: session.rejected().len() as u32,
            minutes: all
                .iter()
                .map(|v| u32::try_from(v.affected).unwrap_or(u32::MAX))
                .collect(),
        }
    }
}

/// Affected visits of the class that the budget is for, divided by those that the budget
/// allows in 30 days of traffic like that of the run.
fn budget(session: &Session) -> Option<f64> {
    let incident = session.incident();
    let (class, share) = budget_of(incident)?;
    let (zero, end) = session.span();
    let index = incident
        .world
        .classes
        .iter()
        .position(|c| c.name == class)?;
    let visits = session.world().ledger().get(index)?.between(zero, end);
    // The books are kept in whole minutes.
    let run_s = ((end.saturating_sub(zero)) / MIN * 60) as f64;
    let allowed = share * visits.total as f64 * (MONTH_S / run_s);
    (allowed > 0.0).then(|| visits.affected as f64 / allowed)
}

/// Class and allowed share of the first rule on an error budget of visits.
fn budget_of(incident: &Incident) -> Option<(&str, f64)> {
    incident.alerts.iter().find_map(|rule| {
        let When::BurnRate { budget, .. } = rule.when else {
            return None;
        };
        let rest = rule
            .column
            .strip_prefix("class:visits_affected:ratio1m{class=\"")?;
        Some((rest.strip_suffix("\"}")?, budget))
    })
}
