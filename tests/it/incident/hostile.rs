//! Whatever a file holds: no panic, places inside the file, worlds that make sense.

use super::shipped_text;
use firedrill::incident::document::Incident;
use firedrill::incident::parse::PROBLEMS_MAX;
use firedrill::incident::{Severity, check, lower};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A small incident that still has a bit of everything.
fn sample() -> Value {
    let mut value: Value = serde_json::from_str(shipped_text()).expect("shipped");
    let players = value["responders"].as_array_mut().expect("a list");
    players.retain(|player| player["id"] != "reacting-team");
    let keep = |value: &mut Value, pointer: &str, count: usize| {
        let list = value
            .pointer_mut(pointer)
            .and_then(Value::as_array_mut)
            .expect(pointer);
        list.truncate(count);
    };
    for (pointer, count) in [
        ("/briefing/system", 1),
        ("/world/classes", 1),
        ("/world/services", 1),
        ("/world/files", 2),
        ("/world/pipelines", 1),
        ("/world/files/1/versions", 1),
        ("/alerts", 2),
        ("/diagnosis/components", 2),
        ("/diagnosis/right_components", 1),
        ("/diagnosis/other_words", 1),
        ("/diagnosis/other_words/0/words", 1),
        ("/contacts", 1),
        ("/contacts/0/says", 1),
        ("/contacts/0/topics", 1),
        ("/contacts/0/topics/0/says", 1),
        ("/contacts/0/topics/0/words", 1),
        ("/channel/lines", 1),
        ("/status_page/components", 1),
        ("/coach", 1),
        ("/account", 1),
        ("/responders", 3),
        ("/responders/1/script", 1),
        ("/responders/2/script", 3),
        ("/lessons", 1),
    ] {
        keep(&mut value, pointer, count);
    }
    value["objective"]["cost_per_affected_visit"] = json!({ "amount": 0.3, "currency": "EUR" });
    value["responders"][1]["right"] = json!(true);
    reacting(&mut value);
    value["contacts"][0]["says"][0]["when"] = json!([]);
    value["contacts"][0]["says"][0]["text"] = json!("max_connections is {pg_up}.");
    value["contacts"][0]["topics"][0]["says"][0] = json!({ "text": "See {tickets}." });
    value["channel"]["lines"][0]["text"] = json!("We have {tickets}.");
    value["pager"]["levels"] = json!(["senior-dba"]);
    value["channel"]["people"] = json!([{ "id": "support-lead", "role": "Support lead" }]);
    value["status_page"]["components"][0]["classes"] = json!(["product"]);
    value["status_page"]["templates"] = json!({ "resolved": "Over since {ended}." });
    value["contacts"][0]["escalated"] = json!("Here, with {tickets} tickets.");
    for alert in value["alerts"].as_array_mut().expect("a list") {
        alert["description"] = json!("What it means.");
    }
    let changes = value["changes"].as_array_mut().expect("a list");
    changes.retain(|change| change["id"] == "run-812");
    changes[0]["steps"][0]["write_file"]["lines"] = json!(["max_connections = 20"]);
    let files = value["world"]["files"].as_array_mut().expect("a list");
    let versions = files[0]["versions"].as_array_mut().expect("a list");
    versions.drain(..2);
    versions[0]["lines"] = json!(["max_connections = 800", "shared_buffers = 8GB"]);
    let causes = value["diagnosis"]["causes"].as_array_mut().expect("a list");
    causes.drain(..6);
    causes.truncate(2);
    value
}

/// A player that reacts, and a measure of each kind.
fn reacting(value: &mut Value) {
    let players = value["responders"].as_array_mut().expect("a list");
    players.push(json!({
        "id": "reacts", "about": "Reacts.", "policy": [
            { "id": "take", "when": [{ "paged": {} }], "after_s": 9, "action": { "resolve": {} } },
            { "id": "wait", "fixed": true, "unless": [{ "firing": "Full" }], "then": "take" }
        ]
    }));
    let mut rule = value["alerts"][0].clone();
    rule["name"] = json!("Full");
    rule["summary"] = json!("Full");
    let path = value["world"]["database"]["path"].clone();
    value["measures"] = json!([
        { "id": "m", "title": "M", "text": "Does.", "does": [
            { "guard_file": { "path": path, "allowed_keys": ["port"], "then": "merge" } },
            { "test_changes": { "load_percent": 1, "instances_percent": 1 } },
            { "add_alert": rule },
            { "guide": { "skip": ["wait"], "quicker": ["take"], "factor": 0.5 } },
            { "practice": { "factor": 0.5 } }
        ] }
    ]);
}

#[test]
fn the_sample_is_clean() {
    let text = sample().to_string();
    let checked = check(&text, "sample.json");
    assert!(checked.problems.is_empty(), "{:#?}", checked.problems);
    assert!(text.len() < 9_500, "{} bytes", text.len());
}

