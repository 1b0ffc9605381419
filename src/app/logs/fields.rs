//! What a line says beside its message: its fields, and the numbers in its text.

use super::query::Field;
use crate::app::protocol::LogLine;

/// Pairs taken from one message at most.
const PAIRS_MAX: usize = 12;

/// A value in a line that can be searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue {
    /// Its name on the page.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The field of the search; none for a pair of the message, which is found as text.
    pub field: Option<Field>,
}

impl FieldValue {
    /// What to look for, beside the field.
    #[must_use]
    pub fn needle(&self) -> String {
        match self.field {
            Some(_) => self.value.clone(),
            None => format!("{}={}", self.name, self.value),
        }
    }
}

/// The fields of a line, those of the collector first.
#[must_use]
pub fn fields(line: &LogLine) -> Vec<FieldValue> {
    let own = [
        (Field::Level, line.level.word().to_lowercase()),
        (Field::Source, line.source.clone()),
        (Field::Host, line.host.clone()),
        (Field::Code, line.code.clone()),
    ];
    let own = own.into_iter().filter(|(_, value)| !value.is_empty());
    let own = own.map(|(field, value)| FieldValue {
        name: field.name().to_string(),
        value,
        field: Some(field),
    });
    own.chain(pairs(&line.text)).collect()
}

/// `name=value` in a message, as pools and servers write them.
fn pairs(text: &str) -> impl Iterator<Item = FieldValue> {
    let pieces = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';'));
    let pairs = pieces.filter_map(|piece| {
        let (name, value) = piece.split_once('=')?;
        let value = value.trim_end_matches([':', '.', ']']);
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let fits = |part: &str| !part.is_empty() && part.len() <= 60 && part.chars().all(word);
        (fits(name) && fits(value)).then(|| FieldValue {
            name: name.to_string(),
            value: value.to_string(),
            field: None,
        })
    });
    pairs.take(PAIRS_MAX)
}

/// `message repeated N times: [ text]`, as rsyslog says it: N and the text.
#[must_use]
pub fn repeats(text: &str) -> Option<(u32, &str)> {
    let (count, rest) = text
        .strip_prefix("message repeated ")?
        .split_once(" times: [ ")?;
    Some((count.parse().ok()?, rest.strip_suffix(']')?))
}
