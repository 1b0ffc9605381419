//! Pipelines and configuration as the page shows them: what runs wrote, who brought a line in,
//! what a change needs.

use crate::shipped::small;
use firedrill::app::protocol::{
    Answer, Ask, FileReader, Needs, PipelineView, RunState, WrittenFile,
};
use firedrill::app::views::{answer, state};
use firedrill::drill::Session;
use firedrill::drill::action::{Action, Command, Look};
use firedrill::incident::document::Incident;
use proptest::prelude::*;
use std::sync::Arc;

const CONF: &str = "/etc/postgresql/15/main/postgresql.conf";
const WEB: &str = "/etc/shop/web/application.properties";
const BASE: &str = "db-base-config";

/// The shipped incident with a short history and few users, so that a run takes a moment.
fn incident() -> Arc<Incident> {
    Arc::new(small(240.0, 20.0))
}

fn pipeline(session: &Session, name: &str) -> PipelineView {
    let state = state(session, false);
    let found = state.pipelines.iter().find(|p| p.name == name);
    found.expect("a pipeline of the incident").clone()
}

fn newest(session: &Session, path: &str) -> u32 {
    let history = session.world().files().history(path);
    history.last().map_or(0, |v| v.number)
}

fn act(session: &mut Session, action: Action, wait_ms: i64) {
    session.act(action).expect("it can be done");
    session.advance_to(session.now_ms() + wait_ms);
}

fn wrote(before: u32, after: u32) -> WrittenFile {
    WrittenFile {
        path: CONF.into(),
        before: Some(before),
        after: Some(after),
    }
}

fn run_again() -> Action {
    Action::RunPipeline {
        pipeline: BASE.into(),
    }
}

fn pause(paused: bool) -> Action {
    Action::PausePipeline {
        pipeline: BASE.into(),
        paused,
    }
}

#[test]
fn a_run_says_what_it_wrote_and_does_it_again_unless_paused() {
    let mut session = Session::new(incident(), 1);
    session.advance_to(-120_000);
    assert_eq!(pipeline(&session, BASE).again, None, "it has not run yet");
    let early = session.act(run_again()).expect_err("nothing to repeat");
    assert!(early.contains("no run to repeat"), "{early}");

    session.advance_to(-30_000);
    let view = pipeline(&session, BASE);
    let bad = newest(&session, CONF);
    assert_eq!(view.runs.len(), 1);
    assert_eq!(view.runs[0].id.as_deref(), Some("run-812"));
    assert_eq!(
        (view.runs[0].state, view.runs[0].t_ms),
        (RunState::Succeeded, -90_000)
    );
    let files = [wrote(bad - 1, bad)];
    assert_eq!(view.runs[0].work.files, files);
    assert_eq!(view.runs[0].work.steps, ["Restarts the database"]);

    // The file is put right; the next run would write the bad text over it again.
    let good = Action::Change(Command::RollbackFile {
        path: CONF.into(),
        version: bad - 1,
    });
    act(&mut session, good, 10_000);
    let again = pipeline(&session, BASE).again.expect("it has run");
    assert_eq!(again.files, [wrote(bad + 1, bad)]);

    act(&mut session, pause(true), 1_000);
    let refused = session.act(run_again()).expect_err("it is paused");
    assert!(refused.contains("is paused"), "{refused}");
    act(&mut session, pause(false), 1_000);
    act(&mut session, run_again(), 5_000);
    assert_eq!(pipeline(&session, BASE).runs[0].state, RunState::Running);
    let twice = session.act(run_again()).expect_err("it runs");
    assert!(twice.contains("running already"), "{twice}");
    session.advance_to(session.now_ms() + 30_000);
    let view = pipeline(&session, BASE);
    assert_eq!(view.runs[0].trigger, "you");
    let files = [wrote(bad + 1, bad + 2)];
    assert_eq!(view.runs[0].work.files, files);
    let text = |v| {
        session
            .world()
            .files()
            .version(CONF, v)
            .map(|v| v.text.clone())
    };
    assert_eq!(text(bad), text(bad + 2));
}

#[test]
fn a_run_by_hand_is_in_the_journal_and_plays_again() {
    let incident = incident();
    let mut live = Session::new(incident.clone(), 4);
    live.advance_to(-30_000);
    act(&mut live, run_again(), 60_000);
    let text = serde_json::to_string(live.journal()).expect("plain data");
    assert!(text.contains("run_pipeline"), "{text}");
    let journal = firedrill::drill::journal::parse(&text).expect("own journals load");
    let mut again = Session::new(incident, journal.seed);
    again.queue(journal.entries);
    again.advance_to(live.now_ms());
    assert_eq!(again.world().digest(), live.world().digest());
    assert_eq!(again.pipeline_runs(), live.pipeline_runs());
}

#[test]
fn a_paused_pipeline_skips_its_run() {
    let mut session = Session::new(incident(), 1);
    session.advance_to(-200_000);
    act(&mut session, pause(true), 150_000);
    let view = pipeline(&session, BASE);
    assert_eq!(view.runs[0].state, RunState::Skipped);
    assert!(view.runs[0].work.files.is_empty() && view.runs[0].work.steps.is_empty());
}

