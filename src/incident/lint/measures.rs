//! Corrective measures.

use super::alerts;
use super::findings::Findings;
use super::known::Known;
use super::rules::{Name, TEXT, TITLE, by, member, rows};
use crate::incident::document::{Effect, Guard, Guide, Incident, Measure, Practice, Staging};

/// Measures of a file, at most: all of their subsets are 1,024.
const MEASURES_MAX: usize = 10;
/// A staging has at most so many times the visits or instances of production, percent.
const PERCENT_MAX: f64 = 400.0;
/// Longest part of a test, seconds.
const TEST_S_MAX: f64 = 3600.0;

pub fn lint(incident: &Incident, known: &Known, found: &mut Findings) {
    rows!(found, "$", incident, {
        measures[0..=MEASURES_MAX] unique id: by(|at, measure: &Measure, found| {
            rows!(found, at, measure, {
                id: Name,
                title: TITLE,
                text: TEXT,
                does[1..=10]: by(|at, it, found| effect(at, it, (incident, known), found)),
            });
        }),
    });
    let rules = incident.measures.iter().flat_map(|m| &m.does);
    let names = rules.filter_map(|effect| match effect {
        Effect::AddAlert(rule) => Some(rule.name.as_str()),
        _ => None,
    });
    let mut names: Vec<&str> = names
        .chain(incident.alerts.iter().map(|alert| alert.name.as_str()))
        .collect();
    names.sort_unstable();
    for pair in names.windows(2).filter(|pair| pair[0] == pair[1]) {
        let message = format!("the alert `{}` is there twice", pair[0]);
        found.error("$.measures", message);
    }
}

fn effect(at: &str, effect: &Effect, (incident, known): (&Incident, &Known), found: &mut Findings) {
    match effect {
        Effect::GuardFile(it) => guard(&member(at, "guard_file"), it, known, found),
        Effect::TestChanges(it) => staging(&member(at, "test_changes"), it, known, found),
        Effect::AddAlert(rule) => alerts::rule(&member(at, "add_alert"), rule, known, found),
        Effect::Guide(it) => guide(&member(at, "guide"), it, incident, found),
        Effect::Practice(Practice { factor }) => {
            found.check(&member(at, "practice.factor"), 0.05..=1.0, factor);
        }
    }
}

fn guard(at: &str, guard: &Guard, known: &Known, found: &mut Findings) {
    rows!(found, at, guard, {
        path: known.files,
        pipelines: known.pipelines,
        allowed_keys[0..=500]: TITLE,
    });
}

fn staging(at: &str, staging: &Staging, known: &Known, found: &mut Findings) {
    rows!(found, at, staging, {
        pipelines: known.pipelines,
        load_percent: 0.1..=PERCENT_MAX,
        instances_percent: 0.1..=PERCENT_MAX,
        settle_s: 0.0..=TEST_S_MAX,
        probe_s: 60.0..=TEST_S_MAX,
    });
}

fn guide(at: &str, guide: &Guide, incident: &Incident, found: &mut Findings) {
    let there = |at: &str, id: &str, found: &mut Findings| {
        let mut steps = incident.responders.iter().flat_map(|r| &r.policy);
        if !steps.any(|step| step.id == *id) {
            found.error(at, format!("no responder has a step `{id}`"));
        }
    };
    rows!(found, at, guide, {
        factor: 0.0..=1.0,
        skip: by(there),
        quicker: by(there),
    });
}
