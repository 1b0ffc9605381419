//! Sessions of the database server: a backend is forked, takes a slot, logs in, runs
//! queries on the shared CPU and the disk, and ends.
//!
//! Order and rules of PostgreSQL 15: fork and TLS come before the slot check
//! (`InitProcess`: "sorry, too many clients already"), the reserved slots are looked at
//! only after authentication (`InitPostgres`), so a refused connection has already cost
//! a process and its CPU.

use super::deployment::Instance;
use super::event::Event;
use super::journald::Level;
use super::ledger::Failure;
use super::loops::Loop;
use super::pool::Entry;
use super::server::Status;
use super::slab::Handle;
use super::spec::WorldSpec;
use super::station::Departure;
use super::time::Nanos;
use super::world::{RING_DISK, World};

/// Why a connection could not be made, or was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectError {
    /// No process listens.
    Refused,
    /// All slots but the reserved ones are taken.
    SlotsReserved,
    /// All slots are taken.
    TooManyClients,
    /// The server is starting.
    StartingUp,
    /// The server is stopping.
    ShuttingDown,
    /// An administrator ended the session.
    Terminated,
}

impl ConnectError {
    /// SQLSTATE.
    #[must_use]
    pub fn sqlstate(self) -> &'static str {
        match self {
            ConnectError::Refused => "08001",
            ConnectError::SlotsReserved | ConnectError::TooManyClients => "53300",
            ConnectError::StartingUp | ConnectError::ShuttingDown => "57P03",
            ConnectError::Terminated => "57P01",
        }
    }

    /// PostgreSQL's own words, without the severity.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            ConnectError::Refused => "Connection refused",
            ConnectError::SlotsReserved => {
                "remaining connection slots are reserved for non-replication superuser connections"
            }
            ConnectError::TooManyClients => "sorry, too many clients already",
            ConnectError::StartingUp => "the database system is starting up",
            ConnectError::ShuttingDown => "the database system is shutting down",
            ConnectError::Terminated => "terminating connection due to administrator command",
        }
    }

    /// The words of the JDBC driver.
    #[must_use]
    pub fn driver_text(self) -> String {
        match self {
            ConnectError::Refused => "Connection to db refused. Check that the hostname and \
                 port are correct and that the postmaster is accepting TCP/IP connections."
                .to_string(),
            other => format!("FATAL: {}", other.text()),
        }
    }
}

/// Who holds the client's end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The pool of an instance.
    Pool(u32),
    /// A client without a pool.
    Loop(u32),
    /// An instance without a pool, for the request that the connection names.
    Direct(u32),
}

/// What the backend of a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The process starts: fork, TLS. No slot yet.
    Forking,
    /// Logs in; holds a slot.
    Authenticating,
    /// Waits for a query.
    Idle,
    /// Runs a query on the CPU; then reads this many blocks' worth of misses.
    OnCpu(u32),
    /// Waits for the disk.
    OnDisk,
    /// The client holds the transaction open between queries.
    InTransaction,
}

/// A connection: the client's end and the server's.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    pub owner: Owner,
    pub phase: Phase,
    /// Since when it is in this phase.
    pub since: Nanos,
    /// The backend lives. False: the client has not noticed yet.
    pub alive: bool,
    /// Past its `maxLifetime`: closed when it comes back.
    pub expired: bool,
    pub request: Option<Handle>,
    /// What its pool keeps of it.
    pub entry: Entry,
    /// Process id in log lines.
    pub pid: u32,
}

/// Database role of a client; empty if its spec is gone.
fn role<'a>(spec: &'a WorldSpec, instances: &[Instance], loops: &[Loop], owner: Owner) -> &'a str {
    let service = |instance: u32| &spec.services[instances[instance as usize].service];
    let role = match owner {
        Owner::Pool(i) => service(i).pool.as_ref().map(|p| &p.user),
        Owner::Loop(i) => service(loops[i as usize].instance)
            .loops
            .as_ref()
            .map(|l| &l.user),
        Owner::Direct(i) => Some(&service(i).name),
    };
    role.map_or("", String::as_str)
}

impl World {
    /// A client asks for a connection. The answer comes later, or at once when nobody
    /// listens.
    pub(super) fn connect(&mut self, owner: Owner) {
        self.connect_for(owner, None);
    }

