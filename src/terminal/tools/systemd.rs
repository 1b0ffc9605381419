//! `systemctl` and `journalctl` for the server and PgBouncer.

use super::super::files::MAIN_PID;
use super::{
    Access, Answer, Call, Follow, Next, Options, Plan, Text, Tone, Typed, clock, files, fixed,
};
use crate::drill::action::{Action, BouncerCommand, Command, StopMode};
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

impl Unit {
    /// Source of its lines in the journal.
    fn source(self) -> &'static str {
        match self {
            Unit::Postgresql => "postgresql",
            Unit::Pgbouncer => "pgbouncer",
        }
    }
}

/// A unit and the host it runs on, by its own name, Debian's umbrella or what people call it.
fn named<'h>(access: &'h Access, name: &str) -> Option<(Unit, &'h str)> {
    let database = &access.world().spec().database;
    let name = name.trim_end_matches(".service");
    let cluster = name.strip_prefix("postgresql@15-");
    if matches!(name, "postgresql" | "postgres") || cluster == Some(access.cluster()) {
        return Some((Unit::Postgresql, &database.host));
    }
    let bouncer = database.bouncer.as_ref().filter(|_| name == "pgbouncer")?;
    Some((Unit::Pgbouncer, &bouncer.host))
}

/// The unit of a name, if it runs here.
fn unit(call: &Call, name: &str) -> Option<Unit> {
    let found = named(call.access, name).filter(|(_, host)| *host == call.host);
    found.map(|(unit, _)| unit)
}

fn missing(call: &Call, verb: &str, name: &str) -> Answer {
    let name = name.trim_end_matches(".service");
    let error = match verb {
        "status" => format!("Unit {name}.service could not be found."),
        _ => format!("Failed to {verb} {name}.service: Unit {name}.service not found."),
    };
    match named(call.access, name) {
        Some((_, host)) => Answer::fail_with(error, format!("it runs on {host}: ssh {host}")),
        None => Answer::fail(error),
    }
}

/// How `systemctl` goes on.
pub fn ways(typed: &Typed) -> Option<Vec<String>> {
    match typed.words {
        [] => Some(fixed("status|restart|reload|stop|start|is-active")),
        [_] => Some(fixed("postgresql|pgbouncer")),
        _ => None,
    }
}

/// How `service` goes on.
pub fn service_ways(typed: &Typed) -> Option<Vec<String>> {
    typed.first(|| fixed("postgresql"))
}

/// How `journalctl` goes on.
pub fn journal_ways(typed: &Typed) -> Option<Vec<String>> {
    match typed.words {
        [] => Some(fixed("-u postgresql|-n|-f|--since")),
        [.., "-u"] => Some(fixed("postgresql|pgbouncer")),
        _ => None,
    }
}

pub fn systemctl(call: &mut Call) -> Answer {
    match Options::read(call.args, "n lines").rest[..] {
        [] | ["list-units", ..] => units(call),
        ["daemon-reload"] => Answer::default(),
        [verb] => Answer::fail(format!("Too few arguments for {verb}.")),
        [verb, name, ..] => control(call, verb, name),
    }
}

pub fn service(call: &mut Call) -> Answer {
    match Options::read(call.args, "").rest[..] {
        [name, verb, ..] => control(call, verb, name),
        _ => systemctl(call),
    }
}

fn control(call: &Call, verb: &str, name: &str) -> Answer {
    let Some(unit) = unit(call, name) else {
        return missing(call, verb, name);
    };
    match (verb, unit) {
        ("status", unit) => status(call, unit),
        ("enable" | "disable" | "mask" | "cat" | "show", _) => {
            Answer::note(format!("systemctl {verb} is not modelled here"))
        }
        (verb, Unit::Postgresql) => server(call, verb),
        ("is-active", Unit::Pgbouncer) => Answer::lines(["active"]),
        ("restart", Unit::Pgbouncer) => bouncer(
            BouncerCommand::Restart,
            "All clients of PgBouncer lose their connections; it is back after about a second.",
        ),
        ("reload", Unit::Pgbouncer) => bouncer(
            BouncerCommand::Reload,
            "PgBouncer reads its file again; connections stay.",
        ),
        ("start" | "stop", Unit::Pgbouncer) => {
            Answer::note("of PgBouncer restart, reload, PAUSE and RESUME are modelled here")
        }
        (verb, Unit::Pgbouncer) => Answer::fail(format!("Unknown command verb {verb}.")),
    }
}

fn bouncer(command: BouncerCommand, warning: &str) -> Answer {
    Plan::new(warning, Action::Bouncer { command }).ask(None)
}

