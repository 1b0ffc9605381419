//! Cuts a search into its terms.

use std::ops::Range;

/// Signs between a field and its value, longest first.
const OPERATORS: [&str; 7] = [">=", "<=", "!=", ">", "<", ":", "="];

/// One term as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// A minus stands before it.
    pub negated: bool,
    /// Name of the field and the sign after it.
    pub field: Option<(&'a str, &'static str)>,
    /// Value or word, without quotes and escapes.
    pub value: String,
    /// Its quote, if any, is closed.
    pub closed: bool,
    /// Where it stands, in bytes.
    pub span: Range<usize>,
}

impl Token<'_> {
    /// The sign is `!=`.
    pub fn not_equal(&self) -> bool {
        self.field.is_some_and(|(_, operator)| operator == "!=")
    }
}

/// The terms of a search, in order.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(skip) = text[at..].find(|c: char| !c.is_whitespace()) {
        let token = token(text, at + skip);
        at = token.span.end;
        out.push(token);
    }
    out
}

fn token(text: &str, start: usize) -> Token<'_> {
    let negated = text[start..].starts_with('-');
    let at = start + usize::from(negated);
    let (field, at) = field(text, at);
    let (value, closed, end) = value(text, at);
    Token {
        negated,
        field,
        value,
        closed,
        span: start..end,
    }
}

/// A field's name and sign, and where its value begins. Only letters make a name: `db-1:5432`
/// is a word.
fn field(text: &str, at: usize) -> (Option<(&str, &'static str)>, usize) {
    let rest = &text[at..];
    let letters = rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    let after = &rest[letters..];
    let operator = OPERATORS.into_iter().find(|sign| after.starts_with(sign));
    match operator {
        Some(operator) if letters > 0 => {
            let value = at + letters + operator.len();
            (Some((&rest[..letters], operator)), value)
        }
        _ => (None, at),
    }
}

/// A value from `at` on: up to white space, with quoted parts in it; whether its quotes are
/// closed; where it ends.
fn value(text: &str, at: usize) -> (String, bool, usize) {
    let (mut out, mut quoted, mut escaped) = (String::new(), false, false);
    for (offset, c) in text[at..].char_indices() {
        match c {
            _ if escaped => {
                out.push(c);
                escaped = false;
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if c.is_whitespace() && !quoted => return (out, true, at + offset),
            _ => out.push(c),
        }
    }
    (out, !quoted, text.len())
}
