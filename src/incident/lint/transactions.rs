//! Locks, roles and the sessions that get in the way.

use super::findings::Findings;
use super::known::{Known, refer};
use super::rules::{Rule, TITLE, Words, by, member, rows};
use crate::incident::document::{
    Class, Role, RowLock, RowPick, SessionFilter, TableSession, Transaction,
};
use crate::sim::database::limits::role_timeout;
use crate::vocabulary::bounds::SESSION_S;

/// A name of a table, role or application (`NAMEDATALEN` less one).
const NAME: Words = Words(63);

/// Tables that a class or a service's loops read.
pub(super) fn reads(at: &str, tables: &[String], found: &mut Findings) {
    found.entries(at, tables, 0..=8);
    found.unique(at, "", tables.iter().map(String::as_str));
    for (i, table) in tables.iter().enumerate() {
        NAME.check(&format!("{at}[{i}]"), table, found);
    }
}

pub(super) fn transaction(
    at: &str,
    transaction: &Transaction,
    class: &Class,
    found: &mut Findings,
) {
    rows!(found, at, transaction, {
        reads: by(reads),
        row_locks[0..=16]: by(row_lock),
        statement: TITLE,
    });
    let (locks, queries) = (transaction.row_locks.len(), class.queries as usize);
    if locks > queries {
        let message = format!("{locks} row locks need as many queries; there are {queries}");
        found.error(&member(at, "row_locks"), message);
    }
}

fn row_lock(at: &str, lock: &RowLock, found: &mut Findings) {
    rows!(found, at, lock, {
        table: NAME,
        rows: 1..=10_000,
    });
    if let RowPick::Zipf(exponent) = &lock.pick {
        found.check(&member(at, "pick.zipf"), 0.0..=10.0, exponent);
    }
}

pub(super) fn role(at: &str, role: &Role, found: &mut Findings) {
    rows!(found, at, role, {
        name: NAME,
        set[0..=20]: by(|at, (name, value): &(String, String), found: &mut Findings| {
            if let Err(message) = role_timeout(name, value) {
                found.error(at, message);
            }
        }),
    });
}

pub(super) fn session(at: &str, session: &TableSession, known: &Known, found: &mut Findings) {
    rows!(found, at, session, {
        user: NAME,
        application: NAME,
        statement: TITLE,
        table: by(|at, name: &str, found| {
            refer(at, "table", name, known.tables.keys().map(String::as_str), found);
        }),
        hold_s: SESSION_S,
        lock_timeout_s: SESSION_S,
    });
    if let Some(row) = session.row {
        let hot = known.tables.get(&session.table).copied().unwrap_or(0);
        if row >= hot {
            let message = format!("`{}` has {hot} hot rows", session.table);
            found.error(&member(at, "row"), message);
        }
    }
}

pub(super) fn filter(at: &str, filter: &SessionFilter, found: &mut Findings) {
    rows!(found, at, filter, { older_than_s: SESSION_S });
}
