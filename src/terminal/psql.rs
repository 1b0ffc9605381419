//! `psql`: its options, its prompt, its own commands, and what it says when the server does not
//! let it in.
//!
//! | file | what it is for |
//! |---|---|
//! | `table` | tables as it prints them |
//! | `meta` | commands with a backslash |
//! | `admin` | the console of PgBouncer |

mod admin;
mod meta;
mod table;

pub use meta::names as meta_names;
pub use table::Format;

use super::access::Access;
use super::complete::{Typed, fixed};
use super::output::{Text, Tone};
use super::sql::{self, Done, Effect};
use super::tools::{Answer, Call, Next, Plan};
use super::words::Options;
use crate::drill::action::{Action, Command};
use crate::sim::Status;
use crate::sim::time::Nanos;

/// Version of client and server.
pub const VERSION: &str = "15.12 (Debian 15.12-0+deb12u2)";
/// Bytes of a statement over several lines.
const BUFFER_MAX: usize = 16 * 1024;

/// A psql that runs.
#[derive(Clone, Debug)]
pub struct Client {
    pub user: String,
    /// It came over the network, from another host.
    pub remote: Option<String>,
    /// It talks to the console of PgBouncer.
    pub bouncer: bool,
    /// How tables are printed.
    pub format: Format,
    /// What was typed of a statement that is not complete.
    pub buffer: String,
    /// The server it is connected to: its last start. None: the connection was lost.
    pub since: Option<Nanos>,
}

impl Client {
    /// What stands before the next line.
    pub fn prompt(&self, access: &Access) -> String {
        let database = match self.bouncer {
            true => "pgbouncer",
            false => &access.world().spec().database.name,
        };
        if self.since.is_none() {
            return "!?> ".into();
        }
        let sign = match self.bouncer || superuser(access, &self.user) {
            true => '#',
            false => '>',
        };
        let state = match self.buffer.is_empty() {
            true => '=',
            false => '-',
        };
        format!("{database}{state}{sign} ")
    }
}

/// May this role use the reserved slots?
fn superuser(access: &Access, user: &str) -> bool {
    let roles = &access.world().spec().database.roles;
    user == "postgres"
        || user == access.site().account
        || roles.iter().any(|r| r.superuser && r.name == user)
}

/// Would the server let this role in now? Its refusal, if not.
fn refused(access: &Access, client: &Client) -> Option<Vec<String>> {
    let world = access.world();
    let host = &world.spec().database.host;
    let head = match &client.remote {
        Some(_) => format!("psql: error: connection to server at \"{host}\", port 5432 failed: "),
        None => "psql: error: connection to server on socket \
                 \"/var/run/postgresql/.s.PGSQL.5432\" failed: "
            .to_string(),
    };
    if world.database_status() == Status::Down {
        return Some(match &client.remote {
            Some(_) => vec![
                format!("{head}Connection refused"),
                "\tIs the server running on that host and accepting TCP/IP connections?".into(),
            ],
            None => vec![
                format!("{head}No such file or directory"),
                "\tIs the server running locally and accepting connections on that socket?".into(),
            ],
        });
    }
    if let Err((_, text)) = world.admin_can_connect() {
        return Some(vec![format!("{head}FATAL:  {text}")]);
    }
    let (used, max, reserved) = world.slots();
    if !superuser(access, &client.user) && used + reserved >= max {
        let text = "remaining connection slots are reserved for non-replication superuser \
                    connections";
        return Some(vec![format!("{head}FATAL:  {text}")]);
    }
    None
}

/// How it goes on.
pub fn ways(typed: &Typed) -> Option<Vec<String>> {
    typed.first(|| fixed("-c|-x|-U|-h|-l"))
}

pub fn pg_isready(call: &mut Call) -> Answer {
    let ready = match call.world().database_status() {
        Status::Ready => "accepting connections",
        Status::Down => "no response",
        Status::Starting | Status::Recovering | Status::Stopping => "rejecting connections",
    };
    Answer::lines([format!("/var/run/postgresql:5432 - {ready}")])
}

pub fn psql(call: &mut Call) -> Answer {
    let valued = "c command U username d dbname h host p port f file v P F";
    let options = Options::read(call.args, valued);
    if options.has(&["version", "V"]) {
        return Answer::lines([format!("psql (PostgreSQL) {VERSION}")]);
    }
    if options.has(&["f", "file"]) {
        return Answer::note("psql -f is not modelled here; use -c, or type at its prompt");
    }
    let mut client = match connect(call, &options) {
        Ok(client) => client,
        Err(answer) => return *answer,
    };
    if options.has(&["l", "list"]) {
        return meta::run(call.access, &mut client, "\\l");
    }
    let flags = options.flags.iter();
    let commands = flags.filter(|(name, _)| matches!(*name, "c" | "command"));
    let mut texts: Vec<String> = commands
        .filter_map(|(_, value)| value.map(Into::into))
        .collect();
    match call.input.take() {
        Some(piped) => {
            let piped: Vec<String> = piped.into_iter().map(|l| l.text).collect();
            texts.push(piped.join("\n"));
        }
        None if texts.is_empty() => {
            let version = format!("psql ({VERSION})");
            let greeting = [version, "Type \"help\" for help.".into(), String::new()];
            return Answer::lines(greeting).next(Some(Next::Psql(client)));
        }
        None => {}
    }
    let all = texts.iter().flat_map(|text| statements(text));
    run(call.access, &mut client, all, execute)
}

