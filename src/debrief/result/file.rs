//! What a result file holds.

use crate::debrief::document::Times;
use crate::drill::action::Action;
use crate::drill::mode::Mode;
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
    pub(super) fn new(place: impl Into<String>, message: impl Into<String>) -> Difference {
        let (place, message) = (place.into(), message.into());
        Difference { place, message }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}
