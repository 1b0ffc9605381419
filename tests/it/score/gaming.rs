//! The ways to game a score: none of them beats an honest player.
//!
//! The honest player goes by the runbook; all play the same world, with an hour of it instead
//! of two.

use super::{CONF, at, cut, points, scored, script};
use firedrill::debrief::judge::{Depth, Judge};
use firedrill::debrief::score::Score;
use firedrill::drill::Session;
use firedrill::drill::action::Kind;
use firedrill::drill::action::{Action, Command, Diagnosis, Entry, Look, StatusPhase};
use firedrill::drill::hints::HINT_POINTS;
use firedrill::incident::charts;
use firedrill::incident::document::Incident;
use std::sync::{Arc, LazyLock};

/// The world, a judge that has run what all are measured by, and the honest score.
struct Arena {
    incident: Arc<Incident>,
    judge: Judge,
    honest: Score,
}

static ARENA: LazyLock<Arena> = LazyLock::new(|| {
    let incident = Arc::new(cut(300.0, 3600.0, 1.0));
    let mut judge = Judge::new(&incident, 1, Depth::Points).expect("responders");
    judge.follow(&[], judge.fork_ms());
    while !judge.step(u64::MAX) {}
    let honest = play(&judge, &script(&incident, "by-the-runbook"));
    Arena {
        incident,
        judge,
        honest,
    }
});

fn play(judge: &Judge, journal: &[Entry]) -> Score {
    let mut judge = judge.clone();
    judge.follow(journal, judge.end_ms());
    while !judge.step(1_000_000) {}
    scored(&judge)
}

/// Plays it in the arena: entries in any order.
fn game(mut journal: Vec<Entry>) -> Score {
    journal.sort_by_key(|e| e.at_ms);
    play(&ARENA.judge, &journal)
}

fn of(id: &str) -> Vec<Entry> {
    script(&ARENA.incident, id)
}

/// As early as can be: acknowledged, rated, told.
fn good_manners() -> Vec<Entry> {
    let told = |at_s, phase| {
        let text = "We are looking for the cause.".to_string();
        let components = Vec::new();
        at(
            at_s,
            Action::Status {
                phase,
                text,
                components,
            },
        )
    };
    vec![
        at(20.0, Action::Acknowledge {}),
        at(21.0, Action::Severity { level: 1 }),
        told(22.0, StatusPhase::Investigating),
        told(1000.0, StatusPhase::Monitoring),
        told(2000.0, StatusPhase::Monitoring),
        told(3000.0, StatusPhase::Monitoring),
    ]
}

fn resolve(at_s: f64) -> Entry {
    at(at_s, Action::Resolve {})
}

fn pause_pipeline() -> Entry {
    let pipeline = "db-base-config".to_string();
    at(
        23.0,
        Action::PausePipeline {
            pipeline,
            paused: true,
        },
    )
}

fn until(journal: Vec<Entry>, end: Entry) -> Vec<Entry> {
    let end_ms = end.at_ms;
    let before = journal.into_iter().filter(|e| e.at_ms < end_ms);
    before.chain([end]).collect()
}

fn cannot_win(score: &Score) {
    let honest = &ARENA.honest;
    assert!(
        honest.total > 80.0,
        "the honest player is good: {honest:#?}"
    );
    assert!(score.total < honest.total, "{score:#?}");
}

#[test]
fn scaling_down_to_nothing() {
    let scale = |at_s, service: &str, instances| {
        let service = service.to_string();
        at(at_s, Action::Change(Command::Scale { service, instances }))
    };
    let mut session = Session::new(ARENA.incident.clone(), 1);
    let refused = session.act(scale(0.0, "web", 0).action);
    assert!(refused.is_err(), "nobody scales to nothing");
    let mut journal = good_manners();
    journal.extend([
        scale(30.0, "web", 1),
        scale(31.0, "orders", 1),
        pause_pipeline(),
    ]);
    let score = game(until(journal, resolve(600.0)));
    cannot_win(&score);
    assert!(points(&score, "harm") < 0.5, "{score:#?}");
    assert!(points(&score, "recovery") < 0.1, "{score:#?}");
}

