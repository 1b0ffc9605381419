//! Changes by the terminal are those of the buttons: asked for, in the journal, with their time.

use super::{Desk, HEALTHY, OUTAGE};
use firedrill::drill::Session;
use firedrill::drill::action::{Action, Command, Look, StopMode};
use firedrill::terminal::{Access, Terminal, Waits};

const CONF: &str = "/etc/postgresql/15/main/postgresql.conf";

fn actions(desk: &Desk) -> Vec<Action> {
    let entries = desk.session.journal().entries.iter();
    let actions = entries.map(|e| e.action.clone());
    actions.filter(|a| !matches!(a, Action::Look(_))).collect()
}

#[test]
fn the_cause_is_found_and_removed_by_typing_alone() {
    let mut desk = Desk::at(OUTAGE);
    let status = desk.ask("systemctl status postgresql");
    assert!(
        status.contains("Active: active (running) since Sat 2025-03-15 13:58:"),
        "{status}"
    );
    let log = desk.ask("grep FATAL /var/log/postgresql/postgresql-15-main.log | tail -n 3");
    assert!(log.contains("FATAL:  "), "{log}");
    assert!(desk.looked("log:postgresql:53300"));
    assert!(
        desk.ask("psql -c 'SHOW max_connections'")
            .contains("\n 20\n")
    );
    assert!(desk.looked("setting:max_connections"));
    desk.ask("psql -c \"SELECT state, count(*) FROM pg_stat_activity GROUP BY 1\"");
    assert!(desk.looked("activity"));
    let log = desk.ask("git log --oneline -- postgresql.conf");
    assert!(
        log.lines()
            .next()
            .is_some_and(|l| l.contains("postgresql-15-base-config")),
        "{log}"
    );
    let diff = desk.ask("git diff HEAD~1 -- postgresql.conf");
    assert!(diff.contains("-max_connections = 800") && diff.contains("+max_connections = 20"));
    assert!(desk.looked(&format!("diff:{CONF}")));

    // No is no.
    let before = log.lines().nth(1).expect("a version before");
    let hash = before.split(' ').next().expect("a hash");
    let checkout = format!("git checkout {hash} -- postgresql.conf");
    assert_eq!(desk.output(&checkout).waits, Waits::Answer);
    assert_eq!(desk.ask("n"), "Not done.");
    assert!(actions(&desk).is_empty());

    desk.ask(&checkout);
    assert_eq!(desk.output("y").waits, Waits::Interrupt);
    desk.wait(3_000);
    assert_eq!(desk.poll(), None, "the file takes its time");
    // What is typed meanwhile waits, as in any shell.
    assert_eq!(desk.ask("git log --oneline -1 -- postgresql.conf"), "");
    desk.wait(3_000);
    let said = desk.poll().expect("the command has ended");
    assert!(said.starts_with("Updated 1 path from "), "{said}");
    let typed = desk.poll().expect("what was typed ahead");
    assert!(
        typed.contains("HEAD -> main") && !typed.contains("base-config"),
        "{typed}"
    );
    desk.wait_for_a_slot(2_000);
    let pending = "psql -Atc \"SELECT name FROM pg_settings WHERE pending_restart\"";
    assert_eq!(desk.ask(pending), "", "nothing has told the server yet");
    desk.ask("sudo systemctl reload postgresql");
    desk.ask("y");
    desk.wait_for_a_slot(2_000);
    assert!(desk.ask(pending).contains("max_connections"));

    desk.ask("systemctl restart postgresql");
    assert_eq!(desk.output("y").waits, Waits::Interrupt);
    desk.wait(3_000);
    assert_eq!(desk.poll(), None, "the command waits for the server");
    desk.wait(20_000);
    assert_eq!(desk.poll().as_deref(), Some(""));
    assert!(
        desk.ask("psql -Atc 'SHOW max_connections'")
            .starts_with("800")
    );
    desk.ask("pipeline pause db-base-config");
    desk.ask("y");
    let done = [
        Action::Change(Command::RollbackFile {
            path: CONF.into(),
            version: 3,
        }),
        Action::Change(Command::ReloadDatabase {}),
        Action::Change(Command::RestartDatabase {}),
        Action::PausePipeline {
            pipeline: "db-base-config".into(),
            paused: true,
        },
    ];
    assert_eq!(actions(&desk), done);
    let typed = Look::Command("pipeline pause db-base-config".into());
    let entries = &desk.session.journal().entries;
    assert!(
        entries
            .iter()
            .any(|e| e.action == Action::Look(typed.clone()))
    );
    assert!(
        !desk.looked(&typed.evidence()),
        "what was typed is no evidence"
    );
}

#[test]
fn a_journal_of_a_terminal_is_played_again_without_one() {
    let mut desk = Desk::at(HEALTHY);
    for line in [
        "kubectl scale deployment/web --replicas=30",
        "y",
        "psql -c \"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'web'\"",
        "y",
        "pg_ctl stop -m immediate",
        "y",
    ] {
        desk.ask(line);
        desk.wait(2_000);
    }
    let journal = desk.session.journal().clone();
    let text = serde_json::to_string(&journal).expect("plain data");
    let journal = firedrill::drill::journal::parse(&text).expect("own journals load");
    let mut again = Session::new(super::incident(), journal.seed);
    again.queue(journal.entries.clone());
    again.advance_to(desk.session.now_ms());
    assert!(again.rejected().is_empty(), "{:?}", again.rejected());
    assert_eq!(again.world().digest(), desk.session.world().digest());
}

