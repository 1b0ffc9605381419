//! Users: what they ask for, how often, and how they come back.

use super::Writes;
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
    /// New visits a second.
    pub visits_per_second: f64,
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
    /// Mean work while the connection is held.
    #[serde(default)]
    pub held_ms: f64,
    /// How that work spreads around its mean.
    #[serde(default)]
    pub held_shape: Shape,
    /// What its transaction writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writes: Option<Writes>,
    /// How users come back.
    pub retry: Retry,
    /// Longest wait that a user accepts.
    pub patience_s: f64,
}

/// How a user tries again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// Attempts in all.
    pub attempts_max: u32,
    /// Chance of one more try after a failure.
    pub probability: f64,
    /// Full jitter over `backoff_base_s * 2^n`.
    pub backoff_base_s: f64,
    /// Longest pause.
    pub backoff_cap_s: f64,
}

/// How lengths of time spread around their mean; see `sim::shape::Shape`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// No memory.
    #[default]
    Exponential,
    /// Always the mean.
    Deterministic,
    /// This many exponential phases.
    Erlang(u32),
    /// Two exponentials with balanced means and this squared coefficient of variation.
    Hyperexponential(f64),
    /// Log-normal with this squared coefficient of variation.
    Lognormal(f64),
}
