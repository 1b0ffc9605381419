//! Incident files: places of mistakes, hostile input, lowering.

mod hostile;
mod places;
mod pooling;

use crate::shipped::ID;
use firedrill::drill::action::Action;
use firedrill::incident::library::{load, shipped};
use firedrill::incident::lower;
use firedrill::sim::time::SEC;

fn shipped_text() -> &'static str {
    shipped().iter().find(|s| s.id == ID).expect("shipped").text
}

/// The shipped text with its first `from` replaced.
fn edited(from: &str, to: &str) -> String {
    assert!(shipped_text().contains(from), "{from}");
    shipped_text().replacen(from, to, 1)
}

#[test]
fn shipped_scripts_hold_actions() {
    for shipped in shipped() {
        for responder in load(shipped.id).expect("shipped").responders {
            for entry in responder.script {
                let action = serde_json::from_value::<Action>(entry.action.clone());
                assert!(
                    action.is_ok(),
                    "{}: {}: {action:?}",
                    responder.id,
                    entry.action
                );
            }
        }
    }
}

#[test]
fn lowering_keeps_times_and_names() {
    let world = lower(&load(ID).expect("shipped"));
    assert_eq!(world.minute_zero, 2400 * SEC);
    assert_eq!(world.end, 9630 * SEC);
    let change = world
        .changes
        .iter()
        .find(|change| change.id == "run-812")
        .expect("is there");
    assert_eq!(change.at, 2310 * SEC);
    assert_eq!(change.steps.len(), 2);
    assert_eq!(world.classes[0].rate_factors[0].0, 1800 * SEC);
    assert_eq!(
        world.services[0]
            .pool
            .as_ref()
            .expect("has one")
            .application,
        "web"
    );
    let newest = world.files[0].versions.last().expect("has some");
    assert!(newest.text.ends_with("timezone = 'UTC'\n"));
    assert!(newest.text.contains("\nmax_connections = 800\n"));
    assert!(!newest.by_pipeline);
    assert_eq!(newest.age, (38 * 86_400 - 2400) * SEC);
}
