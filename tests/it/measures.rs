//! Measures of a post-mortem as switches: each changes what it should and nothing else.

use crate::rerun;
use crate::shipped::shipped as incident;
use firedrill::drill::action::Action;
use firedrill::drill::{Session, responders};
use firedrill::incident::document::{Command, Effect, Guard, GuardAction, Incident, Staging};
use firedrill::incident::measures::try_change;
use firedrill::incident::{apply_measures, check};
use serde_json::json;
use std::sync::Arc;

const CONF: &str = "/etc/postgresql/15/main/postgresql.conf";
const NONE: [&str; 0] = [];

fn with(ids: &[&str]) -> Incident {
    apply_measures(&incident(), ids).expect("measures of the incident")
}

fn ids() -> Vec<String> {
    incident().measures.iter().map(|m| m.id.clone()).collect()
}

/// The reacting team at this incident, up to a time.
fn play(incident: &Incident, seed: u64, until_s: i64) -> Session {
    let mut session = Session::new(Arc::new(incident.clone()), seed);
    responders::play(&mut session, "reacting-team").expect("a responder of the incident");
    session.advance_to(until_s * 1000);
    assert!(session.rejected().is_empty(), "{:?}", session.rejected());
    session
}

#[test]
fn no_measure_is_the_same_incident() {
    assert_eq!(apply_measures(&incident(), &NONE), Ok(incident()));
    let error = apply_measures(&incident(), &["guarded"]).expect_err("no such measure");
    assert!(error.contains("guarded-deploys"), "{error}");
}

#[test]
fn with_any_measure_the_file_is_still_clean() {
    for on in ids().into_iter().map(|id| vec![id]).chain([ids()]) {
        let changed = apply_measures(&incident(), &on).expect("its own measures");
        let text = serde_json::to_string(&changed).expect("plain data");
        let problems = check(&text, "changed.json").problems;
        assert!(problems.is_empty(), "{on:?}: {problems:#?}");
        let ids: Vec<String> = changed.measures.iter().map(|m| m.id.clone()).collect();
        assert!(on.iter().all(|id| !ids.contains(id)), "{on:?} are on");
    }
}

#[test]
fn each_measure_changes_its_own_part_alone() {
    let base = incident();
    for id in ids() {
        let mut it = with(&[&id]);
        match id.as_str() {
            "guarded-deploys" | "tested-changes" => {
                let at = it.changes.iter().position(|c| c.id == "run-812");
                let run = &mut it.changes[at.expect("is there")];
                assert!(run.steps.is_empty(), "{id}");
                assert!(run.title.contains("refused") || run.title.contains("% of"));
                it.changes.clone_from(&base.changes);
            }
            "tested-changes-small" => {}
            "pool-alert" => assert_eq!(
                it.alerts.pop().map(|a| a.name),
                Some("PoolExhausted".into())
            ),
            "recovery-guide" | "practice" => {
                let find = |i: &Incident| i.responders.iter().position(|r| r.id == "reacting-team");
                let at = find(&it).expect("is there");
                assert_ne!(it.responders[at], base.responders[at]);
                it.responders[at] = base.responders[at].clone();
            }
            other => panic!("{other} has no line here"),
        }
        it.measures.clone_from(&base.measures);
        assert_eq!(it, base, "{id}");
    }
}

#[test]
fn minutes_before_the_change_are_the_same_to_the_event() {
    let digest = |incident: &Incident| {
        let session = play(incident, 3, -91);
        (session.world().digest(), session.world().events())
    };
    let base = digest(&incident());
    for id in ids() {
        assert_eq!(digest(&with(&[&id])), base, "{id}");
    }
}

#[test]
fn the_reacting_team_keeps_the_accounts_times() {
    for seed in [1, 2, 5] {
        let incident = Arc::new(incident());
        let run = |id: &str| {
            let run = rerun::responder(&incident, seed, id);
            assert!(run.rejected().is_empty());
            run.journal().entries.clone()
        };
        let (scripted, reacting) = (run("original-team"), run("reacting-team"));
        assert_eq!(scripted.len(), reacting.len(), "seed {seed}");
        for (a, b) in scripted.iter().zip(&reacting) {
            assert_eq!(a.action, b.action, "seed {seed}");
            let apart_ms = (a.at_ms - b.at_ms).abs();
            assert!(apart_ms <= 15_000, "seed {seed}: {a:?} and {b:?}");
        }
    }
}

