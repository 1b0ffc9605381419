//! What the page and the worker say to each other: JSON texts, one value each.
//!
//! Invariant: at most one [`FromWorker::Report`] is on its way without an
//! [`ToWorker::Ack`], so that a slow page is never flooded.
//! Times are milliseconds since minute zero of the incident; negative before it.

mod config;

use super::told::ToldView;
use crate::debrief::document::Debrief;
use crate::debrief::judge::Finding;
use crate::debrief::result::{Difference, ResultFile, Verified};
use crate::drill::action::{Action, Entry, Journal, Look};
use crate::incident::panes::Pane;
use crate::lab::{FromLab, ToLab};
use crate::terminal::{Completion, Output};
pub use config::{KeyView, Needs, PipelineRunView, PipelineWorkView, RunState};
use serde::{Deserialize, Serialize};

/// How a run is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Alone, scored.
    Drill,
    /// With the coach, not scored.
    Guided,
    /// The original team's run, read-only.
    Watch,
}

/// From the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ToWorker {
    /// Start or continue a run; replaces the one before.
    Start(Start),
    /// Simulated seconds per second, 0..=120; 0 is a pause. Not recorded: a player's own
    /// choice is an [`Action::Speed`].
    Speed(f64),
    /// Do something now. Answered by [`FromWorker::Done`] with the same id.
    Act(u64, Action),
    /// Show something. Answered by [`FromWorker::Answer`] with the same id.
    Ask(u64, Ask),
    /// The report of this number has been taken in.
    Ack(u64),
    /// A line for the terminal; answered by [`FromWorker::Terminal`]. `\u{3}` is Ctrl+C,
    /// `\u{4}` Ctrl+D; an empty text from a terminal that is new asks for its prompt.
    Terminal(String),
    /// Judge this run, which another worker plays, instead of playing one.
    Judge(Start),
    /// Help the worker that judges this run: run what hangs on what the player does, and tell
    /// [`FromWorker::Found`] once the run is over.
    Assist(Start),
    /// To the worker that judges: what its helper has found.
    Found(Box<Finding>),
    /// To the workers that judge: the player is at it, so leave the machine to the page for a
    /// moment.
    Hush,
    /// To the workers that judge: what the journal got since the last time, and the clock.
    Follow(Vec<Entry>, i64),
    /// To the workers that judge: the run is over. One answers with [`FromWorker::Debrief`], its
    /// helper with what it has found.
    Reckon,
    /// Verify the result file of this text; answered by [`FromWorker::Verified`].
    Verify(String),
    /// To a worker of the what-if lab.
    Lab(ToLab),
}

/// What a run starts from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// Id of a shipped incident.
    pub incident: String,
    /// Seed of the world.
    pub seed: u64,
    /// The way in.
    pub mode: Mode,
    /// What was done so far (to continue).
    pub journal: Option<Journal>,
    /// Where the clock stood (to continue).
    pub resume_at_ms: Option<i64>,
}

/// Things the page asks to see in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    /// The text of a version of a file.
    File(String, u32),
    /// The difference of two versions (old, new).
    Diff(String, u32, u32),
    /// All rows of `pg_settings`.
    Settings,
    /// What an edit would mean: errors and keys that need a restart.
    CheckEdit(String, String),
    /// The keys that two versions of a file (old, new) set differently.
    Keys(String, u32, u32),
    /// The keys of a file whose written values are not in force.
    Waiting(String),
    /// For each line of a version of a file, the version that brought it in.
    Blame(String, u32),
    /// How a line of the terminal can go on at a byte of it.
    Complete(String, u32),
    /// The answer to an SQL query, as the terminal would give it; changes nothing.
    Query(String),
}

/// From the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromWorker {
    /// The history is being simulated; 0..=1.
    Loading(f64),
    /// The run stands at its starting point.
    Ready(Box<Ready>),
    /// What is new.
    Report(Box<Report>),
    /// An action was taken in, or why not (then nothing changed).
    Done(u64, Result<Receipt, String>),
    /// What was asked for, or why it cannot be shown.
    Answer(u64, Result<Answer, String>),
    /// What the terminal says: an answer, or more of what goes on.
    Terminal(Box<Output>),
    /// The debrief is being computed: what, and 0..=1.
    Reckoning(String, f64),
    /// The run is over, and this is its debrief as far as it is known: what single changes were
    /// worth, and the points that hang on it, follow with [`FromWorker::Debrief`].
    Draft(Box<Debrief>),
    /// How one of the other runs came out; for [`ToWorker::Found`].
    Found(Box<Finding>),
    /// The run is over: its debrief, and its result file unless it was watched.
    Debrief(Box<Debrief>, Option<Box<ResultFile>>),
    /// A result file is being verified: what runs, and 0..=1.
    Verifying(String, f64),
    /// A result file was verified: what is true of it, or the first difference.
    Verified(Result<Verified, Difference>),
    /// The start was wrong (unknown incident, journal that does not fit, …).
    Refused(String),
    /// From a worker of the what-if lab.
    Lab(FromLab),
}

