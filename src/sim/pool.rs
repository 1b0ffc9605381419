//! A connection pool with HikariCP's rules (HikariPool.java, ConcurrentBag.java 6.0):
//! waiters in line, a newcomer may take an idle connection past them, one adder that
//! pauses after a success and backs off after a failure, a housekeeper, lifetimes.

use super::config::hikari::HikariConfig;
use super::database::{ConnectError, Owner, Phase};
use super::event::Event;
use super::journald::Level;
use super::ledger::Failure;
use super::request::{Request, Stage};
use super::slab::Handle;
use super::spec::WorldSpec;
use super::station::Departure;
use super::time::{MS, Nanos, SEC};
use super::world::{RING_POOL, World};
use std::collections::VecDeque;
use std::sync::Arc;

/// A connection that was idle for longer is validated when borrowed
/// (`aliveBypassWindowMs`).
const ALIVE_BYPASS: Nanos = 500 * MS;
/// Pause of the adder after a success.
const ADDER_PAUSE: Nanos = 30 * MS;
/// First back-off of the adder after a failure.
const ADDER_BACKOFF: Nanos = 10 * MS;
/// Longest back-off of the adder.
const ADDER_BACKOFF_MAX: Nanos = 5 * SEC;
/// The housekeeper comes by this often.
pub(super) const HOUSEKEEPING: Nanos = 30 * SEC;

/// What the connection adder is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Adder {
    Off,
    Connecting,
    Sleeping,
}

/// The pool of one instance.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub config: HikariConfig,
    pub idle: Vec<Handle>,
    pub total: u32,
    pub waiters: VecDeque<Handle>,
    pub waiting: u32,
    adder: Adder,
    backoff: Nanos,
    /// Why the last connection could not be made; the cause in timeout texts.
    pub last_failure: Option<ConnectError>,
}

impl Pool {
    pub(super) fn new(config: HikariConfig) -> Pool {
        Pool {
            config,
            idle: Vec::new(),
            total: 0,
            waiters: VecDeque::new(),
            waiting: 0,
            adder: Adder::Off,
            backoff: ADDER_BACKOFF,
            last_failure: None,
        }
    }

    /// `HikariPool.PoolEntryCreator.shouldContinueCreating`.
    fn should_grow(&self) -> bool {
        let idle = self.idle.len() as u32;
        self.total < self.config.maximum_pool_size
            && (idle < self.config.minimum_idle || self.waiting > idle)
    }

    pub(super) fn active(&self) -> u32 {
        self.total - (self.idle.len() as u32).min(self.total)
    }
}

/// Name of a service's pool in logs; empty without a pool.
pub(super) fn pool_name(spec: &WorldSpec, service: usize) -> &str {
    let pool = spec.services[service].pool.as_ref();
    pool.map_or("", |p| p.name.as_str())
}

impl World {
    fn pool(&mut self, instance: u32) -> Option<&mut Pool> {
        self.instances[instance as usize].pool.as_mut()
    }

    /// A request asks its instance's pool for a connection.
    pub(super) fn borrow_connection(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        let instance = request.instance;
        request.waiting_since = now;
        let service = self.instances[instance as usize].service;
        self.services[service].pool_station.enter(now);
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        request.stage = Stage::Waiting;
        while let Some(connection) = self.pool(instance).and_then(|pool| pool.idle.pop()) {
            if self.usable(instance, connection) {
                return self.hand_over(connection, handle);
            }
            self.close_connection(connection);
        }
        let Some(pool) = self.instances[instance as usize].pool.as_mut() else {
            return self.request_failed(handle, Failure::DatabaseError);
        };
        pool.waiters.push_back(handle);
        pool.waiting += 1;
        let at = now + pool.config.connection_timeout_ms * MS;
        self.calendar
            .push_ring(RING_POOL, at, Event::PoolTimeout(handle));
        self.run_adder(instance);
    }

