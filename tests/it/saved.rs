//! Stored documents: what is written is read back; anything else is a clear problem.

use crate::shipped::shipped;
use firedrill::app::frame::{Layout, parse_layout};
use firedrill::app::protocol::Mode;
use firedrill::app::saved::*;
use firedrill::debrief::document::Times;
use firedrill::debrief::notes::Notes;
use firedrill::drill::Session;
use firedrill::drill::action::{Action, Command, Diagnosis, Entry, Journal, Look, StatusPhase};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;
use std::sync::Arc;

const INPUTS: u32 = 100_000;

fn run() -> SavedRun {
    let actions = [
        Action::Speed { factor: 5.0 },
        Action::Acknowledge {},
        Action::Look(Look::Log("postgresql".into(), "53300".into())),
        Action::Status {
            phase: StatusPhase::Investigating,
            text: "We look.".into(),
            components: Vec::new(),
        },
        Action::Diagnose(Diagnosis {
            component: "database".into(),
            cause: "configuration".into(),
            evidence: vec!["log:postgresql:53300".into()],
        }),
        Action::Change(Command::RollbackFile {
            path: "/etc/postgresql/postgresql.conf".into(),
            version: 3,
        }),
    ];
    let entries = actions.into_iter().zip(0..);
    let entries = entries.map(|(action, n)| Entry {
        at_ms: n * 30_000 - 60_000,
        action,
    });
    let journal = Journal {
        version: 1,
        incident: "2025-03-15-database-outage".into(),
        seed: u64::MAX,
        entries: entries.collect(),
    };
    SavedRun::new(Mode::Guided, 120_000, 1_760_000_000, journal)
}

#[test]
fn a_run_that_was_left_stood_still_and_says_so() {
    let incident = shipped();
    let left = run();
    let again = left.clone().taken_up(&incident);
    let (last, before) = again.journal.entries.split_last().expect("entries");
    assert_eq!(before, left.journal.entries);
    assert_eq!(last.action, Action::Speed { factor: 0.0 });
    assert_eq!(last.at_ms, left.now_ms);
    parse_run(&to_text(&again)).expect("still a run");
    let twice = again.clone().taken_up(&incident);
    assert_eq!(twice, again, "it stands already");
    let watched = SavedRun {
        mode: Mode::Watch,
        ..left
    };
    assert_eq!(watched.clone().taken_up(&incident), watched);
}

#[test]
fn nothing_is_added_to_a_run_that_is_over() {
    let incident = shipped();
    let mut resolved = run();
    resolved.journal.entries.push(Entry {
        at_ms: resolved.now_ms,
        action: Action::Resolve {},
    });
    let ended = SavedRun {
        now_ms: (incident.clock.end_s * 1000.0) as i64,
        ..run()
    };
    for over in [resolved, ended] {
        assert!(over.over(&incident));
        assert_eq!(over.clone().taken_up(&incident), over);
    }
    assert!(!run().over(&incident));
}

#[test]
fn a_run_takes_in_no_more_than_can_be_kept_and_read_again() {
    let incident = shipped();
    let path = incident.world.database.path.clone();
    let mut session = Session::new(Arc::new(incident), 1);
    let edit = |n: usize| {
        Action::Change(Command::EditFile {
            path: path.clone(),
            text: format!(
                "# {n}\n{}max_connections = 100\n",
                "# note\n".repeat(35_000)
            ),
            message: String::new(),
        })
    };
    let refused = (0..50).find_map(|n| Some((n, session.act(edit(n)).err()?)));
    let (taken, why) = refused.expect("there is an end to it");
    assert_eq!(taken, 7, "each has a quarter of a megabyte");
    assert!(why.starts_with("The journal of this run is full"), "{why}");
    assert_eq!(session.journal().entries.len(), taken, "nothing was done");
    for _ in 0..20 {
        session
            .act(Action::Speed { factor: 0.0 })
            .expect("time is told");
    }
    session
        .act(Action::Resolve {})
        .expect("the run can be ended");
    let run = SavedRun::new(Mode::Drill, session.now_ms(), 0, session.journal().clone());
    let text = to_text(&run);
    assert!(text.len() > 1_700_000 && text.len() <= RUN_BYTES_MAX);
    assert_eq!(parse_run(&text), Ok(run));
}

fn line(incident: &str, n: u64, total: Option<f64>) -> ResultLine {
    ResultLine {
        incident: incident.into(),
        mode: if total.is_some() {
            Mode::Drill
        } else {
            Mode::Watch
        },
        seed: n,
        finished_unix_s: n as i64,
        engine: "0.1.0".into(),
        digest: format!("{n:032x}"),
        total,
        verdict: "Recovered.".into(),
        affected: 1_000 + n,
        nobody_affected: 9_000,
        times_s: Times {
            acknowledge: Some(41.5),
            ..Times::default()
        },
        file: None,
        checked: None,
    }
}

