//! What is printed: headings, times, problems.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A heading that starts a step or a stage.
pub fn heading(text: impl Display) {
    println!("\n== {text}");
}

/// One line below a heading.
pub fn line(text: impl Display) {
    println!("   {text}");
}

/// The result of a step with the time it took.
pub fn done(text: impl Display, took: Duration) {
    println!("   {text} ({})", seconds(took));
}

/// A problem, on standard error.
pub fn problem(text: impl Display) {
    eprintln!("xtask: {text}");
}

/// A duration as a person reads it: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn seconds(took: Duration) -> String {
    let s = took.as_secs();
    match s {
        0..=9 => format!("{:.1} s", took.as_secs_f64()),
        10..=59 => format!("{s} s"),
        _ => format!("{} min {:02} s", s / 60, s % 60),
    }
}

/// True where a line may be overwritten by the next one.
pub fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// What each long job is at. On a terminal all of them share one line that is
/// overwritten; elsewhere each says a line of its own.
static BOARD: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// Says how far a long job has come.
pub fn progress(job: &str, text: &str) {
    if is_terminal() {
        update(|board| board.insert(job.to_owned(), text.to_owned()));
    } else {
        line(format!("{job}: {text}"));
    }
}

/// Takes a job off the line.
pub fn progress_ends(job: &str) {
    if is_terminal() {
        update(|board| board.remove(job));
    }
}

fn update(change: impl FnOnce(&mut BTreeMap<String, String>) -> Option<String>) {
    // A job that panicked left whole words behind.
    let mut board = BOARD.lock().unwrap_or_else(PoisonError::into_inner);
    change(&mut board);
    let jobs: Vec<String> = board
        .iter()
        .map(|(job, text)| format!("{job}: {text}"))
        .collect();
    print!("\r\x1b[2K   {}", jobs.join(" | "));
    if jobs.is_empty() {
        print!("\r");
    }
    // A closed standard output only costs the progress line.
    let _ = std::io::stdout().flush();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(59)), "59 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
