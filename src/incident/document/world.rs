//! The simulated world: its parts, its files and its pipelines.

use super::{Class, Database, Service};
use serde::{Deserialize, Serialize};

/// The simulated world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Users' requests by endpoint.
    pub classes: Vec<Class>,
    /// Services.
    pub services: Vec<Service>,
    /// The database.
    pub database: Database,
    /// Configuration files.
    pub files: Vec<File>,
    /// Pipelines that write configuration.
    #[serde(default)]
    pub pipelines: Vec<Pipeline>,
}

/// A configuration file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Absolute path.
    pub path: String,
    /// What it is for, one sentence.
    pub about: String,
    /// Versions, oldest first.
    pub versions: Vec<Version>,
}

/// One version of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// When, from minute zero; negative.
    pub at_s: f64,
    /// Who.
    pub author: String,
    /// Why.
    pub message: String,
    /// The lines of the text.
    pub lines: Vec<String>,
}

/// A pipeline that writes configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Name.
    pub name: String,
    /// What it does, one sentence.
    pub about: String,
}
