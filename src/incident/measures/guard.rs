//! Guarded deploys: a pipeline changes only the keys that it may.

use super::{concerns, retitled};
use crate::incident::document::{Change, Command, Guard, GuardAction, Incident};
use crate::incident::texts::Format;
use crate::sim::config::postgresql_conf::KeyChange;

/// Keys named in a title.
const NAMED_MAX: usize = 3;

/// Guards the scheduled changes. A text is compared with the one that the file's history and
/// the changes before it say; what a player writes on the day is not known here.
pub(super) fn apply(incident: &mut Incident, guard: &Guard) {
    let format = Format::of(&incident.world, &guard.path);
    let file = incident.world.files.iter().find(|f| f.path == guard.path);
    let newest = file.and_then(|file| file.versions.last());
    let mut current = newest.map_or_else(Vec::new, |version| version.lines.clone());
    for change in &mut incident.changes {
        let guarded = concerns(&guard.pipelines, change.pipeline.as_ref());
        let mut at = 0;
        while let Some(step) = change.steps.get_mut(at) {
            at += 1;
            let Command::WriteFile { path, lines, .. } = step else {
                continue;
            };
            if *path != guard.path {
                continue;
            }
            let changed = format.changed(&current, lines);
            let (allowed, others): (Vec<_>, Vec<_>) = changed
                .into_iter()
                .partition(|it| guard.allowed_keys.contains(&it.key));
            if !guarded || others.is_empty() {
                current.clone_from(lines);
                continue;
            }
            match guard.then {
                GuardAction::Merge => {
                    *lines = merged(format, &current, &allowed);
                    current.clone_from(lines);
                    let what = format!("merged, {} kept", named(&others));
                    change.title = retitled(&change.title, &what);
                }
                GuardAction::Refuse => end(change, at - 1, "refused", &others),
                GuardAction::Hold => end(change, 0, "held for approval", &others),
            }
        }
    }
}

/// The change ends before the step of this number.
fn end(change: &mut Change, step: usize, verdict: &str, others: &[KeyChange]) {
    change.steps.truncate(step);
    let what = format!("{verdict}, it would change {}", named(others));
    change.title = retitled(&change.title, &what);
}

fn merged(format: Format, current: &[String], allowed: &[KeyChange]) -> Vec<String> {
    let mut lines = current.to_vec();
    for change in allowed {
        // A key that the new text leaves out stays: what is merged only adds and replaces.
        if let Some(value) = &change.new {
            lines = format.with_key(&lines, &change.key, value);
        }
    }
    lines
}

fn named(changes: &[KeyChange]) -> String {
    let names: Vec<&str> = changes.iter().map(|change| change.key.as_str()).collect();
    match names.as_slice() {
        [] | [""] => "the text".to_string(),
        few if few.len() <= NAMED_MAX => few.join(", "),
        many => {
            let (first, rest) = many.split_at(NAMED_MAX);
            format!("{} and {} more", first.join(", "), rest.len())
        }
    }
}
