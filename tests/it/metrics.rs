//! The metrics of a world that has every part: all have a value, all are documented.

use crate::renamed;
use crate::shipped::small;
use firedrill::incident::document::Incident;
use firedrill::incident::lower::lower;
use firedrill::sim::World;
use firedrill::sim::time::MIN;
use serde_json::json;
use std::collections::BTreeSet;

/// The page of `docs` that explains the metrics.
const PAGE: &str = include_str!("../../docs/metrics.md");

/// The shipped shop, with all that a world can have.
fn everything() -> Incident {
    let whole = renamed::everything(small(600.0, 16.0));
    let mut file = serde_json::to_value(whole).expect("an incident is JSON");
    let world = &mut file["world"];
    let service = &mut world["services"][0];
    service["health"] = json!({ "check": "thread", "all_out": "fail_open" });
    service["shedding"] = json!({ "in_flight_max": 1000 });
    service["breaker"] = json!({});
    service["cache"] = json!({ "name": "pages", "classes": ["product"], "keys": 1000 });
    let class = &mut world["classes"][0];
    class["transaction"] = json!({ "row_locks": [{ "table": "stock", "rows": 10 }] });
    class["retry"]["budget"] = json!({ "ratio": 0.1, "retries_max": 100 });
    serde_json::from_value(file).expect("a document")
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
