//! Alert rules, and when the world counts as well.

use serde::{Deserialize, Serialize};

/// A Prometheus-style alert rule on one telemetry column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertRule {
    /// Name of the alert.
    pub name: String,
    /// Telemetry column (`sim::telemetry::COLUMNS`).
    pub column: String,
    /// Fires above (`above`) or below (`below`) this.
    pub when: When,
    /// The value must hold this long.
    pub for_s: f64,
    /// Once firing, stays so this long after the value is good.
    #[serde(default)]
    pub keep_firing_for_s: f64,
    /// `critical` pages; `warning` does not.
    pub severity: AlertSeverity,
    /// One line; `{value}` is replaced.
    pub summary: String,
}

/// A threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum When {
    /// Value > threshold.
    Above(f64),
    /// Value < threshold.
    Below(f64),
    /// Value >= `share` of another column, e.g. of `pg_settings_max_connections`.
    AtLeastShareOf {
        /// The other column.
        column: String,
        /// 0..=1 usually.
        share: f64,
    },
}

/// Does an alert page?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertSeverity {
    /// Pages.
    Critical,
    /// Shows only.
    Warning,
}

/// When the world counts as well.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Share of attempts that fail, over a minute, at most.
    pub error_ratio_max: f64,
    /// 95th percentile of the response time at most.
    pub p95_s_max: f64,
    /// This long without a break before "resolved" is proven.
    pub soak_s: f64,
    /// Acknowledge within this long after the page.
    pub acknowledge_s: f64,
    /// First status update within this long after minute zero.
    pub first_update_s: f64,
    /// Further updates at least this often.
    pub update_every_s: f64,
    /// The severity that fits; 1 is the worst.
    pub severity: u8,
    /// Pipelines that must be paused (or runs that must not come) for proof.
    pub pause_pipelines: Vec<String>,
}

/// What holds where a file names no objective.
impl Default for Objective {
    fn default() -> Objective {
        Objective {
            error_ratio_max: 0.01,
            p95_s_max: 1.0,
            soak_s: 60.0,
            acknowledge_s: 300.0,
            first_update_s: 600.0,
            update_every_s: 1800.0,
            severity: 3,
            pause_pipelines: Vec::new(),
        }
    }
}
