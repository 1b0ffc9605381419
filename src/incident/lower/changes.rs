//! Files with their history, and scheduled changes.

use super::{Origin, text};
use crate::incident::document as doc;
use crate::sim::spec::{ChangeSpec, FileSpec, VersionSpec};

pub(super) fn file(file: &doc::File, world: &doc::World, origin: &Origin) -> FileSpec {
    let by_pipeline = |author: &str| world.pipelines.iter().any(|p| p.name == author);
    let versions = file.versions.iter().map(|version| VersionSpec {
        age: origin.age(version.at_s),
        author: version.author.clone(),
        by_pipeline: by_pipeline(&version.author),
        message: version.message.clone(),
        text: text(&version.lines),
    });
    FileSpec {
        path: file.path.clone(),
        versions: versions.collect(),
    }
}

pub(super) fn changes(changes: &[doc::Change], origin: &Origin) -> Vec<ChangeSpec> {
    let mut specs: Vec<ChangeSpec> = changes
        .iter()
        .map(|change| ChangeSpec {
            id: change.id.clone(),
            at: origin.at(change.at_s),
            author: change.author.clone(),
            pipeline: change.pipeline.clone(),
            title: change.title.clone(),
            steps: change.steps.clone(),
        })
        .collect();
    specs.sort_by_key(|change| change.at);
    specs
}
