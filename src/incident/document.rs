//! An incident with its world, as an incident file of version 1 has it in one piece; a file
//! of version 2 becomes one with its world's file. Times are minutes and
//! seconds (`at_s` counts from minute zero), sizes are in the unit the name ends in.

mod alerts;
mod changes;
mod channel;
mod clients;
mod database;
mod diagnosis;
mod lifecycle;
mod measures;
mod people;
mod policy;
mod runbook;
mod services;
mod tier;
mod transactions;
mod world;

pub use alerts::{AlertRule, AlertSeverity, Cost, Objective, PagerRules, Urgency, When};
pub use changes::Change;
pub use channel::{Channel, Component, Line, Speaker, StatusPage, Templates};
pub use clients::{AttemptTimeout, Class, Population, QueuePatience, Retry, RetryBudget};
pub use database::{Bouncer, Database, Usl};
pub use diagnosis::{Choice, DiagnosisBook, OtherWords};
pub use lifecycle::{Disk, Memory, Replica, Table, Wal, Writes};
pub use measures::{Effect, Guard, GuardAction, Guide, Measure, Practice, Staging};
pub use people::{
    AccountEntry, CoachStep, Condition, Contact, Lesson, Responder, Says, ScriptEntry, Topic,
};
pub use policy::PolicyStep;
pub use runbook::{RunbookPage, RunbookSection, RunbookStep};
pub use services::{Loops, Pool, Service};
pub use tier::{Breaker, Cache, Delay, Health, Rollout, Shedding};
pub use transactions::{Role, RowLock, Transaction};
pub use world::{File, Pipeline, Site, Version, World};

pub use crate::vocabulary::{
    AllOut, Backoff, Balancer, CacheScope, Command, HealthCheck, LockMode, LockOrder, RowMode,
    RowPick, SessionFilter, SessionState, Shape, StopMode, TableSession,
};

use serde::{Deserialize, Serialize};

/// Newest version of the format of incident files that this program reads.
pub const INCIDENT_VERSION: u32 = 2;

/// Newest version of the format of world files that this program reads.
pub const WORLD_VERSION: u32 = 1;

/// A whole incident: the story, the world, the players. A world alone is enough to run:
/// story and players may be left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// Version of the format of a file that has all in one piece, 1.
    pub firedrill_incident: u32,
    /// Stable id: lower-case letters, digits and hyphens.
    pub id: String,
    /// Name on the card.
    pub title: String,
    /// Where the story comes from.
    #[serde(default)]
    pub source: Source,
    /// The incident's clock.
    pub clock: Clock,
    /// What the library and the briefing say.
    #[serde(default)]
    pub briefing: Briefing,
    /// The world it happens in.
    pub world: World,
    /// What happens to it, by time.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Alert rules.
    #[serde(default)]
    pub alerts: Vec<AlertRule>,
    /// How firing alerts become pages.
    #[serde(default)]
    pub pager: PagerRules,
    /// When the world is well again.
    #[serde(default)]
    pub objective: Objective,
    /// What can be said to be wrong, and what is.
    #[serde(default)]
    pub diagnosis: DiagnosisBook,
    /// People who can be called.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// The incident channel.
    #[serde(default)]
    pub channel: Channel,
    /// What customers are told, and where.
    #[serde(default)]
    pub status_page: StatusPage,
    /// The coach of the guided way.
    #[serde(default)]
    pub coach: Vec<CoachStep>,
    /// The post-mortem's account for the watch way and the debrief.
    #[serde(default)]
    pub account: Vec<AccountEntry>,
    /// Scripted players. None at all: a run of this world has no score.
    #[serde(default)]
    pub responders: Vec<Responder>,
    /// What to take away, in the debrief.
    #[serde(default)]
    pub lessons: Vec<Lesson>,
    /// Pages of the world's runbook; left out where they are those of the first world.
    #[serde(default = "first_runbook", skip_serializing_if = "is_first_runbook")]
    pub world_runbook: Vec<RunbookPage>,
    /// Pages of the runbook beside the world's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runbook: Vec<RunbookPage>,
    /// Corrective measures that can be switched on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
}

fn first_runbook() -> Vec<RunbookPage> {
    super::library::first_runbook().to_vec()
}

fn is_first_runbook(pages: &[RunbookPage]) -> bool {
    pages == super::library::first_runbook()
}

/// Where the story comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title of the post-mortem.
    pub title: String,
    /// What was taken from it and what was added.
    pub note: String,
}

/// The incident's clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Minute zero, `YYYY-MM-DDTHH:MM:SSZ`.
    pub minute_zero: String,
    /// The world starts this long before minute zero.
    pub history_s: f64,
    /// The player comes in this long before minute zero.
    pub player_from_s: f64,
    /// The run ends this long after minute zero.
    pub end_s: f64,
    /// Metrics are scraped this often.
    pub scrape_s: f64,
}

/// What the library and the briefing say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Briefing {
    /// What the trainee is told, one or two sentences; never the cause.
    pub told: String,
    /// Who the trainee is.
    pub role: String,
    /// What is to be reached.
    pub objective: String,
    /// The system in a few sentences.
    pub system: Vec<String>,
    /// 1 (first steps) to 5.
    pub difficulty: u8,
    /// A usual length of a drill, minutes.
    pub typical_min: u32,
}
