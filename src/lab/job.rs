//! Jobs: runs that do not depend on each other, taken in small steps.

use super::outcome::Outcome;
use super::plan::{Arm, Plan};
use super::sweep;
use crate::drill::convoy::Convoy;
use crate::drill::{Session, responders};
use crate::incident::apply_measures;
use crate::incident::document::Incident;
use crate::sim::time::Nanos;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A plan with its arms prepared. Each worker makes its own from the plan's text.
pub struct Lab {
    plan: Plan,
    /// The incident of each arm, without its measures.
    incidents: Vec<Arc<Incident>>,
    /// Arms whose worlds are the same, each with the arms that are the same altogether.
    groups: Vec<Vec<Vec<u32>>>,
}

/// One job: the arms of a plan whose worlds are the same, with one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobSpec {
    /// Seed of the world.
    pub seed: u64,
    /// Number of the group of arms.
    pub group: u32,
}

impl Lab {
    /// Prepares the arms of a plan. A measure that tests changes runs its staging here, so
    /// this takes up to some seconds.
    ///
    /// # Errors
    /// If the plan is too large, or names a measure, a responder or a value that is none.
    pub fn new(plan: Plan) -> Result<Lab, String> {
        plan.check()?;
        let mut prepared: Vec<Arc<Incident>> = Vec::new();
        let mut groups: Vec<Vec<Vec<u32>>> = Vec::new();
        for (number, arm) in plan.arms.iter().enumerate() {
            let incident = incident(&plan.incident, arm)?;
            if plan.responder != "nobody" {
                responders::find(&incident, &plan.responder)?;
            }
            let number = number as u32;
            let first = |group: &Vec<Vec<u32>>| prepared[group[0][0] as usize].clone();
            match groups.iter().position(|g| same_world(&first(g), &incident)) {
                None => groups.push(vec![vec![number]]),
                Some(at) => {
                    let mut same = groups[at].iter_mut();
                    let same = same.find(|arms| *prepared[arms[0] as usize] == incident);
                    match same {
                        Some(arms) => arms.push(number),
                        None => groups[at].push(vec![number]),
                    }
                }
            }
            prepared.push(Arc::new(incident));
        }
        Ok(Lab {
            plan,
            incidents: prepared,
            groups,
        })
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// All jobs, seed by seed: after the first few seeds every arm has some runs.
    pub fn jobs(&self) -> impl Iterator<Item = JobSpec> + '_ {
        let groups = self.groups.len() as u32;
        let seeds = 1..=self.plan.seeds;
        seeds.flat_map(move |seed| (0..groups).map(move |group| JobSpec { seed, group }))
    }

    /// The incident of an arm, as it is played.
    #[must_use]
    pub fn incident(&self, arm: usize) -> Option<&Arc<Incident>> {
        self.incidents.get(arm)
    }

    /// Begins a job.
    ///
    /// # Errors
    /// If the plan has no such job.
    pub fn begin(&self, job: JobSpec) -> Result<Job, String> {
        let group = self.groups.get(job.group as usize);
        let group = group.filter(|_| (1..=self.plan.seeds).contains(&job.seed));
        let group = group.ok_or("the plan has no such job")?;
        let mut runs = Vec::with_capacity(group.len());
        for (place, arms) in group.iter().enumerate() {
            let incident = self.incidents[arms[0] as usize].clone();
            let mut session = Session::new(incident, job.seed);
            if self.plan.responder != "nobody" {
                responders::play(&mut session, &self.plan.responder)?;
            }
            runs.push((place, session));
        }
        let end = runs.first().map_or(0, |(_, session)| session.span().1);
        Ok(Job {
            arms: group.clone(),
            runs: runs.len(),
            convoy: Convoy::new(runs),
            alone: Vec::new(),
            end,
            outcomes: Vec::new(),
        })
    }
}

/// The incident of an arm. Its measures are left out: two arms that come out the same are.
fn incident(base: &Incident, arm: &Arm) -> Result<Incident, String> {
    let mut incident = match &arm.set {
        None => apply_measures(base, &arm.measures)?,
        // What is set is set before a test of changes looks at it.
        Some(it) => {
            let set = sweep::set(base, it.parameter, it.value)?;
            apply_measures(&set, &arm.measures)?
        }
    };
    incident.measures.clear();
    Ok(incident)
}

/// Their worlds are the same to the last event as long as nobody acts.
fn same_world(a: &Incident, b: &Incident) -> bool {
    a.world == b.world && a.clock == b.clock && a.changes == b.changes
}

/// Runs of one job under way.
pub struct Job {
    arms: Vec<Vec<u32>>,
    runs: usize,
    convoy: Convoy,
    alone: Vec<(usize, Session)>,
    end: Nanos,
    outcomes: Vec<Outcome>,
}

impl Job {
    /// Takes about this many events. True when all runs are at their ends.
    pub fn step(&mut self, events: u64) -> bool {
        if self.convoy.riders() > 0 {
            self.convoy.step(events, &mut self.alone);
            return false;
        }
        let Some((place, session)) = self.alone.last_mut() else {
            return true;
        };
        let end_ms = session.at_ms(self.end);
        if session.advance_some(end_ms, events) {
            for arm in &self.arms[*place] {
                self.outcomes.push(Outcome::of(session, *arm));
            }
            self.alone.pop();
        }
        self.alone.is_empty()
    }

    /// How much is done, 0..=1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        let end = self.end.max(1) as f64;
        let riding = self.convoy.now().unwrap_or(0) as f64 * self.convoy.riders() as f64;
        let alone: f64 = self.alone.iter().map(|(_, s)| s.world().now() as f64).sum();
        let left = self.runs - self.convoy.riders() - self.alone.len();
        ((riding + alone) / end + left as f64) / self.runs.max(1) as f64
    }

    /// What came of it, once all runs are at their ends.
    #[must_use]
    pub fn into_outcomes(self) -> Vec<Outcome> {
        self.outcomes
    }
}
