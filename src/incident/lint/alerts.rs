//! Alert rules and the objective.

use super::findings::Findings;
use super::known::Known;
use super::words::{TEXT_CHARS_MAX, TITLE_CHARS_MAX, lint_value};
use crate::incident::document::{AlertRule, AlertSeverity, Objective, PagerRules, When};

/// Longest window of a rule, seconds.
const WINDOW_S_MAX: f64 = 86_400.0;

pub fn lint(alerts: &[AlertRule], known: &Known, found: &mut Findings) {
    found.entries("$.alerts", alerts, 0..=100);
    found.unique(
        "$.alerts",
        ".name",
        alerts.iter().map(|alert| alert.name.as_str()),
    );
    for (i, alert) in alerts.iter().enumerate() {
        rule(&format!("$.alerts[{i}]"), alert, known, found);
    }
    if !alerts.is_empty()
        && !alerts
            .iter()
            .any(|alert| alert.severity == AlertSeverity::Critical)
    {
        found.warning("$.alerts", "no alert is critical, so nobody is ever paged");
    }
}

/// One rule, wherever it stands.
pub fn rule(at: &str, alert: &AlertRule, known: &Known, found: &mut Findings) {
    found.words(&format!("{at}.name"), &alert.name, TITLE_CHARS_MAX);
    if !alert
        .name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_')
    {
        let message = "the name of an alert has letters, digits and underscores only";
        found.error(&format!("{at}.name"), message);
    }
    known.column(&format!("{at}.column"), &alert.column, found);
    when(&format!("{at}.when"), &alert.when, known, found);
    found.range(&format!("{at}.for_s"), alert.for_s, 0.0..=86_400.0);
    found.range(
        &format!("{at}.keep_firing_for_s"),
        alert.keep_firing_for_s,
        0.0..=86_400.0,
    );
    lint_value(&format!("{at}.summary"), &alert.summary, found);
    found.line(
        &format!("{at}.description"),
        &alert.description,
        TEXT_CHARS_MAX,
    );
    for (name, value) in &alert.labels {
        let at = format!("{at}.labels.{name}");
        found.name(&at, name);
        found.words(&at, value, TITLE_CHARS_MAX);
        if ["alertname", "severity"].contains(&name.as_str()) {
            found.error(&at, "every alert has this label anyway");
        }
    }
    if let Some(page) = &alert.runbook {
        found.name(&format!("{at}.runbook"), page);
    }
}

fn when(at: &str, when: &When, known: &Known, found: &mut Findings) {
    match when {
        When::Above(_) | When::Below(_) => {}
        When::AtLeastShareOf { column, share } => {
            let at = format!("{at}.at_least_share_of");
            known.column(&format!("{at}.column"), column, found);
            found.range(&format!("{at}.share"), *share, 0.0..=10.0);
        }
        When::AtLeastDifference { of, less } => {
            let at = format!("{at}.at_least_difference");
            known.column(&format!("{at}.of"), of, found);
            known.column(&format!("{at}.less"), less, found);
        }
        When::ShareAbove { of, share } => {
            let at = format!("{at}.share_above");
            found.entries(&format!("{at}.of"), of, 1..=20);
            for (i, column) in of.iter().enumerate() {
                known.column(&format!("{at}.of[{i}]"), column, found);
            }
            found.range(&format!("{at}.share"), *share, 0.0..=10.0);
        }
        When::IncreaseAbove { over_s, .. } => {
            let at = format!("{at}.increase_above.over_s");
            found.range(&at, *over_s, 1.0..=WINDOW_S_MAX);
        }
        When::BurnRate {
            budget,
            factor,
            long_s,
            short_s,
        } => {
            let at = format!("{at}.burn_rate");
            found.range(&format!("{at}.budget"), *budget, 1e-6..=1.0);
            found.range(&format!("{at}.factor"), *factor, 0.0..=1e6);
            found.range(&format!("{at}.long_s"), *long_s, 1.0..=WINDOW_S_MAX);
            found.range(&format!("{at}.short_s"), *short_s, 1.0..=*long_s);
        }
    }
}

pub fn lint_pager(rules: &PagerRules, known: &Known, found: &mut Findings) {
    let at = |member: &str| format!("$.pager.{member}");
    for (member, seconds) in [
        ("group_wait_s", rules.group_wait_s),
        ("acknowledge_timeout_s", rules.acknowledge_timeout_s),
    ] {
        found.range(&at(member), seconds, 0.0..=86_400.0);
    }
    for (member, seconds) in [
        ("group_interval_s", rules.group_interval_s),
        ("repeat_interval_s", rules.repeat_interval_s),
        ("escalate_after_s", rules.escalate_after_s),
    ] {
        found.range(&at(member), seconds, 1.0..=864_000.0);
    }
    for (i, id) in rules.levels.iter().enumerate() {
        known.contact(&at(&format!("levels[{i}]")), id, found);
    }
    found.entries(&at("levels"), &rules.levels, 0..=10);
    found.entries(&at("group_by"), &rules.group_by, 0..=10);
}

pub fn lint_objective(objective: &Objective, known: &Known, found: &mut Findings) {
    let at = |member: &str| format!("$.objective.{member}");
    let end_s = known.run_s.1;
    found.range(&at("error_ratio_max"), objective.error_ratio_max, 0.0..=1.0);
    found.range(&at("p95_s_max"), objective.p95_s_max, 0.001..=600.0);
    found.range(&at("soak_s"), objective.soak_s, 0.0..=end_s.max(0.0));
    found.range(
        &at("acknowledge_s"),
        objective.acknowledge_s,
        1.0..=86_400.0,
    );
    found.range(
        &at("first_update_s"),
        objective.first_update_s,
        1.0..=86_400.0,
    );
    found.range(
        &at("update_every_s"),
        objective.update_every_s,
        1.0..=86_400.0,
    );
    found.range(&at("severity"), objective.severity, 1..=5);
    if let Some(cost) = &objective.cost_per_affected_visit {
        let at = at("cost_per_affected_visit");
        found.range(&format!("{at}.amount"), cost.amount, 0.0..=1e9);
        let code = &cost.currency;
        if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            let message = format!("`{code}` is no currency of three capital letters, e.g. EUR");
            found.error(&format!("{at}.currency"), message);
        }
    }
    for (i, name) in objective.pause_pipelines.iter().enumerate() {
        known.pipeline(&at(&format!("pause_pipelines[{i}]")), name, found);
    }
}
