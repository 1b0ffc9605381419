//! The start of the server process: what is written comes into force, the log since the
//! last checkpoint is replayed, and clients may come.

use super::life::Step;
use super::{Status, level_of};
use crate::config::in_force::Settings;
use crate::database::ConnectError;
use crate::event::Job;
use crate::time::{SEC, to_seconds};
use crate::wal::{Cause, lsn_text};
use crate::world::World;

impl World {
    /// `systemctl start postgresql`.
    pub(crate) fn start_database(&mut self) {
        if self.server.life.unreachable {
            // Fenced: a standby is taking over.
            return;
        }
        let now = self.calendar.now();
        let parsed = self.written_database_config();
        match Settings::start(&parsed) {
            Err(errors) => {
                for error in &errors {
                    for (severity, text) in error.log_lines() {
                        self.log_database(level_of(severity), "F0000", text);
                    }
                }
                self.server.error = errors.first().map(|e| e.message.clone());
                let host = self.spec.database.host.clone();
                self.notice(
                    format!("{host} did not start: its configuration has errors"),
                    "",
                );
            }
            Ok(settings) => {
                self.server.settings = settings;
                self.server.error = None;
                self.server.copy_limits();
                self.server.version_in_force = self.latest_database_version();
                self.empty_buffers();
                self.server.status = Status::Starting;
                self.server.life.crashed = false;
                self.server.life.mode = crate::spec::StopMode::Fast;
                let texts = [
                    "starting PostgreSQL 15.12 on x86_64-pc-linux-gnu, 64-bit",
                    "listening on IPv4 address \"0.0.0.0\", port 5432",
                    "listening on Unix socket \"/var/run/postgresql/.s.PGSQL.5432\"",
                ];
                for text in texts {
                    self.say("startup", text.into());
                }
                self.say_how_it_was_left();
                self.step_at(now + self.spec.database.startup, Step::Started);
            }
        }
    }

    /// Shared buffers are empty, and nobody waits for the disk any more.
    pub(crate) fn empty_buffers(&mut self) {
        let now = self.calendar.now();
        let server = &mut self.server;
        server
            .cache
            .restart(server.settings.bytes("shared_buffers"));
        server.disk_work = server.disk_busy(now);
        server.disk_free_at = now;
        self.memory_changes();
    }

    /// The first thing that the startup process says.
    pub(super) fn say_how_it_was_left(&mut self) {
        let life = &self.server.life;
        let (clean, recovering) = (life.clean, life.recovering);
        let at = self.log_time(self.server.life.control_at);
        if clean {
            self.say("startup", format!("database system was shut down at {at}"));
        } else if recovering {
            let text = format!("database system was interrupted while in recovery at {at}");
            self.say("startup", text);
            let hint = "HINT:  This probably means that some data is corrupted and you will have \
                        to use the last backup for recovery.";
            self.say("startup", hint.into());
        } else {
            let text = format!("database system was interrupted; last known up at {at}");
            self.say("startup", text);
        }
    }

    pub(crate) fn on_database_step(&mut self, epoch: u32) {
        if self.server.epoch != epoch {
            return;
        }
        match (self.server.status, self.server.life.step) {
            (Status::Stopping, Step::Waiting) => self.smart_shutdown_waits(),
            (Status::Stopping, _) => self.stopped(),
            (Status::Starting | Status::Recovering, Step::Started) => self.started(),
            (Status::Starting | Status::Recovering, Step::Redone) => self.redone(),
            (Status::Starting | Status::Recovering, _) => self.recovered(),
            (Status::Ready | Status::Down, _) => {}
        }
    }

    /// The process is up: is there something to replay?
    fn started(&mut self) {
        if self.server.life.clean {
            return self.open_for_clients();
        }
        let now = self.calendar.now();
        let text = "database system was not properly shut down; automatic recovery in progress";
        self.say("recovery", text.into());
        self.server.life.recovering = true;
        self.server.life.control_at = now;
        self.server.life.redo_began = now;
        let Some(wal) = &self.server.life.wal else {
            // The file gives no log: there is nothing to replay.
            self.say("recovery", "redo is not required".into());
            return self.recovered();
        };
        let (from, time) = (wal.redo, wal.redo_time());
        self.say("recovery", format!("redo starts at {}", lsn_text(from)));
        self.step_at(now.saturating_add(time), Step::Redone);
    }

    fn redone(&mut self) {
        let elapsed = to_seconds(self.calendar.now() - self.server.life.redo_began);
        let free = self.disk_free_bytes().unwrap_or(u64::MAX);
        let Some(wal) = &mut self.server.life.wal else {
            return self.recovered();
        };
        // Replay keeps one core busy; an eighth of it is the kernel's.
        let (user, system) = (elapsed * 0.875, elapsed * 0.125);
        let end = lsn_text(wal.lsn);
        // The checkpoint's own record has to go somewhere.
        let room = wal.append(114, 0, free).is_ok() && free > 0;
        let text = format!(
            "redo done at {end} system usage: CPU: user: {user:.2} s, system: {system:.2} s, \
             elapsed: {elapsed:.2} s"
        );
        // How replay finds out where the log ends.
        let invalid = format!("invalid record length at {end}: wanted 24, got 0");
        self.say("recovery", invalid);
        self.say("recovery", text);
        if !room {
            let pid = self.next_pid();
            return self.startup_failed(format!(
                "could not write to file \"pg_wal/xlogtemp.{pid}\": No space left on device"
            ));
        }
        let written = self.begin_checkpoint(Cause::EndOfRecovery);
        self.step_at(written, Step::Recovered);
    }

    fn recovered(&mut self) {
        self.complete_checkpoint();
        self.open_for_clients();
    }

    fn open_for_clients(&mut self) {
        let now = self.calendar.now();
        let life = &mut self.server.life;
        (life.clean, life.crashed, life.recovering) = (false, false, false);
        life.control_at = now;
        self.server.status = Status::Ready;
        self.server.started_at = now;
        let text = "database system is ready to accept connections";
        self.say("startup", text.into());
        let host = self.spec.database.host.clone();
        self.notice(format!("{host} is ready"), "postgresql");
        self.background_begins();
    }

    pub(crate) fn on_background(&mut self, job: Job, number: u32) {
        match job {
            Job::Checkpoint => self.on_checkpointer(number),
            Job::Vacuum => self.on_vacuum(number),
            Job::OomKill => self.on_oom_kill(),
            Job::Supervisor => self.on_supervisor(number),
            Job::Promoted => self.on_promoted(),
            Job::AddressMoves => self.on_address_moves(),
        }
    }

    /// The processes that work in the background begin: at the world's start and whenever
    /// the server is up.
    pub(crate) fn background_begins(&mut self) {
        self.checkpointer_restarts();
        self.vacuum_waits();
    }

    /// What a client is told that comes while the server starts.
    pub(crate) fn not_ready_yet(&self) -> ConnectError {
        if self.server.life.crashed {
            ConnectError::Recovering
        } else {
            ConnectError::StartingUp
        }
    }

    pub(super) fn next_pid(&mut self) -> u32 {
        self.server.next_pid = 1000 + (self.server.next_pid - 999) % 31_000;
        self.server.next_pid
    }

    /// A time as the log writes it, e.g. `2025-03-15 14:00:00 UTC`.
    pub(crate) fn log_time(&self, at: u64) -> String {
        let start = self.spec.database.lifecycle.unix_start_s;
        super::utc::log_time(start.saturating_add((at / SEC) as i64))
    }
}
