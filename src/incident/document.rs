//! The incident file, version 1: what a person writes. Times are minutes and
//! seconds (`at_s` counts from minute zero), sizes are in the unit the name ends in.

use serde::{Deserialize, Serialize};

/// Version of the file format that this program reads and writes.
pub const INCIDENT_VERSION: u32 = 1;

/// A whole incident: the story, the world, the players.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// Format version, 1.
    pub firedrill_incident: u32,
    /// Stable id: lower-case letters, digits and hyphens.
    pub id: String,
    /// Name on the card.
    pub title: String,
    /// Where the story comes from.
    pub source: Source,
    /// The incident's clock.
    pub clock: Clock,
    /// What the library and the briefing say.
    pub briefing: Briefing,
    /// The world it happens in.
    pub world: World,
    /// What happens to it, by time.
    pub changes: Vec<Change>,
    /// Alert rules.
    pub alerts: Vec<AlertRule>,
    /// When the world is well again.
    pub objective: Objective,
    /// What can be said to be wrong, and what is.
    pub diagnosis: DiagnosisBook,
    /// People who can be called.
    pub contacts: Vec<Contact>,
    /// The coach of the guided way.
    pub coach: Vec<CoachStep>,
    /// The post-mortem's account for the watch way and the debrief.
    pub account: Vec<AccountEntry>,
    /// Scripted players.
    pub responders: Vec<Responder>,
    /// What to take away, in the debrief.
    pub lessons: Vec<Lesson>,
}

/// Where the story comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// The simulated world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Users' requests by endpoint.
    pub classes: Vec<Class>,
    /// Services.
    pub services: Vec<Service>,
    /// The database.
    pub database: Database,
    /// Configuration files.
    pub files: Vec<File>,
    /// Pipelines that write configuration.
    pub pipelines: Vec<Pipeline>,
}

/// Users who ask for one endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Short name.
    pub name: String,
    /// Method and path.
    pub uri: String,
    /// Name of the service that answers.
    pub service: String,
    /// New visits a second.
    pub visits_per_second: f64,
    /// `[at_s, factor]`: the rate from then on.
    #[serde(default)]
    pub rate_factors: Vec<(f64, f64)>,
    /// Mean work before a connection is borrowed.
    pub before_ms: f64,
    /// Queries one after another; 0: no database.
    pub queries: u32,
    /// Mean CPU of a query.
    #[serde(default)]
    pub query_cpu_ms: f64,
    /// Blocks a query touches.
    #[serde(default)]
    pub query_blocks: u32,
    /// Mean work while the connection is held.
    #[serde(default)]
    pub held_ms: f64,
    /// How users come back.
    pub retry: Retry,
    /// Longest wait that a user accepts.
    pub patience_s: f64,
}

/// How a user tries again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// Attempts in all.
    pub attempts_max: u32,
    /// Chance of one more try after a failure.
    pub probability: f64,
    /// Full jitter over `backoff_base_s * 2^n`.
    pub backoff_base_s: f64,
    /// Longest pause.
    pub backoff_cap_s: f64,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Name of the deployment.
    pub name: String,
    /// What it does, one sentence.
    pub about: String,
    /// Instances.
    pub instances: u32,
    /// The most it may be scaled to.
    pub instances_max: u32,
    /// Worker threads of an instance.
    pub threads: u32,
    /// Requests that may wait for a thread.
    pub accept_queue_max: u32,
    /// 504 after this long.
    pub gateway_timeout_s: f64,
    /// From start to ready.
    pub boot_s: f64,
    /// Its pool.
    #[serde(default)]
    pub pool: Option<Pool>,
    /// Clients that connect without a pool.
    #[serde(default)]
    pub loops: Option<Loops>,
}

/// Where a pool's settings stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// Name in logs and metrics.
    pub name: String,
    /// Properties file.
    pub path: String,
    /// Prefix of its keys.
    pub prefix: String,
    /// Database role.
    pub user: String,
}

/// Clients that connect without a pool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loops {
    /// `application_name` of the sessions.
    pub application: String,
    /// Database role.
    pub user: String,
    /// In each instance.
    pub per_instance: u32,
    /// Pause after a success.
    pub period_s: f64,
    /// Pause after a failure.
    pub retry_pause_ms: f64,
    /// Mean CPU of the query.
    pub query_cpu_ms: f64,
    /// Blocks it touches.
    pub query_blocks: u32,
}

