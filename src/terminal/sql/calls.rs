//! What functions compute.

use super::error::{Sql, refuse};
use super::run::{Database, Effect};
use super::value::Value;
use std::cmp::Ordering;

/// A number as a whole one.
pub(super) fn whole(value: &Value) -> i64 {
    value.number().map_or(0, |n| n as i64)
}

/// The largest or smallest of values, NULL aside; the last of equal largest, the first of
/// equal smallest.
pub(super) fn extreme(values: &[Value], which: Ordering) -> Value {
    let known = values.iter().filter(|v| **v != Value::Null);
    let best = match which {
        Ordering::Greater => known.max_by(|a, b| a.order(b)),
        _ => known.min_by(|a, b| a.order(b)),
    };
    best.cloned().unwrap_or(Value::Null)
}

pub(super) fn blocking_pids(database: &Database, args: &[Value]) -> Sql<Value> {
    let pid = whole(&args[0]);
    let rows = database.sessions();
    let row = rows.iter().find(|row| i64::from(row.pid) == pid);
    let pids = row.map_or(vec![], |row| row.blocked_by.clone());
    database.spend(rows.len() as u64)?;
    Ok(Value::Ints(pids.into_iter().map(i64::from).collect()))
}

pub(super) fn end_backend(
    database: &Database,
    args: &[Value],
    effect: fn(u32) -> Effect,
) -> Sql<Value> {
    if !database.superuser {
        return refuse("must be a member of the role whose process is being terminated");
    }
    let pid = whole(&args[0]);
    let is_there = database.has_backend(pid);
    match u32::try_from(pid) {
        Ok(pid) if is_there => database.effect(effect(pid)),
        _ => database.warn(format!("PID {pid} is not a PostgreSQL backend process")),
    }
    Ok(Value::Bool(is_there))
}

pub(super) fn reload(database: &Database) -> Sql<Value> {
    if !database.superuser {
        return refuse("permission denied for function pg_reload_conf");
    }
    database.effect(Effect::Reload);
    Ok(Value::Bool(true))
}

pub(super) fn setting(database: &Database, name: &str) -> Sql<Value> {
    match database.session.world().settings().show(name) {
        Some(value) => {
            database.looked_at_setting(name);
            Ok(Value::Text(value))
        }
        None => refuse(format!("unrecognized configuration parameter \"{name}\"")),
    }
}

/// So many characters from a place on, which counts from 1.
pub(super) fn substring(text: &str, from: i64, length: i64) -> String {
    let skip = usize::try_from(from - 1).unwrap_or(0);
    let take = usize::try_from(length).unwrap_or(0);
    text.chars().skip(skip).take(take).collect()
}

/// A number with so many places after the point, 15 at most.
pub(super) fn round(value: &Value, places: i64) -> Value {
    let places = places.clamp(0, 15) as u8;
    let factor = (0..places).fold(1.0, |f, _| f * 10.0);
    let x = value.number().unwrap_or(0.0);
    Value::Number((x * factor).round() / factor, places)
}

fn no_unit<T>(unit: &str) -> Sql<T> {
    refuse(format!(
        "unit \"{unit}\" not recognized for type timestamp with time zone"
    ))
}

/// So many characters of one end; negative: all but so many of the other.
pub(super) fn cut(text: &str, n: i64, left: bool) -> String {
    let length = text.chars().count() as i64;
    let keep = if n >= 0 {
        n.min(length)
    } else {
        length.saturating_add(n).max(0)
    } as usize;
    match left {
        true => text.chars().take(keep).collect(),
        false => text.chars().skip(length as usize - keep).collect(),
    }
}

/// Bytes as `pg_size_pretty` shows them.
pub(super) fn pretty(bytes: i64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"];
    let mut size = bytes;
    for unit in units {
        if size.abs() < 10_240 || unit == "TB" {
            return format!("{size} {unit}");
        }
        size = (size + size.signum() * 512) / 1024;
    }
    format!("{size} TB")
}

pub(super) fn extract(field: &str, value: &Value) -> Sql<Value> {
    let us = value.number().unwrap_or(0.0);
    let of_day = (us as i64).rem_euclid(86_400_000_000);
    Ok(match field.to_lowercase().as_str() {
        "epoch" => Value::Number(us / 1e6, 6),
        "second" | "seconds" => Value::Number((of_day % 60_000_000) as f64 / 1e6, 6),
        "minute" | "minutes" => Value::Number((of_day / 60_000_000 % 60) as f64, 0),
        "hour" | "hours" => Value::Number((of_day / 3_600_000_000) as f64, 0),
        other => return no_unit(other),
    })
}

pub(super) fn date_trunc(field: &str, value: &Value) -> Sql<Value> {
    let Value::Time(us) = value else {
        return Ok(Value::Null);
    };
    let step = match field.to_lowercase().as_str() {
        "millisecond" | "milliseconds" => 1_000,
        "second" => 1_000_000,
        "minute" => 60_000_000,
        "hour" => 3_600_000_000,
        "day" => 86_400_000_000,
        other => return no_unit(other),
    };
    Ok(Value::Time(us - us.rem_euclid(step)))
}
