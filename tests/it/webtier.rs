//! The web tier: each mechanism against what is stated of it.

mod balancer;
mod books;
mod breaker;
mod cache;
mod files;
mod health;
mod retries;
mod rollout;
mod shedding;

use crate::shop::unit;
use firedrill::incident::document::Incident;
use firedrill::incident::lower;
use firedrill::sim::World;
use firedrill::sim::ledger::Failure;
use firedrill::sim::spec::{Command, WorldSpec};
use firedrill::sim::time::{MS, Nanos, SEC};
use serde_json::{Value, json};

/// An incident with one service `web` (4 instances of 20 threads, a pool of 20 in each)
/// and one class `page` (100 visits a second, no retries), changed by `edit`, which gets
/// the file's `world`. The books begin after 10 s.
fn incident(edit: impl FnOnce(&mut Value)) -> Incident {
    let mut file = serde_json::to_value(unit()).expect("an incident is JSON");
    let clock = &mut file["clock"];
    clock["history_s"] = json!(10);
    clock["end_s"] = json!(3600);
    let world = &mut file["world"];
    world["classes"] = json!([page("page", 100.0)]);
    world["services"] = json!([{
        "name": "web", "about": "All there is.", "instances": 4, "instances_max": 12,
        "threads": 20, "accept_queue_max": 50, "gateway_timeout_s": 5, "boot_s": 5,
        "pool": {
            "name": "catalog", "path": "/etc/shop/web/application.properties",
            "prefix": "spring.datasource.hikari.", "user": "web",
        },
    }]);
    edit(world);
    serde_json::from_value(file).expect("the edited incident has the right types")
}

fn page(name: &str, visits_per_second: f64) -> Value {
    json!({
        "name": name, "uri": format!("GET /{name}"), "service": "web",
        "visits_per_second": visits_per_second, "before_ms": 10, "queries": 1,
        "query_cpu_ms": 0.1, "query_blocks": 0, "held_ms": 5,
        "retry": {"attempts_max": 1, "probability": 1},
        "patience_s": 5,
    })
}

fn shop(edit: impl FnOnce(&mut Value)) -> WorldSpec {
    lower(&incident(edit))
}

/// Does nothing but its own work: no database.
fn without_database(world: &mut Value) {
    world["classes"][0]["queries"] = json!(0);
}

fn failed(world: &World, why: Failure) -> u64 {
    world.attempts().failed[why as usize]
}

fn do_now(world: &mut World, command: Command) {
    world.check(&command).expect("the command makes sense");
    world.command_after(0, command);
    let now = world.now();
    world.run_until(now);
}

/// The database stops and does not start again before [`mend_database`].
fn break_database(world: &mut World) {
    let write = Command::EditFile {
        path: world.spec().database.path.clone(),
        text: "max_connections = many\n".into(),
        message: "typo".into(),
    };
    do_now(world, write);
    do_now(world, Command::RestartDatabase {});
}

fn mend_database(world: &mut World) {
    let path = world.spec().database.path.clone();
    let newest = world.files().history(&path).last().map_or(0, |v| v.number);
    let back = Command::RollbackFile {
        path,
        version: newest - 1,
    };
    do_now(world, back);
    do_now(world, Command::RestartDatabase {});
}

fn ready(world: &World) -> u32 {
    world.service_status(0).ready
}

/// Step by this until a condition holds, or fail at the limit.
fn until(world: &mut World, limit: Nanos, what: &str, holds: impl Fn(&World) -> bool) -> Nanos {
    let start = world.now();
    while !holds(world) {
        assert!(world.now() < start + limit, "{what}: not within the limit");
        world.run_until(world.now() + 10 * MS);
    }
    world.now() - start
}

fn said(world: &World, text: &str) -> bool {
    world.log().since(0).any(|line| line.text.contains(text))
}

fn told(world: &World, text: &str) -> bool {
    world.notices_since(0).any(|n| n.title.contains(text))
}

/// Mean and its variance (of the mean) over runs with independent seeds.
fn mean_of(seeds: std::ops::Range<u64>, run: impl Fn(u64) -> f64) -> (f64, f64) {
    let n = (seeds.end - seeds.start) as f64;
    let values: Vec<f64> = seeds.map(run).collect();
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, squares / (n - 1.0) / n)
}

/// z-score of the difference of two means.
fn z_of(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0) / (a.1 + b.1).sqrt()
}

/// Mean response of the service's station from the books' begin to `until`, ms.
fn mean_response_ms(spec: &WorldSpec, seed: u64, until: Nanos) -> f64 {
    let mut world = World::new(spec.clone(), seed);
    world.run_until(until);
    let stations = world.stations();
    let (_, _, station) = stations.first().expect("the service has one");
    station.summary(world.now()).mean_response_s * 1e3
}

const MINUTE: Nanos = 60 * SEC;
