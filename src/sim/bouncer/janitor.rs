//! What the bouncer looks at every third of a second (`do_full_maint`): waits and servers
//! that have become too long, too old or too many, and tries that are due again.

use super::super::database::ConnectError;
use super::super::event::Event;
use super::super::slab::Handle;
use super::super::time::Nanos;
use super::super::world::World;
use super::JANITOR;
use super::texts::BouncerError;

const MICROSECOND: Nanos = 1_000;

impl World {
    pub(crate) fn on_bouncer_janitor(&mut self, epoch: u32) {
        let now = self.calendar.now();
        let Some(bouncer) = self.bouncer.as_ref().filter(|b| b.epoch == epoch) else {
            return;
        };
        for pool in 0..bouncer.pools.len() as u32 {
            self.end_waits(pool);
            self.end_idle_servers(pool);
            self.keep_minimum(pool);
            self.serve_waiters(pool);
        }
        self.calendar
            .push(now + JANITOR, Event::BouncerJanitor(epoch));
    }

    /// `query_wait_timeout`.
    fn end_waits(&mut self, pool: u32) {
        let now = self.calendar.now();
        let limit = self
            .bouncer
            .as_ref()
            .map(|b| b.config.query_wait_timeout_us);
        let limit = limit.unwrap_or(0).saturating_mul(MICROSECOND);
        if limit == 0 {
            return;
        }
        while let Some((client, since)) = self.oldest_wait(pool) {
            if now - since <= limit {
                return;
            }
            let error = ConnectError::Bouncer(BouncerError::QueryWaitTimeout);
            self.disconnect_client(client, error);
        }
    }

    /// `server_idle_timeout`, `server_lifetime`, and what a reload has made too many.
    fn end_idle_servers(&mut self, pool: u32) {
        let now = self.calendar.now();
        let Some(bouncer) = self.bouncer.as_ref() else {
            return;
        };
        let config = &bouncer.config;
        let idle_timeout = config.server_idle_timeout_us.saturating_mul(MICROSECOND);
        let (size, reserve) = (config.pool_size, config.reserve_pool_size);
        let (most, least) = (size.saturating_add(reserve), config.min_pool_size);
        let Some(of_user) = bouncer.pools.get(pool as usize) else {
            return;
        };
        let mut left = of_user.servers();
        if of_user.idle.is_empty() {
            return;
        }
        let idle: Vec<Handle> = of_user.idle.clone();
        for server in idle {
            let rested = self.connections.get(server).map_or(0, |c| now - c.since);
            if self.life_over(pool, server) {
                self.retire(pool, server);
            } else if idle_timeout > 0 && rested > idle_timeout && left > least {
                self.close_server(server, "server idle timeout", false);
            } else if left > most {
                self.close_server(server, "too many servers in the pool", false);
            } else {
                continue;
            }
            left -= 1;
        }
    }

    /// `min_pool_size`, for pools that have clients.
    fn keep_minimum(&mut self, pool: u32) {
        let Some(bouncer) = self.bouncer.as_ref() else {
            return;
        };
        let wants = bouncer.pools.get(pool as usize).is_some_and(|of_user| {
            of_user.clients > 0 && of_user.servers() < bouncer.config.min_pool_size
        });
        if wants {
            self.open_server(pool);
        }
    }
}
