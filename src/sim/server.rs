//! The database server as a process: stop, start, reload, and what it obeys.
//!
//! | file | what it is for |
//! |---|---|
//! | `start`, `stop` | how it begins and ends, with its log lines |
//! | `life` | what it remembers between its steps, and the optional parts of its machine |
//! | `utc` | times in its log lines |

mod command;
mod life;
mod start;
mod stop;
mod utc;

use life::Life;

use super::cache::Cache;
use super::config::Severity;
use super::config::in_force::Settings;
use super::config::postgresql_conf::{self, Parsed};
use super::database::limits::SessionLimits;
use super::journald::Level;
use super::processor::Processor;
use super::rate::RateLaw;
use super::slab::Handle;
use super::spec::{DatabaseSpec, StopMode};
use super::station::Station;
use super::time::Nanos;
use super::world::World;

/// Where the server process is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Up: accepts connections.
    Ready,
    /// A shutdown is under way; a smart one still serves the sessions there are.
    Stopping,
    /// There is no process.
    Down,
    /// The process reads its files and recovers.
    Starting,
    /// A backend crashed: the process lives, its shared memory is made anew.
    Recovering,
}

impl Status {
    /// All.
    pub const ALL: [Status; 5] = [
        Status::Ready,
        Status::Stopping,
        Status::Down,
        Status::Starting,
        Status::Recovering,
    ];

    /// In one word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Ready => "ready",
            Status::Stopping => "stopping",
            Status::Down => "down",
            Status::Starting => "starting",
            Status::Recovering => "recovering",
        }
    }
}

/// The settings that the engine looks at all the time, copied at start and reload.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    pub max_connections: u32,
    pub reserved: u32,
    pub sessions: SessionLimits,
}

/// What the statistics collector counts, since the start of the world.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ServerCounters {
    pub sessions: u64,
    pub refused_slots: u64,
    pub commits: u64,
    pub rollbacks: u64,
    pub blocks: u64,
    pub blocks_read: u64,
    /// Log written, bytes.
    pub wal_bytes: u64,
}

/// The server and its machine.
#[derive(Clone, Debug)]
pub(super) struct Server {
    pub status: Status,
    /// Why it is down, in its own words.
    pub error: Option<String>,
    pub settings: Settings,
    pub limits: Limits,
    /// Version of the main file that is in force (written at the last start or reload).
    pub version_in_force: Option<u32>,
    pub started_at: Nanos,
    pub epoch: u32,
    pub cpu: Processor<Handle>,
    pub cache: Cache,
    pub disk_free_at: Nanos,
    /// Disk time asked for so far, ns.
    pub disk_work: Nanos,
    pub slots_used: u32,
    pub slots_used_max: u32,
    pub next_pid: u32,
    pub counters: ServerCounters,
    /// Exponentially damped run queue, as in `node_load1`.
    pub load1: f64,
    /// Queries: CPU and disk.
    pub station: Station,
    /// The CPU's busy integral when the books began.
    pub cpu_busy_at_books: f64,
    /// Stops, recovery, and the machine's optional parts.
    pub life: Life,
}

impl Server {
    /// A server that has run for long: ready and warm. A file with errors leaves it down.
    pub(super) fn new(spec: &DatabaseSpec, parsed: &Parsed, version: Option<u32>) -> Server {
        let (settings, error) = match Settings::start(parsed) {
            Ok(settings) => (settings, None),
            Err(errors) => (
                Settings::defaults(),
                errors.first().map(|e| e.message.clone()),
            ),
        };
        let mut cache = Cache::new(
            spec.working_set_bytes,
            settings.bytes("shared_buffers"),
            spec.popularity,
        );
        cache.warm();
        let mut server = Server {
            status: if error.is_none() {
                Status::Ready
            } else {
                Status::Down
            },
            error,
            limits: Limits::default(),
            version_in_force: version,
            life: Life::new(spec, &settings),
            settings,
            started_at: 0,
            epoch: 0,
            cpu: Processor::new(RateLaw::of(spec)),
            cache,
            disk_free_at: 0,
            disk_work: 0,
            slots_used: 0,
            slots_used_max: 0,
            next_pid: 1000,
            counters: ServerCounters::default(),
            load1: 0.0,
            station: Station::default(),
            cpu_busy_at_books: 0.0,
        };
        server.copy_limits();
        if let Some(memory) = &mut server.life.memory {
            memory.warm();
        }
        if let (Some(wal), Some(replica)) = (&server.life.wal, &mut server.life.replica) {
            replica.begin(wal.lsn);
        }
        server
    }

    fn copy_limits(&mut self) {
        let whole = |name| u32::try_from(self.settings.int(name)).unwrap_or(0);
        self.limits = Limits {
            max_connections: whole("max_connections"),
            reserved: whole("superuser_reserved_connections"),
            sessions: SessionLimits::new(&self.settings),
        };
        self.life.obey(&self.settings);
    }

    /// Disk time that is done by `now`, ns; its growth over a span is the utilization.
    pub(super) fn disk_busy(&self, now: Nanos) -> Nanos {
        self.disk_work - self.disk_free_at.saturating_sub(now)
    }
}

impl World {
    pub(super) fn log_database(&mut self, level: Level, code: &'static str, text: String) {
        let now = self.calendar.now();
        let host = self.spec.database.host.as_str();
        self.log
            .line(now, ("postgresql", host), level, code, || text);
    }

    fn latest_database_version(&self) -> Option<u32> {
        self.files
            .history(&self.spec.database.path)
            .last()
            .map(|v| v.number)
    }

    /// What is written, read by PostgreSQL's rules.
    pub(super) fn written_database_config(&self) -> Parsed {
        postgresql_conf::parse(&self.spec.database.path, &self.files)
    }

    /// `systemctl restart postgresql`: fast shutdown, then a start on what is written. It
    /// overtakes a smart shutdown that waits.
    pub(super) fn restart_database(&mut self) {
        match self.server.status {
            Status::Down => self.start_database(),
            Status::Starting | Status::Recovering => {}
            Status::Ready | Status::Stopping => self.stop_database(StopMode::Fast, true),
        }
    }

    /// `pg_reload_conf()`: what may change while the server runs, changes.
    pub(super) fn reload_database(&mut self) {
        if self.server.status != Status::Ready {
            return;
        }
        let parsed = self.written_database_config();
        let report = self.server.settings.reload(&parsed);
        for line in &report.log_lines {
            let code = if line.waits {
                "pending_restart"
            } else {
                "reload"
            };
            self.log_database(level_of(line.severity), code, line.text.clone());
        }
        if report.errors.is_empty() || report.pending_restart.len() < report.errors.len() {
            self.server.version_in_force = self.latest_database_version();
        }
        self.server.copy_limits();
        self.checkpointer_waits();
        self.vacuum_waits();
        let title = match report.pending_restart.len() {
            0 => format!("Reloaded: {} settings changed", report.applied.len()),
            waiting => format!(
                "Reloaded: {} settings changed, {waiting} wait for a restart",
                report.applied.len()
            ),
        };
        self.notice(title, "postgresql");
    }
}

fn level_of(severity: Severity) -> Level {
    match severity {
        Severity::Log | Severity::Hint => Level::Info,
        Severity::Warning => Level::Warn,
        Severity::Error => Level::Error,
        Severity::Fatal => Level::Fatal,
    }
}
