//! The words of a `postgresql.conf`, by the rules of PostgreSQL 15's
//! `guc-file.l`: the longest match wins, and of equal ones the first rule.
//!
//! Every byte above 127 counts as a letter there, so a token always begins and
//! ends between characters.

/// What a token is. The names follow `guc-file.l`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name: letter or underscore, then letters, digits, underscores.
    Id,
    /// Two names with one dot between them.
    QualifiedId,
    /// A single-quoted string on one line.
    String,
    /// A whole number with letters after it, such as `128MB` or `0x1F`.
    Integer,
    /// A number with a point; letters may not follow it.
    Real,
    /// `=`.
    Equals,
    /// A bare word with dots, dashes, colons or slashes in it.
    Unquoted,
    /// The end of a line.
    Eol,
    /// The end of the text.
    Eof,
    /// A character that begins no token.
    Error,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// Line of the token's first character, from 1.
    pub line: u32,
}

/// Reads tokens one after the other.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Self {
        Lexer {
            text,
            at: 0,
            line: 1,
        }
    }

    /// The next token; `Eof` for ever once the text is used up.
    pub fn next_token(&mut self) -> Token<'a> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'#') => {
                    while bytes.get(self.at).is_some_and(|b| *b != b'\n') {
                        self.at += 1;
                    }
                }
                _ => break,
            }
        }
        let rest = bytes.get(self.at..).unwrap_or_default();
        let line = self.line;
        let (kind, length) = match rest.first() {
            None => (Kind::Eof, 0),
            Some(b'\n') => {
                self.line = self.line.saturating_add(1);
                (Kind::Eol, 1)
            }
            Some(b'=') => (Kind::Equals, 1),
            Some(b'\'') => string(rest),
            Some(first) if is_letter(*first) => word(rest),
            Some(_) => number(rest),
        };
        let text = self.text.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        Token { kind, text, line }
    }
}

fn is_letter(b: u8) -> bool {
    b.is_ascii_alphabetic() || b == b'_' || b >= 0x80
}

fn is_letter_or_digit(b: u8) -> bool {
    is_letter(b) || b.is_ascii_digit()
}

fn count(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().take_while(|b| wanted(**b)).count()
}

/// `ID`, `QUALIFIED_ID` or `UNQUOTED_STRING`; the first byte is a letter.
fn word(bytes: &[u8]) -> (Kind, usize) {
    let length = count(bytes, 0, |b| {
        is_letter_or_digit(b) || matches!(b, b'-' | b'.' | b'_' | b':' | b'/')
    });
    let id = count(bytes, 0, is_letter_or_digit);
    if id == length {
        return (Kind::Id, length);
    }
    let second = count(bytes, id + 1, is_letter_or_digit);
    let qualified = bytes.get(id) == Some(&b'.')
        && id + 1 + second == length
        && bytes.get(id + 1).is_some_and(|b| is_letter(*b));
    (
        if qualified {
            Kind::QualifiedId
        } else {
            Kind::Unquoted
        },
        length,
    )
}

/// `STRING`: up to the last quote at which the rule could end.
fn string(bytes: &[u8]) -> (Kind, usize) {
    let mut at = 1;
    let mut end = None;
    loop {
        match bytes.get(at) {
            None | Some(b'\n') => break,
            Some(b'\'') => {
                end = Some(at + 1);
                if bytes.get(at + 1) != Some(&b'\'') {
                    break;
                }
                at += 2;
            }
            Some(b'\\') if bytes.get(at + 1).is_some_and(|b| *b != b'\n') => at += 2,
            Some(b'\\') => break,
            Some(_) => at += 1,
        }
    }
    end.map_or((Kind::Error, 1), |length| (Kind::String, length))
}

/// `INTEGER` or `REAL`, whichever is longer; else one character of error.
fn number(bytes: &[u8]) -> (Kind, usize) {
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let digits = count(bytes, sign, |b| b.is_ascii_digit());
    let integer = if digits == 0 {
        0
    } else {
        let hex = match (digits, bytes.get(sign), bytes.get(sign + 1)) {
            (1, Some(b'0'), Some(b'x')) => count(bytes, sign + 2, |b| b.is_ascii_hexdigit()),
            _ => 0,
        };
        let stem = if hex > 0 {
            sign + 2 + hex
        } else {
            sign + digits
        };
        stem + count(bytes, stem, |b| b.is_ascii_alphabetic())
    };
    let real = if bytes.get(sign + digits) == Some(&b'.') {
        let stem = sign + digits + 1;
        let stem = stem + count(bytes, stem, |b| b.is_ascii_digit());
        stem + exponent(bytes, stem)
    } else {
        0
    };
    match (integer, real) {
        (0, 0) => (Kind::Error, 1),
        _ if integer >= real => (Kind::Integer, integer),
        _ => (Kind::Real, real),
    }
}

/// Length of `[eE][+-]?[0-9]+` at `at`, or 0.
fn exponent(bytes: &[u8], at: usize) -> usize {
    if !matches!(bytes.get(at), Some(b'e' | b'E')) {
        return 0;
    }
    let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
    match count(bytes, at + 1 + sign, |b| b.is_ascii_digit()) {
        0 => 0,
        digits => 1 + sign + digits,
    }
}

/// A quoted token without its quotes and escapes, as `DeescapeQuotedString`
/// does it: `''`, `\b \f \n \r \t`, up to three octal digits, and any other
/// character after a backslash stands for itself. A NUL ends the value, as it
/// would a C string; an octal byte that is not UTF-8 becomes U+FFFD.
pub(super) fn unescape(quoted: &str) -> String {
    let bytes = quoted.as_bytes();
    let inner = bytes
        .get(1..bytes.len().saturating_sub(1))
        .unwrap_or_default();
    let mut out = Vec::with_capacity(inner.len());
    let mut at = 0;
    while let Some(b) = inner.get(at) {
        at += 1;
        let byte = match b {
            b'\\' => {
                let escaped = inner.get(at).copied().unwrap_or_default();
                at += 1;
                match escaped {
                    b'b' => 8,
                    b'f' => 12,
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'0'..=b'7' => {
                        let mut octal = u32::from(escaped - b'0');
                        for _ in 0..2 {
                            match inner.get(at) {
                                Some(d @ b'0'..=b'7') => {
                                    octal = octal * 8 + u32::from(d - b'0');
                                    at += 1;
                                }
                                _ => break,
                            }
                        }
                        (octal & 0xFF) as u8
                    }
                    other => other,
                }
            }
            b'\'' => {
                at += 1;
                b'\''
            }
            other => *other,
        };
        out.push(byte);
    }
    if let Some(nul) = out.iter().position(|b| *b == 0) {
        out.truncate(nul);
    }
    String::from_utf8_lossy(&out).into_owned()
}
