//! What statements lock and how long sessions may take.

use crate::lock_mode::LockMode;
use crate::time::Nanos;

/// What a request does inside its transaction besides using CPU and disk.
#[derive(Clone, Debug, Default)]
pub struct TransactionSpec {
    /// Tables that it reads: ACCESS SHARE on each, from its first query to its end.
    pub reads: Vec<String>,
    /// Rows that it locks: the k-th by its k-th query, held to its end.
    pub row_locks: Vec<RowLockSpec>,
    /// In which order.
    pub order: LockOrder,
    /// Text of its queries in logs and views; made up from the tables when absent.
    pub statement: Option<String>,
}

/// A lock on one of a table's hot rows.
#[derive(Clone, Debug)]
pub struct RowLockSpec {
    /// Name of the table, as the classes' transactions name it.
    pub table: String,
    /// Size of the hot set; each transaction picks one of these rows.
    pub rows: u32,
    /// How it picks.
    pub pick: RowPick,
    /// What it does with it.
    pub mode: RowMode,
}

/// How a transaction picks a row of the hot set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum RowPick {
    /// Each row as likely as any other.
    #[default]
    Uniform,
    /// The k-th row (from 1) with a weight of k to the power of minus this.
    Zipf(f64),
}

/// What a transaction does with a row that it locks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowMode {
    /// `UPDATE`: ROW EXCLUSIVE on the table.
    #[default]
    Update,
    /// `SELECT … FOR UPDATE`: ROW SHARE on the table.
    ForUpdate,
}

impl RowMode {
    /// The table lock that goes with it.
    #[must_use]
    pub fn table_mode(self) -> LockMode {
        match self {
            RowMode::Update => LockMode::RowExclusive,
            RowMode::ForUpdate => LockMode::RowShare,
        }
    }

    /// The lock on the tuple by which the first in line is known.
    #[must_use]
    pub fn tuple_mode(self) -> LockMode {
        match self {
            RowMode::Update => LockMode::Exclusive,
            RowMode::ForUpdate => LockMode::AccessExclusive,
        }
    }
}

/// In which order a transaction takes its row locks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LockOrder {
    /// As listed; two transactions can come from two sides, and deadlock.
    #[default]
    Listed,
    /// By table and row, the same for all: no deadlock among such transactions.
    Sorted,
}

/// A database role.
#[derive(Clone, Debug, Default)]
pub struct RoleSpec {
    /// Name of the role.
    pub name: String,
    /// May use the slots of `superuser_reserved_connections`.
    pub superuser: bool,
    /// `ALTER ROLE … SET name = value`: timeouts of sessions that it starts.
    pub settings: Vec<(String, String)>,
}

/// Which sessions a command is for: those that meet all conditions given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionFilter {
    /// Process id; any if none.
    pub pid: Option<u32>,
    /// Role; any if none.
    pub user: Option<String>,
    /// `application_name`.
    pub application: Option<String>,
    /// `pg_stat_activity.state`: `active`, `idle`, `idle in transaction`.
    pub state: Option<String>,
    /// In its state for at least this long (`now() - state_change`; for an active session
    /// that is the age of its query).
    pub older_than: Option<Nanos>,
}

/// A session of an administrator or a job that locks a table (and perhaps a row of it)
/// for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSession {
    /// Role that it logs in as.
    pub user: String,
    /// `application_name`.
    pub application: String,
    /// Text of its statement.
    pub statement: String,
    /// Name of the table, as the classes' transactions name it.
    pub table: String,
    /// Mode of the table lock.
    pub mode: LockMode,
    /// Also this row of the table's hot set, counted from 0.
    pub row: Option<u32>,
    /// How long it keeps what it got.
    pub hold: Nanos,
    /// `SET lock_timeout` of the session; `None`: what is in force.
    pub lock_timeout: Option<Nanos>,
}
