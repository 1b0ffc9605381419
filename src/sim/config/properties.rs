//! Java `.properties` files, by the rules of `java.util.Properties.load`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A mistake in a properties file or in what it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyError {
    /// The file it stands in.
    pub file: Arc<str>,
    /// Its line, from 1.
    pub line: u32,
    /// The key concerned, or empty.
    pub key: String,
    /// What the real program says.
    pub message: String,
}

impl fmt::Display for PropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for PropertyError {}

/// One key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// The key without escapes.
    pub key: String,
    /// The value without escapes.
    pub value: String,
    /// The line it begins on, from 1.
    pub line: u32,
    /// A later entry of the same key wins over this one.
    pub overridden: bool,
}

/// A properties file as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Properties {
    /// The file's name, for messages.
    pub file: Arc<str>,
    /// All entries in the order written.
    pub entries: Vec<Property>,
}

impl Properties {
    /// Reads a text. Lines end with `\n`, `\r` or `\r\n`.
    ///
    /// # Errors
    /// Every malformed `\u` escape, with Java's text for it. (Java stops at the
    /// first.)
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<PropertyError>> {
        let file: Arc<str> = Arc::from(file);
        let mut entries = Vec::new();
        let mut errors = Vec::new();
        for line in logical_lines(text) {
            let (key, value) = split(&line.chars);
            let value_at = line.chars.len() - value.len();
            match (unescape(key), unescape(value)) {
                (Ok(key), Ok(value)) => {
                    entries.push(Property {
                        key,
                        value,
                        line: line.first,
                        overridden: false,
                    });
                }
                (Err(at), _) => errors.push(malformed(&file, key, line.number_at(at))),
                (_, Err(at)) => errors.push(malformed(&file, key, line.number_at(value_at + at))),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut later = BTreeMap::new();
        for entry in entries.iter_mut().rev() {
            entry.overridden = later.insert(entry.key.clone(), ()).is_some();
        }
        Ok(Properties { file, entries })
    }

    /// The value of a key: of several the last.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries
            .iter()
            .rev()
            .find(|e| e.key == key)
            .map(|e| e.value.as_str())
    }

    /// The entries that count, in the order written.
    pub fn active(&self) -> impl Iterator<Item = &Property> {
        self.entries.iter().filter(|e| !e.overridden)
    }

    /// Text that reads back as the same keys and values.
    pub fn render(&self) -> String {
        let mut out = String::new();
        for entry in &self.entries {
            escape(&entry.key, true, &mut out);
            out.push('=');
            escape(&entry.value, false, &mut out);
            out.push('\n');
        }
        out
    }
}

fn malformed(file: &Arc<str>, key: &[char], line: u32) -> PropertyError {
    let (file, key) = (file.clone(), key.iter().collect());
    PropertyError {
        file,
        line,
        key,
        message: "Malformed \\uxxxx encoding.".to_owned(),
    }
}

/// One line with its continuations joined, as `Properties.LineReader` gives it.
struct LogicalLine {
    chars: Vec<char>,
    /// The line it begins on, from 1.
    first: u32,
    /// Where in `chars` each further line begins, and its number.
    breaks: Vec<(usize, u32)>,
}

impl LogicalLine {
    fn new(first: u32) -> LogicalLine {
        LogicalLine {
            chars: Vec::new(),
            first,
            breaks: Vec::new(),
        }
    }

