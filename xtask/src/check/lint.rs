//! Format and clippy; warnings are errors.

use super::stage;
use crate::tally::Tally;
use crate::{pins, repo};

/// Each command counts as one test.
pub fn run() -> Tally {
    let all = [
        stage::one("format", repo::cargo(&["fmt", "--all", "--check"])),
        stage::one(
            "clippy, host",
            repo::cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]),
        ),
        stage::one(
            "clippy, wasm",
            repo::cargo(&[
                "clippy",
                "--target",
                pins::WASM_TARGET,
                "--lib",
                "--bin",
                "page",
                "--test",
                "web",
                "--",
                "-D",
                "warnings",
            ]),
        ),
    ];
    all.into_iter().fold(Tally::default(), Tally::plus)
}
