//! `systemctl` and `journalctl` for the server and PgBouncer.

use super::super::clock;
use super::super::files::{self, MAIN_PID};
use super::super::output::{Text, Tone};
use super::super::words::Options;
use super::{Call, Follow, Given, Next, Plan};
use crate::drill::action::{Action, BouncerCommand, StopMode};
use crate::sim::Status;
use crate::sim::journald::Line;
use crate::sim::time::SEC;

/// Lines of the journal that a status shows.
const STATUS_LINES: usize = 10;

/// A unit of this host: the server's or PgBouncer's.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Postgresql,
    Pgbouncer,
}

fn unit(call: &Call, name: &str) -> Option<Unit> {
    let database = &call.hands.world().spec().database;
    let bare = name.trim_end_matches(".service");
    match bare {
        name if call.host == database.host && is_server(call, name) => Some(Unit::Postgresql),
        "pgbouncer" => {
            let bouncer = database.bouncer.as_ref();
            bouncer
                .is_some_and(|b| b.host == call.host)
                .then_some(Unit::Pgbouncer)
        }
        _ => None,
    }
}

/// Units of the server: Debian's umbrella, the cluster's own, and what people call it.
fn is_server(call: &Call, name: &str) -> bool {
    let cluster = name.strip_prefix("postgresql@15-");
    matches!(name, "postgresql" | "postgres") || cluster == Some(call.hands.cluster())
}

fn missing(call: &Call, verb: &str, name: &str) -> Given {
    let name = name.trim_end_matches(".service");
    let error = match verb {
        "status" => format!("Unit {name}.service could not be found."),
        _ => format!("Failed to {verb} {name}.service: Unit {name}.service not found."),
    };
    let database = &call.hands.world().spec().database;
    let elsewhere = match name {
        "postgresql" => Some(&database.host),
        "pgbouncer" => database.bouncer.as_ref().map(|b| &b.host),
        _ => None,
    };
    match elsewhere {
        Some(host) if host != call.host => {
            Given::fail_with(error, format!("it runs on {host}: ssh {host}"))
        }
        _ => Given::fail(error),
    }
}

/// `systemctl` and `service`.
pub fn systemctl(call: &mut Call) -> Given {
    let options = Options::read(call.args, &["n", "lines"]);
    let words: Vec<&str> = match (call.name, &options.rest[..]) {
        // `service postgresql restart`
        ("service", [name, verb, ..]) => vec![verb, name],
        (_, rest) => rest.to_vec(),
    };
    let (verb, name) = match words[..] {
        [] | ["list-units", ..] => return units(call),
        ["daemon-reload"] => return Given::default(),
        [verb] => return Given::fail(format!("Too few arguments for {verb}.")),
        [verb, name, ..] => (verb, name),
    };
    let Some(unit) = unit(call, name) else {
        return missing(call, verb, name);
    };
    match (verb, unit) {
        ("status", unit) => status(call, unit),
        ("is-active", Unit::Postgresql) => {
            let status = call.hands.world().database_status();
            let word = match status {
                Status::Ready => "active",
                Status::Stopping => "deactivating",
                Status::Starting | Status::Recovering => "activating",
                Status::Down if call.hands.world().database_error().is_some() => "failed",
                Status::Down => "inactive",
            };
            Given::lines([word])
        }
        ("is-active", Unit::Pgbouncer) => Given::lines(["active"]),
        ("restart" | "try-restart" | "reload-or-restart", Unit::Postgresql) => {
            let spec = &call.hands.world().spec().database;
            let down = (spec.shutdown + spec.startup).div_ceil(SEC);
            let warning = format!(
                "Ends every session, stops the server and starts it with the file as it is \
                 written. Down for about {down} s; the cache is cold afterwards."
            );
            ask(
                &warning,
                Action::RestartDatabase {},
                Some(Follow::Start { due: 0 }),
            )
        }
        ("reload", Unit::Postgresql) => ask(
            "The server reads its file again, at once and without a break. Settings with context \
             postmaster keep their value.",
            Action::ReloadDatabase {},
            None,
        ),
        ("stop", Unit::Postgresql) => ask(
            "Ends every session and stops the server. Nobody is served until it is started.",
            Action::StopDatabase {
                mode: StopMode::Fast,
            },
            Some(Follow::Stop { due: 0 }),
        ),
        ("kill", Unit::Postgresql) => ask(
            "Kills all processes at once (immediate). The next start recovers from the log.",
            Action::StopDatabase {
                mode: StopMode::Immediate,
            },
            None,
        ),
        ("start", Unit::Postgresql) => match call.hands.world().database_status() {
            Status::Down => ask(
                "Starts the server with the file as it is written.",
                Action::StartDatabase {},
                Some(Follow::Start { due: 0 }),
            ),
            // As systemd: nothing to do.
            _ => Given::default(),
        },
        ("restart", Unit::Pgbouncer) => ask(
            "All clients of PgBouncer lose their connections; it is back after about a second.",
            Action::Bouncer {
                command: BouncerCommand::Restart,
            },
            None,
        ),
        ("reload", Unit::Pgbouncer) => ask(
            "PgBouncer reads its file again; connections stay.",
            Action::Bouncer {
                command: BouncerCommand::Reload,
            },
            None,
        ),
        ("enable" | "disable" | "mask" | "cat" | "show", _) => {
            Given::note(format!("systemctl {verb} is not modelled here"))
        }
        ("start" | "stop", Unit::Pgbouncer) => {
            Given::note("of PgBouncer restart, reload, PAUSE and RESUME are modelled here")
        }
        (verb, _) => Given::fail(format!("Unknown command verb {verb}.")),
    }
}