#[test]
fn what_a_reacting_player_does_is_a_journal_like_any_other() {
    let incident = with(&["pool-alert", "practice"]);
    let live = play(&incident, 4, 2000);
    let mut again = Session::new(Arc::new(incident.clone()), 4);
    again.queue(live.journal().entries.clone());
    again.advance_to(2_000_000);
    assert_eq!(again.world().digest(), live.world().digest());
    assert_eq!(again.journal(), live.journal());
    // Nor does it matter how far each call goes.
    let mut odd = Session::new(Arc::new(incident), 4);
    responders::play(&mut odd, "reacting-team").expect("a responder");
    while odd.now_ms() < 2_000_000 {
        odd.advance_some((odd.now_ms() + 7_777).min(2_000_000), 100_003);
    }
    assert_eq!(odd.journal(), live.journal());
}

/// The shipped incident, played by these steps up to a time.
fn follow(steps: serde_json::Value, until_s: i64) -> Session {
    let mut incident = incident();
    let at = incident
        .responders
        .iter()
        .position(|r| r.id == "reacting-team");
    let team = &mut incident.responders[at.expect("is there")];
    team.policy = serde_json::from_value(steps).expect("steps of a policy");
    let mut session = Session::new(Arc::new(incident), 1);
    responders::play(&mut session, "reacting-team").expect("a responder");
    session.advance_to(until_s * 1000);
    session
}