/// What must hold for any text: no panic, places inside the file, errors explained.
fn look_at(text: &str) {
    let checked = check(text, "any.json");
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split('\n').collect();
    for problem in &checked.problems {
        assert!((1..=lines.len()).contains(&problem.line), "{problem}");
        let columns = lines[problem.line - 1].chars().count() + 1;
        assert!((1..=columns).contains(&problem.column), "{problem}");
        assert!(
            problem.path.starts_with('$') && !problem.message.is_empty(),
            "{problem}"
        );
        assert!(
            !problem.to_string().contains(char::is_control),
            "{problem:?}"
        );
    }
    let errors = checked
        .problems
        .iter()
        .any(|p| p.severity == Severity::Error);
    assert_ne!(checked.incident.is_some(), errors, "{:?}", checked.problems);
    assert!(checked.problems.len() <= PROBLEMS_MAX);
    if let Some(incident) = checked.incident {
        let world = lower(&incident);
        assert!(world.classes.len() == incident.world.classes.len());
        assert!(world.minute_zero < world.end);
    }
}

const TOKENS: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "-1",
    "0",
    "1e308",
    "1e999",
    "99999999999999999999",
    "0.5",
    "\"at_s\":",
    "\u{feff}",
    "é",
    "\u{0}",
    "\n",
    "\"\\ud800\"",
    "{\"not\":",
    "\"{pg_up}\"",
];

/// The nearest start of a character at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Cuts, doubles or inserts at places of a text.
fn mutate(text: &str, edits: &[(u8, usize, usize)]) -> String {
    let mut text = text.to_string();
    for &(kind, at, with) in edits {
        let at = boundary(&text, at % (text.len() + 1));
        let end = boundary(&text, at + with % 40).max(at);
        match kind % 4 {
            0 => text.replace_range(at..end, ""),
            1 => {
                let part = text[at..end].to_string();
                text.insert_str(at, &part);
            }
            2 => text.insert_str(at, TOKENS[with % TOKENS.len()]),
            _ => text.replace_range(at..end, TOKENS[with % TOKENS.len()]),
        }
    }
    text
}

/// A value that is likely to be wrong where it is put.
fn strange() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        any::<i64>().prop_map(|n| json!(n)),
        (-100i64..100).prop_map(|n| json!(n)),
        any::<f64>().prop_map(|n| json!(n)),
        (-10.0..10.0f64).prop_map(|n| json!(n)),
        prop::sample::select(TOKENS.to_vec()).prop_map(|s| json!(s)),
        ".{0,20}".prop_map(|s| json!(s)),
        prop::sample::select(vec!["web", "product", "pg_up", "activity", "web-2"])
            .prop_map(|s| json!(s)),
    ]
}

/// Every node of a value, in order.
fn nodes(value: &mut Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter_mut().map(nodes).sum(),
        Value::Object(members) => members.values_mut().map(nodes).sum(),
        _ => 0,
    }
}

/// The node of this number.
fn node(value: &mut Value, number: usize) -> Option<&mut Value> {
    if number == 0 {
        return Some(value);
    }
    let mut left = number - 1;
    let inner: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        _ => return None,
    };
    for child in inner {
        let size = nodes(child);
        if left < size {
            return node(child, left);
        }
        left -= size;
    }
    None
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig {
        cases: count,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(30_000))]

    #[test]
    fn any_text_is_looked_at(text in "\\PC{0,80}") {
        look_at(&text);
    }

    #[test]
    fn any_tokens_are_looked_at(picks in prop::collection::vec(0..TOKENS.len(), 0..40)) {
        let text: String = picks.into_iter().map(|pick| TOKENS[pick]).collect();
        look_at(&text);
    }

    #[test]
    fn any_bytes_are_looked_at(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        look_at(&String::from_utf8_lossy(&bytes));
    }
}

proptest! {
    #![proptest_config(cases(20_000))]

    #[test]
    fn mutated_text_is_looked_at(
        edits in prop::collection::vec((any::<u8>(), any::<usize>(), any::<usize>()), 1..4)
    ) {
        thread_local!(static TEXT: String = format!("{:#}", sample()));
        TEXT.with(|text| look_at(&mutate(text, &edits)));
    }

    #[test]
    fn mutated_values_are_looked_at_and_lowered(
        edits in prop::collection::vec((any::<usize>(), strange()), 1..3)
    ) {
        thread_local!(static SAMPLE: Value = sample());
        let mut value = SAMPLE.with(Clone::clone);
        for (number, strange) in edits {
            let number = number % nodes(&mut value);
            *node(&mut value, number).expect("counted") = strange;
        }
        look_at(&value.to_string());
        if let Ok(incident) = serde_json::from_value::<Incident>(value) {
            let _world = lower(&incident);
        }
    }
}
