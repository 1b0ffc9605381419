//! The forms of actions and steps in files, and what each of them says, as tables.
//!
//! `actions.jsonl` and `steps.jsonl` hold one of each, `refused.jsonl` and `wrong_steps.jsonl`
//! those that are refused, `sparse.txt` forms that are read but not written. What they say is
//! in `said.txt`, `steps_said.txt` and `steps_lint.txt`.

use crate::shipped::{ID, shipped, small};
use firedrill::drill::action::{Action, Command, Entry};
use firedrill::drill::feed::FeedKind;
use firedrill::drill::{Session, journal};
use firedrill::incident::document::{Change, Incident};
use firedrill::incident::parse;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Write;
use std::sync::Arc;

const ACTIONS: &str = include_str!("../cases/journal/actions.jsonl");
const REFUSED: &str = include_str!("../cases/journal/refused.jsonl");
const STEPS: &str = include_str!("../cases/journal/steps.jsonl");
const WRONG_STEPS: &str = include_str!("../cases/journal/wrong_steps.jsonl");
const SPARSE: &str = include_str!("../cases/journal/sparse.txt");

fn of<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a part of an incident")
}

/// The shipped incident with every part that an action or a step can need, few users and a
/// short history.
fn incident() -> Incident {
    let mut incident = small(240.0, 20.0);
    let world = &mut incident.world;
    world.services[0].cache = of(json!({
        "name": "pages", "classes": ["product"], "keys": 1000, "hit_ms": 1.0
    }));
    let class = &mut world.classes[0];
    class.transaction = of(json!({
        "reads": ["products"], "row_locks": [{"table": "orders", "rows": 9}]
    }));
    world.files.push(of(json!({
        "path": "/etc/pgbouncer/pgbouncer.ini", "about": "The bouncer",
        "versions": [{"at_s": -9000.0, "author": "dba", "message": "First", "lines": [
            "[databases]", "shop = host=db-1", "[pgbouncer]", "pool_mode = session",
            "max_client_conn = 1000", "default_pool_size = 20"
        ]}]
    })));
    let database = &mut world.database;
    database.bouncer = of(json!({
        "path": "/etc/pgbouncer/pgbouncer.ini", "host": "pgb-1", "login_ms": 1.0
    }));
    database.wal = of(json!({"flush_ms": 0.4, "write_block_ms": 0.05, "redo_mb_per_second": 60.0}));
    database.disk = of(json!({"size_mb": 100_000.0, "data_mb": 50_000.0}));
    database.replica = of(json!({
        "host": "db-2", "network_mb_per_second": 50.0, "apply_mb_per_second": 30.0,
        "promotion_s": 8.0, "address_moves_s": 10.0
    }));
    incident
}

fn journal_of(action: &str) -> String {
    format!(
        "{{\"version\":1,\"incident\":\"{ID}\",\"seed\":1,\
         \"entries\":[{{\"at_ms\":0,\"action\":{action}}}]}}"
    )
}

fn entry(action: &str) -> Entry {
    let journal = journal::parse(&journal_of(action)).expect(action);
    journal.entries.into_iter().next().expect("one entry")
}

fn change(step: &str, at_s: f64) -> Change {
    let text = format!(
        "{{\"id\":\"c{at_s}\",\"at_s\":{at_s},\"author\":\"somebody\",\"title\":\"Something\",\
         \"steps\":[{step}]}}"
    );
    serde_json::from_str(&text).expect(step)
}

#[test]
fn every_action_and_step_is_written_as_it_is_read() {
    for line in ACTIONS.lines().chain(REFUSED.lines()) {
        let written = serde_json::to_string(&entry(line).action).expect("plain data");
        assert_eq!(written, line);
    }
    for line in STEPS.lines().chain(WRONG_STEPS.lines()) {
        let written = serde_json::to_string(&change(line, 0.0).steps[0]).expect("plain data");
        assert_eq!(written, line);
    }
}

#[test]
fn sparse_forms_are_read_and_mistakes_have_their_place() {
    let mut out = String::new();
    for line in SPARSE.lines() {
        let (what, _) = line.split_once(" -> ").expect("two parts");
        let (kind, text) = what.split_once(' ').expect("a kind and a text");
        let found = match kind {
            "step" => serde_json::to_string(&change(text, 0.0).steps[0]).expect("plain data"),
            _ => match journal::parse(&journal_of(text)) {
                Ok(journal) => {
                    serde_json::to_string(&journal.entries[0].action).expect("plain data")
                }
                Err(why) => why.split(": ").next().unwrap_or_default().to_string(),
            },
        };
        let _ = writeln!(out, "{what} -> {found}");
    }
    same("sparse.txt", &out);
}

/// What the feed has gained, without alerts, pages and people, who speak of their own accord.
fn feed(session: &Session, since: u64, out: &mut String) {
    for entry in session.feed().since(since) {
        let kind = match entry.kind {
            FeedKind::Action => "Action",
            FeedKind::Effect => "Effect",
            FeedKind::Change => "Change",
            _ => continue,
        };
        let at = session.at_ms(entry.at);
        let _ = write!(out, "  {kind} {at} {:?}: {}", entry.who, entry.title);
        let more = if entry.text.is_empty() { "" } else { " / " };
        let _ = writeln!(out, "{more}{}", entry.text);
    }
}

