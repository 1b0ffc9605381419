//! Collecting what is wrong, and the checks that every subject shares.

use crate::incident::problem::Severity;
use std::collections::HashSet;
use std::fmt::Display;
use std::ops::RangeInclusive;

/// Something wrong at a JSON path; line and column are found later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    pub message: String,
    pub severity: Severity,
}

/// Longest name, characters.
const NAME_CHARS_MAX: usize = 64;

/// What was found so far. Methods take the JSON path they speak of.
#[derive(Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    pub fn into_vec(self) -> Vec<Finding> {
        self.0
    }

    pub fn error(&mut self, path: &str, message: impl Into<String>) {
        let (path, message) = (path.to_string(), message.into());
        self.0.push(Finding {
            path,
            message,
            severity: Severity::Error,
        });
    }

    pub fn warning(&mut self, path: &str, message: impl Into<String>) {
        let (path, message) = (path.to_string(), message.into());
        self.0.push(Finding {
            path,
            message,
            severity: Severity::Warning,
        });
    }

    /// A value must lie in a range.
    pub fn range<T: PartialOrd + Display>(&mut self, path: &str, it: T, range: RangeInclusive<T>) {
        if !range.contains(&it) {
            let (from, to) = range.into_inner();
            self.error(path, format!("{it} is outside {from} to {to}"));
        }
    }

    /// A text for people: not empty, not too long, one line.
    pub fn words(&mut self, path: &str, text: &str, chars_max: usize) {
        if text.trim().is_empty() {
            self.error(path, "the text is empty");
        }
        self.line(path, text, chars_max);
    }

    /// A line that may be empty: not too long, no control characters but tabs.
    pub fn line(&mut self, path: &str, text: &str, chars_max: usize) {
        let chars = text.chars().count();
        if chars > chars_max {
            self.error(
                path,
                format!("the text has {chars} characters; at most {chars_max}"),
            );
        }
        if text.chars().any(|c| c.is_control() && c != '\t') {
            self.error(
                path,
                "the text has a line break or another control character",
            );
        }
    }

    /// A name: a lower-case letter or digit, then such, hyphens and underscores.
    pub fn name(&mut self, path: &str, name: &str) {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        let good = name.chars().all(inner) && !name.starts_with(['-', '_']);
        if name.is_empty() || name.len() > NAME_CHARS_MAX || !good {
            let message = format!(
                "`{name}` is no name: 1 to {NAME_CHARS_MAX} lower-case letters, digits, hyphens \
                 and underscores, the first a letter or digit"
            );
            self.error(path, message);
        }
    }

    /// The values at `base[i]` + `member` must differ from each other.
    pub fn unique<'a>(&mut self, base: &str, member: &str, all: impl Iterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for (i, value) in all.enumerate() {
            if !seen.insert(value) {
                self.error(
                    &format!("{base}[{i}]{member}"),
                    format!("`{value}` is there twice"),
                );
            }
        }
    }

    /// The times at `base[i].at_s` must lie in a range and not go back.
    pub fn times(&mut self, base: &str, range: (f64, f64), all: impl Iterator<Item = f64>) {
        let mut last = f64::NEG_INFINITY;
        for (i, at_s) in all.enumerate() {
            let path = format!("{base}[{i}].at_s");
            self.range(&path, at_s, range.0..=range.1);
            if at_s < last {
                self.error(
                    &path,
                    format!("{at_s} comes after {last}: times must not go back"),
                );
            }
            last = at_s;
        }
    }

    /// There must be from `range.start` to `range.end` entries.
    pub fn entries<T>(&mut self, path: &str, all: &[T], range: RangeInclusive<usize>) {
        let count = all.len();
        if !range.contains(&count) {
            let (from, to) = range.into_inner();
            self.error(path, format!("{count} entries are outside {from} to {to}"));
        }
    }
}
