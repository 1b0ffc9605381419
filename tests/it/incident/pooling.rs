//! Pools and PgBouncer in an incident file: what it may say, and where it is wrong.

use super::shipped_text;
use firedrill::incident::{check, lower};
use firedrill::sim::spec::Command;
use firedrill::sim::time::MS;
use serde_json::{Value, json};

const INI: &str = "/etc/pgbouncer/pgbouncer.ini";

/// The shipped incident with PgBouncer and everything else switched on.
fn everything() -> Value {
    let mut incident: Value = serde_json::from_str(shipped_text()).expect("shipped");
    let world = &mut incident["world"];
    world["database"]["bouncer"] = json!({"path": INI, "host": "pgb-1"});
    world["services"][0]["pool"]["validation_cpu_ms"] = json!(0.1);
    world["services"][0]["pool"]["fail_fast"] = json!(true);
    world["classes"][0]["leak_probability"] = json!(0.001);
    let mut file = world["files"][1].clone();
    file["path"] = json!(INI);
    let version = file["versions"].as_array_mut().expect("versions");
    version.truncate(1);
    version[0]["lines"] = json!(["[databases]", "shop = pool_size=30", "[pgbouncer]"]);
    world["files"].as_array_mut().expect("files").push(file);
    incident["changes"][0]["steps"] = json!([
        {"set_pool": {"service": "web", "key": "maximumPoolSize", "value": "40"}},
        {"evict_pool": {"service": "web"}},
        {"suspend_pool": {"service": "web"}},
        {"resume_pool": {"service": "web"}},
        {"reload_bouncer": {}},
        {"restart_bouncer": {}},
        {"pause_bouncer": {}},
        {"resume_bouncer": {}},
    ]);
    incident
}

/// Paths and messages of all problems.
fn problems(incident: &Value) -> Vec<(String, String)> {
    let checked = check(&incident.to_string(), "incident.json");
    let problems = checked.problems.into_iter();
    problems.map(|p| (p.path, p.message)).collect()
}

#[test]
fn everything_is_lowered() {
    let incident = everything();
    let checked = check(&incident.to_string(), "incident.json");
    let spec = lower(
        &checked
            .incident
            .unwrap_or_else(|| panic!("{:?}", checked.problems)),
    );
    let bouncer = spec.database.bouncer.expect("there is one");
    assert_eq!((bouncer.path.as_str(), bouncer.login), (INI, 2 * MS));
    let pool = spec.services[0].pool.as_ref().expect("web has one");
    assert_eq!((pool.validation_cpu, pool.fail_fast), (MS / 10, true));
    assert!((spec.classes[0].leak_probability - 0.001).abs() < 1e-12);
    let steps = spec.changes.iter().flat_map(|change| &change.steps);
    let steps: Vec<_> = steps.collect();
    let evict = Command::EvictPool {
        service: "web".into(),
    };
    assert!(steps.contains(&&evict));
    assert!(steps.contains(&&Command::PauseBouncer {}));
}

#[test]
fn mistakes_have_their_place() {
    let edits: [(&str, Value, &str, &str); 7] = [
        (
            "/changes/0/steps/0/set_pool/value",
            json!("0"),
            "$.changes[0].steps[0].set_pool",
            "maxPoolSize cannot be less than 1",
        ),
        (
            "/changes/0/steps/0/set_pool/key",
            json!("poolName"),
            "$.changes[0].steps[0].set_pool",
            "The configuration of the pool is sealed once started.",
        ),
        (
            "/changes/0/steps/1/evict_pool/service",
            json!("shop"),
            "$.changes[0].steps[1].evict_pool.service",
            "there is no service `shop`",
        ),
        (
            "/world/classes/0/leak_probability",
            json!(1.5),
            "$.world.classes[0].leak_probability",
            "",
        ),
        (
            "/world/services/0/pool/validation_cpu_ms",
            json!(-1),
            "$.world.services[0].pool.validation_cpu_ms",
            "",
        ),
        (
            "/world/database/bouncer/path",
            json!("/etc/none.ini"),
            "$.world.database.bouncer.path",
            "there is no file `/etc/none.ini`",
        ),
        (
            "/world/database/bouncer",
            Value::Null,
            "$.changes[0].steps[4]",
            "this world has no PgBouncer",
        ),
    ];
    for (pointer, value, path, message) in edits {
        let mut incident = everything();
        *incident
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{pointer}")) = value;
        let found = problems(&incident);
        let fits = |(p, m): &(String, String)| p == path && m.contains(message);
        assert!(found.iter().any(fits), "{pointer}: {found:?}");
    }
    let mut incident = everything();
    let files = incident["world"]["files"].as_array_mut().expect("files");
    let last = files.len() - 1;
    files[last]["versions"][0]["lines"][1] = json!("shop = pool_size=many");
    let path = format!("$.world.files[{last}].versions[0].lines[1]");
    let found = problems(&incident);
    let said = found
        .iter()
        .find(|(p, _)| *p == path)
        .map(|(_, m)| m.clone());
    let wanted = "invalid value \"pool_size=many\" for parameter shop in configuration \
                  (/etc/pgbouncer/pgbouncer.ini:2)";
    assert_eq!(said.as_deref(), Some(wanted), "{found:?}");
}
