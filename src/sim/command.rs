//! What can be done to a world from outside, and whether it makes sense.

use super::config::store::Author;
use super::spec::Command;
use super::world::{Scheduled, World};
use std::sync::Arc;

impl World {
    /// Would this command do something? Nothing changes.
    ///
    /// # Errors
    /// Says in words what does not fit.
    pub fn check(&self, command: &Command) -> Result<(), String> {
        match command {
            Command::WriteFile {
                path,
                text,
                message,
                ..
            } => {
                if self.files.history(path).is_empty() {
                    return Err(format!("{path}: no such file"));
                }
                let author = Author::Person("you".into());
                let mut trial = self.files.clone();
                trial
                    .write(path, text, author, message, 0)
                    .map(|_| ())
                    .map_err(|e| e.to_string())
            }
            Command::RollbackFile { path, version, .. } => {
                if self.files.version(path, *version).is_none() {
                    return Err(format!("{path} has no version {version}"));
                }
                Ok(())
            }
            Command::ReloadDatabase => match self.database_ready() {
                true => Ok(()),
                false => Err("The database server is not running; start it first".into()),
            },
            Command::RestartDatabase => self.check_lifecycle(command),
            Command::StopDatabase { .. }
            | Command::StartDatabase
            | Command::KillBackend
            | Command::FillDisk { .. }
            | Command::FreeDisk { .. }
            | Command::RetainWal { .. }
            | Command::Failover => self.check_lifecycle(command),
            Command::TerminateSessions { .. }
            | Command::TerminateMatching { .. }
            | Command::TerminateBackends { .. }
            | Command::CancelBackends { .. }
            | Command::CancelQueries { .. } => match self.database_ready() {
                true => Ok(()),
                false => Err("The database server is not running: there are no sessions".into()),
            },
            Command::LockTable { session } | Command::OpenTransaction { session } => {
                self.check_script(session)
            }
            Command::SetQueryCost { class, .. } => self.class_index(class).map(|_| ()),
            Command::RollingRestart { service } => self.service_index(service).map(|_| ()),
            Command::Bouncer(command) => self.check_bouncer(*command),
            Command::Pool { service, command } => self.check_pools(service, command),
            Command::ShedLoad { .. }
            | Command::FlushCache { .. }
            | Command::SetBalancer { .. }
            | Command::DrainInstance { .. }
            | Command::PauseRollout { .. }
            | Command::SetPace { .. } => self.check_tier(command),
            Command::Scale { service, instances } => {
                let index = self.service_index(service)?;
                let max = self.spec.services[index].instances_max;
                if (1..=max).contains(instances) {
                    Ok(())
                } else {
                    Err(format!(
                        "{service} can have 1 to {max} instances, not {instances}"
                    ))
                }
            }
        }
    }

    /// Place of a service in the spec.
    ///
    /// # Errors
    /// If there is none of that name.
    pub fn service_index(&self, name: &str) -> Result<usize, String> {
        let found = self.spec.services.iter().position(|s| s.name == name);
        found.ok_or_else(|| format!("there is no service {name:?}"))
    }

    /// Place of a class in the spec.
    fn class_index(&self, name: &str) -> Result<usize, String> {
        let found = self.spec.classes.iter().position(|c| c.name == name);
        found.ok_or_else(|| format!("there is no class {name:?}"))
    }

    /// Stop a pipeline's scheduled changes, or let them run again.
    pub fn pause_pipeline(&mut self, pipeline: &str, paused: bool) {
        self.paused_pipelines.retain(|p| p != pipeline);
        if paused {
            self.paused_pipelines.push(pipeline.to_string());
        }
    }

    /// True while a pipeline is paused.
    #[must_use]
    pub fn pipeline_paused(&self, pipeline: &str) -> bool {
        self.paused_pipelines.iter().any(|p| p == pipeline)
    }

    pub(super) fn on_command(&mut self, index: usize) {
        match self.commands[index].clone() {
            Scheduled::Command(command) => self.apply(&command),
            Scheduled::Change(change) => {
                let spec = Arc::clone(&self.spec);
                let change = &spec.changes[change];
                let pipeline = change.pipeline.as_deref();
                if pipeline.is_some_and(|p| self.pipeline_paused(p)) {
                    let title = format!("{} skipped: its pipeline is paused", change.id);
                    return self.notice(title, &change.author);
                }
                self.notice_change(
                    change.title.clone(),
                    &change.author,
                    Some(change.id.clone()),
                );
                for step in &change.steps {
                    self.apply(step);
                }
            }
        }
    }

    fn apply(&mut self, command: &Command) {
        let now = self.calendar.now();
        if let Err(why) = self.check(command) {
            return self.notice(format!("Not done: {why}"), "");
        }
        match command {
            Command::WriteFile {
                path,
                text,
                author,
                by_pipeline,
                message,
            } => {
                let author = match by_pipeline {
                    true => Author::Pipeline(author.clone()),
                    false => Author::Person(author.clone()),
                };
                if let Err(error) = self.files.write(path, text, author, message, now) {
                    self.notice(format!("Not written: {error}"), "");
                }
            }
            Command::RollbackFile {
                path,
                version,
                author,
            } => {
                let author = Author::Person(author.clone());
                match self.files.rollback(path, *version, author, now) {
                    Ok(_) => self.notice(format!("{path} is back at version {version}"), ""),
                    Err(error) => self.notice(format!("Not written: {error}"), ""),
                }
            }
            Command::ReloadDatabase => self.reload_database(),
            Command::RestartDatabase => self.restart_database(),
            Command::StopDatabase { .. }
            | Command::StartDatabase
            | Command::KillBackend
            | Command::FillDisk { .. }
            | Command::FreeDisk { .. }
            | Command::RetainWal { .. }
            | Command::Failover => self.apply_lifecycle(command),
            Command::RollingRestart { service } => {
                if let Ok(index) = self.service_index(service) {
                    self.rolling_restart(index);
                }
            }
            Command::Scale { service, instances } => {
                if let Ok(index) = self.service_index(service) {
                    self.scale(index, *instances);
                }
            }
            Command::Bouncer(command) => self.command_bouncer(*command),
            Command::Pool { service, command } => {
                if let Ok(index) = self.service_index(service) {
                    self.command_pools(index, command);
                }
            }
            Command::TerminateSessions { user } => self.terminate_sessions(user.as_deref()),
            Command::TerminateMatching { which } => self.terminate_matching(which),
            Command::CancelQueries { which } => self.cancel_queries(which),
            Command::TerminateBackends { pids } => self.terminate_backends(pids),
            Command::CancelBackends { pids } => self.cancel_backends(pids),
            Command::LockTable { session } => self.start_script(session, false),
            Command::OpenTransaction { session } => self.start_script(session, true),
            Command::SetQueryCost {
                class,
                cpu_percent,
                blocks_percent,
            } => {
                if let Ok(index) = self.class_index(class) {
                    self.locks
                        .set_cost_percent(index, *cpu_percent, *blocks_percent);
                }
            }
            Command::ShedLoad { .. }
            | Command::FlushCache { .. }
            | Command::SetBalancer { .. }
            | Command::DrainInstance { .. }
            | Command::PauseRollout { .. }
            | Command::SetPace { .. } => self.apply_tier(command),
        }
    }
}
