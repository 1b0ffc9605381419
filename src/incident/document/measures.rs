//! The corrective measures of a post-mortem, as switches: what each would have changed.

use super::AlertRule;
use serde::{Deserialize, Serialize};

/// A measure that can be switched on. What it does is data; what comes of it is mechanics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Stable id, unique among the measures.
    pub id: String,
    /// Short name of the measure.
    pub title: String,
    /// What is to be done, as an action item, one or two sentences.
    pub text: String,
    /// What is different with it, in this order.
    pub does: Vec<Effect>,
    /// Only to compare with, such as half a measure: it is no action item of a post-mortem.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_to_compare: bool,
}

/// One thing that a measure changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// Pipelines may change only some keys of a file.
    GuardFile(Guard),
    /// What pipelines do is tried elsewhere first.
    TestChanges(Staging),
    /// One more alert rule.
    AddAlert(AlertRule),
    /// Responders have a guide.
    Guide(Guide),
    /// Responders have practised.
    Practice(Practice),
}

/// Scheduled changes of pipelines may change only some keys of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// Path of the guarded file.
    pub path: String,
    /// These pipelines are guarded; none named: all.
    #[serde(default)]
    pub pipelines: Vec<String>,
    /// Keys that they may set, change and remove.
    #[serde(default)]
    pub allowed_keys: Vec<String>,
    /// What is done about any other.
    pub then: GuardAction,
}

/// What is done about a change that a guard does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuardAction {
    /// The change waits for a person before its first step; nobody comes during the run.
    Hold,
    /// The write fails, and the change ends there: its steps before it are done.
    Refuse,
    /// Only the allowed keys are written, all else in the file stays; the change goes on.
    Merge,
}

/// Scheduled changes of pipelines are tried in a staging first: the same world, made
/// smaller, does what the change does and then answers visits. If too many of them are
/// affected the change is not made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staging {
    /// The changes of these pipelines are tested; none named: of all.
    #[serde(default)]
    pub pipelines: Vec<String>,
    /// Visits, percent of production.
    pub load_percent: f64,
    /// Instances of each service, percent of production, at least one.
    pub instances_percent: f64,
    /// From the change to the first visit that counts: whole minutes are used.
    #[serde(default = "settle_s")]
    pub settle_s: f64,
    /// Visits count for this long: whole minutes are used.
    #[serde(default = "probe_s")]
    pub probe_s: f64,
}

fn settle_s() -> f64 {
    300.0
}

fn probe_s() -> f64 {
    120.0
}

/// A guide for responders that react (`responders[].policy`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Steps that nobody needs any more, by id: they take no time and do nothing.
    #[serde(default)]
    pub skip: Vec<String>,
    /// Steps that go faster, by id.
    #[serde(default)]
    pub quicker: Vec<String>,
    /// They take this share of their time.
    #[serde(default = "whole")]
    pub factor: f64,
}

/// Practice: whatever a reacting responder has to see, understand or decide takes less time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// Share of the time that the steps of a policy take; agreed times (`fixed`) stay.
    pub factor: f64,
}

fn whole() -> f64 {
    1.0
}