#[test]
fn keys_say_what_is_in_force_and_what_they_need() {
    let mut session = Session::new(incident(), 1);
    session.advance_to(-30_000);
    let bad = newest(&session, CONF);
    let Ok(Answer::Keys(keys)) = answer(&session, &Ask::Keys(CONF.into(), bad - 1, bad)) else {
        panic!("keys");
    };
    let key = |name: &str| keys.iter().find(|k| k.key == name).expect(name);
    let max = key("max_connections");
    let told = (
        max.old.as_deref(),
        max.new.as_deref(),
        max.in_force.as_deref(),
    );
    assert_eq!(told, (Some("800"), Some("20"), Some("20")));
    assert_eq!(max.needs, Needs::Restart);
    assert_eq!(key("random_page_cost").needs, Needs::Reload);
    // The template leaves out what the tuned file set to the default.
    let workers = key("autovacuum_max_workers");
    assert_eq!(
        (workers.new.as_deref(), workers.default.as_deref()),
        (None, Some("3"))
    );
    assert_eq!(workers.needs, Needs::Same);

    let waiting = |session: &Session, path: &str| {
        let Ok(Answer::Keys(keys)) = answer(session, &Ask::Waiting(path.into())) else {
            panic!("keys");
        };
        keys
    };
    assert_eq!(waiting(&session, CONF), []);
    let good = Action::Change(Command::RollbackFile {
        path: CONF.into(),
        version: bad - 1,
    });
    act(&mut session, good, 10_000);
    let all = waiting(&session, CONF);
    let max = all.iter().find(|k| k.key == "max_connections");
    let max = max.expect("it waits for a restart");
    assert_eq!(max.in_force.as_deref(), Some("20"));
    assert!(all.iter().any(|k| k.needs == Needs::Reload));
    act(
        &mut session,
        Action::Change(Command::ReloadDatabase {}),
        5_000,
    );
    let left = waiting(&session, CONF);
    assert!(left.iter().all(|k| k.needs == Needs::Restart), "{left:?}");
}

#[test]
fn a_pool_file_waits_for_its_service() {
    let mut session = Session::new(incident(), 1);
    session.advance_to(-200_000);
    let text = session.world().files().text(WEB).expect("the file");
    let text = text.replace("maximumPoolSize=20", "maximumPoolSize=12");
    let edit = Action::Change(Command::EditFile {
        path: WEB.into(),
        text,
        message: "Smaller".into(),
    });
    act(&mut session, edit, 10_000);
    let files = state(&session, false).files;
    let file = files.iter().find(|f| f.path == WEB).expect("the file");
    let reader = FileReader {
        name: "web".into(),
        stale: 24,
        running: 24,
    };
    assert_eq!(file.service, Some(reader));
    let Ok(Answer::Keys(keys)) = answer(&session, &Ask::Waiting(WEB.into())) else {
        panic!("keys");
    };
    let size = &keys[0];
    assert_eq!(size.key, "spring.datasource.hikari.maximumPoolSize");
    assert_eq!(
        (size.in_force.as_deref(), size.new.as_deref()),
        (Some("20"), Some("12"))
    );
    assert_eq!(size.needs, Needs::RollingRestart("web".into()));
    // Looking changes nothing, whatever is looked at.
    let before = session.world().digest();
    session
        .act(Action::Look(Look::Diff(WEB.into())))
        .expect("looking is free");
    assert_eq!(session.world().digest(), before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_blamed_version_of_each_line_contains_it(
        edits in prop::collection::vec((0..60_usize, "[a-z_]{1,8} = [0-9]{1,3}"), 1..8),
    ) {
        let mut session = Session::new(incident(), 1);
        for (at, line) in edits {
            let text = session.world().files().text(CONF).expect("the file");
            let mut lines: Vec<&str> = text.lines().collect();
            let at = at.min(lines.len());
            match line.len() % 3 {
                0 => lines.insert(at, &line),
                1 => drop(lines.splice(at..(at + 2).min(lines.len()), [line.as_str()])),
                _ => drop(lines.splice(at..(at + 1).min(lines.len()), [])),
            }
            let text = lines.join("\n") + "\n";
            let edit = Action::Change(Command::EditFile { path: CONF.into(), text, message: "x".into() });
            act(&mut session, edit, 5_000);
        }
        let history = session.world().files().history(CONF);
        for version in history {
            let asked = Ask::Blame(CONF.into(), version.number);
            let Ok(Answer::Blame(owners)) = answer(&session, &asked) else { panic!("blame") };
            let lines: Vec<&str> = version.text.lines().collect();
            prop_assert_eq!(owners.len(), lines.len());
            for (line, owner) in lines.iter().zip(owners) {
                let owner = history.iter().find(|v| v.number == owner).expect("a version");
                prop_assert!(owner.number <= version.number);
                prop_assert!(owner.text.lines().any(|other| other == *line), "{}", line);
            }
        }
    }
}
