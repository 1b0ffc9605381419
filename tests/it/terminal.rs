//! The terminal: what is typed and what is answered, in the shipped incident.

mod changes;
mod names;
mod page;
mod random;
mod scripts;
mod sql;

use crate::shipped::{ID, small};
use firedrill::drill::Session;
use firedrill::incident::document::Incident;
use firedrill::terminal::{Access, Output, Terminal};
use std::sync::{Arc, OnceLock};

/// The shipped incident with a short history, so that a run takes a moment.
fn incident() -> Arc<Incident> {
    Arc::new(small(240.0, 4.0))
}

/// A run at a time, made once for each time and then copied.
fn run_at(at_ms: i64) -> Session {
    static HEALTHY: OnceLock<Session> = OnceLock::new();
    static OUTAGE: OnceLock<Session> = OnceLock::new();
    let made = match at_ms {
        ..0 => &HEALTHY,
        _ => &OUTAGE,
    };
    let session = made.get_or_init(|| {
        let mut session = Session::new(incident(), 3);
        session.advance_to(at_ms);
        session
    });
    let mut session = session.clone();
    session.advance_to(at_ms);
    until_a_slot_is_free(&mut session);
    session
}

/// In the outage an administrator has to try more than once, too.
fn until_a_slot_is_free(session: &mut Session) {
    for _ in 0..5_000 {
        if session.world().admin_can_connect().is_ok() {
            break;
        }
        let at = session.now_ms() + 1;
        session.advance_to(at);
    }
}

/// A run and a terminal on it.
struct Desk {
    session: Session,
    terminal: Terminal,
}

impl Desk {
    fn at(at_ms: i64) -> Desk {
        let session = run_at(at_ms);
        let terminal = Terminal::new(&session);
        Desk { session, terminal }
    }

    fn output(&mut self, line: &str) -> Output {
        let mut access = Access::new(&mut self.session, false);
        self.terminal.enter(&mut access, line)
    }

    /// What a line is answered with.
    fn ask(&mut self, line: &str) -> String {
        let lines = self.output(line).lines.into_iter();
        lines.map(|l| l.text).collect::<Vec<_>>().join("\n")
    }

    /// What goes on says by the next look.
    fn poll(&mut self) -> Option<String> {
        let mut access = Access::new(&mut self.session, false);
        let output = self.terminal.poll(&mut access)?;
        let lines = output.lines.into_iter().map(|l| l.text);
        Some(lines.collect::<Vec<_>>().join("\n"))
    }

    /// Let this much time pass.
    fn wait(&mut self, ms: i64) {
        let at = self.session.now_ms() + ms;
        self.session.advance_to(at);
    }

    /// As [`Desk::wait`], and then until an administrator finds a slot.
    fn wait_for_a_slot(&mut self, ms: i64) {
        self.wait(ms);
        until_a_slot_is_free(&mut self.session);
    }

    fn looked(&self, evidence: &str) -> bool {
        self.session.looked().iter().any(|(n, _)| n == evidence)
    }
}

/// Before the update; in the outage.
const HEALTHY: i64 = -110_000;
const OUTAGE: i64 = 60_000;
