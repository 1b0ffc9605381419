//! A text as a tree that borrows from it.

use super::read::Fault;
use serde_json::Value;
use std::borrow::Cow;

/// Deepest nesting of arrays and objects.
const DEPTH_MAX: u32 = 127;

/// A value and the byte offset behind it.
pub struct Node<'t> {
    /// What it is.
    pub kind: Kind<'t>,
    /// Byte offset behind its last byte.
    pub end: usize,
}

/// What a value is. Whole numbers are kept as such, as far as 64 bits go.
pub enum Kind<'t> {
    Null,
    Bool(bool),
    /// Zero or more.
    Whole(u64),
    /// Less than zero.
    Negative(i64),
    Float(f64),
    Text(Cow<'t, str>),
    Array(Vec<Node<'t>>),
    /// Members in the order of the text.
    Object(Vec<Member<'t>>),
}

/// A member of an object.
pub struct Member<'t> {
    /// Its name.
    pub key: Cow<'t, str>,
    /// Byte offset behind its name.
    pub key_end: usize,
    /// Its value.
    pub value: Node<'t>,
}

impl<'t> From<&'t Value> for Node<'t> {
    fn from(value: &'t Value) -> Node<'t> {
        let kind = match value {
            Value::Null => Kind::Null,
            Value::Bool(yes) => Kind::Bool(*yes),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(whole), _) => Kind::Whole(whole),
                (None, Some(negative)) => Kind::Negative(negative),
                (None, None) => Kind::Float(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => Kind::Text(Cow::Borrowed(text)),
            Value::Array(items) => Kind::Array(items.iter().map(Node::from).collect()),
            Value::Object(members) => {
                let member = |(key, value): (&'t String, &'t Value)| Member {
                    key: Cow::Borrowed(key.as_str()),
                    key_end: 0,
                    value: Node::from(value),
                };
                Kind::Object(members.iter().map(member).collect())
            }
        };
        Node { kind, end: 0 }
    }
}

/// The tree of a text.
///
/// # Errors
/// If it is no JSON; [`refusal`] says why.
pub fn parse(text: &str) -> Result<Node<'_>, ()> {
    let mut parser = Parser { text, at: 0 };
    let node = parser.value(0)?;
    match parser.peek() {
        None => Ok(node),
        Some(_) => Err(()),
    }
}

/// Why a text has no tree, in the words of `serde_json`.
pub fn refusal(text: &str) -> Fault {
    match serde_json::from_str::<Value>(text) {
        Err(error) => Fault::syntax(&error),
        // A test holds that both refuse the same texts.
        Ok(_) => Fault::whole("it is no JSON"),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    /// The next byte that is not a blank.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Eats this byte if it is the next that is not a blank.
    fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn value(&mut self, depth: u32) -> Result<Node<'t>, ()> {
        let kind = match self.peek().ok_or(())? {
            b'{' | b'[' if depth >= DEPTH_MAX => return Err(()),
            b'{' => Kind::Object(self.object(depth)?),
            b'[' => Kind::Array(self.array(depth)?),
            b'"' => Kind::Text(self.string()?),
            b'n' => self.word("null", Kind::Null)?,
            b't' => self.word("true", Kind::Bool(true))?,
            b'f' => self.word("false", Kind::Bool(false))?,
            _ => self.number()?,
        };
        Ok(Node { kind, end: self.at })
    }

    fn word(&mut self, word: &str, kind: Kind<'t>) -> Result<Kind<'t>, ()> {
        let is_next = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        is_next.then_some(kind).ok_or(())
    }

    fn object(&mut self, depth: u32) -> Result<Vec<Member<'t>>, ()> {
        let mut members = Vec::new();
        self.at += 1;
        if self.eat(b'}') {
            return Ok(members);
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(());
            }
            let key = self.string()?;
            let key_end = self.at;
            if !self.eat(b':') {
                return Err(());
            }
            let value = self.value(depth + 1)?;
            members.push(Member {
                key,
                key_end,
                value,
            });
            if !self.eat(b',') {
                return self.eat(b'}').then_some(members).ok_or(());
            }
        }
    }

    fn array(&mut self, depth: u32) -> Result<Vec<Node<'t>>, ()> {
        let mut items = Vec::new();
        self.at += 1;
        if self.eat(b']') {
            return Ok(items);
        }
        loop {
            items.push(self.value(depth + 1)?);
            if !self.eat(b',') {
                return self.eat(b']').then_some(items).ok_or(());
            }
        }
    }

    /// The string that begins here, with its escapes resolved.
    fn string(&mut self) -> Result<Cow<'t, str>, ()> {
        self.at += 1;
        let plain = self.plain()?;
        if self.text.as_bytes()[self.at] == b'"' {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut text = plain.to_string();
        while self.text.as_bytes()[self.at] == b'\\' {
            self.at += 1;
            text.push(self.escape()?);
            text.push_str(self.plain()?);
        }
        self.at += 1;
        Ok(Cow::Owned(text))
    }

    /// What comes before the next quote or backslash.
    fn plain(&mut self) -> Result<&'t str, ()> {
        let (text, from) = (self.text, self.at);
        let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
        let length = text.as_bytes()[from..].iter().position(special);
        self.at += length.ok_or(())?;
        let is_end = text.as_bytes()[self.at] >= 0x20;
        is_end.then_some(&text[from..self.at]).ok_or(())
    }

    /// The character behind a backslash.
    fn escape(&mut self) -> Result<char, ()> {
        let byte = *self.text.as_bytes().get(self.at).ok_or(())?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hexadecimal()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(first).ok_or(());
                }
                // The second half of a pair.
                if self.text.as_bytes()[self.at..].get(..2) != Some(br"\u") {
                    return Err(());
                }
                self.at += 2;
                let second = self.hexadecimal()?.wrapping_sub(0xdc00);
                if second >= 0x400 {
                    return Err(());
                }
                char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second).ok_or(())?
            }
            _ => return Err(()),
        })
    }

    /// The four digits of a character's code.
    fn hexadecimal(&mut self) -> Result<u32, ()> {
        let digits = self.text.as_bytes()[self.at..].get(..4).ok_or(())?;
        self.at += 4;
        digits.iter().try_fold(0, |code, digit| {
            Ok(code * 16 + char::from(*digit).to_digit(16).ok_or(())?)
        })
    }

    fn number(&mut self) -> Result<Kind<'t>, ()> {
        let from = self.at;
        let bytes = self.text.as_bytes();
        self.at += usize::from(bytes[from] == b'-');
        let whole = self.digits()?;
        if whole > 1 && bytes[self.at - whole] == b'0' {
            return Err(());
        }
        let mut is_whole = true;
        if bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
            is_whole = false;
        }
        if matches!(bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(bytes.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
            is_whole = false;
        }
        let digits = &self.text[from..self.at];
        if is_whole {
            if let Ok(whole) = digits.parse() {
                return Ok(Kind::Whole(whole));
            }
            match digits.parse() {
                Ok(negative) if negative < 0 => return Ok(Kind::Negative(negative)),
                _ => {}
            }
        }
        let float: f64 = digits.parse().map_err(|_| ())?;
        float.is_finite().then_some(Kind::Float(float)).ok_or(())
    }

    /// How many digits come next; at least one.
    fn digits(&mut self) -> Result<usize, ()> {
        let rest = &self.text.as_bytes()[self.at..];
        let count = rest.iter().position(|byte| !byte.is_ascii_digit());
        let count = count.unwrap_or(rest.len());
        self.at += count;
        (count > 0).then_some(count).ok_or(())
    }
}
