//! Configuration files as versions of text.
//!
//! A version is never changed or dropped: writing adds one, and going back writes
//! the old text once more. What cannot be written leaves everything as it was.

use super::diff::{self, DiffLine};
use super::include::{FileSource, names_in};
use super::postgresql_conf::{KeyChange, changed_keys};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// Longest text, in bytes.
pub const TEXT_BYTES_MAX: usize = 256 * 1024;
/// Longest line, in characters.
pub const LINE_CHARS_MAX: usize = 10_000;
/// Versions kept of one file.
pub const VERSIONS_MAX: usize = 200;
/// Files in one store.
pub const FILES_MAX: usize = 64;
/// Longest path, in bytes.
pub const PATH_BYTES_MAX: usize = 512;
/// Longest message, in characters.
pub const MESSAGE_CHARS_MAX: usize = 1_000;

/// Who wrote a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// A person, by name.
    Person(String),
    /// A pipeline or other automaton, by name.
    Pipeline(String),
}

impl Author {
    /// The name, of either kind.
    pub fn name(&self) -> &str {
        match self {
            Author::Person(name) | Author::Pipeline(name) => name,
        }
    }
}

/// One version of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Counted from 1.
    pub number: u32,
    /// When it was written, in simulated nanoseconds.
    pub time_ns: u64,
    /// Who wrote it.
    pub author: Author,
    /// Why it was written, as in a commit message.
    pub message: String,
    /// The whole text.
    pub text: Arc<str>,
}

/// Why the store refused; it is as it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError {
    /// The file concerned.
    pub path: String,
    /// The line concerned, from 1; 0 if it is not one line's fault.
    pub line: u32,
    /// What is wrong and what the bound is.
    pub message: String,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

impl std::error::Error for StoreError {}

fn refuse<T>(path: &str, line: usize, message: String) -> Result<T, StoreError> {
    let line = u32::try_from(line).unwrap_or(u32::MAX);
    Err(StoreError {
        path: path.to_owned(),
        line,
        message,
    })
}

/// The files of one host or repository.
#[derive(Debug, Clone, Default)]
pub struct ConfigStore {
    files: BTreeMap<String, Vec<Version>>,
    directories: BTreeSet<String>,
}

impl ConfigStore {
    /// An empty store.
    pub fn new() -> Self {
        ConfigStore::default()
    }

    /// Makes a directory exist though no file is in it (`include_dir` minds).
    pub fn add_directory(&mut self, path: &str) {
        self.directories
            .insert(path.trim_end_matches('/').to_owned());
    }

    /// Writes a text as the newest version of a file and returns its number. A
    /// text equal to the newest adds nothing and returns that one's number.
    ///
    /// # Errors
    /// If a bound of this module is exceeded or the path is not an absolute,
    /// normal one.
    pub fn write(
        &mut self,
        path: &str,
        text: &str,
        author: Author,
        message: &str,
        time_ns: u64,
    ) -> Result<u32, StoreError> {
        check_path(path)?;
        check_text(path, text)?;
        if message.chars().count() > MESSAGE_CHARS_MAX {
            let message = format!("the message is longer than {MESSAGE_CHARS_MAX} characters");
            return refuse(path, 0, message);
        }
        let versions = self.history(path);
        if let Some(newest) = versions.last().filter(|newest| *newest.text == *text) {
            return Ok(newest.number);
        }
        if versions.is_empty() && self.files.len() >= FILES_MAX {
            return refuse(path, 0, format!("more than {FILES_MAX} files"));
        }
        if versions.len() >= VERSIONS_MAX {
            return refuse(
                path,
                0,
                format!("more than {VERSIONS_MAX} versions of this file"),
            );
        }
        let number = u32::try_from(versions.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let (message, text) = (message.to_owned(), Arc::from(text));
        let version = Version {
            number,
            time_ns,
            author,
            message,
            text,
        };
        self.files.entry(path.to_owned()).or_default().push(version);
        Ok(number)
    }

    /// Writes the text of an older version as the newest one.
    ///
    /// # Errors
    /// If there is no such version, or as for [`ConfigStore::write`].
    pub fn rollback(
        &mut self,
        path: &str,
        number: u32,
        author: Author,
        time_ns: u64,
    ) -> Result<u32, StoreError> {
        let version = self.wanted(path, number)?;
        let message = format!("Back to version {number}: {}", version.message);
        let message: String = message.chars().take(MESSAGE_CHARS_MAX).collect();
        let text = version.text.clone();
        self.write(path, &text, author, &message, time_ns)
    }

    /// The newest text of a file.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        self.history(path).last().map(|v| v.text.clone())
    }

