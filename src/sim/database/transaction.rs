//! What a backend's transaction holds and waits for.

use crate::spec::LockMode;
use crate::spec::RowMode;
use crate::time::Nanos;

/// Something that can be locked; numbers are of [`super::locks::Locks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lockable {
    /// A table, by its place among the locks' tables.
    Table(u16),
    /// A row of a table's hot set.
    Row(u16, u32),
}

/// A lock held or wanted. Rows know one mode: whoever has the row has it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lock {
    pub what: Lockable,
    pub mode: LockMode,
}

/// A wait for a lock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wait {
    pub lock: Lock,
    pub since: Nanos,
    /// The deadlock detector has looked at it.
    pub checked: bool,
}

/// A row that the transaction will lock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PickedRow {
    pub table: u16,
    pub row: u32,
    pub mode: RowMode,
}

/// A transaction; its lists are kept for the session's next one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Transaction {
    /// Its first statement came then; `None` outside a transaction.
    pub began: Option<Nanos>,
    /// Its number, once it locks a row; 0 before.
    pub xid: u32,
    /// Statements begun in this transaction.
    pub statements: u32,
    pub picked: Vec<PickedRow>,
    pub held: Vec<Lock>,
    pub wait: Option<Wait>,
}

impl Transaction {
    /// Modes held on a table, as bits.
    pub(super) fn held_on(&self, table: u16) -> u8 {
        let mine = self
            .held
            .iter()
            .filter(|l| l.what == Lockable::Table(table));
        mine.fold(0, |all, l| all | l.mode.bit())
    }

    /// True if nothing has to be done for this lock: a row is held in any mode alike.
    pub(super) fn holds(&self, lock: Lock) -> bool {
        let same = |l: &Lock| match lock.what {
            Lockable::Table(_) => *l == lock,
            Lockable::Row(..) => l.what == lock.what,
        };
        self.held.iter().any(same)
    }

    /// Forget all; the caller has given the locks back.
    pub(super) fn clear(&mut self) {
        self.began = None;
        self.xid = 0;
        self.statements = 0;
        self.picked.clear();
        self.held.clear();
        self.wait = None;
    }
}
