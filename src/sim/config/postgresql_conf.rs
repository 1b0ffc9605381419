//! `postgresql.conf`: text to entries, by the rules of PostgreSQL 15
//! (`guc-file.l`, `ParseConfigFp`).
//!
//! This stage knows syntax and includes only. Whether a name exists and a value
//! fits is looked at when the server starts or reloads: see [`super::in_force`].
//! Syntax errors are collected, up to 100 a file, as PostgreSQL does.

use super::include::{FileSource, NoFiles, absolute};
use super::lexer::{Kind, Lexer, Token, unescape};
use super::{ConfigError, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files may include files this deep (`CONF_FILE_MAX_DEPTH`).
pub const INCLUDE_DEPTH_MAX: u32 = 10;
/// Files read in one go, counting repeats; a bound of ours against includes that
/// multiply.
pub const FILES_READ_MAX: u32 = 200;
/// Bytes read in one go, counting repeats; for the same reason.
pub const BYTES_READ_MAX: usize = 4 * 1024 * 1024;
/// Errors after which a file is given up (`ParseConfigFp`).
pub const SYNTAX_ERRORS_MAX: u32 = 100;

/// One `name = value` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name as written.
    pub name: String,
    /// The value without quotes and escapes.
    pub value: String,
    /// The file it stands in.
    pub file: Arc<str>,
    /// Its line, from 1.
    pub line: u32,
    /// A later entry of the same name (in any case) wins over this one.
    pub overridden: bool,
}

/// A configuration as read: the main file and all it includes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// Path of the main file.
    pub main_file: Arc<str>,
    /// All entries in the order they take effect.
    pub entries: Vec<Entry>,
    /// Syntax and include errors, in the order met.
    pub errors: Vec<ConfigError>,
    /// Lines the server logs although nothing is wrong (missing optional files).
    pub notes: Vec<String>,
}

/// Reads `main_file` and what it includes from `files`.
pub fn parse(main_file: &str, files: &dyn FileSource) -> Parsed {
    let mut parser = Parser::new(main_file, files);
    parser.file(main_file, None, 0, true);
    parser.finish()
}

/// Reads one text under a file name; any include fails for lack of files.
pub fn parse_text(file: &str, text: &str) -> Parsed {
    let mut parser = Parser::new(file, &NoFiles);
    parser.text(file, text, 0);
    parser.finish()
}

/// Entries as text that reads back as the same names and values.
pub fn render(entries: &[Entry]) -> String {
    let mut out = String::new();
    for entry in entries {
        out.push_str(&entry.name);
        out.push_str(" = '");
        for c in entry.value.chars() {
            match c {
                '\'' => out.push_str("''"),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                other => out.push(other),
            }
        }
        out.push_str("'\n");
    }
    out
}

/// A key whose written value differs between two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChange {
    /// Its name; of a parameter of PostgreSQL in lower case.
    pub key: String,
    /// The value in the older text, or `None` if it does not set the key.
    pub old: Option<String>,
    /// The value in the newer text, or `None` if it does not set the key.
    pub new: Option<String>,
}

impl KeyChange {
    /// The keys that two files set differently, by name.
    #[must_use]
    pub fn all(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Vec<KeyChange> {
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let changed = names
            .into_iter()
            .filter(|key| old.get(*key) != new.get(*key));
        changed
            .map(|key| KeyChange {
                key: key.clone(),
                old: old.get(key).cloned(),
                new: new.get(key).cloned(),
            })
            .collect()
    }
}

/// Which parameters two texts set differently, by name. Lines that cannot be
/// read and files included are left out.
pub fn changed_keys(old: &str, new: &str) -> Vec<KeyChange> {
    KeyChange::all(&written(old), &written(new))
}

fn written(text: &str) -> BTreeMap<String, String> {
    let entries = parse_text("/postgresql.conf", text).entries;
    entries
        .into_iter()
        .map(|e| (e.name.to_ascii_lowercase(), e.value))
        .collect()
}

struct Parser<'a> {
    files: &'a dyn FileSource,
    files_read: u32,
    bytes_read: usize,
    out: Parsed,
}

impl<'a> Parser<'a> {
    fn new(main_file: &str, files: &'a dyn FileSource) -> Self {
        let main_file = Arc::from(main_file);
        let out = Parsed {
            main_file,
            entries: Vec::new(),
            errors: Vec::new(),
            notes: Vec::new(),
        };
        Parser {
            files,
            files_read: 0,
            bytes_read: 0,
            out,
        }
    }

    fn finish(mut self) -> Parsed {
        let mut later: BTreeMap<String, ()> = BTreeMap::new();
        for entry in self.out.entries.iter_mut().rev() {
            entry.overridden = later.insert(entry.name.to_ascii_lowercase(), ()).is_some();
        }
        self.out
    }

    fn error(&mut self, file: &str, line: u32, message: String) {
        let error = ConfigError::new(Severity::Log, Arc::from(file), line, message);
        self.out.errors.push(error);
    }