/// The database's machine and costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Path of `postgresql.conf`.
    pub path: String,
    /// Host name.
    pub host: String,
    /// CPU cores.
    pub cores: u32,
    /// See `sim::spec::DatabaseSpec`.
    pub contention: f64,
    /// See `sim::spec::DatabaseSpec`.
    pub plateau: f64,
    /// CPU of a new backend: fork and TLS.
    pub fork_cpu_ms: f64,
    /// CPU of authentication and session start.
    pub auth_cpu_ms: f64,
    /// Disk time of one block.
    pub disk_block_ms: f64,
    /// Data that is asked for.
    pub working_set_mb: f64,
    /// Hit ratio = cached share ^ popularity.
    pub popularity: f64,
    /// Time to stop.
    pub shutdown_s: f64,
    /// Time to start.
    pub startup_s: f64,
}

/// A configuration file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Absolute path.
    pub path: String,
    /// What it is for, one sentence.
    pub about: String,
    /// Versions, oldest first.
    pub versions: Vec<Version>,
}

/// One version of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// When, from minute zero; negative.
    pub at_s: f64,
    /// Who.
    pub author: String,
    /// Why.
    pub message: String,
    /// The lines of the text.
    pub lines: Vec<String>,
}

/// A pipeline that writes configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Name.
    pub name: String,
    /// What it does, one sentence.
    pub about: String,
}

/// Something that happens to the world at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Stable id, e.g. `run-812`.
    pub id: String,
    /// When, from minute zero.
    pub at_s: f64,
    /// Who.
    pub author: String,
    /// The pipeline, if one did it.
    #[serde(default)]
    pub pipeline: Option<String>,
    /// What the change feed says.
    pub title: String,
    /// What it does.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// One step of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// Write a file.
    WriteFile {
        /// Which.
        path: String,
        /// Commit message.
        message: String,
        /// The lines of the text.
        lines: Vec<String>,
    },
    /// Reload the database.
    ReloadDatabase {},
    /// Restart the database.
    RestartDatabase {},
    /// Restart a service, instance by instance.
    RollingRestart {
        /// Name of the service.
        service: String,
    },
}

/// A Prometheus-style alert rule on one telemetry column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertRule {
    /// Name of the alert.
    pub name: String,
    /// Telemetry column (`sim::telemetry::COLUMNS`).
    pub column: String,
    /// Fires above (`above`) or below (`below`) this.
    pub when: When,
    /// The value must hold this long.
    pub for_s: f64,
    /// Once firing, stays so this long after the value is good.
    #[serde(default)]
    pub keep_firing_for_s: f64,
    /// `critical` pages; `warning` does not.
    pub severity: AlertSeverity,
    /// One line; `{value}` is replaced.
    pub summary: String,
}

/// A threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum When {
    /// Value > threshold.
    Above(f64),
    /// Value < threshold.
    Below(f64),
    /// Value >= `share` of another column, e.g. of `pg_settings_max_connections`.
    AtLeastShareOf {
        /// The other column.
        column: String,
        /// 0..=1 usually.
        share: f64,
    },
}

/// Does an alert page?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertSeverity {
    /// Pages.
    Critical,
    /// Shows only.
    Warning,
}

/// When the world counts as well.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// Share of attempts that fail, over a minute, at most.
    pub error_ratio_max: f64,
    /// 95th percentile of the response time at most.
    pub p95_s_max: f64,
    /// This long without a break before "resolved" is proven.
    pub soak_s: f64,
    /// Acknowledge within this long after the page.
    pub acknowledge_s: f64,
    /// First status update within this long after minute zero.
    pub first_update_s: f64,
    /// Further updates at least this often.
    pub update_every_s: f64,
    /// The severity that fits; 1 is the worst.
    pub severity: u8,
    /// Pipelines that must be paused (or runs that must not come) for proof.
    pub pause_pipelines: Vec<String>,
}

/// What can be said to be wrong, and what is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiagnosisBook {
    /// Choices of component.
    pub components: Vec<Choice>,
    /// Choices of cause.
    pub causes: Vec<Choice>,
    /// Ids of components that are right.
    pub right_components: Vec<String>,
    /// Ids of causes that are right.
    pub right_causes: Vec<String>,
    /// Evidence names that tell (`drill::Look::evidence`).
    pub telling_evidence: Vec<String>,
    /// How many of them make full marks.
    pub evidence_wanted: u32,
}

/// One choice of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable id.
    pub id: String,
    /// What the page shows.
    pub label: String,
}

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
    /// What it does.
    pub script: Vec<ScriptEntry>,
}

/// One action of a scripted player. `action` is an action of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptEntry {
    /// From minute zero.
    pub at_s: f64,
    /// The action, as in a journal.
    pub action: serde_json::Value,
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
