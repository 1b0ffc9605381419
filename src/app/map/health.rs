//! When a part counts as healthy, degraded, failing or down.
//!
//! | part | degraded | failing | down |
//! |---|---|---|---|
//! | users, service | errors or p95 beyond the objective; instances missing | more than ten times beyond it; nobody answered | no instance ready |
//! | balancer | instances out of rotation | | none left |
//! | pool | threads wait | waits time out | holds no connection |
//! | PgBouncer | clients wait | the longest wait is beyond the objective's p95 | |
//! | database | 80 % of the usable slots in use; CPU or disk 90 % busy; cache hits below 98 % | no slot is free, or logins were refused for want of one | not ready |
//! | standby | 10 s behind | a minute behind | |
//! | cache | more misses than hits | | |

use crate::incident::document::Objective;

/// Share of the usable slots from which a database is short of them (a usual alert rule).
pub const SLOTS_SHARE: f64 = 0.8;
/// Utilisation from which CPU and disk count as saturated.
pub const BUSY_SHARE: f64 = 0.9;
/// Cache hits below this are too few (a usual alert rule).
pub const HIT_RATIO_MIN: f64 = 0.98;
/// A standby farther behind than this is degraded, s; six times as far, failing.
pub const LAG_S: f64 = 10.0;
/// So many times the objective is failing, not degraded.
pub const FAILING_TIMES: f64 = 10.0;

/// How a part stands, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// There is no number to judge it by.
    Unknown,
    /// Within the objective.
    Healthy,
    /// Beyond it, or close to a limit.
    Degraded,
    /// Far beyond it: what comes to it mostly fails.
    Failing,
    /// Not there.
    Down,
}

impl Health {
    /// In a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Health::Unknown => "no data",
            Health::Healthy => "healthy",
            Health::Degraded => "degraded",
            Health::Failing => "failing",
            Health::Down => "down",
        }
    }
}

/// A state and why it is so.
pub type Judged = (Health, String);

/// The worst of some judgements; healthy without any.
pub fn worst(all: impl IntoIterator<Item = Judged>) -> Judged {
    let healthy = (Health::Healthy, String::new());
    all.into_iter().fold(
        healthy,
        |worst, judged| {
            if judged.0 > worst.0 { judged } else { worst }
        },
    )
}

/// A value against a limit of the objective.
#[must_use]
pub fn beyond(value: f64, limit: f64) -> Health {
    if value > limit * FAILING_TIMES {
        Health::Failing
    } else if value > limit {
        Health::Degraded
    } else {
        Health::Healthy
    }
}

/// A share of failures against the objective: half of them failing is failing, whatever
/// the objective allows.
#[must_use]
pub fn errors(ratio: f64, objective: &Objective) -> Health {
    if ratio >= 0.5 {
        Health::Failing
    } else {
        beyond(ratio, objective.error_ratio_max)
    }
}
