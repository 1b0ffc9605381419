//! The shipped incident with everything a world can have, and with other names.

use firedrill::incident::document::Incident;
use serde_json::{Value, json};

/// The same incident with PgBouncer, a standby, tables, log, memory and disk space.
pub fn everything(incident: Incident) -> Incident {
    let mut value = serde_json::to_value(incident).expect("plain data");
    let world = &mut value["world"];
    let database = &mut world["database"];
    database["bouncer"] = json!({ "path": "/etc/pgbouncer/pgbouncer.ini", "host": "pgb-1" });
    database["wal"] = json!({ "flush_ms": 0.4, "write_block_ms": 0.05, "redo_mb_per_second": 60 });
    database["memory"] =
        json!({ "total_mb": 32768, "others_mb": 500, "backend_mb": 8, "swap_mb": 2048 });
    database["disk"] = json!({ "size_mb": 100_000, "data_mb": 70_000 });
    database["tables"] =
        json!([{ "name": "shop.public.orders", "rows": 2_000_000, "blocks": 40_000 }]);
    database["replica"] = json!({ "host": "db-2", "network_mb_per_second": 50,
        "apply_mb_per_second": 30, "promotion_s": 8, "address_moves_s": 20 });
    let writes = json!({ "table": "shop.public.orders", "wal_bytes": 1200, "blocks": 3,
        "dead_rows": 1, "grow_bytes": 300 });
    for class in world["classes"].as_array_mut().expect("classes") {
        if class["queries"] != json!(0) {
            class["writes"] = writes.clone();
        }
    }
    let version = json!({ "at_s": -1e7, "author": "dba", "message": "Pooling", "lines": [
        "[databases]", "shop = host=db-1 port=5432 dbname=shop pool_size=30",
        "[pgbouncer]", "pool_mode = transaction", "max_client_conn = 2000" ] });
    let file = json!({ "path": "/etc/pgbouncer/pgbouncer.ini", "about": "PgBouncer.",
        "versions": [version] });
    world["files"].as_array_mut().expect("files").push(file);
    serde_json::from_value(value).expect("a document")
}

/// The names of the shipped world and those of another.
pub const NAMES: [(&str, &str); 20] = [
    ("shop", "harbour"),
    ("db-1", "pg-7"),
    ("db-2", "pg-8"),
    ("pgb-1", "pooler-7"),
    ("ops-1", "bastion-7"),
    ("oncall", "duty"),
    ("main", "north"),
    ("web", "quay"),
    ("orders", "cargo"),
    ("inventory", "depot"),
    ("backoffice", "bureau"),
    ("catalog", "berths"),
    ("reports", "tallies"),
    ("stock", "goods"),
    ("stock-cache", "goods-copy"),
    ("product", "vessel"),
    ("cart", "crate"),
    ("db-base-config", "host-packages"),
    ("edge-certificates", "tls-renewal"),
    ("deploy-orders", "ship-cargo"),
];

/// An incident in which each of these names is another, wherever a text has it as a word.
pub fn renamed(incident: &Incident, names: &[(&str, &str)]) -> Incident {
    let mut value = serde_json::to_value(incident).expect("plain data");
    // What a file leaves out is that of the shop.
    let world = &mut value["world"];
    world["site"] = serde_json::to_value(&incident.world.site).expect("plain data");
    world["database"]["name"] = json!(incident.world.database.name);
    world["database"]["cluster"] = json!(incident.world.database.cluster);
    rename(&mut value, names);
    serde_json::from_value(value).expect("a document")
}

fn rename(value: &mut Value, names: &[(&str, &str)]) {
    match value {
        Value::String(text) => *text = renamed_text(text, names),
        Value::Array(all) => all.iter_mut().for_each(|value| rename(value, names)),
        Value::Object(all) => all.values_mut().for_each(|value| rename(value, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A text with other names; letters, digits and underscores beside one make it another word.
pub fn renamed_text(text: &str, names: &[(&str, &str)]) -> String {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let before = text[..text.len() - rest.len()].chars().last();
        let after_part = before.is_some_and(part);
        let fits = |name: &&(&str, &str)| {
            let behind = rest.strip_prefix(name.0);
            !after_part && behind.is_some_and(|behind| !behind.starts_with(part))
        };
        let longest = names.iter().filter(fits).max_by_key(|(old, _)| old.len());
        rest = match longest {
            Some((old, new)) => {
                out += new;
                &rest[old.len()..]
            }
            None => {
                out.push(c);
                &rest[c.len_utf8()..]
            }
        };
    }
    out
}
