//! Connections end: the server ends a backend, a client finds its connection dead or
//! closes it.

use super::{ConnectError, Connection, Owner, Phase, role};
use crate::bouncer::Link;
use crate::journald::Level;
use crate::ledger::Failure;
use crate::slab::Handle;
use crate::world::World;

impl World {
    /// The server ends a backend. The client learns it at once if it waits for an
    /// answer, else when it next uses the connection.
    pub(crate) fn terminate_backend(&mut self, handle: Handle, error: ConnectError) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let phase = connection.phase;
        if phase == Phase::Forking || phase == Phase::Authenticating {
            if phase == Phase::Authenticating {
                self.server.slots_used -= 1;
            }
            self.server.cpu.remove(now, handle);
            self.schedule_cpu();
            return self.refuse(handle, error);
        }
        if !connection.is_backend() {
            return;
        }
        connection.alive = false;
        connection.ended = error;
        let owner = connection.owner;
        let pid = connection.pid;
        self.server.slots_used -= 1;
        self.log_ending(pid, owner, error);
        self.leave_cpu(handle);
        if phase.runs_statement() {
            self.query_aborted(handle);
        }
        self.end_transaction(handle);
        if phase.runs_statement() {
            self.connection_lost(handle);
        } else if let Owner::Bouncer(_) = owner {
            // It watches all its sockets.
            self.bouncer_server_lost(handle, false, error);
        }
    }

    /// The server's last words to a session.
    pub(super) fn log_ending(&mut self, pid: u32, owner: Owner, error: ConnectError) {
        if error.is_client_warning() {
            return;
        }
        let now = self.calendar.now();
        let (spec, instances, loops) = (&self.spec, &self.instances, &self.loops);
        let (scripts, bouncer) = (&self.scripts, &self.bouncer);
        let place = ("postgresql", spec.database.host.as_str());
        let (log, code) = (&mut self.log, error.sqlstate());
        log.line(now, place, Level::Fatal, code, || {
            let role = role(spec, instances, loops, scripts, bouncer, owner);
            let (database, text) = (&spec.database.name, error.text());
            format!("[{pid}] {role}@{database} FATAL:  {text}")
        });
    }

    /// The client finds its connection dead in the middle of its work.
    pub(super) fn connection_lost(&mut self, handle: Handle) {
        if self.probe_lost(handle) {
            return;
        }
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let (owner, request) = (connection.owner, connection.request.take());
        let ended = connection.ended;
        match owner {
            Owner::Pool(instance) => {
                self.give_back_after(instance, handle, ended.driver_sqlstate());
                if let Some(request) = request {
                    self.request_cut_off(request, ended);
                }
            }
            Owner::Direct(_) => {
                self.drop_connection(handle);
                if let Some(request) = request {
                    self.request_cut_off(request, ended);
                }
            }
            Owner::Loop(client) => {
                self.drop_connection(handle);
                self.loop_connect_failed(client, ended);
            }
            Owner::Script(script) => {
                self.drop_connection(handle);
                self.script_over(script, ended.text());
            }
            Owner::Bouncer(_) => {
                self.bouncer_server_lost(handle, true, ended);
            }
        }
    }

    /// The instance says what its driver says, and gives up on the request.
    pub(crate) fn request_cut_off(&mut self, request: Handle, ended: ConnectError) {
        let now = self.calendar.now();
        if let Some(cut) = self.requests.get(request) {
            let place = self.instances[cut.instance as usize].place();
            self.log
                .line(now, place, Level::Error, ended.cut_off_code(), || {
                    format!("org.postgresql.util.PSQLException: {}", ended.driver_text())
                });
        }
        self.request_failed(request, Failure::DatabaseError);
    }

    /// Take a connection out of the books; its slot is free if the backend lived.
    pub(crate) fn drop_connection(&mut self, handle: Handle) -> Option<Connection> {
        let link = self.connections.get(handle).map(|c| c.link);
        if let Some(Link::Client(_)) = link {
            self.bouncer_client_leaves(handle);
        }
        let alive = self.connections.get(handle).filter(|c| c.alive);
        if alive.is_some_and(|c| c.phase.runs_statement()) {
            self.query_aborted(handle);
        }
        self.end_transaction(handle);
        let connection = self.connections.remove(handle)?;
        if connection.alive {
            let now = self.calendar.now();
            if connection.phase != Phase::Forking {
                self.server.slots_used -= 1;
            }
            if matches!(
                connection.phase,
                Phase::Forking | Phase::Authenticating | Phase::OnCpu(_)
            ) {
                self.server.cpu.remove(now, handle);
                self.schedule_cpu();
            }
        }
        Some(connection)
    }
}
