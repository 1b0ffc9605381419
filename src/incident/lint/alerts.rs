//! Alert rules and the objective.

use super::findings::Findings;
use super::known::Known;
use super::rules::{Line, Name, Rule, TEXT, TITLE, by, member, rows};
use super::words::lint_value;
use crate::incident::document::{AlertRule, AlertSeverity, Cost, Objective, PagerRules, When};

/// Longest window of a rule, seconds.
const WINDOW_S_MAX: f64 = 86_400.0;

pub fn lint(alerts: &[AlertRule], found: &mut Findings) {
    let is_critical = |alert: &AlertRule| alert.severity == AlertSeverity::Critical;
    if !alerts.is_empty() && !alerts.iter().any(is_critical) {
        found.warning("$.alerts", "no alert is critical, so nobody is ever paged");
    }
}

/// One rule, wherever it stands.
pub fn rule(at: &str, alert: &AlertRule, known: &Known, found: &mut Findings) {
    rows!(found, at, alert, {
        name: TITLE,
        column: known.columns,
        when: by(|at, it, found| when(at, it, known, found)),
        for_s: 0.0..=86_400.0,
        keep_firing_for_s: 0.0..=86_400.0,
        summary: by(lint_value),
        description: Line(TEXT.0),
        runbook: Name,
    });
    let mut letters = alert.name.chars();
    if !letters.all(|c| c.is_ascii_alphanumeric() || c == '_') {
        let message = "the name of an alert has letters, digits and underscores only";
        found.error(&member(at, "name"), message);
    }
    for (name, value) in &alert.labels {
        let at = format!("{at}.labels.{name}");
        found.check(&at, Name, name);
        found.check(&at, TITLE, value);
        if ["alertname", "severity"].contains(&name.as_str()) {
            found.error(&at, "every alert has this label anyway");
        }
    }
}

fn when(at: &str, when: &When, known: &Known, found: &mut Findings) {
    let mut column =
        |name: &str, column: &str| known.columns.check(&member(at, name), column, found);
    match when {
        When::Above(_) | When::Below(_) => {}
        When::AtLeastShareOf { column: of, share } => {
            column("at_least_share_of.column", of);
            found.check(&member(at, "at_least_share_of.share"), 0.0..=10.0, share);
        }
        When::AtLeastDifference { of, less } => {
            column("at_least_difference.of", of);
            column("at_least_difference.less", less);
        }
        When::ShareAbove { of, share } => {
            for (i, of) in of.iter().enumerate() {
                column(&format!("share_above.of[{i}]"), of);
            }
            found.entries(&member(at, "share_above.of"), of, 1..=20);
            found.check(&member(at, "share_above.share"), 0.0..=10.0, share);
        }
        When::IncreaseAbove { over_s, .. } => {
            let at = member(at, "increase_above.over_s");
            found.check(&at, 1.0..=WINDOW_S_MAX, over_s);
        }
        When::BurnRate {
            budget,
            factor,
            long_s,
            short_s,
        } => {
            let at = member(at, "burn_rate");
            found.check(&member(&at, "budget"), 1e-6..=1.0, budget);
            found.check(&member(&at, "factor"), 0.0..=1e6, factor);
            found.check(&member(&at, "long_s"), 1.0..=WINDOW_S_MAX, long_s);
            found.check(&member(&at, "short_s"), 1.0..=*long_s, short_s);
        }
    }
}

pub fn lint_pager(at: &str, rules: &PagerRules, known: &Known, found: &mut Findings) {
    rows!(found, at, rules, {
        group_wait_s: 0.0..=86_400.0,
        acknowledge_timeout_s: 0.0..=86_400.0,
        group_interval_s: 1.0..=864_000.0,
        repeat_interval_s: 1.0..=864_000.0,
        escalate_after_s: 1.0..=864_000.0,
        levels[0..=10]: known.contacts,
        group_by[0..=10],
    });
}

pub fn lint_objective(at: &str, objective: &Objective, known: &Known, found: &mut Findings) {
    rows!(found, at, objective, {
        error_ratio_max: 0.0..=1.0,
        p95_s_max: 0.001..=600.0,
        soak_s: 0.0..=known.run_s.1.max(0.0),
        acknowledge_s: 1.0..=86_400.0,
        first_update_s: 1.0..=86_400.0,
        update_every_s: 1.0..=86_400.0,
        severity: 1..=5,
        cost_per_affected_visit: by(cost),
        pause_pipelines: known.pipelines,
    });
}

fn cost(at: &str, cost: &Cost, found: &mut Findings) {
    rows!(found, at, cost, { amount: 0.0..=1e9 });
    let code = &cost.currency;
    if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        let message = format!("`{code}` is no currency of three capital letters, e.g. EUR");
        found.error(&member(at, "currency"), message);
    }
}