    /// Validation on borrow: only a connection that was idle for a while is asked.
    fn usable(&mut self, instance: u32, handle: Handle) -> bool {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get(handle) else {
            return false;
        };
        let (alive, rested) = (connection.alive, now - connection.since > ALIVE_BYPASS);
        if alive || !rested {
            return !connection.expired;
        }
        let host = &self.instances[instance as usize];
        let spec = &self.spec;
        self.log.line(now, host.place(), Level::Warn, "validation", || {
            let pool = pool_name(spec, host.service);
            format!(
                "{pool} - Failed to validate connection org.postgresql.jdbc.PgConnection@{:08x} \
                 (This connection has been closed.). Possibly consider using a shorter \
                 maxLifetime value.",
                handle.index.wrapping_mul(0x9e37_79b1)
            )
        });
        false
    }

    pub(super) fn hand_over(&mut self, connection: Handle, handle: Handle) {
        let now = self.calendar.now();
        if let Some(c) = self.connections.get_mut(connection) {
            c.request = Some(handle);
        }
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        request.stage = Stage::Connected;
        request.connection = Some(connection);
        let service = self.spec.classes[usize::from(request.class)].service;
        let waited = now - request.waiting_since;
        self.services[service].pool_station.begin(now, waited);
        self.request_goes_on(handle);
    }

    /// A request leaves the books of its pool if it is in them.
    pub(super) fn leave_pool(&mut self, service: usize, request: &Request, how: Departure) {
        let now = self.calendar.now();
        let response = now - request.waiting_since;
        let connected = request.stage == Stage::Connected;
        if connected || request.stage == Stage::Waiting {
            let how = if connected { how } else { Departure::TimedOut };
            self.services[service]
                .pool_station
                .leave(now, how, response, connected);
        }
    }

    pub(super) fn on_pool_timeout(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let Some(request) = self.requests.get(handle) else {
            return;
        };
        if request.stage != Stage::Waiting {
            return;
        }
        let instance = request.instance;
        let elapsed = (now - request.waiting_since) / MS;
        let service = self.instances[instance as usize].service;
        self.services[service].pool_timeouts += 1;
        let Some(pool) = self.instances[instance as usize].pool.as_mut() else {
            return;
        };
        pool.waiting -= 1;
        let (total, active, idle) = (pool.total, pool.active(), pool.idle.len());
        let (waiting, cause) = (pool.waiting, pool.last_failure);
        let code = cause.map_or("timeout", ConnectError::sqlstate);
        let place = self.instances[instance as usize].place();
        let spec = &self.spec;
        self.log.line(now, place, Level::Error, code, || {
            let name = pool_name(spec, service);
            let cause = cause.map_or(String::new(), |c| {
                format!(
                    " Caused by: org.postgresql.util.PSQLException: {}",
                    c.driver_text()
                )
            });
            format!(
                "java.sql.SQLTransientConnectionException: {name} - Connection is not \
                 available, request timed out after {elapsed}ms (total={total}, active={active}, \
                 idle={idle}, waiting={waiting}){cause}"
            )
        });
        self.request_failed(handle, Failure::PoolTimeout);
        let requests = &self.requests;
        if let Some(pool) = self.instances[instance as usize].pool.as_mut() {
            while pool
                .waiters
                .front()
                .is_some_and(|h| requests.get(*h).is_none())
            {
                pool.waiters.pop_front();
            }
        }
    }

