//! The members of the incident file for locks, roles and sessions.

use firedrill::incident::lower::lower;
use firedrill::incident::parse::{check, parse};
use firedrill::sim::spec::{Command, LockOrder, RowMode, RowPick};
use firedrill::vocabulary::LockMode;
use firedrill::vocabulary::SessionState;
use serde_json::{Value, json};

/// The shipped incident with the members of the manual's examples.
fn example() -> Value {
    let shipped = firedrill::incident::library::load("2025-03-15-database-outage");
    let mut file: Value = serde_json::to_value(shipped).expect("an incident is JSON");
    file["world"]["classes"][0]["queries"] = json!(2);
    file["world"]["classes"][0]["transaction"] = json!({
        "reads": ["products"],
        "row_locks": [
            { "table": "stock", "rows": 50, "pick": { "zipf": 1.0 }, "mode": "for_update" },
            { "table": "stock", "rows": 50 }
        ],
        "order": "sorted",
        "statement": "UPDATE stock SET reserved = reserved + $1 WHERE id = $2"
    });
    file["world"]["services"][0]["loops"]["reads"] = json!(["products"]);
    let database = &mut file["world"]["database"];
    database["tls_cpu_ms"] = json!(3.5);
    database["roles"] = json!([
        { "name": "dba", "superuser": true },
        { "name": "web", "set": [["statement_timeout", "5s"], ["lock_timeout", "500ms"]] }
    ]);
    let session = json!({
        "user": "migrations",
        "application": "flyway",
        "statement": "ALTER TABLE stock ADD COLUMN note text",
        "table": "stock",
        "mode": "access_exclusive",
        "hold_s": 2,
        "lock_timeout_s": 3
    });
    let mut open = session.clone();
    open["row"] = json!(7);
    file["changes"][0]["steps"] = json!([
        { "lock_table": session },
        { "open_transaction": open },
        { "cancel_queries": { "older_than_s": 60 } },
        { "terminate_sessions": { "state": "idle_in_transaction", "user": "web" } },
        { "set_query_cost": { "class": "product", "cpu_percent": 4000, "blocks_percent": 900 } }
    ]);
    file
}

#[test]
fn the_members_reach_the_engine() {
    let incident = parse(&example().to_string(), "example.json").expect("the example is right");
    let spec = lower(&incident);
    let transaction = &spec.classes[0].transaction;
    assert_eq!(transaction.reads, ["products"]);
    assert_eq!(transaction.row_locks[0].pick, RowPick::Zipf(1.0));
    assert_eq!(transaction.row_locks[0].mode, RowMode::ForUpdate);
    assert_eq!(transaction.row_locks[1].mode, RowMode::Update);
    assert_eq!(transaction.order, LockOrder::Sorted);
    assert_eq!(spec.database.tls_cpu, Some(3_500_000));
    assert_eq!(spec.database.roles[1].settings[1].1, "500ms");
    let steps = &spec.changes[0].steps;
    let Command::LockTable(session) = &steps[0] else {
        panic!("{:?}", steps[0]);
    };
    assert_eq!(
        (session.mode, session.hold_s),
        (LockMode::AccessExclusive, 2.0)
    );
    assert_eq!(session.lock_timeout_s, Some(3.0));
    let Command::TerminateSessions(which) = &steps[3] else {
        panic!("{:?}", steps[3]);
    };
    assert_eq!(which.state, Some(SessionState::IdleInTransaction));
    assert!(matches!(steps[1], Command::OpenTransaction(_)));
    assert!(matches!(steps[2], Command::CancelQueries(_)));
    assert!(matches!(
        steps[4],
        Command::SetQueryCost {
            cpu_percent: 4000,
            ..
        }
    ));
}

#[test]
fn mistakes_are_found_where_they_are() {
    let class = "/world/classes/0/transaction";
    let step = "/changes/0/steps";
    let cases = [
        (format!("{class}/row_locks/0/rows"), json!(0), "rows"),
        (
            format!("{class}/row_locks/0/pick"),
            json!({ "zipf": 99 }),
            "pick.zipf",
        ),
        ("/world/classes/0/queries".into(), json!(1), "row_locks"),
        ("/world/database/tls_cpu_ms".into(), json!(-1), "tls_cpu_ms"),
        (
            "/world/database/roles/1/set/0/1".into(),
            json!("soon"),
            "invalid value for parameter \"statement_timeout\": \"soon\"",
        ),
        (
            format!("{step}/0/lock_table/table"),
            json!("prices"),
            "there is no table `prices`",
        ),
        (format!("{step}/0/lock_table/hold_s"), json!(-1), "hold_s"),
        (
            format!("{step}/1/open_transaction/row"),
            json!(50),
            "`stock` has 50 hot rows",
        ),
        (
            format!("{step}/2/cancel_queries/older_than_s"),
            json!(1e9),
            "older_than_s",
        ),
        (
            format!("{step}/4/set_query_cost/class"),
            json!("prodct"),
            "there is no class",
        ),
        (
            format!("{step}/4/set_query_cost/cpu_percent"),
            json!(0),
            "cpu_percent",
        ),
        (
            format!("{step}/0/lock_table/mode"),
            json!("exclusively"),
            "exclusively",
        ),
    ];
    for (place, value, expected) in cases {
        let mut file = example();
        *file
            .pointer_mut(&place)
            .unwrap_or_else(|| panic!("{place} is there")) = value;
        let problems = check(&file.to_string(), "example.json").problems;
        let found = problems.iter().any(|p| p.to_string().contains(expected));
        assert!(found, "{place}: {problems:?}");
    }
}
