//! A small SQL: what an engineer asks a PostgreSQL server in an outage.
//!
//! | file | what it is for |
//! |---|---|
//! | `lexer`, `ast`, `parser`, `expr` | from text to what it says, with the places of errors |
//! | `bind` | columns and types |
//! | `functions`, `calls` | the table of functions, and what they compute |
//! | `run`, `eval`, `group` | tables, joins, filters, groups, order |
//! | `tables` | the server's views, filled from the world at this instant |
//! | `value`, `error` | values and how they are shown; errors as PostgreSQL words them |

mod ast;
mod bind;
mod calls;
mod error;
mod eval;
mod expr;
pub(super) mod functions;
mod group;
mod lexer;
mod parser;
mod run;
pub(super) mod tables;
pub(super) mod value;

use crate::drill::Session;
use crate::drill::action::Look;
use ast::Statement;
use error::{Sql, SqlError};
use run::Database;
pub(super) use run::Effect;
pub use run::Table;
use value::{Type, Value};

/// Settings of which a look is taken when an answer shows them, at most.
const SETTINGS_SEEN_MAX: usize = 40;

/// What came of a statement.
#[derive(Clone, Debug)]
pub enum Done {
    /// A table.
    Rows(Table),
    /// A word, such as `SET`.
    Tag(String),
    /// The server knows the statement, this console does not play it.
    NotModelled(String),
    /// An empty statement has no answer.
    Nothing,
}

/// A statement's answer, and what follows from it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What came of it.
    pub done: Done,
    /// What it does to the world.
    pub effects: Vec<Effect>,
    /// Warnings, without `WARNING:`.
    pub warnings: Vec<String>,
    /// What was looked at.
    pub looks: Vec<Look>,
}

/// Run one statement as a role.
///
/// # Errors
/// As PostgreSQL words them.
pub fn run(session: &Session, user: &str, statement: &str) -> Result<Answer, SqlError> {
    let database = Database::new(session, user, statement.trim_end_matches([';', ' ']));
    let done = match parser::statement(statement)? {
        Statement::Empty => Done::Nothing,
        Statement::Word(word) => Done::Tag(word.into()),
        Statement::Unknown(what) => Done::NotModelled(what),
        Statement::Set(name) => set(session, &name)?,
        Statement::Show(name) => Done::Rows(show(&database, &name)?),
        Statement::Select(select) => {
            let table = database.select(&select)?;
            settings_seen(&database, &table);
            Done::Rows(table)
        }
    };
    let (effects, warnings, looks) = database.told();
    Ok(Answer {
        done,
        effects,
        warnings,
        looks,
    })
}

/// Rows that name a setting were looked at.
fn settings_seen(database: &Database, table: &Table) {
    let name = table.columns.iter().position(|(name, _)| name == "name");
    if let Some(name) = name
        && table.rows.len() <= SETTINGS_SEEN_MAX
        && table.columns.iter().any(|(n, _)| n != "name")
    {
        for row in &table.rows {
            if let Some(Value::Text(name)) = row.get(name) {
                database.looked_at_setting(name);
            }
        }
    }
}

fn show(database: &Database, name: &str) -> Sql<Table> {
    let settings = database.session.world().settings();
    if name == "all" {
        let column = |name: &str| (name.to_string(), Type::Text);
        let rows = settings.rows().into_iter().map(|row| {
            let cells = [row.name, row.setting, row.description.to_string()];
            cells.into_iter().map(Value::Text).collect()
        });
        return Ok(Table {
            columns: vec![column("name"), column("setting"), column("description")],
            rows: rows.collect(),
        });
    }
    let Some(value) = settings.show(name) else {
        return error::refuse(format!("unrecognized configuration parameter \"{name}\""));
    };
    database.looked_at_setting(name);
    let name = settings.row(name).map_or(name.to_string(), |row| row.name);
    Ok(Table {
        columns: vec![(name, Type::Text)],
        rows: vec![vec![Value::Text(value)]],
    })
}

/// `SET` holds for the session, which runs nothing of its own.
fn set(session: &Session, name: &str) -> Sql<Done> {
    let Some(row) = session.world().settings().row(name) else {
        return error::refuse(format!("unrecognized configuration parameter \"{name}\""));
    };
    match row.context {
        "postmaster" => error::refuse(format!(
            "parameter \"{name}\" cannot be changed without restarting the server"
        )),
        "sighup" => error::refuse(format!("parameter \"{name}\" cannot be changed now")),
        "internal" => error::refuse(format!("parameter \"{name}\" cannot be changed")),
        _ => Ok(Done::Tag("SET".into())),
    }
}
