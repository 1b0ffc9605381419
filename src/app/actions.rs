//! What else can be done, beside the first row of buttons: only what the incident's world has.

use super::protocol::OperationView;
use crate::drill::action::{Action, BouncerCommand, Command, Journal, PoolCommand, StopMode};
use crate::incident::document::{Service, World};

/// Something that can be done, with the question that states what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The button; unique on the page.
    pub label: String,
    /// What it will do and how long it takes.
    pub explain: String,
    /// What is done.
    pub action: Action,
    /// It interrupts users.
    pub danger: bool,
}

/// The file that an action has a program read anew, if it has.
fn read_by<'a>(world: &'a World, action: &Action) -> Option<&'a str> {
    match action.order()?.command {
        Command::RestartDatabase {} | Command::ReloadDatabase {} | Command::StartDatabase {} => {
            Some(&world.database.path)
        }
        Command::RollingRestart { service } | Command::Scale { service, .. } => {
            let service = world.services.iter().find(|one| one.name == service)?;
            Some(&service.pool.as_ref()?.path)
        }
        Command::ReloadBouncer {} | Command::RestartBouncer {} => {
            Some(&world.database.bouncer.as_ref()?.path)
        }
        _ => None,
    }
}

/// The file that an action would have read while it is still being written, and when it is, ms
/// from minute zero.
#[must_use]
pub fn unwritten<'a>(
    world: &'a World,
    action: &Action,
    journal: &Journal,
    operations: &[OperationView],
) -> Option<(&'a str, i64)> {
    let read = read_by(world, action)?;
    let writes = journal.entries.iter().filter(|entry| {
        matches!(&entry.action,
            Action::Change(Command::EditFile { path, .. } | Command::RollbackFile { path, .. })
                if path == read)
    });
    let until_ms = writes.filter_map(|entry| {
        let begun = operations.iter().find(|it| it.from_ms == entry.at_ms)?;
        begun.until_ms
    });
    Some((read, until_ms.max()?))
}

fn offer(label: impl Into<String>, explain: impl Into<String>, action: Action) -> Offer {
    Offer {
        label: label.into(),
        explain: explain.into(),
        action,
        danger: false,
    }
}

fn danger(label: impl Into<String>, explain: impl Into<String>, action: Action) -> Offer {
    Offer {
        danger: true,
        ..offer(label, explain, action)
    }
}

/// What can be done to the database server and its machine.
#[must_use]
pub fn of_database(world: &World) -> Vec<Offer> {
    let database = &world.database;
    let start_s = database.startup_s.round();
    let stop = |mode| Action::Change(Command::StopDatabase { mode });
    let mut offers = vec![
        danger(
            "Stop database (smart)",
            "Lets no new session in and waits until the last one has ended by itself. Pools keep \
             theirs for long, so this may take for ever.",
            stop(StopMode::Smart),
        ),
        danger(
            "Stop database (fast)",
            "Ends every session, writes a checkpoint and stops. Nobody is served until it is \
             started.",
            stop(StopMode::Fast),
        ),
        danger(
            "Stop database (immediate)",
            "Kills all processes at once. The next start recovers from the log before it lets \
             anybody in.",
            stop(StopMode::Immediate),
        ),
        offer(
            "Start database",
            format!("Starts the server with the file as it is written; about {start_s} s."),
            Action::Change(Command::StartDatabase {}),
        ),
    ];
    if let Some(replica) = &database.replica {
        offers.push(danger(
            "Fail over to the standby",
            format!(
                "Fences {}, promotes {} and moves the address. What the standby has not received \
                 is lost; there is no way back in this exercise.",
                database.host, replica.host
            ),
            Action::Change(Command::Failover {}),
        ));
    }
    if database.disk.is_some() {
        offers.push(offer(
            "Free disk space",
            "Removes what somebody else put on the database's disk; data and log stay.",
            Action::Change(Command::FreeDisk { mb: None }),
        ));
    }
    if database.wal.is_some() {
        offers.push(offer(
            "Drop the unread replication slot",
            "The slot keeps all log since its consumer went away. Without it the next checkpoint \
             removes that log; its consumer has to be set up anew.",
            Action::DropSlot {},
        ));
    }
    offers
}

/// What can be done to PgBouncer, where there is one.
#[must_use]
pub fn of_bouncer(world: &World) -> Vec<Offer> {
    if world.database.bouncer.is_none() {
        return Vec::new();
    }
    let act = |command| Action::Bouncer { command };
    vec![
        offer(
            "Reload PgBouncer",
            "It reads its file again; connections stay. At once.",
            act(BouncerCommand::Reload),
        ),
        danger(
            "Pause PgBouncer",
            "No client gets a server until it is resumed; servers close when they are free. Users \
             wait, they are not turned away.",
            act(BouncerCommand::Pause),
        ),
        offer(
            "Resume PgBouncer",
            "Clients that wait get servers again. At once.",
            act(BouncerCommand::Resume),
        ),
        danger(
            "Restart PgBouncer",
            "All its clients lose their connections; it is back after about a second.",
            act(BouncerCommand::Restart),
        ),
    ]
}

