//! What a player can do.

use super::board::BoardStep;
use super::parts::{BouncerCommand, PoolCommand};
use super::response::{ComponentMark, Diagnosis, Matcher, ResponseRole, StatusPhase};
use super::{Command, SessionFilter};
use serde::de::value::{EnumAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, Error, IntoDeserializer, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// What an action is to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something was opened and seen.
    Look,
    /// Something was said or stated.
    Say,
    /// Something was done to the world. Invariant: nothing else of a journal reaches it.
    Change,
    /// The clock.
    Time,
    /// Help was taken.
    Help,
}

/// Declares [`Action`]: each of its own kinds with its name in journals, and the commands of
/// [`Command`] that a player can give.
macro_rules! actions {
    ($(
        $(#[$doc:meta])*
        $kind:ident $name:literal $variant:ident
        $({ $( $(#[$field_doc:meta])* $field:ident : $type:ty ),* $(,)? })?
        $(( $inner:ty ))?
    )*) => {
        /// One thing a player does. Looks and statements change nothing in the world.
        // `remote`: what is derived knows its own variants; the traits below add the commands.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, remote = "Self")]
        pub enum Action {
            $(
                $(#[$doc])*
                #[serde(rename = $name)]
                $variant $({ $( $(#[$field_doc])* $field : $type ),* })? $(( $inner ))?,
            )*
            /// A command was given as it is.
            #[serde(skip)]
            Change(Command),
        }

        impl Action {
            /// The journal's name of what is done, e.g. `restart_database`.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $( Action::$variant { .. } => $name, )*
                    Action::Change(command) => command.name(),
                }
            }

            /// Its kind.
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self {
                    $( Action::$variant { .. } => Kind::$kind, )*
                    Action::Change(_) => Kind::Change,
                }
            }
        }

        const OWN: &[(&str, Kind)] = &[ $( ($name, Kind::$kind), )* ];
    };
}

actions! {
    /// Something was opened and seen.
    Look "look" Look(Look)
    /// A page was acknowledged.
    Say "acknowledge" Acknowledge {}
    /// The incident's severity was set, 1 (worst) to 5.
    Say "severity" Severity {
        /// 1..=5.
        level: u8,
    }
    /// An update was posted to the status page.
    Say "status" Status {
        /// Where the response stands.
        phase: StatusPhase,
        /// What customers read; at most 500 characters.
        text: String,
        /// Components whose state is set with it; the others keep theirs.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        components: Vec<ComponentMark>,
    }
    /// A person was called in.
    Say "escalate" Escalate {
        /// Id of the contact.
        to: String,
    }
    /// A person was asked something in the channel.
    Say "ask" Ask {
        /// Id of the contact.
        to: String,
        /// Id of one of their topics; none: their words or what they see.
        about: Option<String>,
        /// The question in own words; may be empty with a topic.
        text: String,
    }
    /// Something was written into the channel; `@name` asks a contact.
    Say "say" Say {
        /// The words.
        text: String,
    }
    /// Somebody took a role in the response.
    Say "assign" Assign {
        /// The role.
        role: ResponseRole,
        /// `you` or the id of a contact who is there; none: nobody any more.
        to: Option<String>,
    }
    /// A page was resolved by hand.
    Say "resolve_page" ResolvePage {
        /// Its number.
        page: u32,
    }
    /// A page was given to somebody else.
    Say "reassign" Reassign {
        /// Its number.
        page: u32,
        /// Id of the contact.
        to: String,
    }
    /// Alerts were silenced: they fire, but do not page.
    Say "silence" Silence {
        /// All must match.
        matchers: Vec<Matcher>,
        /// For this long.
        duration_s: u32,
        /// Why.
        comment: String,
    }
    /// A silence was ended before its time.
    Say "end_silence" EndSilence {
        /// Its number.
        id: u32,
    }
    /// What the player thinks is wrong.
    Say "diagnose" Diagnose(Diagnosis)
    /// A step at the diagnosis board. Recorded, never scored.
    Say "board" Board(BoardStep)
    /// A step of help was taken.
    Help "hint" Hint {}
    /// The incident was declared resolved; the run is over.
    Say "resolve" Resolve {}
    /// A pool was resized: its file is edited and its service restarted.
    Change "resize_pool" ResizePool {
        /// Name of the service that owns the pool.
        service: String,
        /// `maximumPoolSize` from now on.
        size: u32,
    }
    /// Sessions were ended with `pg_terminate_backend`.
    Change "terminate_sessions" TerminateSessions {
        /// Database role; null for every client session.
        user: Option<String>,
    }
    /// A replication slot that nobody reads was dropped.
    Change "drop_slot" DropSlot {}
    /// A service went back to the version of its settings from before, with a rolling restart.
    Change "undo_rollout" UndoRollout {
        /// Name of the service.
        service: String,
    }
    /// Something was done to the running pools of a service, by JMX.
    Change "pools" Pools {
        /// Name of the service.
        service: String,
        /// What.
        command: PoolCommand,
    }
    /// Something was done to PgBouncer.
    Change "bouncer" Bouncer {
        /// What.
        command: BouncerCommand,
    }
    /// A pipeline was paused or resumed.
    Change "pause_pipeline" PausePipeline {
        /// Name of the pipeline.
        pipeline: String,
        /// False resumes it.
        paused: bool,
    }
    /// A pipeline was started by hand: it does again what its last run did.
    Change "run_pipeline" RunPipeline {
        /// Name of the pipeline.
        pipeline: String,
    }
    /// The clock's speed was changed; 0 is a pause. A clock that stands or runs slower than life
    /// while users fail costs points.
    Time "speed" Speed {
        /// Simulated seconds per second, 0..=120.
        factor: f64,
    }
}

const ALL: [(&str, Kind); 41] = {
    let mut all = [("", Kind::Look); 41];
    let (mut from, mut to) = (0, 0);
    while from < OWN.len() {
        all[to] = OWN[from];
        (from, to) = (from + 1, to + 1);
    }
    from = 0;
    while from < Command::ALL.len() {
        if Command::ALL[from].1 {
            all[to] = (Command::ALL[from].0, Kind::Change);
            to += 1;
        }
        from += 1;
    }
    assert!(to == all.len(), "the number above");
    all
};

impl Action {
    /// Names of all actions in journals with their kinds.
    pub const ALL: [(&str, Kind); 41] = ALL;

    /// The one command that a change comes to; none where that hangs on the run (a pool's file,
    /// the history of a rollout, a pipeline's last run), and for what is no change.
    #[must_use]
    pub fn order(&self) -> Option<Order> {
        let order = |command, title: String, said| {
            Some(Order {
                command,
                title,
                said,
            })
        };
        match self {
            Action::Change(command) => {
                let (title, said) = command.by_player()?;
                order(command.clone(), title, said)
            }
            Action::TerminateSessions { user } => {
                let whose = user.as_deref();
                let whose = whose.map_or("all clients".into(), |user| format!("role {user}"));
                let title = format!("Terminated the sessions of {whose}");
                let which = SessionFilter::of_user(user.clone());
                order(
                    Command::TerminateSessions(which),
                    title,
                    "Sessions are ended",
                )
            }
            Action::DropSlot {} => order(
                Command::RetainWal { retain: false },
                "Dropped the replication slot that keeps the log".into(),
                "The next checkpoint removes the log it kept",
            ),
            Action::Pools { service, command } => Some(command.order(service.clone())),
            Action::Bouncer { command } => Some(command.order()),
            Action::Look(_)
            | Action::Acknowledge {}
            | Action::Severity { .. }
            | Action::Status { .. }
            | Action::Escalate { .. }
            | Action::Ask { .. }
            | Action::Say { .. }
            | Action::Assign { .. }
            | Action::ResolvePage { .. }
            | Action::Reassign { .. }
            | Action::Silence { .. }
            | Action::EndSilence { .. }
            | Action::Diagnose(_)
            | Action::Board(_)
            | Action::Hint {}
            | Action::Resolve {}
            | Action::ResizePool { .. }
            | Action::UndoRollout { .. }
            | Action::PausePipeline { .. }
            | Action::RunPipeline { .. }
            | Action::Speed { .. } => None,
        }
    }
}

/// A command as a player gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// What is done.
    pub command: Command,
    /// What the feed says of it.
    pub title: String,
    /// What the player is answered.
    pub said: &'static str,
}

impl From<Command> for Action {
    fn from(command: Command) -> Action {
        Action::Change(command)
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Action::Change(command) => command.serialize(serializer),
            // Invariant: what `remote` derived stands before the trait's, which is this one.
            own => Action::serialize(own, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Action, D::Error> {
        deserializer.deserialize_enum("Action", &[], AnyAction)
    }
}

/// Reads the name, then whichever of the two enumerations has it.
struct AnyAction;

impl<'de> Visitor<'de> for AnyAction {
    type Value = Action;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an action, named after what is done")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Action, A::Error> {
        const NAMES: [&str; 41] = {
            let mut names = [""; 41];
            let mut at = 0;
            while at < names.len() {
                names[at] = ALL[at].0;
                at += 1;
            }
            names
        };
        let (name, content) = data.variant::<String>()?;
        if !NAMES.contains(&name.as_str()) {
            return Err(A::Error::unknown_variant(&name, &NAMES));
        }
        let own = OWN.iter().any(|(own, _)| *own == name);
        let named = EnumAccessDeserializer::new(Named {
            name: name.into_deserializer(),
            content,
        });
        match own {
            true => Action::deserialize(named),
            false => Command::deserialize(named).map(Action::Change),
        }
    }
}

/// An enumeration's value whose name has been read already.
struct Named<V, E> {
    name: StringDeserializer<E>,
    content: V,
}

impl<'de, V: VariantAccess<'de>> EnumAccess<'de> for Named<V, V::Error> {
    type Error = V::Error;
    type Variant = V;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, V), V::Error> {
        Ok((seed.deserialize(self.name)?, self.content))
    }
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
