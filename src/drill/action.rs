//! The journal that keeps what a player did.

use serde::{Deserialize, Serialize};

pub use crate::vocabulary::action::{Action, Kind, Look};
pub use crate::vocabulary::{
    BouncerCommand, Command, ComponentMark, ComponentState, Diagnosis, Matcher, PoolCommand,
    ResponseRole, StatusPhase, StopMode,
};

/// Version of [`Journal`] that this program writes.
pub const JOURNAL_VERSION: u32 = 1;

/// Everything a player did in one run. With the incident and the seed it is the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// Format version, 1.
    pub version: u32,
    /// Id of the incident.
    pub incident: String,
    /// Seed of the world.
    pub seed: u64,
    /// What was done, in order of time.
    pub entries: Vec<Entry>,
}

/// One action and when it was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Milliseconds since minute zero; negative before it.
    pub at_ms: i64,
    /// What was done.
    pub action: Action,
}
