//! PgBouncer between the clients and the server, where an incident has one.
//!
//! | file | what it is for |
//! |---|---|
//! | `client` | clients: accepted, logged in, waiting for a server, gone |
//! | `link` | which client has which server, from when to when |
//! | `server` | servers: opened, free, lost, closed |
//! | `janitor` | what is looked at every third of a second |
//! | `admin` | RELOAD, PAUSE, RESUME and a restart of the process |
//! | `metrics` | its columns of the telemetry |
//! | `texts` | its own words and errors |
//!
//! A client's connection and a server's are two entries of [`World::connections`]: the
//! client's has no backend and no slot of its own ([`Link::Client`]), the server's belongs
//! to [`Owner::Bouncer`]. A query of a client is run on the server it is linked with; which
//! event of the client ends the link is a matter of `pool_mode`. PgBouncer itself costs no
//! time but that of a login: one process of it passes on more than one database can answer.
//!
//! Rules: PgBouncer 1.23, `objects.c`, `janitor.c`, `server.c`.

mod admin;
mod client;
mod janitor;
mod link;
pub(super) mod metrics;
mod server;
pub(super) mod texts;

use super::config::pgbouncer_ini::BouncerConfig;
use super::database::{ConnectError, Owner, Phase};
use super::journald::Level;
use super::slab::{Handle, Slab};
use super::spec::WorldSpec;
use super::station::Station;
use super::time::Nanos;
use super::world::World;
use std::collections::VecDeque;

/// The bouncer looks after its timeouts this often (`full_maint_period`).
const JANITOR: Nanos = 1_000_000_000 / 3;

/// What a connection is to the bouncer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Link {
    /// Nothing: it leads from a client to a backend.
    #[default]
    Direct,
    /// A client's connection to the bouncer.
    Client(Handle),
    /// A server of the bouncer, logged in.
    Server(Handle),
}

/// A client of the bouncer.
#[derive(Clone, Copy, Debug)]
struct Client {
    pool: u32,
    /// The client has logged in.
    ready: bool,
    /// Came when there were `max_client_conn` already.
    refused: bool,
    /// It waits for a server, or for its login, since then.
    asked: Option<Nanos>,
    /// It waits for its login: the pool never had a server.
    wants_welcome: bool,
    /// The server it is linked with, and since when it wanted one.
    server: Option<(Handle, Nanos)>,
    /// What it asked for: CPU and blocks.
    query: (Nanos, u32),
}

/// A server of the bouncer.
#[derive(Clone, Copy, Debug)]
struct ServerLink {
    client: Option<Handle>,
    connected: Nanos,
}

/// The clients and servers of one user (there is one database).
#[derive(Clone, Debug)]
pub(super) struct BouncerPool {
    pub user: String,
    /// `application_name` of its servers.
    pub application: String,
    /// Servers without a client; the one that came back last is at the end.
    idle: Vec<Handle>,
    /// Servers with a client.
    active: u32,
    /// A server is being opened.
    opening: bool,
    clients: u32,
    /// Clients that wait, in order; some may have left already.
    waiters: VecDeque<Handle>,
    waiting: u32,
    /// Servers are being given to those who wait.
    serving: bool,
    /// A server has logged in at some time.
    welcome: bool,
    /// Why the last server could not log in; cleared by a success.
    failed: Option<ConnectError>,
    /// When the last server was asked for.
    tried: Nanos,
    /// When the last server was closed because of its age.
    retired: Nanos,
    /// Clients that want a server or have one.
    pub station: Station,
}

/// The process of PgBouncer, with its pools.
#[derive(Clone, Debug)]
pub(super) struct Bouncer {
    pub config: BouncerConfig,
    pub pools: Vec<BouncerPool>,
    clients: Slab<Client>,
    servers: Slab<ServerLink>,
    /// Clients that are not turned away.
    client_count: u32,
    paused: bool,
    /// No process: it restarts, or its file has errors.
    down: bool,
    /// Grows with each restart, so that timers of an earlier life are stale.
    epoch: u32,
}

impl BouncerPool {
    fn new(user: &str, application: &str) -> BouncerPool {
        BouncerPool {
            user: user.to_string(),
            application: application.to_string(),
            idle: Vec::new(),
            active: 0,
            opening: false,
            clients: 0,
            waiters: VecDeque::new(),
            waiting: 0,
            serving: false,
            welcome: false,
            failed: None,
            tried: 0,
            retired: 0,
            station: Station::default(),
        }
    }

