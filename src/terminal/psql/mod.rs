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

pub use meta::COMMANDS as META;
pub use table::Format;

use super::hands::Hands;
use super::output::Text;
use super::sql::{self, Done, Effect};
use super::tools::{Call, Given, Next, Plan};
use super::words::Options;
use crate::drill::action::Action;
use crate::sim::Status;
use crate::sim::time::Nanos;

/// Version of client and server.
pub const VERSION: &str = "15.12 (Debian 15.12-0+deb12u2)";
/// Bytes of a statement over several lines.
const BUFFER_MAX: usize = 16 * 1024;

/// A psql that runs.
#[derive(Clone, Debug)]
pub struct Client {
    /// Role.
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
    #[must_use]
    pub fn prompt(&self, hands: &Hands) -> String {
        let database = match self.bouncer {
            true => "pgbouncer",
            false => &hands.world().spec().database.name,
        };
        if self.since.is_none() {
            return "!?> ".into();
        }
        let sign = match self.bouncer || superuser(hands, &self.user) {
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
fn superuser(hands: &Hands, user: &str) -> bool {
    let roles = &hands.world().spec().database.roles;
    user == "postgres"
        || user == hands.site().account
        || roles.iter().any(|r| r.superuser && r.name == user)
}

/// Would the server let this role in now? Its refusal, if not.
fn refused(hands: &Hands, client: &Client) -> Option<Vec<String>> {
    let world = hands.world();
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
    if !superuser(hands, &client.user) && used + reserved >= max {
        let text = "remaining connection slots are reserved for non-replication superuser \
                    connections";
        return Some(vec![format!("{head}FATAL:  {text}")]);
    }
    None
}

/// Runs `psql`.
pub fn psql(call: &mut Call) -> Given {
    let valued = [
        "c", "command", "U", "username", "d", "dbname", "h", "host", "p", "port", "f", "file", "v",
        "P", "F",
    ];
    let options = Options::read(call.args, &valued);
    if options.has(&["version", "V"]) {
        return Given::lines([format!("psql (PostgreSQL) {VERSION}")]);
    }
    if options.has(&["f", "file"]) {
        return Given::note("psql -f is not modelled here; use -c, or type at its prompt");
    }
    let spec = &call.hands.world().spec().database;
    let port = options.value(&["p", "port"]).unwrap_or("5432");
    let database = options
        .value(&["d", "dbname"])
        .or(options.rest.first().copied());
    let bouncer = spec.bouncer.is_some() && (port == "6432" || database == Some("pgbouncer"));
    let host = options.value(&["h", "host"]);
    let home = call.host == spec.host;
    let known = |host: &str| {
        matches!(host, "localhost" | "127.0.0.1") && home
            || host == spec.host
            || spec.bouncer.as_ref().is_some_and(|b| b.host == host)
    };
    if let Some(host) = host.filter(|host| !known(host)) {
        return Given::fail(format!(
            "psql: error: could not translate host name \"{host}\" to address: Name or service \
             not known"
        ));
    }
    let user = options
        .value(&["U", "username"])
        .or(options.rest.get(1).copied())
        .unwrap_or(match call.user {
            "root" => "postgres",
            user => user,
        });
    let role = crate::sim::spec::RoleSpec {
        name: user.to_string(),
        ..Default::default()
    };
    let database = database.unwrap_or(&spec.name);
    let mut client = Client {
        user: role.name,
        remote: (!home || host.is_some()).then(|| host.unwrap_or(&spec.host).to_string()),
        bouncer,
        format: Format {
            expanded: options.has(&["x", "expanded"]),
            tuples_only: options.has(&["t", "tuples-only"]),
            unaligned: options.has(&["A", "no-align"]),
        },
        buffer: String::new(),
        since: Some(call.hands.world().database_started_at()),
    };
    if !client.bouncer {
        if let Some(lines) = refused(call.hands, &client) {
            let mut err: Vec<Text> = lines.into_iter().map(Text::error).collect();
            if call.hands.world().database_ready() {
                let used = call.hands.world().slots().0;
                err.push(Text::note(format!(
                    "{used} slots are taken at this instant; slots come free all the time, so \
                     another try may get one: until psql; do sleep 0.2; done"
                )));
            }
            return Given {
                err,
                ..Given::default()
            };
        }
        let known = [
            call.hands.world().spec().database.name.as_str(),
            "postgres",
            "template1",
        ];
        if !known.contains(&database) {
            return Given::fail(format!(
                "psql: error: FATAL:  database \"{database}\" does not exist"
            ));
        }
    }
    if options.has(&["l", "list"]) {
        return meta::run(call.hands, &mut client, "\\l");
    }
    let commands: Vec<&str> = options
        .flags
        .iter()
        .filter(|(name, _)| matches!(*name, "c" | "command"))
        .filter_map(|(_, value)| *value)
        .collect();
    let piped = call.input.take();
    if commands.is_empty() && piped.is_none() {
        let mut given = Given::lines([
            format!("psql ({VERSION})"),
            "Type \"help\" for help.".to_string(),
            String::new(),
        ]);
        given.next = Some(Next::Psql(client));
        return given;
    }
    let mut given = Given::default();
    let piped = piped.unwrap_or_default();
    let texts: Vec<String> = piped.into_iter().map(|l| l.text).collect();
    let texts = texts.join("\n");
    for command in commands.into_iter().map(str::to_string).chain([texts]) {
        for statement in statements(&command) {
            let more = execute(call.hands, &mut client, &statement);
            let failed = !more.err.is_empty();
            given.out.extend(more.out);
            given.err.extend(more.err);
            if more.next.is_some() || failed {
                given.next = more.next;
                return given;
            }
        }
    }
    given
}

/// The statements of a text, at the semicolons outside of quotes.
fn statements(text: &str) -> Vec<String> {
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
    all.retain(|s| !s.trim().is_empty() && s.trim() != ";");
    all.truncate(50);
    all
}

/// True when a statement has its semicolon.
fn is_complete(text: &str) -> bool {
    let mut quote = None;
    let mut complete = false;
    for c in text.chars() {
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(q), c) if c == q => quote = None,
            _ => {}
        }
        if !c.is_whitespace() {
            complete = quote.is_none() && c == ';';
        }
    }
    complete
}

/// A line typed at psql's prompt. `Next::Leave` ends it.
pub fn line(hands: &mut Hands, client: &mut Client, line: &str) -> Given {
    let trimmed = line.trim();
    let bare = trimmed.trim_end_matches(';').trim();
    if client.buffer.is_empty() {
        match bare {
            "" => return Given::default(),
            "exit" | "quit" | "\\q" => return Given::then(Next::Leave),
            "help" => {
                return Given::lines([
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
            return match still_connected(hands, client, trimmed) {
                Some(given) => given,
                None => meta::run(hands, client, trimmed),
            };
        }
    }
    if !client.buffer.is_empty() {
        client.buffer.push('\n');
    }
    if client.buffer.len() + line.len() > BUFFER_MAX {
        client.buffer.clear();
        return Given::fail("the statement is too long for this console");
    }
    let ends = ["\\gx", "\\g"].iter().find(|end| trimmed.ends_with(**end));
    client.buffer.push_str(match ends {
        Some(end) => trimmed[..trimmed.len() - end.len()].trim_end(),
        None => line,
    });
    if ends.is_none() && !is_complete(&client.buffer) {
        return Given::default();
    }
    let text = std::mem::take(&mut client.buffer);
    let was = client.format;
    client.format.expanded |= ends == Some(&"\\gx");
    let mut given = Given::default();
    for statement in statements(&text) {
        let more = match still_connected(hands, client, &statement) {
            Some(lost) => lost,
            None => execute(hands, client, &statement),
        };
        given.out.extend(more.out);
        given.err.extend(more.err);
        given.next = more.next;
        if given.next.is_some() || !given.err.is_empty() {
            break;
        }
    }
    client.format = was;
    given
}

/// A connection to a server that was stopped in between is found lost, and made again.
fn still_connected(hands: &Hands, client: &mut Client, command: &str) -> Option<Given> {
    let world = hands.world();
    let offline = ["\\x", "\\t", "\\a", "\\?", "\\timing", "\\pset", "\\echo"];
    if client.bouncer || offline.iter().any(|c| command.starts_with(c)) {
        return None;
    }
    let ready = world.database_ready();
    if ready && client.since == Some(world.database_started_at()) {
        return None;
    }
    let refusal = refused(hands, client);
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
    Some(Given {
        err: lines.into_iter().map(Text::error).collect(),
        ..Given::default()
    })
}

/// Run one statement and print its answer.
fn execute(hands: &mut Hands, client: &mut Client, statement: &str) -> Given {
    if statement.trim_start().starts_with('\\') {
        return meta::run(hands, client, statement.trim());
    }
    if client.bouncer {
        return admin::run(hands, client, statement);
    }
    let answer = match sql::run(hands.session(), &client.user, statement) {
        Ok(answer) => answer,
        Err(error) => {
            let lines = error.lines(statement.trim_start());
            return Given {
                err: lines.into_iter().map(Text::error).collect(),
                ..Given::default()
            };
        }
    };
    for look in answer.looks {
        hands.look(look);
    }
    let mut given = Given::default();
    let warned = answer.warnings.iter();
    given
        .out
        .extend(warned.map(|w| Text::toned(super::output::Tone::Warn, format!("WARNING:  {w}"))));
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
            return Given::note(format!("{what} is not modelled here{more}"));
        }
    };
    match plan(&answer.effects, said.clone()) {
        Some(plan) => given.next = Some(Next::Ask(plan)),
        None => given.out.extend(said),
    }
    given
}

/// What a statement's functions do, as a plan that is asked for first.
fn plan(effects: &[Effect], said: Vec<Text>) -> Option<Plan> {
    let pids = |f: &dyn Fn(&Effect) -> Option<u32>| effects.iter().filter_map(f).collect();
    let terminated: Vec<u32> = pids(&|e| match e {
        Effect::Terminate(pid) => Some(*pid),
        _ => None,
    });
    let cancelled: Vec<u32> = pids(&|e| match e {
        Effect::Cancel(pid) => Some(*pid),
        _ => None,
    });
    let mut plan = Plan {
        said,
        ..Plan::default()
    };
    if !terminated.is_empty() {
        let count = terminated.len();
        plan.warning.push(Text::note(format!(
            "Ends {count} {}: what they do fails, and pools connect again.",
            if count == 1 { "session" } else { "sessions" }
        )));
        plan.actions
            .push(Action::TerminateBackends { pids: terminated });
    }
    if !cancelled.is_empty() {
        let count = cancelled.len();
        plan.warning.push(Text::note(format!(
            "Cancels what {count} {} run; the sessions stay.",
            if count == 1 { "session" } else { "sessions" }
        )));
        plan.actions
            .push(Action::CancelBackends { pids: cancelled });
    }
    if effects.contains(&Effect::Reload) {
        plan.warning.push(Text::note(
            "The server reads its file again, at once; settings with context postmaster keep \
             their value.",
        ));
        plan.actions.push(Action::ReloadDatabase {});
    }
    (!plan.actions.is_empty()).then_some(plan)
}
