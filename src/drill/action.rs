//! What a player can do, and the journal that keeps it.

use super::board::BoardStep;
use serde::{Deserialize, Serialize};

/// One thing a player does. Looks and statements change nothing in the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Something was opened and seen.
    Look(Look),
    /// A page was acknowledged.
    Acknowledge {},
    /// The incident's severity was set, 1 (worst) to 5.
    Severity {
        /// 1..=5.
        level: u8,
    },
    /// An update was posted to the status page.
    Status {
        /// Where the response stands.
        phase: StatusPhase,
        /// What customers read; at most 500 characters.
        text: String,
        /// Components whose state is set with it; the others keep theirs.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        components: Vec<ComponentMark>,
    },
    /// A person was called in.
    Escalate {
        /// Id of the contact.
        to: String,
    },
    /// A person was asked something in the channel.
    Ask {
        /// Id of the contact.
        to: String,
        /// Id of one of their topics; none: their words or what they see.
        about: Option<String>,
        /// The question in own words; may be empty with a topic.
        text: String,
    },
    /// Something was written into the channel; `@name` asks a contact.
    Say {
        /// The words.
        text: String,
    },
    /// Somebody took a role in the response.
    Assign {
        /// The role.
        role: ResponseRole,
        /// `you` or the id of a contact who is there; none: nobody any more.
        to: Option<String>,
    },
    /// A page was resolved by hand.
    ResolvePage {
        /// Its number.
        page: u32,
    },
    /// A page was given to somebody else.
    Reassign {
        /// Its number.
        page: u32,
        /// Id of the contact.
        to: String,
    },
    /// Alerts were silenced: they fire, but do not page.
    Silence {
        /// All must match.
        matchers: Vec<Matcher>,
        /// For this long.
        duration_s: u32,
        /// Why.
        comment: String,
    },
    /// A silence was ended before its time.
    EndSilence {
        /// Its number.
        id: u32,
    },
    /// What the player thinks is wrong.
    Diagnose(Diagnosis),
    /// A step at the diagnosis board. Recorded, never scored.
    Board(BoardStep),
    /// A step of help was taken.
    Hint {},
    /// The incident was declared resolved; the run is over.
    Resolve {},
    /// A file was edited.
    EditFile {
        /// Which file.
        path: String,
        /// Its whole new text.
        text: String,
        /// Why; may be empty.
        message: String,
    },
    /// A file was rolled back.
    RollbackFile {
        /// Which file.
        path: String,
        /// The version whose text is written again.
        version: u32,
    },
    /// The database was told to reload its configuration.
    ReloadDatabase {},
    /// The database was restarted.
    RestartDatabase {},
    /// A service was restarted, instance by instance.
    RollingRestart {
        /// Name of the service.
        service: String,
    },
    /// A service was scaled.
    Scale {
        /// Name of the service.
        service: String,
        /// How many instances there shall be.
        instances: u32,
    },
    /// A pool was resized: its file is edited and its service restarted.
    ResizePool {
        /// Name of the service that owns the pool.
        service: String,
        /// `maximumPoolSize` from now on.
        size: u32,
    },
    /// Sessions were ended with `pg_terminate_backend`.
    TerminateSessions {
        /// Database role; null for every client session.
        user: Option<String>,
    },
    /// The database server was stopped.
    StopDatabase {
        /// How.
        mode: StopMode,
    },
    /// The database server was started.
    StartDatabase {},
    /// Sessions were ended with `pg_terminate_backend`, by process id.
    TerminateBackends {
        /// Process ids, 1..=2000 of them.
        pids: Vec<u32>,
    },
    /// Statements were cancelled with `pg_cancel_backend`, by process id.
    CancelBackends {
        /// Process ids, 1..=2000 of them.
        pids: Vec<u32>,
    },
    /// The standby was promoted in place of the primary.
    Failover {},
    /// What somebody else put on the database's disk was removed.
    FreeDisk {},
    /// A replication slot that nobody reads was dropped.
    DropSlot {},
    /// A service's rollout was paused or resumed.
    PauseRollout {
        /// Name of the service.
        service: String,
        /// False resumes it.
        paused: bool,
    },
    /// A service went back to the version of its settings from before, with a rolling restart.
    UndoRollout {
        /// Name of the service.
        service: String,
    },
    /// A share of a service's requests is turned away.
    ShedLoad {
        /// Name of the service.
        service: String,
        /// 0..=100; 0 ends it.
        percent: u32,
    },
    /// A service's cache was emptied.
    FlushCache {
        /// Name of the service.
        service: String,
    },
    /// An instance was taken out of the balancer, or put back.
    DrainInstance {
        /// Name of the service.
        service: String,
        /// Number of the instance, from 1.
        instance: u32,
        /// False puts it back.
        out: bool,
    },
    /// Something was done to the running pools of a service, by JMX.
    Pools {
        /// Name of the service.
        service: String,
        /// What.
        command: PoolCommand,
    },
    /// Something was done to PgBouncer.
    Bouncer {
        /// What.
        command: BouncerCommand,
    },
    /// A pipeline was paused or resumed.
    PausePipeline {
        /// Name of the pipeline.
        pipeline: String,
        /// False resumes it.
        paused: bool,
    },
    /// A pipeline was started by hand: it does again what its last run did.
    RunPipeline {
        /// Name of the pipeline.
        pipeline: String,
    },
    /// The clock's speed was changed; 0 is a pause. A clock that stands or runs slower than life
    /// while users fail costs points.
    Speed {
        /// Simulated seconds per second, 0..=120.
        factor: f64,
    },
}

