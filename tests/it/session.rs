//! A run follows from incident, seed and journal alone.

use crate::shipped::small;
use firedrill::drill::action::{Action, Command, Entry, Look};
use firedrill::drill::{Session, journal, responders};
use firedrill::incident::document::Incident;
use proptest::prelude::*;
use std::sync::Arc;

/// The shipped incident with a short history, so that a run takes a moment.
fn incident() -> Arc<Incident> {
    Arc::new(small(240.0, 4.0))
}

fn script(incident: &Incident, id: &str) -> Vec<Entry> {
    responders::entries(incident, id).expect("a responder of the incident")
}

#[test]
fn the_size_of_the_steps_does_not_matter() {
    let incident = incident();
    let run = |steps: &mut dyn FnMut(i64) -> (i64, u64)| {
        let mut session = Session::new(incident.clone(), 5);
        session.queue(script(&incident, "best"));
        while session.now_ms() < 200_000 {
            let (ms, events) = steps(session.now_ms());
            session.advance_some(ms.min(200_000), events);
        }
        let feed: Vec<_> = session
            .feed()
            .since(0)
            .map(|e| (e.at, e.title.clone()))
            .collect();
        (session.world().digest(), feed, session.journal().clone())
    };
    let whole = run(&mut |_| (200_000, u64::MAX));
    let odd = run(&mut |now| (now + 777, 313));
    assert_eq!(whole.0, odd.0);
    assert_eq!(whole.1, odd.1);
    assert_eq!(whole.2, odd.2);
}

#[test]
fn a_journal_played_again_is_the_same_run() {
    let incident = incident();
    let mut live = Session::new(incident.clone(), 8);
    live.advance_to(-100_000);
    live.act(Action::Look(Look::Chart("cpu".into())))
        .expect("looking is free");
    live.advance_some(50_000, 12_345);
    live.act(Action::Change(Command::Scale {
        service: "web".into(),
        instances: 30,
    }))
    .expect("a fitting number");
    live.advance_to(90_000);
    live.act(Action::Change(Command::RestartDatabase {}))
        .expect("always possible");
    live.advance_to(120_000);
    let text = serde_json::to_string(live.journal()).expect("plain data");
    let journal = journal::parse(&text).expect("own journals load");
    let mut again = Session::new(incident, journal.seed);
    again.queue(journal.entries.clone());
    again.advance_to(120_000);
    assert!(again.rejected().is_empty());
    assert_eq!(again.world().digest(), live.world().digest());
    assert_eq!(again.journal(), live.journal());
}

#[test]
fn what_cannot_be_done_changes_nothing_and_says_why() {
    let mut session = Session::new(incident(), 1);
    session.advance_to(-60_000);
    let before = (session.world().digest(), session.journal().clone());
    let scale = |service: &str, instances| {
        Action::Change(Command::Scale {
            service: service.into(),
            instances,
        })
    };
    let edit = |path: &str| {
        Action::Change(Command::EditFile {
            path: path.into(),
            text: "a = 1".into(),
            message: String::new(),
        })
    };
    let wrong = [
        (Action::Acknowledge {}, "no page"),
        (Action::Severity { level: 9 }, "1 to 5"),
        (scale("web", 0), "1 to"),
        (scale("nothing", 2), "no service"),
        (edit("/nowhere"), "no such file"),
        (
            Action::Change(Command::RollbackFile {
                path: "/nowhere".into(),
                version: 1,
            }),
            "no version",
        ),
        (Action::Escalate { to: "x".into() }, "no contact"),
        (
            Action::ResizePool {
                service: "web".into(),
                size: 0,
            },
            "1 to 500",
        ),
        (
            Action::PausePipeline {
                pipeline: "x".into(),
                paused: true,
            },
            "no pipeline",
        ),
        (Action::Speed { factor: 1e9 }, "0 to 120"),
    ];
    for (action, why) in wrong {
        let error = session.act(action.clone()).expect_err("cannot be done");
        assert!(error.contains(why), "{action:?}: {error}");
    }
    assert_eq!(
        (session.world().digest(), session.journal().clone()),
        before
    );
}

