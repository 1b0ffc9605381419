//! Clients of the bouncer: accepted, logged in, waiting for a server, gone.

use super::super::database::{ConnectError, Connection, Owner, Phase};
use super::super::event::Event;
use super::super::journald::Level;
use super::super::ledger::Failure;
use super::super::slab::Handle;
use super::super::station::Departure;
use super::super::time::Nanos;
use super::super::world::World;
use super::texts::{BouncerError, Cached};
use super::{Bouncer, BouncerPool, Client, Link};

impl Bouncer {
    /// The pool of a role, if there has been one.
    fn pool_of(&self, user: &str) -> Option<u32> {
        let found = self.pools.iter().position(|pool| pool.user == user);
        found.map(|index| index as u32)
    }

    /// A role that was not heard of gets a pool.
    fn new_pool(&mut self, user: &str) -> u32 {
        self.pools.push(BouncerPool::new(user, user));
        self.pools.len() as u32 - 1
    }
}

impl World {
    /// A client connects to the bouncer. The answer comes after the time of a login.
    pub(crate) fn bouncer_accept(&mut self, owner: Owner, request: Option<Handle>) {
        let now = self.calendar.now();
        let known = self
            .bouncer
            .as_ref()
            .and_then(|b| b.pool_of(self.role_of(owner)));
        let new = known.is_none().then(|| self.role_of(owner).to_string());
        let login = self.spec.database.bouncer.as_ref().map_or(0, |b| b.login);
        let Some(bouncer) = self.bouncer.as_mut().filter(|bouncer| !bouncer.down) else {
            return self.connect_failed(owner, request, ConnectError::Refused);
        };
        let refused = bouncer.client_count >= bouncer.config.max_client_conn;
        let pool = known.unwrap_or_else(|| bouncer.new_pool(&new.unwrap_or_default()));
        if !refused {
            bouncer.client_count += 1;
            bouncer.pools[pool as usize].clients += 1;
        }
        let client = bouncer.clients.insert(Client {
            pool,
            ready: false,
            refused,
            asked: None,
            wants_welcome: false,
            server: None,
            query: (0, 0),
        });
        let handle = self.connections.insert(Connection {
            link: Link::Client(client),
            request,
            ..Connection::new(owner, Phase::Idle, now, 0)
        });
        self.calendar.push(now + login, Event::BouncerLogin(handle));
    }

    pub(crate) fn on_bouncer_login(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let Some((id, client)) = self.bouncer_client(handle) else {
            return;
        };
        if client.refused {
            return self.turn_away(handle, ConnectError::Bouncer(BouncerError::ClientsMax));
        }
        if let Some(error) = self.fast_fail(client.pool) {
            self.turn_away(handle, error);
            return self.open_server(client.pool);
        }
        let Some(bouncer) = self.bouncer.as_mut() else {
            return;
        };
        let pool = &mut bouncer.pools[client.pool as usize];
        if pool.welcome {
            return self.welcome(handle);
        }
        pool.waiters.push_back(handle);
        pool.waiting += 1;
        if let Some(client) = bouncer.clients.get_mut(id) {
            client.wants_welcome = true;
            client.asked = Some(now);
        }
        self.serve_waiters(client.pool);
    }

    /// The client is logged in.
    fn welcome(&mut self, handle: Handle) {
        if let Some((id, _)) = self.bouncer_client(handle)
            && let Some(client) = self.bouncer.as_mut().and_then(|b| b.clients.get_mut(id))
        {
            client.ready = true;
        }
        match self.connections.get(handle).map(|c| c.owner) {
            Some(Owner::Pool(instance)) => self.pool_connected(instance, handle),
            Some(Owner::Loop(client)) => self.loop_connected(client, handle),
            Some(Owner::Direct(instance)) => self.session_opened(instance, handle),
            Some(Owner::Script(_) | Owner::Bouncer(_)) | None => {}
        }
    }

    /// A client that is not logged in gets an error.
    fn turn_away(&mut self, handle: Handle, error: ConnectError) {
        let Some((owner, request)) = self.connections.get(handle).map(|c| (c.owner, c.request))
        else {
            return;
        };
        self.say_client_error(handle, error);
        self.drop_connection(handle);
        self.connect_failed(owner, request, error);
    }

    fn say_client_error(&mut self, handle: Handle, error: ConnectError) {
        let code = match error {
            ConnectError::Bouncer(error) => error.code(),
            other => other.sqlstate(),
        };
        self.socket_line(Level::Warn, code, handle, || {
            format!("pooler error: {}", error.text())
        });
    }

    /// Clients do not queue at all where no server works (`check_fast_fail`).
    fn fast_fail(&self, pool: u32) -> Option<ConnectError> {
        let pool = self.bouncer.as_ref()?.pools.get(pool as usize)?;
        let error = pool.failed.filter(|_| pool.connected() == 0)?;
        let failing = BouncerError::LoginFailing(Cached::of(error));
        Some(ConnectError::Bouncer(failing))
    }

    /// A client sends a query: to the server it has, else to the next that is free.
    pub(crate) fn bouncer_query(&mut self, handle: Handle, cpu: Nanos, blocks: u32) {
        let now = self.calendar.now();
        let Some((id, client)) = self.bouncer_client(handle) else {
            return;
        };
        if let Some((server, _)) = client.server {
            return self.query(server, cpu, blocks);
        }
        if let Some(error) = self.fast_fail(client.pool) {
            self.client_lost(handle, error);
            return self.open_server(client.pool);
        }
        let Some(bouncer) = self.bouncer.as_mut() else {
            return;
        };
        if let Some(client) = bouncer.clients.get_mut(id) {
            client.query = (cpu, blocks);
            client.asked = Some(now);
        }
        let pool = &mut bouncer.pools[client.pool as usize];
        pool.station.enter(now);
        pool.waiters.push_back(handle);
        pool.waiting += 1;
        self.serve_waiters(client.pool);
    }

