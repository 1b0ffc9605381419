//! Which sessions a command is for, and sessions that get in the way.

use super::LockMode;
use serde::{Deserialize, Serialize};

/// Which sessions a command is for: those that meet all conditions given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionFilter {
    /// Role.
    #[serde(default)]
    pub user: Option<String>,
    /// `application_name`.
    #[serde(default)]
    pub application: Option<String>,
    /// State as in `pg_stat_activity`.
    #[serde(default)]
    pub state: Option<SessionState>,
    /// In its state for at least this long, seconds (`now() - state_change`; for an active
    /// session that is the age of its query).
    #[serde(default)]
    pub older_than_s: Option<f64>,
}

impl SessionFilter {
    /// The sessions of a role, or of all.
    #[must_use]
    pub fn of_user(user: Option<String>) -> SessionFilter {
        SessionFilter {
            user,
            ..SessionFilter::default()
        }
    }
}

/// State of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// Runs a query, or waits for a lock with one.
    Active,
    /// Does nothing.
    Idle,
    /// Does nothing inside a transaction.
    IdleInTransaction,
}

impl SessionState {
    /// As in `pg_stat_activity.state`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SessionState::Active => "active",
            SessionState::Idle => "idle",
            SessionState::IdleInTransaction => "idle in transaction",
        }
    }
}

/// A session of an administrator or a job that locks a table (and perhaps a row of it) for a
/// while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSession {
    /// Role.
    pub user: String,
    /// `application_name`.
    pub application: String,
    /// Text of its statement.
    pub statement: String,
    /// The table.
    pub table: String,
    /// Mode of the table lock.
    pub mode: LockMode,
    /// Also this row of the table's hot set, counted from 0.
    #[serde(default)]
    pub row: Option<u32>,
    /// How long it keeps its locks once it has them, seconds.
    pub hold_s: f64,
    /// `SET lock_timeout` of the session, seconds; none: what is in force.
    #[serde(default)]
    pub lock_timeout_s: Option<f64>,
}
