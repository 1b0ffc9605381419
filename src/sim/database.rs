//! Sessions of the database server: a backend is forked, takes a slot, logs in, runs
//! queries on the shared CPU and the disk, and ends.
//!
//! Order and rules of PostgreSQL 15: fork and TLS come before the slot check
//! (`InitProcess`: "sorry, too many clients already"), the reserved slots are looked at
//! only after authentication (`InitPostgres`), so a refused connection has already cost
//! a process and its CPU.

mod acquire;
mod alarm;
mod connect;
mod connect_error;
mod deadlock;
mod ending;
pub mod errors;
mod fail;
pub mod limits;
mod lock_log;
mod lock_queue;
pub(super) mod locks;
pub(super) mod metrics;
pub(super) mod script;
mod sessions;
pub(super) mod transaction;

pub use connect_error::ConnectError;
pub use sessions::{LockRow, SessionRow};

use super::bouncer::{Bouncer, Link};
use super::deployment::Instance;
use super::event::Event;
use super::loops::Loop;
use super::pool::Entry;
use super::slab::Handle;
use super::spec::WorldSpec;
use super::station::Departure;
use super::time::Nanos;
use super::world::{RING_DISK, World};
use limits::Overrides;
use script::Script;
use transaction::Transaction;

/// Who holds the client's end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The pool of an instance.
    Pool(u32),
    /// A client without a pool.
    Loop(u32),
    /// An instance without a pool, for the request that the connection names.
    Direct(u32),
    /// A session of an administrator or a job.
    Script(u32),
    /// A pool of PgBouncer.
    Bouncer(u32),
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
    /// Waits for the disk to take its commit; nothing cancels that any more.
    Committing,
    /// Waits for a lock; then runs what is in [`Connection::work`].
    OnLock,
    /// At work without use of CPU or disk: the statement of a script.
    Working,
    /// The client holds the transaction open between queries.
    InTransaction,
}

impl Phase {
    /// `pg_stat_activity.state`; `None` before the session is logged in.
    pub(super) fn state(self) -> Option<&'static str> {
        match self {
            Phase::Forking | Phase::Authenticating => None,
            Phase::Idle => Some("idle"),
            Phase::InTransaction => Some("idle in transaction"),
            Phase::OnCpu(_)
            | Phase::OnDisk
            | Phase::Committing
            | Phase::OnLock
            | Phase::Working => Some("active"),
        }
    }

    /// True while a statement runs or waits.
    pub(super) fn runs_statement(self) -> bool {
        matches!(
            self,
            Phase::OnCpu(_) | Phase::OnDisk | Phase::Committing | Phase::OnLock | Phase::Working
        )
    }
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
    /// What PgBouncer keeps of it.
    pub link: Link,
    /// Process id in log lines.
    pub pid: u32,
    /// CPU and blocks of the statement that runs or waits for its locks.
    pub work: (Nanos, u32),
    /// The disk has read all for it then.
    pub disk_until: Nanos,
    /// The client comes back to its open transaction then.
    pub client_until: Nanos,
    /// What the session has set for itself.
    pub overrides: Overrides,
    /// When its timer comes, if it is set.
    pub alarm: Option<Nanos>,
    pub transaction: Transaction,
    /// Why the backend ended, once it has.
    pub ended: ConnectError,
}

/// Database role of a client; empty if its spec is gone.
pub(super) fn role<'a>(
    spec: &'a WorldSpec,
    instances: &[Instance],
    loops: &[Loop],
    scripts: &'a [Script],
    bouncer: &'a Option<Bouncer>,
    owner: Owner,
) -> &'a str {
    let service = |instance: u32| &spec.services[instances[instance as usize].service];
    let role = match owner {
        Owner::Pool(i) => service(i).pool.as_ref().map(|p| &p.user),
        Owner::Loop(i) => service(loops[i as usize].instance)
            .loops
            .as_ref()
            .map(|l| &l.user),
        Owner::Direct(i) => Some(&service(i).name),
        Owner::Script(i) => scripts.get(i as usize).map(|s| &s.session.user),
        Owner::Bouncer(i) => {
            let pools = bouncer.as_ref().map(|b| &b.pools);
            pools.and_then(|p| p.get(i as usize)).map(|p| &p.user)
        }
    };
    role.map_or("", String::as_str)
}

impl Connection {
    /// A connection in its first phase.
    pub(super) fn new(owner: Owner, phase: Phase, now: Nanos, pid: u32) -> Connection {
        Connection {
            owner,
            phase,
            since: now,
            alive: true,
            expired: false,
            request: None,
            entry: Entry::default(),
            link: Link::Direct,
            pid,
            work: (0, 0),
            disk_until: 0,
            client_until: 0,
            overrides: Overrides::default(),
            alarm: None,
            transaction: Transaction::default(),
            ended: ConnectError::Terminated,
        }
    }