/// What is done to the server's process.
fn server(call: &Call, verb: &str) -> Answer {
    let start = Some(Follow::Start { due: 0 });
    let (warning, action, follow) = match verb {
        "is-active" => return Answer::lines([server_state(call).0]),
        "restart" | "try-restart" | "reload-or-restart" => {
            let spec = &call.world().spec().database;
            let down = (spec.shutdown + spec.startup).div_ceil(SEC);
            let warning = format!(
                "Ends every session, stops the server and starts it with the file as it is \
                 written. Down for about {down} s; the cache is cold afterwards."
            );
            return Plan::new(warning, Action::Change(Command::RestartDatabase {})).ask(start);
        }
        "reload" => (
            "The server reads its file again, at once and without a break. Settings with context \
             postmaster keep their value.",
            Action::Change(Command::ReloadDatabase {}),
            None,
        ),
        "stop" => {
            let mode = StopMode::Fast;
            (
                "Ends every session and stops the server. Nobody is served until it is started.",
                Action::Change(Command::StopDatabase { mode }),
                Some(Follow::Stop { due: 0 }),
            )
        }
        "kill" => {
            let mode = StopMode::Immediate;
            (
                "Kills all processes at once (immediate). The next start recovers from the log.",
                Action::Change(Command::StopDatabase { mode }),
                None,
            )
        }
        "start" if call.world().database_status() == Status::Down => (
            "Starts the server with the file as it is written.",
            Action::Change(Command::StartDatabase {}),
            start,
        ),
        // As systemd: nothing to do.
        "start" => return Answer::default(),
        _ => return Answer::fail(format!("Unknown command verb {verb}.")),
    };
    Plan::new(warning, action).ask(follow)
}

/// `pg_ctl` and `pg_ctlcluster 15 main VERB [-m MODE]`.
pub fn pg_ctl(call: &mut Call) -> Answer {
    let name = call.name;
    if unit(call, "postgresql").is_none() {
        return Answer::fail(format!("-bash: {name}: command not found"));
    }
    let options = Options::read(call.args, "m mode D");
    let verbs = ["start", "stop", "restart", "reload", "status", "promote"];
    let verb = options.rest.iter().find(|word| verbs.contains(word));
    let (mode, warning) = match options.value(&["m", "mode"]).unwrap_or("fast") {
        "smart" | "s" => (
            StopMode::Smart,
            "Lets no new session in and waits until the last has ended.",
        ),
        "immediate" | "i" => (
            StopMode::Immediate,
            "Kills all processes; the next start recovers.",
        ),
        "fast" | "f" => (StopMode::Fast, "Ends every session and stops the server."),
        other => {
            let error = format!("{name}: error: unrecognized shutdown mode \"{other}\"");
            return Answer::fail(error);
        }
    };
    match verb.copied() {
        Some("stop") => {
            let follow = Some(Follow::Stop { due: 0 });
            Plan::new(warning, Action::Change(Command::StopDatabase { mode })).ask(follow)
        }
        Some("promote") => promote(call),
        Some(verb) => control(call, verb, "postgresql"),
        None => Answer::fail(format!(
            "Usage: {name} start|stop|restart|reload|status|promote"
        )),
    }
}

fn promote(call: &Call) -> Answer {
    let spec = &call.world().spec().database;
    let Some(replica) = &spec.lifecycle.replica else {
        return Answer::fail("pg_ctl: cannot promote server; server is not in standby mode");
    };
    let warning = format!(
        "Fences {}, promotes {} and moves the address. What the standby has not received is lost.",
        spec.host, replica.host
    );
    Plan::new(warning, Action::Change(Command::Failover {})).ask(None)
}

/// The server's state and sub-state as systemd names them.
fn server_state(call: &Call) -> (&'static str, &'static str) {
    match call.world().database_status() {
        Status::Ready => ("active", "running"),
        Status::Stopping => ("deactivating", "stop-sigterm"),
        Status::Starting | Status::Recovering => ("activating", "start"),
        Status::Down if call.world().database_error().is_some() => ("failed", "failed"),
        Status::Down => ("inactive", "dead"),
    }
}

fn units(call: &Call) -> Answer {
    let mut lines = vec!["  UNIT                         LOAD   ACTIVE SUB     DESCRIPTION".into()];
    if unit(call, "postgresql").is_some() {
        let cluster = call.access.cluster();
        let (active, sub) = server_state(call);
        lines.push(format!(
            "  {:<28} loaded {active} {sub} PostgreSQL Cluster 15-{cluster}",
            format!("postgresql@15-{cluster}.service")
        ));
    }
    if unit(call, "pgbouncer").is_some() {
        lines.push("  pgbouncer.service            loaded active running connection pooler".into());
    }
    Answer::lines(lines)
}

fn status(call: &Call, unit: Unit) -> Answer {
    let mut out = match unit {
        Unit::Postgresql => server_status(call),
        Unit::Pgbouncer => vec![
            Text::plain("● pgbouncer.service - connection pooler for PostgreSQL"),
            Text::plain("     Loaded: loaded (/lib/systemd/system/pgbouncer.service; enabled)"),
            Text::plain("     Active: active (running)"),
        ],
    };
    let lines = call.world().log().since(0);
    let lines: Vec<&Line> = lines.filter(|l| l.source == unit.source()).collect();
    out.push(Text::plain(""));
    let skip = lines.len().saturating_sub(STATUS_LINES);
    out.extend(lines[skip..].iter().map(|l| journal_text(call.access, l)));
    Answer::texts(out)
}

