//! The machine's parts in the incident file.

use super::*;
use firedrill::incident::parse;
use serde_json::json;

/// The shipped file with the machine's parts in it, changed once more by `edit`.
fn file(edit: impl Fn(&mut serde_json::Value)) -> String {
    let incident = shipped();
    let mut file = serde_json::to_value(&incident).expect("it is JSON");
    let database = &mut file["world"]["database"];
    database["restarted_after_s"] = json!(5.0);
    database["wal"] = json!({"flush_ms": 0.4, "write_block_ms": 0.05, "redo_mb_per_second": 60.0});
    database["memory"] = json!({"total_mb": 32768.0, "backend_mb": 8.0});
    database["disk"] = json!({"size_mb": 100000.0, "data_mb": 70000.0});
    database["tables"] = json!([{"name": "shop.public.orders", "rows": 2000000, "blocks": 40000}]);
    database["replica"] = json!({
        "host": "db-2", "network_mb_per_second": 50.0, "apply_mb_per_second": 30.0,
        "promotion_s": 8.0, "address_moves_s": 20.0
    });
    let classes = file["world"]["classes"].as_array_mut().expect("a list");
    let class = classes.iter_mut().find(|c| c["queries"] != json!(0));
    class.expect("one queries")["writes"] =
        json!({"table": "shop.public.orders", "wal_bytes": 1200, "blocks": 3, "dead_rows": 1});
    file["changes"][0]["steps"] = json!([
        {"stop_database": {"mode": "smart"}}, {"start_database": {}}, {"kill_backend": {}},
        {"fill_disk": {"mb": 30000.0}}, {"free_disk": {"mb": 30000.0}},
        {"retain_wal": {"retain": true}}, {"failover": {}}
    ]);
    edit(&mut file);
    file.to_string()
}

#[test]
fn the_file_says_what_the_machine_is_made_of() {
    let text = file(|_| {});
    let incident = parse(&text, "x.json").expect("no errors");
    let spec = lower(&incident);
    let parts = &spec.database.lifecycle;
    assert_eq!(parts.restarted_after, Some(5 * SEC));
    assert_eq!(parts.wal.map(|w| w.redo_bytes_per_second), Some(60 * MB));
    assert_eq!(parts.memory.map(|m| m.total_bytes), Some(32_768 * MB));
    assert_eq!(parts.disk.map(|d| d.size_bytes), Some(100_000 * MB));
    assert_eq!(parts.tables.len(), 1);
    assert_eq!(parts.replica.as_ref().map(|r| r.promotion), Some(8 * SEC));
    let writes = spec.classes.iter().map(|c| c.writes);
    let writes: Vec<_> = writes.filter(|w| w.wal_bytes > 0).collect();
    assert_eq!(writes.len(), 1);
    assert_eq!(writes[0].table, Some(0));
    assert_eq!(spec.changes[0].steps.len(), 7);
    assert_eq!(spec.changes[0].steps[6], Command::Failover {});
}

#[test]
fn mistakes_about_the_machine_are_told_at_their_place() {
    type Edit = fn(&mut serde_json::Value);
    let cases: [(Edit, &str); 7] = [
        (
            |f| f["world"]["database"]["wal"]["flush_ms"] = json!(-1.0),
            "$.world.database.wal.flush_ms",
        ),
        (
            |f| f["world"]["database"]["wal"] = json!(null),
            "$.world.database.replica",
        ),
        (
            |f| f["world"]["database"]["disk"]["data_mb"] = json!(200000.0),
            "$.world.database.disk.data_mb",
        ),
        (
            |f| f["world"]["database"]["tables"][0]["rows"] = json!(0),
            "$.world.database.tables[0].rows",
        ),
        (
            |f| f["world"]["database"]["memory"]["swap_slowdown"] = json!(0.5),
            "$.world.database.memory.swap_slowdown",
        ),
        (
            |f| f["changes"][0]["steps"][3]["fill_disk"]["mb"] = json!(-5.0),
            "$.changes[0].steps[3].fill_disk.mb",
        ),
        (
            |f| f["world"]["database"]["replica"] = json!(null),
            "$.changes[0].steps[6]",
        ),
    ];
    for (edit, path) in cases {
        let problems = parse(&file(edit), "x.json").expect_err(path);
        assert!(
            problems.iter().any(|p| p.path == path),
            "{path}: {problems:#?}"
        );
    }
}