fn reason(problem: Problem) -> String {
    problem.to_string()
}

#[test]
fn documents_come_back_as_they_were() {
    let run = run();
    assert_eq!(parse_run(&to_text(&run)), Ok(run));
    let mut results = Results::default();
    results.add(line("a", 1, Some(0.1 + 0.2)));
    results.add(line("b", 2, None));
    assert_eq!(parse_results(&to_text(&results)), Ok(results));
    let settings = Settings {
        theme: Theme::Light,
        single_keys: false,
        ..Settings::default()
    };
    assert_eq!(parse_settings(&to_text(&settings)), Ok(settings));
}

#[test]
fn a_debrief_of_version_1_still_loads() {
    let text = r#"{"version":1,"engine":"0.1.0","incident":["a","A"],"minute_zero_unix_s":0,
        "seed":1,"mode":"drill","digest":"00","total":40.0,"terms":[{"id":"harm","name":"Harm",
        "weight":40.0,"points":40.0,"formula":"f","because":["b"]}],"times_s":{"acknowledge":null,
        "diagnose":null,"mitigate":null,"resolve":null},"verdict":"v","visits":[2,1],
        "reference_affected":[2,1],"harm_curves":{"own":[0],"nobody":[0],"best":[0]},
        "timeline":[],"account":[],"diagnosis":null,"answer":["",""],"evidence":[],"lessons":[]}"#;
    let debrief = parse_debrief(text).expect("version 1 had fewer fields");
    assert_eq!(debrief.terms[0].because, ["b"]);
    assert!(debrief.terms[0].inputs.is_empty() && debrief.harm.is_none());
}

#[test]
fn problems_name_what_was_found_and_where() {
    let text = to_text(&run());
    let newer = text.replace("\"firedrill_run\":1", "\"firedrill_run\":7");
    assert_eq!(
        parse_run(&newer),
        Err(Problem::Newer { found: 7, known: 1 })
    );
    let newer = text.replace("\"version\":1,\"inc", "\"version\":2,\"inc");
    assert_eq!(
        parse_run(&newer),
        Err(Problem::Newer { found: 2, known: 1 })
    );

    let cut = reason(parse_run(&text[..40]).unwrap_err());
    assert!(
        cut.starts_with("line 1, column 40: EOF while parsing"),
        "{cut}"
    );
    let wrong = text.replace("\"factor\":5.0", "\"factor\":\"fast\"");
    let wrong = reason(parse_run(&wrong).unwrap_err());
    assert!(
        wrong.contains("journal.entries[0].action.speed.factor: invalid type"),
        "{wrong}"
    );
    let order = text.replace("\"at_ms\":-30000", "\"at_ms\":-90000");
    let order = reason(parse_run(&order).unwrap_err());
    assert_eq!(
        order,
        "journal.entries[1].at_ms: is earlier than the entry before it"
    );
    let clock = text.replace("\"now_ms\":120000", "\"now_ms\":-120000");
    assert!(reason(parse_run(&clock).unwrap_err()).starts_with("now_ms: stands before"));
    let clock = text.replace("\"now_ms\":120000", &format!("\"now_ms\":{}", i64::MIN));
    assert!(reason(parse_run(&clock).unwrap_err()).contains("more than ten days"));

    let none = reason(parse_settings("{}").unwrap_err());
    assert_eq!(none, "it has no version (field \"firedrill_settings\")");
    let zero = reason(parse_settings("{\"firedrill_settings\":0}").unwrap_err());
    assert_eq!(zero, "firedrill_settings: 0 is not a version");
    let large = " ".repeat(SETTINGS_BYTES_MAX + 1);
    let bytes = large.len();
    let expected = Problem::TooLarge {
        bytes,
        bytes_max: SETTINGS_BYTES_MAX,
    };
    assert_eq!(parse_settings(&large), Err(expected));
    let mut results = Results::default();
    results.add(line("a", 1, Some(100.5)));
    let total = reason(parse_results(&to_text(&results)).unwrap_err());
    assert_eq!(total, "results[0].total: is not between 0 and 100");
}

#[test]
fn the_best_is_the_most_points_then_the_least_harm_then_the_first() {
    let mut results = Results::default();
    assert_eq!(results.best("a"), None);
    results.add(line("a", 1, None));
    assert_eq!(results.best("a"), None, "a replay is no result to beat");
    for (n, total) in [(5, 70.0), (4, 90.0), (3, 90.0), (2, 80.0)] {
        results.add(line("a", n, Some(total)));
    }
    results.add(line("b", 9, Some(99.0)));
    assert_eq!(results.best("a").map(|best| best.seed), Some(3));
}

