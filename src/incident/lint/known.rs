//! What the parts of a document may refer to.

use super::findings::Findings;
use super::rules::Rule;
use crate::incident::document::{Effect, Incident};
use crate::incident::names::columns;
use std::collections::{BTreeMap, BTreeSet};

/// The names of a kind; as a rule: a value is one of them.
pub struct Names {
    /// What they are names of, e.g. `service`.
    kind: &'static str,
    names: BTreeSet<String>,
}

impl Names {
    fn new<'a>(kind: &'static str, names: impl Iterator<Item = &'a String>) -> Names {
        let names = names.cloned().collect();
        Names { kind, names }
    }

    pub fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

impl Rule for Names {
    type Value = str;

    fn check(&self, path: &str, name: &str, found: &mut Findings) {
        refer(
            path,
            self.kind,
            name,
            self.names.iter().map(String::as_str),
            found,
        );
    }
}

/// Columns of the telemetry: too many to list them.
pub struct Columns(BTreeSet<String>);

impl Rule for Columns {
    type Value = str;

    fn check(&self, path: &str, name: &str, found: &mut Findings) {
        if !self.0.contains(name) {
            found.error(path, format!("this world has no column `{name}`"));
        }
    }
}

/// Names by kind, and the run's times from minute zero.
pub struct Known {
    pub services: Names,
    pub files: Names,
    pub pipelines: Names,
    pub changes: Names,
    /// Alerts that are there, or come with a measure.
    pub alerts: Names,
    pub columns: Columns,
    pub classes: Names,
    pub contacts: Names,
    /// Who may speak in the channel: contacts and its own people.
    pub speakers: Names,
    /// Lines of the channel.
    pub lines: Names,
    /// Tables that can be locked, with the size of their hot sets.
    pub tables: BTreeMap<String, u32>,
    /// There is a PgBouncer.
    pub has_bouncer: bool,
    /// The database's disk has a bound.
    pub has_disk: bool,
    /// The database has a write-ahead log.
    pub has_wal: bool,
    /// The database has a standby.
    pub has_standby: bool,
    /// Start and end of the run, seconds from minute zero.
    pub run_s: (f64, f64),
}

impl Known {
    pub fn of(incident: &Incident) -> Known {
        let (world, channel) = (&incident.world, &incident.channel);
        let effects = incident.measures.iter().flat_map(|m| &m.does);
        let added = effects.filter_map(|effect| match effect {
            Effect::AddAlert(rule) => Some(&rule.name),
            _ => None,
        });
        let contacts = || incident.contacts.iter().map(|c| &c.id);
        let people = channel.people.iter().map(|p| &p.id);
        Known {
            services: Names::new("service", world.services.iter().map(|s| &s.name)),
            files: Names::new("file", world.files.iter().map(|f| &f.path)),
            pipelines: Names::new("pipeline", world.pipelines.iter().map(|p| &p.name)),
            changes: Names::new("change", incident.changes.iter().map(|c| &c.id)),
            alerts: Names::new(
                "alert",
                incident.alerts.iter().map(|a| &a.name).chain(added),
            ),
            columns: Columns(columns(incident).into_iter().collect()),
            classes: Names::new("class", world.classes.iter().map(|c| &c.name)),
            contacts: Names::new("contact", contacts()),
            speakers: Names::new("speaker", contacts().chain(people)),
            lines: Names::new("line", channel.lines.iter().map(|l| &l.id)),
            tables: tables(incident),
            has_bouncer: world.database.bouncer.is_some(),
            has_disk: world.database.disk.is_some(),
            has_wal: world.database.wal.is_some(),
            has_standby: world.database.replica.is_some(),
            run_s: (-incident.clock.history_s, incident.clock.end_s),
        }
    }

    pub fn service(&self, path: &str, name: &str, found: &mut Findings) {
        self.services.check(path, name, found);
    }

    pub fn file(&self, path: &str, name: &str, found: &mut Findings) {
        self.files.check(path, name, found);
    }

    pub fn pipeline(&self, path: &str, name: &str, found: &mut Findings) {
        self.pipelines.check(path, name, found);
    }

    pub fn class(&self, path: &str, name: &str, found: &mut Findings) {
        self.classes.check(path, name, found);
    }

    pub fn bouncer(&self, path: &str, found: &mut Findings) {
        if !self.has_bouncer {
            found.error(path, "this world has no PgBouncer");
        }
    }
}

fn tables(incident: &Incident) -> BTreeMap<String, u32> {
    let mut tables = BTreeMap::new();
    let world = &incident.world;
    let loops = world.services.iter().filter_map(|s| s.loops.as_ref());
    let transactions = world.classes.iter().filter_map(|c| c.transaction.as_ref());
    let reads = transactions.clone().flat_map(|t| &t.reads);
    for table in reads.chain(loops.flat_map(|l| &l.reads)) {
        tables.entry(table.clone()).or_insert(0);
    }
    for lock in transactions.flat_map(|t| &t.row_locks) {
        let rows = tables.entry(lock.table.clone()).or_insert(0);
        *rows = lock.rows.max(*rows);
    }
    tables
}

/// A name must be one of those there are.
pub fn refer<'a>(
    path: &str,
    kind: &str,
    name: &str,
    names: impl Iterator<Item = &'a str> + Clone,
    found: &mut Findings,
) {
    if !names.clone().any(|there| there == name) {
        let there = match names.collect::<Vec<_>>() {
            none if none.is_empty() => "none".to_string(),
            there => there.join(", "),
        };
        found.error(
            path,
            format!("there is no {kind} `{name}`; there is {there}"),
        );
    }
}
