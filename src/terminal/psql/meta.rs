//! psql's own commands.

use super::super::hands::Hands;
use super::super::sql;
use super::super::tools::{Given, Next};
use super::{Client, execute};

/// The commands, for completion and `\?`.
pub const COMMANDS: [(&str, &str); 12] = [
    ("\\?", "show this list"),
    ("\\conninfo", "display information about current connection"),
    ("\\d", "list tables and views that can be asked here"),
    ("\\dt", "list tables"),
    ("\\du", "list roles"),
    ("\\l", "list databases"),
    ("\\q", "quit psql"),
    ("\\t", "show only rows"),
    ("\\x", "toggle expanded output"),
    ("\\a", "toggle between unaligned and aligned output"),
    ("\\g", "execute query"),
    ("\\gx", "as \\g, but forces expanded output mode"),
];

fn on(word: &str, now: bool, arg: Option<&str>) -> (bool, String) {
    let next = match arg {
        Some("on") => true,
        Some("off") => false,
        _ => !now,
    };
    let state = if next { "on" } else { "off" };
    (next, format!("{word} is {state}."))
}

/// Runs a command with a backslash.
pub(super) fn run(hands: &mut Hands, client: &mut Client, line: &str) -> Given {
    let mut words = line.split_whitespace();
    let database = hands.world().spec().database.name.clone();
    let command = words.next().unwrap_or("").trim_end_matches(';');
    let arg = words.next().map(|word| word.trim_end_matches(';'));
    match command {
        "\\q" => Given::then(Next::Leave),
        "\\x" => {
            let (next, text) = on("Expanded display", client.format.expanded, arg);
            client.format.expanded = next;
            Given::lines([text])
        }
        "\\t" => {
            let (next, text) = on("Tuples only", client.format.tuples_only, arg);
            client.format.tuples_only = next;
            Given::lines([text])
        }
        "\\a" => {
            client.format.unaligned = !client.format.unaligned;
            let word = if client.format.unaligned {
                "unaligned"
            } else {
                "aligned"
            };
            Given::lines([format!("Output format is {word}.")])
        }
        "\\?" | "\\help" => {
            let line = |(name, about): &(&str, &str)| format!("  {name:<12} {about}");
            Given::lines(COMMANDS.iter().map(line))
        }
        "\\h" => Given::lines([
            "Statements of this console: SELECT, SHOW, SET, BEGIN, COMMIT.",
            "SELECT … FROM … JOIN … WHERE … GROUP BY … HAVING … ORDER BY … LIMIT …",
        ]),
        "\\conninfo" => Given::lines([match (&client.remote, client.bouncer) {
            (_, true) => "You are connected to the console of PgBouncer, port \"6432\".".into(),
            (Some(host), _) => format!(
                "You are connected to database \"{database}\" as user \"{}\" on host \"{host}\" \
                 at port \"5432\".",
                client.user
            ),
            (None, _) => format!(
                "You are connected to database \"{database}\" as user \"{}\" via socket in \
                 \"/var/run/postgresql\" at port \"5432\".",
                client.user
            ),
        }]),
        "\\l" => execute(
            hands,
            client,
            "SELECT datname AS \"Name\", 'postgres' AS \"Owner\", 'UTF8' AS \"Encoding\" FROM \
             pg_database ORDER BY 1",
        ),
        "\\du" | "\\dg" => execute(
            hands,
            client,
            "SELECT rolname AS \"Role name\", CASE WHEN rolsuper THEN 'Superuser' ELSE '' END AS \
             \"Attributes\" FROM pg_roles ORDER BY 1",
        ),
        "\\dt" => {
            let given = execute(
                hands,
                client,
                "SELECT schemaname AS \"Schema\", tablename AS \"Name\", 'table' AS \"Type\", \
                 tableowner AS \"Owner\" FROM pg_tables ORDER BY 2",
            );
            match given.out.len() {
                ..=4 if given.out.iter().any(|l| l.text == "(0 rows)") => {
                    Given::fail("Did not find any relations.")
                }
                _ => given,
            }
        }
        "\\d" | "\\d+" | "\\dv" => match arg {
            None => {
                let mut lines = vec!["Views that can be asked here:".to_string()];
                lines.extend(sql::tables::NAMES.iter().map(|n| format!("  {n}")));
                Given::lines(lines)
            }
            Some(name) => {
                let columns = sql::tables::columns(name);
                if columns.is_empty() {
                    return Given::fail(format!("Did not find any relation named \"{name}\"."));
                }
                let mut lines = vec![format!("View \"pg_catalog.{name}\"")];
                let line =
                    |(name, ty): &(&str, sql::value::Type)| format!("  {name:<20} {}", ty.name());
                lines.extend(columns.iter().map(line));
                Given::lines(lines)
            }
        },
        "\\timing" | "\\watch" | "\\i" | "\\copy" | "\\e" | "\\o" | "\\!" | "\\c" | "\\pset" => {
            Given::note(format!("{command} is not modelled here"))
        }
        other => Given::fail(format!("invalid command {other}\nTry \\? for help.")),
    }
}
