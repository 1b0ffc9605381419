//! What a run of the checks has shown so far, command by command: counts and times.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::times::Times;
use crate::say;
use crate::tally::Tally;

/// How many of the slowest tests are named at the end.
const SLOWEST: usize = 15;

/// What is known of a run.
#[derive(Default)]
pub struct Record {
    tally: Tally,
    steps: Vec<Step>,
    /// Each test and how long it took.
    tests: Vec<(String, Duration)>,
}

/// One command.
struct Step {
    heading: String,
    took: Duration,
    /// Until the first test began.
    built: Option<Duration>,
}

impl Record {
    /// Passed and failed so far.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// A command that counts as one test.
    pub fn one(&mut self, heading: &str, mut command: Command) {
        self.step(heading, |_, _| {
            let status = command.status().map_err(|e| e.to_string())?;
            Ok(Tally::one(status.success()))
        });
    }

    /// Work of our own that counts as one test; true when it went well.
    pub fn own(&mut self, heading: &str, work: impl FnOnce() -> Result<(), String>) -> bool {
        let before = self.tally.failed;
        self.step(heading, |_, _| work().map(|()| Tally::one(true)));
        self.tally.failed == before
    }

    /// A command that runs tests, some at a time; what it prints is shown, counted and timed.
    pub fn tests(&mut self, heading: &str, mut command: Command, at_a_time: usize) {
        command.env("RUST_TEST_THREADS", at_a_time.to_string());
        self.step(heading, |record, step| {
            let start = Instant::now();
            let mut child = command
                .stdout(Stdio::piped())
                .spawn()
                .map_err(|e| e.to_string())?;
            let mut tally = Tally::default();
            let mut times = Times::new(at_a_time);
            if let Some(stdout) = child.stdout.take() {
                for line in BufReader::new(stdout).split(b'\n') {
                    let line = line.map_err(|e| e.to_string())?;
                    let line = String::from_utf8_lossy(&line);
                    println!("{line}");
                    tally = tally.read(&line);
                    times.read(&line, start.elapsed());
                }
            }
            let status = child.wait().map_err(|e| e.to_string())?;
            step.built = times.began();
            record.tests.extend(times.finish());
            Ok(tally.closed(status.success()))
        });
    }

    fn step(
        &mut self,
        heading: &str,
        run: impl FnOnce(&mut Record, &mut Step) -> Result<Tally, String>,
    ) {
        say::heading(heading);
        // The heading must not come after what the command prints.
        let _ = std::io::stdout().flush();
        let start = Instant::now();
        let mut step = Step {
            heading: heading.to_owned(),
            took: Duration::ZERO,
            built: None,
        };
        let tally = run(self, &mut step).unwrap_or_else(|error| {
            say::problem(error);
            Tally::one(false)
        });
        let verdict = if tally.failed == 0 { "good" } else { "FAILED" };
        let counts = format!(
            "{verdict}: {} passed, {} failed",
            tally.passed, tally.failed
        );
        step.took = start.elapsed();
        say::done(counts, step.took);
        self.tally = self.tally.plus(tally);
        self.steps.push(step);
    }

    /// Says what took the time.
    pub fn tell_times(&mut self) {
        if self.steps.is_empty() {
            return;
        }
        say::heading("what took the time");
        for step in &self.steps {
            let built = step.built.map_or_else(String::new, |built| {
                format!(", {} of it before the first test", say::seconds(built))
            });
            say::line(format!(
                "{:>12}  {}{built}",
                say::seconds(step.took),
                step.heading
            ));
        }
        self.tests.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
        if !self.tests.is_empty() {
            say::line("the slowest tests:");
        }
        for (name, took) in self.tests.iter().take(SLOWEST) {
            say::line(format!("{:>12}  {name}", say::seconds(*took)));
        }
    }
}
