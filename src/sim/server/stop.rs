//! The end of the server process: smart, fast and immediate, and by a crash.
//!
//! Lines and their order as PostgreSQL 15.18 wrote them when it was stopped and killed.

use super::Status;
use super::life::Step;
use crate::database::{ConnectError, Phase};
use crate::event::{Event, Job};
use crate::journald::Level;
use crate::slab::Handle;
use crate::spec::StopMode;
use crate::time::{MS, Nanos};
use crate::wal::Cause;
use crate::world::World;

/// A smart shutdown looks this often whether the last session has ended.
const SMART_LOOK: Nanos = 100 * MS;
/// Process id of the logical replication launcher; backends have ids from 1000 on.
const LAUNCHER_PID: u32 = 998;

impl World {
    /// `pg_ctl stop -m MODE`; `again`: a start follows. A faster mode may overtake a
    /// slower one that is under way.
    pub(crate) fn stop_database(&mut self, mode: StopMode, again: bool) {
        let life = &mut self.server.life;
        let overtakes = match self.server.status {
            Status::Down => return,
            Status::Ready | Status::Starting | Status::Recovering => true,
            Status::Stopping => mode as u8 > life.mode as u8,
        };
        life.start_again |= again;
        if !overtakes {
            return;
        }
        if mode == StopMode::Smart && self.server.status != Status::Ready {
            // A start under way is stopped as fast stops do: no session waits.
            return self.stop_database(StopMode::Fast, again);
        }
        let mid_start = matches!(self.server.status, Status::Starting | Status::Recovering);
        life.mode = mode;
        self.server.status = Status::Stopping;
        let name = match mode {
            StopMode::Smart => "smart",
            StopMode::Fast => "fast",
            StopMode::Immediate => "immediate",
        };
        self.say("shutdown", format!("received {name} shutdown request"));
        match mode {
            StopMode::Smart => {
                self.step_at(self.calendar.now(), Step::Waiting);
            }
            StopMode::Fast if mid_start => {
                // Nothing is to be saved: the next start recovers as this one would have.
                self.end_all_sessions(ConnectError::ShuttingDown);
                self.processes_gone();
            }
            StopMode::Fast => {
                self.say("shutdown", "aborting any active transactions".into());
                self.end_all_sessions(ConnectError::Terminated);
                self.write_shutdown_checkpoint();
            }
            StopMode::Immediate => {
                self.server.life.clean &= mid_start;
                self.end_all_sessions(ConnectError::ImmediateShutdown);
                self.processes_gone();
            }
        }
    }

    pub(super) fn say(&mut self, code: &'static str, text: String) {
        self.log_database(Level::Info, code, text);
    }

    /// The next step of a start or a stop; earlier ones that are still to come are stale.
    pub(super) fn step_at(&mut self, at: Nanos, step: Step) {
        self.server.epoch += 1;
        self.server.life.step = step;
        let epoch = self.server.epoch;
        self.calendar.push(at, Event::DatabaseStep(epoch));
    }

    /// A smart shutdown goes on when the last session has ended.
    pub(super) fn smart_shutdown_waits(&mut self) {
        if self.server.slots_used > 0 {
            let at = self.calendar.now() + SMART_LOOK;
            return self.step_at(at, Step::Waiting);
        }
        self.write_shutdown_checkpoint();
    }

    fn write_shutdown_checkpoint(&mut self) {
        let base = self.spec.database.shutdown;
        // It is there on every server that could have a standby, whether it has one or not.
        let launcher = "background worker \"logical replication launcher\"";
        let text = format!("{launcher} (PID {LAUNCHER_PID}) exited with exit code 1");
        self.say("worker", text);
        self.say("shutdown", "shutting down".into());
        let written = if let Some(wal) = &mut self.server.life.wal {
            wal.checkpointer_stops();
            self.begin_checkpoint(Cause::Shutdown)
        } else {
            self.say("shutdown", "checkpoint starting: shutdown immediate".into());
            self.calendar.now()
        };
        self.step_at(written + base, Step::Stopped);
    }

    /// The shutdown checkpoint is written.
    pub(super) fn stopped(&mut self) {
        if self.server.life.wal.is_some() {
            self.complete_checkpoint();
        } else {
            self.say("shutdown", "checkpoint complete".into());
        }
        self.server.life.clean = true;
        self.server.life.crashed = false;
        self.server.life.recovering = false;
        self.server.life.control_at = self.calendar.now();
        self.end_all_sessions(ConnectError::ShuttingDown);
        self.processes_gone();
    }

