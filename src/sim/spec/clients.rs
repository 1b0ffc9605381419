//! Who asks: classes of requests, and how users come back.

use super::{Backoff, Shape, TransactionSpec, WriteSpec};
use crate::time::Nanos;

/// Users who ask for one endpoint.
#[derive(Clone, Debug)]
pub struct ClassSpec {
    /// Short name, e.g. `product`.
    pub name: String,
    /// The endpoint, e.g. `GET /product/{id}`.
    pub uri: String,
    /// Index into [`WorldSpec::services`].
    pub service: usize,
    /// New visits a second (Poisson) at factor 1; 0 for a closed population.
    pub visits_per_second: f64,
    /// A closed population instead of Poisson arrivals.
    pub population: Option<PopulationSpec>,
    /// Factor on the rate from a time on (piecewise constant, ascending).
    pub rate_factors: Vec<(Nanos, f64)>,
    /// Mean work in the service before a connection is borrowed.
    pub before_mean: Nanos,
    /// Distribution of that time.
    pub before_shape: Shape,
    /// Queries a request sends one after another; 0: needs no database.
    pub queries: u32,
    /// Mean database CPU of one query.
    pub query_cpu_mean: Nanos,
    /// Distribution of that time.
    pub query_cpu_shape: Shape,
    /// Blocks that one query touches.
    pub query_blocks: u32,
    /// What its queries lock.
    pub transaction: TransactionSpec,
    /// Mean work in the service while the connection is held.
    pub held_mean: Nanos,
    /// Distribution of that time.
    pub held_shape: Shape,
    /// Chance that a request never gives its connection back (0..=1).
    pub leak_probability: f64,
    /// What its transaction writes; nothing by default.
    pub writes: WriteSpec,
    /// How users come back after a failure.
    pub retry: RetrySpec,
    /// A user who waits in an accept queue for longer goes away: mean and shape.
    pub queue_patience: Option<(Nanos, Shape)>,
    /// A user whose answer takes longer counts as affected.
    pub patience: Nanos,
}

impl ClassSpec {
    /// The most visits a second in the long run at factor 1: the Poisson rate, or that
    /// of a population whose visits take no time.
    #[must_use]
    pub fn visits_per_second_max(&self) -> f64 {
        self.population
            .as_ref()
            .map_or(self.visits_per_second, |population| {
                f64::from(population.users) * 1e9 / population.think_mean.max(1) as f64
            })
    }
}

/// A closed population: each user thinks, visits (with all retries) and thinks again.
#[derive(Clone, Copy, Debug)]
pub struct PopulationSpec {
    /// How many users there are.
    pub users: u32,
    /// Mean time from the end of a visit to the next.
    pub think_mean: Nanos,
    /// Distribution of the pauses.
    pub think_shape: Shape,
}

/// How a user tries again after a failed attempt.
#[derive(Clone, Copy, Debug)]
pub struct RetrySpec {
    /// Attempts in all, at least 1.
    pub attempts_max: u32,
    /// Chance that a user tries again at all, each time.
    pub probability: f64,
    /// How the pause before a retry grows.
    pub backoff: Backoff,
    /// First pause, and every pause of [`Backoff::Fixed`].
    pub backoff_base: Nanos,
    /// Longest pause between two attempts.
    pub backoff_cap: Nanos,
    /// What all users of the class together may retry; `None`: as they like.
    pub budget: Option<RetryBudget>,
    /// The user's own time-out for one attempt; `None`: they wait for the balancer's.
    pub attempt_timeout: Option<AttemptTimeout>,
}

/// A token bucket that bounds retries to a share of first attempts: each first attempt
/// adds `ratio`, each retry takes 1. It is empty when the world starts, so that at every
/// instant retries <= ratio * first attempts.
#[derive(Clone, Copy, Debug)]
pub struct RetryBudget {
    /// Retries that a first attempt pays for, in millionths.
    pub ratio_millionths: u32,
    /// Retries that can be saved up.
    pub retries_max: u32,
}

/// A user's own time-out for one attempt: a client library's, or a hand that hits reload.
#[derive(Clone, Copy, Debug)]
pub struct AttemptTimeout {
    /// After this long.
    pub after: Nanos,
    /// The instance learns of it: a request that waits for a thread or a connection then
    /// ends. Else it is worked on for nobody.
    pub cancels: bool,
}
