//! A statement ends with an error: the transaction is rolled back, the client is told,
//! and the session lives on.

use super::errors::StatementError;
use super::{ConnectError, Connection, Owner, Phase};
use crate::journald::Level;
use crate::slab::Handle;
use crate::spec::SessionFilter;
use crate::time::from_seconds;
use crate::world::World;

impl World {
    /// The server ends a running statement with `ERROR`. Blocks that it has already asked
    /// of the disk are read all the same; its place on the CPU and in line is free.
    pub(super) fn fail_statement(&mut self, handle: Handle, error: StatementError) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get(handle) else {
            return;
        };
        let phase = connection.phase;
        if !connection.alive || !phase.runs_statement() || phase == Phase::Committing {
            return;
        }
        self.log_statement_error(handle, error);
        self.leave_cpu(handle);
        self.query_aborted(handle);
        self.server.counters.rollbacks += 1;
        self.end_transaction(handle);
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        connection.phase = Phase::Idle;
        connection.since = now;
        let handle = self.client_end(handle);
        let Some(owner) = self.connections.get(handle).map(|c| c.owner) else {
            return;
        };
        if self.probe_lost(handle) {
            return;
        }
        match owner {
            Owner::Loop(client) => self.loop_query_failed(client, error),
            Owner::Script(script) => self.script_failed(script, handle, error.text()),
            _ => self.request_query_failed(handle, error),
        }
    }

    /// The request fails; its connection goes back to whoever keeps it.
    fn request_query_failed(&mut self, handle: Handle, error: StatementError) {
        let Some(request) = self
            .connections
            .get_mut(handle)
            .and_then(|c| c.request.take())
        else {
            return;
        };
        let Some(instance) = self.requests.get_mut(request).map(|r| {
            r.connection = None;
            r.instance
        }) else {
            return;
        };
        let now = self.calendar.now();
        let (source, host) = self.log_place(instance);
        let place = (&*source, &*host);
        self.log
            .line(now, place, Level::Error, error.log_code(), || {
                format!("org.postgresql.util.PSQLException: ERROR: {}", error.text())
            });
        self.give_back_after(instance, handle, error.sqlstate());
        self.request_failed(request, error.failure());
    }

    /// A client without a pool closes its connection after an error and comes back later.
    fn loop_query_failed(&mut self, client: u32, error: StatementError) {
        let now = self.calendar.now();
        let instance = self.loops[client as usize].instance;
        let (source, host) = self.log_place(instance);
        let place = (&*source, &*host);
        self.log
            .line(now, place, Level::Warn, error.log_code(), || {
                format!("org.postgresql.util.PSQLException: ERROR: {}", error.text())
            });
        if let Some(handle) = self.loops[client as usize].connection.take() {
            self.drop_connection(handle);
        }
        self.loop_rests(client, true);
    }

    /// Handles of the sessions that meet a filter, logged in and alive.
    fn matching(&self, which: &SessionFilter) -> Vec<Handle> {
        let now = self.calendar.now();
        let older_than = which.older_than_s.map(from_seconds);
        let meets = |c: &Connection| {
            let state = c.phase.state();
            c.is_backend()
                && state.is_some()
                && which.state.is_none_or(|s| Some(s.name()) == state)
                && older_than.is_none_or(|age| now - c.since >= age)
                && (which.user.as_deref()).is_none_or(|u| *u == *self.role_of(c.owner))
                && (which.application.as_deref())
                    .is_none_or(|a| *a == *self.application_of(c.owner))
        };
        let all = self.connections.iter().filter(|(_, c)| meets(c));
        all.map(|(handle, _)| handle).collect()
    }

    /// `pg_terminate_backend` on all that meet a filter.
    pub(crate) fn terminate_matching(&mut self, which: &SessionFilter) {
        let all = self.matching(which);
        self.terminate_all(all);
    }

    /// `pg_terminate_backend` on sessions by process id.
    pub(crate) fn terminate_backends(&mut self, pids: &[u32]) {
        let all = self.with_pids(pids);
        self.terminate_all(all);
    }

    /// `pg_cancel_backend` on sessions by process id.
    pub(crate) fn cancel_backends(&mut self, pids: &[u32]) {
        let all = self.with_pids(pids);
        self.cancel_all(all);
    }

    fn with_pids(&self, pids: &[u32]) -> Vec<Handle> {
        let any = self.matching(&SessionFilter::default()).into_iter();
        let pid = |handle: &Handle| self.connections.get(*handle).map(|c| c.pid);
        any.filter(|h| pid(h).is_some_and(|pid| pids.contains(&pid)))
            .collect()
    }

    fn terminate_all(&mut self, all: Vec<Handle>) {
        let ended = all.len();
        for handle in all {
            self.terminate_backend(handle, ConnectError::Terminated);
        }
        self.notice(format!("{ended} sessions terminated"), "postgresql");
    }

    /// `pg_cancel_backend` on all that meet a filter and run a statement.
    pub(crate) fn cancel_queries(&mut self, which: &SessionFilter) {
        let all = self.matching(which);
        self.cancel_all(all);
    }

    fn cancel_all(&mut self, all: Vec<Handle>) {
        let mut cancelled = 0;
        for handle in all {
            let runs = |c: &Connection| c.alive && c.phase.runs_statement();
            if self.connections.get(handle).is_some_and(runs) {
                cancelled += 1;
                self.fail_statement(handle, StatementError::UserRequest);
            }
        }
        self.notice(format!("{cancelled} queries cancelled"), "postgresql");
    }
}
