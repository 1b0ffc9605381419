//! What the database obeys, as against what is written.
//!
//! [`Settings::start`] reads a configuration as a starting server does: any
//! mistake keeps it down. [`Settings::reload`] (in `reload.rs`) does what
//! `SIGHUP` does. Rules: `ProcessConfigFileInternal` and `set_config_option` of
//! PostgreSQL 15, checked against a real server.

use super::postgresql_conf::{Entry, Parsed};
pub use super::reload::{Change, ReloadReport};
use super::settings::{self, Context, Parameter};
use super::value::{self, Value, ValueError};
use super::{ConfigError, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most backends of all kinds together (`MAX_BACKENDS`).
const BACKENDS_MAX: i64 = 262_143;

/// Where a value in force comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Nobody has set it: the built-in value.
    Default,
    /// A configuration file.
    File,
}

impl Source {
    /// The words `pg_settings.source` shows.
    pub fn as_str(self) -> &'static str {
        match self {
            Source::Default => "default",
            Source::File => "configuration file",
        }
    }
}

/// One parameter's state.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub value: Value,
    pub source: Source,
    pub place: Option<(Arc<str>, u32)>,
    /// What is written and waits for a restart.
    pub pending: Option<Value>,
}

/// A row of `pg_settings`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name of the parameter.
    pub name: String,
    /// The value in force, as `SHOW` gives it (`128MB`).
    pub setting: String,
    /// The value in force in base units, as the real view has it (`16384`).
    pub setting_base: String,
    /// The base unit, or empty.
    pub unit: &'static str,
    /// When it may change, in `pg_settings`' word.
    pub context: &'static str,
    /// `default` or `configuration file`.
    pub source: &'static str,
    /// The file that sets it, if one does.
    pub sourcefile: Option<Arc<str>>,
    /// The line that sets it, if one does.
    pub sourceline: Option<u32>,
    /// Whether another value is written and waits for a restart.
    pub pending_restart: bool,
    /// The value that waits for a restart, as `SHOW` would give it.
    pub pending: Option<String>,
    /// The built-in value, as `SHOW` gives it.
    pub boot_val: String,
    /// The chapter of the manual.
    pub category: &'static str,
    /// What the parameter is for; empty if nothing in the model looks at it.
    pub description: &'static str,
}

/// The settings a running server obeys.
#[derive(Debug, Clone)]
pub struct Settings {
    /// As long as `settings::all()`, in its order.
    pub(super) slots: Vec<Slot>,
    /// Names with a dot, which any extension might define, by lower-case name.
    pub(super) custom: BTreeMap<String, (String, Slot)>,
}

impl Settings {
    /// What a server without any configuration obeys.
    pub fn defaults() -> Self {
        let slots = settings::all()
            .iter()
            .map(|p| Slot::default_of(default_value(p)));
        let mut settings = Settings {
            slots: slots.collect(),
            custom: BTreeMap::new(),
        };
        settings.size_wal_buffers();
        settings
    }

    /// Starts a server on this configuration.
    ///
    /// # Errors
    /// All mistakes of the first stage that has any (syntax, then names, then
    /// values, then parameters that contradict each other); the last one is
    /// `FATAL`. The server stays down.
    pub fn start(parsed: &Parsed) -> Result<Self, Vec<ConfigError>> {
        let mut errors = parsed.errors.clone();
        let mut closing_file = parsed.main_file.clone();
        let mut settings = Settings::defaults();
        settings.set_value("wal_buffers", Value::Int(-1));
        if errors.is_empty() {
            errors = unrecognized(parsed);
            if errors.is_empty() {
                for entry in active(parsed) {
                    errors.extend(settings.set_at_start(entry).err());
                }
            }
            if let Some(last) = errors.last() {
                closing_file = last.file.clone();
            }
        }
        if !errors.is_empty() {
            errors.push(closing(closing_file, Severity::Fatal, ""));
            return Err(errors);
        }
        settings.size_wal_buffers();
        match settings.contradiction(&parsed.main_file) {
            Some(error) => Err(vec![error]),
            None => Ok(settings),
        }
    }

