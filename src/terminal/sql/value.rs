//! Values, their types, how they are read and shown.

use super::super::clock;

/// A value of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    /// A number with so many places after the point; [`SHORTEST`]: as many as it needs.
    Number(f64, u8),
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
    Bool,
    Int,
    Big,
    Numeric,
    Double,
    Text,
    Name,
    /// `timestamp with time zone`.
    Time,
    Span,
    Ints,
    /// A string or NULL whose place decides.
    Unknown,
}

/// PostgreSQL's name of each type, and the names of it in a cast.
const TYPES: [(Type, &str, &str); 11] = [
    (Type::Bool, "boolean", "bool boolean"),
    (Type::Int, "integer", "int int4 integer smallint oid"),
    (Type::Big, "bigint", "bigint int8"),
    (Type::Numeric, "numeric", "numeric decimal"),
    (Type::Double, "double precision", "float float8 real double"),
    (Type::Text, "text", "text varchar regclass char"),
    (Type::Name, "name", "name"),
    (
        Type::Time,
        "timestamp with time zone",
        "timestamp timestamptz date time",
    ),
    (Type::Span, "interval", "interval"),
    (Type::Ints, "integer[]", ""),
    (Type::Unknown, "unknown", ""),
];

impl Type {
    /// PostgreSQL's name.
    pub fn name(self) -> &'static str {
        let found = TYPES.iter().find(|(ty, ..)| *ty == self);
        found.map_or("unknown", |(_, name, _)| name)
    }

    /// The type of a name in a cast.
    pub fn named(name: &str) -> Option<Type> {
        let is_one = |names: &str| {
            names
                .split(' ')
                .any(|known| known == name && !name.is_empty())
        };
        let found = TYPES.iter().find(|(.., names)| is_one(names));
        found.map(|(ty, ..)| *ty)
    }

    pub fn is_number(self) -> bool {
        matches!(self, Type::Int | Type::Big | Type::Numeric | Type::Double)
    }

    pub fn is_text(self) -> bool {
        matches!(self, Type::Text | Type::Name)
    }
}

impl Value {
    /// As psql shows it; NULL is empty.
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

    /// How many elements an array has; NULL if it is none.
    pub fn elements(&self) -> Value {
        match self {
            Value::Ints(all) => Value::Int(all.len() as i64),
            _ => Value::Null,
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Int(n) | Value::Time(n) | Value::Span(n) => Some(*n as f64),
            Value::Number(x, _) => Some(*x),
            Value::Bool(b) => Some(f64::from(u8::from(*b))),
            _ => None,
        }
    }

    /// The order of two values of like types; NULLs are equal and last.
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
