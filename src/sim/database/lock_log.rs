//! What the server's log says of locks and of statements that fail, in PostgreSQL's words
//! (`proc.c`, `deadlock.c`, `lmgr.c`).

use super::deadlock::{Edge, Verdict};
use super::errors::StatementError;
use super::locks::Locks;
use super::transaction::{Lockable, Wait};
use super::{Owner, Phase};
use crate::journald::Level;
use crate::slab::Handle;
use crate::spec::RowMode;
use crate::time::Nanos;
use crate::world::World;

/// Rows of a table on one of its pages, for the tuple's address.
const ROWS_OF_PAGE: u32 = 60;

/// The address of a hot row, e.g. `(0,7)`.
pub(super) fn tuple_of(row: u32) -> (u32, u32) {
    (row / ROWS_OF_PAGE, row % ROWS_OF_PAGE + 1)
}

/// Whole milliseconds and the microseconds after them, as the server writes them.
fn millis(length: Nanos) -> String {
    format!("{}.{:03} ms", length / 1_000_000, length / 1000 % 1000)
}

fn tuple_text(wait: &Wait, table: u16, row: u32) -> String {
    let ((page, item), mode) = (tuple_of(row), wait.lock.mode.name());
    let (oid, database) = (Locks::oid(table), Locks::database_oid());
    format!("{mode} on tuple ({page},{item}) of relation {oid} of database {database}")
}

