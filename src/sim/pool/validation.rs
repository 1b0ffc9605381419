//! Is an idle connection alive? Asked when it is borrowed after a rest, and by
//! `keepaliveTime`.
//!
//! The test is `Connection.isValid`: an empty query to the server and back. Where the
//! incident gives it no CPU time it is free, and nothing is scheduled for it.

use super::super::database::Owner;
use super::super::event::Event;
use super::super::journald::Level;
use super::super::slab::Handle;
use super::super::time::{MS, Nanos};
use super::super::world::World;
use super::{LastFailure, texts};

/// A connection that was idle for longer is tested when borrowed (`aliveBypassWindowMs`).
const ALIVE_BYPASS: Nanos = 500 * MS;
/// The driver's words for a connection that the server has closed.
const CLOSED: &str = "This connection has been closed.";
/// The driver's words for a test that took too long.
const TIMED_OUT: &str = "An I/O error occurred while sending to the backend.";

/// Who asked for the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Probe {
    /// A request that wants the connection.
    Borrow,
    /// The keepalive task.
    Keepalive,
}

/// What a borrower finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Good,
    Ask,
    Evicted,
    Dead,
}

impl World {
    /// Look at an idle connection: only one that rested for a while is tested.
    pub(super) fn look_at(&mut self, instance: u32, handle: Handle) -> Look {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get(handle) else {
            return Look::Dead;
        };
        if connection.expired {
            return Look::Evicted;
        }
        if now - connection.since <= ALIVE_BYPASS {
            return Look::Good;
        }
        if !connection.alive {
            self.say_invalid(instance, handle, CLOSED);
            return Look::Dead;
        }
        match self.validation_cpu(instance) {
            0 => Look::Good,
            _ => Look::Ask,
        }
    }

    /// CPU time that a test costs the server.
    fn validation_cpu(&self, instance: u32) -> Nanos {
        let service = self.instances[instance as usize].service;
        let pool = self.spec.services[service].pool.as_ref();
        pool.map_or(0, |pool| pool.validation_cpu)
    }

    fn say_invalid(&mut self, instance: u32, handle: Handle, why: &str) {
        let name = self.connection_name(handle);
        self.pool_line(instance, Level::Warn, "validation", |pool| {
            texts::failed_to_validate(pool, &name, why)
        });
        if let Some(pool) = self.pool(instance) {
            pool.last_failure = Some(LastFailure::Validation);
        }
    }

    /// A borrower tests the connection it took. It is no waiter meanwhile, and gets the
    /// connection even if the test ends after its deadline.
    pub(super) fn probe_for(&mut self, handle: Handle, request: Handle) {
        if let Some(request) = self.requests.get_mut(request) {
            request.connection = Some(handle);
        }
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.request = Some(request);
        }
        self.probe(handle, Probe::Borrow);
    }

    fn probe(&mut self, handle: Handle, probe: Probe) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let Owner::Pool(instance) = connection.owner else {
            return;
        };
        let Some(pool) = self.instances[instance as usize].pool.as_ref() else {
            return;
        };
        connection.entry.probe = Some(probe);
        connection.entry.idle_since = connection.since;
        connection.entry.due = now.saturating_add(pool.refreshed.validation_timeout);
        self.calendar
            .push(connection.entry.due, Event::ValidationTimeout(handle));
        let cpu = self.validation_cpu(instance);
        self.query(handle, cpu, 0);
    }

    /// The server has answered the test.
    pub(crate) fn probe_answered(&mut self, handle: Handle) {
        self.end_transaction(handle);
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let Owner::Pool(instance) = connection.owner else {
            return;
        };
        let (request, expired) = (connection.request, connection.expired);
        match connection.entry.probe.take() {
            Some(Probe::Borrow) => {
                if let Some(request) = request {
                    self.hand_over(handle, request);
                }
            }
            Some(Probe::Keepalive) if expired => {
                self.close_connection(handle, "(connection was evicted)");
            }
            Some(Probe::Keepalive) => {
                // Keeping alive is no use: it goes on ageing towards `idleTimeout`.
                connection.since = connection.entry.idle_since;
                let name = self.connection_name(handle);
                self.pool_debug(instance, "hikari-keepalive", |pool, _| {
                    format!("{pool} - keepalive: connection {name} is alive")
                });
                self.offer(instance, handle);
            }
            None => {}
        }
    }

    pub(crate) fn on_validation_timeout(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let current = self.connections.get(handle).map(|c| c.entry);
        if current.is_some_and(|entry| entry.due == now && entry.probe.is_some()) {
            self.probe_failed(handle, TIMED_OUT);
        }
    }

    /// The connection is lost while it is tested. False: it is not being tested.
    pub(crate) fn probe_lost(&mut self, handle: Handle) -> bool {
        let connection = self.connections.get(handle);
        let probed = connection.is_some_and(|c| c.entry.probe.is_some());
        if probed {
            self.probe_failed(handle, CLOSED);
        }
        probed
    }

    fn probe_failed(&mut self, handle: Handle, why: &str) {
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let Owner::Pool(instance) = connection.owner else {
            return;
        };
        connection.entry.probe = None;
        let request = connection.request.take();
        self.say_invalid(instance, handle, why);
        self.close_connection(handle, "(connection is dead)");
        if let Some(request) = request {
            self.borrow_goes_on(instance, request);
        }
    }

    /// Set the keepalive of a new connection (up to 10 % early, so that they spread).
    pub(super) fn watch_keepalive(&mut self, instance: u32, handle: Handle) {
        let Some(pool) = self.pool(instance) else {
            return;
        };
        let period = pool.config.keepalive_time_ms.saturating_mul(MS);
        if period == 0 {
            return;
        }
        let period = self.streams.keepalives.jitter(period, 0.9, 1.0);
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.entry.keepalive = period;
            let at = self.calendar.now() + period;
            self.calendar.push(at, Event::Keepalive(handle));
        }
    }

    pub(crate) fn on_keepalive(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get(handle) else {
            return;
        };
        let Owner::Pool(instance) = connection.owner else {
            return;
        };
        let (alive, period) = (connection.alive, connection.entry.keepalive);
        self.calendar.push(now + period, Event::Keepalive(handle));
        let Some(pool) = self.pool(instance) else {
            return;
        };
        // One in use needs no keeping alive.
        let Some(at) = pool.idle.iter().position(|h| *h == handle) else {
            return;
        };
        if !alive {
            pool.idle.remove(at);
            self.say_invalid(instance, handle, CLOSED);
            self.close_connection(handle, "(connection is dead)");
        } else if self.validation_cpu(instance) > 0 {
            if let Some(pool) = self.pool(instance) {
                pool.idle.remove(at);
            }
            self.probe(handle, Probe::Keepalive);
        }
    }
}
