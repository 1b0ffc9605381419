//! Scripted players that react.

use super::conditions::lint_all;
use super::findings::Findings;
use super::known::Known;
use super::rules::{Name, by, rows};
use crate::incident::document::{Condition, PolicyStep, Responder};

/// Longest time that a step takes, seconds.
const AFTER_S_MAX: f64 = 86_400.0;

pub fn lint(at: &str, responder: &Responder, known: &Known, found: &mut Findings) {
    let steps = &responder.policy;
    found.entries(at, steps, 0..=500);
    if !steps.is_empty() && !responder.script.is_empty() {
        found.error(at, "a player follows a script or a policy, not both");
    }
    found.unique(at, ".id", steps.iter().map(|step| step.id.as_str()));
    for (i, step) in steps.iter().enumerate() {
        self::step(&format!("{at}[{i}]"), step, steps, known, found);
    }
}

fn step(at: &str, step: &PolicyStep, all: &[PolicyStep], known: &Known, found: &mut Findings) {
    let hold = |at: &str, all: &[Condition], found: &mut Findings| {
        lint_all(at, all, known, found);
    };
    rows!(found, at, step, {
        id: Name,
        when: by(hold),
        unless: by(hold),
        after_s: 0.0..=AFTER_S_MAX,
        then: by(|at, then: &str, found: &mut Findings| {
            if !all.iter().any(|step| step.id == *then) {
                found.error(at, format!("this player has no step `{then}`"));
            }
        }),
    });
}
