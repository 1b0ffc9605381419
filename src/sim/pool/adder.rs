//! The one thread that opens connections (`PoolEntryCreator`), and the first connection at
//! the start of an instance that asks for it (`checkFailFast`).

use super::super::database::{ConnectError, Owner};
use super::super::event::Event;
use super::super::journald::Level;
use super::super::slab::Handle;
use super::super::time::{MS, Nanos, SEC};
use super::super::world::World;
use super::{LastFailure, Pool};

/// Pause of the adder after a success.
const ADDER_PAUSE: Nanos = 30 * MS;
/// First back-off of the adder after a failure; it doubles with each.
pub(super) const ADDER_BACKOFF: Nanos = 10 * MS;
/// Longest back-off of the adder.
const ADDER_BACKOFF_MAX: Nanos = 5 * SEC;
/// Pause between the tries for the first connection.
const START_PAUSE: Nanos = SEC;

/// What the connection adder is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Adder {
    Off,
    Connecting,
    Sleeping,
}

impl Pool {
    /// A failure's pause, and the next one doubled.
    fn back_off(&mut self) -> Nanos {
        let pause = self.backoff;
        self.backoff = (self.backoff * 2).min(ADDER_BACKOFF_MAX);
        pause
    }
}

impl World {
    /// Start the connection adder if there is reason and it is not at work.
    pub(crate) fn run_adder(&mut self, instance: u32) {
        let Some(pool) = self.pool(instance) else {
            return;
        };
        if pool.adder == Adder::Off && pool.should_grow() {
            pool.backoff = ADDER_BACKOFF;
            pool.adder = Adder::Connecting;
            self.connect(Owner::Pool(instance));
        }
    }

    pub(crate) fn on_adder_wake(&mut self, instance: u32, epoch: u32) {
        if self.instances[instance as usize].epoch != epoch {
            return;
        }
        let Some(pool) = self.pool(instance) else {
            return;
        };
        if pool.starting_since.is_some() || pool.should_grow() {
            pool.adder = Adder::Connecting;
            self.connect(Owner::Pool(instance));
        } else {
            pool.adder = Adder::Off;
        }
    }

    pub(crate) fn pool_connected(&mut self, instance: u32, handle: Handle) {
        let now = self.calendar.now();
        let epoch = self.instances[instance as usize].epoch;
        let Some(pool) = self.instances[instance as usize].pool.as_mut() else {
            return;
        };
        pool.total += 1;
        pool.backoff = ADDER_BACKOFF;
        pool.adder = Adder::Sleeping;
        pool.last_failure = None;
        let starting = pool.starting_since.take().is_some();
        // maxLifetime less up to 2.5 %, so that a pool does not expire as one.
        let lifetime = pool.config.max_lifetime_ms.saturating_mul(MS);
        if lifetime > 0 {
            let lifetime = self.streams.lifetimes.jitter(lifetime, 0.975, 1.0);
            self.calendar.push(
                now.saturating_add(lifetime),
                Event::ConnectionExpired(handle),
            );
        }
        self.watch_keepalive(instance, handle);
        self.calendar
            .push(now + ADDER_PAUSE, Event::AdderWake(instance, epoch));
        let name = self.connection_name(handle);
        self.pool_debug(instance, "hikari-added", |pool, _| {
            format!("{pool} - Added connection {name}")
        });
        if starting
            && self
                .pool(instance)
                .is_some_and(|p| p.config.minimum_idle == 0)
        {
            let why = "(initialization check complete and minimumIdle is zero)";
            self.close_connection(handle, why);
        } else {
            self.offer(instance, handle);
        }
        if starting {
            self.first_connection_open(instance);
        }
    }

    /// True while the start of an instance waits for its pool.
    pub(crate) fn waits_for_first_connection(&self, instance: u32) -> bool {
        let pool = self.instances[instance as usize].pool.as_ref();
        pool.is_some_and(|pool| pool.starting_since.is_some())
    }

    fn first_connection_open(&mut self, instance: u32) {
        self.instance_up(instance);
        let service = self.instances[instance as usize].service;
        self.rollout_goes_on(service);
    }

    pub(crate) fn pool_connect_failed(&mut self, instance: u32, error: ConnectError) {
        let now = self.calendar.now();
        let epoch = self.instances[instance as usize].epoch;
        let Some(pool) = self.instances[instance as usize].pool.as_mut() else {
            return;
        };
        pool.last_failure = Some(LastFailure::Connect(error));
        pool.adder = Adder::Sleeping;
        let pause = match pool.starting_since {
            None => pool.back_off(),
            Some(since) => {
                let limit = pool.config.initialization_fail_timeout_ms;
                let limit = u64::try_from(limit).unwrap_or(0).saturating_mul(MS);
                if now + START_PAUSE - since >= limit {
                    return self.start_failed(instance, error, limit > 0);
                }
                START_PAUSE
            }
        };
        self.calendar
            .push(now + pause, Event::AdderWake(instance, epoch));
        self.pool_debug(instance, "hikari-failed", |pool, _| {
            format!("{pool} - Cannot acquire connection from data source")
        });
    }

    /// Open the first connection before the instance takes requests. False: the pool's
    /// `initializationFailTimeout` is negative, the pool starts without.
    pub(crate) fn open_first_connection(&mut self, instance: u32) -> bool {
        let now = self.calendar.now();
        let Some(pool) = self.pool(instance) else {
            return false;
        };
        if pool.config.initialization_fail_timeout_ms < 0 {
            return false;
        }
        pool.starting_since = Some(now);
        pool.adder = Adder::Connecting;
        self.connect(Owner::Pool(instance));
        true
    }

    /// No first connection within `initializationFailTimeout`; with 0 the pool goes on
    /// without one.
    fn start_failed(&mut self, instance: u32, error: ConnectError, is_fatal: bool) {
        if let Some(pool) = self.pool(instance) {
            pool.starting_since = None;
            pool.adder = Adder::Off;
        }
        if !is_fatal {
            return self.first_connection_open(instance);
        }
        self.pool_line(instance, Level::Error, error.sqlstate(), |pool| {
            format!(
                "{pool} - Exception during pool initialization. Caused by: \
                 org.postgresql.util.PSQLException: {}",
                error.driver_text()
            )
        });
        self.instances[instance as usize].pool = None;
        let why = format!("Failed to initialize pool: {}", error.driver_text());
        self.boot_failed(instance, &why);
    }
}
