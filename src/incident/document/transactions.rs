//! What statements lock, what roles may, and sessions that get in the way.

use crate::vocabulary::{LockOrder, RowMode, RowPick};
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
