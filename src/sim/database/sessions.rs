//! `pg_stat_activity` and `pg_locks`, as a terminal would show them.

use super::lock_log::tuple_of;
use super::transaction::Lockable;
use super::{ConnectError, Connection, Phase};
use crate::server::Status;
use crate::slab::Handle;
use crate::spec::LockMode;
use crate::time::Nanos;
use crate::world::World;

/// Rows that a view shows at most.
const ROWS_MAX: usize = 2_000;

/// Pids that a session is said to be blocked by, at most.
const BLOCKERS_MAX: usize = 64;

/// A row of `pg_stat_activity`. Times are of the world's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// `pid`.
    pub pid: u32,
    /// `usename`.
    pub user: String,
    /// `application_name`.
    pub application: String,
    /// `state`.
    pub state: &'static str,
    /// `state_change`.
    pub state_change: Nanos,
    /// `query_start`; only while a query runs.
    pub query_start: Option<Nanos>,
    /// `xact_start`.
    pub xact_start: Option<Nanos>,
    /// `wait_event_type` and `wait_event`.
    pub wait_event: Option<(&'static str, &'static str)>,
    /// `pg_blocking_pids(pid)`, ascending; 64 at most.
    pub blocked_by: Vec<u32>,
    /// `query`.
    pub query: String,
}

/// A row of `pg_locks`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockRow {
    /// `pid`.
    pub pid: u32,
    /// `locktype`: `relation`, `tuple` or `transactionid`.
    pub locktype: &'static str,
    /// `relation::regclass`.
    pub relation: Option<String>,
    /// `page` and `tuple`.
    pub tuple: Option<(u32, u32)>,
    /// `transactionid`.
    pub transaction: Option<u32>,
    /// `mode`.
    pub mode: &'static str,
    /// `granted`.
    pub granted: bool,
    /// `waitstart`.
    pub wait_start: Option<Nanos>,
}

impl World {
    fn wait_event(&self, handle: Handle, c: &Connection) -> Option<(&'static str, &'static str)> {
        match c.phase {
            Phase::Idle | Phase::InTransaction => Some(("Client", "ClientRead")),
            Phase::OnDisk => Some(("IO", "DataFileRead")),
            Phase::Committing => Some(("IO", "WALSync")),
            Phase::OnLock => match c.transaction.wait?.lock.what {
                Lockable::Table(_) => Some(("Lock", "relation")),
                Lockable::Row(table, row) => {
                    let first = self.transaction_waited_for(handle, table, row);
                    let event = if first.is_some() {
                        "transactionid"
                    } else {
                        "tuple"
                    };
                    Some(("Lock", event))
                }
            },
            Phase::Forking | Phase::Authenticating | Phase::OnCpu(_) | Phase::Working => None,
        }
    }