/// An action that was taken in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// The journal's new line, to be kept at once.
    pub entry: Entry,
    /// What happens now, in words, e.g. `Restart under way, about 14 s`.
    pub note: String,
}

/// What does not change during a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ready {
    /// Id of the incident.
    pub incident: String,
    /// Seed.
    pub seed: u64,
    /// Way in.
    pub mode: Mode,
    /// Unix time of minute zero, seconds.
    pub minute_zero_unix_s: i64,
    /// First sample.
    pub from_ms: i64,
    /// Where the player comes in.
    pub player_from_ms: i64,
    /// Where the run ends.
    pub end_ms: i64,
    /// Names of the telemetry columns, in the order of [`Row::values`].
    pub columns: Vec<String>,
}

/// What is new since the last acknowledged report, and how things stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// To be acknowledged.
    pub seq: u64,
    /// The run's clock.
    pub now_ms: i64,
    /// Speed in force.
    pub speed: f64,
    /// New samples.
    pub rows: Vec<Row>,
    /// New log lines.
    pub logs: Vec<LogLine>,
    /// New entries of the stream: changes, alerts, people, own actions.
    pub feed: Vec<FeedItem>,
    /// New entries of the journal, for the worker that judges.
    pub journal: Vec<Entry>,
    /// How things stand.
    pub state: State,
}

/// One scrape of all telemetry columns; NaN (JSON null) is a gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// When.
    pub t_ms: i64,
    /// A value for each column; null where there is none.
    pub values: Vec<Option<f32>>,
}

/// Levels of a log line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Detail.
    Debug,
    /// LOG of PostgreSQL, INFO of others.
    Info,
    /// WARN, WARNING.
    Warn,
    /// ERROR.
    Error,
    /// FATAL of PostgreSQL.
    Fatal,
}

/// A line of a log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogLine {
    /// Ascending number.
    pub id: u64,
    /// When.
    pub t_ms: i64,
    /// Stream, e.g. `postgresql`, `web`, `orders`.
    pub source: String,
    /// Instance or host, e.g. `web-7`.
    pub host: String,
    /// Level.
    pub level: Level,
    /// SQLSTATE or short class of the line; empty for none. With the source it is
    /// the evidence name `log:<source>:<code>`.
    pub code: String,
    /// The text.
    pub text: String,
}

/// What kind of thing an entry of the stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// A change of the system by pipeline or colleague.
    Change,
    /// An alert fired or ended.
    Alert,
    /// A page was sent, acknowledged or resolved.
    Page,
    /// Somebody spoke.
    Person,
    /// The player did something.
    Action,
    /// A change of the player's took effect.
    Effect,
    /// The coach spoke.
    Coach,
    /// The post-mortem's account (watch).
    Account,
}

/// An entry of the stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeedItem {
    /// Ascending number.
    pub id: u64,
    /// When.
    pub t_ms: i64,
    /// Kind.
    pub kind: FeedKind,
    /// Who: a role, a pipeline, `you`.
    pub who: String,
    /// One line.
    pub title: String,
    /// More, or empty.
    pub text: String,
    /// What looking at it counts as.
    pub look: Option<Look>,
}

/// How things stand now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Share of users' visits that ended in the last minute affected, 0..=1.
    pub users_failing: f64,
    /// Affected visits since minute zero (all classes).
    pub visits_affected: u64,
    /// Severity set, if any.
    pub severity: Option<u8>,
    /// Alert rules and how they stand.
    pub alerts: Vec<AlertView>,
    /// Pages.
    pub pages: Vec<PageView>,
    /// Changes under way.
    pub operations: Vec<OperationView>,
    /// Files.
    pub files: Vec<FileView>,
    /// Services.
    pub services: Vec<ServiceView>,
    /// The database.
    pub database: DatabaseView,
    /// Pipelines.
    pub pipelines: Vec<PipelineView>,
    /// What was looked at, oldest first: choices for evidence.
    pub looked: Vec<LookedView>,
    /// The last stated diagnosis.
    pub diagnosis: Option<crate::drill::action::Diagnosis>,
    /// Contacts that were called: id, and when they answer or answered.
    pub called: Vec<(String, i64)>,
    /// The coach (guided only).
    pub coach: Option<CoachView>,
    /// Alerts, pages, silences, status page and people in full.
    pub told: ToldView,
    /// The objective holds since then, if it does.
    pub healthy_since_ms: Option<i64>,
    /// The run is over (resolved or at its end); a debrief follows.
    pub over: bool,
}

