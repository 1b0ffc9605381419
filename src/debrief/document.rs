//! The debrief as a document: everything the page shows and exports.

use super::review::Review;
use crate::drill::action::Diagnosis;
use serde::{Deserialize, Serialize};

/// Version of [`Debrief`] that this program writes.
pub const DEBRIEF_VERSION: u32 = 2;

/// A whole debrief. Times are milliseconds since minute zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Debrief {
    /// Format version; 2 brought the review.
    pub version: u32,
    /// Engine version.
    pub engine: String,
    /// Id and title of the incident.
    pub incident: (String, String),
    /// Unix time of minute zero, seconds.
    pub minute_zero_unix_s: i64,
    /// Seed of the world.
    pub seed: u64,
    /// `drill`, `guided` or `watch`.
    pub mode: String,
    /// Digest of the run, hexadecimal.
    pub digest: String,
    /// Points, 0..=100; not shown as a score in guided and watch.
    pub total: f64,
    /// Terms of the score.
    pub terms: Vec<Term>,
    /// Phase times, seconds from minute zero; null for what never happened.
    pub times_s: Times,
    /// One sentence on how it ended.
    pub verdict: String,
    /// Visits in all and affected from minute zero to the end of the incident.
    pub visits: (u64, u64),
    /// The same number if nobody had acted, and with the best known responder.
    pub reference_affected: (u64, u64),
    /// Affected visits so far by minute: own run, nobody, best. One value a minute.
    pub harm_curves: HarmCurves,
    /// What was done and what happened, in order.
    pub timeline: Vec<TimelineRow>,
    /// The original team's account: time and text.
    pub account: Vec<(i64, String)>,
    /// The last diagnosis stated, with labels in place of ids.
    pub diagnosis: Option<Diagnosis>,
    /// What it was.
    pub answer: (String, String),
    /// Telling evidence: label, and whether it was looked at.
    pub evidence: Vec<(String, bool)>,
    /// What to take away: title and text.
    pub lessons: Vec<(String, String)>,
    /// What makes it teach.
    #[serde(default)]
    pub review: Review,
}

/// One term of the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Stable id: `harm`, `diagnosis`, `conduct`, `actions`, `recovery`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Points at most.
    pub weight: f64,
    /// Points reached.
    pub points: f64,
    /// How it is reckoned.
    pub formula: String,
    /// The numbers and events behind it, a line each.
    pub because: Vec<String>,
}

/// Phase times in seconds from minute zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// First page acknowledged.
    pub acknowledge: Option<f64>,
    /// First right diagnosis.
    pub diagnose: Option<f64>,
    /// The objective was met from then on.
    pub mitigate: Option<f64>,
    /// Declared resolved.
    pub resolve: Option<f64>,
}

/// Affected visits so far, one value a minute from minute zero (value 0 at index 0).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HarmCurves {
    /// The own run.
    pub own: Vec<u64>,
    /// Nobody acts.
    pub nobody: Vec<u64>,
    /// The best known responder.
    pub best: Vec<u64>,
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimelineRow {
    /// When.
    pub t_ms: i64,
    /// `look`, `say`, `change`, `time`, `help`, `world`, `page`, `person`.
    pub kind: String,
    /// One line.
    pub text: String,
}
