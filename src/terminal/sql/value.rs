//! Values, their types, how they are read and shown.

use super::super::clock;

/// A value of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// `t` or `f`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with so many places after the point; [`SHORTEST`]: as many as it needs.
    Number(f64, u8),
    /// A text.
    Text(String),
    /// A time: Unix microseconds.
    Time(i64),
    /// A length of time, microseconds.
    Span(i64),
    /// An array of whole numbers.
    Ints(Vec<i64>),
}

/// As many places as a number needs.
pub const SHORTEST: u8 = u8::MAX;

/// Types, as far as they differ here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `boolean`.
    Bool,
    /// `integer`.
    Int,
    /// `bigint`.
    Big,
    /// `numeric`.
    Numeric,
    /// `double precision`.
    Double,
    /// `text`.
    Text,
    /// `name`.
    Name,
    /// `timestamp with time zone`.
    Time,
    /// `interval`.
    Span,
    /// `integer[]`.
    Ints,
    /// A string or NULL whose place decides.
    Unknown,
}

impl Type {
    /// PostgreSQL's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Type::Bool => "boolean",
            Type::Int => "integer",
            Type::Big => "bigint",
            Type::Numeric => "numeric",
            Type::Double => "double precision",
            Type::Text => "text",
            Type::Name => "name",
            Type::Time => "timestamp with time zone",
            Type::Span => "interval",
            Type::Ints => "integer[]",
            Type::Unknown => "unknown",
        }
    }

    /// The type of a name in a cast.
    #[must_use]
    pub fn named(name: &str) -> Option<Type> {
        Some(match name {
            "bool" | "boolean" => Type::Bool,
            "int" | "int4" | "integer" | "smallint" | "oid" => Type::Int,
            "bigint" | "int8" => Type::Big,
            "numeric" | "decimal" => Type::Numeric,
            "float" | "float8" | "real" | "double" => Type::Double,
            "text" | "varchar" | "regclass" | "char" => Type::Text,
            "name" => Type::Name,
            "timestamp" | "timestamptz" | "date" | "time" => Type::Time,
            "interval" => Type::Span,
            _ => return None,
        })
    }

    /// True for numbers.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Type::Int | Type::Big | Type::Numeric | Type::Double)
    }

    /// True for texts.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(self, Type::Text | Type::Name)
    }

    /// True for what psql aligns to the right.
    #[must_use]
    pub fn is_right(self) -> bool {
        self.is_number()
    }
}

impl Value {
    /// As psql shows it; NULL is empty.
    #[must_use]
    pub fn show(&self) -> String {
        match self {
            Value::Null => String::new(),
            Value::Bool(true) => "t".into(),
            Value::Bool(false) => "f".into(),
            Value::Int(n) => n.to_string(),
            Value::Number(x, SHORTEST) => format!("{x}"),
            Value::Number(x, scale) => format!("{x:.*}", usize::from(*scale)),
            Value::Text(text) => text.clone(),
            Value::Time(us) => clock::timestamptz(*us),
            Value::Span(us) => clock::interval(*us),
            Value::Ints(all) => {
                let all: Vec<String> = all.iter().map(i64::to_string).collect();
                format!("{{{}}}", all.join(","))
            }
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Int(n) | Value::Time(n) | Value::Span(n) => Some(*n as f64),
            Value::Number(x, _) => Some(*x),
            Value::Bool(b) => Some(f64::from(u8::from(*b))),
            _ => None,
        }
    }

    /// The order of two values of like types; NULLs are equal and last.
    #[must_use]
    pub fn order(&self, other: &Value) -> std::cmp::Ordering {
        use std::cmp::Ordering;
        match (self, other) {
            (Value::Null, Value::Null) => Ordering::Equal,
            (Value::Null, _) => Ordering::Greater,
            (_, Value::Null) => Ordering::Less,
            (Value::Int(a), Value::Int(b))
            | (Value::Time(a), Value::Time(b))
            | (Value::Span(a), Value::Span(b)) => a.cmp(b),
            (Value::Ints(a), Value::Ints(b)) => a.cmp(b),
            (Value::Text(a), Value::Text(b)) => a.cmp(b),
            (a, b) => match (a.number(), b.number()) {
                (Some(a), Some(b)) => a.total_cmp(&b),
                _ => a.show().cmp(&b.show()),
            },
        }
    }
}

/// Read a string as a value of a type.
///
/// # Errors
/// As PostgreSQL words it.
pub fn read(text: &str, ty: Type) -> Result<Value, String> {
    let trimmed = text.trim();
    let wrong = || format!("invalid input syntax for type {}: \"{text}\"", ty.name());
    match ty {
        Type::Text | Type::Name | Type::Unknown => Ok(Value::Text(text.to_string())),
        Type::Int | Type::Big => trimmed.parse().map(Value::Int).map_err(|_| wrong()),
        Type::Numeric => {
            let scale = trimmed.split('.').nth(1).map_or(0, str::len).min(30) as u8;
            let number = trimmed.parse().map(|x| Value::Number(x, scale));
            number.map_err(|_| wrong())
        }
        Type::Double => {
            let number = trimmed.parse().map(|x| Value::Number(x, SHORTEST));
            number.map_err(|_| wrong())
        }
        Type::Bool => match trimmed.to_lowercase().as_str() {
            "t" | "true" | "on" | "yes" | "y" | "1" => Ok(Value::Bool(true)),
            "f" | "false" | "off" | "no" | "n" | "0" => Ok(Value::Bool(false)),
            _ => Err(wrong()),
        },
        Type::Span => clock::read_interval(trimmed)
            .map(Value::Span)
            .ok_or_else(wrong),
        Type::Time => clock::read_time(trimmed).map(Value::Time).ok_or_else(wrong),
        Type::Ints => Err(wrong()),
    }
}
