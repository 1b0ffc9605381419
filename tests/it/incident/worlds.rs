//! An incident and its world are two files: together they are one document, apart each mistake
//! is told in the file where it stands.

use super::ID;
use firedrill::debrief::result::incident_sha256;
use firedrill::incident::library::{entries, find_world, load, worlds};
use firedrill::incident::parse::{WorldFile, check_with, check_world, parse_with};
use firedrill::incident::{Problem, check, format, parse};

fn incident_text() -> &'static str {
    entries().iter().find(|e| e.id == ID).expect("shipped").text
}

fn world_text() -> &'static str {
    worlds()
        .iter()
        .find(|w| w.id == "shop")
        .expect("shipped")
        .text
}

/// A text with the first `from` replaced.
fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The problems of an incident beside a world.
fn problems(incident: &str, world: &str) -> Vec<Problem> {
    let find = |_: &str| {
        Ok(WorldFile {
            name: "w.json".into(),
            text: world.to_string().into(),
        })
    };
    check_with(incident, "i.json", &find).problems
}

/// The line and the column, from 1, of the first `at` after `from` in a text.
fn place_of(text: &str, from: &str, at: &str) -> (usize, usize) {
    let start = text.find(from).expect("in the text");
    let offset = start + text[start..].find(at).expect("behind it");
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// The digest that results of the first incident carry since it was one file.
const FIRST_SHA256: &str = "0afe314d69d9b5f6dbf9e7073b288cde4089c3bdf979af166b422e45f5383338";

#[test]
fn the_first_incident_and_its_world_are_the_document_of_before() {
    assert_eq!(incident_sha256(&load(ID).expect("shipped")), FIRST_SHA256);
}

#[test]
fn shipped_files_are_in_form_and_the_first_incident_is_short() {
    let incidents = entries().iter().map(|entry| (entry.id, entry.text));
    let worlds = worlds().iter().map(|world| (world.id, world.text));
    for (id, text) in incidents.chain(worlds) {
        assert!(format(text).expect("JSON") == text, "{id}: `firedrill fmt`");
    }
    let lines = incident_text().lines().count();
    assert!(lines <= 300, "{lines} lines");
}

#[test]
fn a_mistake_is_told_in_the_file_in_which_it_stands() {
    // What is replaced, by what, the value at fault, its path, the message.
    type Case = (
        &'static str,
        &'static str,
        &'static str,
        &'static str,
        &'static str,
    );
    let in_incident: &[Case] = &[
        (
            "\"player_from_s\": 120",
            "\"player_from_s\": \"two\"",
            "\"two\"",
            "$.clock.player_from_s",
            "expected f64",
        ),
        (
            "\"pause_pipelines\": [\"db-base-config\"]",
            "\"pause_pipelines\": [\"none-such\"]",
            "\"none-such\"",
            "$.objective.pause_pipelines[0]",
            "there is no pipeline `none-such`",
        ),
        (
            "[310, \"chart:latency\"]",
            "[9999, \"chart:latency\"]",
            "9999",
            "$.responders[1].script[1][0]",
            "outside",
        ),
        (
            "\"right_causes\": [\"update-overwrote-max-connections\"]",
            "\"right_causes\": [\"bad-luck\"]",
            "\"bad-luck\"",
            "$.diagnosis.right_causes[0]",
            "`bad-luck` is not among the choices",
        ),
        (
            "\"tell\",",
            "\"tell-nobody\",",
            "\"tell-nobody\"",
            "$.coach[2]",
            "the world's coach has no step `tell-nobody`",
        ),
        (
            "\"template\": \"postgresql-15-base-config 15.12-1\"",
            "\"template\": \"none\"",
            "\"none\"",
            "$.changes[5].steps[0].write_file.template",
            "no template of this name",
        ),
        (
            "\"before\": \"customer-unknown\"",
            "\"before\": \"nobody\"",
            "\"nobody\"",
            "$.channel.lines[0].before",
            "the list has no element of this name",
        ),
        (
            "\"objective\": { ",
            "\"objective\": { \"soak_s\": 60, ",
            "60",
            "$.objective.soak_s",
            "`overrides` changes what it says",
        ),
    ];
    for (from, to, at, path, message) in in_incident {
        let text = with(incident_text(), from, to);
        let found = problems(&text, world_text());
        let problem = found
            .iter()
            .find(|p| p.path == *path && p.message.contains(message))
            .unwrap_or_else(|| panic!("{path}: {message}: {found:#?}"));
        assert_eq!(problem.file, "i.json");
        assert_eq!(
            (problem.line, problem.column),
            place_of(&text, to, at),
            "{path}"
        );
    }
    let in_world: &[Case] = &[
        (
            "\"threads\": 200",
            "\"threads\": \"many\"",
            "\"many\"",
            "$.world.services[0].threads",
            "expected u32",
        ),
        (
            "\"cores\": 4",
            "\"cores\": 0",
            "0",
            "$.world.database.cores",
            "0 is outside 1 to 256",
        ),
        (
            "\"id\": \"customer-works\", \"who\": \"customer\"",
            "\"id\": \"customer-works\", \"who\": \"stranger\"",
            "\"stranger\"",
            "$.channel.lines[31].who",
            "there is no speaker `stranger`",
        ),
        (
            "\"id\": \"triage\"",
            "\"id\": \"No Name\"",
            "\"No Name\"",
            "$.runbook[1].id",
            "is no name",
        ),
        (
            "\"pager\": {",
            "\"lessons\": [], \"pager\": {",
            "[]",
            "$.lessons",
            "a world has no `lessons`",
        ),
        (
            "\"pager\": {",
            "\"alerts\": [], \"pager\": {",
            "\"alerts\"",
            "$.alerts",
            "given before",
        ),
    ];
    for (from, to, at, path, message) in in_world {
        let text = with(world_text(), from, to);
        let found = problems(incident_text(), &text);
        let problem = found
            .iter()
            .find(|p| p.path == *path && p.message.contains(message))
            .unwrap_or_else(|| panic!("{path}: {message}: {found:#?}"));
        assert_eq!(problem.file, "w.json");
        assert_eq!(
            (problem.line, problem.column),
            place_of(&text, to, at),
            "{path}"
        );
        let alone = check_world(&text, "w.json");
        assert!(alone.contains(problem), "{path}: {alone:#?}");
    }
}

#[test]
fn a_value_of_the_world_is_overridden_at_its_path() {
    let over = |overrides: &str| {
        let from = "\"overrides\": { ";
        with(incident_text(), from, &format!("{from}{overrides}, "))
    };
    let text = over("\"world.database.cores\": 8, \"alerts[PostgresDown].for_s\": 90");
    let text = with(
        &text,
        "\"world.database.cores\"",
        "\"world.services[0].threads\": 7, \"world.database.cores\"",
    );
    let incident = parse(&text, "i.json").expect("clean");
    assert_eq!(incident.world.database.cores, 8);
    assert_eq!(incident.world.services[0].threads, 7);
    let down = incident.alerts.iter().find(|a| a.name == "PostgresDown");
    assert!((down.expect("there").for_s - 90.0).abs() < 1e-9);

    for (path, value, message) in [
        ("world.databas.cores", "8", "world has no `databas`"),
        (
            "world.services[wob].threads",
            "8",
            "world.services has no `wob`",
        ),
        (
            "world.services[9].threads",
            "8",
            "world.services has no `9`",
        ),
        ("world.database.cors", "8", "unknown field `cors`"),
        ("world.database.cores", "\"many\"", "expected u32"),
        ("world.database.cores", "0", "0 is outside 1 to 256"),
        (
            "world.database.cores.x",
            "0",
            "world.database.cores has no `x`",
        ),
        ("responders", "[]", "a world has no `responders`"),
        ("", "1", "is no path"),
    ] {
        let text = over(&format!("\"{path}\": {value}"));
        let found = problems(&text, world_text());
        let at = place_of(&text, &format!("\"{path}\": {value}"), value);
        assert!(
            found.iter().any(|p| p.file == "i.json"
                && (p.line, p.column) == at
                && p.message.contains(message)),
            "{path}: {at:?}: {found:#?}"
        );
    }
}

#[test]
fn a_world_is_shipped_or_beside_the_incident_or_inside_it() {
    let first = load(ID).expect("shipped");
    let find = |path: &str| {
        assert_eq!(path, "my/world.json");
        find_world("shop")
    };
    let beside = with(
        incident_text(),
        "\"world\": \"shop\"",
        "\"world\": \"my/world.json\"",
    );
    assert_eq!(
        parse_with(&beside, "i.json", &find).ok(),
        Some(first.clone())
    );
    let inside = with(
        incident_text(),
        "\"world\": \"shop\"",
        &format!("\"world\": {}", world_text()),
    );
    assert_eq!(parse(&inside, "i.json").ok(), Some(first));
    let wrong = with(&inside, "\"cores\": 4", "\"cores\": 0");
    let problem = &check(&wrong, "i.json").problems[0];
    assert_eq!(problem.path, "$.world.world.database.cores");
    assert_eq!(
        (problem.line, problem.column),
        place_of(&wrong, "\"cores\": 0", "0")
    );

    for (world, message) in [
        (
            "\"none-such\"",
            "there is no world `none-such`; there is shop",
        ),
        ("7", "the id of a world"),
        (
            "{}",
            "`firedrill_world` (the version of the format) is missing",
        ),
        ("{ \"firedrill_world\": 2 }", "made by a newer Firedrill"),
    ] {
        let text = with(
            incident_text(),
            "\"world\": \"shop\"",
            &format!("\"world\": {world}"),
        );
        let problem = &check(&text, "i.json").problems[0];
        assert!(problem.message.contains(message), "{problem}");
        assert_eq!(problem.path, "$.world");
        assert_eq!(
            (problem.line, problem.column),
            place_of(&text, &format!(": {world},"), world)
        );
    }
    let newer = problems(incident_text(), "{ \"firedrill_world\": 2 }");
    assert_eq!(
        newer[0].to_string(),
        "w.json:1:22: $.firedrill_world: made by a newer Firedrill (format 2); this one reads \
         up to 1"
    );
}

#[test]
fn the_form_keeps_what_a_text_says() {
    let text =
        r#"{"b": 1.50, "a": [], "c": {"x": {}, "y": null}, "é": "ü\"\n", "n": [1, -2, 3e3]}"#;
    let formatted = format(text).expect("JSON");
    assert_eq!(
        formatted,
        "{\n  \"b\": 1.5, \"a\": [], \"c\": { \"x\": {}, \"y\": null }, \"é\": \"ü\\\"\\n\", \
         \"n\": [1, -2, 3000.0]\n}\n"
    );
    assert_eq!(format(&formatted).expect("JSON"), formatted);
    assert!(format("{").is_err());
    assert_eq!(format("[1,2]").expect("JSON"), "[1, 2]\n");
}

#[test]
fn every_line_of_the_form_is_short_but_for_one_text() {
    for world in worlds() {
        for line in world.text.lines().filter(|line| line.chars().count() > 100) {
            let texts = line.split("\": \"").last().unwrap_or(line);
            assert!(texts.contains(' '), "{line}");
        }
        let again: serde_json::Value = serde_json::from_str(world.text).expect("JSON");
        let packed = format(&again.to_string()).expect("JSON");
        let back: serde_json::Value = serde_json::from_str(&packed).expect("JSON");
        assert_eq!(back, again);
    }
}