fn act(session: &mut Session, line: &str, out: &mut String) {
    let since = session.feed().next_id();
    let changes = session.changes().len();
    let now = session.now_ms();
    let answer = match session.act(entry(line).action) {
        Ok(note) => format!("= {note}"),
        Err(why) => format!("! {why}"),
    };
    let _ = writeln!(out, "{line}\n  {answer}");
    for change in &session.changes()[changes..] {
        let _ = writeln!(
            out,
            "  due after {} ms: {}",
            session.at_ms(change.due) - now,
            change.title
        );
    }
    session.advance_to(now + 20_000);
    feed(session, since, out);
}

fn same(name: &str, found: &str) {
    let path = format!("{}/tests/cases/journal/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("FIREDRILL_BLESS").is_some() {
        std::fs::write(path, found).expect("the file can be written");
        return;
    }
    let stored = std::fs::read_to_string(path).expect("the file is there");
    for (n, (found, stored)) in found.lines().zip(stored.lines()).enumerate() {
        assert_eq!(found, stored, "{name}, line {}", n + 1);
    }
    assert_eq!(found.len(), stored.len(), "{name}");
}

#[test]
fn every_action_says_what_it_said() {
    let mut session = Session::new(Arc::new(incident()), 1);
    session.advance_to(120_000);
    let mut out = String::new();
    for line in REFUSED.lines() {
        act(&mut session.clone(), line, &mut out);
    }
    for line in ACTIONS.lines() {
        act(&mut session, line, &mut out);
    }
    let _ = writeln!(out, "digest {:016x}", session.world().digest());
    same("said.txt", &out);
}

#[test]
fn every_step_says_what_it_said() {
    let mut incident = incident();
    let steps: Vec<&str> = WRONG_STEPS.lines().chain(STEPS.lines()).collect();
    let at_s = |k: usize| 10.0 * k as f64;
    let changes = steps
        .iter()
        .enumerate()
        .map(|(k, step)| change(step, at_s(k)));
    incident.changes = changes.collect();
    let mut session = Session::new(Arc::new(incident), 1);
    session.advance_to(-1);
    let mut out = String::new();
    for (k, step) in steps.iter().enumerate() {
        let since = session.feed().next_id();
        session.advance_to((at_s(k + 1) * 1000.0) as i64 - 1);
        let _ = writeln!(out, "{step}");
        feed(&session, since, &mut out);
    }
    let _ = writeln!(out, "digest {:016x}", session.world().digest());
    same("steps_said.txt", &out);
}

#[test]
fn every_wrong_step_is_told_at_its_place() {
    let mut out = String::new();
    for step in WRONG_STEPS.lines().chain(STEPS.lines()) {
        let mut incident = incident();
        incident.changes = vec![change(step, 0.0)];
        let _ = writeln!(out, "{step}");
        problems(&incident, &mut out);
    }
    let bare = shipped();
    for step in STEPS.lines() {
        let mut incident = bare.clone();
        incident.changes = vec![change(step, 0.0)];
        let _ = writeln!(out, "bare {step}");
        problems(&incident, &mut out);
    }
    same("steps_lint.txt", &out);
}

#[test]
fn a_wrong_action_of_a_player_is_told_at_its_place() {
    let mut file = serde_json::to_value(incident()).expect("plain data");
    let players = file["responders"].as_array_mut().expect("a list");
    let n = players
        .iter()
        .position(|p| p["script"][0]["action"].is_object());
    let n = n.expect("one has a script");
    players[n]["script"][0]["action"] = json!({"scale": {"service": "web", "instances": "many"}});
    let problems = parse(&file.to_string(), "x.json").expect_err("it is no number");
    let place = format!("$.responders[{n}].script[0].action.scale.instances");
    assert_eq!(problems[0].path, place);
    for name in ["kill_backend", "nothing"] {
        file["responders"][n]["script"][0]["action"] = json!({name: {}});
        let problems = parse(&file.to_string(), "x.json").expect_err("no action");
        let place = format!("$.responders[{n}].script[0].action");
        assert_eq!(problems[0].path, place);
    }
}

/// Nothing can be added without a line in the tables.
#[test]
fn the_tables_have_every_action_and_every_command() {
    let actions: Vec<Action> = ACTIONS.lines().map(|line| entry(line).action).collect();
    for (name, kind) in Action::ALL {
        let action = actions.iter().find(|action| action.name() == name);
        assert_eq!(action.expect(name).kind(), kind, "{name}");
    }
    let steps: Vec<Change> = STEPS.lines().map(|line| change(line, 0.0)).collect();
    for (name, by_player) in Command::ALL {
        let step = steps.iter().any(|change| change.steps[0].name() == *name);
        assert!(step || *by_player, "{name} is in no table");
    }
}

fn problems(incident: &Incident, out: &mut String) {
    let text = serde_json::to_string(incident).expect("plain data");
    for problem in parse(&text, "x.json").err().unwrap_or_default() {
        if problem.path.contains(".steps[") {
            let _ = writeln!(out, "  {}: {}", problem.path, problem.message);
        }
    }
}
