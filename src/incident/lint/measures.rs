//! Corrective measures.

use super::alerts;
use super::findings::Findings;
use super::known::Known;
use super::words::{TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use crate::incident::document::{Effect, Guard, Guide, Incident, Staging};

/// Measures of a file, at most: all of their subsets are 1,024.
const MEASURES_MAX: usize = 10;
/// A staging has at most so many times the visits or instances of production, percent.
const PERCENT_MAX: f64 = 400.0;
/// Longest part of a test, seconds.
const TEST_S_MAX: f64 = 3600.0;

pub fn lint(incident: &Incident, known: &Known, found: &mut Findings) {
    let measures = &incident.measures;
    found.entries("$.measures", measures, 0..=MEASURES_MAX);
    found.unique("$.measures", ".id", measures.iter().map(|m| m.id.as_str()));
    for (i, measure) in measures.iter().enumerate() {
        let at = format!("$.measures[{i}]");
        found.name(&format!("{at}.id"), &measure.id);
        found.words(&format!("{at}.title"), &measure.title, TITLE_CHARS_MAX);
        found.words(&format!("{at}.text"), &measure.text, TEXT_CHARS_MAX);
        found.entries(&format!("{at}.does"), &measure.does, 1..=10);
        for (k, effect) in measure.does.iter().enumerate() {
            self::effect(&format!("{at}.does[{k}]"), effect, (incident, known), found);
        }
    }
    let rules = measures.iter().flat_map(|m| &m.does);
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
        Effect::GuardFile(it) => guard(&format!("{at}.guard_file"), it, known, found),
        Effect::TestChanges(it) => staging(&format!("{at}.test_changes"), it, known, found),
        Effect::AddAlert(rule) => alerts::rule(&format!("{at}.add_alert"), rule, known, found),
        Effect::Guide(it) => guide(&format!("{at}.guide"), it, incident, found),
        Effect::Practice(it) => {
            found.range(&format!("{at}.practice.factor"), it.factor, 0.05..=1.0)
        }
    }
}

fn guard(at: &str, guard: &Guard, known: &Known, found: &mut Findings) {
    known.file(&format!("{at}.path"), &guard.path, found);
    pipelines(at, &guard.pipelines, known, found);
    let keys = format!("{at}.allowed_keys");
    found.entries(&keys, &guard.allowed_keys, 0..=500);
    for (i, key) in guard.allowed_keys.iter().enumerate() {
        found.words(&format!("{keys}[{i}]"), key, TITLE_CHARS_MAX);
    }
}

fn staging(at: &str, staging: &Staging, known: &Known, found: &mut Findings) {
    pipelines(at, &staging.pipelines, known, found);
    for (name, percent) in [
        ("load_percent", staging.load_percent),
        ("instances_percent", staging.instances_percent),
    ] {
        found.range(&format!("{at}.{name}"), percent, 0.1..=PERCENT_MAX);
    }
    found.range(
        &format!("{at}.settle_s"),
        staging.settle_s,
        0.0..=TEST_S_MAX,
    );
    found.range(&format!("{at}.probe_s"), staging.probe_s, 60.0..=TEST_S_MAX);
}

fn pipelines(at: &str, names: &[String], known: &Known, found: &mut Findings) {
    for (i, name) in names.iter().enumerate() {
        known.pipeline(&format!("{at}.pipelines[{i}]"), name, found);
    }
}

fn guide(at: &str, guide: &Guide, incident: &Incident, found: &mut Findings) {
    found.range(&format!("{at}.factor"), guide.factor, 0.0..=1.0);
    let all = incident.responders.iter().flat_map(|r| &r.policy);
    for (list, ids) in [("skip", &guide.skip), ("quicker", &guide.quicker)] {
        for (i, id) in ids.iter().enumerate() {
            if !all.clone().any(|step| step.id == *id) {
                let message = format!("no responder has a step `{id}`");
                found.error(&format!("{at}.{list}[{i}]"), message);
            }
        }
    }
}
