//! The metrics of a world that has every part: all have a value, all are documented.

use crate::shipped::small;
use firedrill::incident::document::Incident;
use firedrill::incident::lower::lower;
use firedrill::sim::World;
use firedrill::sim::time::MIN;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The page of `docs` that explains the metrics.
const PAGE: &str = include_str!("../../docs/metrics.md");

/// The shipped shop, with all that a world can have.
fn everything() -> Incident {
    let mut file = serde_json::to_value(small(600.0, 16.0)).expect("an incident is JSON");
    let world = &mut file["world"];
    let put = |into: &mut Value, members: Value| {
        for (name, value) in members.as_object().expect("an object") {
            into[name] = value.clone();
        }
    };
    put(
        &mut world["services"][0],
        json!({
            "health": { "check": "thread", "all_out": "fail_open" },
            "shedding": { "in_flight_max": 1000 },
            "breaker": {},
            "cache": { "name": "pages", "classes": ["product"], "keys": 1000 },
        }),
    );
    put(
        &mut world["classes"][0],
        json!({
            "transaction": { "row_locks": [{ "table": "stock", "rows": 10 }] },
            "writes": { "table": "shop.public.orders", "wal_bytes": 3000, "dead_rows": 1 },
        }),
    );
    world["classes"][0]["retry"]["budget"] = json!({ "ratio": 0.1, "retries_max": 100 });
    let ini = "/etc/pgbouncer/pgbouncer.ini";
    put(
        &mut world["database"],
        json!({
            "wal": { "flush_ms": 0.4, "write_block_ms": 0.05, "redo_mb_per_second": 60.0 },
            "memory": { "total_mb": 32768.0, "backend_mb": 8.0 },
            "disk": { "size_mb": 100_000.0, "data_mb": 70_000.0 },
            "tables": [{ "name": "shop.public.orders", "rows": 2_000_000, "blocks": 40_000 }],
            "replica": {
                "host": "db-2", "network_mb_per_second": 50.0, "apply_mb_per_second": 30.0,
                "promotion_s": 8.0, "address_moves_s": 20.0
            },
            "bouncer": { "path": ini, "host": "bouncer-1" },
        }),
    );
    let files = world["files"].as_array_mut().expect("a list");
    files.push(json!({
        "path": ini, "about": "the pooler", "versions": [{
            "at_s": -1e6, "author": "you", "message": "test",
            "lines": ["[databases]", "* = host=db-1", "[pgbouncer]", "max_client_conn = 1000"],
        }],
    }));
    let checked = firedrill::incident::check(&file.to_string(), "everything.json");
    checked
        .incident
        .unwrap_or_else(|| panic!("{:?}", checked.problems))
}

/// `rate(name{labels}[1m])` and `name{labels}` are of `name`.
fn base(column: &str) -> String {
    let counter = column
        .strip_prefix("rate(")
        .and_then(|c| c.strip_suffix("[1m])"));
    let name = counter
        .unwrap_or(column)
        .split('{')
        .next()
        .unwrap_or_default();
    match counter {
        Some(_) => format!("`rate({name}[1m])`"),
        None => format!("`{name}`"),
    }
}

#[test]
fn every_metric_has_a_value_in_a_world_that_has_every_part() {
    let mut world = World::new(lower(&everything()), 1);
    world.run_until(5 * MIN);
    let telemetry = world.telemetry();
    let without: Vec<&str> = telemetry
        .columns()
        .enumerate()
        .filter(|(place, _)| telemetry.last(*place).is_none())
        .map(|(_, name)| name)
        .collect();
    assert_eq!(without, [""; 0]);
    let names: BTreeSet<&str> = telemetry.columns().collect();
    assert_eq!(
        names.len(),
        telemetry.columns().len(),
        "a name is there twice"
    );
}

#[test]
fn every_metric_is_documented_and_no_other() {
    let world = World::new(lower(&everything()), 1);
    let there: BTreeSet<String> = world.telemetry().columns().map(base).collect();
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `"));
    let told = rows.filter_map(|row| row.split_once("` |"));
    let told: BTreeSet<String> = told.map(|(name, _)| format!("`{name}`")).collect();
    let missing: Vec<_> = there.difference(&told).collect();
    let stale: Vec<_> = told.difference(&there).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "add {missing:?}; delete {stale:?}"
    );
}
