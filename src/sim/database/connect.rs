//! A client asks for a connection: process, slot, authentication, reserved slots; or a
//! refusal.

use super::limits::Overrides;
use super::{ConnectError, Connection, Owner, Phase};
use crate::server::Status;
use crate::slab::Handle;
use crate::world::World;

impl World {
    /// A client asks for a connection. The answer comes later, or at once when nobody
    /// listens.
    pub(crate) fn connect(&mut self, owner: Owner) {
        self.connect_for(owner, None);
    }

    /// The same for a request that waits for this very connection.
    pub(crate) fn connect_for(&mut self, owner: Owner, request: Option<Handle>) {
        let now = self.calendar.now();
        let is_direct = matches!(owner, Owner::Bouncer(_) | Owner::Script(_));
        if self.bouncer.is_some() && !is_direct {
            return self.bouncer_accept(owner, request);
        }
        if self.server.status == Status::Down {
            return self.connect_failed(owner, request, ConnectError::Refused);
        }
        self.server.next_pid = 1000 + (self.server.next_pid - 999) % 31_000;
        let pid = self.server.next_pid;
        let connection = Connection {
            request,
            overrides: self.overrides_of(owner),
            ..Connection::new(owner, Phase::Forking, now, pid)
        };
        let handle = self.connections.insert(connection);
        let tls = match self.server.limits.sessions.ssl {
            true => self.spec.database.tls_cpu.unwrap_or(0),
            false => 0,
        };
        self.cpu_arrive(self.spec.database.fork_cpu + tls, handle);
    }

    /// The new process looks for a slot.
    pub(super) fn backend_forked(&mut self, handle: Handle) {
        let refusal = match self.server.status {
            Status::Ready => (self.server.slots_used >= self.server.limits.max_connections)
                .then_some(ConnectError::TooManyClients),
            Status::Starting | Status::Recovering => Some(self.not_ready_yet()),
            Status::Stopping | Status::Down => Some(ConnectError::ShuttingDown),
        };
        if let Some(error) = refusal {
            return self.refuse(handle, error);
        }
        self.server.slots_used += 1;
        self.server.slots_used_max = self.server.slots_used_max.max(self.server.slots_used);
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.phase = Phase::Authenticating;
        }
        self.cpu_arrive(self.spec.database.auth_cpu, handle);
    }

    /// The user is known: is this slot one of the reserved?
    pub(super) fn backend_authenticated(&mut self, handle: Handle) {
        let limits = self.server.limits;
        let free = limits
            .max_connections
            .saturating_sub(self.server.slots_used);
        let now = self.calendar.now();
        let began = self.connections.get(handle).map_or(now, |c| c.since);
        let late = limits.sessions.authentication;
        if late > 0 && now - began > late {
            self.server.slots_used -= 1;
            return self.refuse(handle, ConnectError::AuthenticationTimeout);
        }
        if free < limits.reserved && !self.is_superuser(handle) {
            self.server.slots_used -= 1;
            return self.refuse(handle, ConnectError::SlotsReserved);
        }
        self.server.counters.sessions += 1;
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        connection.phase = Phase::Idle;
        connection.since = now;
        let owner = connection.owner;
        self.arm_alarm(handle);
        match owner {
            Owner::Pool(instance) => self.pool_connected(instance, handle),
            Owner::Loop(client) => self.loop_connected(client, handle),
            Owner::Direct(instance) => self.session_opened(instance, handle),
            Owner::Script(script) => self.script_connected(script, handle),
            Owner::Bouncer(pool) => self.bouncer_server_ready(pool, handle),
        }
    }

    /// What the role of a client has set for its sessions.
    pub(super) fn overrides_of(&self, owner: Owner) -> Overrides {
        let roles = &self.spec.database.roles;
        if roles.is_empty() {
            return Overrides::default();
        }
        let name = self.role_of(owner);
        let role = roles.iter().find(|r| *r.name == *name);
        role.map_or(Overrides::default(), Overrides::of)
    }

    /// True if a session may use the reserved slots.
    pub(super) fn is_superuser(&self, handle: Handle) -> bool {
        let Some(connection) = self.connections.get(handle) else {
            return false;
        };
        let name = self.role_of(connection.owner);
        let roles = &self.spec.database.roles;
        *name == *"postgres" || roles.iter().any(|r| r.superuser && *r.name == *name)
    }

    /// A backend says why not, and ends.
    pub(super) fn refuse(&mut self, handle: Handle, error: ConnectError) {
        let Some(connection) = self.connections.remove(handle) else {
            return;
        };
        if error.sqlstate() == "53300" {
            self.server.counters.refused_slots += 1;
        }
        self.log_ending(connection.pid, connection.owner, error);
        self.connect_failed(connection.owner, connection.request, error);
    }

    pub(crate) fn connect_failed(
        &mut self,
        owner: Owner,
        request: Option<Handle>,
        error: ConnectError,
    ) {
        match owner {
            Owner::Pool(instance) => self.pool_connect_failed(instance, error),
            Owner::Loop(client) => self.loop_connect_failed(client, error),
            Owner::Direct(_) => self.session_refused(request),
            Owner::Script(script) => self.script_over(script, &error.driver_text()),
            Owner::Bouncer(pool) => self.bouncer_server_failed(pool, error),
        }
    }
}
