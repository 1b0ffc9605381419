//! Alert rules, and when the world counts as well.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// How urgent its page is; a high one escalates and sounds. By default high.
    #[serde(default)]
    pub urgency: Urgency,
    /// More labels than `alertname` and `severity`, for silences and groups.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// What it means, a few sentences; may be empty.
    #[serde(default)]
    pub description: String,
    /// Page of the runbook, by id.
    #[serde(default)]
    pub runbook: Option<String>,
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
        /// Share of the other column, 0 to 10.
        share: f64,
    },
    /// Value >= one column less another, e.g. the maximum less the reserved slots.
    AtLeastDifference {
        /// The column taken from.
        of: String,
        /// The column taken away.
        less: String,
    },
    /// Value divided by the sum of columns > `share`, e.g. rollbacks of all transactions.
    ShareAbove {
        /// The columns of the sum.
        of: Vec<String>,
        /// Share of the sum, 0 to 10.
        share: f64,
    },
    /// A counter has grown by more than this in a window.
    IncreaseAbove {
        /// Length of the window, seconds.
        over_s: f64,
        /// Growth in the window that is still quiet.
        by: f64,
    },
    /// An error ratio uses up its budget too fast: its mean over both windows, divided by the
    /// budget, is above `factor` (Site Reliability Workbook, chapter 5).
    BurnRate {
        /// Share that may fail, e.g. 0.001 for an objective of 99.9 %.
        budget: f64,
        /// Times the budget.
        factor: f64,
        /// The long window.
        long_s: f64,
        /// The short window, which ends the alert soon after the trouble.
        short_s: f64,
    },
}

/// How urgent a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Can wait for the working day: does not sound, does not escalate.
    Low,
    /// Now.
    #[default]
    High,
}

/// How firing alerts become pages, and what becomes of a page nobody takes. The defaults are
/// Alertmanager's and PagerDuty's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PagerRules {
    /// Labels that alerts of one page share; none: all alerts make one page.
    pub group_by: Vec<String>,
    /// A page is sent this long after its first alert fired.
    pub group_wait_s: f64,
    /// What is new in a group is told at most this often.
    pub group_interval_s: f64,
    /// What is not new is told again after this.
    pub repeat_interval_s: f64,
    /// A page that nobody acknowledges goes to the next level after this.
    pub escalate_after_s: f64,
    /// An acknowledged page triggers again after this; 0: never.
    pub acknowledge_timeout_s: f64,
    /// Ids of the contacts above the on-call engineer, nearest first.
    pub levels: Vec<String>,
}

impl Default for PagerRules {
    fn default() -> PagerRules {
        PagerRules {
            group_by: Vec::new(),
            group_wait_s: 30.0,
            group_interval_s: 300.0,
            repeat_interval_s: 14_400.0,
            escalate_after_s: 300.0,
            acknowledge_timeout_s: 0.0,
            levels: Vec::new(),
        }
    }
}

/// Does an alert page?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertSeverity {
    /// Pages somebody.
    Critical,
    /// Is shown and pages nobody.
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
    /// What an affected visit costs; none: the debrief speaks of no money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_per_affected_visit: Option<Cost>,
}

/// A sum of money.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// How much, at least 0.
    pub amount: f64,
    /// Code of the currency as in ISO 4217, three capital letters.
    pub currency: String,
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
            cost_per_affected_visit: None,
        }
    }
}
