//! Cuts a statement into tokens, by PostgreSQL's rules for names, strings and numbers.

use super::error::{Sql, fail};

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword, folded to lower case.
    Word(String),
    /// A name in double quotes, as written.
    Quoted(String),
    Text(String),
    /// Digits, perhaps with a point.
    Number(String),
    /// An operator or a sign.
    Sign(&'static str),
    End,
}

/// A token and where it stands, as a byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    /// Its first byte.
    pub at: usize,
    /// Behind its last byte.
    pub end: usize,
}

/// Longer signs first.
const SIGNS: [&str; 32] = [
    "!~~*", "!~~", "!~*", "~~*", "::", "<=", ">=", "<>", "!=", "||", "!~", "~*", "~~", "(", ")",
    "[", "]", ",", ";", ".", "+", "-", "*", "/", "%", "=", "<", ">", "~", "^", ":", "@",
];

/// The tokens of a statement, with one for its end.
///
/// # Errors
/// An open string or comment, or a character that means nothing.
pub fn tokens(text: &str) -> Sql<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        if rest.starts_with("--") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        if rest.starts_with("/*") {
            match rest.find("*/") {
                Some(end) => at += end + 2,
                None => return fail(at, format!("unterminated /* comment at or near \"{rest}\"")),
            }
            continue;
        }
        let (kind, length) = token(rest, c, at)?;
        tokens.push(Token {
            kind,
            at,
            end: at + length,
        });
        at += length;
    }
    tokens.push(Token {
        kind: Kind::End,
        at: text.len(),
        end: text.len(),
    });
    Ok(tokens)
}

fn token(rest: &str, c: char, at: usize) -> Sql<(Kind, usize)> {
    if c == '\'' {
        return match closed(rest, '\'') {
            Some((text, length)) => Ok((Kind::Text(text), length)),
            None => fail(
                at,
                format!("unterminated quoted string at or near \"{rest}\""),
            ),
        };
    }
    if c == '"' {
        return match closed(rest, '"') {
            Some((text, _)) if text.is_empty() => {
                fail(at, "zero-length delimited identifier at or near \"\"\"\"")
            }
            Some((text, length)) => Ok((Kind::Quoted(text), length)),
            None => fail(
                at,
                format!("unterminated quoted identifier at or near \"{rest}\""),
            ),
        };
    }
    if c.is_ascii_digit() {
        let length = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        return Ok((Kind::Number(rest[..length].to_string()), length));
    }
    if c.is_alphabetic() || c == '_' {
        let part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let length = rest.find(|c| !part(c)).unwrap_or(rest.len());
        return Ok((Kind::Word(rest[..length].to_lowercase()), length));
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(sign) => Ok((Kind::Sign(sign), sign.len())),
        None => fail(at, format!("syntax error at or near \"{c}\"")),
    }
}

/// The inside of what stands in quotes, a doubled quote being one; and its length with them.
fn closed(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut inside = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c != quote {
            inside.push(c);
        } else if chars.peek().is_some_and(|(_, next)| *next == quote) {
            chars.next();
            inside.push(quote);
        } else {
            return Some((inside, at + 1));
        }
    }
    None
}