#[test]
fn a_page_comes_after_the_group_wait_and_is_acknowledged_once() {
    let mut session = Session::new(incident(), 2);
    session.advance_to(60_000);
    let fired = session
        .alerts()
        .iter()
        .find(|a| a.rule.name == "HighResponseTime");
    assert_eq!(fired.map(|a| a.state.name()), Some("firing"));
    assert_eq!(session.pages().len(), 1);
    assert_eq!(
        session.pages()[0].sent,
        fired.map_or(0, |a| a.since) + 30_000_000_000
    );
    session.act(Action::Acknowledge {}).expect("a page is open");
    assert!(session.act(Action::Acknowledge {}).is_err());
}

fn mutated() -> impl Strategy<Value = String> {
    let sample = r#"{"version":1,"incident":"x","seed":7,"entries":[{"at_ms":-5,
        "action":{"look":{"chart":"cpu"}}},{"at_ms":10,"action":{"scale":{"service":"web",
        "instances":3}}},{"at_ms":11,"action":{"speed":{"factor":1e3}}}]}"#;
    let chars: Vec<char> = sample.chars().collect();
    let edits = prop::collection::vec((0..chars.len(), any::<char>(), 0u8..3), 0..6);
    prop_oneof![
        1 => ".{0,60}",
        4 => edits.prop_map(move |edits| {
            let mut text = chars.clone();
            for (at, c, kind) in edits {
                let at = at.min(text.len().saturating_sub(1));
                match kind {
                    0 => text[at] = c,
                    1 => text.insert(at, c),
                    _ => { text.remove(at); }
                }
            }
            text.into_iter().collect()
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn any_text_is_a_journal_or_a_clear_error(text in mutated()) {
        match journal::parse(&text) {
            Ok(journal) => {
                let again = serde_json::to_string(&journal).expect("plain data");
                prop_assert_eq!(journal::parse(&again), Ok(journal));
            }
            Err(why) => prop_assert!(!why.is_empty()),
        }
    }
}

fn any_action() -> impl Strategy<Value = Action> {
    let name = prop_oneof![
        "web",
        "orders",
        "senior-dba",
        "db-base-config",
        "\\PC{0,12}"
    ];
    prop_oneof![
        name.clone().prop_map(|to| Action::Escalate { to }),
        any::<u8>().prop_map(|level| Action::Severity { level }),
        (name.clone(), any::<u32>())
            .prop_map(|(service, instances)| Action::Change(Command::Scale { service, instances })),
        (name.clone(), any::<u32>())
            .prop_map(|(service, size)| Action::ResizePool { service, size }),
        (name.clone(), any::<bool>())
            .prop_map(|(pipeline, paused)| Action::PausePipeline { pipeline, paused }),
        name.clone()
            .prop_map(|pipeline| Action::RunPipeline { pipeline }),
        (name.clone(), any::<u32>())
            .prop_map(|(path, version)| Action::Change(Command::RollbackFile { path, version })),
        (name.clone(), "\\PC{0,40}", "\\PC{0,12}").prop_map(|(path, text, message)| {
            Action::Change(Command::EditFile {
                path,
                text,
                message,
            })
        }),
        any::<f64>().prop_map(|factor| Action::Speed { factor }),
        name.prop_map(|chart| Action::Look(Look::Chart(chart))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn any_action_is_done_or_refused(actions in prop::collection::vec(any_action(), 0..60)) {
        let mut session = Session::new(incident(), 3);
        for (i, action) in actions.into_iter().enumerate() {
            let _ = session.act(action);
            session.advance_to(-230_000 + i as i64 * 200);
        }
        session.advance_to(-210_000);
    }
}

#[test]
fn an_alert_that_ends_with_nothing_to_measure_tells_no_number() {
    let incident = incident();
    let mut session = Session::new(incident.clone(), 5);
    session.queue(script(&incident, "best"));
    session.advance_to(500_000);
    let ended = session
        .feed()
        .since(0)
        .filter(|e| e.title.ends_with("has ended"));
    let texts: Vec<String> = ended.map(|e| e.text.clone()).collect();
    // The server that restarts has no connections that could be counted.
    assert!(texts.iter().any(String::is_empty), "{texts:?}");
    assert!(texts.iter().any(|text| !text.is_empty()), "{texts:?}");
    assert!(
        !texts.iter().any(|text| text.contains("no value")),
        "{texts:?}"
    );
}
