//! Asking for a connection, waiting in line, timing out, giving back.

use super::super::database::{Owner, Phase};
use super::super::event::Event;
use super::super::journald::Level;
use super::super::ledger::Failure;
use super::super::request::{Request, Stage};
use super::super::slab::Handle;
use super::super::station::Departure;
use super::super::time::{MS, Nanos};
use super::super::world::{RING_POOL, World};
use super::validation::Look;
use super::{LastFailure, Pool, texts};

impl Pool {
    /// When a borrower's clock began: when it asked, or when the pool was resumed.
    fn clock_began(&self, waiting_since: Nanos) -> Nanos {
        waiting_since.max(self.resumed_at)
    }

    /// A borrower leaves the line, if it stands in it.
    pub(crate) fn leave_line(&mut self, handle: Handle) -> bool {
        let it = |h: &Handle| *h == handle;
        if let Some(at) = self.waiters.iter().position(it) {
            self.waiters.remove(at);
            self.waiting -= 1;
            return true;
        }
        let parked = self.parked.iter().position(it);
        parked.and_then(|at| self.parked.remove(at)).is_some()
    }

    /// Whoever left the line is no longer looked at.
    fn forget_gone(&mut self, gone: impl Fn(Handle) -> bool) {
        while self.waiters.front().is_some_and(|handle| gone(*handle)) {
            self.waiters.pop_front();
        }
    }
}

impl World {
    /// A request asks its instance's pool for a connection.
    pub(crate) fn borrow_connection(&mut self, handle: Handle) {
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
        // What an earlier attempt held is long gone.
        request.connection = None;
        if let Some(pool) = self.pool(instance).filter(|pool| pool.suspended) {
            return pool.parked.push_back(handle);
        }
        self.take_or_wait(instance, handle);
    }

    /// An idle connection that is good, or a place in the line.
    pub(super) fn take_or_wait(&mut self, instance: u32, handle: Handle) {
        let request = self.requests.get(handle);
        if !request.is_some_and(|r| r.stage == Stage::Waiting) {
            return;
        }
        while let Some(connection) = self.pool(instance).and_then(|pool| pool.idle.pop()) {
            match self.look_at(instance, connection) {
                Look::Good => return self.hand_over(connection, handle),
                Look::Ask => return self.probe_for(connection, handle),
                Look::Evicted => self.close_connection(connection, "(connection was evicted)"),
                Look::Dead => self.close_connection(connection, "(connection is dead)"),
            }
        }
        let Some(request) = self.requests.get(handle) else {
            return;
        };
        let Some(pool) = self.instances[instance as usize].pool.as_mut() else {
            return self.request_failed(handle, Failure::DatabaseError);
        };
        let deadline = pool.clock_began(request.waiting_since) + pool.refreshed.connection_timeout;
        pool.waiters.push_back(handle);
        pool.waiting += 1;
        let requests = &self.requests;
        // The ring holds nothing else.
        self.calendar.forget_first(RING_POOL, |timeout| {
            let waiter = requests.get(timeout.handle());
            waiter.is_none_or(|r| r.stage != Stage::Waiting)
        });
        self.calendar
            .push_ring(RING_POOL, deadline, Event::PoolTimeout(handle));
        self.run_adder(instance);
    }

    /// The connection of a borrower failed its test: the borrow goes on with the time left.
    pub(super) fn borrow_goes_on(&mut self, instance: u32, handle: Handle) {
        let now = self.calendar.now();
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        request.connection = None;
        let since = request.waiting_since;
        let Some(pool) = self.pool(instance) else {
            return;
        };
        if now >= pool.clock_began(since) + pool.refreshed.connection_timeout {
            self.borrow_timed_out(instance, handle);
        } else {
            self.take_or_wait(instance, handle);
        }
    }

