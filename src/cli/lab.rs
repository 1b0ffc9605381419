//! `firedrill lab`.

use crate::lab::choice::parse_values;
use crate::lab::{Choice, JobSpec, Lab, Parameter, Sets, Study, StudyFile, What};
use clap::Args;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// Arguments of `firedrill lab`.
#[derive(Args)]
pub(super) struct LabArguments {
    /// Id of a shipped incident, or the path of an incident file.
    incident: String,
    /// Measures that are on together, by id; give it again for another set. Without it each
    /// measure alone, all together, and all but each.
    #[arg(long)]
    measures: Vec<String>,
    /// Run every subset of the measures.
    #[arg(long, conflicts_with = "measures")]
    all_subsets: bool,
    /// Only these measures take part, by id: `a,b,c`. Without it all do.
    #[arg(long, conflicts_with_all = ["measures", "sweep"])]
    of: Option<String>,
    /// A parameter at several values, e.g. `pool=5,10,20`: pool, max_connections, attempts,
    /// retry_pause_s, reconnect_pause_ms, load, restart_s.
    #[arg(long, conflicts_with = "all_subsets")]
    sweep: Option<String>,
    /// Seeds 1 to N.
    #[arg(long, default_value_t = crate::lab::SEEDS_DEFAULT)]
    seeds: u64,
    /// Who plays; without it the first responder that reacts.
    #[arg(long)]
    responder: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs a lab on all cores and prints what it shows.
pub(super) fn lab(arguments: &LabArguments) -> Result<(), String> {
    let incident = super::incident(&arguments.incident)?;
    let choice = choice(arguments)?;
    let lab = Lab::new(choice.plan(&incident)?)?;
    let study = run(&lab)?;
    let summary = study.summary();
    super::print(&match arguments.json {
        true => StudyFile::new(&incident, &choice, &summary).to_text(),
        false => crate::lab::table::table(&summary),
    });
    Ok(())
}

fn choice(arguments: &LabArguments) -> Result<Choice, String> {
    let ids = |text: &String| text.split(',').map(str::to_string).collect();
    let sets: Vec<Vec<String>> = arguments.measures.iter().map(ids).collect();
    let what = match &arguments.sweep {
        Some(sweep) => {
            let (parameter, values) = parse_sweep(sweep)?;
            What::Sweep {
                parameter,
                values,
                with: sets.into_iter().flatten().collect(),
            }
        }
        None => What::Measures {
            sets: match (sets.is_empty(), arguments.all_subsets) {
                (false, _) => Sets::These(sets),
                (true, true) => Sets::All,
                (true, false) => Sets::Usual,
            },
            of: arguments.of.as_ref().map(ids),
        },
    };
    Ok(Choice {
        what,
        seeds: arguments.seeds,
        responder: arguments.responder.clone(),
    })
}

fn parse_sweep(text: &str) -> Result<(Parameter, Vec<f64>), String> {
    let names = || crate::lab::PARAMETERS.map(Parameter::name).join(", ");
    let wrong = || {
        format!(
            "--sweep {text:?}: give NAME=VALUE,VALUE,… with one of {}",
            names()
        )
    };
    let (name, values) = text.split_once('=').ok_or_else(wrong)?;
    let parameter = Parameter::named(name).ok_or_else(wrong)?;
    let values = parse_values(values).map_err(|why| format!("--sweep {text:?}: {why}"))?;
    Ok((parameter, values))
}

/// All jobs on all cores, with a line of progress every few seconds.
fn run(lab: &Lab) -> Result<Study, String> {
    const EVENTS: u64 = 1_000_000;
    const TELL: Duration = Duration::from_secs(5);
    let jobs: Vec<JobSpec> = lab.jobs().collect();
    let next = Mutex::new(jobs.iter());
    let study = Mutex::new((Study::new(lab.plan()), Instant::now()));
    let work = || -> Result<(), String> {
        loop {
            let job = next.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some(job) = job else { return Ok(()) };
            let mut job = lab.begin(*job)?;
            while !job.step(EVENTS) {}
            let mut held = study.lock().unwrap_or_else(PoisonError::into_inner);
            for outcome in job.into_outcomes() {
                held.0.take(outcome)?;
            }
            if held.1.elapsed() > TELL {
                held.1 = Instant::now();
                let (done, all) = held.0.runs();
                eprintln!("{done} of {all} runs");
            }
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let died = || Err("a run of the lab broke off".to_string());
        let ends = threads
            .into_iter()
            .map(|t| t.join().unwrap_or_else(|_| died()));
        ends.collect::<Result<(), String>>()
    })?;
    Ok(study.into_inner().unwrap_or_else(PoisonError::into_inner).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Arguments, Command};
    use crate::incident::library;
    use clap::Parser;

    /// The choice that a command makes.
    fn chosen(command: &str) -> Choice {
        let words = command.split_whitespace();
        match Arguments::try_parse_from(words)
            .expect("good usage")
            .command
        {
            Command::Lab(arguments) => choice(&arguments).expect("a choice"),
            _ => panic!("another command: {command}"),
        }
    }

    #[test]
    fn an_address_and_its_command_make_the_same_plan() {
        let incident = library::load("2025-03-15-database-outage").expect("it is shipped");
        for query in [
            "",
            "measures=usual&seeds=7",
            "measures=usual&of=practice,guarded-deploys",
            "measures=each&of=pool-alert,practice&seeds=10",
            "measures=each",
            "measures=together",
            "measures=all&seeds=30&responder=by-the-runbook",
            "measures=all&of=pool-alert,practice,recovery-guide",
            "measures=pool-alert,practice+recovery-guide&seeds=1",
            "sweep=pool&values=5,10,20",
            "sweep=retry_pause_s&values=0.5,2&with=pool-alert,practice&seeds=3",
            "sweep=load&values=2,1,1&responder=nobody",
        ] {
            let address = Choice::parse(query).expect(query);
            let command = address.command(&incident);
            let there = address.plan(&incident).expect(query);
            let here = chosen(&command).plan(&incident).expect(&command);
            assert_eq!(there, here, "{query}: {command}");
        }
    }
}
