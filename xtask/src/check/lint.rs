//! Format and clippy; warnings are errors.

use super::stage::Record;
use crate::{pins, repo};

/// Each command counts as one test.
pub fn run(record: &mut Record) {
    record.one("format", repo::cargo(&["fmt", "--all", "--check"]));
    record.one(
        "clippy, host",
        repo::cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]),
    );
    record.one(
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
    );
}
