//! One parameter's value: read from text and shown as `SHOW` does, by the rules
//! of PostgreSQL 15's `guc.c` (`parse_int`, `parse_real`, `parse_bool`,
//! `config_enum_lookup_by_name`, `convert_to_base_unit`, `ShowGUCOption`).

use super::number::{percent_g, space, strtod, strtol};
use super::settings::{Kind, Parameter, Unit};

const MEMORY_HINT: &str =
    "Valid units for this parameter are \"B\", \"kB\", \"MB\", \"GB\", and \"TB\".";
const TIME_HINT: &str =
    "Valid units for this parameter are \"us\", \"ms\", \"s\", \"min\", \"h\", and \"d\".";

/// A value in force, numbers in the parameter's base unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Of a boolean.
    Bool(bool),
    /// Of an integer.
    Int(i64),
    /// Of a real.
    Real(f64),
    /// Of a string, or the word of an enum.
    Text(String),
}

/// Why a text is no value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    /// What PostgreSQL says, without its severity.
    pub message: String,
    /// PostgreSQL's hint, if it has one.
    pub hint: Option<String>,
}

impl From<String> for ValueError {
    /// Without a hint.
    fn from(message: String) -> ValueError {
        let hint = None;
        ValueError { message, hint }
    }
}

/// The value `text` gives `parameter` (`parse_and_validate_value`). Texts of
/// strings are taken as they are: their own checks (of time zones, say) are not
/// part of this.
///
/// # Errors
/// PostgreSQL's message for a value of the wrong form or outside the bounds.
pub fn parse(parameter: &Parameter, text: &str) -> Result<Value, ValueError> {
    match parameter.kind {
        Kind::Bool => boolean(text).map(Value::Bool).ok_or_else(|| {
            format!("parameter \"{}\" requires a Boolean value", parameter.name).into()
        }),
        Kind::Integer => integer(parameter, text).map(Value::Int),
        Kind::Real => real(parameter, text).map(Value::Real),
        Kind::Text => Ok(Value::Text(text.to_owned())),
        Kind::Enum => word(parameter, text).map(Value::Text),
    }
}

/// The value as `SHOW` gives it: the largest unit that leaves no remainder.
pub fn show(parameter: &Parameter, value: &Value) -> String {
    match value {
        Value::Int(n) if is_file_mode(parameter) => format!("{n:04o}"),
        Value::Int(n) if *n > 0 => {
            let (n, unit) = shown_integer(*n, parameter.unit);
            format!("{n}{unit}")
        }
        Value::Real(x) if *x > 0.0 => {
            let (x, unit) = shown_real(*x, parameter.unit);
            format!("{}{unit}", percent_g(x))
        }
        plain => base(parameter, plain),
    }
}

/// The value in base units without naming them, as `pg_settings.setting` has it.
pub fn base(parameter: &Parameter, value: &Value) -> String {
    match value {
        Value::Bool(on) => if *on { "on" } else { "off" }.to_owned(),
        Value::Int(n) if is_file_mode(parameter) => format!("{n:04o}"),
        Value::Int(n) => n.to_string(),
        Value::Real(x) => percent_g(*x),
        Value::Text(text) => text.clone(),
    }
}

fn is_file_mode(parameter: &Parameter) -> bool {
    matches!(
        parameter.name,
        "unix_socket_permissions" | "log_file_mode" | "data_directory_mode"
    )
}

/// `parse_bool`: any beginning of true, false, yes and no, at least two letters
/// of on and off, 1 and 0; in any case.
fn boolean(text: &str) -> Option<bool> {
    let lower = text.to_ascii_lowercase();
    let begins = |word: &str, least: usize| lower.len() >= least && word.starts_with(&lower);
    match lower.as_str() {
        "1" => Some(true),
        "0" => Some(false),
        _ if begins("true", 1) || begins("yes", 1) || begins("on", 2) => Some(true),
        _ if begins("false", 1) || begins("no", 1) || begins("off", 2) => Some(false),
        _ => None,
    }
}

fn word(parameter: &Parameter, text: &str) -> Result<String, ValueError> {
    let lower = text.to_ascii_lowercase();
    let find = |wanted: &str| parameter.words().find(|w| w.eq_ignore_ascii_case(wanted));
    let is_switch = find("on").is_some() && find("off").is_some();
    let canonical = match (parameter.name, lower.as_str()) {
        ("wal_compression", "on" | "true" | "yes" | "1") => "pglz",
        ("wal_level", "archive" | "hot_standby") => "replica",
        (_, "true" | "yes" | "1") if is_switch => "on",
        (_, "false" | "no" | "0") if is_switch => "off",
        (_, "debug") if find("debug2").is_some() => "debug2",
        (_, other) => other,
    };
    find(canonical).map(str::to_owned).ok_or_else(|| {
        let words: Vec<&str> = parameter.words().collect();
        invalid(
            parameter,
            text,
            Some(format!("Available values: {}.", words.join(", "))),
        )
    })
}

fn invalid(parameter: &Parameter, text: &str, hint: Option<String>) -> ValueError {
    let message = format!(
        "invalid value for parameter \"{}\": \"{text}\"",
        parameter.name
    );
    ValueError { message, hint }
}

