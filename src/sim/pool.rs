//! A connection pool with HikariCP's rules (HikariPool.java, ConcurrentBag.java 6.0).
//!
//! | file | what it is for |
//! |---|---|
//! | `borrow` | asking for a connection, waiting in line, timing out, giving back |
//! | `adder` | the one thread that opens connections, and the first connection at the start |
//! | `validation` | is an idle connection alive? when borrowed, and to keep it alive |
//! | `housekeeper` | idle eviction, lifetimes, closing, filling up again |
//! | `leak` | connections that do not come back, and what is said about them |
//! | `remote` | what may be changed while the pool runs (`HikariConfigMXBean`, `HikariPoolMXBean`) |
//! | `texts` | the pool's own words, to the letter; which errors break a connection |
//!
//! The bag of the original looks for an idle connection in the borrowing thread's own list
//! first (last returned, first taken), then in the shared one. Here there is one stack for
//! all threads of an instance: the connection returned last is taken first. A newcomer that
//! finds a connection in it takes it past those who wait, as there.

mod adder;
mod borrow;
mod housekeeper;
mod leak;
mod remote;
mod texts;
mod validation;

use super::config::hikari::HikariConfig;
use super::database::ConnectError;
use super::journald::Level;
use super::slab::Handle;
use super::spec::WorldSpec;
use super::time::{MS, Nanos};
use super::world::World;
use adder::{ADDER_BACKOFF, Adder};
use leak::Borrower;
use std::collections::VecDeque;
use std::sync::Arc;
use validation::Probe;

/// The housekeeper comes by this often.
pub(super) const HOUSEKEEPING: Nanos = 30_000 * MS;

/// Why the last connection could not be had; the cause in timeout texts
/// (`PoolBase.lastConnectionFailure`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LastFailure {
    /// The server said no.
    Connect(ConnectError),
    /// A connection failed its test.
    Validation,
}

/// What the pool knows of one of its connections (`PoolEntry`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// When the timer of its present loan or test is due; other timers are stale.
    due: Nanos,
    /// Pause between keepalives; 0: none.
    keepalive: Nanos,
    /// While a keepalive tests it: since when it idles.
    idle_since: Nanos,
    /// Who has it, where leaks are looked for.
    borrower: Option<Borrower>,
    /// The leak of the loan that is out has been reported.
    leak_reported: bool,
    /// It is being tested.
    probe: Option<Probe>,
}

impl Entry {
    /// True while the connection is being tested.
    pub(super) fn is_probed(&self) -> bool {
        self.probe.is_some()
    }
}

/// The settings that a running pool takes over only when its housekeeper comes by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refreshed {
    connection_timeout: Nanos,
    validation_timeout: Nanos,
    leak_threshold: Nanos,
}

impl Refreshed {
    fn of(config: &HikariConfig) -> Refreshed {
        let ms = |ms: u64| ms.saturating_mul(MS);
        Refreshed {
            connection_timeout: ms(config.connection_timeout_ms),
            validation_timeout: ms(config.validation_timeout_ms),
            leak_threshold: ms(config.leak_detection_threshold_ms),
        }
    }
}

/// The pool of one instance.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    /// As read at the start, with what was changed since.
    pub config: HikariConfig,
    refreshed: Refreshed,
    /// Connections not in use; the one returned last is at the end.
    pub idle: Vec<Handle>,
    /// Connections, idle, in use and being tested.
    pub total: u32,
    /// Requests that wait, in order; some may have left already.
    pub waiters: VecDeque<Handle>,
    /// Requests that wait and have not left.
    pub waiting: u32,
    adder: Adder,
    backoff: Nanos,
    /// Cleared by a success.
    pub last_failure: Option<LastFailure>,
    /// Nobody gets a connection until the pool is resumed.
    suspended: bool,
    /// Who asked while it was suspended; not counted as waiting, and without a deadline.
    parked: VecDeque<Handle>,
    /// Those who were parked count their waiting from here.
    resumed_at: Nanos,
    /// While the start of the instance waits for the first connection: since when.
    starting_since: Option<Nanos>,
}

impl Pool {
    pub(super) fn new(config: HikariConfig) -> Pool {
        Pool {
            refreshed: Refreshed::of(&config),
            config,
            idle: Vec::new(),
            total: 0,
            waiters: VecDeque::new(),
            waiting: 0,
            adder: Adder::Off,
            backoff: ADDER_BACKOFF,
            last_failure: None,
            suspended: false,
            parked: VecDeque::new(),
            resumed_at: 0,
            starting_since: None,
        }
    }

    /// `HikariPool.PoolEntryCreator.shouldContinueCreating`.
    fn should_grow(&self) -> bool {
        let idle = self.idle.len() as u32;
        !self.suspended
            && self.starting_since.is_none()
            && self.total < self.config.maximum_pool_size
            && (idle < self.config.minimum_idle || self.waiting > idle)
    }

    pub(super) fn active(&self) -> u32 {
        self.total - (self.idle.len() as u32).min(self.total)
    }

    /// `HikariPool.logPoolState` without name and prefix.
    fn stats(&self) -> String {
        format!(
            "stats (total={}/{}, idle={}/{}, active={}, waiting={})",
            self.total,
            self.config.maximum_pool_size,
            self.idle.len(),
            self.config.minimum_idle,
            self.active(),
            self.waiting
        )
    }
}

/// Name of a service's pool in logs; empty without a pool.
fn pool_name(spec: &WorldSpec, service: usize) -> &str {
    let pool = spec.services[service].pool.as_ref();
    pool.map_or("", |p| p.name.as_str())
}

impl World {
    fn pool(&mut self, instance: u32) -> Option<&mut Pool> {
        self.instances[instance as usize].pool.as_mut()
    }

    /// Stream and host of an instance's log lines.
    pub(super) fn log_place(&self, instance: u32) -> (Arc<str>, Arc<str>) {
        self.instances[instance as usize].place_shared()
    }

    /// A log line of a pool; `text` gets the pool's name.
    fn pool_line(
        &mut self,
        instance: u32,
        level: Level,
        code: &'static str,
        text: impl FnOnce(&str) -> String,
    ) {
        let now = self.calendar.now();
        let host = &self.instances[instance as usize];
        let spec = &self.spec;
        self.log.line(now, host.place(), level, code, || {
            text(pool_name(spec, host.service))
        });
    }

    /// A log line that is written only where `logging.level` asks for it.
    fn pool_debug(
        &mut self,
        instance: u32,
        code: &'static str,
        text: impl FnOnce(&str, &Pool) -> String,
    ) {
        let Some(pool) = self.instances[instance as usize].pool.as_ref() else {
            return;
        };
        if !pool.config.debug {
            return;
        }
        let now = self.calendar.now();
        let host = &self.instances[instance as usize];
        let spec = &self.spec;
        self.log.line(now, host.place(), Level::Debug, code, || {
            text(pool_name(spec, host.service), pool)
        });
    }

    /// The driver's name for a connection: the same as long as it lives.
    fn connection_name(&self, handle: Handle) -> String {
        let pid = self.connections.get(handle).map_or(0, |c| c.pid);
        texts::connection(handle.index, pid)
    }
}