    /// The same for a request that waits for this very connection.
    pub(super) fn connect_for(&mut self, owner: Owner, request: Option<Handle>) {
        let now = self.calendar.now();
        if self.server.status == Status::Down {
            return self.connect_failed(owner, request, ConnectError::Refused);
        }
        self.server.next_pid = 1000 + (self.server.next_pid - 999) % 31_000;
        let connection = Connection {
            owner,
            phase: Phase::Forking,
            since: now,
            alive: true,
            expired: false,
            request,
            entry: Entry::default(),
            pid: self.server.next_pid,
        };
        let handle = self.connections.insert(connection);
        self.cpu_arrive(self.spec.database.fork_cpu, handle);
    }

    fn cpu_arrive(&mut self, work: Nanos, handle: Handle) {
        let work = self.work_by_luck(work);
        self.server.cpu.arrive(self.calendar.now(), work, handle);
        self.schedule_cpu();
    }

    pub(super) fn schedule_cpu(&mut self) {
        let at = self.server.cpu.next_completion();
        self.calendar.set(self.cpu_register, at);
    }

    pub(super) fn on_cpu_done(&mut self) {
        let now = self.calendar.now();
        let done = self.server.cpu.complete(now);
        self.schedule_cpu();
        let Some(handle) = done else { return };
        let Some(connection) = self.connections.get(handle) else {
            return;
        };
        match connection.phase {
            Phase::Forking => self.backend_forked(handle),
            Phase::Authenticating => self.backend_authenticated(handle),
            Phase::OnCpu(blocks) => self.read_blocks(handle, blocks),
            Phase::Idle | Phase::OnDisk | Phase::InTransaction => {}
        }
    }

    /// The new process looks for a slot.
    fn backend_forked(&mut self, handle: Handle) {
        let refusal = match self.server.status {
            Status::Ready => (self.server.slots_used >= self.server.limits.max_connections)
                .then_some(ConnectError::TooManyClients),
            Status::Starting => Some(ConnectError::StartingUp),
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
    fn backend_authenticated(&mut self, handle: Handle) {
        let limits = self.server.limits;
        let free = limits
            .max_connections
            .saturating_sub(self.server.slots_used);
        if free < limits.reserved {
            self.server.slots_used -= 1;
            return self.refuse(handle, ConnectError::SlotsReserved);
        }
        let now = self.calendar.now();
        self.server.counters.sessions += 1;
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        connection.phase = Phase::Idle;
        connection.since = now;
        match connection.owner {
            Owner::Pool(instance) => self.pool_connected(instance, handle),
            Owner::Loop(client) => self.loop_connected(client, handle),
            Owner::Direct(instance) => self.session_opened(instance, handle),
        }
    }

    /// A backend says why not, and ends.
    fn refuse(&mut self, handle: Handle, error: ConnectError) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.remove(handle) else {
            return;
        };
        if error.sqlstate() == "53300" {
            self.server.counters.refused_slots += 1;
        }
        let pid = connection.pid;
        let (spec, instances, loops) = (&self.spec, &self.instances, &self.loops);
        self.log.line(
            now,
            ("postgresql", &spec.database.host),
            Level::Fatal,
            error.sqlstate(),
            || {
                let role = role(spec, instances, loops, connection.owner);
                format!("[{pid}] {role}@shop FATAL:  {}", error.text())
            },
        );
        self.connect_failed(connection.owner, connection.request, error);
    }

    fn connect_failed(&mut self, owner: Owner, request: Option<Handle>, error: ConnectError) {
        match owner {
            Owner::Pool(instance) => self.pool_connect_failed(instance, error),
            Owner::Loop(client) => self.loop_connect_failed(client, error),
            Owner::Direct(_) => self.session_refused(request),
        }
    }

    /// Database role of a client.
    pub(super) fn role_of(&self, owner: Owner) -> &str {
        role(&self.spec, &self.instances, &self.loops, owner)
    }

    /// Run a query: CPU first, then the disk for what the cache lacks.
    pub(super) fn query(&mut self, handle: Handle, cpu: Nanos, blocks: u32) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        if !connection.alive {
            return self.connection_lost(handle);
        }
        connection.phase = Phase::OnCpu(blocks);
        connection.since = now;
        self.server.station.enter(now);
        self.server.station.begin(now, 0);
        self.server.counters.blocks += u64::from(blocks);
        self.cpu_arrive(cpu, handle);
    }