    pub(crate) fn hand_over(&mut self, connection: Handle, handle: Handle) {
        let now = self.calendar.now();
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        if let Some(c) = self.connections.get_mut(connection) {
            c.request = Some(handle);
        }
        request.stage = Stage::Connected;
        request.connection = Some(connection);
        let instance = request.instance;
        let service = self.instances[instance as usize].service;
        let waited = now - request.waiting_since;
        self.services[service].pool_station.begin(now, waited);
        self.watch_for_leak(instance, connection);
        self.request_goes_on(handle);
    }

    /// A request leaves the books of its pool if it is in them.
    pub(crate) fn leave_pool(&mut self, service: usize, request: &Request, how: Departure) {
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

    pub(crate) fn on_pool_timeout(&mut self, handle: Handle) {
        let Some(request) = self.requests.get(handle) else {
            return;
        };
        // One whose connection is being tested is told by the end of the test.
        if request.stage != Stage::Waiting || request.connection.is_some() {
            return;
        }
        let instance = request.instance;
        if let Some(pool) = self.pool(instance) {
            pool.waiting -= 1;
            self.borrow_timed_out(instance, handle);
        }
    }

    /// A borrower is told that there is none. It is not in the line (any more).
    fn borrow_timed_out(&mut self, instance: u32, handle: Handle) {
        let now = self.calendar.now();
        let service = self.instances[instance as usize].service;
        self.services[service].pool_timeouts += 1;
        self.pool_debug(instance, "hikari-stats", |name, pool| {
            format!("{name} - Timeout failure {}", pool.stats())
        });
        let since = self.requests.get(handle).map_or(now, |r| r.waiting_since);
        let Some(pool) = self.instances[instance as usize].pool.as_ref() else {
            return;
        };
        let elapsed_ms = (now - pool.clock_began(since).min(now)) / MS;
        let idle = pool.idle.len() as u32;
        let (counts, cause) = (
            (pool.total, pool.active(), idle, pool.waiting),
            pool.last_failure,
        );
        let code = cause.map_or("timeout", LastFailure::sqlstate);
        self.pool_line(instance, Level::Error, code, |name| {
            texts::timed_out(name, elapsed_ms, counts, cause)
        });
        self.request_failed(handle, Failure::PoolTimeout);
        let requests = &self.requests;
        if let Some(pool) = self.instances[instance as usize].pool.as_mut() {
            pool.forget_gone(|handle| requests.get(handle).is_none());
        }
    }

    /// A request is done with its connection.
    pub(crate) fn give_back(&mut self, instance: u32, handle: Handle) {
        let now = self.calendar.now();
        self.loan_ends(instance, handle);
        self.bouncer_transaction_ends(handle);
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        connection.request = None;
        connection.phase = Phase::Idle;
        connection.since = now;
        let (alive, expired, owner) = (connection.alive, connection.expired, connection.owner);
        let ended = connection.ended;
        if let Owner::Direct(instance) = owner {
            if alive && !expired {
                return self.rest_session(instance, handle);
            }
            self.drop_connection(handle);
            return;
        }
        if !alive {
            self.close_broken(instance, handle, ended.driver_sqlstate());
        } else if expired {
            self.close_connection(handle, "(connection was evicted)");
        } else {
            self.offer(instance, handle);
        }
    }

    /// A request is done with its connection because of an error with this SQLSTATE: some
    /// break the connection, after others it is as good as before.
    pub(crate) fn give_back_after(
        &mut self,
        instance: u32,
        handle: Handle,
        sqlstate: &'static str,
    ) {
        if !texts::evicts(sqlstate) {
            return self.give_back(instance, handle);
        }
        self.loan_ends(instance, handle);
        self.close_broken(instance, handle, sqlstate);
    }

    fn close_broken(&mut self, instance: u32, handle: Handle, sqlstate: &'static str) {
        let name = self.connection_name(handle);
        self.pool_line(instance, Level::Warn, sqlstate, |pool| {
            texts::broken(pool, &name, sqlstate)
        });
        self.close_connection(handle, "(connection is broken)");
    }

    /// An idle connection goes to the first waiter, or to rest.
    pub(super) fn offer(&mut self, instance: u32, handle: Handle) {
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
}
