//! Configuration files and scheduled changes.

use super::Command;
use crate::config::store::Author;
use crate::time::Nanos;

/// A file of configuration.
#[derive(Clone, Debug)]
pub struct FileSpec {
    /// Absolute path on its host.
    pub path: String,
    /// Versions, oldest first; the last is written and in force at the start.
    pub versions: Vec<VersionSpec>,
}

/// One version of a file.
#[derive(Clone, Debug)]
pub struct VersionSpec {
    /// When, in nanoseconds before the start of the world.
    pub age: Nanos,
    /// Who wrote it.
    pub author: String,
    /// True if a pipeline wrote it.
    pub by_pipeline: bool,
    /// Why.
    pub message: String,
    /// The whole text.
    pub text: String,
}

/// Something that pipelines or colleagues do at a time.
#[derive(Clone, Debug)]
pub struct ChangeSpec {
    /// Stable name, e.g. `run-812`.
    pub id: String,
    /// When.
    pub at: Nanos,
    /// Who.
    pub author: String,
    /// The pipeline it belongs to; a paused pipeline does nothing.
    pub pipeline: Option<String>,
    /// What the change feed says.
    pub title: String,
    /// What it does, in order, at once.
    pub steps: Vec<Command>,
}

impl ChangeSpec {
    /// Who writes its files.
    #[must_use]
    pub fn by(&self) -> Author {
        match &self.pipeline {
            Some(_) => Author::Pipeline(self.author.clone()),
            None => Author::Person(self.author.clone()),
        }
    }
}
