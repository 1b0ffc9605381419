//! The scenes with simulated actors: a world with one instance, a pool of six, four
//! users who come at the same instant, and a database that keeps its own time.

use firedrill::incident::{library, lower::lower};
use firedrill::sim::World;
use firedrill::sim::journald::{Level, Line};
use firedrill::sim::shape::Shape;
use firedrill::sim::spec::{
    Command, PopulationSpec, RoleSpec, RowLockSpec, RowMode, RowPick, SessionFilter, StopMode,
    VersionSpec, WalSpec, WorldSpec,
};
use firedrill::sim::time::{MS, SEC};

use super::client::{CONNECTION_TIMEOUT_MS, POOL_SIZE};
use super::normal;
use super::scene::Said;

/// The shipped incident, whose world is emptied and used.
const ID: &str = "2025-03-15-database-outage";
/// The users come that long after the start.
const VISIT_S: u64 = 20;
/// So long they keep what they have borrowed.
const HELD_S: u64 = 15;

/// A world and the place in its log where the scene began.
pub struct Play {
    world: World,
    from: u64,
}

impl Play {
    /// A fresh world with `max_connections = 100`, its pool full.
    #[must_use]
    pub fn open() -> Play {
        Play::with("", |_| {})
    }

    /// A fresh world with a setting more and something else in its spec.
    ///
    /// # Panics
    /// If the shipped incident does not load, which a test rules out.
    fn with(setting: &str, change: impl FnOnce(&mut WorldSpec)) -> Play {
        let mut spec = world(setting).expect("the shipped incident");
        change(&mut spec);
        let mut play = Play {
            world: World::new(spec, 1),
            from: 0,
        };
        play.until(4);
        play
    }

    /// From here on lines belong to the next scene.
    pub fn begin(&mut self) {
        self.from = self.world.log().next_id();
    }

    /// What was said since [`Play::begin`].
    #[must_use]
    pub fn end(&self) -> Said {
        let lines: Vec<&Line> = self.world.log().since(self.from).collect();
        let of = |is_server: bool, normal: fn(&Line) -> Option<String>| {
            let lines = lines.iter();
            let lines = lines.filter(|l| (l.source == "postgresql") == is_server);
            normal::once(lines.filter_map(|l| normal(l)).collect())
        };
        Said {
            server: of(true, server),
            client: of(false, client),
        }
    }

    fn until(&mut self, second: u64) {
        self.world.run_until(second * SEC);
    }

    fn service(&self) -> String {
        let first = self.world.spec().services.first();
        first.map_or(String::new(), |service| service.name.clone())
    }

    fn command(&mut self, command: Command) {
        self.world.command_after(0, command);
    }
}

fn world(setting: &str) -> Option<WorldSpec> {
    let mut spec = lower(&library::load(ID)?);
    spec.changes.clear();
    spec.minute_zero = SEC;
    spec.end = 600 * SEC;
    spec.scrape_interval = SEC;
    spec.classes.truncate(1);
    let class = spec.classes.first_mut()?;
    class.visits_per_second = 0.0;
    class.rate_factors.clear();
    class.population = Some(PopulationSpec {
        users: 4,
        think_mean: VISIT_S * SEC,
        think_shape: Shape::Deterministic,
    });
    class.before_mean = 0;
    class.query_blocks = 0;
    class.held_mean = HELD_S * SEC;
    class.held_shape = Shape::Deterministic;
    class.retry.attempts_max = 1;
    spec.database.startup = SEC;
    spec.database.lifecycle.wal = Some(WalSpec {
        flush: MS,
        write_block: MS,
        redo_bytes_per_second: 100_000_000,
    });
    spec.services.truncate(1);
    let service = spec.services.first_mut()?;
    service.instances = 1;
    service.loops = None;
    service.gateway_timeout = 120 * SEC;
    let pool = service.pool.as_mut()?;
    let properties = pool.path.clone();
    pool.name = "HikariPool-1".to_owned();
    let prefix = pool.prefix.clone();
    let pool_text = format!(
        "{prefix}maximum-pool-size={POOL_SIZE}\n\
         {prefix}connection-timeout={CONNECTION_TIMEOUT_MS}\n"
    );
    let conf = spec.database.path.clone();
    for file in &mut spec.files {
        let text = match &file.path {
            path if *path == properties => pool_text.clone(),
            path if *path == conf => settings(100) + setting,
            _ => continue,
        };
        file.versions = vec![VersionSpec {
            age: 0,
            author: "you".to_owned(),
            by_pipeline: false,
            message: "as the real one".to_owned(),
            text,
        }];
    }
    Some(spec)
}

