//! What `SIGHUP` does: PostgreSQL 15's `ProcessConfigFileInternal`.

use super::in_force::{
    Row, Settings, Slot, Source, active, cannot_be_changed, closing, default_value, error_at,
    unrecognized,
};
use super::postgresql_conf::{Entry, Parsed};
use super::settings::{self, Context, Parameter};
use super::value::{self, Value, ValueError};
use super::{ConfigError, Severity};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A parameter whose value changed, or will with the next restart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Name of the parameter.
    pub name: String,
    /// The value before, as `SHOW` gives it.
    pub old: String,
    /// The value now or after a restart, as `SHOW` gives it.
    pub new: String,
    /// The file and line that say so; `None` for a line that was taken out.
    pub place: Option<(Arc<str>, u32)>,
}

/// What a reload did and what the server logged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReloadReport {
    /// Values now in force that were not before.
    pub applied: Vec<Change>,
    /// Written values that wait for a restart, old and new ones.
    pub pending_restart: Vec<Change>,
    /// Parameters whose lines were taken out, back at their defaults.
    pub reset: Vec<Change>,
    /// Mistakes, the closing line included.
    pub errors: Vec<ConfigError>,
    /// The log lines in order.
    pub log_lines: Vec<LogLine>,
}

/// A line that the server logs at a reload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// How bad it is.
    pub severity: Severity,
    /// In PostgreSQL's words.
    pub text: String,
    /// It tells of a value that waits for a restart.
    pub waits: bool,
}

impl ReloadReport {
    fn log(&mut self, text: String) {
        self.log_lines.push(LogLine {
            severity: Severity::Log,
            text,
            waits: false,
        });
    }

    fn error(&mut self, error: ConfigError) {
        self.tell(error, false);
    }

    fn tell(&mut self, error: ConfigError, waits: bool) {
        let lines = error.log_lines().into_iter();
        let lines = lines.map(|(severity, text)| LogLine {
            severity,
            text,
            waits,
        });
        self.log_lines.extend(lines);
        self.errors.push(error);
    }
}

fn needs_restart(name: &str) -> ValueError {
    let message = format!("parameter \"{name}\" cannot be changed without restarting the server");
    message.into()
}

impl Settings {
    /// Takes over what may change while the server runs. Syntax errors and unknown
    /// names leave everything as it was; a bad value leaves its parameter.
    pub fn reload(&mut self, parsed: &Parsed) -> ReloadReport {
        let mut report = ReloadReport::default();
        report.log("received SIGHUP, reloading configuration files".to_owned());
        for note in &parsed.notes {
            report.log(note.clone());
        }
        let errors = if parsed.errors.is_empty() {
            unrecognized(parsed)
        } else {
            parsed.errors.clone()
        };
        if !errors.is_empty() {
            let last = errors.last().map(|e| e.file.clone());
            let file = last.filter(|_| parsed.errors.is_empty());
            let file = file.unwrap_or_else(|| parsed.main_file.clone());
            errors.into_iter().for_each(|e| report.error(e));
            report.error(closing(file, Severity::Log, "; no changes were applied"));
            return report;
        }
        self.reset_removed(parsed, &mut report);
        for entry in active(parsed) {
            if let Err(error) = self.reapply(entry, &mut report) {
                report.error(error);
            }
        }
        if !report.errors.is_empty() {
            let last = report
                .errors
                .iter()
                .rev()
                .find(|e| e.line > 0)
                .map(|e| e.file.clone());
            let file = last.unwrap_or_else(|| parsed.main_file.clone());
            report.error(closing(
                file,
                Severity::Log,
                "; unaffected changes were applied",
            ));
        }
        report
    }

    /// Parameters a file set before and does not any more.
    fn reset_removed(&mut self, parsed: &Parsed, report: &mut ReloadReport) {
        let present: BTreeSet<usize> = parsed
            .entries
            .iter()
            .filter_map(|e| settings::index_of(&e.name))
            .collect();
        for (at, (p, slot)) in settings::all().iter().zip(&mut self.slots).enumerate() {
            if slot.source != Source::File || present.contains(&at) {
                continue;
            }
            let default = default_value(p);
            let place = None;
            let (old, new) = (value::show(p, &slot.value), value::show(p, &default));
            let change = Change {
                name: p.name.to_owned(),
                old,
                new,
                place,
            };
            if p.context.needs_restart() {
                slot.pending = Some(default);
                report.pending_restart.push(change);
                let (file, message) = (parsed.main_file.clone(), needs_restart(p.name).message);
                let error = ConfigError {
                    name: p.name.to_owned(),
                    ..ConfigError::new(Severity::Log, file, 0, message)
                };
                report.tell(error, true);
                continue;
            }
            *slot = Slot {
                value: default,
                source: Source::Default,
                place: None,
                pending: None,
            };
            report.log(removed(p.name));
            report.reset.push(change);
        }
        let names: BTreeSet<String> = parsed
            .entries
            .iter()
            .map(|e| e.name.to_ascii_lowercase())
            .collect();
        for (key, (name, slot)) in &mut self.custom {
            if slot.source != Source::File || names.contains(key) {
                continue;
            }
            let old = match &slot.value {
                Value::Text(text) => text.clone(),
                _ => String::new(),
            };
            slot.value = Value::Text(String::new());
            slot.source = Source::Default;
            slot.place = None;
            report.log(removed(name));
            let (name, new, place) = (name.clone(), String::new(), None);
            report.reset.push(Change {
                name,
                old,
                new,
                place,
            });
        }
    }

