//! Guide and practice: what they change about responders that react.

use crate::incident::document::{Guide, Incident, PolicyStep, Practice};

/// Every step of every policy.
fn steps(incident: &mut Incident) -> impl Iterator<Item = &mut PolicyStep> {
    incident.responders.iter_mut().flat_map(|r| &mut r.policy)
}

pub(super) fn guide(incident: &mut Incident, guide: &Guide) {
    for step in steps(incident) {
        if guide.skip.contains(&step.id) {
            // It stays as a place to go to.
            *step = PolicyStep {
                id: std::mem::take(&mut step.id),
                then: step.then.take(),
                ..PolicyStep::default()
            };
        } else if guide.quicker.contains(&step.id) {
            step.after_s *= guide.factor;
        }
    }
}

pub(super) fn practice(incident: &mut Incident, practice: &Practice) {
    for step in steps(incident).filter(|step| !step.fixed) {
        step.after_s *= practice.factor;
    }
}
