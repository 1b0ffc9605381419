//! Servers of the bouncer: opened one at a time, free, lost, closed.

use super::super::database::{ConnectError, Owner};
use super::super::journald::Level;
use super::super::slab::Handle;
use super::super::station::Departure;
use super::super::time::Nanos;
use super::super::world::World;
use super::{Link, ServerLink};

const MICROSECOND: Nanos = 1_000;

impl World {
    /// Open one more server if the rules allow it (`launch_new_connection`): one at a time,
    /// not within `server_login_retry` of a failure, up to the pool's size, and beyond it
    /// from the reserve for somebody who has waited for long.
    pub(super) fn open_server(&mut self, pool: u32) {
        let now = self.calendar.now();
        let head = self.oldest_wait(pool);
        let Some(bouncer) = self.bouncer.as_mut().filter(|b| !b.down && !b.paused) else {
            return;
        };
        let config = &bouncer.config;
        let Some(of_user) = bouncer.pools.get_mut(pool as usize) else {
            return;
        };
        let retry = config.server_login_retry_us.saturating_mul(MICROSECOND);
        if of_user.opening || (of_user.failed.is_some() && now - of_user.tried < retry) {
            return;
        }
        let total = of_user.servers();
        let mut from_reserve = None;
        if total >= config.pool_size && of_user.welcome {
            let patience = config.reserve_pool_timeout_us.saturating_mul(MICROSECOND);
            let waited = head.filter(|(_, since)| now - since >= patience);
            let most = config.pool_size.saturating_add(config.reserve_pool_size);
            match waited {
                Some((client, _)) if patience > 0 && total < most => from_reserve = Some(client),
                _ => return,
            }
        }
        of_user.opening = true;
        of_user.tried = now;
        if let Some(client) = from_reserve {
            self.socket_line(Level::Warn, "reserve_pool", client, || {
                "taking connection from reserve_pool".to_string()
            });
        }
        self.connect(Owner::Bouncer(pool));
    }

    /// The client that has waited longest, and since when.
    pub(super) fn oldest_wait(&self, pool: u32) -> Option<(Handle, Nanos)> {
        let waiters = &self.bouncer.as_ref()?.pools.get(pool as usize)?.waiters;
        waiters.iter().find_map(|handle| {
            let (_, client) = self.bouncer_client(*handle)?;
            Some((*handle, client.asked?))
        })
    }