    /// The paths of all files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// All versions of a file, oldest first; none if there is no such file.
    pub fn history(&self, path: &str) -> &[Version] {
        self.files.get(path).map_or(&[], Vec::as_slice)
    }

    /// One version of a file.
    pub fn version(&self, path: &str, number: u32) -> Option<&Version> {
        self.history(path).iter().find(|v| v.number == number)
    }

    /// For each line of the newest text, the version that brought it in.
    pub fn blame(&self, path: &str) -> Vec<u32> {
        let versions = self.history(path);
        let texts: Vec<&str> = versions.iter().map(|v| &*v.text).collect();
        let owners = diff::blame(&texts).into_iter();
        owners
            .filter_map(|index| versions.get(index).map(|v| v.number))
            .collect()
    }

    /// The lines of two versions side by side.
    ///
    /// # Errors
    /// If there is no such file or version.
    pub fn diff(&self, path: &str, from: u32, to: u32) -> Result<Vec<DiffLine>, StoreError> {
        Ok(diff::lines(
            &self.wanted(path, from)?.text,
            &self.wanted(path, to)?.text,
        ))
    }

    /// The unified diff of two versions; empty if they are equal.
    ///
    /// # Errors
    /// If there is no such file or version.
    pub fn unified(&self, path: &str, from: u32, to: u32) -> Result<String, StoreError> {
        let (old, new) = (self.wanted(path, from)?, self.wanted(path, to)?);
        let name = |number: u32| format!("{path}\tversion {number}");
        Ok(diff::unified(&old.text, &new.text, &name(from), &name(to)))
    }

    /// The parameters two versions of a `postgresql.conf` set differently.
    ///
    /// # Errors
    /// If there is no such file or version.
    pub fn changed_keys(
        &self,
        path: &str,
        from: u32,
        to: u32,
    ) -> Result<Vec<KeyChange>, StoreError> {
        Ok(changed_keys(
            &self.wanted(path, from)?.text,
            &self.wanted(path, to)?.text,
        ))
    }

    fn wanted(&self, path: &str, number: u32) -> Result<&Version, StoreError> {
        if !self.files.contains_key(path) {
            return refuse(path, 0, "no such file".to_owned());
        }
        match self.version(path, number) {
            Some(version) => Ok(version),
            None => refuse(path, 0, format!("no version {number}")),
        }
    }
}

impl FileSource for ConfigStore {
    fn read(&self, path: &str) -> Option<Arc<str>> {
        self.text(path)
    }

    fn list(&self, directory: &str) -> Option<Vec<String>> {
        let names = names_in(self.paths(), directory);
        let exists = self.directories.contains(directory.trim_end_matches('/'));
        (exists || !names.is_empty()).then_some(names)
    }
}

fn check_path(path: &str) -> Result<(), StoreError> {
    let parts = path.strip_prefix('/').map(|rest| rest.split('/'));
    let is_normal = parts.is_some_and(|mut parts| {
        parts.all(|part| !matches!(part, "" | "." | "..") && !part.contains(char::is_control))
    });
    if path.len() > PATH_BYTES_MAX {
        let shown = path.chars().take(64).collect::<String>();
        return refuse(
            &shown,
            0,
            format!("the path is longer than {PATH_BYTES_MAX} bytes"),
        );
    }
    if is_normal {
        Ok(())
    } else {
        refuse(path, 0, "not an absolute path of a file".to_owned())
    }
}

fn check_text(path: &str, text: &str) -> Result<(), StoreError> {
    for (index, line) in text.split('\n').enumerate() {
        if line.len() > LINE_CHARS_MAX && line.chars().count() > LINE_CHARS_MAX {
            let message = format!("the line is longer than {LINE_CHARS_MAX} characters");
            return refuse(path, index + 1, message);
        }
    }
    if text.len() > TEXT_BYTES_MAX {
        let over = text
            .bytes()
            .take(TEXT_BYTES_MAX)
            .filter(|b| *b == b'\n')
            .count()
            + 1;
        let message = format!("the text is longer than {TEXT_BYTES_MAX} bytes from this line on");
        return refuse(path, over, message);
    }
    Ok(())
}
