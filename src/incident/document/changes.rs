//! What happens to the world at a time.

use crate::vocabulary::Command;
use serde::{Deserialize, Serialize};

/// Something that happens to the world at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Stable id, e.g. `run-812`.
    pub id: String,
    /// When, from minute zero.
    pub at_s: f64,
    /// Who.
    pub author: String,
    /// The pipeline, if one did it.
    #[serde(default)]
    pub pipeline: Option<String>,
    /// What the change feed says.
    pub title: String,
    /// What it does.
    #[serde(default)]
    pub steps: Vec<Command>,
}
