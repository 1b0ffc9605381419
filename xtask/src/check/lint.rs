//! Format and clippy; warnings are errors.

use super::stage;
use crate::pins;
use crate::tally::Tally;

/// Each command counts as one test.
pub fn run() -> Tally {
    let all = [
        stage::one("format", stage::cargo(&["fmt", "--all", "--check"])),
        stage::one(
            "clippy, host",
            stage::cargo(&[
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
            stage::cargo(&[
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
