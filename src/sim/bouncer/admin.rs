//! What can be done to the bouncer: RELOAD, PAUSE, RESUME, and a restart of the process.

use super::super::command::{Resolved, deed};
use super::super::config::pgbouncer_ini::{self, BouncerConfig};
use super::super::database::{ConnectError, Owner};
use super::super::event::Event;
use super::super::journald::Level;
use super::super::slab::Handle;
use super::super::time::{Nanos, SEC};
use super::super::world::World;
use super::texts::BouncerError;
use super::{Bouncer, JANITOR, Link, is_busy};

/// From the end of the old process to the new one's first client.
const RESTART: Nanos = SEC;

impl World {
    /// What needs a bouncer that runs.
    pub(crate) fn on_bouncer<'a>(&self, done: impl FnOnce(&mut World) + 'a) -> Resolved<'a> {
        self.running_bouncer()?;
        deed(done)
    }

    fn any_bouncer(&self) -> Result<&Bouncer, String> {
        let bouncer = self.bouncer.as_ref();
        bouncer.ok_or_else(|| "There is no PgBouncer here".into())
    }

    fn running_bouncer(&self) -> Result<&Bouncer, String> {
        match self.any_bouncer()? {
            bouncer if bouncer.down => Err("PgBouncer is not running; start it first".into()),
            bouncer => Ok(bouncer),
        }
    }

    pub(crate) fn may_restart_bouncer<'a>(&self) -> Resolved<'a> {
        self.any_bouncer()?;
        deed(World::restart_bouncer)
    }

    pub(crate) fn may_pause_bouncer<'a>(&self) -> Resolved<'a> {
        match self.running_bouncer()?.paused {
            true => Err("PgBouncer is paused already".into()),
            false => deed(World::pause_bouncer),
        }
    }

    pub(crate) fn may_resume_bouncer<'a>(&self) -> Resolved<'a> {
        match self.running_bouncer()?.paused {
            true => deed(World::resume_bouncer),
            false => Err("PgBouncer is not paused".into()),
        }
    }

    /// What is written, read by the bouncer's rules.
    pub(crate) fn written_bouncer_config(&self) -> Option<Result<BouncerConfig, String>> {
        let database = &self.spec.database;
        let path = &database.bouncer.as_ref()?.path;
        let text = self.files.text(path).unwrap_or_default();
        Some(pgbouncer_ini::parse(path, &database.name, &text).map_err(|error| error.message))
    }

    pub(crate) fn reload_bouncer(&mut self) {
        let Some(written) = self.written_bouncer_config() else {
            return;
        };
        self.bouncer_line(Level::Info, "admin", || "RELOAD command issued".into());
        match written {
            Ok(config) => {
                if let Some(bouncer) = self.bouncer.as_mut() {
                    bouncer.config = config;
                }
                self.notice("PgBouncer has read its file again".into(), "pgbouncer");
            }
            Err(error) => {
                self.bouncer_line(Level::Error, "config", || error);
                self.notice(
                    "PgBouncer keeps its old settings: errors".into(),
                    "pgbouncer",
                );
            }
        }
    }

    /// No client gets a server; servers are closed as soon as they are free.
    fn pause_bouncer(&mut self) {
        self.bouncer_line(Level::Info, "admin", || "PAUSE command issued".into());
        if let Some(bouncer) = self.bouncer.as_mut() {
            bouncer.paused = true;
        }
        for server in self.idle_servers() {
            self.close_server(server, "pause mode", false);
        }
    }

    fn idle_servers(&self) -> Vec<Handle> {
        let pools = self.bouncer.iter().flat_map(|bouncer| &bouncer.pools);
        pools.flat_map(|pool| pool.idle.iter().copied()).collect()
    }

    fn resume_bouncer(&mut self) {
        self.bouncer_line(Level::Info, "admin", || "RESUME command issued".into());
        let Some(bouncer) = self.bouncer.as_mut() else {
            return;
        };
        bouncer.paused = false;
        for pool in 0..bouncer.pools.len() as u32 {
            self.serve_waiters(pool);
        }
    }

    /// The process ends with all its clients and servers, and comes back on what is written.
    fn restart_bouncer(&mut self) {
        let now = self.calendar.now();
        let Some(bouncer) = self.bouncer.as_mut() else {
            return;
        };
        bouncer.down = true;
        bouncer.paused = false;
        bouncer.epoch += 1;
        let epoch = bouncer.epoch;
        self.bouncer_line(Level::Info, "admin", || {
            "got SIGTERM, fast exit".to_string()
        });
        let linked = self.connections.iter();
        let clients = linked.filter(|(_, c)| matches!(c.link, Link::Client(_)));
        for handle in clients.map(|(handle, _)| handle).collect::<Vec<_>>() {
            self.lose_bouncer(handle);
        }
        let servers = self.connections.iter();
        let servers = servers.filter(|(_, c)| matches!(c.owner, Owner::Bouncer(_)));
        for handle in servers.map(|(handle, _)| handle).collect::<Vec<_>>() {
            self.close_server(handle, "shutdown", false);
        }
        if let Some(bouncer) = self.bouncer.as_mut() {
            for pool in &mut bouncer.pools {
                pool.opening = false;
                pool.failed = None;
                pool.welcome = false;
            }
        }
        self.calendar
            .push(now + RESTART, Event::BouncerStart(epoch));
    }

    /// One client loses the process: at once if it waits for an answer.
    fn lose_bouncer(&mut self, handle: Handle) {
        let gone = ConnectError::Bouncer(BouncerError::Gone);
        let Some((_, client)) = self.bouncer_client(handle) else {
            return;
        };
        let Some(connection) = self.connections.get(handle) else {
            return;
        };
        let (owner, request) = (connection.owner, connection.request);
        if !client.ready {
            self.drop_connection(handle);
            return self.connect_failed(owner, request, gone);
        }
        let server = client
            .server
            .and_then(|(server, _)| self.connections.get(server));
        let busy = client.asked.is_some() || server.is_some_and(|s| is_busy(s.phase));
        self.bouncer_client_leaves(handle);
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.ended = gone;
        }
        if busy {
            self.client_finds_out(handle, gone);
        }
    }

    /// The process starts on what is written; with an error it stays down.
    pub(crate) fn on_bouncer_start(&mut self, epoch: u32) {
        let now = self.calendar.now();
        let Some(written) = self.written_bouncer_config() else {
            return;
        };
        let Some(bouncer) = self.bouncer.as_mut().filter(|b| b.epoch == epoch) else {
            return;
        };
        match written {
            Ok(config) => {
                bouncer.config = config;
                bouncer.down = false;
                self.calendar
                    .push(now + JANITOR, Event::BouncerJanitor(epoch));
                self.bouncer_line(Level::Info, "admin", || {
                    "process up: PgBouncer 1.23.1".to_string()
                });
            }
            Err(error) => {
                self.bouncer_line(Level::Error, "config", || error);
                self.bouncer_line(Level::Fatal, "config", || "cannot load config file".into());
                self.notice("PgBouncer did not start: its file has errors".into(), "");
            }
        }
    }
}
