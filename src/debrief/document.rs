//! The debrief as a document: everything the page shows and exports.

use super::harm::HarmAccount;
use super::notes::Notes;
use super::review::Review;
use crate::drill::action::Diagnosis;
use crate::drill::mode::Mode;
use serde::{Deserialize, Serialize};

/// Version of [`Debrief`] that this program writes.
pub const DEBRIEF_VERSION: u32 = 2;

/// A whole debrief. Times are milliseconds since minute zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Debrief {
    /// Format version, 2. Version 1 had neither inputs and events of terms, nor the account
    /// of harm, nor judged changes, nor the review.
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
    pub mode: Mode,
    /// Digest of the world when the run was over (declared resolved, else the incident's end),
    /// hexadecimal. The result file has the same one.
    pub digest: String,
    /// Points, 0..=100; not shown as a score in guided and watch.
    pub total: f64,
    /// Terms of the score.
    pub terms: Vec<Term>,
    /// Phase times, seconds from minute zero; null for what never happened.
    pub times_s: Times,
    /// One sentence on how it ended.
    pub verdict: String,
    /// Visits in all and affected from minute zero to the end of the incident, with those that
    /// never ended: their users waited for longer than their patience.
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
    /// What the own run cost, by class, minute and cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harm: Option<HarmAccount>,
    /// Each change and the run without it, in order of time.
    #[serde(default)]
    pub changes: Vec<JudgedChange>,
    /// What makes it teach.
    #[serde(default)]
    pub review: Review,
    /// What people wrote about it; only in what is given away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Notes>,
}

/// A change of the player's and what it was worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgedChange {
    /// Asked for then.
    pub at_ms: i64,
    /// Takes effect then.
    pub due_ms: i64,
    /// The journal's name of what was done, e.g. `restart_database`.
    pub action: String,
    /// In words.
    pub title: String,
    /// How many changes it stands for; more than 1 for the last ones of very many.
    pub count: u32,
    /// What came of it.
    pub effect: Worth,
    /// Affected visits with it less those without it: below 0 it helped.
    pub difference: i64,
    /// Affected visits so far in the run without it, by minute.
    pub without: Vec<u64>,
    /// Later changes that were impossible without it and were left out of that run.
    pub skipped: u32,
}

/// What came of a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Worth {
    /// Without it more visits would have been affected.
    Helped,
    /// Without it fewer visits would have been affected.
    Worse,
    /// It made no difference that is more than luck.
    Neither,
    /// It keeps the cause from coming back.
    Protects,
    /// It was not judged.
    #[default]
    #[serde(rename = "")]
    Unknown,
}

/// One term of the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Stable id: `harm`, `diagnosis`, `conduct`, `actions`, `recovery`; `hints` where some
    /// were taken.
    pub id: String,
    /// Name.
    pub name: String,
    /// Points at most; 0 for what only costs.
    pub weight: f64,
    /// Points reached; below 0 for what only costs.
    pub points: f64,
    /// How it is reckoned.
    pub formula: String,
    /// The numbers behind it.
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// The events behind it, in order of time.
    #[serde(default)]
    pub events: Vec<TermEvent>,
    /// Both in words, a line each.
    pub because: Vec<String>,
}

/// A number that a term is reckoned from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// What it is.
    pub name: String,
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
}

/// The unit of an [`Input`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Visits of users.
    #[serde(rename = "visits")]
    Visits,
    /// Seconds.
    #[serde(rename = "s")]
    Seconds,
    /// Points of the score.
    #[serde(rename = "points")]
    Points,
    /// A share, 0..=1.
    #[serde(rename = "share")]
    Share,
    /// A plain number.
    #[serde(rename = "")]
    Count,
}

/// Something that happened, and what it means for a term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermEvent {
    /// When, milliseconds from minute zero.
    pub t_ms: i64,
    /// In words.
    pub text: String,
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
    /// What kind of thing.
    pub kind: RowKind,
    /// One line.
    pub text: String,
    /// Of a page: it tells an end, or more of what was told already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub aside: bool,
}

/// What a line of the timeline tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// The player looked at something.
    Look,
    /// The player said or stated something.
    Say,
    /// The player changed the system.
    Change,
    /// The player took a hint.
    Help,
    /// The player set the clock.
    Time,
    /// The system changed without the player.
    World,
    /// An alert or a page.
    Page,
    /// Somebody spoke.
    Person,
}

impl RowKind {
    /// All, in the order of filters.
    pub const ALL: [RowKind; 8] = [
        RowKind::Look,
        RowKind::Say,
        RowKind::Change,
        RowKind::Help,
        RowKind::Time,
        RowKind::World,
        RowKind::Page,
        RowKind::Person,
    ];

    /// Its id in documents and classes of style, its name, and that of several.
    #[must_use]
    pub fn names(self) -> [&'static str; 3] {
        match self {
            RowKind::Look => ["look", "Look", "Looks"],
            RowKind::Say => ["say", "Statement", "Statements"],
            RowKind::Change => ["change", "Change", "Changes"],
            RowKind::Help => ["help", "Hint", "Hints"],
            RowKind::Time => ["time", "Clock", "Clock"],
            RowKind::World => ["world", "System", "System"],
            RowKind::Page => ["page", "Alert", "Alerts"],
            RowKind::Person => ["person", "Person", "People"],
        }
    }
}
