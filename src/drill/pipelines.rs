//! Pipelines: what each run did, and a run on demand.

use super::session::{Change, Session};
use crate::sim::Notice;
use crate::sim::spec::{BouncerCommand, ChangeSpec, Command, StopMode};
use crate::sim::time::{Nanos, SEC};

/// A pipeline that is started by hand has fetched its packages and done its work after this.
const RUN_DELAY: Nanos = 20 * SEC;
/// Runs remembered; the oldest go first.
const RUNS_MAX: usize = 500;

/// A run of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineRun {
    /// Which pipeline.
    pub pipeline: String,
    /// When its steps were done, or are due.
    pub at: Nanos,
    /// Place of what it does in the world's changes.
    pub change: usize,
    /// `schedule`, or who started it.
    pub trigger: String,
    /// Nothing was done: the pipeline was paused.
    pub skipped: bool,
}

impl Session {
    /// Runs of pipelines since the start of the world, oldest first.
    #[must_use]
    pub fn pipeline_runs(&self) -> &[PipelineRun] {
        &self.runs
    }

    /// What a pipeline would do if it ran now: the same as the last time.
    #[must_use]
    pub fn next_run(&self, pipeline: &str) -> Option<&ChangeSpec> {
        self.last_change(pipeline)
            .and_then(|at| self.world.spec().changes.get(at))
    }

    fn last_change(&self, pipeline: &str) -> Option<usize> {
        let now = self.world.now();
        let changes = self.world.spec().changes.iter().enumerate();
        let mine = changes.filter(|(_, c)| c.pipeline.as_deref() == Some(pipeline) && c.at <= now);
        mine.map(|(at, _)| at).next_back()
    }

    /// Hears of a run that the world did or left out.
    pub(super) fn hear_pipeline(&mut self, notice: &Notice) {
        let changes = self.world.spec().changes.iter().enumerate();
        let found = changes
            .filter(|(_, c)| c.pipeline.is_some())
            .find(|(_, c)| {
                notice.change.as_deref() == Some(c.id.as_str())
                    || notice.change.is_none()
                        && notice.title.starts_with(&format!("{} skipped", c.id))
            });
        let Some((change, spec)) = found else { return };
        let pipeline = spec.pipeline.clone().unwrap_or_default();
        let trigger = match spec.author == pipeline {
            true => "schedule".to_string(),
            false => spec.author.clone(),
        };
        self.keep_run(PipelineRun {
            pipeline,
            at: notice.at,
            change,
            trigger,
            skipped: notice.change.is_none(),
        });
    }

    fn keep_run(&mut self, run: PipelineRun) {
        if self.runs.len() == RUNS_MAX {
            self.runs.remove(0);
        }
        self.runs.push(run);
    }

    /// Starts a pipeline by hand: it does what it did the last time.
    pub(super) fn run_pipeline(&mut self, pipeline: &str) -> Result<String, String> {
        let known = self.incident.world.pipelines.iter();
        if !known.clone().any(|p| p.name == pipeline) {
            return Err(format!("there is no pipeline {pipeline:?}"));
        }
        if self.world.pipeline_paused(pipeline) {
            return Err(format!("{pipeline} is paused; resume it first"));
        }
        let now = self.world.now();
        if self
            .runs
            .iter()
            .any(|r| r.pipeline == pipeline && r.at > now)
        {
            return Err(format!("{pipeline} is running already"));
        }
        let Some(change) = self.last_change(pipeline) else {
            return Err(format!(
                "{pipeline} has not run within this window: there is no run to repeat"
            ));
        };
        let steps = self.world.spec().changes[change].steps.clone();
        for step in steps {
            self.world.command_after(RUN_DELAY, step);
        }
        let title = format!("Started the pipeline {pipeline}");
        self.say(&title, "");
        let due = now + RUN_DELAY;
        self.changes.push(Change {
            at: now,
            title,
            due,
        });
        self.keep_run(PipelineRun {
            pipeline: pipeline.to_string(),
            at: due,
            change,
            trigger: "you".into(),
            skipped: false,
        });
        Ok("The run takes about 20 s".into())
    }
}

/// What a step of a pipeline does, in words; none for a file that is written, which has a
/// difference to show.
#[must_use]
pub fn step_words(step: &Command) -> Option<String> {
    let bouncer = |command: &BouncerCommand| match command {
        BouncerCommand::Reload => "Reloads PgBouncer",
        BouncerCommand::Restart => "Restarts PgBouncer",
        BouncerCommand::Pause => "Pauses PgBouncer",
        BouncerCommand::Resume => "Resumes PgBouncer",
    };
    Some(match step {
        Command::WriteFile { .. } => return None,
        Command::RollbackFile { path, version, .. } => {
            format!("Rolls {path} back to version {version}")
        }
        Command::ReloadDatabase => "Reloads the database's configuration".into(),
        Command::RestartDatabase => "Restarts the database".into(),
        Command::StopDatabase {
            mode: StopMode::Smart,
        } => "Stops the database when its last session has ended".into(),
        Command::StopDatabase { .. } => "Stops the database".into(),
        Command::StartDatabase => "Starts the database".into(),
        Command::Failover => "Fails over to the standby".into(),
        Command::RollingRestart { service } => format!("Restarts {service}, instance by instance"),
        Command::Scale { service, instances } => format!("Scales {service} to {instances}"),
        Command::Pool { service, .. } => format!("Changes the running pools of {service}"),
        Command::Bouncer(command) => bouncer(command).into(),
        Command::TerminateSessions { .. }
        | Command::TerminateMatching { .. }
        | Command::TerminateBackends { .. } => "Ends sessions of the database".into(),
        Command::CancelQueries { .. } | Command::CancelBackends { .. } => "Cancels queries".into(),
        Command::LockTable { session } | Command::OpenTransaction { session } => {
            format!("Works on the database as {}", session.application)
        }
        Command::FlushCache { service } => format!("Empties the cache of {service}"),
        Command::ShedLoad { service, percent } => format!("{service} turns away {percent} %"),
        Command::SetBalancer { service, .. } => format!("Changes the balancer of {service}"),
        Command::DrainInstance {
            service, instance, ..
        } => format!("Changes who serves: {service}-{instance}"),
        Command::PauseRollout { service, .. } => format!("Pauses or resumes {service}'s rollout"),
        // What befalls a machine is no step that a pipeline would name.
        Command::KillBackend
        | Command::FillDisk { .. }
        | Command::FreeDisk { .. }
        | Command::RetainWal { .. }
        | Command::SetQueryCost { .. }
        | Command::SetPace { .. } => return None,
    })
}
