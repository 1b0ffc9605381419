//! Sessions of administrators and jobs: a migration that takes a table lock, a
//! transaction that somebody left open.

use super::transaction::{Lock, Lockable};
use super::{ConnectError, Owner, Phase};
use crate::command::{Resolved, deed};
use crate::event::Event;
use crate::slab::Handle;
use crate::spec::{LockMode, TableSession};
use crate::station::Departure;
use crate::time::from_seconds;
use crate::world::World;

/// Such sessions at once, at most.
const SCRIPTS_MAX: usize = 200;

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub session: TableSession,
    /// Idle in its transaction while it holds its locks, else at work.
    idle: bool,
    /// False once it is over; its place is used again.
    lives: bool,
}

impl World {
    /// A session connects, if it makes sense; the rest follows.
    pub(crate) fn may_start_script<'a>(
        &self,
        session: &'a TableSession,
        idle: bool,
    ) -> Resolved<'a> {
        let Some(table) = self.locks.table(&session.table) else {
            return Err(format!("there is no table {:?}", session.table));
        };
        if let Some(row) = session.row
            && self.locks.row(table, row).is_none()
        {
            return Err(format!("{} has no hot row {row}", session.table));
        }
        if self.scripts.iter().filter(|s| s.lives).count() >= SCRIPTS_MAX {
            return Err(format!("{SCRIPTS_MAX} such sessions are open already"));
        }
        deed(move |world| world.start_script(session, idle))
    }

    fn start_script(&mut self, session: &TableSession, idle: bool) {
        let script = Script {
            session: session.clone(),
            idle,
            lives: true,
        };
        let free = self.scripts.iter().position(|s| !s.lives);
        let place = free.unwrap_or(self.scripts.len());
        match self.scripts.get_mut(place) {
            Some(old) => *old = script,
            None => self.scripts.push(script),
        }
        self.connect(Owner::Script(place as u32));
    }

    pub(super) fn script(&self, script: u32) -> Option<&Script> {
        self.scripts.get(script as usize)
    }

    pub(super) fn script_connected(&mut self, script: u32, handle: Handle) {
        let now = self.calendar.now();
        let lock_timeout = self.script(script).and_then(|s| s.session.lock_timeout_s);
        let lock_timeout = lock_timeout.map(from_seconds);
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.overrides.lock = lock_timeout.or(connection.overrides.lock);
            connection.since = now;
        }
        self.server.station.enter(now);
        self.statement_begins(handle);
    }

    /// The `n`-th lock that the session needs.
    pub(super) fn need_of_script(&self, script: u32, n: usize) -> Option<Lock> {
        let session = &self.script(script)?.session;
        let table = self.locks.table(&session.table)?;
        let what = match (n, session.row) {
            (0, _) => Lockable::Table(table),
            (1, Some(row)) => Lockable::Row(table, row),
            _ => return None,
        };
        let mode = match what {
            Lockable::Table(_) => session.mode,
            Lockable::Row(..) => LockMode::Exclusive,
        };
        Some(Lock { what, mode })
    }

    /// It has its locks: it works under them, or does nothing while it holds them.
    pub(super) fn script_holds(&mut self, script: u32, handle: Handle) {
        let now = self.calendar.now();
        let Some(script) = self.scripts.get(script as usize) else {
            return;
        };
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let waited = now - connection.since;
        self.server.station.begin(now, waited);
        let at = now.saturating_add(from_seconds(script.session.hold_s));
        if script.idle {
            let station = &mut self.server.station;
            station.leave(now, Departure::Served, waited, true);
            connection.phase = Phase::InTransaction;
            connection.since = now;
            connection.client_until = at;
        } else {
            connection.phase = Phase::Working;
        }
        self.calendar.push(at, Event::ScriptDone(handle));
        self.arm_alarm(handle);
    }

    /// The session has held its locks for as long as it wanted.
    pub(crate) fn on_script_done(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let Owner::Script(script) = connection.owner else {
            return;
        };
        let alive = connection.alive;
        if alive && connection.phase == Phase::Working {
            let elapsed = now - connection.since;
            let station = &mut self.server.station;
            station.leave(now, Departure::Served, elapsed, true);
            connection.phase = Phase::Idle;
        }
        self.drop_connection(handle);
        if alive {
            self.server.counters.commits += 1;
            self.script_over(script, "done");
        } else {
            self.script_over(script, ConnectError::Terminated.text());
        }
    }

    pub(super) fn script_failed(&mut self, script: u32, handle: Handle, why: &str) {
        self.drop_connection(handle);
        self.script_over(script, why);
    }

    pub(super) fn script_over(&mut self, script: u32, how: &str) {
        let Some(script) = self.scripts.get_mut(script as usize) else {
            return;
        };
        script.lives = false;
        let who = script.session.application.clone();
        let title = format!("{}: {how}", script.session.statement);
        self.notice(title, &who);
    }
}
