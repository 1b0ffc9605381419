//! Results of finished runs, and which of them is the best.

use super::RESULTS_VERSION;
use crate::app::protocol::Mode;
use crate::debrief::document::{Debrief, Times};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Most results that are kept.
pub const RESULTS_MAX: usize = 200;

/// Longest difference that is noted, characters.
pub const DIFFERENCE_CHARS_MAX: usize = 300;

/// Results of finished runs, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// Format version, 1.
    pub firedrill_results: u32,
    /// At most [`RESULTS_MAX`].
    pub results: Vec<ResultLine>,
}

impl Default for Results {
    fn default() -> Self {
        Results {
            firedrill_results: RESULTS_VERSION,
            results: Vec::new(),
        }
    }
}

/// One finished run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultLine {
    /// Id of the incident.
    pub incident: String,
    /// The way in.
    pub mode: Mode,
    /// Seed of the world.
    pub seed: u64,
    /// When it was finished, Unix seconds.
    pub finished_unix_s: i64,
    /// Version of the engine.
    pub engine: String,
    /// Digest of the run.
    pub digest: String,
    /// Points, 0..=100; null where no score is given (guided, watch).
    pub total: Option<f64>,
    /// One sentence on how it ended.
    pub verdict: String,
    /// Affected visits.
    pub affected: u64,
    /// Affected visits had nobody acted.
    pub nobody_affected: u64,
    /// Phase times, seconds from minute zero.
    pub times_s: Times,
    /// Id of its result file ([`super::file_id`]), if it had one; it may have been let go since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// What came of the last time that its file was verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
}

/// What came of verifying a result file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// When, Unix seconds.
    pub unix_s: i64,
    /// The first difference and its place; none: the score follows from the journal.
    pub difference: Option<String>,
}

impl ResultLine {
    /// The line for a debrief.
    #[must_use]
    pub fn of(debrief: &Debrief, finished_unix_s: i64) -> Self {
        let mode = debrief.mode;
        ResultLine {
            incident: debrief.incident.0.clone(),
            mode,
            seed: debrief.seed,
            finished_unix_s,
            engine: debrief.engine.clone(),
            digest: debrief.digest.clone(),
            total: (mode == Mode::Drill).then_some(debrief.total),
            verdict: debrief.verdict.clone(),
            affected: debrief.visits.1,
            nobody_affected: debrief.reference_affected.0,
            times_s: debrief.times_s,
            file: None,
            checked: None,
        }
    }

    /// True for the run that a debrief is about.
    #[must_use]
    pub fn is_of(&self, debrief: &Debrief) -> bool {
        self.incident == debrief.incident.0
            && self.seed == debrief.seed
            && self.digest == debrief.digest
            && self.mode == debrief.mode
    }

    /// True for the same run shown once more. The digest is of the world alone: two runs that
    /// changed nothing in it differ in what was looked at and said, which their files tell.
    #[must_use]
    pub fn same_run(&self, other: &ResultLine) -> bool {
        let files = self.file.as_ref().zip(other.file.as_ref());
        self.incident == other.incident
            && self.mode == other.mode
            && self.seed == other.seed
            && self.digest == other.digest
            && files.is_none_or(|(own, other)| own == other)
    }
}

impl Results {
    /// Adds a result. The same run again only replaces its line. Beyond
    /// [`RESULTS_MAX`] the oldest line goes that is nobody's best.
    pub fn add(&mut self, line: ResultLine) {
        if let Some(old) = self.results.iter_mut().find(|old| old.same_run(&line)) {
            let finished_unix_s = old.finished_unix_s;
            let (file, checked) = (old.file.take(), old.checked.take());
            *old = ResultLine {
                finished_unix_s,
                file: line.file.or(file),
                checked: line.checked.or(checked),
                ..line
            };
            return;
        }
        self.results.push(line);
        while self.results.len() > RESULTS_MAX {
            let spare = (0..self.results.len() - 1).find(|&at| {
                let line = &self.results[at];
                self.best(&line.incident) != Some(line)
            });
            self.results.remove(spare.unwrap_or(0));
        }
    }

    /// Takes out the line of this run. True when there was one.
    pub fn remove(&mut self, line: &ResultLine) -> bool {
        let at = self.results.iter().position(|old| old.same_run(line));
        at.map(|at| self.results.remove(at)).is_some()
    }

    /// Notes what came of verifying a result file; of a long difference the first
    /// [`DIFFERENCE_CHARS_MAX`] characters.
    pub fn note_checked(&mut self, file: &str, checked: &Checked) {
        let lines = self.results.iter_mut();
        for line in lines.filter(|line| line.file.as_deref() == Some(file)) {
            let difference = checked.difference.as_ref();
            line.checked = Some(Checked {
                difference: difference.map(|d| d.chars().take(DIFFERENCE_CHARS_MAX).collect()),
                ..checked.clone()
            });
        }
    }

    /// The best scored result of an incident: most points, then fewest affected
    /// visits, then the earliest.
    #[must_use]
    pub fn best(&self, incident: &str) -> Option<&ResultLine> {
        let scored = self.results.iter().filter(|line| {
            line.incident == incident && line.mode == Mode::Drill && line.total.is_some()
        });
        scored.reduce(|best, line| match compare(line, best) {
            Ordering::Greater => line,
            Ordering::Less | Ordering::Equal => best,
        })
    }
}

fn compare(a: &ResultLine, b: &ResultLine) -> Ordering {
    let points = |line: &ResultLine| line.total.unwrap_or(-1.0);
    points(a)
        .total_cmp(&points(b))
        .then(b.affected.cmp(&a.affected))
}