    /// The last process has ended.
    fn processes_gone(&mut self) {
        self.say("shutdown", "database system is shut down".into());
        self.server.status = Status::Down;
        self.memory_is_lost();
        if std::mem::take(&mut self.server.life.start_again) {
            self.start_database();
        }
    }

    /// What stood in shared memory is gone; the log's files are not.
    fn memory_is_lost(&mut self) {
        self.server.life.vacuum.stop();
        let clean = self.server.life.clean;
        if let Some(wal) = &mut self.server.life.wal {
            if clean {
                wal.checkpointer_stops();
            } else {
                wal.crashed();
            }
        }
    }

    pub(crate) fn end_all_sessions(&mut self, why: ConnectError) {
        let all: Vec<Handle> = self.connections.iter().map(|(handle, _)| handle).collect();
        for handle in all {
            let starting = self
                .connections
                .get(handle)
                .is_some_and(|c| c.phase == Phase::Forking);
            let polite = matches!(why, ConnectError::Terminated);
            let error = if starting && polite {
                ConnectError::ShuttingDown
            } else {
                why
            };
            self.terminate_backend(handle, error);
        }
    }

    /// The oldest of the backends that run a query: the OOM killer's choice, as it has
    /// had the most time to fill its memory; else any session.
    pub(crate) fn largest_backend(&self) -> Option<Handle> {
        let alive = self.connections.iter().filter(|(_, c)| c.is_backend());
        alive
            .filter(|(_, c)| !matches!(c.phase, Phase::Forking | Phase::Authenticating))
            .min_by_key(|(_, c)| (!c.phase.runs_statement(), c.since, c.pid))
            .map(|(handle, _)| handle)
    }

    /// A backend died of a signal: shared memory may be damaged, so all others are
    /// ended too and the server recovers (`HandleChildCrash`).
    pub(crate) fn backend_crashed(&mut self, victim: Option<Handle>, signal: &str) {
        if self.server.status == Status::Down || self.server.life.unreachable {
            return;
        }
        let pid = victim.and_then(|h| self.connections.get(h)).map(|c| c.pid);
        let pid = pid.unwrap_or(self.server.next_pid);
        let text = format!("server process (PID {pid}) was terminated by signal {signal}");
        self.say("crash", text);
        self.say(
            "crash",
            "terminating any other active server processes".into(),
        );
        self.server.life.clean = false;
        self.server.life.crashed = true;
        let stopping = self.server.status == Status::Stopping;
        self.server.status = Status::Recovering;
        self.end_all_sessions(ConnectError::CrashOfAnother);
        if stopping || !self.server.settings.on("restart_after_crash") {
            let text = if stopping {
                "abnormal database system shutdown"
            } else {
                "shutting down because restart_after_crash is off"
            };
            self.say("crash", text.into());
            self.processes_gone();
            if !stopping {
                self.supervisor_looks();
            }
            return;
        }
        let text = "all server processes terminated; reinitializing";
        self.say("crash", text.into());
        let host = self.spec.database.host.clone();
        let title = format!("{host}: a backend crashed, all sessions were ended");
        self.notice(title, "postgresql");
        self.memory_is_lost();
        self.empty_buffers();
        let at = self.calendar.now() + self.spec.database.startup;
        self.say_how_it_was_left();
        self.step_at(at, Step::Started);
    }

    /// The startup process could not go on: the server ends.
    pub(super) fn startup_failed(&mut self, why: String) {
        let pid = self.server.next_pid;
        self.log_database(Level::Fatal, "53100", why);
        let text = format!("startup process (PID {pid}) exited with exit code 1");
        self.say("startup", text);
        self.say(
            "startup",
            "terminating any other active server processes".into(),
        );
        self.say(
            "startup",
            "shutting down due to startup process failure".into(),
        );
        self.server.life.clean = false;
        self.server.life.recovering = true;
        self.server.error = Some("No space left on device".into());
        self.end_all_sessions(ConnectError::CrashOfAnother);
        self.processes_gone();
        self.supervisor_looks();
    }

    /// A supervisor, if there is one, starts the server again after a while.
    fn supervisor_looks(&mut self) {
        if let Some(after) = self.spec.database.lifecycle.restarted_after {
            let at = self.calendar.now().saturating_add(after);
            let event = Event::Background(Job::Supervisor, self.server.epoch);
            self.calendar.push(at, event);
        }
    }

    pub(crate) fn on_supervisor(&mut self, epoch: u32) {
        if self.server.epoch == epoch && self.server.status == Status::Down {
            self.start_database();
        }
    }
}