/// What else can be done to a service.
#[must_use]
pub fn of_service(service: &Service) -> Vec<Offer> {
    let name = &service.name;
    let named = || name.clone();
    let pools = |command| Action::Pools {
        service: named(),
        command,
    };
    let mut offers = vec![
        offer(
            format!("Pause rollout of {name}"),
            "No further instance is touched until it is resumed. At once.",
            Action::Change(Command::PauseRollout {
                service: named(),
                paused: true,
            }),
        ),
        offer(
            format!("Resume rollout of {name}"),
            "The rollout goes on where it stopped.",
            Action::Change(Command::PauseRollout {
                service: named(),
                paused: false,
            }),
        ),
    ];
    if service.pool.is_some() {
        offers.extend([
            danger(
                format!("Undo rollout of {name}"),
                format!(
                    "Writes the settings file of {name} as it was one version before and restarts \
                     its instances one after the other."
                ),
                Action::UndoRollout { service: named() },
            ),
            offer(
                format!("Evict connections of {name}"),
                "softEvictConnections on every pool: idle connections close now, those in use when \
                 they come back; the pools fill up again.",
                pools(PoolCommand::Evict),
            ),
            danger(
                format!("Suspend pools of {name}"),
                "suspendPool: whoever asks for a connection waits, without a deadline, until the \
                 pools are resumed. Pools that do not allow it say so.",
                pools(PoolCommand::Suspend),
            ),
            offer(
                format!("Resume pools of {name}"),
                "resumePool: those who wait get connections.",
                pools(PoolCommand::Resume),
            ),
        ]);
    }
    if service.cache.is_some() {
        offers.push(danger(
            format!("Empty cache of {name}"),
            "All lookups go to the database until the cache has filled again.",
            Action::Change(Command::FlushCache { service: named() }),
        ));
    }
    for percent in [25, 50, 75] {
        offers.push(danger(
            format!("Shed {percent} % of {name}"),
            format!(
                "Turns away {percent} % of the requests of {name} with 503, its critical endpoints \
                 left aside. Those users count as harmed; the others may be served."
            ),
            Action::Change(Command::ShedLoad {
                service: named(),
                percent,
            }),
        ));
    }
    offers.push(offer(
        format!("Stop shedding {name}"),
        "All requests are let in again. At once.",
        Action::Change(Command::ShedLoad {
            service: named(),
            percent: 0,
        }),
    ));
    offers
}

/// Process ids that block others and are blocked by nobody, from rows of (pid, blocked by) as
/// psql shows them: `4711` and `{4712,4713}`.
#[must_use]
pub fn root_blockers(rows: &[(String, String)]) -> Vec<u32> {
    let waiting: Vec<u32> = rows
        .iter()
        .filter_map(|(pid, _)| pid.parse().ok())
        .collect();
    let blocking = rows
        .iter()
        .flat_map(|(_, by)| by.trim_matches(['{', '}']).split(','));
    let mut roots: Vec<u32> = blocking
        .filter_map(|pid| pid.parse().ok())
        .filter(|pid| !waiting.contains(pid))
        .collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::action::{Entry, JOURNAL_VERSION};
    use crate::incident::library;

    #[test]
    fn only_what_the_world_has_is_offered() {
        let incident = library::load("2025-03-15-database-outage").expect("it is shipped");
        let world = &incident.world;
        let labels: Vec<String> = of_database(world).into_iter().map(|o| o.label).collect();
        assert!(labels.contains(&"Start database".to_string()));
        assert!(
            !labels
                .iter()
                .any(|l| l.contains("standby") || l.contains("disk"))
        );
        assert!(of_bouncer(world).is_empty());
        let web = of_service(&world.services[0]);
        assert!(web.iter().any(|o| o.label == "Undo rollout of web"));
        assert!(!web.iter().any(|o| o.label.contains("cache")));
        let mut all: Vec<&str> = web.iter().map(|o| o.label.as_str()).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), web.len());
    }

    #[test]
    fn a_file_that_is_still_being_written_is_named() {
        let incident = library::load("2025-03-15-database-outage").expect("it is shipped");
        let world = &incident.world;
        let entry = |at_ms, path: &str| Entry {
            at_ms,
            action: Action::Change(Command::RollbackFile {
                path: path.to_string(),
                version: 3,
            }),
        };
        let journal = |path: &str| Journal {
            version: JOURNAL_VERSION,
            incident: incident.id.clone(),
            seed: 1,
            entries: vec![entry(100, path), entry(900, path)],
        };
        let under_way = [OperationView {
            title: "Rolled back a file".to_string(),
            from_ms: 900,
            until_ms: Some(5_900),
        }];
        let path = world.database.path.as_str();
        let restart = Action::Change(Command::RestartDatabase {});
        let failover = Action::Change(Command::Failover {});
        let found = |action, path: &str, all| unwritten(world, action, &journal(path), all);
        assert_eq!(found(&restart, path, &under_way), Some((path, 5_900)));
        assert_eq!(found(&restart, path, &[]), None, "it is written");
        assert_eq!(found(&restart, "/other", &under_way), None);
        assert_eq!(found(&failover, path, &under_way), None);
        let service = world
            .services
            .iter()
            .find_map(|one| Some((one, one.pool.as_ref()?)));
        let (service, pool) = service.expect("a service with a pool");
        let rolling = Action::Change(Command::RollingRestart {
            service: service.name.clone(),
        });
        let found = found(&rolling, &pool.path, &under_way);
        assert_eq!(found, Some((pool.path.as_str(), 5_900)));
    }

    #[test]
    fn the_roots_of_a_queue_of_waiters_are_found() {
        let row = |pid: &str, by: &str| (pid.to_string(), by.to_string());
        let rows = [row("12", "{11}"), row("13", "{11,12}"), row("20", "{19}")];
        assert_eq!(root_blockers(&rows), [11, 19]);
        assert!(root_blockers(&[]).is_empty());
    }
}
