//! The console of PgBouncer: `SHOW POOLS` and what can be done to it.

use super::super::sql::Table;
use super::super::sql::value::{Type, Value};
use super::super::tools::{Answer, Plan};
use super::Access;
use super::Client;
use super::table::{self, Format};
use crate::drill::action::{Action, BouncerCommand};
use crate::sim::config::pgbouncer_ini;

type Show = fn(&Access, Format) -> Answer;

/// What `SHOW` shows, by its name.
const SHOWN: [(&str, Show); 5] = [
    ("help", |_, _| help()),
    ("config", |access, format| {
        Answer::texts(table::lines(&config(access), format))
    }),
    ("databases", |access, format| {
        Answer::texts(table::lines(&databases(access), format))
    }),
    ("pools", |access, format| {
        Answer::texts(table::lines(&pools(access), format))
    }),
    ("version", |_, _| Answer::lines(["PgBouncer 1.23.1"])),
];

fn help() -> Answer {
    let names: Vec<String> = SHOWN.iter().map(|(name, _)| name.to_uppercase()).collect();
    Answer::lines([
        "NOTICE:  Console usage".to_string(),
        "DETAIL:  ".into(),
        format!("\tSHOW {}", names.join("|")),
        "\tRELOAD".into(),
        "\tPAUSE".into(),
        "\tRESUME".into(),
    ])
}

/// Runs a command of the console.
pub(super) fn run(access: &mut Access, client: &Client, statement: &str) -> Answer {
    let text = statement.trim().trim_end_matches(';').to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let (command, warning) = match words[..] {
        ["help"] => return help(),
        ["show", name] => {
            let shown = SHOWN.iter().find(|(known, _)| *known == name);
            return shown.map_or_else(invalid, |(_, show)| show(access, client.format));
        }
        ["reload"] => (
            BouncerCommand::Reload,
            "PgBouncer reads its file again; connections stay.",
        ),
        ["pause", ..] => (
            BouncerCommand::Pause,
            "No client gets a server until RESUME; servers close when they are free.",
        ),
        ["resume", ..] => (
            BouncerCommand::Resume,
            "Clients that wait get servers again.",
        ),
        [
            "kill" | "suspend" | "disable" | "enable" | "shutdown" | "reconnect" | "wait_close",
            ..,
        ] => return Answer::note(format!("{} is not modelled here", words[0].to_uppercase())),
        _ => return invalid(),
    };
    let plan = Plan::new(warning, Action::Bouncer { command });
    plan.said(words[0].to_uppercase()).ask(None)
}

fn invalid() -> Answer {
    Answer::fail("ERROR:  invalid command, use SHOW HELP;")
}

fn pools(access: &Access) -> Table {
    let names = [
        ("cl_active", "client_active_connections"),
        ("cl_waiting", "client_waiting_connections"),
        ("sv_active", "server_active_connections"),
        ("sv_idle", "server_idle_connections"),
        ("maxwait", "client_maxwait_seconds"),
    ];
    let mut columns = vec![
        ("database".to_string(), Type::Text),
        ("user".to_string(), Type::Text),
    ];
    columns.extend(names.iter().map(|(n, _)| ((*n).to_string(), Type::Int)));
    columns.push(("pool_mode".to_string(), Type::Text));
    let world = access.world();
    let database = &world.spec().database.name;
    let mode = written(access).map(|c| format!("{:?}", c.pool_mode).to_lowercase());
    let users = world.stations();
    let users = users
        .iter()
        .filter_map(|(n, ..)| n.strip_prefix("bouncer:"));
    let rows = users.map(|user| {
        let mut row = vec![Value::Text(database.clone()), Value::Text(user.to_string())];
        row.extend(names.iter().map(|(_, metric)| {
            let name = format!("pgbouncer_pools_{metric}{{user=\"{user}\"}}");
            Value::Int(access.metric(&name).map_or(0, |n| n as i64))
        }));
        row.push(Value::Text(mode.clone().unwrap_or_default()));
        row
    });
    Table {
        rows: rows.collect(),
        columns,
    }
}

fn databases(access: &Access) -> Table {
    let database = &access.world().spec().database;
    let text = |text: &str| Value::Text(text.to_string());
    let name = text(&database.name);
    let columns = ["name", "host", "port", "database"];
    let types = [Type::Text, Type::Text, Type::Int, Type::Text];
    Table {
        columns: columns.map(String::from).into_iter().zip(types).collect(),
        rows: vec![vec![
            name.clone(),
            text(&database.host),
            Value::Int(5432),
            name,
        ]],
    }
}

fn written(access: &Access) -> Option<pgbouncer_ini::BouncerConfig> {
    let world = access.world();
    let database = &world.spec().database;
    let path = &database.bouncer.as_ref()?.path;
    pgbouncer_ini::parse(path, &database.name, &world.files().text(path)?).ok()
}

fn config(access: &Access) -> Table {
    let column = |name: &str| (name.to_string(), Type::Text);
    let rows = written(access).map_or(vec![], |c| {
        [
            ("default_pool_size", c.pool_size.to_string()),
            ("max_client_conn", c.max_client_conn.to_string()),
            ("min_pool_size", c.min_pool_size.to_string()),
            ("pool_mode", format!("{:?}", c.pool_mode).to_lowercase()),
            ("reserve_pool_size", c.reserve_pool_size.to_string()),
        ]
        .into_iter()
        .map(|(key, value)| vec![Value::Text(key.into()), Value::Text(value)])
        .collect()
    });
    Table {
        columns: vec![column("key"), column("value")],
        rows,
    }
}
