//! What is compared, in words: as an address says it and as a command says it.
//!
//! Page and command make the same [`Plan`] of the same [`Choice`], so the command that the
//! page shows gives the numbers of the page.

use super::plan::{Plan, SEEDS_DEFAULT, all_subsets, usual_subsets};
use super::sweep::{self, Parameter};
use crate::incident::document::Incident;

/// Values of a sweep that an address may name.
const VALUES_MAX: usize = 12;
/// Characters of a value at most: with all of them an address stays short.
const VALUE_LEN_MAX: usize = 12;

/// What is compared, by whom it is played, over how many seeds.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The arms.
    pub what: What,
    /// Seeds 1 to this.
    pub seeds: u64,
    /// Id of the responder; none is [`Plan::usual_responder`].
    pub responder: Option<String>,
}

/// The arms of a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Sets of measures.
    Measures {
        /// Which sets.
        sets: Sets,
        /// The measures that take part, by id; none: all of the incident.
        of: Option<Vec<String>>,
    },
    /// A parameter at several values.
    Sweep {
        /// Which.
        parameter: Parameter,
        /// In the parameter's unit.
        values: Vec<f64>,
        /// Measures that are on all the while.
        with: Vec<String>,
    },
}

/// Sets of the measures that take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sets {
    /// Each alone, all together, all but each.
    Usual,
    /// Each alone.
    Each,
    /// All together.
    Together,
    /// Every subset.
    All,
    /// These.
    These(Vec<Vec<String>>),
}

impl Default for Choice {
    fn default() -> Choice {
        Choice {
            what: What::Measures {
                sets: Sets::Usual,
                of: None,
            },
            seeds: SEEDS_DEFAULT,
            responder: None,
        }
    }
}

impl Choice {
    /// Reads the part of an address behind `?`; what it does not say is the usual.
    ///
    /// # Errors
    /// If it says something else, or something that is no id, number or parameter. Whether an
    /// incident knows the ids is told by [`super::Lab::new`].
    pub fn parse(query: &str) -> Result<Choice, String> {
        let mut choice = Choice::default();
        let (mut sets, mut of, mut with) = (None, None, None);
        let (mut parameter, mut values) = (None, None);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            match key {
                "measures" => sets = Some(parse_sets(value)?),
                "of" => of = Some(ids(value)?),
                "with" => with = Some(ids(value)?),
                "sweep" => {
                    let found = Parameter::named(value);
                    parameter = Some(found.ok_or(format!("“{value}” is no parameter."))?);
                }
                "values" => values = Some(parse_values(value)?),
                "seeds" => choice.seeds = parse_seeds(value)?,
                "responder" => choice.responder = Some(id(value)?),
                _ => return Err(format!("The address has an unknown part, “{key}”.")),
            }
        }
        choice.what = match parameter {
            Some(parameter) if sets.is_none() && of.is_none() => What::Sweep {
                parameter,
                values: values.ok_or("A sweep needs values.")?,
                with: with.unwrap_or_default(),
            },
            None if values.is_none() && with.is_none() => What::Measures {
                sets: sets.unwrap_or(Sets::Usual),
                of,
            },
            _ => return Err("The address mixes measures and a sweep.".into()),
        };
        Ok(choice)
    }

    /// The part of an address behind `?`.
    #[must_use]
    pub fn query(&self) -> String {
        let mut parts = match &self.what {
            What::Measures { sets, of } => {
                let of = of.iter().map(|ids| format!("of={}", ids.join(",")));
                [format!("measures={}", sets.word())]
                    .into_iter()
                    .chain(of)
                    .collect()
            }
            What::Sweep {
                parameter,
                values,
                with,
            } => {
                let mut parts = vec![
                    format!("sweep={}", parameter.name()),
                    format!("values={}", numbers(values)),
                ];
                if !with.is_empty() {
                    parts.push(format!("with={}", with.join(",")));
                }
                parts
            }
        };
        parts.push(format!("seeds={}", self.seeds));
        parts.extend(self.responder.iter().map(|id| format!("responder={id}")));
        parts.join("&")
    }

    /// The command that runs the same.
    #[must_use]
    pub fn command(&self, incident: &Incident) -> String {
        let mut words = vec!["firedrill lab".to_string(), incident.id.clone()];
        match &self.what {
            What::Measures { sets, of } => {
                match sets {
                    Sets::Usual => {}
                    Sets::All => words.push("--all-subsets".into()),
                    Sets::Each | Sets::Together | Sets::These(_) => {
                        let sets = sets.of(&taking_part(incident, of.as_deref()));
                        words.extend(
                            sets.iter()
                                .map(|set| format!("--measures {}", set.join(","))),
                        );
                    }
                }
                if let (Sets::Usual | Sets::All, Some(of)) = (sets, of) {
                    words.push(format!("--of {}", of.join(",")));
                }
            }
            What::Sweep {
                parameter,
                values,
                with,
            } => {
                words.push(format!("--sweep {}={}", parameter.name(), numbers(values)));
                if !with.is_empty() {
                    words.push(format!("--measures {}", with.join(",")));
                }
            }
        }
        words.push(format!("--seeds {}", self.seeds));
        words.extend(self.responder.iter().map(|id| format!("--responder {id}")));
        words.join(" ")
    }

    /// The plan for an incident.
    ///
    /// # Errors
    /// If nothing is compared, or too much: see [`Plan::of_measures`] and [`Plan::of_sweep`].
    pub fn plan(&self, incident: &Incident) -> Result<Plan, String> {
        let usual = Plan::usual_responder(incident);
        let responder = self.responder.as_deref().unwrap_or(usual);
        match &self.what {
            What::Measures { sets, of } => {
                let sets = sets.of(&taking_part(incident, of.as_deref()));
                if sets.is_empty() {
                    return Err("no measure is chosen: choose some, or sweep a parameter".into());
                }
                Plan::of_measures(incident, responder, &sets, self.seeds)
            }
            What::Sweep {
                parameter,
                values,
                with,
            } => {
                let sweep = (*parameter, values.as_slice());
                Plan::of_sweep(incident, responder, sweep, with, self.seeds)
            }
        }
    }
}

