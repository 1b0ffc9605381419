//! Reading an incident file: text to a checked document, or what is wrong and where.

use super::document::{INCIDENT_VERSION, Incident};
use super::lint::{Finding, lint};
use super::locate::{Place, place, places, repeated_keys, too_deep};
use super::problem::{Problem, Severity, one_line};
use crate::json;
use serde_json::Value;

/// Largest file, bytes.
pub const BYTES_MAX: usize = 2 << 20;
/// Deepest nesting of arrays and objects.
pub const DEPTH_MAX: usize = 32;
/// Most problems told of one file.
pub const PROBLEMS_MAX: usize = 200;

/// A file that was looked at.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The document, if it has no errors. It may have warnings.
    pub incident: Option<Incident>,
    /// Errors and warnings in the order of the file, at most [`PROBLEMS_MAX`].
    pub problems: Vec<Problem>,
}

/// The document in a text, if it has no errors. Warnings are dropped: see [`check`].
/// `file_name` is used in problems only.
///
/// # Errors
/// All problems, errors and warnings, in the order of the file.
pub fn parse(text: &str, file_name: &str) -> Result<Incident, Vec<Problem>> {
    let checked = check(text, file_name);
    checked.incident.ok_or(checked.problems)
}

/// Everything that can be said about a text: the document and its warnings, or its errors.
#[must_use]
pub fn check(text: &str, file_name: &str) -> Checked {
    let file = File {
        text: text.strip_prefix('\u{feff}').unwrap_or(text),
        name: file_name,
    };
    match file.value() {
        Err(problem) => Checked {
            incident: None,
            problems: vec![problem],
        },
        Ok(value) => file.checked(&value),
    }
}

fn newer(version: u64) -> String {
    format!("made by a newer Firedrill (format {version}); this one reads up to {INCIDENT_VERSION}")
}

struct File<'a> {
    text: &'a str,
    name: &'a str,
}

impl File<'_> {
    fn problem(&self, place: Place, path: &str, message: &str, severity: Severity) -> Problem {
        Problem {
            file: one_line(self.name),
            line: place.line,
            column: place.column,
            path: one_line(path),
            message: one_line(message),
            severity,
        }
    }

    fn error_at(&self, offset: usize, message: &str) -> Problem {
        self.problem(place(self.text, offset), "$", message, Severity::Error)
    }

    /// The JSON value of a text that is small, shallow, well-formed and of this version.
    fn value(&self) -> Result<Value, Problem> {
        if self.text.len() > BYTES_MAX {
            let size = self.text.len();
            let message = format!("the file has {size} bytes; at most {BYTES_MAX} are read");
            return Err(self.error_at(0, &message));
        }
        if let Some(offset) = too_deep(self.text, DEPTH_MAX) {
            let message = format!("nested deeper than {DEPTH_MAX} levels");
            return Err(self.error_at(offset, &message));
        }
        let value = json::from_text(self.text).map_err(|e| self.syntax_error(&e))?;
        self.version(&value)?;
        Ok(value)
    }

    fn syntax_error(&self, error: &json::Fault) -> Problem {
        let line_start = match error.line {
            0 | 1 => 0,
            line => self
                .text
                .match_indices('\n')
                .nth(line - 2)
                .map_or(0, |(at, _)| at + 1),
        };
        self.error_at(line_start + error.column.saturating_sub(1), &error.message)
    }

    fn version(&self, value: &Value) -> Result<(), Problem> {
        let wrong = |path: &str, message: String| {
            let place = places(self.text, [path].into_iter())[0];
            Err(self.problem(place, path, &message, Severity::Error))
        };
        let path = "$.firedrill_incident";
        let Value::Object(members) = value else {
            return wrong("$", "an incident file is a JSON object".to_string());
        };
        let Some(version) = members.get("firedrill_incident") else {
            let message = "`firedrill_incident` (the version of the format) is missing".to_string();
            return wrong("$", message);
        };
        match version.as_u64() {
            Some(v) if v == u64::from(INCIDENT_VERSION) => Ok(()),
            Some(v) if v > u64::from(INCIDENT_VERSION) => wrong(path, newer(v)),
            Some(v) => wrong(path, format!("there is no format {v}; the first one is 1")),
            None => wrong(
                path,
                "the version of the format is a whole number, 1".to_string(),
            ),
        }
    }

    /// What a well-formed value amounts to.
    fn checked(&self, value: &Value) -> Checked {
        let repeated = repeated_keys(self.text, PROBLEMS_MAX);
        let mut problems: Vec<Problem> = repeated
            .iter()
            .map(|(path, place)| {
                let message = "this key was given before in the same object";
                self.problem(*place, path, message, Severity::Error)
            })
            .collect();
        let (incident, findings) = match typed(value) {
            Ok(incident) => {
                let findings = lint(&incident);
                (Some(incident), findings)
            }
            Err(finding) => (None, vec![finding]),
        };
        let at = places(
            self.text,
            findings.iter().map(|finding| finding.path.as_str()),
        );
        problems.extend(
            findings
                .iter()
                .zip(at)
                .map(|(f, at)| self.problem(at, &f.path, &f.message, f.severity)),
        );
        problems.sort_by_key(|problem| (problem.line, problem.column));
        let errors = problems
            .iter()
            .any(|problem| problem.severity == Severity::Error);
        problems.truncate(PROBLEMS_MAX);
        Checked {
            incident: incident.filter(|_| !errors),
            problems,
        }
    }
}

/// The document, or the first thing that does not fit its types.
fn typed(value: &Value) -> Result<Incident, Finding> {
    json::from_value(value).map_err(|fault| Finding {
        path: format!("${}", fault.path),
        message: fault.message,
        severity: Severity::Error,
    })
}