    /// A request is done with its connection.
    pub(super) fn give_back(&mut self, instance: u32, handle: Handle) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        connection.request = None;
        connection.phase = Phase::Idle;
        connection.since = now;
        let owner = connection.owner;
        if connection.expired || !connection.alive {
            self.close_connection(handle);
        } else if let Owner::Direct(instance) = owner {
            self.rest_session(instance, handle);
        } else {
            self.offer(instance, handle);
        }
    }

    /// An idle connection goes to the first waiter, or to rest.
    fn offer(&mut self, instance: u32, handle: Handle) {
        loop {
            let Some(pool) = self.instances[instance as usize].pool.as_mut() else {
                return;
            };
            let Some(waiter) = pool.waiters.pop_front() else {
                pool.idle.push(handle);
                return;
            };
            if self
                .requests
                .get(waiter)
                .is_some_and(|r| r.stage == Stage::Waiting)
            {
                pool.waiting -= 1;
                return self.hand_over(handle, waiter);
            }
        }
    }

    /// Start the connection adder if there is reason and it is not at work.
    pub(super) fn run_adder(&mut self, instance: u32) {
        let Some(pool) = self.pool(instance) else {
            return;
        };
        if pool.adder == Adder::Off && pool.should_grow() {
            pool.backoff = ADDER_BACKOFF;
            pool.adder = Adder::Connecting;
            self.connect(Owner::Pool(instance));
        }
    }

    pub(super) fn on_adder_wake(&mut self, instance: u32, epoch: u32) {
        if self.instances[instance as usize].epoch != epoch {
            return;
        }
        let Some(pool) = self.pool(instance) else {
            return;
        };
        if pool.should_grow() {
            pool.adder = Adder::Connecting;
            self.connect(Owner::Pool(instance));
        } else {
            pool.adder = Adder::Off;
        }
    }

    pub(super) fn pool_connected(&mut self, instance: u32, handle: Handle) {
        let now = self.calendar.now();
        let epoch = self.instances[instance as usize].epoch;
        let Some(pool) = self.instances[instance as usize].pool.as_mut() else {
            return;
        };
        pool.total += 1;
        pool.backoff = ADDER_BACKOFF;
        pool.adder = Adder::Sleeping;
        // maxLifetime less up to 2.5 %, so that a pool does not expire as one.
        let lifetime = pool.config.max_lifetime_ms * MS;
        if lifetime > 0 {
            let lifetime = self.streams.lifetimes.jitter(lifetime, 0.975, 1.0);
            self.calendar
                .push(now + lifetime, Event::ConnectionExpired(handle));
        }
        self.calendar
            .push(now + ADDER_PAUSE, Event::AdderWake(instance, epoch));
        self.offer(instance, handle);
    }

    pub(super) fn pool_connect_failed(&mut self, instance: u32, error: ConnectError) {
        let now = self.calendar.now();
        let epoch = self.instances[instance as usize].epoch;
        let Some(pool) = self.instances[instance as usize].pool.as_mut() else {
            return;
        };
        pool.last_failure = Some(error);
        let pause = pool.backoff;
        pool.backoff = (pool.backoff * 2).min(ADDER_BACKOFF_MAX);
        pool.adder = Adder::Sleeping;
        self.calendar
            .push(now + pause, Event::AdderWake(instance, epoch));
    }

    pub(super) fn on_housekeeper(&mut self, instance: u32, epoch: u32) {
        let now = self.calendar.now();
        let host = &mut self.instances[instance as usize];
        if host.epoch != epoch {
            return;
        }
        let Some(pool) = host.pool.as_mut() else {
            return;
        };
        let (min, idle_timeout) = (pool.config.minimum_idle, pool.config.idle_timeout_ms * MS);
        if min < pool.config.maximum_pool_size && idle_timeout > 0 {
            let spare = pool.idle.len().saturating_sub(min as usize);
            let connections = &self.connections;
            let rested = |h: &&Handle| {
                connections
                    .get(**h)
                    .is_some_and(|c| now - c.since > idle_timeout)
            };
            let old: Vec<Handle> = pool
                .idle
                .iter()
                .filter(rested)
                .take(spare)
                .copied()
                .collect();
            pool.idle.retain(|h| !old.contains(h));
            for handle in old {
                self.close_connection(handle);
            }
        }
        self.run_adder(instance);
        self.calendar
            .push(now + HOUSEKEEPING, Event::Housekeeper(instance, epoch));
    }

    pub(super) fn on_connection_expired(&mut self, handle: Handle) {
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let Owner::Pool(instance) = connection.owner else {
            return;
        };
        // One in use is only marked, and closed when it comes back.
        connection.expired = true;
        let Some(pool) = self.pool(instance) else {
            return;
        };
        if let Some(at) = pool.idle.iter().position(|h| *h == handle) {
            pool.idle.remove(at);
            self.close_connection(handle);
        }
    }

    /// The client closes a connection; a pool then fills up again.
    pub(super) fn close_connection(&mut self, handle: Handle) {
        let Some(connection) = self.drop_connection(handle) else {
            return;
        };
        if let Owner::Pool(instance) = connection.owner {
            if let Some(pool) = self.pool(instance) {
                pool.total -= 1;
            }
            self.run_adder(instance);
        }
    }

    pub(super) fn log_place(&self, instance: u32) -> (Arc<str>, Arc<str>) {
        self.instances[instance as usize].place_shared()
    }
}
