//! Locks, roles and the sessions that get in the way.

use crate::incident::document as doc;
use crate::sim::lock_mode::LockMode;
use crate::sim::spec::{
    LockOrder, RoleSpec, RowLockSpec, RowMode, RowPick, SessionFilter, TableSession,
    TransactionSpec,
};
use crate::sim::time::from_seconds;

pub(super) fn transaction(transaction: Option<&doc::Transaction>) -> TransactionSpec {
    let Some(transaction) = transaction else {
        return TransactionSpec::default();
    };
    TransactionSpec {
        reads: transaction.reads.clone(),
        row_locks: transaction.row_locks.iter().map(row_lock).collect(),
        order: match transaction.order {
            doc::LockOrder::Listed => LockOrder::Listed,
            doc::LockOrder::Sorted => LockOrder::Sorted,
        },
        statement: transaction.statement.clone(),
    }
}

fn row_lock(lock: &doc::RowLock) -> RowLockSpec {
    RowLockSpec {
        table: lock.table.clone(),
        rows: lock.rows.max(1),
        pick: match lock.pick {
            doc::RowPick::Uniform => RowPick::Uniform,
            doc::RowPick::Zipf(exponent) => RowPick::Zipf(exponent),
        },
        mode: match lock.mode {
            doc::RowMode::Update => RowMode::Update,
            doc::RowMode::ForUpdate => RowMode::ForUpdate,
        },
    }
}

pub(super) fn role(role: &doc::Role) -> RoleSpec {
    RoleSpec {
        name: role.name.clone(),
        superuser: role.superuser,
        settings: role.set.clone(),
    }
}

pub(super) fn session(session: &doc::TableSession) -> TableSession {
    TableSession {
        user: session.user.clone(),
        application: session.application.clone(),
        statement: session.statement.clone(),
        table: session.table.clone(),
        mode: mode(session.mode),
        row: session.row,
        hold: from_seconds(session.hold_s),
        lock_timeout: session.lock_timeout_s.map(from_seconds),
    }
}

fn mode(mode: doc::LockMode) -> LockMode {
    match mode {
        doc::LockMode::AccessShare => LockMode::AccessShare,
        doc::LockMode::RowShare => LockMode::RowShare,
        doc::LockMode::RowExclusive => LockMode::RowExclusive,
        doc::LockMode::ShareUpdateExclusive => LockMode::ShareUpdateExclusive,
        doc::LockMode::Share => LockMode::Share,
        doc::LockMode::ShareRowExclusive => LockMode::ShareRowExclusive,
        doc::LockMode::Exclusive => LockMode::Exclusive,
        doc::LockMode::AccessExclusive => LockMode::AccessExclusive,
    }
}

pub(super) fn filter(filter: &doc::SessionFilter) -> SessionFilter {
    let state = filter.state.map(|state| match state {
        doc::SessionState::Active => "active",
        doc::SessionState::Idle => "idle",
        doc::SessionState::IdleInTransaction => "idle in transaction",
    });
    SessionFilter {
        pid: None,
        user: filter.user.clone(),
        application: filter.application.clone(),
        state: state.map(str::to_string),
        older_than: filter.older_than_s.map(from_seconds),
    }
}
