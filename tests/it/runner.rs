//! The worker's mind without a browser.

use crate::shipped::{ID, shipped};
use firedrill::app::protocol::{Ask, FromWorker, Mode, Start, ToWorker};
use firedrill::app::runner::Runner;
use firedrill::app::saved::SavedRun;
use firedrill::debrief::build::build;
use firedrill::debrief::judge::{Depth, Judge};
use firedrill::debrief::result::{Difference, ResultFile, Verified};
use firedrill::drill::action::{Action, Command, Entry, Journal, Look};
use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::Arc;

/// The player comes in two minutes before minute zero.
const PLAYER_FROM_MS: i64 = -120_000;

/// A runner and a clock that a test winds by hand.
struct Bench {
    runner: Runner,
    now_ms: Cell<f64>,
    arrived: VecDeque<FromWorker>,
}

impl Bench {
    fn start(start: Start) -> Bench {
        let mut bench = Bench {
            runner: Runner::default(),
            now_ms: Cell::new(0.0),
            arrived: VecDeque::new(),
        };
        bench.runner.receive(ToWorker::Start(start));
        bench
    }

    /// One step, `ms` after the last; the clock goes on by 1 ms at each look.
    fn step(&mut self, ms: f64) -> Vec<FromWorker> {
        self.now_ms.set(self.now_ms.get() + ms);
        let now = &self.now_ms;
        self.runner.step(&|| {
            now.set(now.get() + 1.0);
            now.get()
        });
        self.runner.take()
    }

    fn until(&mut self, found: impl Fn(&FromWorker) -> bool) -> FromWorker {
        for _ in 0..200_000 {
            while let Some(message) = self.arrived.pop_front() {
                if found(&message) {
                    return message;
                }
            }
            let fresh = self.step(1.0);
            self.arrived.extend(fresh);
        }
        panic!("the message never came");
    }
}

fn start(mode: Mode, journal: Option<Journal>, resume_at_ms: Option<i64>) -> Start {
    Start {
        incident: ID.into(),
        seed: 1,
        mode,
        journal,
        resume_at_ms,
    }
}

fn report(message: FromWorker) -> firedrill::app::protocol::Report {
    match message {
        FromWorker::Report(report) => *report,
        other => panic!("not a report: {other:?}"),
    }
}

fn is_report(message: &FromWorker) -> bool {
    matches!(message, FromWorker::Report(_))
}

#[test]
fn a_drill_runs_is_paced_and_resumes_where_it_was() {
    let mut bench = Bench::start(start(Mode::Drill, None, None));
    let ready = bench.until(|m| matches!(m, FromWorker::Ready(_)));
    let FromWorker::Ready(ready) = ready else {
        return;
    };
    let first = report(bench.until(is_report));
    assert_eq!(first.now_ms, PLAYER_FROM_MS);
    assert_eq!(
        first.rows.len(),
        456,
        "the history is there: 38 minutes, every 5 s"
    );
    assert!(
        first
            .rows
            .iter()
            .all(|r| r.values.len() == ready.columns.len())
    );

    // Without an acknowledgement no second report comes, however much happens.
    bench.runner.receive(ToWorker::Speed(60.0));
    for _ in 0..50 {
        assert!(!bench.step(20.0).iter().any(is_report));
    }
    bench.runner.receive(ToWorker::Ack(first.seq));
    let second = report(bench.until(is_report));
    assert!(second.now_ms > first.now_ms);
    assert!(
        second.rows.iter().all(|r| r.t_ms > first.rows[455].t_ms),
        "rows come once"
    );

    // An action is answered with the journal's line.
    let look = Action::Look(Look::Chart("cpu".into()));
    bench.runner.receive(ToWorker::Act(7, look.clone()));
    let done = bench.runner.take();
    let FromWorker::Done(7, Ok(receipt)) = &done[0] else {
        panic!("{done:?}")
    };
    assert_eq!(receipt.entry.action, look);

    // A speed that a player chooses is in force at once, and in the journal.
    let stop = Action::Speed { factor: 0.0 };
    bench.runner.receive(ToWorker::Act(8, stop.clone()));
    let done = bench.runner.take();
    let FromWorker::Done(8, Ok(stopped)) = &done[0] else {
        panic!("{done:?}")
    };
    assert_eq!(stopped.entry.action, stop);
    bench.runner.receive(ToWorker::Ack(second.seq));
    let still = report(bench.until(is_report));
    assert_eq!((still.now_ms, still.speed), (stopped.entry.at_ms, 0.0));
    assert!(still.journal.contains(&stopped.entry));

    // Closing and coming back: same clock, same evidence, same samples.
    let journal = Journal {
        version: 1,
        incident: ID.into(),
        seed: 1,
        entries: vec![receipt.entry.clone()],
    };
    let at = receipt.entry.at_ms + 1500;
    let mut again = Bench::start(start(Mode::Drill, Some(journal), Some(at)));
    let back = report(again.until(is_report));
    assert_eq!(back.now_ms, at);
    assert_eq!(back.state.looked[0].evidence, "chart:cpu");
    assert_eq!(back.rows[..456], first.rows[..]);
}

