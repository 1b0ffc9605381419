//! Incident and world files: places of mistakes, hostile input, composing, lowering.

mod hostile;
mod places;
mod pooling;
mod worlds;

use crate::shipped::ID;
use firedrill::incident::library::load;
use firedrill::incident::{format, lower};
use firedrill::sim::time::SEC;
use std::sync::LazyLock;

/// The shipped incident with its world in one text, as files of version 1 are.
fn shipped_text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let incident = load(ID).expect("shipped");
        let text = serde_json::to_string(&incident).expect("plain data");
        // People write 480, not 480.0, and leave out what is not there.
        let whole = regex_lite::Regex::new(r"([\[:,]-?\d+)\.0([,\]}])").expect("a pattern");
        let null = regex_lite::Regex::new(r#","[a-z_]+":null"#).expect("a pattern");
        let text = null.replace_all(&text, "");
        let once = whole.replace_all(&text, "$1$2");
        format(&whole.replace_all(&once, "$1$2")).expect("JSON")
    });
    &TEXT
}

/// The shipped text with its first `from` replaced.
fn edited(from: &str, to: &str) -> String {
    assert!(shipped_text().contains(from), "{from}");
    shipped_text().replacen(from, to, 1)
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
