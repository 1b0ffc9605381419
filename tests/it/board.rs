//! The diagnosis board in a run: kept by the journal, without a trace in the world.

use crate::shipped::ID;
use crate::shipped::small;
use firedrill::drill::action::{Action, Look};
use firedrill::drill::board::{Board, BoardStep, Pin, PinKind, Verdict, Weight};
use firedrill::drill::{Session, journal};
use firedrill::incident::document::Incident;
use firedrill::incident::{check, library};
use std::sync::Arc;

/// The shipped incident with a short history, so that a run takes a moment.
fn incident() -> Arc<Incident> {
    Arc::new(small(240.0, 4.0))
}

fn steps() -> Vec<BoardStep> {
    let pin = Pin::new(PinKind::Log, "a line", 5, "FATAL:  sorry")
        .counting_as(Look::Log("postgresql".into(), "53300".into()));
    vec![
        BoardStep::Suppose { text: "CPU".into() },
        BoardStep::Pin(pin),
        BoardStep::Weigh {
            hypothesis: 1,
            pin: 1,
            weight: Weight::Against,
        },
        BoardStep::Tick {
            page: "triage".into(),
            step: 2,
            done: true,
        },
        BoardStep::Judge {
            hypothesis: 1,
            verdict: Verdict::Dropped,
        },
    ]
}

#[test]
fn a_board_leaves_no_trace_in_the_world() {
    let run = |steps: &[BoardStep]| {
        let mut session = Session::new(incident(), 4);
        session.advance_to(-100_000);
        for step in steps {
            let taken = session.act(Action::Board(step.clone()));
            taken.expect("a good step");
        }
        session.advance_to(60_000);
        session
    };
    let (without, with) = (run(&[]), run(&steps()));
    assert_eq!(without.world().digest(), with.world().digest());
    assert_eq!(with.board().hypotheses[0].balance(), (0, 1));
    let looked: Vec<&str> = with
        .looked()
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(looked, ["log:postgresql:53300"], "what is pinned was seen");
}

#[test]
fn a_closed_tab_loses_nothing_of_the_board() {
    let mut session = Session::new(incident(), 4);
    session.advance_to(-200_000);
    for step in steps() {
        session.act(Action::Board(step)).expect("a good step");
    }
    let refused = session.act(Action::Board(BoardStep::Unpin { pin: 9 }));
    assert_eq!(refused, Err("There is no pin 9".to_string()));
    let text = serde_json::to_string(session.journal()).expect("plain data");
    let kept = journal::parse(&text).expect("own journals load");
    // As the page makes it of what it kept, and as the worker makes it by playing again.
    let mut page = Board::of(&kept);
    let mut again = Session::new(incident(), 4);
    again.queue(kept.entries);
    again.advance_to(-200_000);
    assert!(again.rejected().is_empty());
    assert_eq!(again.board(), session.board());
    assert!(page.ticked("triage", 2) && page.has(&session.board().pins[0].pin));
    page.follow(again.journal());
    assert_eq!(page.hypotheses, again.board().hypotheses);
}

#[test]
fn an_incident_may_bring_pages_of_its_own() {
    let shipped = library::load(ID).expect("the shipped incident loads");
    let mut document = serde_json::to_value(shipped).expect("JSON");
    let page = |id: &str, command: &str| {
        serde_json::json!({
            "id": id, "title": "Stock cache", "about": "How it is filled.",
            "sections": [{"title": "Look", "steps": [{"text": "Ask", "commands": [command]}]}],
            "see": ["db-pool"]
        })
    };
    document["runbook"] = serde_json::json!([page("stock", "kubectl get pods")]);
    let good = check(&document.to_string(), "x.json");
    assert!(good.problems.is_empty(), "{:?}", good.problems);
    assert_eq!(good.incident.expect("parsed").runbook[0].id, "stock");

    document["alerts"][0]["runbook"] = "nowhere".into();
    document["runbook"] = serde_json::json!([page("triage", "shutdown -h now")]);
    let bad = check(&document.to_string(), "x.json");
    let told: Vec<String> = bad.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told.iter().any(|t| t.contains("$.alerts[0].runbook")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|t| t.contains("$.runbook[0].id")),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|t| t.contains("$.runbook[0].sections[0].steps[0].commands[0]")),
        "{told:?}"
    );
}
