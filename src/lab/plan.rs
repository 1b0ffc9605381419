//! What is to be compared: arms and seeds.

use super::sweep::Parameter;
use crate::incident::document::Incident;
use serde::{Deserialize, Serialize};

/// Version of [`Plan`] that this program writes.
pub const LAB_VERSION: u32 = 1;
/// Seeds of a plan that does not say how many.
pub const SEEDS_DEFAULT: u64 = 100;
/// Runs of a plan at most: the outcomes of all of them are kept.
const RUNS_MAX: u64 = 20_000;
/// Arms of a plan at most.
const ARMS_MAX: usize = 1_100;

/// A comparison: every arm is played with the seeds 1 to `seeds`. The first arm is the one
/// that the others are compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Format version, 1.
    pub firedrill_lab: u32,
    /// The incident.
    pub incident: Incident,
    /// Who plays it: id of a responder, best one that reacts.
    pub responder: String,
    /// What is compared.
    pub arms: Vec<Arm>,
    /// How many seeds.
    pub seeds: u64,
}

/// The incident in one of its forms.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    /// Measures that are on, by id.
    pub measures: Vec<String>,
    /// A parameter that is set.
    #[serde(default)]
    pub set: Option<Setting>,
}

/// A parameter and its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Which.
    pub parameter: Parameter,
    /// In the parameter's unit.
    pub value: f64,
}

impl Plan {
    /// Subsets of measures, each an arm, compared with no measure at all.
    ///
    /// # Errors
    /// If the plan is too large or has no seed; unknown measures are told by
    /// [`super::Lab::new`].
    pub fn of_measures(
        incident: &Incident,
        responder: &str,
        subsets: &[Vec<String>],
        seeds: u64,
    ) -> Result<Plan, String> {
        let mut arms = vec![Arm::default()];
        for subset in subsets {
            let measures = ordered(incident, subset);
            let arm = Arm {
                measures,
                set: None,
            };
            if !arms.contains(&arm) {
                arms.push(arm);
            }
        }
        Plan::new(incident, responder, arms, seeds)
    }

    /// A parameter at these values, compared with the incident as it is; `measures` are on in
    /// all of them.
    ///
    /// # Errors
    /// If there is no value or no seed, or if the plan is too large.
    pub fn of_sweep(
        incident: &Incident,
        responder: &str,
        (parameter, values): (Parameter, &[f64]),
        measures: &[String],
        seeds: u64,
    ) -> Result<Plan, String> {
        if values.is_empty() {
            return Err("a sweep needs at least one value".into());
        }
        let measures = ordered(incident, measures);
        let set = |value: &f64| Arm {
            measures: measures.clone(),
            set: Some(Setting {
                parameter,
                value: *value,
            }),
        };
        let as_it_is = Arm {
            measures: measures.clone(),
            set: None,
        };
        let arms = [as_it_is].into_iter().chain(values.iter().map(set));
        Plan::new(incident, responder, arms.collect(), seeds)
    }

    fn new(
        incident: &Incident,
        responder: &str,
        arms: Vec<Arm>,
        seeds: u64,
    ) -> Result<Plan, String> {
        let plan = Plan {
            firedrill_lab: LAB_VERSION,
            incident: incident.clone(),
            responder: responder.to_string(),
            arms,
            seeds,
        };
        plan.check()?;
        Ok(plan)
    }

    /// The player of a lab where none is named: the first that reacts, else the original
    /// team, else nobody.
    #[must_use]
    pub fn usual_responder(incident: &Incident) -> &str {
        let mut all = incident.responders.iter();
        let reacts = all.find(|r| !r.policy.is_empty());
        let original = incident.responders.iter().find(|r| r.id == "original-team");
        reacts.or(original).map_or("nobody", |r| r.id.as_str())
    }

    /// # Errors
    /// If the plan is of a newer format, empty or too large.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.firedrill_lab != LAB_VERSION {
            let found = self.firedrill_lab;
            return Err(format!(
                "this plan is of format {found}; this program reads {LAB_VERSION}"
            ));
        }
        if self.seeds == 0 {
            return Err("a lab needs at least one seed".into());
        }
        let arms = self.arms.len();
        if !(1..=ARMS_MAX).contains(&arms) {
            return Err(format!("a lab compares 1 to {ARMS_MAX} arms, not {arms}"));
        }
        let runs = self.seeds.saturating_mul(arms as u64);
        if runs > RUNS_MAX {
            return Err(format!("a lab has at most {RUNS_MAX} runs, not {runs}"));
        }
        Ok(())
    }
}

impl Arm {
    /// What stands for the arm in tables: its measures, its value, or that it is as it was.
    #[must_use]
    pub fn label(&self) -> String {
        let measures = self.measures.join(" + ");
        match &self.set {
            None if measures.is_empty() => "as it was".to_string(),
            None => measures,
            Some(set) => format!("{} = {}", set.parameter.name(), set.value),
        }
    }
}

/// Ids in the order of the file, each once; unknown ones at the end.
fn ordered(incident: &Incident, ids: &[String]) -> Vec<String> {
    let known = incident.measures.iter().map(|measure| &measure.id);
    let mut out: Vec<String> = known.filter(|id| ids.contains(id)).cloned().collect();
    for id in ids {
        if !out.contains(id) {
            out.push(id.clone());
        }
    }
    out
}

/// Each measure alone, all together, and all but each: what ranks them at a cost that grows
/// with their number, not with that of their subsets.
#[must_use]
pub fn usual_subsets(ids: &[String]) -> Vec<Vec<String>> {
    let but = |left_out: &String| ids.iter().filter(|id| *id != left_out).cloned().collect();
    let mut out: Vec<Vec<String>> = ids.iter().map(|id| vec![id.clone()]).collect();
    out.push(ids.to_vec());
    out.extend(ids.iter().map(but));
    out.retain(|subset| !subset.is_empty());
    out
}

/// Every subset but the empty one. More than ten ids are cut.
#[must_use]
pub fn all_subsets(ids: &[String]) -> Vec<Vec<String>> {
    let ids = &ids[..ids.len().min(10)];
    let subset = |bits: usize| {
        let chosen = ids.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1);
        chosen.map(|(_, id)| id.clone()).collect()
    };
    (1..1usize << ids.len()).map(subset).collect()
}