fn server_status(call: &Call) -> Vec<Text> {
    let world = call.world();
    let cluster = call.access.cluster();
    let name = format!("postgresql@15-{cluster}.service");
    let (active, sub) = server_state(call);
    let (dot, tone) = match (world.database_status(), active) {
        (Status::Ready, _) => ("●", Tone::Plain),
        (Status::Down, "failed") => ("×", Tone::Error),
        (Status::Down, _) => ("○", Tone::Error),
        _ => ("●", Tone::Warn),
    };
    let active = match active {
        "active" => {
            let started = call.access.unix_ms(world.database_started_at());
            let since = started.div_euclid(1000);
            let ago = clock::ago(call.access.now_s() - since);
            format!("active ({sub}) since {}; {ago}", clock::systemd(since))
        }
        "failed" => "failed (Result: exit-code)".into(),
        active => format!("{active} ({sub})"),
    };
    let mut out = vec![
        Text::plain(format!("{dot} {name} - PostgreSQL Cluster 15-{cluster}")),
        Text::plain(
            "     Loaded: loaded (/lib/systemd/system/postgresql@.service; enabled-runtime; \
             preset: enabled)",
        ),
        Text::toned(tone, format!("     Active: {active}")),
    ];
    let mut plain = |line: String| out.push(Text::plain(line));
    if let Some(error) = world.database_error() {
        plain(format!(
            "    Process: ExecStart=/usr/bin/pg_ctlcluster 15-{cluster} start (code=exited, \
             status=1/FAILURE)"
        ));
        out.push(Text::error(format!("             {error}")));
    } else if world.database_status() != Status::Down {
        let (tasks, path) = (world.slots().0 + 7, &world.spec().database.path);
        plain(format!("   Main PID: {MAIN_PID} (postgres)"));
        plain(format!("      Tasks: {tasks} (limit: 38286)"));
        plain(format!(
            "     CGroup: /system.slice/system-postgresql.slice/{name}"
        ));
        plain(format!(
            "             └─{MAIN_PID} /usr/lib/postgresql/15/bin/postgres -D \
             /var/lib/postgresql/15/{cluster} -c config_file={path}"
        ));
    }
    out
}

/// A line as the journal shows it.
pub fn journal_text(access: &Access, line: &Line) -> Text {
    let mut text = files::log_line(access, line);
    let at = clock::syslog(access.unix_ms(line.at).div_euclid(1000));
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

/// A moment as `journalctl` reads it, Unix milliseconds.
fn moment(call: &Call, text: &str) -> Option<i64> {
    let text = text.trim();
    let now = call.access.now_ms();
    match text {
        "today" => return Some(now - now.rem_euclid(86_400_000)),
        "now" => return Some(now),
        _ => {}
    }
    if text.starts_with('-') || text.ends_with(" ago") {
        let span = text.trim_start_matches('-').trim_end_matches(" ago").trim();
        return clock::read_interval(span).map(|us| now - us / 1000);
    }
    let today = clock::date_time(now.div_euclid(1000));
    let dated = match text.contains('-') {
        true => text.to_string(),
        false => format!("{} {text}", &today[..10]),
    };
    clock::read_time(&dated).map(|us| us / 1000)
}

pub fn journalctl(call: &mut Call) -> Answer {
    let valued = "u unit n lines S since U until p o g grep";
    let options = Options::read(call.args, valued);
    let nothing = || Answer::lines(["-- No entries --"]);
    let source = match options.value(&["u", "unit"]) {
        Some(name) => match unit(call, name) {
            Some(unit) => Some(unit.source()),
            None => return nothing(),
        },
        None => options.has(&["k", "dmesg"]).then_some("kernel"),
    };
    let mut bounds = [None, None];
    for (bound, names) in bounds.iter_mut().zip([["S", "since"], ["U", "until"]]) {
        if let Some(text) = options.value(&names) {
            *bound = moment(call, text);
            if bound.is_none() {
                return Answer::fail(format!("Failed to parse timestamp: {text}"));
            }
        }
    }
    let [since, until] = bounds;
    let access = &*call.access;
    let logs = files::logs(access, call.host);
    let here = |line: &&Line| match source {
        Some(source) => line.source == source,
        None => logs.iter().any(|log| log.source == line.source),
    };
    let lines = access.world().log().since(0).filter(here).filter(|line| {
        let at = access.unix_ms(line.at);
        since.is_none_or(|since| at >= since) && until.is_none_or(|until| at <= until)
    });
    let mut out: Vec<Text> = lines.map(|line| journal_text(access, line)).collect();
    let follows = options.has(&["f", "follow"]);
    options.keep_last(&["n", "lines"], follows, &mut out);
    if options.has(&["r", "reverse"]) {
        out.reverse();
    }
    if out.is_empty() && !follows {
        return nothing();
    }
    let source = source.unwrap_or("postgresql").to_string();
    let next = follows.then(|| Next::Follow(Follow::log(access, source, true, None)));
    Answer::texts(out).next(next)
}
