//! What the parts of a document may refer to.

use super::findings::Findings;
use crate::incident::document::{Effect, Incident};
use crate::incident::names::columns;
use std::collections::{BTreeMap, BTreeSet};

/// Names by kind, and the run's times from minute zero.
pub struct Known {
    pub services: BTreeSet<String>,
    pub files: BTreeSet<String>,
    pub pipelines: BTreeSet<String>,
    pub changes: BTreeSet<String>,
    pub alerts: BTreeSet<String>,
    pub columns: BTreeSet<String>,
    pub classes: BTreeSet<String>,
    pub contacts: BTreeSet<String>,
    /// Who may speak in the channel: contacts and its own people.
    pub speakers: BTreeSet<String>,
    /// Lines of the channel.
    pub lines: BTreeSet<String>,
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
        let world = &incident.world;
        Known {
            services: world.services.iter().map(|s| s.name.clone()).collect(),
            files: world.files.iter().map(|f| f.path.clone()).collect(),
            pipelines: world.pipelines.iter().map(|p| p.name.clone()).collect(),
            changes: incident.changes.iter().map(|c| c.id.clone()).collect(),
            alerts: alerts(incident),
            columns: columns(incident).into_iter().collect(),
            classes: world.classes.iter().map(|c| c.name.clone()).collect(),
            contacts: incident.contacts.iter().map(|c| c.id.clone()).collect(),
            speakers: speakers(incident),
            lines: incident
                .channel
                .lines
                .iter()
                .map(|l| l.id.clone())
                .collect(),
            tables: tables(incident),
            has_bouncer: world.database.bouncer.is_some(),
            has_disk: world.database.disk.is_some(),
            has_wal: world.database.wal.is_some(),
            has_standby: world.database.replica.is_some(),
            run_s: (-incident.clock.history_s, incident.clock.end_s),
        }
    }

    pub fn service(&self, path: &str, name: &str, found: &mut Findings) {
        refer(path, "service", name, &self.services, found);
    }

    pub fn file(&self, path: &str, name: &str, found: &mut Findings) {
        refer(path, "file", name, &self.files, found);
    }

    pub fn pipeline(&self, path: &str, name: &str, found: &mut Findings) {
        refer(path, "pipeline", name, &self.pipelines, found);
    }

    pub fn change(&self, path: &str, name: &str, found: &mut Findings) {
        refer(path, "change", name, &self.changes, found);
    }

    pub fn alert(&self, path: &str, name: &str, found: &mut Findings) {
        refer(path, "alert", name, &self.alerts, found);
    }

    pub fn contact(&self, path: &str, name: &str, found: &mut Findings) {
        refer(path, "contact", name, &self.contacts, found);
    }

    pub fn speaker(&self, path: &str, name: &str, found: &mut Findings) {
        refer(path, "speaker", name, &self.speakers, found);
    }

    pub fn line(&self, path: &str, name: &str, found: &mut Findings) {
        refer(path, "line", name, &self.lines, found);
    }

    pub fn bouncer(&self, path: &str, found: &mut Findings) {
        if !self.has_bouncer {
            found.error(path, "this world has no PgBouncer");
        }
    }

    pub fn class(&self, path: &str, name: &str, found: &mut Findings) {
        refer(path, "class", name, &self.classes, found);
    }

    pub fn table(&self, path: &str, name: &str, found: &mut Findings) {
        let names = self.tables.keys().cloned().collect();
        refer(path, "table", name, &names, found);
    }

    pub fn column(&self, path: &str, name: &str, found: &mut Findings) {
        if !self.columns.contains(name) {
            found.error(path, format!("this world has no column `{name}`"));
        }
    }
}

/// Alerts that are there, or come with a measure.
fn alerts(incident: &Incident) -> BTreeSet<String> {
    let does = incident.measures.iter().flat_map(|m| &m.does);
    let added = does.filter_map(|effect| match effect {
        Effect::AddAlert(rule) => Some(rule.name.clone()),
        _ => None,
    });
    let own = incident.alerts.iter().map(|a| a.name.clone());
    own.chain(added).collect()
}

fn speakers(incident: &Incident) -> BTreeSet<String> {
    let contacts = incident.contacts.iter().map(|c| c.id.clone());
    let people = incident.channel.people.iter().map(|p| p.id.clone());
    contacts.chain(people).collect()
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

fn refer(path: &str, kind: &str, name: &str, names: &BTreeSet<String>, found: &mut Findings) {
    if !names.contains(name) {
        let there: Vec<&str> = names.iter().map(String::as_str).collect();
        let there = if there.is_empty() {
            "none".to_string()
        } else {
            there.join(", ")
        };
        found.error(
            path,
            format!("there is no {kind} `{name}`; there is {there}"),
        );
    }
}
