//! The scenes with simulated actors: a world with one instance, a pool of six, four
//! users who come at the same instant, and a database that keeps its own time.

use firedrill::incident::{library, lower::lower};
use firedrill::sim::World;
use firedrill::sim::journald::{Level, Line};
use firedrill::sim::shape::Shape;
use firedrill::sim::spec::{
    ClassSpec, Command, PopulationSpec, RowLockSpec, RowMode, RowPick, SessionFilter, VersionSpec,
    WorldSpec,
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

    /// A fresh world with a setting more and other users.
    ///
    /// # Panics
    /// If the shipped incident does not load, which a test rules out.
    fn with(setting: &str, users: impl FnOnce(&mut Vec<ClassSpec>)) -> Play {
        let mut spec = world(setting).expect("the shipped incident");
        users(&mut spec.classes);
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
            text: text.into(),
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
    play.command(Command::WriteFile {
        path,
        text: settings(6),
        author: "you".to_owned(),
        by_pipeline: false,
        message: "overwritten".to_owned(),
    });
    play.command(Command::ReloadDatabase);
    play.until(6);
}

/// A fast restart, and then four visits at once.
pub fn restart(play: &mut Play) {
    play.command(Command::RestartDatabase);
    play.until(VISIT_S + 4);
}

/// The sessions are terminated; their users find out when they go on.
pub fn terminate(play: &mut Play) {
    play.command(Command::TerminateSessions { user: None });
    play.until(VISIT_S + HELD_S + 2);
}

/// Statements run into `statement_timeout`.
pub fn statement_timeout(play: &mut Play) {
    *play = Play::with("statement_timeout = 100\n", |classes| {
        classes[0].query_cpu_mean = 9 * SEC;
    });
    play.until(VISIT_S + 1);
}

/// Running statements are cancelled.
pub fn cancel(play: &mut Play) {
    *play = Play::with("", |classes| classes[0].query_cpu_mean = 90 * SEC);
    play.until(VISIT_S + 1);
    play.command(Command::CancelQueries {
        which: SessionFilter::default(),
    });
    play.until(VISIT_S + 2);
}

/// Users want the same row; one has it and keeps it.
pub fn lock_timeout(play: &mut Play) {
    *play = Play::with("lock_timeout = 100\n", |classes| {
        classes[0].transaction.row_locks = vec![hot_row("stock")];
    });
    play.until(VISIT_S + 1);
}

/// Two users want the same two rows, in opposite order. The one whose first statement is
/// shorter waits first, looks first for a circle, and is the one that gives way.
pub fn deadlock(play: &mut Play) {
    *play = Play::with("", |classes| {
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

fn hot_row(table: &str) -> RowLockSpec {
    RowLockSpec {
        table: table.to_owned(),
        rows: 1,
        pick: RowPick::Uniform,
        mode: RowMode::Update,
    }
}

fn server(line: &Line) -> Option<String> {
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
    if line.text.contains("STATEMENT:  ") || line.text.starts_with("message repeated") {
        return None;
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
        true => format!(" [{}]", line.code),
        false => String::new(),
    };
    normal::client(&format!("{level} {}{code}", line.text))
}