    /// A server has logged in.
    pub(crate) fn bouncer_server_ready(&mut self, pool: u32, handle: Handle) {
        let now = self.calendar.now();
        let Some(bouncer) = self.bouncer.as_mut() else {
            return;
        };
        let link = bouncer.servers.insert(ServerLink {
            client: None,
            connected: now,
        });
        if let Some(of_user) = bouncer.pools.get_mut(pool as usize) {
            of_user.opening = false;
            of_user.welcome = true;
            of_user.failed = None;
        }
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.link = Link::Server(link);
        }
        self.server_free(handle);
    }

    /// A server could not log in. Its error goes to all who wait, unless other servers
    /// work or the server is only starting (`kill_pool_logins_server_error`).
    pub(crate) fn bouncer_server_failed(&mut self, pool: u32, error: ConnectError) {
        let Some(of_user) = self.bouncer_pool(pool) else {
            return;
        };
        of_user.opening = false;
        of_user.failed = Some(error);
        let works = of_user.connected() > 0 && of_user.welcome;
        let text = error.text();
        if error == ConnectError::Refused {
            return self.bouncer_line(Level::Info, "connect_failed", || {
                "closing because: connect failed (age=0s)".to_string()
            });
        }
        self.bouncer_line(Level::Warn, "login_failed", || {
            format!("server login failed: FATAL {text}")
        });
        if works || error.sqlstate() == "57P03" {
            return;
        }
        let waiting = self.bouncer_pool(pool).map(|p| p.waiters.clone());
        for handle in waiting.unwrap_or_default() {
            let waits = self
                .bouncer_client(handle)
                .is_some_and(|(_, c)| c.asked.is_some());
            if waits {
                self.disconnect_client(handle, error);
            }
        }
    }

    /// A server has no client: it retires, goes to the first who waits, or rests.
    pub(super) fn server_free(&mut self, handle: Handle) {
        let Some(Owner::Bouncer(pool)) = self.connections.get(handle).map(|c| c.owner) else {
            return;
        };
        let paused = self.bouncer.as_ref().is_some_and(|b| b.paused || b.down);
        if paused {
            return self.close_server(handle, "admin forced disconnect", false);
        }
        if self.life_over(pool, handle) {
            self.retire(pool, handle);
            return self.serve_waiters(pool);
        }
        if let Some(of_user) = self.bouncer_pool(pool) {
            of_user.idle.push(handle);
        }
        self.serve_waiters(pool);
    }

    /// Older than `server_lifetime`, and none was retired for a while: servers that were
    /// opened together do not go together (`life_over`).
    pub(super) fn life_over(&self, pool: u32, handle: Handle) -> bool {
        let now = self.calendar.now();
        let Some((bouncer, link)) = self.bouncer.as_ref().zip(self.connections.get(handle)) else {
            return false;
        };
        let Link::Server(link) = link.link else {
            return false;
        };
        let (Some(link), Some(of_user)) =
            (bouncer.servers.get(link), bouncer.pools.get(pool as usize))
        else {
            return false;
        };
        let lifetime = bouncer
            .config
            .server_lifetime_us
            .saturating_mul(MICROSECOND);
        let gap = lifetime / u64::from(bouncer.config.pool_size.max(1));
        now - link.connected >= lifetime && now - of_user.retired >= gap
    }

    pub(super) fn retire(&mut self, pool: u32, handle: Handle) {
        let now = self.calendar.now();
        if let Some(of_user) = self.bouncer_pool(pool) {
            of_user.retired = now;
        }
        self.close_server(handle, "server lifetime over", false);
    }

    /// The bouncer closes a server that is in nobody's hands.
    pub(super) fn close_server(&mut self, handle: Handle, why: &'static str, is_warning: bool) {
        let age = self.server_age_s(handle);
        let level = if is_warning { Level::Warn } else { Level::Info };
        self.socket_line(level, "server_closed", handle, || {
            format!("closing because: {why} (age={age}s)")
        });
        self.forget_server(handle);
        self.drop_connection(handle);
    }

    fn server_age_s(&self, handle: Handle) -> u64 {
        let now = self.calendar.now();
        let link = self.connections.get(handle).map(|c| c.link);
        let server = match (link, &self.bouncer) {
            (Some(Link::Server(link)), Some(bouncer)) => bouncer.servers.get(link),
            _ => None,
        };
        server.map_or(0, |s| (now - s.connected) / 1_000_000_000)
    }

    /// A server's record goes, and its place among the idle ones.
    fn forget_server(&mut self, handle: Handle) {
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let (owner, link) = (connection.owner, std::mem::take(&mut connection.link));
        let Some(bouncer) = self.bouncer.as_mut() else {
            return;
        };
        if let Link::Server(link) = link {
            bouncer.servers.remove(link);
        }
        if let Owner::Bouncer(pool) = owner
            && let Some(of_user) = bouncer.pools.get_mut(pool as usize)
        {
            of_user.idle.retain(|idle| *idle != handle);
        }
    }

    /// The database has ended a server's session; the bouncer sees it at once. `busy`: a
    /// client waits for an answer.
    pub(crate) fn bouncer_server_lost(&mut self, handle: Handle, busy: bool, error: ConnectError) {
        let client = self.client_of_server(handle);
        if let Some(client) = client {
            self.cut(client, Departure::Aborted);
        }
        self.close_server(handle, "server conn crashed?", false);
        if let Some(client) = client {
            self.client_loses_server(client, busy, error);
        }
    }
}
