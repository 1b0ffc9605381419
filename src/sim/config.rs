//! Configuration as text: parsers, the versioned store and what is in force.
//!
//! Nothing here knows of the engine. [`store`] keeps files as versions of text,
//! [`postgresql_conf`] and [`properties`] read them by the real programs' rules,
//! [`in_force`] tells what is written from what the database obeys, [`hikari`]
//! what a connection pool makes of its properties. No clock, no IO, and no panic
//! on any input: a bad file is a value with the place and PostgreSQL's or
//! HikariCP's own words for it.

pub mod diff;
mod getters;
pub mod hikari;
mod hikari_running;
pub mod in_force;
pub mod include;
mod lexer;
mod logging;
mod number;
pub mod pgbouncer_ini;
pub mod postgresql_conf;
pub mod properties;
mod reload;
pub mod settings;
pub mod store;
#[cfg(test)]
mod tests;
pub mod value;

use std::fmt;
use std::sync::Arc;

/// How loud a log line is. `Hint` is the second line of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// `LOG`: what the server reports about itself.
    Log,
    /// `HINT`: belongs to the line before it.
    Hint,
    /// `WARNING` (PostgreSQL) or `WARN` (Java).
    Warning,
    /// `ERROR`.
    Error,
    /// `FATAL`: the process ends.
    Fatal,
}

impl Severity {
    /// The word PostgreSQL writes before the message.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Log => "LOG",
            Severity::Hint => "HINT",
            Severity::Warning => "WARNING",
            Severity::Error => "ERROR",
            Severity::Fatal => "FATAL",
        }
    }
}

/// One mistake in a configuration file, in the words of the program that read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// `Log` for a single mistake, `Fatal` for the line that ends a start.
    pub severity: Severity,
    /// The file the mistake stands in.
    pub file: Arc<str>,
    /// Its line, counted from 1; 0 when the mistake is not one line's.
    pub line: u32,
    /// The parameter concerned, as written, or empty.
    pub name: String,
    /// The message, as the log shows it.
    pub message: String,
    /// The `HINT` line, if the program gives one.
    pub hint: Option<String>,
}

impl ConfigError {
    /// A mistake that is no parameter's, without a hint.
    fn new(severity: Severity, file: Arc<str>, line: u32, message: String) -> ConfigError {
        ConfigError {
            severity,
            file,
            line,
            name: String::new(),
            message,
            hint: None,
        }
    }

    /// The log lines of this mistake: the message and, if there is one, its hint.
    pub fn log_lines(&self) -> Vec<(Severity, String)> {
        let mut lines = vec![(self.severity, self.message.clone())];
        if let Some(hint) = &self.hint {
            lines.push((Severity::Hint, hint.clone()));
        }
        lines
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:{}: {}", self.file, self.line, self.message)
        } else {
            write!(f, "{}: {}", self.file, self.message)
        }
    }
}

impl std::error::Error for ConfigError {}