    /// True if there is a backend at its end, which lives.
    pub(super) fn is_backend(&self) -> bool {
        self.alive && !matches!(self.link, Link::Client(_))
    }
}

impl World {
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
            Phase::Idle
            | Phase::OnDisk
            | Phase::Committing
            | Phase::OnLock
            | Phase::Working
            | Phase::InTransaction => {}
        }
    }

    /// Database role of a client.
    pub(super) fn role_of(&self, owner: Owner) -> &str {
        let (spec, instances, loops) = (&self.spec, &self.instances, &self.loops);
        role(spec, instances, loops, &self.scripts, &self.bouncer, owner)
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
        if let Link::Client(_) = connection.link {
            return self.bouncer_query(handle, cpu, blocks);
        }
        connection.since = now;
        connection.work = (cpu, blocks);
        self.server.station.enter(now);
        self.statement_begins(handle);
    }

    /// The statement has its locks.
    fn run_statement(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let class = self.class_of(handle);
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        if let Owner::Script(script) = connection.owner {
            return self.script_holds(script, handle);
        }
        let (mut cpu, mut blocks) = connection.work;
        if let Some((more_cpu, more_blocks)) = class.map(|c| self.locks.cost_percent(c))
            && (more_cpu, more_blocks) != (100, 100)
        {
            let scaled = |n: u64, percent: u32| n.saturating_mul(percent.into()) / 100;
            cpu = scaled(cpu, more_cpu);
            blocks = u32::try_from(scaled(blocks.into(), more_blocks)).unwrap_or(u32::MAX);
        }
        connection.phase = Phase::OnCpu(blocks);
        self.server.station.begin(now, now - connection.since);
        self.server.counters.blocks += u64::from(blocks);
        let cpu = self.slowed_by_swap(cpu);
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
        let (read, copy) = self.past_page_cache(misses);
        self.server.cache.fill(misses);
        self.server.counters.blocks_read += misses;
        let now = self.calendar.now();
        let mut at = now + copy;
        if read > 0 {
            let work = read * self.spec.database.disk_block;
            self.server.disk_free_at = self.server.disk_free_at.max(now) + work;
            self.server.disk_work += work;
            at = self.server.disk_free_at + copy;
        }
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.phase = Phase::OnDisk;
            connection.disk_until = at;
        }
        self.calendar
            .push_ring(RING_DISK, at, Event::DiskDone(handle));
    }

    pub(super) fn on_disk_done(&mut self, handle: Handle) {
        let now = self.calendar.now();
        // Another time: what a statement that was cancelled had asked for.
        let waits = |phase| matches!(phase, Phase::OnDisk | Phase::Committing);
        let mine = |c: &Connection| waits(c.phase) && c.disk_until == now;
        if self
            .connections
            .get(handle)
            .is_some_and(|c| c.alive && mine(c))
        {
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
        self.query_answered(handle);
    }

    /// A client gets the answer to its query.
    pub(super) fn query_answered(&mut self, handle: Handle) {
        let Some(connection) = self.connections.get(handle) else {
            return;
        };
        if connection.entry.is_probed() {
            return self.probe_answered(handle);
        }
        match (connection.owner, connection.request) {
            (Owner::Pool(_) | Owner::Direct(_), Some(request)) => self.request_goes_on(request),
            (Owner::Loop(client), _) => self.loop_query_done(client),
            (Owner::Pool(_) | Owner::Direct(_), None) | (Owner::Script(_), _) => {}
            (Owner::Bouncer(_), _) => self.bouncer_answered(handle),
        }
    }

    /// The client holds the transaction open without a statement, until a time it knows.
    pub(super) fn connection_in_transaction(&mut self, handle: Handle, until: Nanos) {
        let now = self.calendar.now();
        let link = self.connections.get(handle).map(|c| c.link);
        let handle = match link {
            Some(Link::Client(_)) => match self.bouncer_server_of(handle) {
                Some(server) => server,
                None => return,
            },
            _ => handle,
        };
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.phase = Phase::InTransaction;
            connection.since = now;
            connection.client_until = until;
        }
        self.arm_alarm(handle);
    }

    /// A statement that is on the CPU leaves it.
    fn leave_cpu(&mut self, handle: Handle) {
        let phase = self.connections.get(handle).map(|c| c.phase);
        if let Some(Phase::OnCpu(_)) = phase {
            self.server.cpu.remove(self.calendar.now(), handle);
            self.schedule_cpu();
        }
    }

    fn query_aborted(&mut self, handle: Handle) {
        let now = self.calendar.now();
        if let Some(connection) = self.connections.get(handle) {
            let elapsed = now - connection.since;
            let in_service = connection.phase != Phase::OnLock;
            self.server
                .station
                .leave(now, Departure::Aborted, elapsed, in_service);
        }
    }
}