impl StatusPhase {
    /// All phases, in their order.
    pub const ALL: [StatusPhase; 4] = [
        StatusPhase::Investigating,
        StatusPhase::Identified,
        StatusPhase::Monitoring,
        StatusPhase::Resolved,
    ];

    /// The status page's word, lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            StatusPhase::Investigating => "investigating",
            StatusPhase::Identified => "identified",
            StatusPhase::Monitoring => "monitoring",
            StatusPhase::Resolved => "resolved",
        }
    }
}

impl Action {
    /// The journal's name of what is done, e.g. `restart_database`; the vocabulary of
    /// conditions is `incident::names::ACTIONS`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Action::Look(_) => "look",
            Action::Acknowledge {} => "acknowledge",
            Action::Severity { .. } => "severity",
            Action::Status { .. } => "status",
            Action::Escalate { .. } => "escalate",
            Action::Ask { .. } => "ask",
            Action::Say { .. } => "say",
            Action::Assign { .. } => "assign",
            Action::ResolvePage { .. } => "resolve_page",
            Action::Reassign { .. } => "reassign",
            Action::Silence { .. } => "silence",
            Action::EndSilence { .. } => "end_silence",
            Action::Diagnose(_) => "diagnose",
            Action::Hint {} => "hint",
            Action::Resolve {} => "resolve",
            Action::EditFile { .. } => "edit_file",
            Action::RollbackFile { .. } => "rollback_file",
            Action::ReloadDatabase {} => "reload_database",
            Action::RestartDatabase {} => "restart_database",
            Action::RollingRestart { .. } => "rolling_restart",
            Action::Scale { .. } => "scale",
            Action::ResizePool { .. } => "resize_pool",
            Action::TerminateSessions { .. } => "terminate_sessions",
            Action::StopDatabase { .. } => "stop_database",
            Action::StartDatabase {} => "start_database",
            Action::TerminateBackends { .. } => "terminate_backends",
            Action::CancelBackends { .. } => "cancel_backends",
            Action::Failover {} => "failover",
            Action::FreeDisk {} => "free_disk",
            Action::DropSlot {} => "drop_slot",
            Action::PauseRollout { .. } => "pause_rollout",
            Action::UndoRollout { .. } => "undo_rollout",
            Action::ShedLoad { .. } => "shed_load",
            Action::FlushCache { .. } => "flush_cache",
            Action::DrainInstance { .. } => "drain_instance",
            Action::Pools { .. } => "pools",
            Action::Bouncer { .. } => "bouncer",
            Action::PausePipeline { .. } => "pause_pipeline",
            Action::RunPipeline { .. } => "run_pipeline",
            Action::Board(_) => "board",
            Action::Speed { .. } => "speed",
        }
    }
}

/// How the database server is stopped (`pg_ctl stop -m`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopMode {
    /// Waits until the last session has ended by itself.
    Smart,
    /// Ends all sessions, writes a checkpoint.
    #[default]
    Fast,
    /// Kills all processes; the next start recovers.
    Immediate,
}

/// What is done to the running pools of a service (`HikariPoolMXBean`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolCommand {
    /// `softEvictConnections`.
    Evict,
    /// `suspendPool`.
    Suspend,
    /// `resumePool`.
    Resume,
}

/// What is done to PgBouncer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BouncerCommand {
    /// `RELOAD`.
    Reload,
    /// `systemctl restart pgbouncer`.
    Restart,
    /// `PAUSE`.
    Pause,
    /// `RESUME`.
    Resume,
}

/// What was looked at. [`Look::evidence`] names it as evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Look {
    /// A chart, by panel id.
    Chart(String),
    /// A log line's kind: source and code, e.g. `postgresql` and `53300`.
    Log(String, String),
    /// A file's text.
    File(String),
    /// What changed in a file.
    Diff(String),
    /// A row of `pg_settings`.
    Setting(String),
    /// `pg_stat_activity`.
    Activity,
    /// An entry of the change feed.
    Change(String),
    /// An alert, by name.
    Alert(String),
    /// A page of the runbook, by id.
    Runbook(String),
    /// A command that was typed into the terminal; at most 200 characters of it. No evidence
    /// by itself: what it showed is.
    Command(String),
}

