//! Alert rules and the objective.

use super::findings::Findings;
use super::known::Known;
use super::words::{TITLE_CHARS_MAX, lint_value};
use crate::incident::document::{AlertRule, AlertSeverity, Objective, When};

pub fn lint(alerts: &[AlertRule], known: &Known, found: &mut Findings) {
    found.entries("$.alerts", alerts, 0..=100);
    found.unique(
        "$.alerts",
        ".name",
        alerts.iter().map(|alert| alert.name.as_str()),
    );
    for (i, alert) in alerts.iter().enumerate() {
        let at = format!("$.alerts[{i}]");
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
        if let When::AtLeastShareOf { column, share } = &alert.when {
            let at = format!("{at}.when.at_least_share_of");
            known.column(&format!("{at}.column"), column, found);
            found.range(&format!("{at}.share"), *share, 0.0..=10.0);
        }
        found.range(&format!("{at}.for_s"), alert.for_s, 0.0..=86_400.0);
        found.range(
            &format!("{at}.keep_firing_for_s"),
            alert.keep_firing_for_s,
            0.0..=86_400.0,
        );
        lint_value(&format!("{at}.summary"), &alert.summary, found);
    }
    if !alerts.is_empty()
        && !alerts
            .iter()
            .any(|alert| alert.severity == AlertSeverity::Critical)
    {
        found.warning("$.alerts", "no alert is critical, so nobody is ever paged");
    }
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
    for (i, name) in objective.pause_pipelines.iter().enumerate() {
        known.pipeline(&at(&format!("pause_pipelines[{i}]")), name, found);
    }
}
