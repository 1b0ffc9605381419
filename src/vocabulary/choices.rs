//! Enumerations of incident files that the engine obeys as they are.

use super::LockMode;
use serde::{Deserialize, Serialize};

/// How a database server is stopped (`pg_ctl stop -m`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopMode {
    /// No new sessions; waits until the last one has ended by itself.
    Smart,
    /// Ends all sessions, writes a checkpoint.
    #[default]
    Fast,
    /// Kills all processes; the next start recovers.
    Immediate,
}

impl StopMode {
    /// The word after `-m`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            StopMode::Smart => "smart",
            StopMode::Fast => "fast",
            StopMode::Immediate => "immediate",
        }
    }
}

/// How a balancer chooses among the instances that take requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Balancer {
    /// One after the other.
    #[default]
    RoundRobin,
    /// The one with the fewest unanswered requests; among equals in turn.
    LeastOutstanding,
    /// Two at random, then the one of them with fewer unanswered requests.
    TwoChoices,
}

impl Balancer {
    /// The name in texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Balancer::RoundRobin => "round robin",
            Balancer::LeastOutstanding => "least outstanding requests",
            Balancer::TwoChoices => "the better of two at random",
        }
    }
}

/// What a health probe asks an instance for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthCheck {
    /// A worker thread that answers.
    #[default]
    Thread,
    /// A worker thread that borrows a connection and runs a query: when the database is
    /// sick, every instance is.
    Database,
}

/// What a balancer does when health checks have taken every instance out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllOut {
    /// Send to all of them again, as Envoy's panic mode and AWS's balancers do.
    #[default]
    FailOpen,
    /// 503 at once, as a Kubernetes service without endpoints does.
    Refuse,
}

/// Whose a cache is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CacheScope {
    /// One for the service (Redis, memcached): outlives its instances.
    #[default]
    Shared,
    /// One in each instance (Caffeine): cold after its start.
    Instance,
}

/// The distribution of a length of time, apart from its mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Squared coefficient of variation 1: no memory.
    #[default]
    Exponential,
    /// Always the mean.
    Deterministic,
    /// Sum of this many exponential phases (at least 1); squared coefficient of
    /// variation 1/k.
    Erlang(u32),
    /// One of two exponentials with balanced means (each carries half of the work) and
    /// this squared coefficient of variation (at least 1).
    Hyperexponential(f64),
    /// Log-normal with this squared coefficient of variation (above 0).
    Lognormal(f64),
}

/// How the pause before a retry grows; n counts the retries before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Backoff {
    /// Uniform in 0..min(cap, base * 2^n).
    #[default]
    FullJitter,
    /// min(cap, base * 2^n).
    Exponential,
    /// Always the base.
    Fixed,
    /// At once.
    None,
}

/// How a transaction picks a row of the hot set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowPick {
    /// Each row as likely as any other.
    #[default]
    Uniform,
    /// The k-th row (from 1) with a weight of k to the power of minus this.
    Zipf(f64),
}

/// What a transaction does with a row that it locks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowMode {
    /// `UPDATE`: ROW EXCLUSIVE on the table.
    #[default]
    Update,
    /// `SELECT … FOR UPDATE`: ROW SHARE on the table.
    ForUpdate,
}

impl RowMode {
    /// The table lock that goes with it.
    #[must_use]
    pub fn table_mode(self) -> LockMode {
        match self {
            RowMode::Update => LockMode::RowExclusive,
            RowMode::ForUpdate => LockMode::RowShare,
        }
    }

    /// The lock on the tuple by which the first in line is known.
    #[must_use]
    pub fn tuple_mode(self) -> LockMode {
        match self {
            RowMode::Update => LockMode::Exclusive,
            RowMode::ForUpdate => LockMode::AccessExclusive,
        }
    }
}

/// In which order a transaction takes its row locks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LockOrder {
    /// As listed; two transactions can come from two sides, and deadlock.
    #[default]
    Listed,
    /// By table and row, the same for all: no deadlock among such transactions.
    Sorted,
}
