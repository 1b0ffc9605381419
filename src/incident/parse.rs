//! Reading incident and world files: text to a checked document, or what is wrong and where.

use super::compose::{Faults, Node, Origin, Which, compose, quiet};
use super::document::{INCIDENT_VERSION, Incident, WORLD_VERSION};
use super::library;
use super::lint::{Finding, lint};
use super::locate::{Place, place, places, repeated_keys, too_deep};
use super::problem::{Problem, Severity, one_line};
use crate::json;
use serde_json::Value;
use std::borrow::Cow;

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
    /// Errors and warnings, those of the world's file first, each file's in its order; at
    /// most [`PROBLEMS_MAX`].
    pub problems: Vec<Problem>,
}

impl Checked {
    fn wrong(problem: Problem) -> Checked {
        Checked {
            incident: None,
            problems: vec![problem],
        }
    }
}

/// The file of a world.
#[derive(Clone, Debug)]
pub struct WorldFile {
    /// Its name, used in problems only.
    pub name: String,
    /// Its text.
    pub text: Cow<'static, str>,
}

/// Finds the file of the world that an incident names, or says why there is none.
pub type FindWorld<'a> = &'a dyn Fn(&str) -> Result<WorldFile, String>;

/// The document in a text, if it has no errors; its world is a shipped one or in the text.
/// Warnings are dropped: see [`check`]. `file_name` is used in problems only.
///
/// # Errors
/// All problems, errors and warnings, in the order of the file.
pub fn parse(text: &str, file_name: &str) -> Result<Incident, Vec<Problem>> {
    parse_with(text, file_name, &library::find_world)
}

/// [`parse`] where `find` finds the world.
///
/// # Errors
/// All problems, errors and warnings, in the order of the files.
pub fn parse_with(text: &str, file_name: &str, find: FindWorld) -> Result<Incident, Vec<Problem>> {
    let checked = check_with(text, file_name, find);
    checked.incident.ok_or(checked.problems)
}

/// Everything that can be said about an incident's text: the document and its warnings, or
/// its errors. Its world is a shipped one or in the text.
#[must_use]
pub fn check(text: &str, file_name: &str) -> Checked {
    check_with(text, file_name, &library::find_world)
}

/// [`check`] where `find` finds the world.
#[must_use]
pub fn check_with(text: &str, file_name: &str, find: FindWorld) -> Checked {
    let file = File::new(text, file_name);
    let value = match file.value(&INCIDENT_FORMAT) {
        Ok(value) => value,
        Err(problem) => return Checked::wrong(problem),
    };
    if value["firedrill_incident"] == 1 {
        let files = Files {
            incident: file,
            world: None,
        };
        return files.checked(&Node::of(value, Which::Incident, "$"));
    }
    let wrong = |message: &str| {
        let at = places(file.text, ["$.world"].into_iter())[0];
        Checked::wrong(file.problem(at, "$.world", message, Severity::Error))
    };
    match &value["world"] {
        Value::String(name) => match find(name) {
            Err(why) => wrong(&why),
            Ok(found) => {
                let world = File::new(&found.text, &found.name);
                match world.value(&WORLD_FORMAT) {
                    Err(problem) => Checked::wrong(problem),
                    Ok(world_value) => {
                        let node = Node::of(world_value, Which::World, "$");
                        let world = Some(world);
                        let files = Files {
                            incident: file,
                            world,
                        };
                        files.composed(value, node)
                    }
                }
            }
        },
        inside @ Value::Object(_) => match WORLD_FORMAT.check(inside) {
            Err((path, why)) => wrong(&format!("{path}: {why}")),
            Ok(()) => {
                let node = Node::of(inside.clone(), Which::Incident, "$.world");
                let files = Files {
                    incident: file,
                    world: None,
                };
                files.composed(value, node)
            }
        },
        _ => wrong("the id of a world, the path of its file, or a world"),
    }
}

/// What is wrong with the file of a world.
#[must_use]
pub fn check_world(text: &str, file_name: &str) -> Vec<Problem> {
    let world = File::new(text, file_name);
    let value = match world.value(&WORLD_FORMAT) {
        Ok(value) => value,
        Err(problem) => return vec![problem],
    };
    let node = Node::of(value, Which::World, "$");
    let incident = quiet(&node);
    let files = Files {
        incident: File::new("{}", file_name),
        world: Some(world),
    };
    files.composed(incident.value(), node).problems
}

/// A kind of file: which key gives the version of its format, and what versions there are.
struct Format {
    what: &'static str,
    key: &'static str,
    newest: u32,
}

const INCIDENT_FORMAT: Format = Format {
    what: "an incident file",
    key: "firedrill_incident",
    newest: INCIDENT_VERSION,
};