    fn reapply(&mut self, entry: &Entry, report: &mut ReloadReport) -> Result<(), ConfigError> {
        let place = Some((entry.file.clone(), entry.line));
        let Some((at, p)) =
            settings::index_of(&entry.name).and_then(|at| settings::all().get(at).map(|p| (at, p)))
        else {
            let (old, new) = (self.set_custom(entry), entry.value.clone());
            if old != new {
                report.log(changed(entry));
                report.applied.push(Change {
                    name: entry.name.clone(),
                    old,
                    new,
                    place,
                });
            }
            return Ok(());
        };
        if p.context == Context::Internal {
            return Err(error_at(entry, cannot_be_changed(p.name)));
        }
        let new = self
            .checked(p, &entry.value)
            .map_err(|e| error_at(entry, e))?;
        let Some(slot) = self.slots.get_mut(at) else {
            return Ok(());
        };
        let change = Change {
            name: p.name.to_owned(),
            old: value::show(p, &slot.value),
            new: value::show(p, &new),
            place: place.clone(),
        };
        let is_same = slot.value == new;
        if p.context.needs_restart() {
            if !is_same {
                slot.pending = Some(new);
                report.pending_restart.push(change);
                report.tell(error_at(entry, needs_restart(p.name)), true);
                return Ok(());
            }
            slot.pending = None;
            slot.place = place;
            return Ok(());
        }
        *slot = Slot {
            value: new,
            source: Source::File,
            place,
            pending: None,
        };
        if !is_same {
            report.log(changed(entry));
            report.applied.push(change);
        }
        Ok(())
    }

    /// The rows of `pg_settings`, by name; names with a dot come last.
    pub fn rows(&self) -> Vec<Row> {
        let known = settings::all()
            .iter()
            .zip(&self.slots)
            .map(|(p, slot)| row(p, slot));
        let custom = self
            .custom
            .values()
            .map(|(name, slot)| custom_row(name, slot));
        known.chain(custom).collect()
    }

    /// The row of one parameter, by its name in any case.
    pub fn row(&self, name: &str) -> Option<Row> {
        if let Some((p, slot)) = self.slot(name) {
            return Some(row(p, slot));
        }
        let (name, slot) = self.custom.get(&name.to_ascii_lowercase())?;
        Some(custom_row(name, slot))
    }
}

fn removed(name: &str) -> String {
    format!("parameter \"{name}\" removed from configuration file, reset to default")
}

fn changed(entry: &Entry) -> String {
    format!(
        "parameter \"{}\" changed to \"{}\"",
        entry.name, entry.value
    )
}

fn row(p: &Parameter, slot: &Slot) -> Row {
    let place = slot.place.clone().filter(|_| slot.source == Source::File);
    Row {
        name: p.name.to_owned(),
        setting: value::show(p, &slot.value),
        setting_base: value::base(p, &slot.value),
        unit: p.unit.as_str(),
        context: p.context.as_str(),
        source: slot.source.as_str(),
        sourcefile: place.as_ref().map(|(file, _)| file.clone()),
        sourceline: place.map(|(_, line)| line),
        pending_restart: slot.pending.is_some(),
        pending: slot.pending.as_ref().map(|v| value::show(p, v)),
        boot_val: value::show(p, &default_value(p)),
        category: p.category,
        description: p.description,
    }
}

fn custom_row(name: &str, slot: &Slot) -> Row {
    let text = match &slot.value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    };
    Row {
        name: name.to_owned(),
        setting: text.clone(),
        setting_base: text,
        unit: "",
        context: Context::User.as_str(),
        source: slot.source.as_str(),
        sourcefile: slot.place.as_ref().map(|(file, _)| file.clone()),
        sourceline: slot.place.as_ref().map(|(_, line)| *line),
        pending_restart: false,
        pending: None,
        boot_val: String::new(),
        category: "Customized Options",
        description: "",
    }
}