/// What an incident cannot do of a plan, in words for whoever chose it.
///
/// # Errors
/// If the plan names a measure or a responder that the incident does not have, or a value
/// that cannot be set.
pub fn check(plan: &Plan) -> Result<(), String> {
    let incident = &plan.incident;
    let known = |id: &str| incident.measures.iter().any(|measure| measure.id == id);
    for arm in &plan.arms {
        if let Some(id) = arm.measures.iter().find(|id| !known(id)) {
            return Err(format!("This incident has no measure “{id}”."));
        }
        if let Some(it) = &arm.set {
            sweep::set(incident, it.parameter, it.value)?;
        }
    }
    let responder = &plan.responder;
    match responder == "nobody" || incident.responders.iter().any(|r| r.id == *responder) {
        true => Ok(()),
        false => Err(format!("This incident has no responder “{responder}”.")),
    }
}

/// The measures that take part, in the order of the file; unknown ones stay, to be refused.
fn taking_part(incident: &Incident, of: Option<&[String]>) -> Vec<String> {
    let all = incident.measures.iter().map(|measure| measure.id.clone());
    match of {
        None => all.collect(),
        Some(of) => {
            let mut ids: Vec<String> = all.filter(|id| of.contains(id)).collect();
            for id in of {
                if !ids.contains(id) {
                    ids.push(id.clone());
                }
            }
            ids
        }
    }
}

impl Sets {
    /// The sets, of the measures that take part.
    #[must_use]
    pub fn of(&self, ids: &[String]) -> Vec<Vec<String>> {
        match self {
            Sets::Usual => usual_subsets(ids),
            Sets::Each => ids.iter().map(|id| vec![id.clone()]).collect(),
            Sets::Together if ids.is_empty() => Vec::new(),
            Sets::Together => vec![ids.to_vec()],
            Sets::All => all_subsets(ids),
            Sets::These(sets) => sets.clone(),
        }
    }

    /// What stands for them in an address.
    fn word(&self) -> String {
        match self {
            Sets::Usual => "usual".into(),
            Sets::Each => "each".into(),
            Sets::Together => "together".into(),
            Sets::All => "all".into(),
            Sets::These(sets) => {
                let sets: Vec<String> = sets.iter().map(|set| set.join(",")).collect();
                sets.join("+")
            }
        }
    }
}

fn parse_sets(text: &str) -> Result<Sets, String> {
    Ok(match text {
        "usual" => Sets::Usual,
        "each" => Sets::Each,
        "together" => Sets::Together,
        "all" => Sets::All,
        _ => Sets::These(text.split('+').map(ids).collect::<Result<_, _>>()?),
    })
}

fn ids(text: &str) -> Result<Vec<String>, String> {
    text.split(',').map(id).collect()
}

fn id(text: &str) -> Result<String, String> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match !text.is_empty() && text.chars().all(good) {
        true => Ok(text.to_string()),
        false => Err(format!(
            "“{text}” is no id: it has lower-case letters, digits and hyphens."
        )),
    }
}

fn parse_seeds(text: &str) -> Result<u64, String> {
    let seeds = text.parse().ok().filter(|seeds| *seeds > 0);
    seeds.ok_or(format!("“{text}” is no number of seeds."))
}

/// Reads values as in `5,10,20`, each once, in ascending order.
///
/// # Errors
/// If one is no number, or if there are none or too many.
pub fn parse_values(text: &str) -> Result<Vec<f64>, String> {
    let number = |text: &str| {
        let value = text.trim().parse::<f64>().ok();
        let short = |v: &f64| v.is_finite() && v.to_string().len() <= VALUE_LEN_MAX;
        value.filter(short).ok_or(format!(
            "“{}” is no number, or a very long one.",
            text.trim()
        ))
    };
    let mut values: Vec<f64> = text.split(',').map(number).collect::<Result<_, _>>()?;
    values.sort_by(f64::total_cmp);
    values.dedup_by(|a, b| a.total_cmp(b).is_eq());
    match values.len() {
        0..=VALUES_MAX => Ok(values),
        n => Err(format!("{n} values are too many: at most {VALUES_MAX}.")),
    }
}

/// Values as in `5,10,20`.
#[must_use]
pub fn numbers(values: &[f64]) -> String {
    let texts: Vec<String> = values.iter().map(f64::to_string).collect();
    texts.join(",")
}

#[cfg(test)]
mod tests;