#[test]
fn sessions_end_that_were_named_and_no_others() {
    let mut desk = Desk::at(HEALTHY);
    let count = |desk: &Desk, user: &str| {
        let sessions = desk.session.world().sessions();
        let pids: Vec<u32> = sessions
            .iter()
            .filter(|s| s.user == user)
            .map(|s| s.pid)
            .collect();
        pids
    };
    let (web, orders) = (count(&desk, "web"), count(&desk, "orders"));
    let pid = web[0];
    desk.ask(&format!("psql -c 'SELECT pg_terminate_backend({pid})'"));
    assert!(desk.ask("y").contains(" t"));
    desk.wait(1_100);
    assert!(!count(&desk, "web").contains(&pid));
    let kept = count(&desk, "orders");
    assert!(orders.iter().filter(|p| kept.contains(p)).count() + 5 > orders.len());
    let warning = desk.ask("psql -c 'SELECT pg_terminate_backend(1)'");
    assert!(
        warning.contains("WARNING:  PID 1 is not a PostgreSQL backend process"),
        "{warning}"
    );
}

#[test]
fn who_watches_looks_and_does_not_touch() {
    let mut desk = Desk::at(OUTAGE);
    let mut terminal = Terminal::new(&desk.session);
    let mut access = Access::new(&mut desk.session, true);
    terminal.enter(&mut access, "systemctl restart postgresql");
    let output = terminal.enter(&mut access, "y");
    assert!(
        output.lines.iter().any(|l| l.text.contains("watching")),
        "{output:?}"
    );
    assert!(desk.session.journal().entries.is_empty());
}

#[test]
fn what_the_engine_can_do_is_an_action() {
    let fits = |action: Action| {
        let mut session = super::run_at(HEALTHY);
        session
            .act(action.clone())
            .map_err(|why| format!("{action:?}: {why}"))
    };
    let web = || "web".to_string();
    for action in [
        Action::Change(Command::StopDatabase {
            mode: StopMode::Smart,
        }),
        Action::Change(Command::PauseRollout {
            service: web(),
            paused: true,
        }),
        Action::UndoRollout { service: web() },
        Action::Change(Command::ShedLoad {
            service: web(),
            percent: 30,
        }),
        Action::Change(Command::DrainInstance {
            service: web(),
            instance: 3,
            out: true,
        }),
        Action::Pools {
            service: web(),
            command: firedrill::drill::action::PoolCommand::Evict,
        },
    ] {
        fits(action).expect("the shop has this part");
    }
    for action in [
        Action::Change(Command::StartDatabase {}),
        Action::Change(Command::Failover {}),
        Action::Change(Command::FreeDisk { mb: None }),
        Action::DropSlot {},
        Action::Change(Command::FlushCache { service: web() }),
        Action::Change(Command::TerminateBackends { pids: vec![] }),
        Action::Bouncer {
            command: firedrill::drill::action::BouncerCommand::Pause,
        },
    ] {
        fits(action).expect_err("the shop lacks this part, or it changes nothing");
    }
}

#[test]
fn a_loop_goes_on_until_its_command_succeeds() {
    let mut desk = Desk::at(OUTAGE);
    let restart = desk
        .session
        .act(Action::Change(Command::RestartDatabase {}));
    restart.expect("it can be restarted");
    desk.wait(3_000);
    let line = "until psql -Atc 'SHOW port'; do sleep 2; done";
    let refused = desk.output(line);
    assert_eq!(refused.waits, Waits::Interrupt);
    assert_eq!(
        refused.lines.len(),
        1,
        "an error and no advice: {refused:?}"
    );
    desk.wait(1_900);
    assert_eq!(desk.poll(), None, "it sleeps");
    desk.wait(100);
    let again = desk.poll().expect("the second turn");
    assert!(again.starts_with("psql: error: "), "{again}");
    // What is typed meanwhile waits; the server is there after a while, and the loop is over.
    assert_eq!(desk.ask("date"), "");
    let mut turns = (0..600).filter_map(|_| {
        desk.wait(1_000);
        desk.poll()
    });
    assert_eq!(
        turns.find(|said| !said.contains("error")).as_deref(),
        Some("5432")
    );
    let typed = desk.poll().expect("what was typed ahead");
    assert!(typed.contains("UTC 2025"), "{typed}");
    assert_eq!(
        desk.ask("psql -c 'SELECT"),
        "-bash: unexpected EOF while looking for matching `''"
    );

    // What asks before it changes something asks in a loop too, and once.
    let change = "while ! systemctl reload postgresql; do :; done";
    assert_eq!(desk.output(change).waits, Waits::Answer);
    assert_eq!(desk.ask("n"), "Not done.");
    let endless = "until psql -U nobody -d nothing; do sleep 1; done";
    assert_eq!(desk.output(endless).waits, Waits::Interrupt);
    assert_eq!(desk.output("\u{3}").waits, Waits::Command);
}
