//! Collecting what is wrong, and the checks that every subject shares.

use super::rules::Rule;
use crate::incident::problem::Severity;
use std::collections::HashSet;
use std::ops::RangeInclusive;

/// Something wrong at a JSON path; line and column are found later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    pub message: String,
    pub severity: Severity,
}

/// What was found so far. Methods take the JSON path they speak of.
#[derive(Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    pub fn into_vec(self) -> Vec<Finding> {
        self.0
    }

    pub fn error(&mut self, path: &str, message: impl Into<String>) {
        self.push(path, message.into(), Severity::Error);
    }

    pub fn warning(&mut self, path: &str, message: impl Into<String>) {
        self.push(path, message.into(), Severity::Warning);
    }

    fn push(&mut self, path: &str, message: String, severity: Severity) {
        let path = path.to_string();
        self.0.push(Finding {
            path,
            message,
            severity,
        });
    }

    /// A value must keep a rule; for values outside of [`rows!`](super::rules::rows).
    pub fn check<R: Rule>(&mut self, path: &str, rule: R, value: &R::Value) {
        rule.check(path, value, self);
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
            self.check(&path, range.0..=range.1, &at_s);
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
