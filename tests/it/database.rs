//! Statements, locks and sessions of the database, against PostgreSQL's rules and texts.

mod books;
mod convoy;
mod deadlock;
mod file;
mod hot_row;
mod limits;
mod refusals;

use crate::shop::unit;
use firedrill::incident::lower::lower;
use firedrill::sim::World;
use firedrill::sim::ledger::Failure;
use firedrill::sim::shape::Shape;
use firedrill::sim::spec::{RowLockSpec, RowMode, RowPick, TableSession, WorldSpec};
use firedrill::sim::time::{MS, SEC};
use firedrill::vocabulary::LockMode;

/// One service with one pool of 60, one class of steady work at 20 visits a second and
/// nothing that happens by itself; `conf` is the whole of `postgresql.conf`.
pub fn shop(conf: &str) -> WorldSpec {
    let mut spec = lower(&unit());
    spec.minute_zero = SEC;
    let class = &mut spec.classes[0];
    class.visits_per_second = 20.0;
    class.rate_factors.clear();
    class.before_mean = MS;
    class.before_shape = Shape::Deterministic;
    class.queries = 1;
    class.query_cpu_mean = MS;
    class.query_cpu_shape = Shape::Deterministic;
    class.query_blocks = 0;
    class.held_mean = 4 * MS;
    class.held_shape = Shape::Deterministic;
    class.retry.attempts_max = 1;
    class.patience = 600 * SEC;
    let web = &mut spec.services[0];
    web.instances = 1;
    web.threads = 10_000;
    web.gateway_timeout = 10_000 * SEC;
    web.loops = None;
    let pool = web.pool.clone().expect("web has a pool");
    let prefix = &pool.prefix;
    for file in &mut spec.files {
        let version = file.versions.last_mut().expect("a file has a version");
        if file.path == spec.database.path {
            version.text = conf.to_string();
        } else if file.path == pool.path {
            version.text = format!(
                "{prefix}maximumPoolSize=60\n{prefix}connectionTimeout=600000\n\
                 {prefix}maxLifetime=0\n"
            );
        }
    }
    spec.database.fork_cpu = MS;
    spec.database.auth_cpu = MS;
    spec
}

/// The shop's requests read `products`.
pub fn reading_shop(conf: &str) -> WorldSpec {
    let mut spec = shop(conf);
    spec.classes[0].transaction.reads = vec!["products".into()];
    spec
}

/// A lock on one of some rows of `stock`.
pub fn stock_row(rows: u32) -> RowLockSpec {
    RowLockSpec {
        table: "stock".into(),
        rows,
        pick: RowPick::Uniform,
        mode: RowMode::Update,
    }
}

/// A session that locks `products`.
pub fn session(mode: LockMode, hold_s: u64) -> TableSession {
    TableSession {
        user: "migrations".into(),
        application: "flyway".into(),
        statement: "ALTER TABLE products ADD COLUMN note text".into(),
        table: "products".into(),
        mode,
        row: None,
        hold_s: hold_s as f64,
        lock_timeout_s: None,
    }
}

/// How many lines of the log hold a text.
pub fn said(world: &World, text: &str) -> usize {
    world
        .log()
        .since(0)
        .filter(|l| l.text.contains(text))
        .count()
}

pub fn failed(world: &World, why: Failure) -> u64 {
    world.attempts().failed[why as usize]
}
