//! Which client has which server, from when to when.

use super::super::config::pgbouncer_ini::PoolMode;
use super::super::database::{Owner, Phase};
use super::super::slab::Handle;
use super::super::station::Departure;
use super::super::world::World;
use super::{Client, Link};

impl World {
    /// A client's record, if the connection is one.
    pub(super) fn bouncer_client(&self, handle: Handle) -> Option<(Handle, Client)> {
        let Link::Client(id) = self.connections.get(handle)?.link else {
            return None;
        };
        let client = self.bouncer.as_ref()?.clients.get(id)?;
        Some((id, *client))
    }

    pub(super) fn link(&mut self, pool: u32, handle: Handle, server: Handle) {
        let now = self.calendar.now();
        let Some((id, client)) = self.bouncer_client(handle) else {
            return;
        };
        let asked = client.asked.unwrap_or(now);
        let link = self.connections.get(server).map(|c| c.link);
        let Some(bouncer) = self.bouncer.as_mut() else {
            return;
        };
        if let Some(client) = bouncer.clients.get_mut(id) {
            client.asked = None;
            client.server = Some((server, asked));
        }
        if let Some(Link::Server(link)) = link
            && let Some(link) = bouncer.servers.get_mut(link)
        {
            link.client = Some(handle);
        }
        let of_user = &mut bouncer.pools[pool as usize];
        of_user.active += 1;
        of_user.station.begin(now, now - asked);
        self.query(server, client.query.0, client.query.1);
    }

    /// The server has answered a client's query.
    pub(crate) fn bouncer_answered(&mut self, server: Handle) {
        let Some(handle) = self.client_of_server(server) else {
            return;
        };
        let connection = self.connections.get(handle);
        let alone = connection.is_some_and(|c| {
            c.entry.is_probed() || matches!(c.owner, Owner::Loop(_)) || c.request.is_none()
        });
        let ends = match self.bouncer.as_ref().map(|b| b.config.pool_mode) {
            Some(PoolMode::Statement) => true,
            Some(PoolMode::Transaction) => alone,
            Some(PoolMode::Session) | None => false,
        };
        if ends {
            self.unlink(handle, Departure::Served);
        }
        self.query_answered(handle);
    }

    /// The transaction of a client has ended.
    pub(crate) fn bouncer_transaction_ends(&mut self, handle: Handle) {
        let mode = self.bouncer.as_ref().map(|b| b.config.pool_mode);
        if mode.is_some_and(|mode| mode != PoolMode::Session) {
            self.unlink(handle, Departure::Served);
        }
    }

    /// Where a connection's transaction is: the server that a client is linked with, else
    /// the connection itself.
    pub(crate) fn backend_of(&self, handle: Handle) -> Handle {
        match &self.bouncer {
            Some(_) => self.bouncer_server_of(handle).unwrap_or(handle),
            None => handle,
        }
    }

    /// Whose work a backend does: the client that a server is linked with, else the
    /// connection itself.
    pub(crate) fn client_end(&self, handle: Handle) -> Handle {
        match &self.bouncer {
            Some(_) => self.client_of_server(handle).unwrap_or(handle),
            None => handle,
        }
    }

    /// The server that a client is linked with.
    pub(crate) fn bouncer_server_of(&self, handle: Handle) -> Option<Handle> {
        let (_, client) = self.bouncer_client(handle)?;
        client.server.map(|(server, _)| server)
    }

    pub(super) fn client_of_server(&self, server: Handle) -> Option<Handle> {
        let Link::Server(link) = self.connections.get(server)?.link else {
            return None;
        };
        self.bouncer.as_ref()?.servers.get(link)?.client
    }

    /// A client lets go of its server, which is free again.
    pub(super) fn unlink(&mut self, handle: Handle, how: Departure) {
        if let Some(server) = self.cut(handle, how) {
            self.end_transaction(server);
            if let Some(connection) = self.connections.get_mut(server) {
                connection.phase = Phase::Idle;
                connection.since = self.calendar.now();
            }
            self.arm_alarm(server);
            self.server_free(server);
        }
    }

    /// A client and its server know no longer of each other; the server is nobody's.
    pub(super) fn cut(&mut self, handle: Handle, how: Departure) -> Option<Handle> {
        let now = self.calendar.now();
        let (id, client) = self.bouncer_client(handle)?;
        let (server, asked) = client.server?;
        let link = self.connections.get(server).map(|c| c.link);
        let bouncer = self.bouncer.as_mut()?;
        bouncer.clients.get_mut(id)?.server = None;
        if let Some(Link::Server(link)) = link
            && let Some(link) = bouncer.servers.get_mut(link)
        {
            link.client = None;
        }
        let pool = &mut bouncer.pools[client.pool as usize];
        pool.active -= 1;
        pool.station.leave(now, how, now - asked, true);
        Some(server)
    }
}