#[test]
fn what_is_asked_is_answered() {
    let mut bench = Bench::start(start(Mode::Guided, None, Some(-60_000)));
    let report = report(bench.until(is_report));
    let file = &report.state.files[report
        .state
        .files
        .iter()
        .position(|f| f.path.ends_with("postgresql.conf"))
        .expect("the database's file")];
    assert_eq!(file.versions.len(), 4, "the update has written one");
    assert_eq!(file.in_force, Some(4));
    assert!(report.state.coach.is_some());
    let path = file.path.clone();
    let asks = [
        (Ask::File(path.clone(), 4), true),
        (Ask::File(path.clone(), 9), false),
        (Ask::Diff(path.clone(), 3, 4), true),
        (Ask::Settings, true),
        (Ask::CheckEdit(path, "max_connections = x".into()), true),
    ];
    for (id, (ask, good)) in asks.into_iter().enumerate() {
        bench.runner.receive(ToWorker::Ask(id as u64, ask.clone()));
        let answer = bench.runner.take();
        let FromWorker::Answer(_, answer) = &answer[0] else {
            panic!("{answer:?}")
        };
        assert_eq!(answer.is_ok(), good, "{ask:?}: {answer:?}");
    }
}

#[test]
fn watching_plays_the_original_team_and_keeps_the_controls() {
    let mut bench = Bench::start(start(Mode::Watch, None, Some(320_000)));
    let report = report(bench.until(is_report));
    assert!(
        report.state.pages[0].acknowledged_ms == Some(300_000),
        "as in the account"
    );
    bench.runner.receive(ToWorker::Act(
        1,
        Action::Change(Command::RestartDatabase {}),
    ));
    let done = bench.runner.take();
    assert!(matches!(&done[0], FromWorker::Done(1, Err(why)) if why.contains("watching")));
}

#[test]
fn wrong_starts_are_refused_in_words() {
    let mut wrong = start(Mode::Drill, None, None);
    wrong.incident = "nothing".into();
    let mut bench = Bench::start(wrong);
    assert!(
        matches!(&bench.runner.take()[..], [FromWorker::Refused(why)] if why.contains("no inc"))
    );
    bench.runner.receive_text("{\"start\": 3}");
    assert!(matches!(&bench.runner.take()[..], [FromWorker::Refused(_)]));
    let entry = firedrill::drill::action::Entry {
        at_ms: -100_000,
        action: Action::Change(Command::Scale {
            service: "nothing".into(),
            instances: 3,
        }),
    };
    let journal = Journal {
        version: 1,
        incident: ID.into(),
        seed: 1,
        entries: vec![entry],
    };
    let mut bench = Bench::start(start(Mode::Drill, Some(journal), Some(-90_000)));
    let refused = bench.until(|m| matches!(m, FromWorker::Refused(_) | FromWorker::Ready(_)));
    assert!(matches!(refused, FromWorker::Refused(why) if why.contains("no service")));
}

