//! A real PostgreSQL beside the simulated one.
//!
//! The work is done by a package of its own (`tests/fidelity`), so that serving and
//! testing need not build the library for it.

use crate::setup::postgres;
use crate::{repo, say, tool};

/// Sets up what is missing, then measures, predicts, compares and writes the report.
///
/// # Errors
/// When set-up or the run fails.
pub fn run(args: &[String]) -> Result<(), String> {
    postgres::ensure()?;
    say::heading("building the comparison");
    let mut cargo = repo::cargo(&["run", "--quiet", "--package", "fidelity", "--"]);
    cargo.args(args);
    tool::run(&mut cargo)
}