fn settings(max_connections: u32) -> String {
    format!("max_connections = {max_connections}\nshared_buffers = 128MB\n")
}

/// The file says `max_connections = 6`, and a reload.
pub fn reload(play: &mut Play) {
    play.until(5);
    let path = play.world.spec().database.path.clone();
    play.command(Command::EditFile {
        path,
        text: settings(6),
        message: "overwritten".to_owned(),
    });
    play.command(Command::ReloadDatabase {});
    play.until(6);
}

/// A fast restart, and then four visits at once.
pub fn restart(play: &mut Play) {
    play.command(Command::RestartDatabase {});
    play.until(VISIT_S + 4);
}

/// The sessions are terminated; their users find out when they go on.
pub fn terminate(play: &mut Play) {
    play.world.run_until((VISIT_S + HELD_S) * SEC - 50 * MS);
    play.begin();
    play.command(Command::TerminateSessions(SessionFilter::default()));
    play.world.run_until((VISIT_S + HELD_S) * SEC + 200 * MS);
}

/// Statements run into `statement_timeout`.
pub fn statement_timeout(play: &mut Play) {
    *play = Play::with("statement_timeout = 100\n", long_queries);
    play.until(VISIT_S + 1);
}

/// Running statements are cancelled.
pub fn cancel(play: &mut Play) {
    *play = Play::with("", long_queries);
    play.until(VISIT_S + 1);
    play.command(Command::CancelQueries(SessionFilter::default()));
    play.until(VISIT_S + 2);
}

/// Users want the same row; one has it and keeps it.
pub fn lock_timeout(play: &mut Play) {
    *play = Play::with("lock_timeout = 100\n", |spec| {
        for class in &mut spec.classes {
            class.transaction.row_locks = vec![hot_row("stock")];
        }
    });
    play.until(VISIT_S + 1);
}

/// Two users want the same two rows, in opposite order. The one whose first statement is
/// shorter waits first, looks first for a circle, and is the one that gives way.
pub fn deadlock(play: &mut Play) {
    *play = Play::with("", |spec| {
        let classes = &mut spec.classes;
        for (first, second, cpu) in [("goods", "stock", 100), ("stock", "goods", 200)] {
            let Some(mut class) = classes.first().cloned() else {
                return;
            };
            if let Some(population) = &mut class.population {
                population.users = 1;
            }
            class.queries = 2;
            class.query_cpu_mean = cpu * MS;
            class.query_cpu_shape = Shape::Deterministic;
            class.transaction.row_locks = vec![hot_row(first), hot_row(second)];
            classes.push(class);
        }
        classes.remove(0);
    });
    play.until(VISIT_S + 3);
}

/// Users keep their transaction open without a statement for too long.
pub fn idle_in_transaction(play: &mut Play) {
    *play = Play::with("idle_in_transaction_session_timeout = 100\n", |_| {});
    play.until(VISIT_S + 1);
}

/// A pool of a superuser takes the reserved slots after a pool of six has taken the others.
pub fn slots(play: &mut Play) {
    *play = Play::with("", |spec| {
        set(spec, "max_connections", "max_connections = 6\n");
        spec.classes.clear();
        let name = "admin";
        spec.database.roles.push(RoleSpec {
            name: name.to_owned(),
            superuser: true,
            ..RoleSpec::default()
        });
        let Some(mut second) = spec.services.first().cloned() else {
            return;
        };
        if let Some(pool) = &mut second.pool {
            pool.user = name.to_owned();
        }
        second.name = name.to_owned();
        // Nothing of it is there before it is scaled up.
        second.instances = 0;
        second.boot = SEC;
        spec.services.push(second);
    });
    play.from = 0;
    play.command(Command::Scale {
        service: "admin".to_owned(),
        instances: 1,
    });
    play.until(VISIT_S);
}