fn ask(warning: &str, action: Action, follow: Option<Follow>) -> Given {
    Given::then(Next::Ask(Plan {
        warning: vec![Text::note(warning)],
        actions: vec![action],
        said: Vec::new(),
        follow,
    }))
}

/// `pg_ctl` and `pg_ctlcluster 15 main VERB [-m MODE]`.
pub fn pg_ctl(call: &mut Call) -> Given {
    if unit(call, "postgresql").is_none() {
        return Given::fail(format!("-bash: {}: command not found", call.name));
    }
    let options = Options::read(call.args, &["m", "mode", "D"]);
    let verbs = ["start", "stop", "restart", "reload", "status", "promote"];
    let verb = options.rest.iter().find(|word| verbs.contains(word));
    let mode = match options.value(&["m", "mode"]).unwrap_or("fast") {
        "smart" | "s" => StopMode::Smart,
        "immediate" | "i" => StopMode::Immediate,
        "fast" | "f" => StopMode::Fast,
        other => {
            return Given::fail(format!(
                "{}: error: unrecognized shutdown mode \"{other}\"",
                call.name
            ));
        }
    };
    let name = "postgresql".to_string();
    match verb.copied() {
        Some("stop") => {
            let warning = match mode {
                StopMode::Smart => "Lets no new session in and waits until the last has ended.",
                StopMode::Fast => "Ends every session and stops the server.",
                StopMode::Immediate => "Kills all processes; the next start recovers.",
            };
            let follow = Some(Follow::Stop { due: 0 });
            ask(warning, Action::StopDatabase { mode }, follow)
        }
        Some("promote") => promote(call),
        Some(verb) => {
            let args = vec![verb.to_string(), name];
            let mut inner = Call {
                name: "systemctl",
                args: &args,
                input: None,
                host: call.host,
                cwd: call.cwd,
                user: call.user,
                hands: call.hands,
            };
            systemctl(&mut inner)
        }
        None => Given::fail(format!(
            "Usage: {} start|stop|restart|reload|status|promote",
            call.name
        )),
    }
}

/// `repmgr`, `patronictl failover`, `pg_ctl promote`.
pub fn promote(call: &mut Call) -> Given {
    let spec = &call.hands.world().spec().database;
    let Some(replica) = &spec.lifecycle.replica else {
        return Given::fail("pg_ctl: cannot promote server; server is not in standby mode");
    };
    let warning = format!(
        "Fences {}, promotes {} and moves the address. What the standby has not received is lost.",
        spec.host, replica.host
    );
    ask(&warning, Action::Failover {}, None)
}