    fn set_at_start(&mut self, entry: &Entry) -> Result<(), ConfigError> {
        let place = Some((entry.file.clone(), entry.line));
        let Some(at) = settings::index_of(&entry.name) else {
            self.set_custom(entry);
            return Ok(());
        };
        if let Some(p) = settings::all().get(at) {
            if p.context == Context::Internal {
                return Err(error_at(entry, cannot_be_changed(p.name)));
            }
            let value = self
                .checked(p, &entry.value)
                .map_err(|e| error_at(entry, e))?;
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = Slot {
                    value,
                    source: Source::File,
                    place,
                    pending: None,
                };
            }
        }
        Ok(())
    }

    /// Sets a name with a dot; the text it had before.
    pub(super) fn set_custom(&mut self, entry: &Entry) -> String {
        let value = Value::Text(entry.value.clone());
        let place = Some((entry.file.clone(), entry.line));
        let slot = Slot {
            value,
            source: Source::File,
            place,
            pending: None,
        };
        let key = entry.name.to_ascii_lowercase();
        match self.custom.get_mut(&key) {
            Some((_, old)) => {
                let Value::Text(before) = std::mem::replace(old, slot).value else {
                    return String::new();
                };
                before
            }
            None => {
                self.custom.insert(key, (entry.name.clone(), slot));
                String::new()
            }
        }
    }

    /// A value with the checks that look at other parameters (`check_*` hooks).
    pub(super) fn checked(&self, p: &Parameter, text: &str) -> Result<Value, ValueError> {
        let value = value::parse(p, text)?;
        let Value::Int(n) = value else {
            return Ok(value);
        };
        if p.name == "wal_buffers" {
            // -1 means the size chosen at start; less than 4 pages is 4.
            let now = self.int("wal_buffers");
            return Ok(Value::Int(if n == -1 { now } else { n.max(4) }));
        }
        let parts = [
            "max_connections",
            "autovacuum_max_workers",
            "max_worker_processes",
            "max_wal_senders",
        ];
        if parts.contains(&p.name) {
            let others = parts
                .iter()
                .filter(|name| **name != p.name)
                .map(|name| self.int(name));
            if others.sum::<i64>() + n + 1 > BACKENDS_MAX {
                let message = format!("invalid value for parameter \"{}\": {n}", p.name);
                return Err(message.into());
            }
        }
        Ok(value)
    }

    /// What `PostmasterMain` refuses although each value is valid.
    fn contradiction(&self, main_file: &Arc<str>) -> Option<ConfigError> {
        let reserved = self.int("superuser_reserved_connections");
        let connections = self.int("max_connections");
        let minimal = self.text("wal_level") == "minimal";
        let (name, message) = if reserved >= connections {
            let message = format!(
                "superuser_reserved_connections ({reserved}) must be less than \
                 max_connections ({connections})"
            );
            ("max_connections", message)
        } else if minimal && self.text("archive_mode") != "off" {
            let text = "WAL archival cannot be enabled when wal_level is \"minimal\"";
            ("wal_level", text.to_owned())
        } else if minimal && self.int("max_wal_senders") > 0 {
            let text = "WAL streaming (max_wal_senders > 0) requires wal_level \
                        \"replica\" or \"logical\"";
            ("wal_level", text.to_owned())
        } else {
            return None;
        };
        let place = self.slot(name).and_then(|(_, slot)| slot.place.clone());
        let (file, line) = place.unwrap_or((main_file.clone(), 0));
        Some(ConfigError {
            name: name.to_owned(),
            ..ConfigError::new(Severity::Fatal, file, line, message)
        })
    }

    /// `XLOGChooseNumBuffers`: a 32nd of `shared_buffers`, 8 pages to 16 MB.
    fn size_wal_buffers(&mut self) {
        if self.int("wal_buffers") == -1 {
            let pages = (self.int("shared_buffers") / 32).clamp(8, 2048);
            self.set_value("wal_buffers", Value::Int(pages));
        }
    }

    fn set_value(&mut self, name: &str, value: Value) {
        if let Some(slot) = settings::index_of(name).and_then(|at| self.slots.get_mut(at)) {
            slot.value = value;
        }
    }
}

impl Slot {
    fn default_of(value: Value) -> Self {
        Slot {
            value,
            source: Source::Default,
            place: None,
            pending: None,
        }
    }
}

/// The built-in value; the table is tested to be readable.
pub(super) fn default_value(p: &Parameter) -> Value {
    value::parse(p, p.default).unwrap_or_else(|_| Value::Text(p.default.to_owned()))
}

/// The entries that take effect: of those with the very same name the last.
/// Another spelling of a name is not the same to PostgreSQL: both are applied,
/// one after the other.
pub(super) fn active(parsed: &Parsed) -> Vec<&Entry> {
    let mut seen = BTreeSet::new();
    let mut kept: Vec<&Entry> = parsed
        .entries
        .iter()
        .rev()
        .filter(|e| seen.insert(e.name.as_str()))
        .collect();
    kept.reverse();
    kept
}

/// Names PostgreSQL does not know. A name with a dot might be an extension's.
pub(super) fn unrecognized(parsed: &Parsed) -> Vec<ConfigError> {
    let unknown = parsed
        .entries
        .iter()
        .filter(|e| !e.name.contains('.') && settings::find(&e.name).is_none());
    unknown
        .map(|e| {
            let message = format!(
                "unrecognized configuration parameter \"{}\" in file \"{}\" line {}",
                e.name, e.file, e.line
            );
            error_at(e, message.into())
        })
        .collect()
}

pub(super) fn error_at(entry: &Entry, error: ValueError) -> ConfigError {
    ConfigError {
        severity: Severity::Log,
        file: entry.file.clone(),
        line: entry.line,
        name: entry.name.clone(),
        message: error.message,
        hint: error.hint,
    }
}

pub(super) fn cannot_be_changed(name: &str) -> ValueError {
    format!("parameter \"{name}\" cannot be changed").into()
}

/// The line that sums up a configuration with mistakes.
pub(super) fn closing(file: Arc<str>, severity: Severity, what_then: &str) -> ConfigError {
    let message = format!("configuration file \"{file}\" contains errors{what_then}");
    ConfigError::new(severity, file, 0, message)
}
