//! Locks, roles and the sessions that get in the way.

use super::findings::Findings;
use super::known::Known;
use super::words::TITLE_CHARS_MAX;
use crate::incident::document::{Class, Role, RowLock, RowPick, SessionFilter, TableSession};
use crate::sim::database::limits::role_timeout;
use crate::vocabulary::bounds::SESSION_S;

/// Longest name of a table, role or application (`NAMEDATALEN` less one).
const NAME_CHARS_MAX: usize = 63;

/// Tables that a class or a service's loops read.
pub(super) fn reads(at: &str, tables: &[String], found: &mut Findings) {
    found.entries(at, tables, 0..=8);
    found.unique(at, "", tables.iter().map(String::as_str));
    for (i, table) in tables.iter().enumerate() {
        found.words(&format!("{at}[{i}]"), table, NAME_CHARS_MAX);
    }
}

pub(super) fn transaction(at: &str, class: &Class, found: &mut Findings) {
    let Some(transaction) = &class.transaction else {
        return;
    };
    reads(&format!("{at}.reads"), &transaction.reads, found);
    found.entries(&format!("{at}.row_locks"), &transaction.row_locks, 0..=16);
    for (i, lock) in transaction.row_locks.iter().enumerate() {
        row_lock(&format!("{at}.row_locks[{i}]"), lock, found);
    }
    let (locks, queries) = (transaction.row_locks.len(), class.queries as usize);
    if locks > queries {
        let message = format!("{locks} row locks need as many queries; there are {queries}");
        found.error(&format!("{at}.row_locks"), message);
    }
    if let Some(statement) = &transaction.statement {
        found.words(&format!("{at}.statement"), statement, TITLE_CHARS_MAX);
    }
}

fn row_lock(at: &str, lock: &RowLock, found: &mut Findings) {
    found.words(&format!("{at}.table"), &lock.table, NAME_CHARS_MAX);
    found.range(&format!("{at}.rows"), lock.rows, 1..=10_000);
    if let RowPick::Zipf(exponent) = lock.pick {
        found.range(&format!("{at}.pick.zipf"), exponent, 0.0..=10.0);
    }
}

pub(super) fn roles(roles: &[Role], found: &mut Findings) {
    let at = "$.world.database.roles";
    found.entries(at, roles, 0..=50);
    found.unique(at, ".name", roles.iter().map(|r| r.name.as_str()));
    for (i, role) in roles.iter().enumerate() {
        found.words(&format!("{at}[{i}].name"), &role.name, NAME_CHARS_MAX);
        found.entries(&format!("{at}[{i}].set"), &role.set, 0..=20);
        for (k, (name, value)) in role.set.iter().enumerate() {
            if let Err(message) = role_timeout(name, value) {
                found.error(&format!("{at}[{i}].set[{k}]"), message);
            }
        }
    }
}

pub(super) fn session(at: &str, session: &TableSession, known: &Known, found: &mut Findings) {
    found.words(&format!("{at}.user"), &session.user, NAME_CHARS_MAX);
    let application = format!("{at}.application");
    found.words(&application, &session.application, NAME_CHARS_MAX);
    found.words(
        &format!("{at}.statement"),
        &session.statement,
        TITLE_CHARS_MAX,
    );
    known.table(&format!("{at}.table"), &session.table, found);
    if let Some(row) = session.row {
        let hot = known.tables.get(&session.table).copied().unwrap_or(0);
        if row >= hot {
            let message = format!("`{}` has {hot} hot rows", session.table);
            found.error(&format!("{at}.row"), message);
        }
    }
    found.range(&format!("{at}.hold_s"), session.hold_s, SESSION_S);
    if let Some(timeout_s) = session.lock_timeout_s {
        found.range(&format!("{at}.lock_timeout_s"), timeout_s, SESSION_S);
    }
}

pub(super) fn filter(at: &str, filter: &SessionFilter, found: &mut Findings) {
    if let Some(age_s) = filter.older_than_s {
        found.range(&format!("{at}.older_than_s"), age_s, SESSION_S);
    }
}