#[test]
fn turning_everybody_away() {
    let shed = |at_s, service: &str, percent| {
        let service = service.to_string();
        at(at_s, Action::Change(Command::ShedLoad { service, percent }))
    };
    let mut journal = good_manners();
    journal.extend([
        shed(30.0, "web", 100),
        shed(31.0, "orders", 100),
        pause_pipeline(),
    ]);
    let score = game(until(journal, resolve(600.0)));
    cannot_win(&score);
    assert!(
        points(&score, "harm") < 0.5,
        "who is turned away is harmed: {score:#?}"
    );
    assert!(points(&score, "recovery") < 0.1, "{score:#?}");

    // The cause is fixed, but some users are still turned away at "resolved".
    let mut journal = of("best");
    journal.retain(|e| e.action != Action::Resolve {});
    journal.extend([shed(300.0, "orders", 1), resolve(465.0)]);
    let spared = game(journal);
    let best = game(of("best"));
    assert!(
        points(&spared, "recovery") < points(&best, "recovery") - 5.0,
        "{spared:#?}"
    );
}

#[test]
fn declaring_it_over_at_once() {
    for at_s in [-60.0, 24.0, 90.0] {
        let mut journal = good_manners();
        journal.push(pause_pipeline());
        let score = game(until(journal, resolve(at_s)));
        cannot_win(&score);
        assert!(points(&score, "recovery") < 0.1, "{score:#?}");
        assert!(
            points(&score, "conduct") < 12.0,
            "silence follows: {score:#?}"
        );
    }
}

fn restarts(at_s: f64) -> Vec<Entry> {
    let services = ["web", "orders", "inventory", "backoffice"]
        .iter()
        .enumerate();
    let rolling = services.map(|(n, service)| {
        let service = (*service).to_string();
        at(
            at_s + n as f64,
            Action::Change(Command::RollingRestart { service }),
        )
    });
    rolling
        .chain([at(at_s + 5.0, Action::Change(Command::RestartDatabase {}))])
        .collect()
}

#[test]
fn restarting_everything() {
    let mut journal = good_manners();
    journal.extend(restarts(30.0));
    journal.extend(restarts(600.0));
    journal.push(pause_pipeline());
    let score = game(until(journal, resolve(1200.0)));
    cannot_win(&score);
    assert!(points(&score, "harm") < 2.0, "{score:#?}");
}

#[test]
fn rolling_back_every_file_blindly() {
    let files = &ARENA.incident.world.files;
    let back = files.iter().enumerate().map(|(n, file)| {
        let (path, version) = (file.path.clone(), file.versions.len() as u32);
        // What the pipeline wrote is a version more.
        let version = if path == CONF {
            version
        } else {
            (version - 1).max(1)
        };
        at(
            30.0 + n as f64,
            Action::Change(Command::RollbackFile { path, version }),
        )
    });
    let mut journal = good_manners();
    journal.extend(back);
    journal.extend(restarts(50.0));
    journal.push(pause_pipeline());
    let score = game(until(journal, resolve(900.0)));
    cannot_win(&score);
    assert!(
        points(&score, "harm") > 30.0,
        "it happens to help: {score:#?}"
    );
    assert!(points(&score, "diagnosis") < 0.1, "{score:#?}");
    assert!(points(&score, "actions") < 10.0, "{score:#?}");
}

