//! Result files that an earlier version wrote: they come back byte for byte and are verified,
//! digest, score and all. Whoever changes a form, a rule or a world by accident learns it here.

use crate::shipped::shipped;
use firedrill::debrief::result::{Verification, parse};
use std::sync::Arc;

fn is_as_it_was(text: &str) {
    let file = parse(text).expect("a file that was written is read");
    assert_eq!(file.to_text().trim_end(), text.trim_end());
    let incident = Arc::new(shipped());
    let mut verification = Verification::begin(file, &incident).expect("the incident is as it was");
    while !verification.step(1_000_000) {}
    let verified = verification.finish().expect("nothing differs");
    assert!(verified.entries > 20);
}

#[test]
fn the_runbook_is_scored_as_it_was() {
    is_as_it_was(include_str!("../../cases/results/kept/by-the-runbook.json"));
}

/// Twenty-seven kinds of actions, a hint and a fast clock among them.
#[test]
fn a_run_of_many_actions_is_scored_as_it_was() {
    is_as_it_was(include_str!("../../cases/results/kept/many-actions.json"));
}