    /// `ParseConfigFile`. `from` is the file and line of the include directive.
    fn file(&mut self, name: &str, from: Option<(&str, u32)>, depth: u32, strict: bool) {
        let (place, line) = from.unwrap_or((name, 0));
        let place = place.to_owned();
        if is_blank(name) {
            return self.error(
                &place,
                line,
                format!("empty configuration file name: \"{name}\""),
            );
        }
        let cannot = format!("could not open configuration file \"{name}\"");
        if depth > INCLUDE_DEPTH_MAX {
            let message = format!("{cannot}: maximum nesting depth exceeded");
            return self.error(&place, line, message);
        }
        if self.files_read >= FILES_READ_MAX {
            let message = format!("{cannot}: more than {FILES_READ_MAX} files included");
            return self.error(&place, line, message);
        }
        let path = match from {
            Some((calling_file, _)) => absolute(name, calling_file),
            None => name.to_owned(),
        };
        if from.is_some_and(|(calling_file, _)| calling_file == path) {
            let message = format!("configuration file recursion in \"{path}\"");
            return self.error(&place, line, message);
        }
        match self.files.read(&path) {
            Some(text) => {
                self.files_read += 1;
                self.bytes_read = self.bytes_read.saturating_add(text.len());
                if self.bytes_read > BYTES_READ_MAX {
                    let message = format!("{cannot}: more than {BYTES_READ_MAX} bytes included");
                    return self.error(&place, line, message);
                }
                self.text(&path, &text, depth);
            }
            None if strict => {
                let message = format!(
                    "could not open configuration file \"{path}\": No such file or directory"
                );
                self.error(&place, line, message);
            }
            None => self
                .out
                .notes
                .push(format!("skipping missing configuration file \"{path}\"")),
        }
    }

    /// `ParseConfigDirectory`: the files ending in `.conf`, by name.
    fn directory(&mut self, name: &str, file: &str, line: u32, depth: u32) {
        if is_blank(name) {
            let message = format!("empty configuration directory name: \"{name}\"");
            return self.error(file, line, message);
        }
        let path = absolute(name, file);
        let Some(mut names) = self.files.list(&path) else {
            let message = format!(
                "could not open configuration directory \"{path}\": No such file or directory"
            );
            return self.error(file, line, message);
        };
        names.retain(|n| n.len() >= 6 && !n.starts_with('.') && n.ends_with(".conf"));
        names.sort();
        for name in names {
            self.file(&format!("{path}/{name}"), Some((file, line)), depth, true);
        }
    }

    /// `ParseConfigFp`: one file, line by line.
    fn text(&mut self, file: &str, text: &str, depth: u32) {
        let shared: Arc<str> = Arc::from(file);
        let mut lexer = Lexer::new(text);
        let mut errors = 0;
        loop {
            let first = lexer.next_token();
            match first.kind {
                Kind::Eof => return,
                Kind::Eol => continue,
                _ => {}
            }
            let mut last = match line(&mut lexer, first) {
                Ok((name, value, last)) => {
                    let at = first.line;
                    match name.to_ascii_lowercase().as_str() {
                        "include" => self.file(&value, Some((file, at)), depth + 1, true),
                        "include_if_exists" => {
                            self.file(&value, Some((file, at)), depth + 1, false);
                        }
                        "include_dir" => self.directory(&value, file, at, depth + 1),
                        _ => self.out.entries.push(Entry {
                            name: name.to_owned(),
                            value,
                            file: shared.clone(),
                            line: at,
                            overridden: false,
                        }),
                    }
                    last
                }
                Err(token) => {
                    self.error(file, token.line, syntax_error(file, token));
                    errors += 1;
                    if errors >= SYNTAX_ERRORS_MAX {
                        let message =
                            format!("too many syntax errors found, abandoning file \"{file}\"");
                        return self.error(file, token.line, message);
                    }
                    token
                }
            };
            while !matches!(last.kind, Kind::Eol | Kind::Eof) {
                last = lexer.next_token();
            }
        }
    }
}

/// Name, value and the token that ends the line; or the token that is wrong.
fn line<'a>(
    lexer: &mut Lexer<'a>,
    first: Token<'a>,
) -> Result<(&'a str, String, Token<'a>), Token<'a>> {
    if !matches!(first.kind, Kind::Id | Kind::QualifiedId) {
        return Err(first);
    }
    let mut token = lexer.next_token();
    if token.kind == Kind::Equals {
        token = lexer.next_token();
    }
    let value = match token.kind {
        Kind::String => unescape(token.text),
        Kind::Id | Kind::Integer | Kind::Real | Kind::Unquoted => token.text.to_owned(),
        _ => return Err(token),
    };
    let last = lexer.next_token();
    match last.kind {
        Kind::Eol | Kind::Eof => Ok((first.text, value, last)),
        _ => Err(last),
    }
}

/// PostgreSQL names the line before when the file ends without a line end; here
/// it is the line the reader sees.
fn syntax_error(file: &str, token: Token<'_>) -> String {
    let place = format!("syntax error in file \"{file}\" line {}", token.line);
    match token.kind {
        Kind::Eol | Kind::Eof => format!("{place}, near end of line"),
        _ => format!("{place}, near token \"{}\"", token.text),
    }
}

fn is_blank(name: &str) -> bool {
    name.bytes()
        .all(|b| b == b' ' || b.is_ascii_whitespace() || b == 0x0B)
}
