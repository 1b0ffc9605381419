//! psql's own commands, in one table.

use super::super::sql::tables;
use super::super::tools::{Answer, Next};
use super::{Access, Client, execute};

/// What a command is given: the run, the client, its name and its operand.
struct Typed<'c, 'h> {
    access: &'c mut Access<'h>,
    client: &'c mut Client,
    name: &'c str,
    arg: Option<&'c str>,
}

/// A command with a backslash.
struct Command {
    /// Its names, the first of them for the list.
    names: &'static [&'static str],
    /// What it is for; empty: not listed.
    about: &'static str,
    /// It asks the server nothing.
    offline: bool,
    run: fn(Typed) -> Answer,
}

macro_rules! commands {
    ($(offline: $offline:literal { $($($name:literal)+, $about:literal => $run:expr;)* })*) => {
        const COMMANDS: &[Command] = &[$($(Command {
            names: &[$($name),+],
            about: $about,
            offline: $offline,
            run: $run,
        },)*)*];
    };
}

commands! {
    offline: true {
        "\\?" "\\help", "show this list" => |_| list();
    }
    offline: false {
        "\\conninfo", "display information about current connection" => connection;
        "\\d" "\\d+" "\\dv", "list tables and views that can be asked here" => describe;
        "\\dt", "list tables" => relations;
        "\\du" "\\dg", "list roles" => |t| query(t, "SELECT rolname AS \"Role name\", CASE WHEN \
            rolsuper THEN 'Superuser' ELSE '' END AS \"Attributes\" FROM pg_roles ORDER BY 1");
        "\\l", "list databases" => |t| query(t, "SELECT datname AS \"Name\", 'postgres' AS \
            \"Owner\", 'UTF8' AS \"Encoding\" FROM pg_database ORDER BY 1");
        "\\q", "quit psql" => |_| Answer::then(Next::Leave);
    }
    offline: true {
        "\\t", "show only rows" => |t| {
            switch("Tuples only", &mut t.client.format.tuples_only, t.arg)
        };
        "\\x", "toggle expanded output" => |t| {
            switch("Expanded display", &mut t.client.format.expanded, t.arg)
        };
        "\\a", "toggle between unaligned and aligned output" => |t| {
            let unaligned = &mut t.client.format.unaligned;
            *unaligned = !*unaligned;
            let word = if *unaligned { "unaligned" } else { "aligned" };
            Answer::lines([format!("Output format is {word}.")])
        };
        "\\timing" "\\pset", "" => not_modelled;
    }
    offline: false {
        "\\g", "execute query" => |_| Answer::default();
        "\\gx", "as \\g, but forces expanded output mode" => |_| Answer::default();
        "\\h", "" => |_| Answer::lines([
            "Statements of this console: SELECT, SHOW, SET, BEGIN, COMMIT.",
            "SELECT … FROM … JOIN … WHERE … GROUP BY … HAVING … ORDER BY … LIMIT …",
        ]);
        "\\watch" "\\i" "\\copy" "\\e" "\\o" "\\!" "\\c", "" => not_modelled;
    }
}

fn listed() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(|c| !c.about.is_empty())
}

/// The names, for completion.
pub fn names() -> impl Iterator<Item = &'static str> {
    listed().map(|c| c.names[0])
}

/// A command with its operand.
fn read(line: &str) -> (&str, Option<&str>) {
    let mut words = line
        .split_whitespace()
        .map(|word| word.trim_end_matches(';'));
    (words.next().unwrap_or(""), words.next())
}

fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|c| c.names.contains(&name))
}

/// True for commands that ask the server nothing.
pub(super) fn needs_no_server(line: &str) -> bool {
    find(read(line).0).is_some_and(|command| command.offline)
}

/// Runs a command with a backslash.
pub(super) fn run(access: &mut Access, client: &mut Client, line: &str) -> Answer {
    let (name, arg) = read(line);
    match find(name) {
        Some(command) => (command.run)(Typed {
            access,
            client,
            name,
            arg,
        }),
        None => Answer::fail(format!("invalid command {name}\nTry \\? for help.")),
    }
}

fn query(typed: Typed, sql: &str) -> Answer {
    execute(typed.access, typed.client, sql)
}

fn not_modelled(typed: Typed) -> Answer {
    Answer::note(format!("{} is not modelled here", typed.name))
}

fn list() -> Answer {
    Answer::lines(listed().map(|c| format!("  {:<12} {}", c.names[0], c.about)))
}

fn switch(word: &str, now: &mut bool, arg: Option<&str>) -> Answer {
    *now = match arg {
        Some("on") => true,
        Some("off") => false,
        _ => !*now,
    };
    let state = if *now { "on" } else { "off" };
    Answer::lines([format!("{word} is {state}.")])
}

fn connection(typed: Typed) -> Answer {
    let (client, database) = (typed.client, &typed.access.world().spec().database.name);
    let head = format!(
        "You are connected to database \"{database}\" as user \"{}\"",
        client.user
    );
    Answer::lines([match (&client.remote, client.bouncer) {
        (_, true) => "You are connected to the console of PgBouncer, port \"6432\".".into(),
        (Some(host), _) => format!("{head} on host \"{host}\" at port \"5432\"."),
        (None, _) => {
            format!("{head} via socket in \"/var/run/postgresql\" at port \"5432\".")
        }
    }])
}

fn relations(typed: Typed) -> Answer {
    let sql = "SELECT schemaname AS \"Schema\", tablename AS \"Name\", 'table' AS \"Type\", \
               tableowner AS \"Owner\" FROM pg_tables ORDER BY 2";
    let answer = query(typed, sql);
    match answer.out.len() <= 4 && answer.out.iter().any(|l| l.text == "(0 rows)") {
        true => Answer::fail("Did not find any relations."),
        false => answer,
    }
}

fn describe(typed: Typed) -> Answer {
    let Some(name) = typed.arg else {
        let names = tables::names().map(|n| format!("  {n}"));
        return Answer::lines(
            ["Views that can be asked here:".to_string()]
                .into_iter()
                .chain(names),
        );
    };
    let columns = tables::columns(name);
    if columns.is_empty() {
        return Answer::fail(format!("Did not find any relation named \"{name}\"."));
    }
    let lines = columns
        .iter()
        .map(|(name, ty)| format!("  {name:<20} {}", ty.name()));
    Answer::lines(
        [format!("View \"pg_catalog.{name}\"")]
            .into_iter()
            .chain(lines),
    )
}
