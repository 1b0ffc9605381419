//! What configuration and pipelines come to: keys with what they need, runs with what they did.

use serde::{Deserialize, Serialize};

/// A key of a configuration file whose value changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyView {
    /// Name, as the file writes it.
    pub key: String,
    /// The older value; none: not set there.
    pub old: Option<String>,
    /// The newer value; none: not set there.
    pub new: Option<String>,
    /// What the running process uses, if it can be told.
    pub in_force: Option<String>,
    /// What applies where the file does not set it, if known.
    pub default: Option<String>,
    /// What the newer value needs before it is in force.
    pub needs: Needs,
}

/// What brings a written value into force.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needs {
    /// A restart of the database.
    Restart,
    /// A restart of this service, instance by instance.
    RollingRestart(String),
    /// A reload of the database.
    Reload,
    /// A reload; only connections opened afterwards have it.
    NewConnections,
    /// A reload of PgBouncer.
    BouncerReload,
    /// Nothing: written differently, it is the same value.
    Same,
    /// Nothing does: the process does not know it, or never changes it.
    Nothing,
}

/// A run of a pipeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PipelineRunView {
    /// Id of the change, as in [`crate::drill::action::Look::Change`]; none for runs of
    /// before the first sample.
    pub id: Option<String>,
    /// When.
    pub t_ms: i64,
    /// What it was for.
    pub title: String,
    /// `schedule`, or who started it.
    pub trigger: String,
    /// How it stands.
    pub state: RunState,
    /// What it did.
    pub work: PipelineWorkView,
}

/// How a run of a pipeline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Under way.
    Running,
    /// Done.
    Succeeded,
    /// Left out: the pipeline was paused.
    Skipped,
}

/// What a pipeline does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineWorkView {
    /// Files written.
    pub files: Vec<WrittenFile>,
    /// What else it did, in words.
    pub steps: Vec<String>,
}

/// A file that a pipeline writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenFile {
    /// Its path.
    pub path: String,
    /// The version before; none: the file was new.
    pub before: Option<u32>,
    /// The version after; none: a text that no version has, or the same as before.
    pub after: Option<u32>,
}