/// Run statements until one fails or asks.
fn run(
    access: &mut Access,
    client: &mut Client,
    all: impl IntoIterator<Item = String>,
    one: fn(&mut Access, &mut Client, &str) -> Answer,
) -> Answer {
    let mut answer = Answer::default();
    for statement in all {
        let more = one(access, client, &statement);
        answer.out.extend(more.out);
        answer.err.extend(more.err);
        answer.next = more.next;
        if answer.next.is_some() || !answer.err.is_empty() {
            break;
        }
    }
    answer
}

/// A client as its options say, if the server lets it in.
fn connect(call: &Call, options: &Options) -> Result<Client, Box<Answer>> {
    let spec = &call.world().spec().database;
    let port = options.value(&["p", "port"]).unwrap_or("5432");
    let database = options
        .value(&["d", "dbname"])
        .or(options.rest.first().copied());
    let bouncer = spec.bouncer.is_some() && (port == "6432" || database == Some("pgbouncer"));
    let host = options.value(&["h", "host"]);
    let home = call.host == spec.host;
    let known = |host: &&str| {
        matches!(*host, "localhost" | "127.0.0.1") && home
            || *host == spec.host
            || spec.bouncer.as_ref().is_some_and(|b| b.host == *host)
    };
    let fail = |text: String| Err(Box::new(Answer::fail(format!("psql: error: {text}"))));
    if let Some(host) = host.filter(|host| !known(host)) {
        return fail(format!(
            "could not translate host name \"{host}\" to address: Name or service not known"
        ));
    }
    let user = options
        .value(&["U", "username"])
        .or(options.rest.get(1).copied());
    let user = user.unwrap_or(match call.user {
        "root" => "postgres",
        user => user,
    });
    let client = Client {
        user: user.to_string(),
        remote: (!home || host.is_some()).then(|| host.unwrap_or(&spec.host).to_string()),
        bouncer,
        format: Format {
            expanded: options.has(&["x", "expanded"]),
            tuples_only: options.has(&["t", "tuples-only"]),
            unaligned: options.has(&["A", "no-align"]),
        },
        buffer: String::new(),
        since: Some(call.world().database_started_at()),
    };
    if bouncer {
        return Ok(client);
    }
    if let Some(lines) = refused(call.access, &client) {
        let mut answer = Answer::fail_lines(lines);
        if call.world().database_ready() {
            let used = call.world().slots().0;
            answer.err.push(Text::note(format!(
                "{used} slots are taken at this instant; slots come free all the time, so \
                 another try may get one: until psql; do sleep 0.2; done"
            )));
        }
        return Err(Box::new(answer));
    }
    let database = database.unwrap_or(&spec.name);
    match [spec.name.as_str(), "postgres", "template1"].contains(&database) {
        true => Ok(client),
        false => fail(format!("FATAL:  database \"{database}\" does not exist")),
    }
}

/// The statements of a text, at the semicolons outside of quotes.
fn statements(text: &str) -> Vec<String> {
    let mut all = split(text);
    all.retain(|s| !s.trim().is_empty() && s.trim() != ";");
    all.truncate(50);
    all
}

/// A text behind each semicolon outside of quotes.
fn split(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut quote = None;
    for c in text.chars() {
        if let Some(last) = all.last_mut() {
            last.push(c);
        }
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(q), c) if c == q => quote = None,
            (None, ';') => all.push(String::new()),
            _ => {}
        }
    }
    all
}

/// True when a statement has its semicolon.
fn is_complete(text: &str) -> bool {
    let parts = split(text);
    parts.len() > 1 && parts.last().is_some_and(|rest| rest.trim().is_empty())
}

/// A line typed at psql's prompt. `Next::Leave` ends it.
pub fn line(access: &mut Access, client: &mut Client, line: &str) -> Answer {
    let trimmed = line.trim();
    if client.buffer.is_empty() {
        match trimmed.trim_end_matches(';').trim() {
            "" => return Answer::default(),
            "exit" | "quit" | "\\q" => return Answer::then(Next::Leave),
            "help" => {
                return Answer::lines([
                    "You are using psql, the command-line interface to PostgreSQL.",
                    "Type:  \\copyright for distribution terms",
                    "       \\h for help with SQL commands",
                    "       \\? for help with psql commands",
                    "       \\g or terminate with semicolon to execute query",
                    "       \\q to quit",
                ]);
            }
            _ => {}
        }
        if trimmed.starts_with('\\') && trimmed != "\\g" {
            return connected(access, client, trimmed);
        }
    } else {
        client.buffer.push('\n');
    }
    if client.buffer.len() + line.len() > BUFFER_MAX {
        client.buffer.clear();
        return Answer::fail("the statement is too long for this console");
    }
    let ends = ["\\gx", "\\g"].iter().find(|end| trimmed.ends_with(**end));
    client.buffer.push_str(match ends {
        Some(end) => trimmed[..trimmed.len() - end.len()].trim_end(),
        None => line,
    });
    if ends.is_none() && !is_complete(&client.buffer) {
        return Answer::default();
    }
    let text = std::mem::take(&mut client.buffer);
    let was = client.format;
    client.format.expanded |= ends == Some(&"\\gx");
    let answer = run(access, client, statements(&text), connected);
    client.format = was;
    answer
}

