//! A lab over several workers: what page and workers say to each other, a worker's mind, and
//! the page's list of who does what. Pure: the thin shells around them pass texts.

use super::job::{Job, JobSpec, Lab};
use super::outcome::Outcome;
use super::plan::Plan;
use super::study::Study;
use crate::json;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// What a worker is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToLab {
    /// Prepare this plan; it takes the place of the one before.
    Plan(Box<Plan>),
    /// Run a job of it; a job under way is dropped.
    Run(JobSpec),
    /// Drop the job under way.
    Cancel,
}

/// What a worker tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromLab {
    /// The plan is prepared; these are its jobs, the same for every worker.
    Ready(Vec<JobSpec>),
    /// So much of the job is done, 0..=1.
    Progress(JobSpec, f64),
    /// A job is done.
    Done(JobSpec, Vec<Outcome>),
    /// Something cannot be done, and why.
    Refused(String),
}

/// A worker's mind.
#[derive(Default)]
pub struct LabWorker {
    lab: Option<Lab>,
    job: Option<(JobSpec, Job)>,
    out: Vec<FromLab>,
}

impl LabWorker {
    /// Takes a message as it came.
    pub fn receive_text(&mut self, text: &str) {
        match json::from_text(text) {
            Ok(message) => self.receive(message),
            Err(e) => self.refuse(format!("message not understood: {e}")),
        }
    }

    /// Takes a message.
    pub fn receive(&mut self, message: ToLab) {
        self.job = None;
        match message {
            ToLab::Cancel => {}
            ToLab::Plan(plan) => {
                self.lab = None;
                match Lab::new(*plan) {
                    Ok(lab) => {
                        self.out.push(FromLab::Ready(lab.jobs().collect()));
                        self.lab = Some(lab);
                    }
                    Err(why) => self.refuse(why),
                }
            }
            ToLab::Run(spec) => {
                let lab = self.lab.as_ref().ok_or("there is no plan".to_string());
                match lab.and_then(|lab| lab.begin(spec)) {
                    Ok(job) => self.job = Some((spec, job)),
                    Err(why) => self.refuse(why),
                }
            }
        }
    }

    fn refuse(&mut self, why: String) {
        self.out.push(FromLab::Refused(why));
    }

    /// Takes about this many events of the job under way. True as long as there is one.
    pub fn step(&mut self, events: u64) -> bool {
        let Some((spec, mut job)) = self.job.take() else {
            return false;
        };
        if job.step(events) {
            self.out.push(FromLab::Done(spec, job.into_outcomes()));
            return false;
        }
        self.out.push(FromLab::Progress(spec, job.progress()));
        self.job = Some((spec, job));
        true
    }

    /// The messages since the last call.
    pub fn take(&mut self) -> Vec<FromLab> {
        std::mem::take(&mut self.out)
    }
}

/// Who does what: jobs are given out one at a time, and their outcomes gathered.
#[derive(Clone, Debug)]
pub struct Dispatcher {
    plan: Plan,
    study: Study,
    /// Jobs that nobody has begun; none before a worker has told which there are.
    left: Option<VecDeque<JobSpec>>,
    jobs: usize,
    /// The job of each worker and how much of it is done.
    under_way: BTreeMap<usize, (JobSpec, f64)>,
    cancelled: bool,
}

impl Dispatcher {
    /// A plan of which nothing is done.
    #[must_use]
    pub fn new(plan: Plan) -> Dispatcher {
        Dispatcher {
            study: Study::new(&plan),
            plan,
            left: None,
            jobs: 0,
            under_way: BTreeMap::new(),
            cancelled: false,
        }
    }

    /// What a new worker is told first.
    #[must_use]
    pub fn welcome(&self) -> ToLab {
        ToLab::Plan(Box::new(self.plan.clone()))
    }

    /// Takes what a worker tells; what it is to do next, if anything.
    ///
    /// # Errors
    /// Why the lab cannot go on: a worker refused, or told of a run that does not belong.
    pub fn hear(&mut self, worker: usize, message: FromLab) -> Result<Option<ToLab>, String> {
        match message {
            FromLab::Refused(why) => return Err(why),
            FromLab::Ready(jobs) => {
                if self.left.is_none() {
                    self.jobs = jobs.len();
                    self.left = Some(jobs.into());
                }
            }
            FromLab::Progress(spec, share) => {
                if let Some(held) = self.under_way.get_mut(&worker)
                    && held.0 == spec
                {
                    held.1 = share;
                }
                return Ok(None);
            }
            FromLab::Done(_, outcomes) => {
                self.under_way.remove(&worker);
                for outcome in outcomes {
                    self.study.take(outcome)?;
                }
            }
        }
        Ok(self.next(worker))
    }

    fn next(&mut self, worker: usize) -> Option<ToLab> {
        let left = self.left.as_mut().filter(|_| !self.cancelled)?;
        let job = left.pop_front()?;
        self.under_way.insert(worker, (job, 0.0));
        Some(ToLab::Run(job))
    }

    /// A worker is gone: what it was at is done by another.
    pub fn lost(&mut self, worker: usize) {
        if let (Some((job, _)), Some(left)) = (self.under_way.remove(&worker), &mut self.left) {
            left.push_front(job);
        }
    }

    /// Gives out no more jobs. What is done stays; tell the workers to cancel.
    pub fn cancel(&mut self) {
        self.cancelled = true;
        for (job, _) in std::mem::take(&mut self.under_way).into_values() {
            if let Some(left) = &mut self.left {
                left.push_front(job);
            }
        }
    }

    /// Gives out jobs again after [`Dispatcher::cancel`].
    pub fn go_on(&mut self) {
        self.cancelled = false;
    }

    /// Adds so many seeds to the plan; what is done stays. Workers that were welcomed before
    /// know nothing of them: welcome them again.
    ///
    /// # Errors
    /// If the plan would be too large; then nothing has changed.
    pub fn more(&mut self, seeds: u64) -> Result<(), String> {
        let before = self.plan.seeds;
        let mut plan = self.plan.clone();
        plan.seeds = before.saturating_add(seeds);
        plan.check()?;
        // The groups of arms do not hang on the seeds.
        if let Some(left) = &mut self.left {
            let groups = (self.jobs as u64 / before.max(1)) as u32;
            let seeds = before + 1..=plan.seeds;
            let added =
                seeds.flat_map(|seed| (0..groups).map(move |group| JobSpec { seed, group }));
            left.extend(added);
            self.jobs = groups as usize * plan.seeds as usize;
        }
        self.study.grow(plan.seeds);
        self.plan = plan;
        Ok(())
    }

    /// A job for a worker that is prepared and has none, if there is one.
    pub fn give(&mut self, worker: usize) -> Option<ToLab> {
        match self.under_way.contains_key(&worker) {
            true => None,
            false => self.next(worker),
        }
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Jobs in all; 0 before a worker has told which there are.
    #[must_use]
    pub fn jobs(&self) -> usize {
        self.jobs
    }

    /// Nothing is under way and nothing will be.
    #[must_use]
    pub fn over(&self) -> bool {
        let none_left = self.left.as_ref().is_some_and(VecDeque::is_empty);
        self.under_way.is_empty() && (none_left || self.cancelled)
    }

    /// How much is done, 0..=1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        let Some(left) = &self.left else { return 0.0 };
        let under_way: f64 = self.under_way.values().map(|(_, share)| share).sum();
        let whole = self.jobs - left.len() - self.under_way.len();
        (whole as f64 + under_way) / self.jobs.max(1) as f64
    }

    /// The outcomes so far.
    #[must_use]
    pub fn study(&self) -> &Study {
        &self.study
    }
}
