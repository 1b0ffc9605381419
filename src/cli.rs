//! The native commands: thin over the library.
//!
//! Exit status: 0 done, 1 the input is wrong or the check failed, 2 wrong usage.

mod check;
mod judge;
mod lab;
mod list;
mod prove;
mod run;
mod verify;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Live through an outage before it happens to you.
#[derive(Parser)]
#[command(name = "firedrill", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the shipped incidents.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check incident, journal or result files; say place and reason of each error.
    Check {
        /// Files.
        #[arg(required = true)]
        files: Vec<String>,
    },
    /// Run an incident without the page.
    Run(run::RunArguments),
    /// Run the worlds of result files again and compare.
    Verify(verify::VerifyArguments),
    /// Play all responders of incidents over many seeds: who wins, who loses.
    Prove(prove::ProveArguments),
    /// Run an incident many times, with and without its corrective measures.
    Lab(lab::LabArguments),
}

/// Run the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    // clap itself exits with 2 on wrong usage.
    let done = match Arguments::parse().command {
        Command::List { json } => list::list(json),
        Command::Check { files } => check::check(&files),
        Command::Run(arguments) => run::run(&arguments),
        Command::Verify(arguments) => verify::verify(&arguments),
        Command::Prove(arguments) => prove::prove(&arguments),
        Command::Lab(arguments) => lab::lab(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(1)
        }
    }
}

/// Print to standard output; a closed pipe ends the output, not the program.
fn print(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// An incident by id of the library or by path.
fn incident(name: &str) -> Result<crate::incident::document::Incident, String> {
    use crate::incident::{library, parse};
    if let Some(incident) = library::load(name) {
        return Ok(incident);
    }
    let known = || {
        let ids: Vec<_> = library::shipped().iter().map(|s| s.id).collect();
        format!(
            "{name}: no such file, and no shipped incident ({})",
            ids.join(", ")
        )
    };
    if !std::path::Path::new(name).exists() {
        return Err(known());
    }
    let text = read(name)?;
    parse::parse(&text, name).map_err(|problems| lines(&problems))
}

fn lines<T: std::fmt::Display>(problems: &[T]) -> String {
    problems
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A file's text; not more than 8 MiB of it.
fn read(path: &str) -> Result<String, String> {
    const BYTES_MAX: u64 = 8 << 20;
    let said = |e: std::io::Error| format!("{path}: {e}");
    let size = std::fs::metadata(path).map_err(said)?.len();
    if size > BYTES_MAX {
        return Err(format!(
            "{path}: {size} bytes; at most {BYTES_MAX} are read"
        ));
    }
    std::fs::read_to_string(path).map_err(said)
}
