//! Keys in the texts of configuration files: which differ, and how to set one.

use super::document::World;
use super::lower::text;
use crate::sim::config::postgresql_conf::{self, KeyChange, parse_text};
use crate::sim::config::properties::Properties;
use std::collections::BTreeMap;

/// How a file's text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As PostgreSQL reads it.
    Postgresql,
    /// As Java reads properties.
    Properties,
    /// Nobody knows; it is one text.
    Plain,
}

impl Format {
    /// How the file of this path is read in a world.
    #[must_use]
    pub fn of(world: &World, path: &str) -> Format {
        let pools = world.services.iter().filter_map(|s| s.pool.as_ref());
        if world.database.path == path {
            Format::Postgresql
        } else if pools.into_iter().any(|pool| pool.path == path) {
            Format::Properties
        } else {
            Format::Plain
        }
    }

    /// The keys that two texts set differently, by name. A text without keys is one key with
    /// an empty name and no values.
    #[must_use]
    pub fn changed(self, old: &[String], new: &[String]) -> Vec<KeyChange> {
        match self {
            Format::Postgresql => postgresql_conf::changed_keys(&text(old), &text(new)),
            Format::Properties => KeyChange::all(&properties(old), &properties(new)),
            Format::Plain if old == new => Vec::new(),
            Format::Plain => vec![KeyChange {
                key: String::new(),
                old: None,
                new: None,
            }],
        }
    }

    /// The text with this key set: where it stood last, else at the end. A text without keys
    /// stays as it is.
    #[must_use]
    pub fn with_key(self, lines: &[String], key: &str, value: &str) -> Vec<String> {
        let (place, line) = match self {
            Format::Plain => return lines.to_vec(),
            Format::Postgresql => {
                let entries = parse_text("/postgresql.conf", &text(lines)).entries;
                let same = |name: &str| name.eq_ignore_ascii_case(key);
                let last = entries.iter().rev().find(|e| same(&e.name)).map(|e| e.line);
                (last, format!("{key} = {}", quoted(value)))
            }
            Format::Properties => {
                let entries = Properties::parse("", &text(lines)).map(|p| p.entries);
                let entries = entries.unwrap_or_default();
                let last = entries.iter().rev().find(|e| e.key == key).map(|e| e.line);
                (last, format!("{key}={}", value.replace('\\', "\\\\")))
            }
        };
        let mut out = lines.to_vec();
        let at = place.and_then(|line| (line as usize).checked_sub(1));
        match at.filter(|at| *at < out.len()) {
            None => out.push(line),
            Some(at) => {
                let more = out[at..].iter().take_while(|line| goes_on(line)).count();
                let more = if self == Format::Properties { more } else { 0 };
                let end = (at + more + 1).min(out.len());
                out.splice(at..end, [line]);
            }
        }
        out
    }
}

fn properties(lines: &[String]) -> BTreeMap<String, String> {
    let read = Properties::parse("", &text(lines)).map(|p| p.entries);
    let entries = read.unwrap_or_default().into_iter();
    entries.map(|e| (e.key, e.value)).collect()
}

/// The next line belongs to this one: it ends with an odd number of backslashes.
fn goes_on(line: &str) -> bool {
    line.chars().rev().take_while(|c| *c == '\\').count() % 2 == 1
}

/// A value as `postgresql.conf` takes it: bare where that is enough.
fn quoted(value: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '.';
    if !value.is_empty() && value.chars().all(bare) {
        value.to_string()
    } else {
        format!("'{}'", value.replace('\\', "\\\\").replace('\'', "''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_string).collect()
    }

    #[test]
    fn a_key_is_set_where_it_counts() {
        let old = lines("# sizes\nmax_connections = 20\nport = 5432\nMAX_CONNECTIONS = 30 # yes");
        let new = Format::Postgresql.with_key(&old, "max_connections", "600");
        assert_eq!(new.len(), 4);
        let changed = Format::Postgresql.changed(&old, &new);
        assert_eq!(changed.len(), 1);
        assert_eq!(changed[0].new.as_deref(), Some("600"));
        let added = Format::Postgresql.with_key(&old, "log_line_prefix", "%m 'x'");
        let changed = Format::Postgresql.changed(&old, &added);
        assert_eq!(changed[0].new.as_deref(), Some("%m 'x'"));
    }

    #[test]
    fn a_property_of_two_lines_becomes_one() {
        let old = lines("a.size=1\\\n  0\nb=2");
        let new = Format::Properties.with_key(&old, "a.size", "7");
        assert_eq!(new, lines("a.size=7\nb=2"));
        let changed = Format::Properties.changed(&old, &new);
        assert_eq!(changed[0].old.as_deref(), Some("10"));
    }

    #[test]
    fn a_text_without_keys_differs_as_a_whole() {
        let (a, b) = (lines("x"), lines("y"));
        assert!(Format::Plain.changed(&a, &a).is_empty());
        assert_eq!(Format::Plain.changed(&a, &b)[0].key, "");
        assert_eq!(Format::Plain.with_key(&a, "k", "v"), a);
    }
}