/// A smart shutdown while a pool is there, which wants one connection more; then its
/// instance is restarted, and the server started.
pub fn smart_shutdown(play: &mut Play) {
    *play = Play::with("", |spec| {
        spec.classes.clear();
        for service in &mut spec.services {
            service.boot = 60 * SEC;
        }
    });
    play.command(Command::StopDatabase {
        mode: StopMode::Smart,
    });
    play.until(5);
    let service = play.service();
    for key in ["maximumPoolSize", "minimumIdle"] {
        play.command(Command::SetPool {
            service: service.clone(),
            key: key.to_owned(),
            value: (POOL_SIZE + 1).to_string(),
        });
    }
    play.until(40);
    play.command(Command::RollingRestart { service });
    play.until(55);
    play.command(Command::StartDatabase {});
    play.until(65);
}

/// An immediate shutdown after something was written, and the recovery at the next start.
pub fn immediate_shutdown(play: &mut Play) {
    *play = Play::with("", |spec| {
        for class in &mut spec.classes {
            class.writes.wal_bytes = 400;
            class.held_mean = SEC;
        }
        without_pool(spec);
    });
    play.until(VISIT_S + 3);
    play.command(Command::StopDatabase {
        mode: StopMode::Immediate,
    });
    play.until(VISIT_S + 4);
    play.command(Command::StartDatabase {});
    play.until(VISIT_S + 12);
}

/// A backend is killed.
pub fn crash(play: &mut Play) {
    *play = Play::with("", |spec| {
        for class in &mut spec.classes {
            class.writes.wal_bytes = 400;
            class.held_mean = SEC;
        }
        without_pool(spec);
    });
    play.until(VISIT_S + 3);
    play.begin();
    play.command(Command::KillBackend {});
    play.until(VISIT_S + 12);
}

/// Sessions of their own, and nobody who opens another at once.
fn without_pool(spec: &mut WorldSpec) {
    for service in &mut spec.services {
        service.pool = None;
    }
}

fn long_queries(spec: &mut WorldSpec) {
    for class in &mut spec.classes {
        class.query_cpu_mean = 90 * SEC;
        class.query_cpu_shape = Shape::Deterministic;
    }
}

/// Writes a line of `postgresql.conf` anew.
fn set(spec: &mut WorldSpec, name: &str, line: &str) {
    let path = spec.database.path.clone();
    for file in spec.files.iter_mut().filter(|f| f.path == path) {
        for version in &mut file.versions {
            let others = version.text.lines().filter(|l| !l.starts_with(name));
            let others: String = others.map(|l| format!("{l}\n")).collect();
            version.text = others + line;
        }
    }
}

fn hot_row(table: &str) -> RowLockSpec {
    RowLockSpec {
        table: table.to_owned(),
        rows: 1,
        pick: RowPick::Uniform,
        mode: RowMode::Update,
    }
}

fn server(line: &Line) -> Option<String> {
    if line.text.contains("STATEMENT:  ") || line.text.starts_with("message repeated") {
        return None;
    }
    // Kinds of lines with one SQLSTATE are told apart by what follows it.
    let code = line.code.split('-').next().unwrap_or_default();
    let severities = [
        "LOG", "WARNING", "ERROR", "FATAL", "PANIC", "DETAIL", "HINT", "CONTEXT",
    ];
    for severity in severities {
        let mark = format!("{severity}:  ");
        if let Some(at) = line.text.find(&mark) {
            let text = &line.text[at + mark.len()..];
            let first = text.lines().next().unwrap_or_default();
            return Some(normal::said(severity, code, first));
        }
    }
    let severity = match line.level {
        Level::Debug | Level::Info => "LOG",
        Level::Warn => "WARNING",
        Level::Error => "ERROR",
        Level::Fatal => "FATAL",
    };
    Some(normal::said(severity, code, &line.text))
}

fn client(line: &Line) -> Option<String> {
    if line.text.starts_with("message repeated") {
        return None;
    }
    let level = match line.level {
        Level::Debug | Level::Info => return None,
        Level::Warn => "WARN",
        Level::Error | Level::Fatal => "ERROR",
    };
    // An exception has an SQLSTATE, which the real client prints behind it.
    let code = match line.text.contains("Exception: ") {
        true => format!(" [{}]", line.code.split('-').next().unwrap_or_default()),
        false => String::new(),
    };
    normal::client(&format!("{level} {}{code}", line.text))
}
