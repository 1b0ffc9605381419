//! What statements lock and how long sessions may take.

use super::{LockOrder, RowMode, RowPick};

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