    /// Servers that have logged in.
    fn connected(&self) -> u32 {
        self.idle.len() as u32 + self.active
    }

    /// Servers, one being opened included.
    fn servers(&self) -> u32 {
        self.connected() + u32::from(self.opening)
    }
}

/// A client waits for an answer of the server in this phase.
fn is_busy(phase: Phase) -> bool {
    phase.runs_statement()
}

/// A row of `SHOW POOLS`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PoolRow {
    pub client_active: u32,
    pub client_waiting: u32,
    pub server_active: u32,
    pub server_idle: u32,
    /// Age of the longest wait, ns.
    pub maxwait: Nanos,
}

/// The roles that come through the bouncer with the first application of each, in the
/// spec's order: its pools.
pub(super) fn users(spec: &WorldSpec) -> Vec<(&str, &str)> {
    let mut users: Vec<(&str, &str)> = Vec::new();
    for service in &spec.services {
        let pool = service.pool.as_ref().map(|p| (&p.user, &p.application));
        let loops = service.loops.as_ref().map(|l| (&l.user, &l.application));
        for (user, application) in pool.into_iter().chain(loops) {
            if !users.iter().any(|(known, _)| known == user) {
                users.push((user, application));
            }
        }
    }
    users
}

impl World {
    /// The bouncer of a new world, running if its file is good.
    pub(super) fn start_bouncer(&mut self) {
        if self.spec.database.bouncer.is_none() {
            return;
        }
        let users = users(&self.spec).into_iter();
        let pools = users.map(|(user, application)| BouncerPool::new(user, application));
        self.bouncer = Some(Bouncer {
            config: BouncerConfig::default(),
            pools: pools.collect(),
            clients: Slab::default(),
            servers: Slab::default(),
            client_count: 0,
            paused: false,
            down: true,
            epoch: 0,
        });
        self.on_bouncer_start(0);
    }

    /// A row of `SHOW POOLS`; all zero without a bouncer.
    pub(super) fn bouncer_row(&self, pool: usize) -> PoolRow {
        let now = self.calendar.now();
        let mut row = PoolRow {
            client_active: 0,
            client_waiting: 0,
            server_active: 0,
            server_idle: 0,
            maxwait: 0,
        };
        let Some((bouncer, pool)) = self
            .bouncer
            .as_ref()
            .and_then(|bouncer| Some((bouncer, bouncer.pools.get(pool)?)))
        else {
            return row;
        };
        row.client_active = pool.clients.saturating_sub(pool.waiting);
        row.client_waiting = pool.waiting;
        row.server_active = pool.active;
        row.server_idle = pool.idle.len() as u32;
        let oldest = pool.waiters.iter().find_map(|connection| {
            let client = self.client_of(bouncer, *connection)?;
            client.asked
        });
        row.maxwait = oldest.map_or(0, |since| now - since);
        row
    }

    fn client_of<'a>(&self, bouncer: &'a Bouncer, connection: Handle) -> Option<&'a Client> {
        match self.connections.get(connection)?.link {
            Link::Client(client) => bouncer.clients.get(client),
            Link::Direct | Link::Server(_) => None,
        }
    }

    fn bouncer_pool(&mut self, pool: u32) -> Option<&mut BouncerPool> {
        self.bouncer.as_mut()?.pools.get_mut(pool as usize)
    }

    /// A log line of the bouncer.
    fn bouncer_line(&mut self, level: Level, code: &'static str, text: impl FnOnce() -> String) {
        let now = self.calendar.now();
        let Some(spec) = &self.spec.database.bouncer else {
            return;
        };
        self.log
            .line(now, ("pgbouncer", &spec.host), level, code, text);
    }

    /// A line about a client's or a server's connection.
    fn socket_line(
        &mut self,
        level: Level,
        code: &'static str,
        connection: Handle,
        text: impl FnOnce() -> String,
    ) {
        let owner = self.connections.get(connection).map(|c| c.owner);
        let user = owner.map_or(String::new(), |owner| self.role_of(owner).to_string());
        let is_server = matches!(owner, Some(Owner::Bouncer(_)));
        let spec = self.spec.clone();
        self.bouncer_line(level, code, || {
            format!(
                "{}: {}",
                texts::socket(is_server, connection.index, &user, &spec.database.name),
                text()
            )
        });
    }
}