#[test]
fn steps_wait_are_left_out_and_go_back() {
    let look = |id: &str| json!({ "look": { "chart": id } });
    let session = follow(
        json!([
            { "id": "first", "when": [{ "after": -2000.0 }], "after_s": 3.25,
              "action": look("cpu") },
            { "id": "out", "unless": [{ "looked": ["chart:cpu"] }], "action": look("disk") },
            { "id": "again", "after_s": 60, "action": look("pool"),
              "unless": [{ "after": -1800.0 }] },
            { "id": "late", "unless": [{ "not": { "after": -1800.0 } }],
              "action": look("load"), "then": "end" },
            { "id": "back", "then": "again" },
            { "id": "end", "action": { "scale": { "service": "web", "instances": 0 } } }
        ]),
        -1700,
    );
    let done: Vec<(i64, String)> = session
        .journal()
        .entries
        .iter()
        .map(|e| match &e.action {
            Action::Look(look) => (e.at_ms, look.evidence()),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        (-1_996_750, "chart:cpu"),
        (-1_936_750, "chart:pool"),
        (-1_876_750, "chart:pool"),
        (-1_816_750, "chart:pool"),
        (-1_756_750, "chart:load"),
    ];
    let expected = expected.map(|(at, name)| (at, name.to_string()));
    assert_eq!(done, expected);
    let (refused, why) = &session.rejected()[0];
    assert_eq!(refused.at_ms, -1_756_750);
    assert!(why.contains("1 to"), "{why}");
}

#[test]
fn a_policy_that_goes_round_for_ever_comes_to_an_end() {
    let session = follow(json!([{ "id": "round", "then": "round" }]), -2300);
    assert!(session.journal().entries.is_empty());
    assert_eq!(session.now_ms(), -2_300_000);
    assert_eq!(follow(json!([]), -2300).now_ms(), -2_300_000);
}

#[test]
fn who_is_not_called_does_nothing() {
    let session = play(&with(&["guarded-deploys"]), 1, 1800);
    assert!(session.journal().entries.is_empty());
    assert!(session.pages().is_empty());
    assert_eq!(session.harm_until(session.world().now()).0, 0);
}

#[test]
fn an_alert_that_names_the_pool_spares_the_detour() {
    let session = play(&with(&["pool-alert"]), 1, 1200);
    let looks: Vec<&str> = session
        .looked()
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert!(looks.contains(&"alert:PoolExhausted"), "{looks:?}");
    assert!(!looks.contains(&"chart:cpu"), "{looks:?}");
    let base = play(&incident(), 1, 1200);
    let stated = |session: &Session| session.stated().first().map(|s| session.at_ms(s.at));
    let sooner_ms = stated(&base).expect("stated") - stated(&session).expect("stated");
    assert!((270_000..400_000).contains(&sooner_ms), "{sooner_ms}");
}

#[test]
fn a_guide_and_practice_make_the_fix_come_sooner() {
    let fixed = |ids: &[&str]| {
        let session = play(&with(ids), 2, 3000);
        let mut entries = session.journal().entries.iter();
        let fix = entries.find(|e| e.action == Action::Change(Command::RestartDatabase {}));
        fix.expect("restarted").at_ms / 1000
    };
    let (base, guide, practice) = (fixed(&[]), fixed(&["recovery-guide"]), fixed(&["practice"]));
    let both = fixed(&["recovery-guide", "practice"]);
    assert!((2690..2720).contains(&base), "{base}");
    assert!(
        guide < 1300 && practice < 1700 && both < guide,
        "{guide} {practice} {both}"
    );
}

fn guarded(then: GuardAction, allowed: &[&str]) -> Incident {
    let mut incident = incident();
    incident.measures[0].does = vec![Effect::GuardFile(Guard {
        path: CONF.into(),
        pipelines: Vec::new(),
        allowed_keys: allowed.iter().map(|key| (*key).to_string()).collect(),
        then,
    })];
    let id = incident.measures[0].id.clone();
    apply_measures(&incident, &[id]).expect("its own measure")
}

fn run_812(incident: &Incident) -> &firedrill::incident::document::Change {
    let mut changes = incident.changes.iter();
    changes.find(|c| c.id == "run-812").expect("is there")
}

#[test]
fn a_guard_holds_refuses_or_merges() {
    assert!(run_812(&guarded(GuardAction::Hold, &[])).steps.is_empty());
    assert!(run_812(&guarded(GuardAction::Refuse, &[])).steps.is_empty());
    let merged = guarded(GuardAction::Merge, &["max_wal_size"]);
    let run = run_812(&merged);
    assert_eq!(run.steps.len(), 2, "the restart still comes");
    let Command::WriteFile { lines, .. } = &run.steps[0] else {
        panic!("{:?}", run.steps[0]);
    };
    assert!(lines.contains(&"max_connections = 800".to_string()));
    assert!(lines.contains(&"max_wal_size = 1GB".to_string()));
    // Who may change all that changes is let through as he is.
    let every: Vec<String> = incident()
        .world
        .files
        .iter()
        .flat_map(|f| &f.versions)
        .flat_map(|v| &v.lines)
        .chain(match &run_812(&incident()).steps[0] {
            Command::WriteFile { lines, .. } => lines,
            other => panic!("{other:?}"),
        })
        .filter_map(|line| Some(line.split_once('=')?.0.trim().to_string()))
        .collect();
    let every: Vec<&str> = every.iter().map(String::as_str).collect();
    assert_eq!(
        run_812(&guarded(GuardAction::Hold, &every)),
        run_812(&incident())
    );
}

fn staging(percent: f64) -> Staging {
    Staging {
        pipelines: Vec::new(),
        load_percent: percent,
        instances_percent: percent,
        settle_s: 300.0,
        probe_s: 120.0,
    }
}

#[test]
fn a_test_finds_the_mistake_only_under_load() {
    let base = incident();
    let at = base.changes.iter().position(|c| c.id == "run-812");
    let at = at.expect("is there");
    assert_eq!(try_change(&base, at, &staging(1.0)), None);
    let failed = try_change(&base, at, &staging(100.0)).expect("it fails");
    assert!(
        failed.affected.is_some_and(|share| share > 0.5),
        "{failed:?}"
    );
    // A change that is good passes under full load: what is found is the mistake.
    let mut good = base.clone();
    let Command::WriteFile { lines, .. } = &mut good.changes[at].steps[0] else {
        panic!("it writes a file");
    };
    lines.clone_from(&base.world.files[0].versions[2].lines);
    assert_eq!(try_change(&good, at, &staging(100.0)), None);
    // A file with which the server does not start fails even without load.
    let Command::WriteFile { lines, .. } = &mut good.changes[at].steps[0] else {
        panic!("it writes a file");
    };
    lines.push("max_connections = many".into());
    let failed = try_change(&good, at, &staging(1.0)).expect("it fails");
    assert_eq!(failed.affected, None);
}