fn integer(parameter: &Parameter, text: &str) -> Result<i64, ValueError> {
    let (whole, rest) = strtol(text);
    let fractional = matches!(rest.as_bytes().first(), Some(b'.' | b'e' | b'E'));
    let (value, rest) = match whole {
        // Exact: anything a double cannot hold is far outside 32 bits.
        Some(n) if !fractional => (Some(n as f64), rest),
        _ => strtod(text),
    };
    let value = in_base_unit(parameter, text, value, rest)?.round_ties_even();
    if !(f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&value) {
        let hint = Some("Value exceeds integer range.".to_owned());
        return Err(invalid(parameter, text, hint));
    }
    if !(parameter.min..=parameter.max).contains(&value) {
        return Err(outside(
            parameter,
            value as i64,
            parameter.min as i64,
            parameter.max as i64,
        ));
    }
    Ok(value as i64)
}

fn real(parameter: &Parameter, text: &str) -> Result<f64, ValueError> {
    let (value, rest) = strtod(text);
    let value = in_base_unit(parameter, text, value, rest)?;
    if !(parameter.min..=parameter.max).contains(&value) {
        let [value, min, max] = [value, parameter.min, parameter.max].map(percent_g);
        return Err(outside(parameter, value, min, max));
    }
    Ok(value)
}

fn outside<T: std::fmt::Display>(parameter: &Parameter, value: T, min: T, max: T) -> ValueError {
    let unit = parameter.unit.as_str();
    let space = if unit.is_empty() { "" } else { " " };
    let message = format!(
        "{value}{space}{unit} is outside the valid range for parameter \"{}\" ({min} .. {max})",
        parameter.name
    );
    message.into()
}

/// The number with the unit that follows it, in base units.
fn in_base_unit(
    parameter: &Parameter,
    text: &str,
    value: Option<f64>,
    rest: &str,
) -> Result<f64, ValueError> {
    let value = value.filter(|v| rest.len() < text.len() && !v.is_nan());
    let Some(value) = value else {
        return Err(invalid(parameter, text, None));
    };
    let unit = rest.get(space(rest)..).unwrap_or_default();
    if unit.is_empty() {
        return Ok(value);
    }
    let hint = match (parameter.unit.bytes(), parameter.unit.ms()) {
        (None, None) => return Err(invalid(parameter, text, None)),
        (Some(_), _) => MEMORY_HINT,
        _ => TIME_HINT,
    };
    let end = unit
        .bytes()
        .position(|b| b.is_ascii_whitespace() || b == 0x0B);
    let (name, after) = unit
        .split_at_checked(end.unwrap_or(unit.len()))
        .unwrap_or((unit, ""));
    let units = units(parameter.unit);
    let found = units.iter().position(|(candidate, _)| *candidate == name);
    match found {
        Some(at) if space(after) == after.len() => {
            let factor = |at: usize| units.get(at).map(|(_, f)| *f);
            let converted = value * factor(at).unwrap_or(1.0);
            // A fraction is rounded to the next smaller unit, if there is one.
            Ok(match factor(at + 1) {
                Some(smaller) => (converted / smaller).round_ties_even() * smaller,
                None => converted,
            })
        }
        _ => Err(invalid(parameter, text, Some(hint.to_owned()))),
    }
}

/// Units from large to small, each in base units (`memory_unit_conversion_table`,
/// `time_unit_conversion_table`). Sizes divide exactly, times as in C.
fn units(base: Unit) -> Vec<(&'static str, f64)> {
    const KB: f64 = 1024.0;
    if let Some(bytes) = base.bytes() {
        let sizes = [
            ("TB", KB * KB * KB * KB),
            ("GB", KB * KB * KB),
            ("MB", KB * KB),
        ];
        let sizes = sizes.into_iter().chain([("kB", KB), ("B", 1.0)]);
        return sizes
            .map(|(name, size)| (name, size / bytes as f64))
            .collect();
    }
    let Some(ms) = base.ms() else {
        return Vec::new();
    };
    let times = [
        ("d", 86_400_000.0),
        ("h", 3_600_000.0),
        ("min", 60_000.0),
        ("s", 1_000.0),
    ];
    let times = times
        .into_iter()
        .chain([("ms", 1.0)])
        .map(|(name, t)| (name, t / ms as f64));
    times.chain([("us", 1.0 / (1000.0 * ms as f64))]).collect()
}

/// `convert_int_from_base_unit`.
fn shown_integer(value: i64, base: Unit) -> (i64, &'static str) {
    for (name, factor) in units(base) {
        if factor <= 1.0 {
            return ((value as f64 / factor).round_ties_even() as i64, name);
        }
        if value % (factor as i64) == 0 {
            return (value / (factor as i64), name);
        }
    }
    (value, "")
}

/// `convert_real_from_base_unit`.
fn shown_real(value: f64, base: Unit) -> (f64, &'static str) {
    let mut last = (value, "");
    for (name, factor) in units(base) {
        let shown = value / factor;
        last = (shown, name);
        if shown > 0.0 && ((shown.round_ties_even() / shown) - 1.0).abs() <= 1e-8 {
            break;
        }
    }
    last
}