#[test]
fn the_worker_that_judges_tells_the_debrief_when_the_run_is_over() {
    let resolve = vec![
        Entry {
            at_ms: 40_000,
            action: Action::Acknowledge {},
        },
        Entry {
            at_ms: 45_000,
            action: Action::Change(Command::RestartDatabase {}),
        },
        Entry {
            at_ms: 50_000,
            action: Action::Change(Command::Scale {
                service: "web".into(),
                instances: 20,
            }),
        },
        Entry {
            at_ms: 60_000,
            action: Action::Resolve {},
        },
    ];
    let journal = Journal {
        version: 1,
        incident: ID.into(),
        seed: 1,
        entries: resolve.clone(),
    };
    // A page that is loaded again takes up a run that is over, and comes to its debrief.
    let incident = shipped();
    let left = SavedRun::new(Mode::Drill, 60_000, 0, journal).taken_up(&incident);
    let resume = start(Mode::Drill, Some(left.journal), Some(left.now_ms));
    let mut played = Bench::start(resume);
    let last = report(played.until(is_report));
    assert!(
        last.state.over && last.journal == resolve,
        "{:?}",
        last.journal
    );

    let bench = || Bench {
        runner: Runner::default(),
        now_ms: Cell::new(0.0),
        arrived: VecDeque::new(),
    };
    let (mut judge, mut assistant) = (bench(), bench());
    let start = start(Mode::Drill, None, None);
    judge.runner.receive(ToWorker::Judge(start.clone()));
    assistant.runner.receive(ToWorker::Assist(start));
    // What is told in pieces comes out as what is told at once.
    let (early, late) = last.journal.split_at(2);
    for bench in [&mut judge, &mut assistant] {
        bench
            .runner
            .receive(ToWorker::Follow(early.to_vec(), 47_000));
        bench.runner.receive(ToWorker::Hush);
        for _ in 0..50 {
            assert!(bench.step(1.0).is_empty(), "nobody has asked");
        }
        bench
            .runner
            .receive(ToWorker::Follow(late.to_vec(), last.now_ms));
        bench.runner.receive(ToWorker::Reckon);
    }
    // The assistant finds how the run goes on and what the last change was worth, and the judge
    // need not run that.
    for left_out in [None, Some(1)] {
        let finding = assistant.until(|message| matches!(message, FromWorker::Found(_)));
        let FromWorker::Found(finding) = finding else {
            unreachable!()
        };
        assert_eq!((finding.left_out, finding.changes), (left_out, 2));
        judge.runner.receive(ToWorker::Found(finding));
    }
    let told = judge.until(|message| matches!(message, FromWorker::Debrief(..)));
    let FromWorker::Debrief(debrief, told_result) = told else {
        unreachable!()
    };

    let incident = Arc::new(incident);
    let mut alone = Judge::new(&incident, 1, Depth::Full).expect("a judge");
    alone.follow(&resolve, 60_000);
    while !alone.step(u64::MAX) {}
    let judgement = alone.judgement().expect("all was run");
    assert_eq!(*debrief, build(&judgement, Mode::Drill));
    let result = ResultFile::of(&judgement);
    assert_eq!(told_result.as_deref(), Some(&result));
    a_result_is_verified(&result);
}

/// The worker's answer about a text.
fn verified(text: String) -> Result<Verified, Difference> {
    let mut bench = Bench {
        runner: Runner::default(),
        now_ms: Cell::new(0.0),
        arrived: VecDeque::new(),
    };
    bench.runner.receive(ToWorker::Verify(text));
    match bench.until(|message| matches!(message, FromWorker::Verified(_))) {
        FromWorker::Verified(answer) => answer,
        _ => unreachable!(),
    }
}

/// A worker that is asked to verify says what the command says.
fn a_result_is_verified(result: &ResultFile) {
    let verified_one = verified(result.to_text()).expect("nothing was changed");
    assert_eq!(
        verified_one.words(),
        format!("ok, {:.1} of 100 points", result.score.total)
    );
    let place = |text: String| verified(text).expect_err("changed").place;
    let mut changed = result.clone();
    changed.seed += 1;
    assert_eq!(place(changed.to_text()), "$.journal[0].hash");
    let mut changed = result.clone();
    changed.incident.id = "other".into();
    assert_eq!(place(changed.to_text()), "$.incident.id");
    assert_eq!(place("{".into()), "$");
}
