//! The native commands: thin over the library.
//!
//! Exit status: 0 done, 1 the input is wrong or the check failed, 2 wrong usage.

mod check;
mod fmt;
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
    /// List the shipped incidents and worlds.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check incident, world, journal or result files; say place and reason of each error.
    Check {
        /// Files.
        #[arg(required = true)]
        files: Vec<String>,
    },
    /// Write incident and world files in the form of the project.
    Fmt {
        /// Files.
        #[arg(required = true)]
        files: Vec<String>,
        /// Write nothing; fail if a file is not in form.
        #[arg(long)]
        check: bool,
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
        Command::Fmt { files, check } => fmt::fmt(&files, check),
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
    use crate::incident::library;
    if let Some(incident) = library::load(name) {
        return Ok(incident);
    }
    let known = || {
        let ids: Vec<_> = library::entries().iter().map(|entry| entry.id).collect();
        format!(
            "{name}: no such file, and no shipped incident ({})",
            ids.join(", ")
        )
    };
    if !std::path::Path::new(name).exists() {
        return Err(known());
    }
    let text = read(name)?;
    parse(&text, name).map_err(|problems| lines(&problems))
}

/// The incident in the text of a file. Its world is a shipped one, a file at a path from the
/// incident's own, or in the text.
fn parse(
    text: &str,
    file: &str,
) -> Result<crate::incident::document::Incident, Vec<crate::incident::Problem>> {
    use crate::incident::{library, parse};
    parse::parse_with(text, file, &|world| {
        if !world.ends_with(".json") {
            return library::find_world(world);
        }
        let beside = std::path::Path::new(file).with_file_name(world);
        let name = beside.display().to_string();
        let text = read(&name)?.into();
        Ok(parse::WorldFile { name, text })
    })
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
