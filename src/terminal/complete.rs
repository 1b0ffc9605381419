//! How a line can go on: commands, their words, files, services, settings, columns.

use super::access::Access;
use super::output::Completion;
use super::psql;
use super::shell::Terminal;
use super::sql::{functions, tables};
use super::{commands, files, help};

/// Choices at most.
const CHOICES_MAX: usize = 150;

const KEYWORDS: [&str; 22] = [
    "SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "SHOW", "AND", "OR",
    "NOT", "LIKE", "ILIKE", "IN", "IS NULL", "DESC", "DISTINCT", "JOIN", "ON", "AS", "interval",
    "USING",
];

impl Terminal {
    /// How a line can go on at a byte of it.
    pub fn complete(&self, access: &Access, line: &str, cursor: usize) -> Completion {
        let mut cursor = cursor.min(line.len());
        while !line.is_char_boundary(cursor) {
            cursor -= 1;
        }
        let before = &line[..cursor];
        let sql = match &self.psql {
            Some(_) => Some(before),
            // Inside of the quotes of `psql -c '…`.
            None => open_sql(before),
        };
        if let Some(sql) = sql {
            return self.sql(access, before, sql);
        }
        let stage = before.rfind(['|', ';', '&']).map_or(0, |at| at + 1);
        let word_at = before.rfind([' ', '|', ';', '&']).map_or(0, |at| at + 1);
        let word = &before[word_at..];
        let words: Vec<&str> = before[stage..word_at].split_whitespace().collect();
        let words = match words[..] {
            ["sudo", "-u", _, ref rest @ ..]
            | ["sudo", ref rest @ ..]
            | ["watch" | "until", ref rest @ ..]
            | ["while", "!", ref rest @ ..] => rest.to_vec(),
            _ => words,
        };
        choices(word_at, word, self.words(access, &words, word))
    }

    fn words(&self, access: &Access, words: &[&str], word: &str) -> Vec<String> {
        let Some((name, words)) = words.split_first() else {
            return help::names().map(String::from).collect();
        };
        let typed = Typed {
            access,
            words,
            word,
        };
        let ways = commands::find(name).and_then(|command| (command.ways)(&typed));
        ways.unwrap_or_else(|| self.paths(access, word))
    }

    fn paths(&self, access: &Access, word: &str) -> Vec<String> {
        let (host, cwd) = self.place();
        let (directory, _) = word.rsplit_once('/').map_or(("", word), |(d, n)| (d, n));
        let typed = match word.contains('/') {
            true => format!("{directory}/"),
            false => String::new(),
        };
        let path = match (word.starts_with('/'), directory) {
            (true, "") => "/".to_string(),
            (_, "") => cwd.to_string(),
            (_, directory) => files::resolve(access, cwd, directory),
        };
        let names = files::list(access, host, &path).unwrap_or_default();
        names.into_iter().map(|n| format!("{typed}{n}")).collect()
    }

    fn sql(&self, access: &Access, before: &str, sql: &str) -> Completion {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\\' | '.');
        let parts = before.char_indices().rev().take_while(|(_, c)| is_part(*c));
        let from = parts.last().map_or(before.len(), |(at, _)| at);
        let word = &before[from..];
        let lower = sql.to_lowercase();
        let mut words: Vec<&str> = lower.split_whitespace().collect();
        if !word.is_empty() {
            words.pop();
        }
        let settings = || {
            access
                .world()
                .settings()
                .rows()
                .into_iter()
                .map(|row| row.name)
                .collect()
        };
        let all = match words.last().copied() {
            _ if word.starts_with('\\') => psql::meta_names().map(String::from).collect(),
            Some("show" | "set") => settings(),
            Some("from" | "join" | "table") => tables::names().map(String::from).collect(),
            Some("name" | "=") if lower.contains("pg_settings") => settings(),
            _ => query_words(&lower, word),
        };
        choices(from, word, all)
    }
}

/// What a query can go on with: columns of its tables, keywords, functions, tables.
fn query_words(sql: &str, word: &str) -> Vec<String> {
    let upper = word.is_empty() || word.starts_with(char::is_uppercase);
    let asked = tables::names().filter(|name| sql.contains(*name));
    let columns = asked.flat_map(|name| tables::columns(name).iter().map(|(c, _)| *c));
    let names = columns.chain(tables::names()).map(String::from);
    let keywords = KEYWORDS.iter().map(|word| match upper {
        true => (*word).to_string(),
        false => word.to_lowercase(),
    });
    names
        .chain(keywords)
        .chain(functions::completions())
        .collect()
}

/// A command whose operands are typed.
pub struct Typed<'t> {
    pub access: &'t Access<'t>,
    /// Words between the command and the one that goes on.
    pub words: &'t [&'t str],
    /// What is there of the one that goes on.
    pub word: &'t str,
}

impl Typed<'_> {
    /// These for the first operand.
    pub fn first(&self, all: impl FnOnce() -> Vec<String>) -> Option<Vec<String>> {
        self.words.is_empty().then(all)
    }

    /// Names of services, with something before them.
    pub fn services(&self, before: &str) -> Vec<String> {
        let services = &self.access.world().spec().services;
        services
            .iter()
            .map(|s| format!("{before}{}", s.name))
            .collect()
    }
}

/// The way of commands whose operands are files.
pub fn by_paths(_: &Typed) -> Option<Vec<String>> {
    None
}

/// Choices that are always the same, with `|` between them.
pub fn fixed(all: &str) -> Vec<String> {
    all.split('|').map(String::from).collect()
}

/// The SQL behind an open quote of a `psql -c`.
fn open_sql(before: &str) -> Option<&str> {
    let call = before.rfind("psql")?;
    let rest = &before[call..];
    let quote = rest.find(['"', '\''])?;
    let mark = rest[quote..].chars().next()?;
    let inside = &rest[quote + 1..];
    (!inside.contains(mark)).then_some(inside)
}

fn choices(from: usize, word: &str, all: Vec<String>) -> Completion {
    let mut choices: Vec<String> = all.into_iter().filter(|c| c.starts_with(word)).collect();
    choices.sort();
    choices.dedup();
    choices.truncate(CHOICES_MAX);
    Completion {
        from: u32::try_from(from).unwrap_or(0),
        choices,
    }
}
