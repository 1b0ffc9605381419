//! Corrective measures switched on: from an incident to the incident as it would have been.

mod guard;
mod people;
mod staging;

pub use staging::{Failed, try_change};

use super::document::{Effect, Incident};

/// Longest title of a change, characters; the lints know the same.
const TITLE_CHARS_MAX: usize = 200;

/// The incident with these of its measures switched on, in the order of the file. None: the
/// same incident. A measure that is on is no longer among `measures` of the result.
///
/// A test of changes runs its staging here, with a seed of its own, so that the outcome is
/// the same for every seed of the run: a test is made once, before the day.
///
/// # Errors
/// Names an id that is no measure of this incident.
pub fn apply_measures<S: AsRef<str>>(incident: &Incident, ids: &[S]) -> Result<Incident, String> {
    let on = |id: &str| ids.iter().any(|it| it.as_ref() == id);
    for id in ids.iter().map(AsRef::as_ref) {
        if !incident.measures.iter().any(|measure| measure.id == id) {
            return Err(unknown(incident, id));
        }
    }
    let mut out = incident.clone();
    for measure in incident.measures.iter().filter(|m| on(&m.id)) {
        for effect in &measure.does {
            match effect {
                Effect::GuardFile(it) => guard::apply(&mut out, it),
                Effect::TestChanges(it) => staging::apply(&mut out, it),
                Effect::AddAlert(rule) => out.alerts.push(rule.clone()),
                Effect::Guide(it) => people::guide(&mut out, it),
                Effect::Practice(it) => people::practice(&mut out, it),
            }
        }
    }
    out.measures.retain(|measure| !on(&measure.id));
    Ok(out)
}

fn unknown(incident: &Incident, id: &str) -> String {
    let known: Vec<&str> = incident.measures.iter().map(|m| m.id.as_str()).collect();
    match known.is_empty() {
        true => format!("there is no measure {id:?}: this incident has none"),
        false => format!("there is no measure {id:?}; known are {}", known.join(", ")),
    }
}

/// Is this pipeline among those named? None named: all are.
fn concerns(names: &[String], pipeline: Option<&String>) -> bool {
    pipeline.is_some_and(|pipeline| names.is_empty() || names.contains(pipeline))
}

/// The title of a change with what became of it, not longer than a title may be.
fn retitled(title: &str, what: &str) -> String {
    let room = TITLE_CHARS_MAX.saturating_sub(what.chars().count() + 2);
    let kept: String = if title.chars().count() > room {
        let cut: String = title.chars().take(room.saturating_sub(1)).collect();
        format!("{}…", cut.trim_end())
    } else {
        title.to_string()
    };
    let all = format!("{kept}: {what}");
    all.chars().take(TITLE_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_a_title() {
        assert_eq!(retitled("Update", "held"), "Update: held");
        for long in [0, 10, 190, 199, 200, 300] {
            let title = retitled(&"é".repeat(180), &"x".repeat(long));
            assert!(title.chars().count() <= TITLE_CHARS_MAX, "{long}");
        }
    }
}