const WORLD_FORMAT: Format = Format {
    what: "a world file",
    key: "firedrill_world",
    newest: WORLD_VERSION,
};

impl Format {
    /// The value is an object of a version that can be read; else path and message.
    fn check(&self, value: &Value) -> Result<(), (String, String)> {
        let Format { what, key, newest } = self;
        let wrong = |path: String, message: String| Err((path, message));
        let Value::Object(members) = value else {
            return wrong("$".into(), format!("{what} is a JSON object"));
        };
        let Some(version) = members.get(*key) else {
            let message = format!("`{key}` (the version of the format) is missing");
            return wrong("$".into(), message);
        };
        let path = format!("$.{key}");
        match version.as_u64() {
            Some(v) if v > u64::from(*newest) => wrong(
                path,
                format!("made by a newer Firedrill (format {v}); this one reads up to {newest}"),
            ),
            Some(0) => wrong(path, "there is no format 0; the first one is 1".into()),
            Some(_) => Ok(()),
            None => wrong(
                path,
                "the version of the format is a whole number, 1".to_string(),
            ),
        }
    }
}

/// A text and its name.
struct File<'a> {
    text: &'a str,
    name: &'a str,
}

impl<'a> File<'a> {
    fn new(text: &'a str, name: &'a str) -> File<'a> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        File { text, name }
    }

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

    /// The JSON value of a text that is small, shallow, well-formed and of a known version.
    fn value(&self, format: &Format) -> Result<Value, Problem> {
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
        format.check(&value).map_err(|(path, message)| {
            let place = places(self.text, [path.as_str()].into_iter())[0];
            self.problem(place, &path, &message, Severity::Error)
        })?;
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

    fn repeated_keys(&self) -> Vec<Problem> {
        let repeated = repeated_keys(self.text, PROBLEMS_MAX);
        let problem = |(path, place): &(String, Place)| {
            let message = "this key was given before in the same object";
            self.problem(*place, path, message, Severity::Error)
        };
        repeated.iter().map(problem).collect()
    }

    /// Findings of this file, by their paths in it, with line and column; in their order.
    fn placed(&self, findings: &[Finding]) -> Vec<Problem> {
        let at = places(self.text, findings.iter().map(|f| f.path.as_str()));
        let mut problems = self.repeated_keys();
        problems.extend(
            findings
                .iter()
                .zip(at)
                .map(|(f, at)| self.problem(at, &f.path, &f.message, f.severity)),
        );
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }
}

/// An incident's file and its world's, if that is another one.
struct Files<'a> {
    incident: File<'a>,
    world: Option<File<'a>>,
}

impl Files<'_> {
    /// What an incident of version 2 and its world amount to.
    fn composed(&self, incident: Value, world: Node) -> Checked {
        match compose(Node::of(incident, Which::Incident, "$"), world) {
            Ok(whole) => self.checked(&whole),
            Err(Faults(faults)) => {
                let error = |(at, message): (Origin, String)| {
                    let path = at.path.clone();
                    let severity = Severity::Error;
                    (
                        at,
                        Finding {
                            path,
                            message,
                            severity,
                        },
                    )
                };
                Checked {
                    incident: None,
                    problems: self.placed(faults.into_iter().map(error)),
                }
            }
        }
    }

    /// What a well-formed document amounts to.
    fn checked(&self, whole: &Node) -> Checked {
        let (incident, findings) = match typed(&whole.value()) {
            Ok(incident) => {
                let findings = lint(&incident, whole.get("world_runbook").is_some());
                (Some(incident), findings)
            }
            Err(finding) => (None, vec![finding]),
        };
        let found = findings.into_iter().map(|f| (whole.origin(&f.path), f));
        let problems = self.placed(found);
        let is_error = |problem: &Problem| problem.severity == Severity::Error;
        let errors = problems.iter().any(is_error);
        let mut problems = problems;
        problems.truncate(PROBLEMS_MAX);
        Checked {
            incident: incident.filter(|_| !errors),
            problems,
        }
    }

    /// Findings at their places in the file from which they come.
    fn placed(&self, found: impl Iterator<Item = (Origin, Finding)>) -> Vec<Problem> {
        let (mut worlds, mut incidents) = (Vec::new(), Vec::new());
        for (at, finding) in found {
            let finding = Finding {
                path: at.path,
                ..finding
            };
            match at.file {
                Which::World => worlds.push(finding),
                Which::Incident => incidents.push(finding),
            }
        }
        let mut problems = self
            .world
            .as_ref()
            .map_or(Vec::new(), |world| world.placed(&worlds));
        problems.extend(self.incident.placed(&incidents));
        problems
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
