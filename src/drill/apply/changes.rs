//! Changes of the server's machine, of sessions, of the web tier, of pools and PgBouncer.

use super::COMMAND_DELAY;
use crate::drill::action::{Action, BouncerCommand, PoolCommand, StopMode};
use crate::drill::session::Session;
use crate::sim::spec::{self, Command};

/// Sessions that one action names, at most.
pub const PIDS_MAX: usize = 2_000;

impl Session {
    /// Do what [`Session::change`] does not, or say why not. Nothing changes on an error.
    pub(super) fn change_more(&mut self, action: &Action) -> Result<String, String> {
        if let Action::UndoRollout { service } = action {
            return self.undo_rollout(service);
        }
        let (command, title, note) = self.more(action)?;
        self.world.check(&command)?;
        self.command(COMMAND_DELAY, command, &title);
        Ok(note.to_string())
    }

    fn more(&self, action: &Action) -> Result<(Command, String, &'static str), String> {
        let done = |command, title: &str, note| Ok((command, title.to_string(), note));
        match action {
            Action::StopDatabase { mode } => {
                let (mode, word) = match mode {
                    StopMode::Smart => (spec::StopMode::Smart, "smart"),
                    StopMode::Fast => (spec::StopMode::Fast, "fast"),
                    StopMode::Immediate => (spec::StopMode::Immediate, "immediate"),
                };
                let title = format!("Stopped the database ({word})");
                done(Command::StopDatabase { mode }, &title, "It is stopping")
            }
            Action::StartDatabase {} => done(
                Command::StartDatabase,
                "Started the database",
                "It is starting",
            ),
            Action::TerminateBackends { pids } => {
                let pids = counted(pids)?;
                let title = format!("Terminated {}", sessions(pids.len()));
                let note = "Sessions are ended";
                done(Command::TerminateBackends { pids }, &title, note)
            }
            Action::CancelBackends { pids } => {
                let pids = counted(pids)?;
                let title = format!("Cancelled the queries of {}", sessions(pids.len()));
                let note = "Queries are cancelled; the sessions stay";
                done(Command::CancelBackends { pids }, &title, note)
            }
            Action::Failover {} => done(
                Command::Failover,
                "Failed over to the standby",
                "The primary is fenced; the standby replays its log and takes over",
            ),
            Action::FreeDisk {} => done(
                Command::FreeDisk { bytes: u64::MAX },
                "Removed what filled the database's disk",
                "Files are removed",
            ),
            Action::DropSlot {} => done(
                Command::RetainWal { retain: false },
                "Dropped the replication slot that keeps the log",
                "The next checkpoint removes the log it kept",
            ),
            Action::PauseRollout { service, paused } => {
                let what = if *paused { "Paused" } else { "Resumed" };
                let (service, paused) = (service.clone(), *paused);
                let title = format!("{what} the rollout of {service}");
                let note = "No further instance is touched while it is paused";
                done(Command::PauseRollout { service, paused }, &title, note)
            }
            Action::ShedLoad { service, percent } => {
                let title = match percent {
                    0 => format!("{service} takes all requests again"),
                    _ => format!("{service} turns away {percent} % of its requests"),
                };
                let (service, percent) = (service.clone(), *percent);
                let note = "Critical endpoints are left alone; those turned away get 503";
                done(Command::ShedLoad { service, percent }, &title, note)
            }
            Action::FlushCache { service } => {
                let service = service.clone();
                let title = format!("Emptied the cache of {service}");
                let note = "All lookups go to the database until it has filled again";
                done(Command::FlushCache { service }, &title, note)
            }
            Action::DrainInstance {
                service,
                instance,
                out,
            } => {
                let what = if *out { "out of" } else { "back into" };
                let title = format!("Took {service}-{instance} {what} the balancer");
                let command = Command::DrainInstance {
                    service: service.clone(),
                    instance: *instance,
                    out: *out,
                };
                done(command, &title, "It finishes what it has")
            }
            Action::Pools { service, command } => {
                let (command, title, note) = match command {
                    PoolCommand::Evict => (
                        spec::PoolCommand::Evict,
                        format!("Evicted the connections of {service}'s pools"),
                        "Idle connections close now, others when they come back",
                    ),
                    PoolCommand::Suspend => (
                        spec::PoolCommand::Suspend,
                        format!("Suspended the pools of {service}"),
                        "Whoever asks for a connection waits until they are resumed",
                    ),
                    PoolCommand::Resume => (
                        spec::PoolCommand::Resume,
                        format!("Resumed the pools of {service}"),
                        "Those who waited get connections",
                    ),
                };
                let service = service.clone();
                done(Command::Pool { service, command }, &title, note)
            }
            Action::Bouncer { command } => {
                let (command, title, note) = match command {
                    BouncerCommand::Reload => (
                        spec::BouncerCommand::Reload,
                        "Reloaded PgBouncer",
                        "It reads its file again",
                    ),
                    BouncerCommand::Restart => (
                        spec::BouncerCommand::Restart,
                        "Restarted PgBouncer",
                        "All its clients lose their connections",
                    ),
                    BouncerCommand::Pause => (
                        spec::BouncerCommand::Pause,
                        "Paused PgBouncer",
                        "Clients wait; servers close when they are free",
                    ),
                    BouncerCommand::Resume => (
                        spec::BouncerCommand::Resume,
                        "Resumed PgBouncer",
                        "Clients get servers again",
                    ),
                };
                done(Command::Bouncer(command), title, note)
            }
            _ => Err("not a change".into()),
        }
    }

    /// `kubectl rollout undo`: the settings file of the service goes back one version, and its
    /// instances restart with it.
    fn undo_rollout(&mut self, service: &str) -> Result<String, String> {
        let index = self.world.service_index(service)?;
        let pool = self.world.spec().services[index].pool.as_ref();
        let path = pool.map(|p| p.path.clone());
        let path = path.ok_or_else(|| format!("{service} has no settings to go back to"))?;
        let versions = self.world.files().history(&path);
        let [.., before, _] = versions else {
            return Err(format!("no rollout history found for deployment {service}"));
        };
        let version = before.number;
        let back = Command::RollbackFile {
            path,
            version,
            author: "you".into(),
        };
        self.world.check(&back)?;
        let title = format!("Undid the last rollout of {service}: settings of version {version}");
        self.command(super::FILE_DELAY, back, &title);
        let restart = Command::RollingRestart {
            service: service.to_string(),
        };
        self.world
            .command_after(super::FILE_DELAY + COMMAND_DELAY, restart);
        Ok("The file is written, then the instances restart".into())
    }
}

fn sessions(count: usize) -> String {
    match count {
        1 => "1 session".into(),
        n => format!("{n} sessions"),
    }
}

fn counted(pids: &[u32]) -> Result<Vec<u32>, String> {
    match pids.len() {
        0 => Err("There is no such session".into()),
        n if n > PIDS_MAX => Err(format!("at most {PIDS_MAX} sessions at a time")),
        _ => Ok(pids.to_vec()),
    }
}
