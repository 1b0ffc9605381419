//! Where things stand in a JSON text: JSON path to line and column, keys that come
//! twice, nesting depth. Works on texts that a JSON parser has already accepted, and
//! stops without harm on others.

use crate::json;
use std::collections::{HashMap, HashSet};

/// A line and a column in characters, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// The place of a byte offset; offsets inside a character or past the end are cut.
pub fn place(text: &str, offset: usize) -> Place {
    let before = &text[..boundary(text, offset)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    Place {
        line,
        column: before[line_start..].chars().count() + 1,
    }
}

/// The nearest start of a character at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    let inside = (0..=offset.min(text.len())).rev();
    inside
        .into_iter()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// Byte offset of the first bracket that opens a level deeper than `depth_max`.
pub fn too_deep(text: &str, depth_max: usize) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                if depth > depth_max {
                    return Some(offset);
                }
            }
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Path and place of every key that its object has already had, at most `count_max`.
pub fn repeated_keys(text: &str, count_max: usize) -> Vec<(String, Place)> {
    let mut found = Vec::new();
    walk(text, &mut |path, spot, offset| {
        if spot == Spot::RepeatedKey && found.len() < count_max {
            found.push((path.to_string(), offset));
        }
    });
    found
        .into_iter()
        .map(|(path, offset)| (path, place(text, offset)))
        .collect()
}

/// The places of these paths. A path that is not in the text gets the place of the
/// nearest one above it. A member's place is that of its value.
pub fn places<'a>(text: &str, paths: impl Iterator<Item = &'a str>) -> Vec<Place> {
    let paths: Vec<&str> = paths.collect();
    let mut offsets: HashMap<&str, Option<usize>> = HashMap::new();
    for path in &paths {
        let mut above = Some(*path);
        while let Some(path) = above {
            offsets.insert(path, None);
            above = path.rfind(['.', '[']).map(|end| &path[..end]);
        }
    }
    walk(text, &mut |path, spot, offset| {
        if spot == Spot::Value
            && let Some(known) = offsets.get_mut(path)
        {
            *known = Some(offset);
        }
    });
    let nearest = |path: &str| {
        let mut above = Some(path);
        while let Some(path) = above {
            if let Some(Some(offset)) = offsets.get(path) {
                return *offset;
            }
            above = path.rfind(['.', '[']).map(|end| &path[..end]);
        }
        0
    };
    paths
        .into_iter()
        .map(|path| place(text, nearest(path)))
        .collect()
}

/// What stands at an offset.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spot {
    Value,
    Key,
    RepeatedKey,
}

/// Called with path, what stands there, and byte offset.
type Visit<'v> = &'v mut dyn FnMut(&str, Spot, usize);

fn walk(text: &str, visit: Visit) {
    let mut walker = Walker {
        text,
        at: 0,
        path: "$".to_string(),
        visit,
    };
    let _ended_well = walker.value(0);
}

/// Deeper than any text that is let through.
const WALK_DEPTH_MAX: usize = 128;

struct Walker<'t, 'v> {
    text: &'t str,
    at: usize,
    path: String,
    visit: Visit<'v>,
}

impl Walker<'_, '_> {
    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Eats this byte if it is next.
    fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        let first = self.peek()?;
        (self.visit)(&self.path, Spot::Value, self.at);
        match first {
            _ if depth > WALK_DEPTH_MAX => None,
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string().map(|_| ()),
            _ => {
                let rest = &self.text.as_bytes()[self.at..];
                let end = |b: &u8| matches!(b, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r');
                self.at += rest.iter().position(end).unwrap_or(rest.len());
                Some(())
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        self.at += 1;
        if self.eat(b'}') {
            return Some(());
        }
        let mut keys = HashSet::new();
        let above = self.path.len();
        loop {
            self.peek()?;
            let offset = self.at;
            let key = self.string()?;
            self.path.push('.');
            self.path.push_str(&key);
            let spot = if keys.insert(key) {
                Spot::Key
            } else {
                Spot::RepeatedKey
            };
            (self.visit)(&self.path, spot, offset);
            if !self.eat(b':') {
                return None;
            }
            self.value(depth + 1)?;
            self.path.truncate(above);
            if !self.eat(b',') {
                return self.eat(b'}').then_some(());
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.at += 1;
        if self.eat(b']') {
            return Some(());
        }
        let above = self.path.len();
        for index in 0usize.. {
            self.path.push_str(&format!("[{index}]"));
            self.value(depth + 1)?;
            self.path.truncate(above);
            if !self.eat(b',') {
                return self.eat(b']').then_some(());
            }
        }
        None
    }

    /// The string that begins here, with its escapes resolved.
    fn string(&mut self) -> Option<String> {
        let from = self.at;
        let bytes = self.text.as_bytes();
        if bytes.get(from) != Some(&b'"') {
            return None;
        }
        let mut at = from + 1;
        while *bytes.get(at)? != b'"' {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        self.at = at + 1;
        json::from_text(self.text.get(from..self.at)?).ok()
    }
}
