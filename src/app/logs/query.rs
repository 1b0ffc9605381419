//! The language of the log search: words, phrases and fields, each of which must fit.
//!
//! `source:postgresql level>=error host:web-* "too many clients" -timeout time>=14:03`

use super::find::{find, like};
use super::time::{moment, span_ms};
use crate::app::protocol::{Level, LogLine};
use std::ops::Range;

/// Longest search that is read, bytes; what stands beyond is told as a problem.
pub const QUERY_BYTES_MAX: usize = 2_000;

/// A field of a line that a search can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The stream: `postgresql` or a service.
    Source,
    /// The host or instance.
    Host,
    /// The level; can be compared.
    Level,
    /// SQLSTATE or short class.
    Code,
    /// The message alone.
    Text,
    /// The time; can be compared.
    Time,
}

impl Field {
    /// All, in the order of the help.
    pub const ALL: [Field; 6] = [
        Field::Source,
        Field::Host,
        Field::Level,
        Field::Code,
        Field::Time,
        Field::Text,
    ];

    /// Its name in a search.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Field::Source => "source",
            Field::Host => "host",
            Field::Level => "level",
            Field::Code => "code",
            Field::Text => "text",
            Field::Time => "time",
        }
    }

    /// What it is, for the help.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Field::Source => "Stream: postgresql or a service. * stands for anything",
            Field::Host => "Host or instance; a list fits any of its values",
            Field::Level => "debug, info, warn, error, fatal; compares with >= <= > <",
            Field::Code => "SQLSTATE or class of the line",
            Field::Time => "UTC or T+mm:ss; compares with >= <= > <",
            Field::Text => "The message alone, not host or code",
        }
    }

    /// An example for the help.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Field::Source => "source:postgresql",
            Field::Host => "host:web-7,web-8",
            Field::Level => "level>=error",
            Field::Code => "code:53300",
            Field::Time => "time>=14:02:30",
            Field::Text => "text:timeout",
        }
    }

    fn named(name: &str) -> Option<Field> {
        let name = name.to_ascii_lowercase();
        Field::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compare {
    Is,
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// What a term asks of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    /// Stands in text, host or code; lower case.
    Word(String),
    /// The field fits one of the patterns; lower case.
    Like(Field, Vec<String>),
    Levels(Vec<Level>),
    Level(Compare, Level),
    /// From, before; either may be open.
    Time(Option<i64>, Option<i64>),
}

/// One term of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    negated: bool,
    span: Range<usize>,
    test: Test,
}

/// Something in a search that cannot be understood, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place, as a byte range of the search.
    pub span: Range<usize>,
    /// What is wrong and what would be right.
    pub message: String,
}

/// A search that was read. Terms that cannot be understood are left out and told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
    problems: Vec<Problem>,
}

impl Query {
    /// Reads a search. `zero_unix_s`: Unix time of minute zero, for times of day.
    #[must_use]
    pub fn parse(text: &str, zero_unix_s: i64) -> Query {
        let mut query = Query::default();
        if text.len() > QUERY_BYTES_MAX {
            query.problems.push(Problem {
                span: 0..text.len(),
                message: format!("A search has at most {QUERY_BYTES_MAX} characters"),
            });
            return query;
        }
        for token in super::token::tokens(text) {
            let span = token.span.clone();
            match test(&token, zero_unix_s) {
                Ok(test) => query.terms.push(Term {
                    negated: token.negated != token.not_equal(),
                    span,
                    test,
                }),
                Err(message) => query.problems.push(Problem { span, message }),
            }
        }
        query
    }

    /// Whether every term fits a line.
    #[must_use]
    pub fn shows(&self, line: &LogLine) -> bool {
        self.terms
            .iter()
            .all(|term| term.test.fits(line) != term.negated)
    }

    /// What cannot be understood, in the order it stands.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The words to mark in a message: those searched for, lower case.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let wanted = self.terms.iter().filter(|term| !term.negated);
        let words = wanted.flat_map(|term| match &term.test {
            Test::Word(word) => vec![word.clone()],
            Test::Like(Field::Text, patterns) => patterns.clone(),
            _ => vec![],
        });
        words.filter(|word| !word.is_empty()).collect()
    }

    /// Where the term stands that is the same test, in the same direction.
    fn place(&self, other: &Term) -> Option<Range<usize>> {
        let same = |term: &&Term| term.negated == other.negated && term.test == other.test;
        self.terms.iter().find(same).map(|term| term.span.clone())
    }
}

