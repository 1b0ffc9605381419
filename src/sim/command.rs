//! What can be done to a world from outside, and whether it makes sense.
//!
//! A command is resolved once: each name and number in it is looked up and checked, and what is
//! left is a deed that cannot fail. Asking whether a command makes sense is resolving it and
//! leaving the deed undone.

use super::config::store::Author;
use super::spec::Command;
use super::world::{Cause, Scheduled, World};
use firedrill_vocabulary::text;
use std::sync::Arc;

/// What a command comes to.
pub(crate) type Deed<'a> = Box<dyn FnOnce(&mut World) + 'a>;

/// A deed, or why it makes no sense.
pub(crate) type Resolved<'a> = Result<Deed<'a>, String>;

pub(crate) fn deed<'a>(done: impl FnOnce(&mut World) + 'a) -> Resolved<'a> {
    Ok(Box::new(done))
}

impl World {
    /// Would this command do something? Nothing changes.
    ///
    /// # Errors
    /// Says in words what does not fit.
    pub fn check(&self, command: &Command) -> Result<(), String> {
        let by = Author::Person(String::new());
        self.resolve(command, &by).map(|_| ())
    }

    fn resolve<'a>(&self, command: &'a Command, by: &'a Author) -> Resolved<'a> {
        match command {
            Command::WriteFile {
                path,
                message,
                lines,
            } => self.write_file(path, &text(lines), message, by),
            Command::EditFile {
                path,
                text,
                message,
            } => {
                let silent = message.trim().is_empty();
                self.write_file(path, text, if silent { "Edit" } else { message }, by)
            }
            Command::RollbackFile { path, version } => self.roll_back(path, *version, by),
            Command::ReloadDatabase {} => self.may_reload_database(),
            Command::RestartDatabase {} => self.may_restart_database(),
            Command::StopDatabase { mode } => self.may_stop_database(*mode),
            Command::StartDatabase {} => self.may_start_database(),
            Command::KillBackend {} => self.may_kill_backend(),
            Command::FillDisk { mb } => self.may_fill_disk(*mb),
            Command::FreeDisk { mb } => self.may_free_disk(*mb),
            Command::RetainWal { retain } => self.may_retain_wal(*retain),
            Command::Failover {} => self.may_fail_over(),
            Command::TerminateSessions(which) => {
                self.on_sessions(|world| world.terminate_matching(which))
            }
            Command::TerminateBackends { pids } => {
                self.on_sessions(|world| world.terminate_backends(pids))
            }
            Command::CancelQueries(which) => self.on_sessions(|world| world.cancel_queries(which)),
            Command::CancelBackends { pids } => {
                self.on_sessions(|world| world.cancel_backends(pids))
            }
            Command::LockTable(session) => self.may_start_script(session, false),
            Command::OpenTransaction(session) => self.may_start_script(session, true),
            Command::SetQueryCost {
                class,
                cpu_percent,
                blocks_percent,
            } => self.may_set_query_cost(class, *cpu_percent, *blocks_percent),
            Command::ReloadBouncer {} => self.on_bouncer(World::reload_bouncer),
            Command::RestartBouncer {} => self.may_restart_bouncer(),
            Command::PauseBouncer {} => self.may_pause_bouncer(),
            Command::ResumeBouncer {} => self.may_resume_bouncer(),
            Command::SetPool {
                service,
                key,
                value,
            } => self.may_set_pools(service, key, value),
            Command::EvictPool { service } => self.may_evict_pools(service),
            Command::SuspendPool { service } => self.may_suspend_pools(service, true),
            Command::ResumePool { service } => self.may_suspend_pools(service, false),
            Command::RollingRestart { service } => self.may_restart_service(service),
            Command::Scale { service, instances } => self.may_scale(service, *instances),
            Command::PauseRollout { service, paused } => self.may_pause_rollout(service, *paused),
            Command::ShedLoad { service, percent } => self.may_shed(service, *percent),
            Command::FlushCache { service } => self.may_flush_cache(service),
            Command::SetBalancer { service, balancer } => self.may_set_balancer(service, *balancer),
            Command::DrainInstance {
                service,
                instance,
                out,
            } => self.may_drain(service, *instance, *out),
            Command::SetPace {
                service,
                instance,
                percent,
            } => self.may_set_pace(service, *instance, *percent),
        }
    }

    fn write_file<'a>(&self, path: &str, text: &str, message: &str, by: &Author) -> Resolved<'a> {
        if self.files.history(path).is_empty() {
            return Err(format!("{path}: no such file"));
        }
        let mut files = self.files.clone();
        files
            .write(path, text, by.clone(), message, self.calendar.now())
            .map_err(|error| error.to_string())?;
        deed(|world| world.files = files)
    }

    fn roll_back<'a>(&self, path: &'a str, version: u32, by: &'a Author) -> Resolved<'a> {
        if self.files.version(path, version).is_none() {
            return Err(format!("{path} has no version {version}"));
        }
        deed(move |world| {
            let now = world.calendar.now();
            match world.files.rollback(path, version, by.clone(), now) {
                Ok(_) => world.notice(format!("{path} is back at version {version}"), ""),
                Err(error) => world.notice(format!("Not written: {error}"), ""),
            }
        })
    }

    fn on_sessions<'a>(&self, done: impl FnOnce(&mut World) + 'a) -> Resolved<'a> {
        match self.database_ready() {
            true => deed(done),
            false => Err("The database server is not running: there are no sessions".into()),
        }
    }

    fn may_set_query_cost<'a>(&self, class: &str, cpu: u32, blocks: u32) -> Resolved<'a> {
        let found = self.spec.classes.iter().position(|c| c.name == class);
        let index = found.ok_or_else(|| format!("there is no class {class:?}"))?;
        deed(move |world| world.locks.set_cost_percent(index, cpu, blocks))
    }

    fn may_restart_service<'a>(&self, service: &str) -> Resolved<'a> {
        let index = self.service_index(service)?;
        deed(move |world| world.rolling_restart(index))
    }

    fn may_scale<'a>(&self, service: &str, instances: u32) -> Resolved<'a> {
        let index = self.service_index(service)?;
        let max = self.spec.services[index].instances_max;
        if !(1..=max).contains(&instances) {
            return Err(format!(
                "{service} can have 1 to {max} instances, not {instances}"
            ));
        }
        deed(move |world| world.scale(index, instances))
    }

    /// Place of a service in the spec.
    ///
    /// # Errors
    /// If there is none of that name.
    pub fn service_index(&self, name: &str) -> Result<usize, String> {
        let found = self.spec.services.iter().position(|s| s.name == name);
        found.ok_or_else(|| format!("there is no service {name:?}"))
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
            Scheduled::Command(command, by) => self.apply(&command, &by),
            Scheduled::Change(place) => {
                let spec = Arc::clone(&self.spec);
                let change = &spec.changes[place];
                let pipeline = change.pipeline.as_deref();
                if pipeline.is_some_and(|p| self.pipeline_paused(p)) {
                    let title = format!("{} skipped: its pipeline is paused", change.id);
                    return self.notice_of(Cause::Skipped(place), title, &change.author);
                }
                self.notice_of(Cause::Change(place), change.title.clone(), &change.author);
                let by = change.by();
                for step in &change.steps {
                    self.apply(step, &by);
                }
            }
        }
    }

    fn apply(&mut self, command: &Command, by: &Author) {
        match self.resolve(command, by) {
            Ok(deed) => deed(self),
            Err(why) => self.notice(format!("Not done: {why}"), ""),
        }
    }
}
