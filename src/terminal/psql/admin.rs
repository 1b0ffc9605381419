//! The console of PgBouncer: `SHOW POOLS` and what can be done to it.

use super::super::hands::Hands;
use super::super::output::Text;
use super::super::sql::Table;
use super::super::sql::value::{Type, Value};
use super::super::tools::{Given, Next, Plan};
use super::Client;
use super::table;
use crate::drill::action::{Action, BouncerCommand};
use crate::sim::config::pgbouncer_ini;

/// Runs a command of the console.
pub(super) fn run(hands: &mut Hands, client: &Client, statement: &str) -> Given {
    let text = statement.trim().trim_end_matches(';').to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let change = |command, warning: &str, said: &str| {
        Given::then(Next::Ask(Plan {
            warning: vec![Text::note(warning)],
            actions: vec![Action::Bouncer { command }],
            said: vec![Text::plain(said)],
            follow: None,
        }))
    };
    match words[..] {
        ["show", "pools"] => Given::texts(table::lines(&pools(hands), client.format)),
        ["show", "config"] => Given::texts(table::lines(&config(hands), client.format)),
        ["show", "version"] => Given::lines(["PgBouncer 1.23.1"]),
        ["show", "databases"] => Given::texts(table::lines(&databases(hands), client.format)),
        ["show", "help"] | ["help"] => Given::lines([
            "NOTICE:  Console usage",
            "DETAIL:  ",
            "\tSHOW HELP|CONFIG|DATABASES|POOLS|VERSION",
            "\tRELOAD",
            "\tPAUSE",
            "\tRESUME",
        ]),
        ["reload"] => change(
            BouncerCommand::Reload,
            "PgBouncer reads its file again; connections stay.",
            "RELOAD",
        ),
        ["pause", ..] => change(
            BouncerCommand::Pause,
            "No client gets a server until RESUME; servers close when they are free.",
            "PAUSE",
        ),
        ["resume", ..] => change(
            BouncerCommand::Resume,
            "Clients that wait get servers again.",
            "RESUME",
        ),
        [
            "kill" | "suspend" | "disable" | "enable" | "shutdown" | "reconnect" | "wait_close",
            ..,
        ] => Given::note(format!("{} is not modelled here", words[0].to_uppercase())),
        _ => Given::fail("ERROR:  invalid command, use SHOW HELP;"),
    }
}

fn pools(hands: &Hands) -> Table {
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
    let world = hands.world();
    let database = &world.spec().database.name;
    let mode = written(hands).map(|c| format!("{:?}", c.pool_mode).to_lowercase());
    let users = world.stations();
    let users = users
        .iter()
        .filter_map(|(n, ..)| n.strip_prefix("bouncer:"));
    let rows = users.map(|user| {
        let mut row = vec![Value::Text(database.clone()), Value::Text(user.to_string())];
        row.extend(names.iter().map(|(_, metric)| {
            let name = format!("pgbouncer_pools_{metric}{{user=\"{user}\"}}");
            Value::Int(hands.metric(&name).map_or(0, |n| n as i64))
        }));
        row.push(Value::Text(mode.clone().unwrap_or_default()));
        row
    });
    Table {
        rows: rows.collect(),
        columns,
    }
}

fn databases(hands: &Hands) -> Table {
    let database = &hands.world().spec().database;
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

fn written(hands: &Hands) -> Option<pgbouncer_ini::BouncerConfig> {
    let world = hands.world();
    let database = &world.spec().database;
    let path = &database.bouncer.as_ref()?.path;
    pgbouncer_ini::parse(path, &database.name, &world.files().text(path)?).ok()
}

fn config(hands: &Hands) -> Table {
    let column = |name: &str| (name.to_string(), Type::Text);
    let rows = written(hands).map_or(vec![], |c| {
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
