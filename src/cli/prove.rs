//! `firedrill prove`.

use crate::debrief::proof::{Row, broken, ordered, rows, scores};
use crate::incident::document::Incident;
use clap::Args;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Arguments of `firedrill prove`.
#[derive(Args)]
pub(super) struct ProveArguments {
    /// Ids of shipped incidents, or paths of incident files.
    #[arg(required = true)]
    incidents: Vec<String>,
    /// Seeds 1 to this number. A seed takes about a minute of one core.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    seeds: u64,
    /// All responders, not only those whose order is known.
    #[arg(long)]
    all: bool,
}

/// Play all responders over many seeds; the error says where the order does not hold.
pub(super) fn prove(arguments: &ProveArguments) -> Result<(), String> {
    let mut wrong = Vec::new();
    for name in &arguments.incidents {
        let incident = Arc::new(super::incident(name)?);
        let ids = match arguments.all {
            true => incident.responders.iter().map(|r| r.id.clone()).collect(),
            false => ordered(&incident),
        };
        let by_seed = sweep(&incident, arguments.seeds, &ids)?;
        let rows = rows(&ids, &by_seed);
        let broken = broken(&rows);
        let seeds = arguments.seeds;
        super::print(&format!(
            "{}, seeds 1 to {seeds}\n{}",
            incident.id,
            table(&rows)
        ));
        let id = &incident.id;
        match broken.is_empty() {
            true => super::print("The order holds.\n"),
            false => wrong.extend(broken.iter().map(|what| format!("{id}: {what}"))),
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(wrong.join("\n")),
    }
}

/// A seed and the scores of its world.
type Scored = (u64, Result<Vec<f64>, String>);

/// Scores by seed, then by responder; seeds are shared among the cores.
fn sweep(incident: &Arc<Incident>, seeds: u64, ids: &[String]) -> Result<Vec<Vec<f64>>, String> {
    let next = AtomicU64::new(1);
    let done: Mutex<Vec<Scored>> = Mutex::default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > seeds {
                        return;
                    }
                    let scores = scores(incident, seed, ids);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    let told = scores.as_ref().map_or(String::new(), |all| told(ids, all));
                    done.push((seed, scores));
                    eprintln!("{} of {seeds} seeds; seed {seed}: {told}", done.len());
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(seed, _)| *seed);
    done.into_iter().map(|(_, scores)| scores).collect()
}

/// `best 100, lucky 56.8`.
fn told(ids: &[String], scores: &[f64]) -> String {
    let one = |(id, score): (&String, &f64)| format!("{id} {score}");
    let all: Vec<String> = ids.iter().zip(scores).map(one).collect();
    all.join(", ")
}

fn table(rows: &[Row]) -> String {
    let mut sorted: Vec<&Row> = rows.iter().collect();
    sorted.sort_by(|a, b| b.mean().total_cmp(&a.mean()));
    let mut text = String::from(
        "| responder | mean | lower quartile | median | upper quartile | wins |\n\
         |---|---|---|---|---|---|\n",
    );
    for row in sorted {
        text += &format!(
            "| {} | {:.1} | {:.1} | {:.1} | {:.1} | {} of {} |\n",
            row.id,
            row.mean(),
            row.quantile(0.25),
            row.quantile(0.5),
            row.quantile(0.75),
            row.wins,
            row.scores.len(),
        );
    }
    text
}