/// Run one statement, if the connection is still there.
fn connected(access: &mut Access, client: &mut Client, statement: &str) -> Answer {
    match still_connected(access, client, statement) {
        Some(lost) => lost,
        None => execute(access, client, statement),
    }
}

/// A connection to a server that was stopped in between is found lost, and made again.
fn still_connected(access: &Access, client: &mut Client, command: &str) -> Option<Answer> {
    let world = access.world();
    if client.bouncer || meta::needs_no_server(command) {
        return None;
    }
    let ready = world.database_ready();
    if ready && client.since == Some(world.database_started_at()) {
        return None;
    }
    let refusal = refused(access, client);
    let mut lines = Vec::new();
    if client.since.is_some() {
        lines.extend([
            "FATAL:  terminating connection due to administrator command".to_string(),
            "server closed the connection unexpectedly".to_string(),
            "\tThis probably means the server terminated abnormally".to_string(),
            "\tbefore or while processing the request.".to_string(),
        ]);
    } else if refusal.is_some() {
        lines.push("You are currently not connected to a database.".to_string());
    }
    let word = match refusal.is_some() {
        true => "Failed.",
        false => "Succeeded.",
    };
    lines.push(format!(
        "The connection to the server was lost. Attempting reset: {word}"
    ));
    client.since = refusal.is_none().then(|| world.database_started_at());
    Some(Answer::fail_lines(lines))
}

/// Run one statement and print its answer.
fn execute(access: &mut Access, client: &mut Client, statement: &str) -> Answer {
    if statement.trim_start().starts_with('\\') {
        return meta::run(access, client, statement.trim());
    }
    if client.bouncer {
        return admin::run(access, client, statement);
    }
    let answer = match sql::run(access.session(), &client.user, statement) {
        Ok(answer) => answer,
        Err(error) => return Answer::fail_lines(error.lines(statement.trim_start())),
    };
    for look in answer.looks {
        access.look(look);
    }
    let warning = |text: &String| Text::toned(Tone::Warn, format!("WARNING:  {text}"));
    let mut out: Vec<Text> = answer.warnings.iter().map(warning).collect();
    let said = match answer.done {
        Done::Rows(table) => table::lines(&table, client.format),
        Done::Tag(tag) => vec![Text::plain(tag)],
        Done::Nothing => Vec::new(),
        Done::NotModelled(what) => {
            let more = match what.as_str() {
                "ALTER SYSTEM" => {
                    ": settings stand in postgresql.conf, edited in the Files tool or written \
                     again with git checkout"
                }
                _ => ": this console asks the server's views and ends its sessions",
            };
            return Answer::note(format!("{what} is not modelled here{more}"));
        }
    };
    let mut plan = plan(&answer.effects);
    if plan.actions.is_empty() {
        out.extend(said);
        return Answer::texts(out);
    }
    plan.said = said;
    Answer::texts(out).next(Some(Next::Ask(plan)))
}

/// What a statement's functions do, as a plan that is asked for first.
fn plan(effects: &[Effect]) -> Plan {
    let (mut terminated, mut cancelled, mut reload) = (Vec::new(), Vec::new(), false);
    for effect in effects {
        match effect {
            Effect::Terminate(pid) => terminated.push(*pid),
            Effect::Cancel(pid) => cancelled.push(*pid),
            Effect::Reload => reload = true,
        }
    }
    let mut plan = Plan::default();
    let sessions = |pids: &[u32]| match pids.len() {
        1 => "1 session".to_string(),
        count => format!("{count} sessions"),
    };
    if !terminated.is_empty() {
        let warning = format!(
            "Ends {}: what they do fails, and pools connect again.",
            sessions(&terminated)
        );
        plan = plan.and(
            warning,
            Action::Change(Command::TerminateBackends { pids: terminated }),
        );
    }
    if !cancelled.is_empty() {
        let warning = format!(
            "Cancels what {} run; the sessions stay.",
            sessions(&cancelled)
        );
        plan = plan.and(
            warning,
            Action::Change(Command::CancelBackends { pids: cancelled }),
        );
    }
    if reload {
        let warning = "The server reads its file again, at once; settings with context \
                       postmaster keep their value.";
        plan = plan.and(warning, Action::Change(Command::ReloadDatabase {}));
    }
    plan
}
