//! The result file: what a run was, in a form that can be verified.
//!
//! It holds everything that a run follows from (engine, incident, seed, journal) and what came
//! of it (digest, harm, score). Each entry of the journal carries a hash over the one before
//! it and itself, so that a changed, missing or added entry is named by its place. The rest is
//! verified by running the world again ([`Verification`]). None of it tells who played, or
//! how long they thought: see [`PROVES`].

mod chain;
mod parse;
mod verify;

pub use chain::{incident_sha256, link};
pub use parse::{BYTES_MAX, parse};
pub use verify::{Verification, Verified};

use super::document::Times;
use super::judge::Judgement;
use super::score::score;
use crate::drill::action::Action;
use crate::drill::mode::Mode;
use crate::incident::document::Incident;
use crate::json;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Version of [`ResultFile`] that this program writes.
pub const RESULT_VERSION: u32 = 2;

/// What a verified result proves, and what it does not.
pub const PROVES: &str = "This proves that the score follows from the journal. It does not prove \
     who played, or how long they thought.";

/// A result file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultFile {
    /// Format version, 2. Version 1 knew neither mode nor measures; its chain begins without
    /// them.
    pub firedrill_result: u32,
    /// Version of the engine that ran it; another one may come to other numbers.
    pub engine: String,
    /// The incident.
    pub incident: IncidentMark,
    /// Seed of the world.
    pub seed: u64,
    /// How it was played.
    #[serde(default, skip_serializing_if = "Mode::is_drill")]
    pub mode: Mode,
    /// Ids of the incident's measures that were on, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<String>,
    /// What was done, in order of time.
    pub journal: Vec<Link>,
    /// When the run was over, milliseconds from minute zero.
    pub over_ms: i64,
    /// Digest of the world at that time, hexadecimal.
    pub digest: String,
    /// What it cost the users.
    pub visits: VisitsMark,
    /// The score.
    pub score: ScoreMark,
    /// Phase times, seconds from minute zero.
    pub times_s: Times,
}

/// Which incident it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentMark {
    /// Its id.
    pub id: String,
    /// SHA-256 of its canonical text ([`incident_sha256`]), hexadecimal.
    pub sha256: String,
}

/// An entry of the journal in its chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Milliseconds from minute zero.
    pub at_ms: i64,
    /// What was done.
    pub action: Action,
    /// SHA-256 over the hash before it and the entry, hexadecimal.
    pub hash: String,
}

/// Visits from minute zero to the end of the incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitsMark {
    /// All.
    pub total: u64,
    /// Affected.
    pub affected: u64,
    /// Affected if nobody acts.
    pub nobody_affected: u64,
    /// Affected with the best responder.
    pub best_affected: u64,
}

/// The score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreMark {
    /// Points, 0..=100.
    pub total: f64,
    /// Points of each term.
    pub terms: Vec<TermMark>,
}

/// The points of a term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermMark {
    /// Its id.
    pub id: String,
    /// Its points.
    pub points: f64,
}

/// The first thing that is wrong with a result, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Path of the value, e.g. `$.journal[3].hash`.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

impl Difference {
    fn new(place: impl Into<String>, message: impl Into<String>) -> Difference {
        let (place, message) = (place.into(), message.into());
        Difference { place, message }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// What a result says about a run beside what came of it.
#[derive(Clone, Copy, Debug)]
pub struct Played<'a> {
    /// How.
    pub mode: Mode,
    /// The incident, before its measures were switched on.
    pub incident: &'a Incident,
    /// Ids of the measures that were on.
    pub measures: &'a [String],
}

impl ResultFile {
    /// The result of a judged drill without measures.
    #[must_use]
    pub fn of(judgement: &Judgement<'_>) -> ResultFile {
        let played = Played {
            mode: Mode::Drill,
            incident: judgement.over.incident(),
            measures: &[],
        };
        ResultFile::of_played(judgement, &played)
    }

    /// The result of a judged run.
    #[must_use]
    pub fn of_played(judgement: &Judgement<'_>, played: &Played<'_>) -> ResultFile {
        let session = judgement.over;
        let score = score(judgement);
        let journal = session.journal();
        let on = |id: &String| played.measures.contains(id);
        let measures = played.incident.measures.iter().map(|m| m.id.clone());
        let mut result = ResultFile {
            firedrill_result: RESULT_VERSION,
            journal: Vec::with_capacity(journal.entries.len()),
            engine: env!("CARGO_PKG_VERSION").to_string(),
            incident: IncidentMark {
                id: played.incident.id.clone(),
                sha256: incident_sha256(played.incident),
            },
            seed: journal.seed,
            mode: played.mode,
            measures: measures.filter(on).collect(),
            over_ms: session.now_ms(),
            digest: format!("{:016x}", session.world().digest()),
            visits: VisitsMark {
                total: judgement.own.harm.visits,
                affected: judgement.own.affected(),
                nobody_affected: judgement.nobody.affected(),
                best_affected: judgement.best.1.affected(),
            },
            score: ScoreMark {
                total: score.total,
                terms: score
                    .terms
                    .into_iter()
                    .map(|term| TermMark {
                        id: term.id,
                        points: term.points,
                    })
                    .collect(),
            },
            times_s: score.times,
        };
        let mut hash = chain::first(&result);
        for entry in &journal.entries {
            hash = link(&hash, entry);
            result.journal.push(Link {
                at_ms: entry.at_ms,
                action: entry.action.clone(),
                hash: hash.clone(),
            });
        }
        result
    }

    /// The last hash of the chain; with no entries the one that it begins with. Two files with
    /// the same one say the same about what was done.
    #[must_use]
    pub fn tip(&self) -> String {
        let last = self.journal.last().map(|link| link.hash.clone());
        last.unwrap_or_else(|| chain::first(self))
    }

    /// Does every entry of the journal carry the hash that it must have?
    ///
    /// # Errors
    /// The first entry that does not.
    pub fn check_chain(&self) -> Result<(), Difference> {
        chain::check(self)
    }

    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = json::to_pretty(self);
        text.push('\n');
        text
    }
}