impl Look {
    /// The name under which this look counts as evidence, e.g. `log:postgresql:53300`.
    #[must_use]
    pub fn evidence(&self) -> String {
        match self {
            Look::Chart(id) => format!("chart:{id}"),
            Look::Log(source, code) => format!("log:{source}:{code}"),
            Look::File(path) => format!("file:{path}"),
            Look::Diff(path) => format!("diff:{path}"),
            Look::Setting(name) => format!("setting:{name}"),
            Look::Activity => "activity".to_string(),
            Look::Change(id) => format!("change:{id}"),
            Look::Alert(name) => format!("alert:{name}"),
            Look::Runbook(page) => format!("runbook:{page}"),
            Look::Command(line) => format!("command:{line}"),
        }
    }
}

/// Phases of a status page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusPhase {
    /// Something is wrong; the cause is looked for.
    Investigating,
    /// The cause is known.
    Identified,
    /// A fix is in; its effect is watched.
    Monitoring,
    /// Over.
    Resolved,
}

/// A component of the status page and the state that customers read there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComponentMark {
    /// Id of the component.
    pub id: String,
    /// Its state.
    pub state: ComponentState,
}

/// States of a component, as status pages name them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComponentState {
    /// All is well.
    #[default]
    Operational,
    /// Slow, or failing now and then.
    Degraded,
    /// Some cannot use it.
    PartialOutage,
    /// Nobody can use it.
    MajorOutage,
}

impl ComponentState {
    /// All states, best first.
    pub const ALL: [ComponentState; 4] = [
        ComponentState::Operational,
        ComponentState::Degraded,
        ComponentState::PartialOutage,
        ComponentState::MajorOutage,
    ];

    /// What customers read.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ComponentState::Operational => "Operational",
            ComponentState::Degraded => "Degraded performance",
            ComponentState::PartialOutage => "Partial outage",
            ComponentState::MajorOutage => "Major outage",
        }
    }
}

/// Roles of a response (PagerDuty's incident response guide).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseRole {
    /// Decides, and does nothing else.
    Commander,
    /// Keeps the commander's back free.
    Deputy,
    /// Writes down what happens.
    Scribe,
    /// Knows the system at fault.
    Expert,
    /// Speaks with customers.
    CustomerLiaison,
    /// Speaks with the house.
    InternalLiaison,
}

impl ResponseRole {
    /// All roles, in the guide's order.
    pub const ALL: [ResponseRole; 6] = [
        ResponseRole::Commander,
        ResponseRole::Deputy,
        ResponseRole::Scribe,
        ResponseRole::Expert,
        ResponseRole::CustomerLiaison,
        ResponseRole::InternalLiaison,
    ];

    /// The guide's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ResponseRole::Commander => "Incident Commander",
            ResponseRole::Deputy => "Deputy",
            ResponseRole::Scribe => "Scribe",
            ResponseRole::Expert => "Subject Matter Expert",
            ResponseRole::CustomerLiaison => "Customer Liaison",
            ResponseRole::InternalLiaison => "Internal Liaison",
        }
    }

    /// What it is for, one sentence.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            ResponseRole::Commander => "Decides, asks and delegates; does not fix.",
            ResponseRole::Deputy => "Keeps time and the commander's back free.",
            ResponseRole::Scribe => "Writes down what is done, seen and decided.",
            ResponseRole::Expert => "Knows the part at fault and works on it.",
            ResponseRole::CustomerLiaison => "Tells customers what they need to know.",
            ResponseRole::InternalLiaison => "Keeps support and the house informed.",
        }
    }
}

/// A matcher of a silence: a label and what it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matcher {
    /// Name of the label, e.g. `alertname`.
    pub label: String,
    /// What it must be; several are separated by `|`.
    pub value: String,
    /// Everything but that.
    #[serde(default)]
    pub not: bool,
}

/// A stated diagnosis. The choices are the incident's; own words are understood where they
/// name one of them ([`super::statement::understand`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diagnosis {
    /// The component at fault: its id, or words that name it.
    pub component: String,
    /// The cause: its id, or words that name it.
    pub cause: String,
    /// Evidence names ([`Look::evidence`]), each looked at before.
    pub evidence: Vec<String>,
}

/// Version of [`Journal`] that this program writes.
pub const JOURNAL_VERSION: u32 = 1;

/// Everything a player did in one run. With the incident and the seed it is the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// Format version, 1.
    pub version: u32,
    /// Id of the incident.
    pub incident: String,
    /// Seed of the world.
    pub seed: u64,
    /// What was done, in order of time.
    pub entries: Vec<Entry>,
}

/// One action and when it was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Milliseconds since minute zero; negative before it.
    pub at_ms: i64,
    /// What was done.
    pub action: Action,
}