    fn read_blocks(&mut self, handle: Handle, blocks: u32) {
        // Expected misses, rounded up or down by chance: one draw however many blocks.
        let expected = f64::from(blocks) * self.server.cache.miss_ratio();
        let whole = expected as u64;
        let part = expected - whole as f64;
        let misses = whole + u64::from(part > 0.0 && self.streams.misses.chance(part));
        if misses == 0 {
            return self.query_done(handle);
        }
        self.server.cache.fill(misses);
        self.server.counters.blocks_read += misses;
        let now = self.calendar.now();
        let work = misses * self.spec.database.disk_block;
        self.server.disk_free_at = self.server.disk_free_at.max(now) + work;
        self.server.disk_work += work;
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.phase = Phase::OnDisk;
        }
        self.calendar
            .push_ring(RING_DISK, self.server.disk_free_at, Event::DiskDone(handle));
    }

    pub(super) fn on_disk_done(&mut self, handle: Handle) {
        let alive = self.connections.get(handle);
        if alive.is_some_and(|c| c.alive && c.phase == Phase::OnDisk) {
            self.query_done(handle);
        }
    }

    fn query_done(&mut self, handle: Handle) {
        self.server.counters.commits += 1;
        let now = self.calendar.now();
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        self.server
            .station
            .leave(now, Departure::Served, now - connection.since, true);
        connection.phase = Phase::Idle;
        connection.since = now;
        if connection.entry.is_probed() {
            return self.probe_answered(handle);
        }
        match (connection.owner, connection.request) {
            (Owner::Pool(_) | Owner::Direct(_), Some(request)) => self.request_goes_on(request),
            (Owner::Loop(client), _) => self.loop_query_done(client),
            (Owner::Pool(_) | Owner::Direct(_), None) => {}
        }
    }

    pub(super) fn connection_in_transaction(&mut self, handle: Handle) {
        let now = self.calendar.now();
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.phase = Phase::InTransaction;
            connection.since = now;
        }
    }

    /// The server ends a backend. The client learns it at once if it waits for an
    /// answer, else when it next uses the connection.
    pub(super) fn terminate_backend(&mut self, handle: Handle, error: ConnectError) {
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
        if !connection.alive {
            return;
        }
        connection.alive = false;
        let owner = connection.owner;
        let pid = connection.pid;
        self.server.slots_used -= 1;
        let (spec, instances, loops) = (&self.spec, &self.instances, &self.loops);
        let place = ("postgresql", spec.database.host.as_str());
        self.log.line(now, place, Level::Fatal, "57P01", || {
            let role = role(spec, instances, loops, owner);
            format!(
                "[{pid}] {role}@shop FATAL:  {}",
                ConnectError::Terminated.text()
            )
        });
        if let Phase::OnCpu(_) = phase {
            self.server.cpu.remove(now, handle);
            self.schedule_cpu();
        }
        if matches!(phase, Phase::OnCpu(_) | Phase::OnDisk) {
            self.query_aborted(handle);
            self.connection_lost(handle);
        }
    }

    fn query_aborted(&mut self, handle: Handle) {
        let now = self.calendar.now();
        if let Some(connection) = self.connections.get(handle) {
            let elapsed = now - connection.since;
            self.server
                .station
                .leave(now, Departure::Aborted, elapsed, true);
        }
    }

    /// The client finds its connection dead in the middle of its work.
    fn connection_lost(&mut self, handle: Handle) {
        if self.probe_lost(handle) {
            return;
        }
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let (owner, request) = (connection.owner, connection.request.take());
        match owner {
            Owner::Pool(instance) => {
                self.give_back_after(instance, handle, "57P01");
                if let Some(request) = request {
                    self.request_failed(request, Failure::DatabaseError);
                }
            }
            Owner::Direct(_) => {
                self.drop_connection(handle);
                if let Some(request) = request {
                    self.request_failed(request, Failure::DatabaseError);
                }
            }
            Owner::Loop(client) => {
                self.drop_connection(handle);
                self.loop_connect_failed(client, ConnectError::Terminated);
            }
        }
    }

    /// Take a connection out of the books; its slot is free if the backend lived.
    pub(super) fn drop_connection(&mut self, handle: Handle) -> Option<Connection> {
        let busy = |c: &Connection| matches!(c.phase, Phase::OnCpu(_) | Phase::OnDisk);
        if self
            .connections
            .get(handle)
            .is_some_and(|c| c.alive && busy(c))
        {
            self.query_aborted(handle);
        }
        let connection = self.connections.remove(handle)?;
        if connection.alive {
            let now = self.calendar.now();
            match connection.phase {
                Phase::Forking => self.server.cpu.remove(now, handle),
                Phase::OnCpu(_) | Phase::Authenticating => {
                    self.server.cpu.remove(now, handle);
                    self.server.slots_used -= 1;
                }
                _ => self.server.slots_used -= 1,
            }
            if !matches!(
                connection.phase,
                Phase::Idle | Phase::OnDisk | Phase::InTransaction
            ) {
                self.schedule_cpu();
            }
        }
        Some(connection)
    }
}