impl World {
    /// A line of a session in the server's log.
    pub(super) fn log_session(
        &mut self,
        handle: Handle,
        level: Level,
        code: &'static str,
        text: &str,
    ) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get(handle) else {
            return;
        };
        let pid = connection.pid;
        let role = self.role_of(connection.owner).to_string();
        let place = ("postgresql", self.spec.database.host.as_str());
        let name = &self.spec.database.name;
        let line = || format!("[{pid}] {role}@{name} {text}");
        self.log.line(now, place, level, code, line);
    }

    fn pid_of(&self, handle: Handle) -> u32 {
        self.connections.get(handle).map_or(0, |c| c.pid)
    }

    /// What a backend waits for, e.g. `ShareLock on transaction 745`.
    fn wait_text(&self, handle: Handle, wait: &Wait) -> String {
        let database = Locks::database_oid();
        match wait.lock.what {
            Lockable::Table(table) => {
                let (mode, oid) = (wait.lock.mode.name(), Locks::oid(table));
                format!("{mode} on relation {oid} of database {database}")
            }
            Lockable::Row(table, row) => match self.transaction_waited_for(handle, table, row) {
                Some(xid) => format!("ShareLock on transaction {xid}"),
                None => tuple_text(wait, table, row),
            },
        }
    }

    /// The transaction that the first in line for a row waits for; `None` for the others.
    pub(super) fn transaction_waited_for(
        &self,
        handle: Handle,
        table: u16,
        row: u32,
    ) -> Option<u32> {
        let row = self.locks.row(table, row)?;
        (row.waiters.front() == Some(&handle)).then_some(row.xid)
    }

    /// `while updating tuple (0,7) in relation "stock"`.
    fn log_context(&mut self, handle: Handle, code: &'static str) {
        let Some(wait) = self.wait_of(handle) else {
            return;
        };
        let Lockable::Row(table, row) = wait.lock.what else {
            return;
        };
        if self.transaction_waited_for(handle, table, row).is_some() {
            self.log_row_context(handle, &wait, code);
        }
    }

    fn log_row_context(&mut self, handle: Handle, wait: &Wait, code: &'static str) {
        let Lockable::Row(table, row) = wait.lock.what else {
            return;
        };
        let does = match wait.lock.mode == RowMode::ForUpdate.tuple_mode() {
            true => "locking",
            false => "updating",
        };
        let ((page, item), name) = (tuple_of(row), self.locks.table_name(table));
        let text = format!("CONTEXT:  while {does} tuple ({page},{item}) in relation \"{name}\"");
        self.log_session(handle, Level::Info, code, &text);
    }

    fn log_statement(&mut self, handle: Handle, code: &'static str) {
        if self.server.limits.sessions.log_statements {
            let text = format!("STATEMENT:  {}", self.statement_text(handle));
            self.log_session(handle, Level::Info, code, &text);
        }
    }

    /// `ERROR:  …` with its context and statement. A deadlock's lines are written when it
    /// is found.
    pub(super) fn log_statement_error(&mut self, handle: Handle, error: StatementError) {
        if error == StatementError::Deadlock {
            return;
        }
        let text = format!("ERROR:  {}", error.text());
        self.log_session(handle, Level::Error, error.log_code(), &text);
        self.log_context(handle, "error-context");
        self.log_statement(handle, "error-statement");
    }

    /// The lines of a deadlock: who waits for whom, and what they were doing.
    pub(super) fn log_deadlock(&mut self, handle: Handle, circle: &[Edge]) {
        let error = StatementError::Deadlock;
        let text = format!("ERROR:  {}", error.text());
        self.log_session(handle, Level::Error, error.log_code(), &text);
        let mut lines = Vec::new();
        for edge in circle {
            if let Some(wait) = self.wait_of(edge.waiter) {
                let (waiter, blocker) = (self.pid_of(edge.waiter), self.pid_of(edge.blocker));
                let what = self.wait_text(edge.waiter, &wait);
                lines.push(format!(
                    "Process {waiter} waits for {what}; blocked by process {blocker}."
                ));
            }
        }
        for edge in circle {
            let (pid, text) = (self.pid_of(edge.waiter), self.statement_text(edge.waiter));
            lines.push(format!("Process {pid}: {text}"));
        }
        let detail = format!("DETAIL:  {}", lines.join("\n\t"));
        self.log_session(handle, Level::Info, "40P01-detail", &detail);
        let hint = "HINT:  See server log for query details.";
        self.log_session(handle, Level::Info, "40P01-hint", hint);
        self.log_context(handle, "40P01-context");
        self.log_statement(handle, "40P01-statement");
    }

    /// `log_lock_waits`: the wait has lasted for `deadlock_timeout`.
    pub(super) fn log_lock_wait(&mut self, handle: Handle, verdict: Verdict) {
        let now = self.calendar.now();
        let Some(wait) = self
            .wait_of(handle)
            .filter(|_| self.server.limits.sessions.log_lock_waits)
        else {
            return;
        };
        let (pid, what) = (self.pid_of(handle), self.wait_text(handle, &wait));
        let after = millis(now - wait.since);
        let text = match verdict {
            Verdict::Waits => format!("still waiting for {what} after {after}"),
            Verdict::Avoided => {
                format!("avoided deadlock for {what} by rearranging queue order after {after}")
            }
            Verdict::Deadlock => {
                format!("detected deadlock while waiting for {what} after {after}")
            }
        };
        let text = format!("LOG:  process {pid} {text}");
        self.log_session(handle, Level::Info, "lock-wait", &text);
        let (holders, mut line) = self.holders_and_line(handle, &wait);
        if verdict == Verdict::Deadlock {
            // It has left the line already.
            line.retain(|p| *p != pid);
        }
        let pids = |all: &[u32]| {
            let all: Vec<String> = all.iter().map(u32::to_string).collect();
            all.join(", ")
        };
        let word = if holders.len() == 1 {
            "Process"
        } else {
            "Processes"
        };
        let text = format!(
            "DETAIL:  {word} holding the lock: {}. Wait queue: {}.",
            pids(&holders),
            pids(&line)
        );
        self.log_session(handle, Level::Info, "lock-wait-detail", &text);
        self.log_context(handle, "lock-wait-context");
        self.log_statement(handle, "lock-wait-statement");
    }

    /// `log_lock_waits`: a wait that was worth a line is over. For a row: `whole` if the row
    /// is there, else only its tuple.
    pub(super) fn log_lock_acquired(&mut self, handle: Handle, wait: Wait, whole: bool) {
        let limits = self.server.limits.sessions;
        let waited = self.calendar.now() - wait.since;
        if !limits.log_lock_waits || waited < limits.deadlock {
            return;
        }
        let what = match wait.lock.what {
            Lockable::Table(_) => self.wait_text(handle, &wait),
            Lockable::Row(table, row) if !whole => tuple_text(&wait, table, row),
            Lockable::Row(table, row) => {
                let xid = self.locks.row(table, row).map_or(0, |r| r.xid);
                format!("ShareLock on transaction {xid}")
            }
        };
        let pid = self.pid_of(handle);
        let text = format!(
            "LOG:  process {pid} acquired {what} after {}",
            millis(waited)
        );
        self.log_session(handle, Level::Info, "lock-acquired", &text);
        if whole {
            self.log_row_context(handle, &wait, "lock-acquired-context");
        }
        self.log_statement(handle, "lock-acquired-statement");
    }

    /// Pids of those who hold what is waited for, and of those in line for it.
    fn holders_and_line(&self, handle: Handle, wait: &Wait) -> (Vec<u32>, Vec<u32>) {
        let pids = |all: &mut dyn Iterator<Item = Handle>| all.map(|h| self.pid_of(h)).collect();
        match wait.lock.what {
            Lockable::Table(table) => {
                let conflicts = wait.lock.mode.conflicts();
                let holds = |h: &Handle| {
                    let c = self.connections.get(*h);
                    c.is_some_and(|c| c.transaction.held_on(table) & conflicts != 0)
                };
                let mut holders = self.connections.iter().map(|(h, _)| h).filter(holds);
                let queue = self.locks.tables.get(usize::from(table)).map(|t| &t.queue);
                let mut line = queue.into_iter().flat_map(|q| q.waiters()).map(|w| w.owner);
                (pids(&mut holders), pids(&mut line))
            }
            Lockable::Row(table, row) => {
                // The first in line waits for the holder, the others for the first.
                let first = self.transaction_waited_for(handle, table, row).is_some();
                let row = self.locks.row(table, row);
                let mut all = row.into_iter().flat_map(|r| r.waiters.iter().copied());
                let (mut holder, mut line) = match first {
                    true => (row.and_then(|r| r.holder), all.next().into_iter().collect()),
                    false => (all.next(), all.collect::<Vec<_>>()),
                };
                let mut holder = holder.take().into_iter();
                let mut line = line.drain(..);
                (pids(&mut holder), pids(&mut line))
            }
        }
    }

    /// The text of what a session runs, or ran last.
    pub(super) fn statement_text(&self, handle: Handle) -> String {
        let Some(connection) = self.connections.get(handle) else {
            return String::new();
        };
        let select = |reads: &[String]| match reads.first() {
            Some(table) => format!("SELECT … FROM {table} WHERE id = $1"),
            None => "SELECT … WHERE id = $1".to_string(),
        };
        match connection.owner {
            Owner::Script(script) => {
                let script = self.script(script);
                script.map_or(String::new(), |s| s.session.statement.clone())
            }
            Owner::Loop(client) => {
                let instance = self.loops[client as usize].instance;
                let service = self.instances[instance as usize].service;
                let loops = self.spec.services[service].loops.as_ref();
                select(loops.map_or(&[], |l| &l.reads))
            }
            _ => {
                let class = self.class_of(handle).and_then(|c| self.spec.classes.get(c));
                let Some(class) = class.filter(|_| connection.phase != Phase::Idle) else {
                    return "COMMIT".to_string();
                };
                let text = &class.transaction;
                if let Some(text) = &text.statement {
                    return text.clone();
                }
                let transaction = &connection.transaction;
                let picked = (transaction.statements as usize)
                    .checked_sub(1)
                    .and_then(|n| transaction.picked.get(n));
                let Some(picked) = picked else {
                    return select(&text.reads);
                };
                let table = self.locks.table_name(picked.table);
                match picked.mode {
                    RowMode::Update => format!("UPDATE {table} SET … WHERE id = $1"),
                    RowMode::ForUpdate => {
                        format!("SELECT … FROM {table} WHERE id = $1 FOR UPDATE")
                    }
                }
            }
        }
    }
}
