//! People, the coach, the account, the scripted players, the lessons.

use super::PolicyStep;
use crate::vocabulary::action::Action;
use serde::{Deserialize, Serialize};

/// A person who can be called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Stable id.
    pub id: String,
    /// Name of the role; no persons.
    pub role: String,
    /// When to call.
    pub about: String,
    /// Time until they speak.
    pub answers_after_s: f64,
    /// What they say: the first whose condition holds when they speak.
    pub says: Vec<Says>,
    /// Name in the channel after the `@`; empty: the id.
    #[serde(default)]
    pub handle: String,
    /// Once they are there, a question is answered after this.
    #[serde(default = "reply_s")]
    pub reply_s: f64,
    /// What can be asked of them.
    #[serde(default)]
    pub topics: Vec<Topic>,
    /// What they say when a page that nobody took has reached them; may be empty.
    #[serde(default)]
    pub escalated: String,
}

fn reply_s() -> f64 {
    40.0
}

/// Something a person can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Stable id.
    pub id: String,
    /// The question.
    pub question: String,
    /// Lower-case words by which a free question is recognised.
    #[serde(default)]
    pub words: Vec<String>,
    /// The answer: the first whose condition holds when they speak.
    pub says: Vec<Says>,
}

/// Words bound to a state of the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// Must hold; all of them.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// The words; `{column}` names are replaced by live values.
    pub text: String,
}

/// A condition on the world or on what was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// A telemetry column is above a value.
    Above(String, f64),
    /// A telemetry column is below a value.
    Below(String, f64),
    /// A key of a file differs between what is written and what is in force.
    PendingRestart(String),
    /// A setting in force is below a value (base units).
    SettingBelow(String, f64),
    /// A setting in force is at least a value (base units).
    SettingAtLeast(String, f64),
    /// One of these pieces of evidence was looked at.
    Looked(Vec<String>),
    /// A page was acknowledged.
    Acknowledged {},
    /// A status update was posted.
    Updated {},
    /// A right diagnosis was stated.
    Diagnosed {},
    /// The objective has held for the soak time.
    Healthy {},
    /// This long after minute zero.
    After(f64),
    /// This pipeline is paused.
    Paused(String),
    /// The incident was declared resolved.
    Resolved {},
    /// One of these actions was done, by the journal's names, e.g. `restart_database`.
    Did(Vec<String>),
    /// One of these actions was done in the last seconds.
    DidWithin(Vec<String>, f64),
    /// An action was done at least so often.
    DidTimes(String, u32),
    /// No status update for this long: since the last one, or since the first page.
    NoUpdateFor(f64),
    /// Neither status update nor word in the channel for this long.
    SilentFor(f64),
    /// An alert fires.
    Firing(String),
    /// A page was sent.
    Paged {},
    /// A page went to the next level.
    Escalated {},
    /// A line of the channel was said, by id.
    Said(String),
    /// A line of the channel was said, at least this long ago.
    SaidBefore(String, f64),
    /// One of these holds.
    Any(Vec<Condition>),
    /// Not.
    Not(Box<Condition>),
}

/// One step of the coach: names the next useful look, explains it afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoachStep {
    /// Stable id.
    pub id: String,
    /// What to do next.
    pub next: String,
    /// Where on the page: a pane id the page can highlight.
    pub pane: String,
    /// Done when all of these hold.
    pub done: Vec<Condition>,
    /// Why it was useful, said afterwards.
    pub why: String,
}

/// A line of the post-mortem's account, in our words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountEntry {
    /// From minute zero.
    pub at_s: f64,
    /// What happened.
    pub text: String,
}

/// A scripted player.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Responder {
    /// Stable id: `nobody`, `original-team`, `best`, …
    pub id: String,
    /// Who it is, one sentence.
    pub about: String,
    /// A right way to end the incident: the score is measured by the right one with the least
    /// harm. `best` is one without saying so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub right: bool,
    /// What it does, at its times.
    #[serde(default)]
    pub script: Vec<ScriptEntry>,
    /// What it does in answer to what it sees; instead of a script.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy: Vec<PolicyStep>,
}

/// One action of a scripted player.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptEntry {
    /// From minute zero.
    pub at_s: f64,
    /// The action, as in a journal.
    pub action: Action,
}

/// Something to take away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Short.
    pub title: String,
    /// A few sentences.
    pub text: String,
}
