//! `firedrill lab`.

use crate::incident::document::Incident;
use crate::lab::{JobSpec, Lab, Parameter, Plan, Study, all_subsets, usual_subsets};
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
    let lab = Lab::new(plan(arguments, &incident)?)?;
    let study = run(&lab)?;
    let summary = study.summary();
    super::print(&if arguments.json {
        let value = serde_json::to_value(&summary).map_err(|e| e.to_string())?;
        format!("{value:#}\n")
    } else {
        crate::lab::words::table(&summary)
    });
    Ok(())
}

fn plan(arguments: &LabArguments, incident: &Incident) -> Result<Plan, String> {
    let usual = Plan::usual_responder(incident);
    let responder = arguments.responder.as_deref().unwrap_or(usual);
    let sets: Vec<Vec<String>> = arguments
        .measures
        .iter()
        .map(|set| set.split(',').map(str::to_string).collect())
        .collect();
    if let Some(sweep) = &arguments.sweep {
        let (parameter, values) = parse_sweep(sweep)?;
        let measures = sets.into_iter().flatten().collect::<Vec<_>>();
        let sweep = (parameter, values.as_slice());
        return Plan::of_sweep(incident, responder, sweep, &measures, arguments.seeds);
    }
    let ids: Vec<String> = incident.measures.iter().map(|m| m.id.clone()).collect();
    let subsets = match (sets.is_empty(), arguments.all_subsets) {
        (false, _) => sets,
        (true, true) => all_subsets(&ids),
        (true, false) => usual_subsets(&ids),
    };
    if subsets.is_empty() {
        return Err("this incident has no measures; give --sweep".into());
    }
    Plan::of_measures(incident, responder, &subsets, arguments.seeds)
}

fn parse_sweep(text: &str) -> Result<(Parameter, Vec<f64>), String> {
    let wrong = || {
        let names = crate::lab::PARAMETERS.map(Parameter::name).join(", ");
        format!("--sweep {text:?}: give NAME=VALUE,VALUE,… with one of {names}")
    };
    let (name, values) = text.split_once('=').ok_or_else(wrong)?;
    let parameter = Parameter::named(name).ok_or_else(wrong)?;
    let values = values.split(',').map(|v| v.trim().parse::<f64>());
    let values: Result<Vec<f64>, _> = values.collect();
    Ok((parameter, values.map_err(|_| wrong())?))
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