fn units(call: &Call) -> Given {
    let mut lines = vec!["  UNIT                         LOAD   ACTIVE SUB     DESCRIPTION".into()];
    if unit(call, "postgresql").is_some() {
        let cluster = call.hands.cluster();
        let (active, sub) = match call.hands.world().database_status() {
            Status::Ready => ("active", "running"),
            Status::Stopping => ("deactivating", "stop-sigterm"),
            Status::Starting | Status::Recovering => ("activating", "start"),
            Status::Down => ("inactive", "dead"),
        };
        lines.push(format!(
            "  {:<28} loaded {active} {sub} PostgreSQL Cluster 15-{cluster}",
            format!("postgresql@15-{cluster}.service")
        ));
    }
    if unit(call, "pgbouncer").is_some() {
        lines.push("  pgbouncer.service            loaded active running connection pooler".into());
    }
    Given::lines(lines)
}

fn status(call: &Call, unit: Unit) -> Given {
    let hands = &*call.hands;
    let world = hands.world();
    let mut out = match unit {
        Unit::Postgresql => server_status(call),
        Unit::Pgbouncer => vec![
            Text::plain("● pgbouncer.service - connection pooler for PostgreSQL"),
            Text::plain("     Loaded: loaded (/lib/systemd/system/pgbouncer.service; enabled)"),
            Text::plain("     Active: active (running)"),
        ],
    };
    let source = match unit {
        Unit::Postgresql => "postgresql",
        Unit::Pgbouncer => "pgbouncer",
    };
    let lines: Vec<&Line> = world
        .log()
        .since(0)
        .filter(|l| l.source == source)
        .collect();
    out.push(Text::plain(""));
    let skip = lines.len().saturating_sub(STATUS_LINES);
    out.extend(lines[skip..].iter().map(|l| journal_line(call, l)));
    Given::texts(out)
}

fn server_status(call: &Call) -> Vec<Text> {
    let world = call.hands.world();
    let now = call.hands.now_s();
    let since = call
        .hands
        .unix_ms(world.database_started_at())
        .div_euclid(1000);
    let when = format!(
        "since {}; {}",
        clock::systemd(since),
        clock::ago(now - since)
    );
    let path = &world.spec().database.path;
    let cluster = call.hands.cluster();
    let (dot, active, tone) = match (world.database_status(), world.database_error()) {
        (Status::Ready, _) => ("●", format!("active (running) {when}"), Tone::Plain),
        (Status::Stopping, _) => ("●", "deactivating (stop-sigterm)".into(), Tone::Warn),
        (Status::Starting | Status::Recovering, _) => {
            ("●", "activating (start)".into(), Tone::Warn)
        }
        (Status::Down, Some(_)) => ("×", "failed (Result: exit-code)".into(), Tone::Error),
        (Status::Down, None) => ("○", "inactive (dead)".into(), Tone::Error),
    };
    let mut out = vec![
        Text::plain(format!(
            "{dot} postgresql@15-{cluster}.service - PostgreSQL Cluster 15-{cluster}"
        )),
        Text::plain(
            "     Loaded: loaded (/lib/systemd/system/postgresql@.service; enabled-runtime; \
             preset: enabled)",
        ),
        Text::toned(tone, format!("     Active: {active}")),
    ];
    if let Some(error) = world.database_error() {
        out.push(Text::plain(format!(
            "    Process: ExecStart=/usr/bin/pg_ctlcluster 15-{cluster} start (code=exited, \
             status=1/FAILURE)"
        )));
        out.push(Text::error(format!("             {error}")));
    } else if world.database_status() != Status::Down {
        let tasks = world.slots().0 + 7;
        let program = format!(
            "/usr/lib/postgresql/15/bin/postgres -D /var/lib/postgresql/15/{cluster} -c config_file"
        );
        out.push(Text::plain(format!("   Main PID: {MAIN_PID} (postgres)")));
        out.push(Text::plain(format!("      Tasks: {tasks} (limit: 38286)")));
        out.push(Text::plain(format!(
            "     CGroup: /system.slice/system-postgresql.slice/postgresql@15-{cluster}.service"
        )));
        out.push(Text::plain(format!(
            "             └─{MAIN_PID} {program}={path}"
        )));
    }
    out
}

