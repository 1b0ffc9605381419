//! A real PostgreSQL beside the simulated one.
//!
//! `cargo xtask fidelity` starts a PostgreSQL of its own on loopback, measures it,
//! calibrates the engine at two client counts and lets it predict the others; then it
//! leads the server and a pooled client through a bad day and compares what they say with
//! what the simulated ones say. It writes `docs/fidelity.md` with a picture, and what the
//! real ones said to `tests/cases/fidelity/`, where a test compares it again without them.
//!
//! | module | what it is for |
//! |---|---|
//! | [`postgres`] | the server: a folder, a port, signals, an end |
//! | [`share`] | the machine's cores for the measurement alone |
//! | [`pgbench`], [`measure`] | one run; rounds of runs and their medians |
//! | [`calibrate`], [`model`] | four numbers from two client counts; the engine with them |
//! | [`texts`] | scenes: what the real ones say and what the simulated ones say |
//! | [`report`], [`picture`], [`machine`] | what is written, and about which machine |
//! | [`stats`] | medians and quantiles |

#![allow(clippy::print_stdout, reason = "printing is what a script is for")]

pub mod awake;
pub mod calibrate;
pub mod machine;
pub mod measure;
pub mod model;
pub mod pgbench;
pub mod picture;
pub mod postgres;
pub mod report;
pub mod share;
pub mod stats;
pub mod texts;

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use measure::Plan;
use pgbench::Mix;
use postgres::Server;
use report::Part;
use xtask::{repo, say};

const USAGE: &str = "\
A real PostgreSQL beside the simulated one; writes docs/fidelity.md and docs/fidelity.svg.

Usage: cargo xtask fidelity [--quick] [--texts]

  --quick   short runs: shows that it works, measures badly; writes into target/ only
  --texts   only what the servers say; writes tests/cases/fidelity/ and no report";

/// Runs the comparison: 0 done, 1 failed, 2 wrong usage.
#[must_use]
pub fn main(args: &[String]) -> ExitCode {
    let known = ["--quick", "--texts", "--help", "-h"];
    if let Some(wrong) = args.iter().find(|arg| !known.contains(&arg.as_str())) {
        say::problem(format!("fidelity does not take {wrong}\n\n{USAGE}"));
        return ExitCode::from(2);
    }
    let has = |name: &str| args.iter().any(|arg| arg == name);
    if has("--help") || has("-h") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match run(has("--quick"), has("--texts")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::problem(error);
            ExitCode::FAILURE
        }
    }
}

fn run(is_quick: bool, only_texts: bool) -> Result<(), String> {
    let start = Instant::now();
    let scenes = texts::record()?;
    if only_texts {
        say::done("finished", start.elapsed());
        return Ok(());
    }
    let plan = if is_quick {
        Plan::quick()
    } else {
        Plan::full()
    };
    let mut parts = Vec::new();
    let machine = machine::describe();
    {
        let share = share::Share::join();
        if share.is_none() {
            say::line("no control group of its own: other programs disturb the measurement");
        }
        let mut server = Server::new()?;
        server.configure("max_connections = 150\n")?;
        server.start()?;
        pgbench::fill(&server)?;
        say::heading(format!(
            "pgbench at {} clients, {} rounds: about {}",
            list(&plan.clients),
            plan.rounds,
            say::seconds(plan.takes())
        ));
        let awake = awake::Awake::keep(plan.cores);
        if awake.cores() < plan.cores as usize {
            say::line("some cores cannot be kept awake: few clients will look slow");
        }
        for (mix, measured) in measure::measure(&server, &plan)? {
            parts.push((mix, measured));
        }
    }
    say::heading("the engine, calibrated at two client counts");
    let parts: Result<Vec<Part>, String> = parts
        .into_iter()
        .map(|(mix, measured)| predict(mix, measured, &plan))
        .collect();
    let parts = parts?;
    let folder = if is_quick {
        repo::target()
    } else {
        repo::root().join("docs")
    };
    let report = report::write(&machine, &plan, &parts, &scenes);
    let picture = picture::draw(&parts);
    write(&folder.join("fidelity.md"), &report)?;
    write(&folder.join("fidelity.svg"), &picture)?;
    say::done("finished", start.elapsed());
    Ok(())
}

fn predict(mix: Mix, measured: Vec<measure::Row>, plan: &Plan) -> Result<Part, String> {
    let at = |clients| {
        let row = measured.iter().find(|row| row.clients == clients);
        row.ok_or_else(|| format!("nothing measured at {clients} clients"))
    };
    let (few, many) = plan.calibrated;
    let fit = calibrate::fit(plan.cores, at(few)?, at(many)?);
    say::line(format!("{}: {fit}", mix.title()));
    let predicted = measured
        .iter()
        .map(|row| model::simulate(&fit, plan.cores, row.clients))
        .collect();
    Ok(Part {
        mix,
        measured,
        predicted,
        fit,
        calibrated: plan.calibrated,
    })
}

fn list(numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().map(u32::to_string).collect();
    words.join(", ")
}

fn write(path: &std::path::Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))?;
    say::line(format!("wrote {}", path.display()));
    Ok(())
}
