//! Idle eviction, lifetimes, closing, filling up again (`HikariPool.HouseKeeper`).
//!
//! The jumps of the clock that the original looks out for cannot happen here.

use super::super::database::Owner;
use super::super::event::Event;
use super::super::slab::Handle;
use super::super::time::MS;
use super::super::world::World;
use super::{HOUSEKEEPING, Refreshed};

impl World {
    pub(crate) fn on_housekeeper(&mut self, instance: u32, epoch: u32) {
        let now = self.calendar.now();
        let host = &mut self.instances[instance as usize];
        if host.epoch != epoch {
            return;
        }
        let Some(pool) = host.pool.as_mut() else {
            return;
        };
        pool.refreshed = Refreshed::of(&pool.config);
        let min = pool.config.minimum_idle;
        let idle_timeout = pool.config.idle_timeout_ms.saturating_mul(MS);
        let evicts = min < pool.config.maximum_pool_size && idle_timeout > 0;
        if evicts {
            self.say_stats(instance, "Before cleanup ");
            self.evict_idle(instance, min, idle_timeout);
        }
        self.say_stats(instance, if evicts { "After  cleanup " } else { "Pool " });
        self.run_adder(instance);
        self.calendar
            .push(now + HOUSEKEEPING, Event::Housekeeper(instance, epoch));
    }

    fn say_stats(&mut self, instance: u32, prefix: &str) {
        self.pool_debug(instance, "hikari-stats", |name, pool| {
            format!("{name} - {prefix}{}", pool.stats())
        });
    }

    /// Close those that idle for too long, but keep `min` idle ones.
    fn evict_idle(&mut self, instance: u32, min: u32, idle_timeout: u64) {
        let now = self.calendar.now();
        let Some(pool) = self.instances[instance as usize].pool.as_mut() else {
            return;
        };
        let spare = pool.idle.len().saturating_sub(min as usize);
        let connections = &self.connections;
        let rested = |handle: &&Handle| {
            connections
                .get(**handle)
                .is_some_and(|c| now - c.since > idle_timeout)
        };
        let old: Vec<Handle> = pool
            .idle
            .iter()
            .filter(rested)
            .take(spare)
            .copied()
            .collect();
        pool.idle.retain(|handle| !old.contains(handle));
        for handle in old {
            self.close_connection(handle, "(connection has passed idleTimeout)");
        }
    }

    pub(crate) fn on_connection_expired(&mut self, handle: Handle) {
        if let Some(Owner::Pool(instance)) = self.connections.get(handle).map(|c| c.owner) {
            self.soft_evict(instance, handle, "(connection has passed maxLifetime)");
        }
    }

    /// Close an idle connection; one in use is only marked, and closed when it comes back.
    pub(super) fn soft_evict(&mut self, instance: u32, handle: Handle, why: &'static str) {
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.expired = true;
        }
        let Some(pool) = self.pool(instance) else {
            return;
        };
        if let Some(at) = pool.idle.iter().position(|h| *h == handle) {
            pool.idle.remove(at);
            self.close_connection(handle, why);
        }
    }

    /// The pool closes one of its connections, and then fills up again.
    pub(crate) fn close_connection(&mut self, handle: Handle, why: &'static str) {
        let owner = self.connections.get(handle).map(|c| c.owner);
        if let Some(Owner::Pool(instance)) = owner {
            let name = self.connection_name(handle);
            self.pool_debug(instance, "hikari-close", |pool, _| {
                format!("{pool} - Closing connection {name}: {why}")
            });
        }
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
}