/// A line as the journal shows it.
#[must_use]
pub fn journal_line(call: &Call, line: &Line) -> Text {
    journal_text(call.hands, line)
}

/// As [`journal_line`], without a command.
#[must_use]
pub fn journal_text(hands: &super::super::hands::Hands, line: &Line) -> Text {
    let mut text = files::log_line(hands, line);
    let at = clock::syslog(hands.unix_ms(line.at).div_euclid(1000));
    text.text = match line.source.as_str() {
        "postgresql" => {
            let message = files::server_message(line);
            let (pid, rest) = match message.strip_prefix('[').and_then(|m| m.split_once("] ")) {
                Some((pid, rest)) => (pid.to_string(), rest.to_string()),
                None => (MAIN_PID.to_string(), message),
            };
            format!("{at} {} postgres[{pid}]: {rest}", line.host)
        }
        "kernel" => format!("{at} {} kernel: {}", line.host, line.text),
        source => format!("{at} {} {source}[812]: {}", line.host, line.text),
    };
    text
}

/// `journalctl`.
pub fn journalctl(call: &mut Call) -> Given {
    let valued = [
        "u", "unit", "n", "lines", "S", "since", "U", "until", "p", "o", "g", "grep",
    ];
    let options = Options::read(call.args, &valued);
    let source = match options.value(&["u", "unit"]) {
        Some(name) => match unit(call, name) {
            Some(Unit::Postgresql) => Some("postgresql"),
            Some(Unit::Pgbouncer) => Some("pgbouncer"),
            None => return Given::lines(["-- No entries --"]),
        },
        None if options.has(&["k", "dmesg"]) => Some("kernel"),
        None => None,
    };
    let moment = |text: &str| {
        let text = text.trim();
        let now = call.hands.now_ms();
        let span = text.trim_start_matches('-').trim_end_matches(" ago").trim();
        if text == "today" {
            return Some(now - now.rem_euclid(86_400_000));
        }
        if text == "now" {
            return Some(now);
        }
        if text.starts_with('-') || text.ends_with(" ago") {
            return clock::read_interval(span).map(|us| now - us / 1000);
        }
        let today = clock::date_time(now.div_euclid(1000));
        let dated = match text.contains('-') {
            true => text.to_string(),
            false => format!("{} {text}", &today[..10]),
        };
        clock::read_time(&dated).map(|us| us / 1000)
    };
    let mut bounds = [None, None];
    for (bound, names) in bounds.iter_mut().zip([["S", "since"], ["U", "until"]]) {
        if let Some(text) = options.value(&names) {
            *bound = moment(text);
            if bound.is_none() {
                return Given::fail(format!("Failed to parse timestamp: {text}"));
            }
        }
    }
    let [since, until] = bounds;
    let hands = &*call.hands;
    let logs = files::logs(hands, call.host);
    let here = |line: &&Line| match source {
        Some(source) => line.source == source,
        None => logs.iter().any(|log| log.source == line.source),
    };
    let lines = hands.world().log().since(0).filter(here).filter(|line| {
        let at = hands.unix_ms(line.at);
        since.is_none_or(|since| at >= since) && until.is_none_or(|until| at <= until)
    });
    let mut out: Vec<Text> = lines.map(|line| journal_text(hands, line)).collect();
    let follows = options.has(&["f", "follow"]);
    let count = options.value(&["n", "lines"]).and_then(|n| n.parse().ok());
    if let Some(count) = count.or(follows.then_some(10)) {
        out.drain(..out.len().saturating_sub(count));
    }
    if options.has(&["r", "reverse"]) {
        out.reverse();
    }
    if out.is_empty() && !follows {
        return Given::lines(["-- No entries --"]);
    }
    let next = follows.then(|| {
        Next::Follow(Follow::Log {
            source: source.unwrap_or("postgresql").to_string(),
            journal: true,
            next: hands.world().log().next_id(),
            filters: Vec::new(),
        })
    });
    Given {
        out,
        err: Vec::new(),
        next,
    }
}