/// Everything there is to look at.
fn looks(from_s: f64) -> (Vec<Entry>, Vec<String>) {
    let mut looks: Vec<Look> = charts::ids().map(|id| Look::Chart(id.into())).into();
    let incident = &ARENA.incident;
    looks.extend(
        incident
            .world
            .files
            .iter()
            .map(|f| Look::File(f.path.clone())),
    );
    looks.extend(
        incident
            .world
            .files
            .iter()
            .map(|f| Look::Diff(f.path.clone())),
    );
    looks.extend(incident.changes.iter().map(|c| Look::Change(c.id.clone())));
    looks.extend(incident.alerts.iter().map(|a| Look::Alert(a.name.clone())));
    looks.push(Look::Activity);
    for name in ["max_connections", "shared_buffers", "work_mem"] {
        looks.push(Look::Setting(name.into()));
    }
    for source in ["postgresql", "web"] {
        looks.push(Look::Log(source.into(), "53300".into()));
    }
    let names = looks.iter().map(Look::evidence).collect();
    let entry = |(n, look)| at(from_s + n as f64 * 0.1, Action::Look(look));
    (looks.into_iter().enumerate().map(entry).collect(), names)
}

#[test]
fn clicking_everything() {
    let (mut journal, _) = looks(24.0);
    journal.extend(good_manners());
    let name = |s: &str| s.to_string();
    let book = &ARENA.incident.diagnosis;
    // Every diagnosis there is, the right one last.
    let mut n = 0.0;
    for component in book.components.iter().rev() {
        for cause in book.causes.iter().rev() {
            n += 0.1;
            journal.push(at(
                40.0 + n,
                Action::Diagnose(Diagnosis {
                    component: component.id.clone(),
                    cause: cause.id.clone(),
                    evidence: Vec::new(),
                }),
            ));
        }
    }
    let diagnosed = |cause: &str| {
        at(
            58.0,
            Action::Diagnose(Diagnosis {
                component: "database-config".into(),
                cause: cause.into(),
                evidence: book.telling_evidence.clone(),
            }),
        )
    };
    journal.push(diagnosed("update-overwrote-max-connections"));
    let web = || name("web");
    journal.extend([
        at(
            60.0,
            Action::Change(Command::Scale {
                service: web(),
                instances: 36,
            }),
        ),
        at(
            61.0,
            Action::ResizePool {
                service: web(),
                size: 40,
            },
        ),
        at(62.0, Action::TerminateSessions { user: None }),
        at(63.0, Action::Change(Command::ReloadDatabase {})),
        at(
            64.0,
            Action::Change(Command::ShedLoad {
                service: web(),
                percent: 50,
            }),
        ),
        at(
            65.0,
            Action::Change(Command::RollbackFile {
                path: CONF.into(),
                version: 3,
            }),
        ),
        pause_pipeline(),
    ]);
    journal.extend(restarts(80.0));
    let score = game(until(journal, resolve(1200.0)));
    cannot_win(&score);
    assert!(
        points(&score, "diagnosis") < 0.1,
        "guesses cost: {score:#?}"
    );
}

#[test]
fn citing_all_evidence() {
    let cite = |id: &str| {
        let mut journal = of(id);
        let said = journal
            .iter()
            .position(|e| matches!(e.action, Action::Diagnose(_)));
        let said = said.expect("it states a diagnosis");
        let (looks, names) = looks(journal[said].at_ms as f64 / 1000.0 - 8.0);
        if let Action::Diagnose(diagnosis) = &mut journal[said].action {
            let telling = &ARENA.incident.diagnosis.telling_evidence;
            let others = names.iter().filter(|name| !telling.contains(name));
            let all = telling.iter().chain(others).take(12);
            diagnosis.evidence = all.cloned().collect();
        }
        journal.extend(looks);
        game(journal)
    };
    let score = cite("by-the-runbook");
    cannot_win(&score);
    let lost = points(&ARENA.honest, "diagnosis") - points(&score, "diagnosis");
    assert!(
        (lost - 7.0).abs() < 1e-9,
        "all evidence is none: {score:#?}"
    );
    let never_seen = {
        let mut session = Session::new(ARENA.incident.clone(), 1);
        session.act(Action::Diagnose(Diagnosis {
            component: "database-config".into(),
            cause: "update-overwrote-max-connections".into(),
            evidence: vec!["setting:max_connections".into()],
        }))
    };
    assert!(never_seen.is_err_and(|why| why.contains("not looked at")));
}