/// An alert rule and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertView {
    /// Name.
    pub name: String,
    /// `inactive`, `pending` or `firing`.
    pub state: String,
    /// Since when.
    pub since_ms: i64,
    /// `critical` or `warning`.
    pub severity: String,
    /// Summary with the value in it.
    pub summary: String,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageView {
    /// Number.
    pub id: u32,
    /// What it says.
    pub title: String,
    /// Sent when.
    pub sent_ms: i64,
    /// Acknowledged when.
    pub acknowledged_ms: Option<i64>,
    /// Resolved when.
    pub resolved_ms: Option<i64>,
}

/// A change under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperationView {
    /// What.
    pub title: String,
    /// Since when.
    pub from_ms: i64,
    /// Expected end, if known.
    pub until_ms: Option<i64>,
}

/// A file and its history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileView {
    /// Path.
    pub path: String,
    /// What it is for.
    pub about: String,
    /// Versions, oldest first.
    pub versions: Vec<VersionView>,
    /// The version that the running processes started from or reloaded last.
    pub in_force: Option<u32>,
    /// Of a pool's file: the service, its instances that run with something else than is
    /// written, and all its instances that run.
    pub service: Option<(String, u32, u32)>,
}

/// A version of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionView {
    /// 1, 2, …
    pub number: u32,
    /// When.
    pub t_ms: i64,
    /// Who.
    pub author: String,
    /// True if a pipeline wrote it.
    pub by_pipeline: bool,
    /// Why.
    pub message: String,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceView {
    /// Name.
    pub name: String,
    /// What it does.
    pub about: String,
    /// Instances wanted, ready, and the most there may be.
    pub desired: u32,
    /// Instances that take requests.
    pub ready: u32,
    /// The most it may be scaled to.
    pub max: u32,
    /// Its pool: name and `maximumPoolSize` in force.
    pub pool: Option<(String, u32)>,
}

/// The database.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DatabaseView {
    /// `ready`, `starting`, `stopping` or `down`.
    pub status: String,
    /// Why it is down, if it is (the server's own text).
    pub error: Option<String>,
    /// Last start.
    pub started_ms: i64,
    /// Settings that wait for a restart: name, in force, written.
    pub pending_restart: Vec<(String, String, String)>,
    /// Slots in use, `max_connections`, reserved.
    pub connections: (u32, u32, u32),
    /// `pg_stat_activity` by application, role and state: how many.
    pub activity: Vec<(String, String, String, u32)>,
}

/// A pipeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PipelineView {
    /// Name.
    pub name: String,
    /// What it does.
    pub about: String,
    /// Does nothing until it is resumed.
    pub paused: bool,
    /// Last run.
    pub last_run_ms: Option<i64>,
    /// Runs, newest first.
    pub runs: Vec<PipelineRunView>,
    /// What it would do if it ran now; none if it has not run in this window.
    pub again: Option<PipelineWorkView>,
}

/// Something that was looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LookedView {
    /// Evidence name.
    pub evidence: String,
    /// In words.
    pub label: String,
    /// First looked at.
    pub t_ms: i64,
}

/// The coach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoachView {
    /// What to do next; none when all is done.
    pub next: Option<String>,
    /// Pane to highlight.
    pub pane: Option<Pane>,
    /// Why the last step was useful.
    pub why: Option<String>,
    /// Steps done and in all.
    pub progress: (u32, u32),
}

/// An answer to [`Ask`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The text of a file.
    File(String),
    /// Lines of a difference.
    Diff(Vec<DiffLineView>),
    /// Rows of `pg_settings`.
    Settings(Vec<SettingView>),
    /// What an edit would mean.
    CheckEdit(EditCheck),
    /// Keys of a file, by name.
    Keys(Vec<KeyView>),
    /// A version for each line.
    Blame(Vec<u32>),
    /// How a line can go on.
    Complete(Completion),
    /// A table: names of the columns, whether they are numbers, and the cells as psql shows them.
    Table(Vec<(String, bool)>, Vec<Vec<String>>),
}

/// A line of a difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiffLineView {
    /// ` `, `-` or `+`.
    pub sign: char,
    /// Line number in the old text.
    pub old: Option<u32>,
    /// Line number in the new text.
    pub new: Option<u32>,
    /// The line.
    pub text: String,
}

/// A row of `pg_settings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingView {
    /// Name.
    pub name: String,
    /// As `SHOW` shows it.
    pub setting: String,
    /// What a change needs: `postmaster` (restart), `sighup` (reload), `user` …
    pub context: String,
    /// `configuration file` or `default`.
    pub source: String,
    /// Line of the file, if it comes from there.
    pub source_line: Option<u32>,
    /// A restart would change it.
    pub pending_restart: bool,
    /// Short description.
    pub about: String,
}

/// What an edit would mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EditCheck {
    /// Errors with their lines (1-based; 0: the whole file).
    pub errors: Vec<(u32, String)>,
    /// Warnings with their lines.
    pub warnings: Vec<(u32, String)>,
    /// Changed keys: name, old, new, what the change needs.
    pub changed: Vec<(String, String, String, String)>,
    /// Changed keys in full.
    pub keys: Vec<KeyView>,
}
