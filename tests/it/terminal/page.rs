//! The terminal through the worker's mind: lines in, answers and journal entries out.

use firedrill::app::protocol::{Answer, Ask, FromWorker, Mode, Start, ToWorker};
use firedrill::app::runner::Runner;
use firedrill::terminal::{Output, Waits};
use std::cell::Cell;

fn ready() -> (Runner, Cell<f64>) {
    let mut runner = Runner::default();
    runner.receive(ToWorker::Start(Start {
        incident: super::ID.into(),
        seed: 1,
        mode: Mode::Drill,
        journal: None,
        resume_at_ms: None,
    }));
    let now = Cell::new(0.0);
    for _ in 0..200_000 {
        runner.step(&|| {
            now.set(now.get() + 1.0);
            now.get()
        });
        let messages = runner.take();
        if messages.iter().any(|m| matches!(m, FromWorker::Ready(_))) {
            return (runner, now);
        }
    }
    panic!("the run was never ready");
}

fn said(runner: &mut Runner) -> Option<Output> {
    runner.take().into_iter().find_map(|message| match message {
        FromWorker::Terminal(output) => Some(*output),
        _ => None,
    })
}

#[test]
fn lines_go_in_and_answers_come_out() {
    let (mut runner, now) = ready();
    runner.receive(ToWorker::Terminal(String::new()));
    let greeting = said(&mut runner).expect("a greeting");
    assert_eq!(greeting.prompt, "oncall@db-1:~$ ");
    assert!(greeting.entries.is_empty());

    runner.receive(ToWorker::Terminal("psql -Atc 'SHOW port'".into()));
    let answer = said(&mut runner).expect("an answer");
    assert_eq!(answer.lines[0].text, "5432");
    assert_eq!(answer.entries.len(), 2, "what was typed and what was seen");

    runner.receive(ToWorker::Ask(9, Ask::Complete("systemctl sta".into(), 13)));
    let messages = runner.take();
    let [FromWorker::Answer(9, Ok(Answer::Complete(found)))] = &messages[..] else {
        panic!("{messages:?}");
    };
    assert_eq!((found.from, found.choices.len()), (10, 2));

    let sql = "SELECT name, setting::int FROM pg_settings WHERE name = 'port'";
    runner.receive(ToWorker::Ask(10, Ask::Query(sql.into())));
    let messages = runner.take();
    let [FromWorker::Answer(10, Ok(Answer::Table(columns, rows)))] = &messages[..] else {
        panic!("{messages:?}");
    };
    assert_eq!(columns[1], ("setting".to_string(), true));
    assert_eq!(rows[0], ["port", "5432"]);

    // What goes on comes by itself, and ends when it is told to.
    let follow = "watch -n 1 date";
    runner.receive(ToWorker::Terminal(follow.into()));
    assert_eq!(said(&mut runner).map(|o| o.waits), Some(Waits::Interrupt));
    runner.receive(ToWorker::Speed(60.0));
    let mut more = None;
    for _ in 0..200 {
        now.set(now.get() + 20.0);
        runner.step(&|| {
            now.set(now.get() + 1.0);
            now.get()
        });
        more = more.or(said(&mut runner));
    }
    assert!(more.is_some_and(|output| output.replace));
    runner.receive(ToWorker::Terminal("\u{3}".into()));
    assert_eq!(said(&mut runner).map(|o| o.waits), Some(Waits::Command));
}