impl Test {
    fn fits(&self, line: &LogLine) -> bool {
        match self {
            Test::Word(word) => [&line.text, &line.host, &line.code]
                .into_iter()
                .any(|text| find(text, word, 0).is_some()),
            Test::Like(field, patterns) => {
                let text = match field {
                    Field::Source => &line.source,
                    Field::Host => &line.host,
                    Field::Code => &line.code,
                    Field::Text | Field::Level | Field::Time => {
                        return patterns
                            .iter()
                            .any(|word| find(&line.text, word, 0).is_some());
                    }
                };
                patterns.iter().any(|pattern| like(text, pattern))
            }
            Test::Levels(levels) => levels.contains(&line.level),
            Test::Level(compare, level) => match compare {
                Compare::Is => line.level == *level,
                Compare::AtLeast => line.level >= *level,
                Compare::AtMost => line.level <= *level,
                Compare::Above => line.level > *level,
                Compare::Below => line.level < *level,
            },
            Test::Time(from, before) => {
                from.is_none_or(|from| line.t_ms >= from)
                    && before.is_none_or(|before| line.t_ms < before)
            }
        }
    }
}

fn test(token: &super::token::Token<'_>, zero_unix_s: i64) -> Result<Test, String> {
    if !token.closed {
        return Err("The quote is not closed".into());
    }
    let Some((name, operator)) = token.field else {
        return match token.value.as_str() {
            "" => Err("Nothing to look for: put a word after the minus".into()),
            word => Ok(Test::Word(word.to_lowercase())),
        };
    };
    let Some(field) = Field::named(name) else {
        let names = Field::ALL.map(Field::name).join(", ");
        return Err(format!(
            "There is no field {name:?}. Fields: {names}. To look for it as text, put it in quotes"
        ));
    };
    let compare = match operator {
        ">=" => Compare::AtLeast,
        "<=" => Compare::AtMost,
        ">" => Compare::Above,
        "<" => Compare::Below,
        _ => Compare::Is,
    };
    let value = token.value.trim();
    if value.is_empty() {
        return Err(format!("{name} needs a value, as in {}", field.example()));
    }
    if compare != Compare::Is && !matches!(field, Field::Level | Field::Time) {
        return Err(format!(
            "Only level and time can be compared; {name} takes {name}:value"
        ));
    }
    let list = || value.split(',').map(str::trim).filter(|v| !v.is_empty());
    match field {
        Field::Level if compare == Compare::Is => list().map(level).collect::<Result<_, _>>(),
        Field::Level => return level(value).map(|level| Test::Level(compare, level)),
        Field::Time => return time(compare, value, zero_unix_s),
        Field::Text => return Ok(Test::Like(field, vec![value.to_lowercase()])),
        Field::Source | Field::Host | Field::Code => {
            let patterns = list().map(str::to_lowercase).collect();
            return Ok(Test::Like(field, patterns));
        }
    }
    .map(Test::Levels)
}

fn level(word: &str) -> Result<Level, String> {
    Ok(match word.to_ascii_lowercase().as_str() {
        "debug" => Level::Debug,
        "info" | "log" => Level::Info,
        "warn" | "warning" => Level::Warn,
        "error" => Level::Error,
        "fatal" => Level::Fatal,
        _ => {
            return Err(format!(
                "{word:?} is no level. Levels: debug, info, warn, error, fatal"
            ));
        }
    })
}

fn time(compare: Compare, value: &str, zero_unix_s: i64) -> Result<Test, String> {
    let at = moment(value, zero_unix_s)
        .ok_or_else(|| format!("{value:?} is no time. Write 14:02, 14:02:30 or T+02:30"))?;
    // A minute lasts until the next: `time<=14:02` has all of that minute in it.
    let after = at + span_ms(value);
    Ok(match compare {
        Compare::Is => Test::Time(Some(at), Some(after)),
        Compare::AtLeast => Test::Time(Some(at), None),
        Compare::AtMost => Test::Time(None, Some(after)),
        Compare::Above => Test::Time(Some(after), None),
        Compare::Below => Test::Time(None, Some(at)),
    })
}

/// A search with one term more, `field:value` or `-field:value`. The opposite term goes; a
/// term that stands there already goes, too, so that the same click takes it back.
#[must_use]
pub fn toggled(text: &str, field: Option<Field>, value: &str, exclude: bool) -> String {
    let term = term_text(field, value, exclude);
    let opposite = term_text(field, value, !exclude);
    let (mut text, mut stood) = (text.to_string(), false);
    for (other, same) in [(opposite, false), (term.clone(), true)] {
        let wanted = Query::parse(&other, 0);
        let Some(wanted) = wanted.terms.first() else {
            continue;
        };
        if let Some(span) = Query::parse(&text, 0).place(wanted) {
            text.replace_range(span.clone(), "");
            // One of the blanks on both sides goes, too.
            if text[span.start..].starts_with(' ') {
                text.remove(span.start);
            }
            stood |= same;
        }
    }
    let mut text = text.trim().to_string();
    if !stood {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&term);
    }
    text
}

fn term_text(field: Option<Field>, value: &str, exclude: bool) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let minus = if exclude { "-" } else { "" };
    let bare = !value.is_empty() && value.chars().all(plain) && !value.starts_with('-');
    let value = if bare {
        value.to_string()
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    };
    match field {
        Some(field) => format!("{minus}{}:{value}", field.name()),
        None => format!("{minus}{value}"),
    }
}