    /// Free servers go to those who wait, in order; who is left makes the pool grow.
    pub(super) fn serve_waiters(&mut self, pool: u32) {
        // Whoever is served may ask again at once: the loop below sees it, a second one
        // inside it would only make the stack deep.
        let Some(of_user) = self.bouncer_pool(pool).filter(|p| !p.serving) else {
            return;
        };
        of_user.serving = true;
        self.serve_in_order(pool);
        if let Some(of_user) = self.bouncer_pool(pool) {
            of_user.serving = false;
            if of_user.waiting == 0 {
                of_user.waiters.clear();
            }
        }
    }

    fn serve_in_order(&mut self, pool: u32) {
        loop {
            let Some(bouncer) = self.bouncer.as_mut() else {
                return;
            };
            let Some(of_user) = bouncer.pools.get_mut(pool as usize) else {
                return;
            };
            if bouncer.paused || of_user.waiting == 0 {
                return;
            }
            let Some(handle) = of_user.waiters.front().copied() else {
                return;
            };
            let wants = self
                .bouncer_client(handle)
                .filter(|(_, c)| c.asked.is_some());
            let Some(of_user) = self.bouncer_pool(pool) else {
                return;
            };
            let Some((id, client)) = wants else {
                of_user.waiters.pop_front();
                continue;
            };
            if client.wants_welcome && of_user.welcome {
                of_user.waiters.pop_front();
                of_user.waiting -= 1;
                if let Some(c) = self.bouncer.as_mut().and_then(|b| b.clients.get_mut(id)) {
                    c.wants_welcome = false;
                    c.asked = None;
                }
                self.welcome(handle);
                continue;
            }
            let server = if client.wants_welcome {
                None
            } else {
                of_user.idle.pop()
            };
            let Some(server) = server else {
                return self.open_server(pool);
            };
            of_user.waiters.pop_front();
            of_user.waiting -= 1;
            self.link(pool, handle, server);
        }
    }

    /// A client's record goes: it has left, or was let go. Its server, if it has one, is
    /// closed unless it is between two transactions.
    fn forget_client(&mut self, handle: Handle, how: Departure) {
        let now = self.calendar.now();
        if let Some(server) = self.bouncer_server_of(handle) {
            let phase = self.connections.get(server).map(|c| c.phase);
            if phase == Some(Phase::Idle) {
                self.unlink(handle, Departure::Served);
            } else {
                self.cut(handle, Departure::Aborted);
                let why = "client disconnect while server was not ready";
                self.close_server(server, why, true);
            }
        }
        let Some((id, client)) = self.bouncer_client(handle) else {
            return;
        };
        let Some(bouncer) = self.bouncer.as_mut() else {
            return;
        };
        bouncer.clients.remove(id);
        let pool = &mut bouncer.pools[client.pool as usize];
        if !client.refused {
            bouncer.client_count -= 1;
            pool.clients -= 1;
        }
        if let Some(asked) = client.asked {
            pool.waiting -= 1;
            if !client.wants_welcome {
                pool.station.leave(now, how, now - asked, false);
            }
        }
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.link = Link::Direct;
            connection.alive = false;
        }
    }

    /// The client closes its connection to the bouncer.
    pub(crate) fn bouncer_client_leaves(&mut self, handle: Handle) {
        self.forget_client(handle, Departure::TimedOut);
    }

    /// The bouncer lets go of a client, with an error. One that waits for an answer learns
    /// it at once, another when it next uses the connection.
    pub(super) fn disconnect_client(&mut self, handle: Handle, error: ConnectError) {
        let Some((_, client)) = self.bouncer_client(handle) else {
            return;
        };
        if client.wants_welcome {
            return self.turn_away(handle, error);
        }
        let is_waiting = client.asked.is_some();
        self.say_client_error(handle, error);
        self.forget_client(handle, Departure::TimedOut);
        if is_waiting {
            self.client_finds_out(handle, error);
        }
    }

    /// A client that has just sent a query loses its connection.
    fn client_lost(&mut self, handle: Handle, error: ConnectError) {
        self.say_client_error(handle, error);
        self.forget_client(handle, Departure::Aborted);
        self.client_finds_out(handle, error);
    }

    /// A client that waits for an answer gets an error and the end of its connection.
    pub(super) fn client_finds_out(&mut self, handle: Handle, error: ConnectError) {
        if self.probe_lost(handle) {
            return;
        }
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        connection.ended = error;
        let (owner, request) = (connection.owner, connection.request.take());
        match owner {
            Owner::Pool(instance) | Owner::Direct(instance) => {
                // Its connection is gone, whatever the error.
                self.give_back(instance, handle);
                if let Some(request) = request {
                    self.request_failed(request, Failure::DatabaseError);
                }
            }
            Owner::Loop(client) => {
                self.drop_connection(handle);
                self.loop_connect_failed(client, error);
            }
            Owner::Script(_) | Owner::Bouncer(_) => {}
        }
    }

    /// A client's server is gone: so is the client's connection.
    pub(super) fn client_loses_server(&mut self, handle: Handle, busy: bool, error: ConnectError) {
        let crashed = ConnectError::Bouncer(BouncerError::ServerCrashed);
        self.say_client_error(handle, crashed);
        self.forget_client(handle, Departure::Aborted);
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.ended = error;
        }
        if busy {
            // The server's own last words have been passed on.
            self.client_finds_out(handle, error);
        }
    }
}
