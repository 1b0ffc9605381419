//! What statements lock, what roles may, and sessions that get in the way.

use serde::{Deserialize, Serialize};

/// What a request does inside its transaction besides using CPU and disk.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transaction {
    /// Tables that it reads: ACCESS SHARE on each, to its end.
    #[serde(default)]
    pub reads: Vec<String>,
    /// Rows that it locks, the k-th by its k-th query, to its end.
    #[serde(default)]
    pub row_locks: Vec<RowLock>,
    /// In which order.
    #[serde(default)]
    pub order: LockOrder,
    /// Text of its queries in logs and views.
    #[serde(default)]
    pub statement: Option<String>,
}

/// A lock on one row of a table's hot set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowLock {
    /// The table.
    pub table: String,
    /// Size of the hot set.
    pub rows: u32,
    /// How the row is picked.
    #[serde(default)]
    pub pick: RowPick,
    /// What is done with it.
    #[serde(default)]
    pub mode: RowMode,
}

/// How a row of the hot set is picked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowPick {
    /// Each as likely as any other.
    #[default]
    Uniform,
    /// The k-th with a weight of k to the power of minus this.
    Zipf(f64),
}

/// What is done with a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowMode {
    /// `UPDATE`.
    #[default]
    Update,
    /// `SELECT … FOR UPDATE`.
    ForUpdate,
}

/// In which order a transaction takes its row locks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockOrder {
    /// As listed.
    #[default]
    Listed,
    /// By table and row, the same for all.
    Sorted,
}

/// A database role with rights or settings of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// May use the reserved slots.
    #[serde(default)]
    pub superuser: bool,
    /// `ALTER ROLE … SET`: pairs of a timeout's name and value.
    #[serde(default)]
    pub set: Vec<(String, String)>,
}

/// A session of an administrator or a job that locks a table.
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
    /// Also this row of the hot set, from 0.
    #[serde(default)]
    pub row: Option<u32>,
    /// How long it keeps its locks once it has them.
    pub hold_s: f64,
    /// Its own `lock_timeout`.
    #[serde(default)]
    pub lock_timeout_s: Option<f64>,
}

/// PostgreSQL's table lock modes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are PostgreSQL's")]
pub enum LockMode {
    AccessShare,
    RowShare,
    RowExclusive,
    ShareUpdateExclusive,
    Share,
    ShareRowExclusive,
    Exclusive,
    AccessExclusive,
}

/// Which sessions a step is for: those that meet all conditions given.
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
    /// In its state for at least this long.
    #[serde(default)]
    pub older_than_s: Option<f64>,
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
