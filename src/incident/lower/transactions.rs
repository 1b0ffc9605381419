//! Locks and roles.

use crate::incident::document as doc;
use crate::sim::spec::{RoleSpec, RowLockSpec, TransactionSpec};

pub(super) fn transaction(transaction: Option<&doc::Transaction>) -> TransactionSpec {
    let Some(transaction) = transaction else {
        return TransactionSpec::default();
    };
    TransactionSpec {
        reads: transaction.reads.clone(),
        row_locks: transaction.row_locks.iter().map(row_lock).collect(),
        order: transaction.order,
        statement: transaction.statement.clone(),
    }
}

fn row_lock(lock: &doc::RowLock) -> RowLockSpec {
    RowLockSpec {
        table: lock.table.clone(),
        rows: lock.rows.max(1),
        pick: lock.pick,
        mode: lock.mode,
    }
}

pub(super) fn role(role: &doc::Role) -> RoleSpec {
    RoleSpec {
        name: role.name.clone(),
        superuser: role.superuser,
        settings: role.set.clone(),
    }
}