    fn number_at(&self, index: usize) -> u32 {
        let last = self.breaks.iter().rev().find(|(at, _)| *at <= index);
        last.map_or(self.first, |(_, number)| *number)
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\x0C')
}

/// `LineReader.readLine`, until the text is used up. Blank lines and comments are
/// left out; a backslash before a line end joins the next line without its
/// leading white space.
fn logical_lines(text: &str) -> Vec<LogicalLine> {
    let mut out = Vec::new();
    let mut input = text.chars().peekable();
    let mut number: u32 = 1;
    let mut line = LogicalLine::new(1);
    let mut skips_space = true;
    let mut is_joined = false;
    let mut after_backslash = false;
    while let Some(c) = input.next() {
        let at_number = number;
        if c == '\n' || (c == '\r' && input.peek() != Some(&'\n')) {
            number = number.saturating_add(1);
        }
        if skips_space {
            if is_space(c) || (!is_joined && matches!(c, '\r' | '\n')) {
                continue;
            }
            skips_space = false;
            if is_joined {
                line.breaks.push((line.chars.len(), at_number));
            }
            is_joined = false;
        }
        if line.chars.is_empty() && matches!(c, '#' | '!') {
            while input.next_if(|c| !matches!(c, '\r' | '\n')).is_some() {}
            skips_space = true;
            continue;
        }
        if !matches!(c, '\r' | '\n') {
            if line.chars.is_empty() && line.breaks.is_empty() {
                line.first = at_number;
            }
            line.chars.push(c);
            after_backslash = c == '\\' && !after_backslash;
        } else if line.chars.is_empty() {
            skips_space = true;
            line.breaks.clear();
        } else if after_backslash {
            line.chars.pop();
            if input.peek().is_none() {
                out.push(line);
                return out;
            }
            after_backslash = false;
            skips_space = true;
            is_joined = true;
            if c == '\r' && input.next_if_eq(&'\n').is_some() {
                number = number.saturating_add(1);
            }
        } else {
            out.push(std::mem::replace(&mut line, LogicalLine::new(number)));
            skips_space = true;
        }
    }
    if !line.chars.is_empty() {
        if after_backslash {
            line.chars.pop();
        }
        out.push(line);
    }
    out
}

/// Key and value, still escaped: the key ends at the first `=`, `:` or white
/// space that no backslash precedes.
fn split(chars: &[char]) -> (&[char], &[char]) {
    let mut after_backslash = false;
    let end = chars.iter().position(|c| {
        let ends = !after_backslash && (matches!(c, '=' | ':') || is_space(*c));
        after_backslash = *c == '\\' && !after_backslash;
        ends
    });
    let (key, mut value) = chars.split_at(end.unwrap_or(chars.len()));
    let mut has_separator = false;
    while let Some((c, rest)) = value.split_first() {
        let is_separator = !has_separator && matches!(c, '=' | ':');
        if !is_separator && !is_space(*c) {
            break;
        }
        has_separator |= is_separator;
        value = rest;
    }
    (key, value)
}

/// `loadConvert`. An error is the index of the backslash of a malformed escape.
/// Two `\u` escapes may make one character; half of such a pair is U+FFFD.
fn unescape(chars: &[char]) -> Result<String, usize> {
    let mut out: Vec<u16> = Vec::with_capacity(chars.len());
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        at += 1;
        let mut c = *c;
        if c == '\\' {
            let start = at - 1;
            let Some(escaped) = chars.get(at) else { break };
            at += 1;
            c = match escaped {
                'u' => {
                    out.push(hex4(chars.get(at..at + 4)).ok_or(start)?);
                    at += 4;
                    continue;
                }
                't' => '\t',
                'r' => '\r',
                'n' => '\n',
                'f' => '\x0C',
                other => *other,
            };
        }
        out.extend_from_slice(c.encode_utf16(&mut [0; 2]));
    }
    Ok(String::from_utf16_lossy(&out))
}

fn hex4(digits: Option<&[char]>) -> Option<u16> {
    digits?.iter().try_fold(0u16, |value, c| {
        let digit = u16::try_from(c.to_digit(16)?).ok()?;
        Some(value * 16 + digit)
    })
}

/// `saveConvert`, but leaving readable characters beyond ASCII as they are.
fn escape(text: &str, is_key: bool, out: &mut String) {
    for (index, c) in text.chars().enumerate() {
        match c {
            ' ' if is_key || index == 0 => out.push_str("\\ "),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\x0C' => out.push_str("\\f"),
            '\\' | '=' | ':' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            other => out.push(other),
        }
    }
}
