//! The long proofs: what `test` holds for a few seeds, held for many.
//!
//! `cargo xtask test` has to stay short, so it plays a few seeds of each. This plays all of
//! them and writes what came out into `docs/proof.md`, with date and commit, and the scores of
//! each seed into `tests/cases/proof`, where `test` holds their order.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use crate::{repo, say, tool};

/// Seeds of the scores when nothing else is asked for.
pub const SEEDS: u64 = 100;
/// Seeds of the post-mortem's beats.
const BEATS: u64 = 30;
/// What is written stands between these two lines.
const MARKS: [&str; 2] = ["<!-- proof -->", "<!-- /proof -->"];

/// Plays every shipped incident with so many seeds. A proof that was stopped goes on where it
/// was, as long as the commit is the same.
///
/// # Errors
/// When something does not hold, or cannot be run or written.
pub fn run(seeds: u64) -> Result<(), String> {
    let start = Instant::now();
    let commit = commit()?;
    say::heading("the native command");
    tool::run(&mut repo::cargo(&[
        "build",
        "--release",
        "--bin",
        "firedrill",
    ]))?;
    let mut written = format!(
        "Written by `cargo xtask prove` on {}, commit {commit}.\n",
        today()?
    );
    for incident in incidents()? {
        say::heading(format!("scores of {incident}, seeds 1 to {seeds}"));
        written += &format!("\n{}", scores(&incident, seeds, &commit)?);
    }
    say::heading(format!("the post-mortem's beats, seeds 1 to {BEATS}"));
    let mut beats = repo::cargo(&["test", "--package", "firedrill", "--test", "it", "beats::"]);
    beats.env("FIREDRILL_SEEDS", BEATS.to_string());
    tool::run(&mut beats)?;
    written +=
        &format!("\nThe post-mortem's beats (`tests/it/beats.rs`) hold for seeds 1 to {BEATS}.\n");
    let path = repo::root().join("docs/proof.md");
    let at = |error: std::io::Error| format!("{}: {error}", path.display());
    let page = fs::read_to_string(&path).map_err(at)?;
    fs::write(&path, between(&page, &written)?).map_err(at)?;
    say::done(
        "proven; docs/proof.md and tests/cases/proof are written",
        start.elapsed(),
    );
    Ok(())
}

/// The scores of one incident as the command prints them; those of each seed are stored.
fn scores(incident: &str, seeds: u64, commit: &str) -> Result<String, String> {
    let folder = repo::target().join("proof").join(commit);
    let at = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(&folder).map_err(|error| at(&folder, error))?;
    let name = format!("{incident}.csv");
    let table = folder.join(&name);
    let mut prove = command();
    prove.args(["prove", incident, "--seeds", &seeds.to_string(), "--table"]);
    prove.arg(&table);
    let output = prove.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cannot start firedrill: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    say::line(&text);
    if !output.status.success() {
        return Err(format!("{incident}: the order of the scores does not hold"));
    }
    let stored = repo::root().join("tests/cases/proof").join(name);
    fs::copy(&table, &stored).map_err(|error| at(&stored, error))?;
    Ok(text)
}

fn command() -> std::process::Command {
    let mut command = std::process::Command::new(repo::target().join("release/firedrill"));
    command.current_dir(repo::root()).stdin(Stdio::null());
    command
}

/// Ids of the shipped incidents: the lines of `list` that are not indented.
fn incidents() -> Result<Vec<String>, String> {
    let text = tool::output(command().arg("list")).ok_or("`firedrill list` failed")?;
    Ok(ids(&text))
}

fn ids(list: &str) -> Vec<String> {
    let lines = list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with(' '));
    lines.map(str::to_owned).collect()
}

/// The commit that is proven, marked when files differ from it.
fn commit() -> Result<String, String> {
    let mut git = std::process::Command::new("git");
    git.current_dir(repo::root())
        .args(["describe", "--always", "--dirty", "--abbrev=9"]);
    let told = tool::output(&mut git).ok_or("`git describe` failed: which commit is this?")?;
    Ok(told.trim().to_owned())
}

/// The date, as the machine's clock has it.
fn today() -> Result<String, String> {
    let mut date = std::process::Command::new("date");
    let told = tool::output(date.args(["-u", "+%Y-%m-%d"])).ok_or("`date` failed")?;
    Ok(told.trim().to_owned())
}

/// A page with this text between its marks.
fn between(page: &str, text: &str) -> Result<String, String> {
    let [open, close] = MARKS;
    let (before, rest) = page
        .split_once(open)
        .ok_or_else(|| format!("there is no {open}"))?;
    let (_, after) = rest
        .split_once(close)
        .ok_or_else(|| format!("there is no {close}"))?;
    Ok(format!("{before}{open}\n{text}{close}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let page = "a\n<!-- proof -->\nold\n<!-- /proof -->\nb\n";
        let wanted = "a\n<!-- proof -->\nnew\n<!-- /proof -->\nb\n";
        assert_eq!(between(page, "new\n").as_deref(), Ok(wanted));
        assert!(between("a", "new").is_err());
        let shipped = fs::read_to_string(repo::root().join("docs/proof.md"));
        assert!(between(&shipped.expect("the page of the proofs"), "new").is_ok());
    }

    #[test]
    fn ids_are_the_lines_that_are_not_indented() {
        assert_eq!(ids("a-b\n  Title\n  responders: c\nd\n"), ["a-b", "d"]);
    }
}