#[test]
fn taking_all_hints() {
    let steps = ARENA.incident.coach.len();
    let hints = (0..steps).map(|n| at(24.0 + 0.1 * n as f64, Action::Hint {}));
    let mut journal = of("best");
    journal.extend(hints);
    let score = game(journal);
    cannot_win(&score);
    let cost = HINT_POINTS * steps as f64;
    assert!((points(&score, "hints") + cost).abs() < 1e-9, "{score:#?}");
    let mut session = Session::new(ARENA.incident.clone(), 1);
    for _ in 0..steps {
        let told = session.act(Action::Hint {}).expect("a hint");
        assert!(told.contains("costs 5 points"), "{told}");
    }
    assert!(
        session
            .act(Action::Hint {})
            .is_err_and(|why| why.contains("no more"))
    );
}

#[test]
fn stopping_the_clock_to_think() {
    let best = game(of("best"));
    for factor in [0.0, 0.01, 0.9] {
        let mut journal = of("best");
        journal.push(at(-10.0, Action::Speed { factor }));
        journal.push(at(-10.0, Action::Speed { factor: 1.0 }));
        let score = game(journal);
        cannot_win(&score);
        for id in ["harm", "conduct"] {
            let (half, whole) = (points(&score, id), points(&best, id));
            assert!((half * 2.0 - whole).abs() < 0.11, "{id}: {score:#?}");
        }
    }
    // Once users are well again, time is no matter; nor is it before anything has happened.
    let mut journal = of("best");
    journal.insert(0, at(-110.0, Action::Speed { factor: 1.0 }));
    journal.insert(0, at(-110.0, Action::Speed { factor: 0.0 }));
    journal.push(at(400.0, Action::Speed { factor: 0.0 }));
    journal.push(at(1.0, Action::Speed { factor: 60.0 }));
    assert!((game(journal).total - best.total).abs() < 1e-9);
}

#[test]
fn luck_is_worth_less_than_a_diagnosis_and_more_than_nothing() {
    let mut journal = of("by-the-runbook");
    journal.retain(|e| !matches!(e.action, Action::Diagnose(_)));
    let lucky = game(journal.clone());
    cannot_win(&lucky);
    let nobody = game(Vec::new());
    assert!(nobody.total.abs() < 1e-12, "{nobody:#?}");
    assert!(lucky.total > nobody.total + 30.0);
    // Said afterwards it counts half.
    let mut late = of("by-the-runbook");
    for entry in &mut late {
        if matches!(entry.action, Action::Diagnose(_)) {
            entry.at_ms = 1_800_000;
        }
    }
    let late = game(late);
    assert!(
        (points(&late, "diagnosis") - 12.5).abs() < 1e-9,
        "{late:#?}"
    );
    assert!(lucky.total < late.total && late.total < ARENA.honest.total);
}

#[test]
fn other_words_and_another_level_of_detail_are_right_too() {
    let honest = points(&ARENA.honest, "diagnosis");
    for (component, cause) in [
        ("postgresql.conf", "max_connections = 20"),
        ("run-812", "run-812"),
        (
            "the update script wrote it",
            "too many clients already (53300)",
        ),
    ] {
        let mut journal = of("by-the-runbook");
        journal.retain(|e| e.action.kind() != Kind::Change);
        for entry in &mut journal {
            if let Action::Diagnose(diagnosis) = &mut entry.action {
                diagnosis.component = component.into();
                diagnosis.cause = cause.into();
            }
        }
        let score = game(journal);
        let reached = points(&score, "diagnosis");
        assert!(
            (reached - honest).abs() < 1e-9,
            "{component}, {cause}: {score:#?}"
        );
    }
}
