//! One command of a stage, with heading and time, turned into a count.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::say;
use crate::tally::Tally;

/// A command that counts as one test.
pub fn one(heading: &str, command: Command) -> Tally {
    timed(heading, command, |mut command| {
        let good = command.status().map_err(|e| e.to_string())?.success();
        Ok(Tally::one(good))
    })
}

/// A command that runs tests; what it prints is shown and counted.
pub fn tests(heading: &str, command: Command) -> Tally {
    timed(heading, command, |mut command| {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| e.to_string())?;
        let mut tally = Tally::default();
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).split(b'\n') {
                let line = line.map_err(|e| e.to_string())?;
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                tally = tally.read(&line);
            }
        }
        let status = child.wait().map_err(|e| e.to_string())?;
        Ok(tally.closed(status.success()))
    })
}

fn timed(
    heading: &str,
    command: Command,
    run: impl FnOnce(Command) -> Result<Tally, String>,
) -> Tally {
    say::heading(heading);
    // The heading must not come after what the command prints.
    let _ = std::io::stdout().flush();
    let start = Instant::now();
    let tally = run(command).unwrap_or_else(|error| {
        say::problem(error);
        Tally::one(false)
    });
    let verdict = if tally.failed == 0 { "good" } else { "FAILED" };
    let counts = format!(
        "{verdict}: {} passed, {} failed",
        tally.passed, tally.failed
    );
    say::done(counts, start.elapsed());
    tally
}
