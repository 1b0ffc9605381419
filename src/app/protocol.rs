//! What the page and the worker say to each other: JSON texts, one value each.
//!
//! Invariant: at most one [`FromWorker::Report`] is on its way without an
//! [`ToWorker::Ack`], so that a slow page is never flooded.
//! Times are milliseconds since minute zero of the incident; negative before it.

mod config;

use super::shared::Shared;
use super::told::{AlertNow, PageNow, PeopleNow, SilenceNow, StatusNow};
use crate::debrief::document::Debrief;
use crate::debrief::judge::Finding;
use crate::debrief::result::{Difference, ResultFile, Verified};
use crate::drill::action::{Action, Diagnosis, Entry, Journal, Look};
pub use crate::drill::feed::FeedKind;
pub use crate::drill::mode::Mode;
use crate::incident::panes::Pane;
use crate::lab::{FromLab, ToLab};
pub use crate::sim::Status;
pub use crate::sim::journald::Level;
use crate::terminal::{Completion, Output};
pub use config::{KeyView, Needs, PipelineRunView, PipelineWorkView, RunState, WrittenFile};
use serde::{Deserialize, Deserializer, Serialize};

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
    #[serde(with = "level")]
    pub level: Level,
    /// SQLSTATE or short class of the line; empty for none. With the source it is
    /// the evidence name `log:<source>:<code>`.
    pub code: String,
    /// The text.
    pub text: String,
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

/// How things stand now. What is large is shared, so that whoever shows a part that has not
/// changed sees the same pointer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Share of users' visits that ended in the last minute affected, 0..=1.
    pub users_failing: f64,
    /// Severity set, if any.
    pub severity: Option<u8>,
    /// The objective holds since then, if it does.
    pub healthy_since_ms: Option<i64>,
    /// The run is over (resolved or at its end); a debrief follows.
    pub over: bool,
    /// Alert rules as they stand, in the order of the incident file.
    pub alerts: Shared<Vec<AlertNow>>,
    /// Pages as they stand, oldest first.
    pub pages: Shared<Vec<PageNow>>,
    /// Silences, oldest first.
    pub silences: Shared<Vec<SilenceNow>>,
    /// The status page.
    pub status: Shared<StatusNow>,
    /// Who is there.
    pub people: Shared<PeopleNow>,
    /// Changes under way.
    pub operations: Shared<Vec<OperationView>>,
    /// Files.
    pub files: Shared<Vec<FileView>>,
    /// Services.
    pub services: Shared<Vec<ServiceView>>,
    /// The database.
    pub database: Shared<DatabaseView>,
    /// Pipelines.
    pub pipelines: Shared<Vec<PipelineView>>,
    /// What was looked at, oldest first: choices for evidence.
    pub looked: Shared<Vec<LookedView>>,
    /// The last stated diagnosis.
    pub diagnosis: Shared<Option<Diagnosis>>,
    /// The coach (guided only).
    pub coach: Shared<Option<CoachView>>,
}

impl State {
    /// Takes in a newer state; parts that are equal keep their pointers.
    pub fn take(&mut self, newer: State) {
        let old = std::mem::replace(self, newer);
        self.alerts.keep(old.alerts);
        self.pages.keep(old.pages);
        self.silences.keep(old.silences);
        self.status.keep(old.status);
        self.people.keep(old.people);
        self.operations.keep(old.operations);
        self.files.keep(old.files);
        self.services.keep(old.services);
        self.database.keep(old.database);
        self.pipelines.keep(old.pipelines);
        self.looked.keep(old.looked);
        self.diagnosis.keep(old.diagnosis);
        self.coach.keep(old.coach);
    }
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
    /// Of a pool's file: the service that reads it.
    pub service: Option<FileReader>,
}

/// A service that reads a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileReader {
    /// Its name.
    pub name: String,
    /// Its instances that run with something else than is written.
    pub stale: u32,
    /// Its instances that run.
    pub running: u32,
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
    /// Where its server is in its life; none before the first report.
    #[serde(with = "status")]
    pub status: Option<Status>,
    /// Why it is down, if it is (the server's own text).
    pub error: Option<String>,
    /// Last start.
    pub started_ms: i64,
    /// Settings that wait for a restart.
    pub pending_restart: Vec<WaitingSetting>,
    /// Connection slots.
    pub slots: Slots,
    /// Roles of the sessions that there are, by name, each once.
    pub roles: Vec<String>,
}

/// A setting that waits for a restart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WaitingSetting {
    /// Name.
    pub name: String,
    /// The value in force.
    pub in_force: String,
    /// The value that is written.
    pub written: String,
}

/// Connection slots of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slots {
    /// In use.
    pub used: u32,
    /// `max_connections`.
    pub max: u32,
    /// Reserved for superusers.
    pub reserved: u32,
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
    /// Changed keys.
    pub keys: Vec<KeyView>,
}

/// A choice of the engine, which knows no documents: on the wire it is its place among all.
fn place_of<'de, T: Copy, D: Deserializer<'de>>(from: D, all: &[T]) -> Result<Option<T>, D::Error> {
    let place = Option::<u8>::deserialize(from)?;
    Ok(place.and_then(|place| all.get(usize::from(place)).copied()))
}

mod level {
    use super::{Level, place_of};
    use serde::{Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(level: &Level, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u8(*level as u8)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Level, D::Error> {
        place_of(from, &Level::ALL)?.ok_or_else(|| D::Error::custom("no such level"))
    }
}

mod status {
    use super::{Status, place_of};
    use serde::{Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(status: &Option<Status>, to: S) -> Result<S::Ok, S::Error> {
        status.map(|status| status as u8).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Status>, D::Error> {
        place_of(from, &Status::ALL)
    }
}
