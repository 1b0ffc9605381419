//! The house rules that no compiler holds: layers, leftovers, lengths.
//!
//! Each rule is a row of a table with its reason and a sample that breaks it; the
//! second test shows that every rule catches its sample, so that each can fail.

mod circles;
mod functions;
mod layers;
mod lines;
mod source;

use source::Source;

/// One rule.
struct Rule {
    /// What must not be.
    name: &'static str,
    /// Why.
    why: &'static str,
    /// Which files it is for, by path from the root with `/`.
    applies: fn(&str) -> bool,
    /// The lines, counted from 1, that break it.
    broken: fn(&Source) -> Vec<usize>,
    /// A path and a text that break it.
    sample: (&'static str, &'static str),
}

impl Rule {
    fn check(&self, source: &Source) -> Vec<String> {
        if !(self.applies)(&source.path) {
            return Vec::new();
        }
        let broken = (self.broken)(source);
        let tell = |line| format!("{}:{line}: {}: {}", source.path, self.name, self.why);
        broken.into_iter().map(tell).collect()
    }
}

fn rules() -> impl Iterator<Item = &'static Rule> {
    let rules = [lines::RULES, layers::RULES, functions::RULES];
    rules.into_iter().flatten()
}

#[test]
fn the_house_is_tidy() {
    let sources = source::all();
    assert!(sources.len() > 20, "the walk finds the sources");
    let found: Vec<String> = sources
        .iter()
        .flat_map(|source| rules().flat_map(|rule| rule.check(source)))
        .collect();
    assert!(
        found.is_empty(),
        "{} places are untidy:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn every_rule_catches_its_sample() {
    for rule in rules() {
        let (path, text) = rule.sample;
        let found = rule.check(&Source::new(path, text));
        assert_eq!(found.len(), 1, "{}: {path}: {text}: {found:?}", rule.name);
    }
}

#[test]
fn a_chart_knows_no_incident() {
    let source = Source::new("src/chart/axis.rs", "fn draw(run: &crate::drill::Run) {}\n");
    assert_eq!(rules().flat_map(|rule| rule.check(&source)).count(), 1);
}

#[test]
fn what_is_allowed_passes() {
    let long = format!("//! | row | {} |", "a table cannot be wrapped ".repeat(5));
    let samples = [
        ("src/lib.rs", long.as_str()),
        (
            "src/sim/clock.rs",
            "// HashMap order differs; use crate::app in words only\n",
        ),
        ("src/sim/clock.rs", "let root = x.sqrt() + libm::log(x);\n"),
        (
            "src/app.rs",
            "use crate::{drill::{Journal, web}, sim::Time};\n",
        ),
        (
            "src/web.rs",
            "use crate::{app, chart};\nuse yew::prelude::*;\n",
        ),
        (
            "src/cli/run.rs",
            "println!(\"{}\", crate::debrief::text());\n",
        ),
        (
            "src/incident/lint.rs",
            "let names = [\"crate::web\", \"yew\"]; // as data\n",
        ),
        ("src/drill/session.rs", "let yewish = my_web_sys;\n"),
    ];
    for (path, text) in samples {
        let found: Vec<String> = rules()
            .flat_map(|rule| rule.check(&Source::new(path, text)))
            .collect();
        assert!(found.is_empty(), "{found:?}");
    }
}
