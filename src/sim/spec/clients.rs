//! Who asks: classes of requests, and how users come back.

use super::WriteSpec;
use crate::sim::shape::Shape;
use crate::sim::time::Nanos;

/// Users who ask for one endpoint.
#[derive(Clone, Debug)]
pub struct ClassSpec {
    /// Short name, e.g. `product`.
    pub name: String,
    /// The endpoint, e.g. `GET /product/{id}`.
    pub uri: String,
    /// Index into [`WorldSpec::services`].
    pub service: usize,
    /// New visits a second (Poisson) at factor 1.
    pub visits_per_second: f64,
    /// Factor on the rate from a time on (piecewise constant, ascending).
    pub rate_factors: Vec<(Nanos, f64)>,
    /// Mean work in the service before a connection is borrowed.
    pub before_mean: Nanos,
    /// Its shape.
    pub before_shape: Shape,
    /// Queries a request sends one after another; 0: needs no database.
    pub queries: u32,
    /// Mean database CPU of one query.
    pub query_cpu_mean: Nanos,
    /// Its shape.
    pub query_cpu_shape: Shape,
    /// Blocks that one query touches.
    pub query_blocks: u32,
    /// Mean work in the service while the connection is held.
    pub held_mean: Nanos,
    /// Its shape.
    pub held_shape: Shape,
    /// What its transaction writes; nothing by default.
    pub writes: WriteSpec,
    /// How users come back after a failure.
    pub retry: RetrySpec,
    /// A user whose answer takes longer counts as affected.
    pub patience: Nanos,
}

/// How a user tries again after a failed attempt.
#[derive(Clone, Copy, Debug)]
pub struct RetrySpec {
    /// Attempts in all, at least 1.
    pub attempts_max: u32,
    /// Chance that a user tries again at all, each time.
    pub probability: f64,
    /// Full jitter: the pause is uniform in 0..min(cap, base * 2^n).
    pub backoff_base: Nanos,
    /// Longest pause.
    pub backoff_cap: Nanos,
}
