//! Pipelines: what each run did, and a run on demand.

use super::session::Session;
use crate::sim::spec::ChangeSpec;
use crate::sim::time::{Nanos, SEC};
use crate::sim::{Cause, Notice};

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
        let (change, skipped) = match notice.cause {
            Cause::Change(change) => (change, false),
            Cause::Skipped(change) => (change, true),
            Cause::Effect => return,
        };
        let spec = &self.world.spec().changes[change];
        let Some(pipeline) = spec.pipeline.clone() else {
            return;
        };
        let trigger = match spec.author == pipeline {
            true => "schedule".to_string(),
            false => spec.author.clone(),
        };
        self.keep_run(PipelineRun {
            pipeline,
            at: notice.at,
            change,
            trigger,
            skipped,
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
        let again = self.world.spec().changes[change].clone();
        for step in &again.steps {
            self.world.command_by(RUN_DELAY, step.clone(), again.by());
        }
        let due = now + RUN_DELAY;
        self.changed(&format!("Started the pipeline {pipeline}"), due);
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
