//! Small shops for tests of one mechanism: one service, one class, one pool, all lengths of
//! time constant, made from a file of the tests' own.

use firedrill::incident::document::Incident;
use firedrill::incident::lower::lower;
use firedrill::incident::parse;
use firedrill::sim::World;
use firedrill::sim::shape::Shape;
use firedrill::sim::spec::{Command, LoopSpec, VersionSpec, WorldSpec};
use firedrill::sim::time::{MS, Nanos, SEC};

/// Complete, and nothing happens by itself.
const UNIT: &str = include_str!("../cases/worlds/unit.json");
const PREFIX: &str = "spring.datasource.hikari.";

/// The incident file that unit worlds begin with: services `web`, class `product`.
pub fn unit() -> Incident {
    parse(UNIT, "unit.json").expect("a good file")
}

/// A shop with one instance of `web`. `pool`: its settings, `key=value`; `slots`: what the
/// database lets in. A request takes 1 ms of the database's CPU; nobody asks yet.
pub fn shop(pool: &[&str], slots: u32) -> WorldSpec {
    let mut spec = lower(&unit());
    spec.minute_zero = SEC;
    spec.end = 3600 * SEC;
    spec.scrape_interval = SEC;
    let service = &mut spec.services[0];
    service.instances = 1;
    service.boot = SEC;
    service.loops = None;
    service.gateway_timeout = 300 * SEC;
    let class = &mut spec.classes[0];
    class.before_mean = 0;
    class.queries = 1;
    class.query_cpu_mean = MS;
    class.query_cpu_shape = Shape::Deterministic;
    class.query_blocks = 0;
    class.held_mean = 0;
    class.held_shape = Shape::Deterministic;
    class.retry.attempts_max = 1;
    class.patience = 300 * SEC;
    class.visits_per_second = 100.0;
    class.rate_factors = vec![(0, 0.0)];
    spec.database.fork_cpu = MS;
    spec.database.auth_cpu = MS;
    let lines = pool.iter().map(|line| {
        let is_key = !line.starts_with("logging.");
        format!("{}{line}\n", if is_key { PREFIX } else { "" })
    });
    let mut text: String = lines.collect();
    if !text.contains("poolName") {
        text.push_str("spring.datasource.hikari.poolName=catalog\n");
    }
    let path = service.pool.as_ref().map(|pool| pool.path.clone());
    write(&mut spec, &path.expect("web has a pool"), text);
    let path = spec.database.path.clone();
    let max = slots + 3;
    write(&mut spec, &path, format!("max_connections = {max}\n"));
    spec
}

/// Clients without a pool.
pub fn loops() -> Option<LoopSpec> {
    lower(&unit()).services.swap_remove(0).loops
}

/// The text that a file has at the start.
pub fn write(spec: &mut WorldSpec, path: &str, text: String) {
    let version = VersionSpec {
        age: 0,
        author: "you".into(),
        by_pipeline: false,
        message: "test".into(),
        text,
    };
    if let Some(file) = spec.files.iter_mut().find(|file| file.path == path) {
        file.versions = vec![version];
    } else {
        spec.files.push(firedrill::sim::spec::FileSpec {
            path: path.into(),
            versions: vec![version],
        });
    }
}

/// Users come at this many a second from one time to another.
pub fn visits(spec: &mut WorldSpec, per_second: f64, from: Nanos, to: Nanos) {
    let factor = per_second / spec.classes[0].visits_per_second;
    spec.classes[0].rate_factors = vec![(0, 0.0), (from, factor), (to, 0.0)];
}

/// The last scrape of a column.
pub fn column(world: &World, name: &str) -> f64 {
    let column = world.telemetry().column(name);
    let column = column.unwrap_or_else(|| panic!("no column {name}"));
    world.telemetry().last(column).unwrap_or(f64::NAN)
}

/// Connections of the pool at the last scrape: total, active, idle, pending.
pub fn pool(world: &World) -> [f64; 4] {
    ["", "_active", "_idle", "_pending"].map(|what| {
        column(
            world,
            &format!("hikaricp_connections{what}{{pool=\"catalog\"}}"),
        )
    })
}

/// Lines of the log so far that hold this text.
pub fn said(world: &World, text: &str) -> Vec<String> {
    let lines = world.log().since(0).filter(|line| line.text.contains(text));
    lines.map(|line| line.text.clone()).collect()
}

/// Sessions that have logged in.
pub fn sessions(world: &World) -> u32 {
    world.activity().values().sum()
}

/// A setting for the pools of `web`.
pub fn set(key: &str, value: &str) -> Command {
    let (key, value) = (key.into(), value.into());
    let service = "web".into();
    Command::SetPool {
        service,
        key,
        value,
    }
}