#[test]
fn results_stay_bounded_and_keep_the_best_of_each_incident() {
    let mut results = Results::default();
    results.add(line("a", 0, Some(100.0)));
    for n in 1..1_000 {
        results.add(line("b", n, Some((n % 90) as f64)));
        assert!(results.results.len() <= RESULTS_MAX);
    }
    assert_eq!(results.best("a").map(|best| best.seed), Some(0));
    assert_eq!(results.best("b").and_then(|best| best.total), Some(89.0));
    assert_eq!(results.results.last().map(|last| last.seed), Some(999));
    assert!(to_text(&results).len() < RESULTS_BYTES_MAX);
}

#[test]
fn the_same_run_shown_again_keeps_its_one_line_and_its_date() {
    let mut results = Results::default();
    results.add(line("a", 1, Some(50.0)));
    results.add(ResultLine {
        finished_unix_s: 99,
        ..line("a", 1, Some(50.0))
    });
    assert_eq!(results.results, vec![line("a", 1, Some(50.0))]);
}

#[test]
fn keys_tell_runs_apart() {
    assert_eq!(run_key("x", Mode::Drill), "firedrill.run.drill.x");
    assert_eq!(
        kept_key("firedrill.run.drill.x", 2),
        "firedrill.kept.2.run.drill.x"
    );
    for mode in [Mode::Drill, Mode::Guided, Mode::Watch] {
        assert_eq!(Mode::of(mode.word()), Some(mode));
    }
    assert_eq!(Mode::of("Drill"), None);
}

#[test]
fn an_export_holds_readable_texts_as_json_and_others_as_they_are() {
    let entries = BTreeMap::from([
        (
            "firedrill.settings".to_string(),
            to_text(&Settings::default()),
        ),
        (
            "firedrill.kept.1.results".to_string(),
            "{\"half".to_string(),
        ),
    ]);
    let text = export(&entries, 12);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["firedrill_export"], 1);
    assert_eq!(value["stored"]["firedrill.settings"]["theme"], "system");
    assert_eq!(value["stored"]["firedrill.kept.1.results"], "{\"half");
}

/// Whatever a parser takes must be written and read again as the same.
fn holds(text: &str) {
    if let Ok(run) = parse_run(text) {
        assert_eq!(parse_run(&to_text(&run)), Ok(run));
    }
    if let Ok(results) = parse_results(text) {
        assert_eq!(parse_results(&to_text(&results)), Ok(results));
    }
    if let Ok(settings) = parse_settings(text) {
        assert_eq!(parse_settings(&to_text(&settings)), Ok(settings));
    }
    if let Ok(layout) = parse_layout(text) {
        assert_eq!(parse_layout(&to_text(&layout)), Ok(layout));
    }
    if let Ok(notes) = parse_notes(text) {
        assert_eq!(parse_notes(&to_text(&notes)), Ok(notes));
    }
    for problem in [
        parse_notes(text).err(),
        parse_layout(text).err(),
        parse_run(text).err(),
        parse_results(text).err(),
        parse_settings(text).err(),
    ] {
        assert!(problem.is_none_or(|problem| !problem.to_string().is_empty()));
    }
}

/// Notes with a text in each of their parts.
fn notes() -> Notes {
    Notes {
        firedrill_notes: 1,
        well: Some(vec!["one".into()]),
        points: BTreeMap::from([("0".into(), "a note".into())]),
        postmortems: BTreeMap::from([("plain".into(), "# Own".into())]),
        ..Notes::default()
    }
}

fn runner() -> TestRunner {
    TestRunner::new(Config {
        cases: INPUTS,
        failure_persistence: None,
        ..Config::default()
    })
}

#[test]
fn random_texts_never_panic() {
    let token = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(":"),
        Just(","),
        Just("null"),
        Just("\"firedrill_run\":1"),
        Just("\"firedrill_notes\":1"),
        Just("\"journal\""),
        Just("-1"),
        Just("1e999"),
        Just("\"\\ud800\""),
        Just("\"mode\":\"drill\""),
        Just("99999999999999999999"),
    ];
    let tokens = prop::collection::vec(token, 0..24).prop_map(|tokens| tokens.concat());
    let bytes = prop::collection::vec(any::<u8>(), 0..64)
        .prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let checked = runner().run(&prop_oneof![tokens, bytes], |text| {
        holds(&text);
        Ok(())
    });
    assert!(checked.is_ok(), "{checked:?}");
}

#[test]
fn mutated_documents_never_panic() {
    let mut results = Results::default();
    results.add(line("a", 1, Some(50.0)));
    results.add(line("b", 2, None));
    let texts = [
        to_text(&run()),
        to_text(&results),
        to_text(&Settings::default()),
        to_text(&Layout::default()),
        to_text(&notes()),
    ];
    let edit = (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8);
    let edits = (0..texts.len(), prop::collection::vec(edit, 1..6));
    let checked = runner().run(&edits, |(which, edits)| {
        let mut bytes = texts[which].clone().into_bytes();
        for (at, byte, kind) in edits {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at),
            }
        }
        holds(&String::from_utf8_lossy(&bytes));
        Ok(())
    });
    assert!(checked.is_ok(), "{checked:?}");
}