    /// Those who stand before a session in the line for a row, the first left out.
    fn ahead_in_line<'a>(
        &'a self,
        c: &Connection,
        handle: Handle,
    ) -> impl Iterator<Item = Handle> + use<'a> {
        let row = c.transaction.wait.and_then(|wait| match wait.lock.what {
            Lockable::Row(table, row) => self.locks.row(table, row),
            Lockable::Table(_) => None,
        });
        let line = row.into_iter().flat_map(|r| r.waiters.iter().copied());
        line.take_while(move |h| *h != handle).skip(1)
    }

    /// `pg_stat_activity` of the clients' sessions, by pid; the first 2,000.
    #[must_use]
    pub fn sessions(&self) -> Vec<SessionRow> {
        let alive = self.connections.iter().filter(|(_, c)| c.is_backend());
        let mut rows: Vec<SessionRow> = alive
            .filter_map(|(handle, c)| {
                let state = c.phase.state()?;
                let pid = |h: Handle| self.connections.get(h).map(|c| c.pid);
                let ahead = self.ahead_in_line(c, handle);
                let blockers = self.blockers(handle).into_iter().map(|e| e.blocker);
                let mut blocked_by: Vec<u32> = blockers
                    .chain(ahead)
                    .filter_map(pid)
                    .take(BLOCKERS_MAX)
                    .collect();
                blocked_by.sort_unstable();
                blocked_by.dedup();
                Some(SessionRow {
                    pid: c.pid,
                    user: self.role_of(c.owner).to_string(),
                    application: self.application_of(c.owner).to_string(),
                    state,
                    state_change: c.since,
                    query_start: c.phase.runs_statement().then_some(c.since),
                    xact_start: c.transaction.began,
                    wait_event: self.wait_event(handle, c),
                    blocked_by,
                    query: self.statement_text(handle),
                })
            })
            .take(ROWS_MAX)
            .collect();
        rows.sort_by_key(|row| row.pid);
        rows
    }

    /// `pg_locks` of the clients' sessions, by pid; the first 2,000. Of row locks only
    /// those that somebody waits for are in it, as in PostgreSQL, which keeps the others
    /// in the rows.
    #[must_use]
    pub fn locks(&self) -> Vec<LockRow> {
        let mut rows = Vec::new();
        for (handle, c) in self.connections.iter().filter(|(_, c)| c.is_backend()) {
            self.locks_of(handle, c, &mut rows);
            if rows.len() >= ROWS_MAX {
                break;
            }
        }
        rows.truncate(ROWS_MAX);
        rows.sort_by_key(|row| row.pid);
        rows
    }

    fn locks_of(&self, handle: Handle, c: &Connection, rows: &mut Vec<LockRow>) {
        let row = |locktype, mode, granted| LockRow {
            pid: c.pid,
            locktype,
            relation: None,
            tuple: None,
            transaction: None,
            mode,
            granted,
            wait_start: None,
        };
        if c.transaction.xid != 0 {
            rows.push(LockRow {
                transaction: Some(c.transaction.xid),
                ..row("transactionid", LockMode::Exclusive.name(), true)
            });
        }
        let name = |table| Some(self.locks.table_name(table).to_string());
        for lock in &c.transaction.held {
            if let Lockable::Table(table) = lock.what {
                rows.push(LockRow {
                    relation: name(table),
                    ..row("relation", lock.mode.name(), true)
                });
            }
        }
        let Some(wait) = c.transaction.wait else {
            return;
        };
        let wait_start = Some(wait.since);
        match wait.lock.what {
            Lockable::Table(table) => rows.push(LockRow {
                relation: name(table),
                wait_start,
                ..row("relation", wait.lock.mode.name(), false)
            }),
            Lockable::Row(table, place) => {
                let first = self.transaction_waited_for(handle, table, place);
                let tuple = LockRow {
                    relation: name(table),
                    tuple: Some(tuple_of(place)),
                    ..row("tuple", wait.lock.mode.name(), first.is_some())
                };
                rows.push(LockRow {
                    wait_start: wait_start.filter(|_| first.is_none()),
                    ..tuple
                });
                if first.is_some() {
                    rows.push(LockRow {
                        transaction: first,
                        wait_start,
                        ..row("transactionid", LockMode::Share.name(), false)
                    });
                }
            }
        }
    }

    /// What the locks and the sessions say differently, if anything: a lock that one side
    /// counts and the other does not, or a wait that is in no line. None at every instant.
    #[must_use]
    pub fn locks_disagree(&self) -> Option<String> {
        let live = || self.connections.iter();
        for (t, table) in self.locks.tables.iter().enumerate() {
            let t = t as u16;
            for mode in LockMode::ALL {
                let holds = |c: &Connection| c.transaction.held_on(t) & mode.bit() != 0;
                let counted = live().filter(|(_, c)| holds(c)).count();
                if counted != table.queue.holders(mode) as usize {
                    return Some(format!("{}: holders of {}", table.name, mode.name()));
                }
            }
            let rows = table.rows.iter();
            let lines = rows.flat_map(|r| r.holder.iter().chain(&r.waiters));
            if lines.clone().any(|h| self.connections.get(*h).is_none()) {
                return Some(format!("{}: a row of nobody", table.name));
            }
        }
        for (handle, c) in live() {
            let rows = c.transaction.held.iter().filter_map(|l| match l.what {
                Lockable::Row(table, row) => self.locks.row(table, row),
                Lockable::Table(_) => None,
            });
            if rows.clone().any(|r| r.holder != Some(handle)) {
                return Some(format!("{} holds another's row", c.pid));
            }
            if c.transaction.wait.is_some() != (c.phase == Phase::OnLock) {
                return Some(format!("{} waits in {:?}", c.pid, c.phase));
            }
            let Some(wait) = c.transaction.wait else {
                continue;
            };
            let places = match wait.lock.what {
                Lockable::Table(table) => {
                    let queue = self.locks.tables.get(usize::from(table)).map(|t| &t.queue);
                    let line = queue.into_iter().flat_map(|q| q.waiters());
                    line.filter(|w| w.owner == handle).count()
                }
                Lockable::Row(table, row) => {
                    let row = self.locks.row(table, row);
                    let line = row.into_iter().flat_map(|r| &r.waiters);
                    line.filter(|w| **w == handle).count()
                }
            };
            if places != 1 || self.blockers(handle).is_empty() {
                return Some(format!("{} stands in {places} lines for nothing", c.pid));
            }
        }
        None
    }

    /// Would an administrator's own session (a superuser's, which may use the reserved
    /// slots) be let in now?
    ///
    /// # Errors
    /// SQLSTATE and text of the refusal.
    pub fn admin_can_connect(&self) -> Result<(), (&'static str, &'static str)> {
        let full = self.server.slots_used >= self.server.limits.max_connections;
        let refusal = match self.server.status {
            Status::Ready if full => ConnectError::TooManyClients,
            Status::Ready => return Ok(()),
            Status::Starting | Status::Recovering => self.not_ready_yet(),
            Status::Stopping => ConnectError::ShuttingDown,
            Status::Down => ConnectError::Refused,
        };
        Err((refusal.sqlstate(), refusal.text()))
    }

    /// Names of the tables that can be locked.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.locks.tables.iter().map(|t| t.name.as_str())
    }
}
