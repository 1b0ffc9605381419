//! `firedrill prove`.

use crate::debrief::proof::{Row, Table, broken, ordered, rows, scores};
use crate::incident::document::Incident;
use clap::Args;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Arguments of `firedrill prove`.
#[derive(Args)]
pub(super) struct ProveArguments {
    /// Ids of shipped incidents, or paths of incident files.
    #[arg(required = true)]
    incidents: Vec<String>,
    /// Seeds 1 to this number. A seed takes about 40 s of one core.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    seeds: u64,
    /// All responders, not only those whose order is known.
    #[arg(long)]
    all: bool,
    /// Keeps the scores of each seed in this file as they come; what stands there already is
    /// not played again.
    #[arg(long, value_name = "FILE.csv")]
    table: Option<PathBuf>,
}

/// Play all responders over many seeds; the error says where the order does not hold.
pub(super) fn prove(arguments: &ProveArguments) -> Result<(), String> {
    if arguments.table.is_some() && arguments.incidents.len() > 1 {
        return Err("--table is for one incident".into());
    }
    let mut wrong = Vec::new();
    for name in &arguments.incidents {
        let incident = Arc::new(super::incident(name)?);
        let ids = match arguments.all {
            true => incident.responders.iter().map(|r| r.id.clone()).collect(),
            false => ordered(&incident),
        };
        let book = Book::open(arguments.table.as_deref(), &ids)?;
        let table = sweep(&incident, arguments.seeds, book)?;
        let rows = rows(&table);
        let broken = broken(&rows);
        let (id, seeds) = (&incident.id, table.by_seed.len());
        super::print(&format!("{id}, {seeds} seeds\n{}", in_words(&rows)));
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

/// The scores so far, and the file that keeps them.
struct Book<'a> {
    table: Table,
    path: Option<&'a Path>,
}

impl<'a> Book<'a> {
    fn open(path: Option<&'a Path>, ids: &[String]) -> Result<Book<'a>, String> {
        let empty = Table {
            ids: ids.to_vec(),
            ..Table::default()
        };
        let at = |path: &Path, why: &str| format!("{}: {why}", path.display());
        let table = match path {
            Some(path) if path.exists() => {
                let text = std::fs::read_to_string(path).map_err(|e| at(path, &e.to_string()))?;
                let table = Table::parse(&text).map_err(|why| at(path, &why))?;
                if table.ids != ids {
                    return Err(at(path, "line 1: these are other responders"));
                }
                table
            }
            _ => empty,
        };
        Ok(Book { table, path })
    }

    fn enter(&mut self, seed: u64, scores: Vec<f64>) -> Result<(), String> {
        self.table.by_seed.insert(seed, scores);
        let Some(path) = self.path else { return Ok(()) };
        let written = std::fs::write(path, self.table.to_text());
        written.map_err(|e| format!("{}: {e}", path.display()))
    }
}

/// Scores of the seeds 1 to this number, and of what the book held; seeds are shared among the
/// cores.
fn sweep(incident: &Arc<Incident>, seeds: u64, book: Book<'_>) -> Result<Table, String> {
    let ids = book.table.ids.clone();
    let left = (1..=seeds).filter(|seed| !book.table.by_seed.contains_key(seed));
    let left: Mutex<VecDeque<u64>> = Mutex::new(left.collect());
    let book = Mutex::new(book);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || -> Result<(), String> {
        loop {
            let seed = lock(&left).pop_front();
            let Some(seed) = seed else { return Ok(()) };
            let scores = scores(incident, seed, &ids).inspect_err(|_| lock(&left).clear())?;
            let told = told(&ids, &scores);
            let mut book = lock(&book);
            book.enter(seed, scores)?;
            let done = book.table.by_seed.len();
            eprintln!("{done} of {seeds} seeds; seed {seed}: {told}");
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let ends = threads.into_iter().map(|thread| thread.join());
        ends.into_iter()
            .try_for_each(|end| end.unwrap_or_else(|_| Err("a run broke off".into())))
    })?;
    Ok(book
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
        .table)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `best 100, lucky 56.8`.
fn told(ids: &[String], scores: &[f64]) -> String {
    let one = |(id, score): (&String, &f64)| format!("{id} {score}");
    let all: Vec<String> = ids.iter().zip(scores).map(one).collect();
    all.join(", ")
}

fn in_words(rows: &[Row]) -> String {
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
