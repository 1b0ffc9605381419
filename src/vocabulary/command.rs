//! What can be done to a world, by a player, a pipeline or a colleague.

use super::bounds::{BLOCKS_PERCENT, CPU_PERCENT, DISK_MB, INSTANCE, PACE_PERCENT, SHED_PERCENT};
use super::{Balancer, SessionFilter, StopMode, TableSession};
use serde::{Deserialize, Serialize};

/// A part of a world that a command needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// PgBouncer.
    Bouncer,
    /// A bound of the database's disk.
    Disk,
    /// The write-ahead log.
    Wal,
    /// A standby.
    Standby,
    /// A connection pool of this service.
    Pool(String),
    /// A cache of this service.
    Cache(String),
}

/// Declares [`Command`]: for each its name in files, its parameters, and
/// - `title`, `said`: for commands that a player can give, what the feed says of it and what
///   the player is answered;
/// - `step`: what it does as a step of a pipeline, where a pipeline would name it;
/// - `needs`: the part without which it makes no sense;
/// - `bounds`: parameters and how large they may be.
macro_rules! commands {
    ($(
        $(#[$doc:meta])*
        $name:literal $variant:ident
        $({ $( $(#[$field_doc:meta])* $field:ident : $type:ty ),* $(,)? })?
        $(( $inner:ident : $inner_type:ty ))?
        => {
            $( title: $title:expr, said: $said:expr, )?
            $( step: $step:expr, )?
            $( needs: $needs:expr, )?
            $( bounds: [$( $bounded:ident in $range:expr ),*], )?
        }
    )*) => {
        /// Whatever can be done to a world.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub enum Command {
            $(
                $(#[$doc])*
                #[serde(rename = $name)]
                $variant $({ $( $(#[$field_doc])* $field : $type ),* })? $(( $inner_type ))?,
            )*
        }

        impl Command {
            /// Names of all commands, and whether a player can give them.
            pub const ALL: &[(&str, bool)] = &[
                $( ($name, commands!(@given $( $title )?)), )*
            ];

            /// Its name in journals and incident files, e.g. `restart_database`.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $( Command::$variant { .. } => $name, )*
                }
            }

            /// What the feed says when a player has given it, and what the player is answered;
            /// none: players do not give it.
            #[must_use]
            #[allow(unused_variables, unreachable_code, reason = "each has its own fields")]
            pub fn by_player(&self) -> Option<(String, &'static str)> {
                match self {
                    $( Command::$variant $({ $($field),* })? $(( $inner ))? => {
                        $( return Some((String::from($title), $said)); )?
                        None
                    } )*
                }
            }

            /// What it does as a step of a pipeline, in words; none for a file that is written,
            /// which has a difference to show, and for what befalls a machine.
            #[must_use]
            #[allow(unused_variables, unreachable_code, reason = "each has its own fields")]
            pub fn step(&self) -> Option<String> {
                match self {
                    $( Command::$variant $({ $($field),* })? $(( $inner ))? => {
                        $( return Some(String::from($step)); )?
                        None
                    } )*
                }
            }

            /// The part of a world that it needs.
            #[must_use]
            #[allow(unused_variables, unreachable_code, reason = "each has its own fields")]
            pub fn needs(&self) -> Option<Part> {
                match self {
                    $( Command::$variant $({ $($field),* })? $(( $inner ))? => {
                        $( return Some($needs); )?
                        None
                    } )*
                }
            }

            /// Parameters that are out of bounds, with what is wrong in words.
            #[must_use]
            #[allow(unused_variables, unused_mut, reason = "each has its own fields")]
            pub fn out_of_bounds(&self) -> Vec<(&'static str, String)> {
                let mut found = Vec::new();
                match self {
                    $( Command::$variant $({ $($field),* })? $(( $inner ))? => {
                        $($(
                            let (value, range) = ($bounded, $range);
                            if !range.contains(value) {
                                let (from, to) = range.into_inner();
                                let why = format!("{value} is outside {from} to {to}");
                                found.push((stringify!($bounded), why));
                            }
                        )*)?
                    } )*
                }
                found
            }
        }
    };
    (@given $title:expr) => { true };
    (@given) => { false };
}

const ON_RELOAD: &str = "Written in 5 s; in force after reload or restart";

commands! {
    /// Write a file, line by line; nothing is in force before a reload or restart.
    "write_file" WriteFile {
        /// Which.
        path: String,
        /// Commit message.
        message: String,
        /// The lines of the text; each ends with a line feed.
        lines: Vec<String>,
    } => {}
    /// Write a file as a person does, whole.
    "edit_file" EditFile {
        /// Which file.
        path: String,
        /// Its whole new text.
        text: String,
        /// Why; may be empty.
        message: String,
    } => { title: format!("Edited {path}"), said: ON_RELOAD, }
    /// Write the text of an earlier version again.
    "rollback_file" RollbackFile {
        /// Which file.
        path: String,
        /// The version whose text is written again.
        version: u32,
    } => {
        title: format!("Rolled {path} back to version {version}"),
        said: ON_RELOAD,
        step: format!("Rolls {path} back to version {version}"),
    }
    /// `pg_reload_conf()`.
    "reload_database" ReloadDatabase {} => {
        title: "Reloaded the database's configuration",
        said: "Reload is under way",
        step: "Reloads the database's configuration",
    }
    /// `systemctl restart postgresql` (fast shutdown).
    "restart_database" RestartDatabase {} => {
        title: "Restarted the database",
        said: "Restart is under way",
        step: "Restarts the database",
    }
    /// `pg_ctl stop -m MODE`.
    "stop_database" StopDatabase {
        /// How.
        #[serde(default)]
        mode: StopMode,
    } => {
        title: format!("Stopped the database ({})", mode.name()),
        said: "It is stopping",
        step: match mode {
            StopMode::Smart => "Stops the database when its last session has ended",
            StopMode::Fast | StopMode::Immediate => "Stops the database",
        },
    }
    /// `systemctl start postgresql`.
    "start_database" StartDatabase {} => {
        title: "Started the database",
        said: "It is starting",
        step: "Starts the database",
    }
    /// A backend is killed with signal 9, as by `kill -9` or the OOM killer.
    "kill_backend" KillBackend {} => {}
    /// Something else fills the database's disk.
    "fill_disk" FillDisk {
        /// By so much, or all that is free.
        mb: f64,
    } => { needs: Part::Disk, bounds: [mb in DISK_MB], }
    /// What somebody else put on the database's disk is removed.
    "free_disk" FreeDisk {
        /// So much of it; none: all of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mb: Option<f64>,
    } => {
        title: match mb {
            None => "Removed what filled the database's disk".to_string(),
            Some(mb) => format!("Removed {mb} MB of what filled the database's disk"),
        },
        said: "Files are removed",
        needs: Part::Disk,
    }
    /// A replication slot without a consumer keeps all WAL from now on, or is dropped.
    "retain_wal" RetainWal {
        /// True: keep; false: drop the slot.
        retain: bool,
    } => { needs: Part::Wal, }
    /// Fence the primary, promote the standby, move the address.
    "failover" Failover {} => {
        title: "Failed over to the standby",
        said: "The primary is fenced; the standby replays its log and takes over",
        step: "Fails over to the standby",
        needs: Part::Standby,
    }
    /// `pg_terminate_backend` on the sessions that meet a filter.
    "terminate_sessions" TerminateSessions(which: SessionFilter) => {
        step: "Ends sessions of the database",
    }
    /// `pg_terminate_backend` on these sessions; those that are gone are left out.
    "terminate_backends" TerminateBackends {
        /// Process ids, 1..=[`super::bounds::PIDS_MAX`] of them.
        pids: Vec<u32>,
    } => {
        title: format!("Terminated {}", sessions(pids)),
        said: "Sessions are ended",
        step: "Ends sessions of the database",
    }
    /// `pg_cancel_backend` on the sessions that meet a filter and run a query.
    "cancel_queries" CancelQueries(which: SessionFilter) => { step: "Cancels queries", }
    /// `pg_cancel_backend` on these sessions; those that run no query are left alone.
    "cancel_backends" CancelBackends {
        /// Process ids, 1..=[`super::bounds::PIDS_MAX`] of them.
        pids: Vec<u32>,
    } => {
        title: format!("Cancelled the queries of {}", sessions(pids)),
        said: "Queries are cancelled; the sessions stay",
        step: "Cancels queries",
    }
    /// A statement that takes a table lock and works under it: a migration, an index.
    "lock_table" LockTable(session: TableSession) => {
        step: format!("Works on the database as {}", session.application),
    }
    /// A transaction that takes its locks and then waits for its client, idle.
    "open_transaction" OpenTransaction(session: TableSession) => {
        step: format!("Works on the database as {}", session.application),
    }
    /// The plan of a class's queries changes: an index is dropped or made, statistics go
    /// stale. 100 and 100 restore it.
    "set_query_cost" SetQueryCost {
        /// Name of the class.
        class: String,
        /// CPU of a query, percent of what the class says.
        cpu_percent: u32,
        /// Blocks of a query, percent of what the class says.
        blocks_percent: u32,
    } => { bounds: [cpu_percent in CPU_PERCENT, blocks_percent in BLOCKS_PERCENT], }
    /// `RELOAD` of PgBouncer: it reads its file again; with an error in it, it keeps what is in
    /// force.
    "reload_bouncer" ReloadBouncer {} => { step: "Reloads PgBouncer", needs: Part::Bouncer, }
    /// Restart PgBouncer: all its clients lose their connections.
    "restart_bouncer" RestartBouncer {} => { step: "Restarts PgBouncer", needs: Part::Bouncer, }
    /// `PAUSE` of PgBouncer: no client gets a server; servers are closed when they are free.
    "pause_bouncer" PauseBouncer {} => { step: "Pauses PgBouncer", needs: Part::Bouncer, }
    /// `RESUME` of PgBouncer.
    "resume_bouncer" ResumeBouncer {} => { step: "Resumes PgBouncer", needs: Part::Bouncer, }
    /// Change a setting of the running pools of a service (`HikariConfigMXBean`). A restart
    /// reads the file again.
    "set_pool" SetPool {
        /// Name of the service.
        service: String,
        /// In camel or kebab case, e.g. `maximumPoolSize`.
        key: String,
        /// As it would stand in the file.
        value: String,
    } => {
        step: format!("Changes the running pools of {service}"),
        needs: Part::Pool(service.clone()),
    }
    /// `softEvictConnections`: close idle connections now, those in use when they come back.
    "evict_pool" EvictPool {
        /// Name of the service.
        service: String,
    } => {
        step: format!("Changes the running pools of {service}"),
        needs: Part::Pool(service.clone()),
    }
    /// `suspendPool`: whoever asks for a connection waits, without a deadline.
    "suspend_pool" SuspendPool {
        /// Name of the service.
        service: String,
    } => {
        step: format!("Changes the running pools of {service}"),
        needs: Part::Pool(service.clone()),
    }
    /// `resumePool`.
    "resume_pool" ResumePool {
        /// Name of the service.
        service: String,
    } => {
        step: format!("Changes the running pools of {service}"),
        needs: Part::Pool(service.clone()),
    }
    /// Restart instances two at a time; each reads its files anew.
    "rolling_restart" RollingRestart {
        /// Name of the service.
        service: String,
    } => {
        title: format!("Rolling restart of {service}"),
        said: "Instances restart two at a time",
        step: format!("Restarts {service}, instance by instance"),
    }
    /// Add or remove instances.
    "scale" Scale {
        /// Name of the service.
        service: String,
        /// How many there shall be.
        instances: u32,
    } => {
        title: format!("Scaled {service} to {instances} instances"),
        said: "New instances boot before they take requests",
        step: format!("Scales {service} to {instances}"),
        bounds: [instances in INSTANCE],
    }
    /// `kubectl rollout pause`, or `resume`.
    "pause_rollout" PauseRollout {
        /// Name of the service.
        service: String,
        /// False resumes it.
        paused: bool,
    } => {
        title: format!("{} the rollout of {service}", if *paused { "Paused" } else { "Resumed" }),
        said: "No further instance is touched while it is paused",
        step: format!("Pauses or resumes {service}'s rollout"),
    }
    /// Turn away a share of a service's requests, its critical classes left aside.
    "shed_load" ShedLoad {
        /// Name of the service.
        service: String,
        /// 0..=100; 0 ends it.
        percent: u32,
    } => {
        title: shedding(service, *percent),
        said: "Critical endpoints are left alone; those turned away get 503",
        step: format!("{service} turns away {percent} %"),
        bounds: [percent in SHED_PERCENT],
    }
    /// Empty the cache of a service.
    "flush_cache" FlushCache {
        /// Name of the service.
        service: String,
    } => {
        title: format!("Emptied the cache of {service}"),
        said: "All lookups go to the database until it has filled again",
        step: format!("Empties the cache of {service}"),
        needs: Part::Cache(service.clone()),
    }
    /// Change how the balancer of a service chooses.
    "set_balancer" SetBalancer {
        /// Name of the service.
        service: String,
        /// The new policy.
        balancer: Balancer,
    } => { step: format!("Changes the balancer of {service}"), }
    /// Take an instance out of the balancer, or put it back. It works on what it has.
    "drain_instance" DrainInstance {
        /// Name of the service.
        service: String,
        /// Number of the instance, from 1.
        instance: u32,
        /// False puts it back.
        out: bool,
    } => {
        title: {
            let way = if *out { "out of" } else { "back into" };
            format!("Took {service}-{instance} {way} the balancer")
        },
        said: "It finishes what it has",
        step: format!("Changes who serves: {service}-{instance}"),
        bounds: [instance in INSTANCE],
    }
    /// A fault of an instance's machine: its own work takes a share of the usual time, until it
    /// starts again.
    "set_pace" SetPace {
        /// Name of the service.
        service: String,
        /// Number of the instance, from 1.
        instance: u32,
        /// 1..=100,000; 100 is the usual pace, 300 takes three times as long.
        percent: u32,
    } => { bounds: [instance in INSTANCE, percent in PACE_PERCENT], }
}

/// The text of a file's lines: each ends with a line feed.
#[must_use]
pub fn text(lines: &[String]) -> String {
    let ended = lines.iter().flat_map(|line| [line.as_str(), "\n"]);
    ended.collect()
}

/// How much a service turns away, in words.
#[must_use]
pub fn shedding(service: &str, percent: u32) -> String {
    match percent {
        0 => format!("{service} takes all requests again"),
        _ => format!("{service} turns away {percent} % of its requests"),
    }
}

fn sessions(pids: &[u32]) -> String {
    match pids.len() {
        1 => "1 session".into(),
        n => format!("{n} sessions"),
    }
}
