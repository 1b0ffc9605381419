//! Users: what they ask for, how often, and how they come back.

use super::{Transaction, Writes};
use crate::vocabulary::{Backoff, Shape};
use serde::{Deserialize, Serialize};

/// Users who ask for one endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Short name.
    pub name: String,
    /// Method and path.
    pub uri: String,
    /// Name of the service that answers.
    pub service: String,
    /// New visits a second. This or `population`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visits_per_second: Option<f64>,
    /// A closed population. This or `visits_per_second`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<Population>,
    /// `[at_s, factor]`: the rate from then on.
    #[serde(default)]
    pub rate_factors: Vec<(f64, f64)>,
    /// Mean work before a connection is borrowed.
    pub before_ms: f64,
    /// How that work spreads around its mean.
    #[serde(default)]
    pub before_shape: Shape,
    /// Queries one after another; 0: no database.
    pub queries: u32,
    /// Mean CPU of a query.
    #[serde(default)]
    pub query_cpu_ms: f64,
    /// How that CPU spreads around its mean.
    #[serde(default)]
    pub query_cpu_shape: Shape,
    /// Blocks a query touches.
    #[serde(default)]
    pub query_blocks: u32,
    /// What its queries lock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<Transaction>,
    /// Mean work while the connection is held.
    #[serde(default)]
    pub held_ms: f64,
    /// How that work spreads around its mean.
    #[serde(default)]
    pub held_shape: Shape,
    /// Chance that a request never gives its connection back.
    #[serde(default)]
    pub leak_probability: f64,
    /// What its transaction writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writes: Option<Writes>,
    /// How users come back; by default they do not.
    #[serde(default)]
    pub retry: Retry,
    /// Users who wait in an accept queue for longer go away; by default they stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_patience: Option<QueuePatience>,
    /// Longest wait that a user accepts.
    #[serde(default = "patience_s_default")]
    pub patience_s: f64,
}

fn patience_s_default() -> f64 {
    600.0
}

impl Class {
    /// The most visits a second in the long run, apart from `rate_factors`: the given
    /// rate, or that of a population whose visits take no time.
    #[must_use]
    pub fn visits_per_second_max(&self) -> f64 {
        match (self.visits_per_second, &self.population) {
            (Some(rate), _) => rate,
            (None, Some(population)) => f64::from(population.users) / population.think_s.max(1e-9),
            (None, None) => 0.0,
        }
    }
}

/// A closed population: each user thinks, visits (with all retries) and thinks again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// How many users.
    pub users: u32,
    /// Mean time from the end of a visit to the next.
    pub think_s: f64,
    /// How that time spreads around its mean.
    #[serde(default)]
    pub think_shape: Shape,
}

/// How long users wait in an accept queue before they go away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueuePatience {
    /// Mean.
    pub mean_s: f64,
    /// How it spreads around its mean.
    #[serde(default)]
    pub shape: Shape,
}

/// How a user tries again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// Attempts in all.
    pub attempts_max: u32,
    /// Chance of one more try after a failure.
    pub probability: f64,
    /// How the pause grows.
    #[serde(default)]
    pub backoff: Backoff,
    /// First pause.
    #[serde(default)]
    pub backoff_base_s: f64,
    /// Longest pause.
    #[serde(default)]
    pub backoff_cap_s: f64,
    /// What all users of the class together may retry.
    #[serde(default)]
    pub budget: Option<RetryBudget>,
    /// The user's own time-out for an attempt.
    #[serde(default)]
    pub attempt_timeout: Option<AttemptTimeout>,
}

/// Retries are at most a share of first attempts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetryBudget {
    /// Retries that a first attempt pays for.
    pub ratio: f64,
    /// Retries that can be saved up.
    pub retries_max: u32,
}

/// A user's own time-out for an attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttemptTimeout {
    /// After this long.
    pub after_s: f64,
    /// The instance learns of it.
    #[serde(default)]
    pub cancels: bool,
}

/// One attempt and no more.
impl Default for Retry {
    fn default() -> Retry {
        Retry {
            attempts_max: 1,
            probability: 0.0,
            backoff_base_s: 0.0,
            backoff_cap_s: 0.0,
            backoff: Backoff::default(),
            budget: None,
            attempt_timeout: None,
        }
    }
}
