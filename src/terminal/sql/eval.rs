//! Computes what was bound.

use super::bind::Bound;
use super::error::{Sql, refuse};
use super::functions::Function;
use super::run::{Database, Effect};
use super::value::{SHORTEST, Type, Value, read};
use std::cmp::Ordering;

/// What an expression is computed from.
#[derive(Clone, Copy, Default)]
pub struct Env<'a> {
    /// The row.
    pub row: &'a [Value],
    /// Keys of the group.
    pub keys: &'a [Value],
    /// Aggregates of the group.
    pub aggregates: &'a [Value],
}

impl Database<'_> {
    /// The value of an expression.
    pub fn eval(&self, bound: &Bound, env: Env) -> Sql<Value> {
        self.spend(1)?;
        let cell = |cells: &[Value], index: usize| cells.get(index).cloned();
        match bound {
            Bound::Value(value) => Ok(value.clone()),
            Bound::Column(index) => Ok(cell(env.row, *index).unwrap_or(Value::Null)),
            Bound::Group(index) => Ok(cell(env.keys, *index).unwrap_or(Value::Null)),
            Bound::Aggregate(index) => Ok(cell(env.aggregates, *index).unwrap_or(Value::Null)),
            Bound::Not(inner) => Ok(match self.eval(inner, env)? {
                Value::Bool(b) => Value::Bool(!b),
                _ => Value::Null,
            }),
            Bound::Binary(op, a, b) => self.binary(op, a, b, env),
            Bound::Match(inner, regex, negated) => Ok(match self.eval(inner, env)? {
                Value::Null => Value::Null,
                value => Value::Bool(regex.is_match(&value.show()) != *negated),
            }),
            Bound::In(x, list, negated) => {
                let x = self.eval(x, env)?;
                if x == Value::Null {
                    return Ok(Value::Null);
                }
                let mut unknown = false;
                for item in list {
                    let item = self.eval(item, env)?;
                    unknown |= item == Value::Null;
                    if item != Value::Null && x.order(&item) == Ordering::Equal {
                        return Ok(Value::Bool(!negated));
                    }
                }
                Ok(match unknown {
                    true => Value::Null,
                    false => Value::Bool(*negated),
                })
            }
            Bound::IsNull(x, negated) => {
                let is_null = self.eval(x, env)? == Value::Null;
                Ok(Value::Bool(is_null != *negated))
            }
            Bound::Call(function, args) => {
                let mut values = Vec::with_capacity(args.len());
                for arg in args {
                    values.push(self.eval(arg, env)?);
                }
                self.function(*function, &values)
            }
            Bound::Cast(x, to) => cast(self.eval(x, env)?, *to),
            Bound::Case(arms, otherwise) => {
                for (when, then) in arms {
                    if self.eval(when, env)? == Value::Bool(true) {
                        return self.eval(then, env);
                    }
                }
                match otherwise {
                    Some(otherwise) => self.eval(otherwise, env),
                    None => Ok(Value::Null),
                }
            }
            Bound::Any(x, array) => {
                let (x, array) = (self.eval(x, env)?, self.eval(array, env)?);
                Ok(match (x, array) {
                    (Value::Int(n), Value::Ints(all)) => Value::Bool(all.contains(&n)),
                    _ => Value::Null,
                })
            }
        }
    }

    fn binary(&self, op: &str, a: &Bound, b: &Bound, env: Env) -> Sql<Value> {
        let a = self.eval(a, env)?;
        match (op, &a) {
            ("AND", Value::Bool(false)) => return Ok(a),
            ("OR", Value::Bool(true)) => return Ok(a),
            _ => {}
        }
        let b = self.eval(b, env)?;
        let null = a == Value::Null || b == Value::Null;
        match op {
            "AND" if b == Value::Bool(false) => return Ok(b),
            "OR" if b == Value::Bool(true) => return Ok(b),
            "AND" | "OR" if null => return Ok(Value::Null),
            "AND" => return Ok(Value::Bool(true)),
            "OR" => return Ok(Value::Bool(false)),
            "IS" => return Ok(Value::Bool(a == b)),
            _ if null => return Ok(Value::Null),
            _ => {}
        }
        let order = || a.order(&b);
        Ok(match op {
            "=" => Value::Bool(order() == Ordering::Equal),
            "<>" => Value::Bool(order() != Ordering::Equal),
            "<" => Value::Bool(order() == Ordering::Less),
            ">" => Value::Bool(order() == Ordering::Greater),
            "<=" => Value::Bool(order() != Ordering::Greater),
            ">=" => Value::Bool(order() != Ordering::Less),
            "||" => {
                let text = format!("{}{}", a.show(), b.show());
                self.spend(text.len() as u64 / 16)?;
                Value::Text(text)
            }
            _ => return arithmetic(op, &a, &b),
        })
    }

    fn function(&self, function: Function, args: &[Value]) -> Sql<Value> {
        use Function as F;
        let first = args.first().cloned().unwrap_or(Value::Null);
        let second = args.get(1).cloned().unwrap_or(Value::Null);
        let takes_null = matches!(
            function,
            F::Coalesce | F::NullIf | F::Greatest | F::Least | F::Concat | F::CurrentSetting
        );
        if !takes_null && args.contains(&Value::Null) {
            return Ok(Value::Null);
        }
        let text = |value: String| Ok(Value::Text(value));
        let whole = |value: &Value| value.number().map_or(0, |n| n as i64);
        match function {
            F::Now => Ok(Value::Time(self.now_us())),
            F::Version => text(
                "PostgreSQL 15.12 (Debian 15.12-0+deb12u2) on x86_64-pc-linux-gnu, compiled by \
                 gcc (Debian 12.2.0-14) 12.2.0, 64-bit"
                    .into(),
            ),
            F::CurrentDatabase => text(self.name().to_string()),
            F::CurrentUser => text(self.user.to_string()),
            F::StartTime => Ok(Value::Time(self.started_us())),
            F::BackendPid => Ok(Value::Int(self.pid.into())),
            F::InRecovery => Ok(Value::Bool(false)),
            F::BlockingPids => {
                let pid = whole(&first);
                let rows = self.sessions();
                let row = rows.iter().find(|row| i64::from(row.pid) == pid);
                let pids = row.map_or(vec![], |row| row.blocked_by.clone());
                self.spend(rows.len() as u64)?;
                Ok(Value::Ints(pids.into_iter().map(i64::from).collect()))
            }
            F::Terminate | F::Cancel => {
                if !self.superuser {
                    return refuse(
                        "must be a member of the role whose process is being terminated",
                    );
                }
                let pid = whole(&first);
                let is_there = self.has_backend(pid);
                if let (true, Ok(pid)) = (is_there, u32::try_from(pid)) {
                    self.effect(match function {
                        F::Terminate => Effect::Terminate(pid),
                        _ => Effect::Cancel(pid),
                    });
                } else {
                    self.warn(format!("PID {pid} is not a PostgreSQL backend process"));
                }
                Ok(Value::Bool(is_there))
            }
            F::Reload => {
                if !self.superuser {
                    return refuse("permission denied for function pg_reload_conf");
                }
                self.effect(Effect::Reload);
                Ok(Value::Bool(true))
            }
            F::CurrentSetting => {
                let name = first.show();
                match self.session.world().settings().show(&name) {
                    Some(value) => {
                        self.looked_at_setting(&name);
                        text(value)
                    }
                    None => refuse(format!("unrecognized configuration parameter \"{name}\"")),
                }
            }
            F::Cardinality => Ok(match first {
                Value::Ints(all) => Value::Int(all.len() as i64),
                _ => Value::Null,
            }),
            F::Coalesce => {
                let mut known = args.iter().filter(|v| **v != Value::Null);
                Ok(known.next().cloned().unwrap_or(Value::Null))
            }
            F::NullIf => Ok(match first.order(&second) {
                Ordering::Equal => Value::Null,
                _ => first,
            }),
            F::Greatest | F::Least => {
                let known = args.iter().filter(|v| **v != Value::Null);
                let best = match function {
                    F::Greatest => known.max_by(|a, b| a.order(b)),
                    _ => known.min_by(|a, b| a.order(b)),
                };
                Ok(best.cloned().unwrap_or(Value::Null))
            }
            F::Upper => text(first.show().to_uppercase()),
            F::Lower => text(first.show().to_lowercase()),
            F::Length => Ok(Value::Int(first.show().chars().count() as i64)),
            F::Left | F::Right => text(cut(&first.show(), whole(&second), function == F::Left)),
            F::Substring => {
                let from = whole(&second);
                let length = args.get(2).map_or(i64::MAX, whole);
                let skip = usize::try_from(from - 1).unwrap_or(0);
                let take = usize::try_from(length).unwrap_or(0);
                text(first.show().chars().skip(skip).take(take).collect())
            }
            F::Trim => text(first.show().trim_matches(' ').to_string()),
            F::Concat => text(args.iter().map(Value::show).collect()),
            F::Round => {
                let places = whole(&second).clamp(0, 15) as u8;
                let factor = (0..places).fold(1.0, |f, _| f * 10.0);
                let x = first.number().unwrap_or(0.0);
                Ok(Value::Number((x * factor).round() / factor, places))
            }
            F::Abs => Ok(match first {
                Value::Int(n) => Value::Int(n.saturating_abs()),
                Value::Number(x, scale) => Value::Number(x.abs(), scale),
                other => other,
            }),
            F::Extract => extract(&first.show(), &second),
            F::DateTrunc => trunc(&first.show(), &second),
            F::Age => {
                let midnight = self.now_us() - self.now_us().rem_euclid(86_400_000_000);
                let (a, b) = match args {
                    [a, b] => (whole(a), whole(b)),
                    _ => (midnight, whole(&first)),
                };
                Ok(Value::Span(a.saturating_sub(b)))
            }
            F::SizePretty => text(pretty(whole(&first))),
        }
    }
}

fn cut(text: &str, n: i64, left: bool) -> String {
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

fn pretty(bytes: i64) -> String {
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

fn arithmetic(op: &str, a: &Value, b: &Value) -> Sql<Value> {
    let out_of_range = || refuse("bigint out of range");
    if let (Value::Int(a), Value::Int(b)) = (a, b) {
        let result = match op {
            "+" => a.checked_add(*b),
            "-" => a.checked_sub(*b),
            "*" => a.checked_mul(*b),
            _ if *b == 0 => return refuse("division by zero"),
            "/" => a.checked_div(*b),
            _ => a.checked_rem(*b),
        };
        return result.map_or_else(out_of_range, |n| Ok(Value::Int(n)));
    }
    let (Some(x), Some(y)) = (a.number(), b.number()) else {
        return refuse("operator does not exist");
    };
    let z = match op {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        _ if y == 0.0 => return refuse("division by zero"),
        "/" => x / y,
        _ => x % y,
    };
    let us = z.round() as i64;
    Ok(match (a, b) {
        (Value::Time(_), Value::Time(_)) => Value::Span(us),
        (Value::Time(_), _) | (_, Value::Time(_)) => Value::Time(us),
        (Value::Span(_), Value::Span(_)) if op == "/" => Value::Number(z, SHORTEST),
        (Value::Span(_), _) | (_, Value::Span(_)) => Value::Span(us),
        (Value::Number(_, SHORTEST), _) | (_, Value::Number(_, SHORTEST)) => {
            Value::Number(z, SHORTEST)
        }
        _ => {
            let scale = |v: &Value| match v {
                Value::Number(_, scale) => *scale,
                _ => 0,
            };
            let scale = match op {
                "*" => scale(a).saturating_add(scale(b)).min(30),
                "/" => scale(a).max(scale(b)).max(16),
                _ => scale(a).max(scale(b)),
            };
            Value::Number(z, scale)
        }
    })
}

fn cast(value: Value, to: Type) -> Sql<Value> {
    let number = value.number();
    Ok(match (value, to) {
        (Value::Null, _) => Value::Null,
        (value, Type::Text | Type::Name | Type::Unknown) => Value::Text(value.show()),
        (Value::Text(text), to) => match read(&text, to) {
            Ok(value) => value,
            Err(why) => return refuse(why),
        },
        (Value::Number(x, _), Type::Int | Type::Big) => Value::Int(x.round() as i64),
        (value @ (Value::Int(_) | Value::Bool(_)), Type::Int | Type::Big) => {
            Value::Int(value.number().map_or(0, |n| n as i64))
        }
        (Value::Int(n), Type::Bool) => Value::Bool(n != 0),
        (Value::Int(_) | Value::Number(..), Type::Numeric | Type::Double) => {
            let whole = to == Type::Numeric && number.is_some_and(|n| n.fract() == 0.0);
            let scale = if whole { 0 } else { SHORTEST };
            Value::Number(number.unwrap_or(0.0), scale)
        }
        (value @ Value::Bool(_), Type::Bool)
        | (value @ Value::Time(_), Type::Time)
        | (value @ Value::Span(_), Type::Span)
        | (value @ Value::Ints(_), Type::Ints) => value,
        (_, to) => return refuse(format!("cannot cast to type {}", to.name())),
    })
}

fn extract(field: &str, value: &Value) -> Sql<Value> {
    let us = value.number().unwrap_or(0.0);
    let of_day = (us as i64).rem_euclid(86_400_000_000);
    Ok(match field.to_lowercase().as_str() {
        "epoch" => Value::Number(us / 1e6, 6),
        "second" | "seconds" => Value::Number((of_day % 60_000_000) as f64 / 1e6, 6),
        "minute" | "minutes" => Value::Number((of_day / 60_000_000 % 60) as f64, 0),
        "hour" | "hours" => Value::Number((of_day / 3_600_000_000) as f64, 0),
        other => {
            return refuse(format!(
                "unit \"{other}\" not recognized for type timestamp with time zone"
            ));
        }
    })
}

fn trunc(field: &str, value: &Value) -> Sql<Value> {
    let Value::Time(us) = value else {
        return Ok(Value::Null);
    };
    let step = match field.to_lowercase().as_str() {
        "millisecond" | "milliseconds" => 1_000,
        "second" => 1_000_000,
        "minute" => 60_000_000,
        "hour" => 3_600_000_000,
        "day" => 86_400_000_000,
        other => {
            return refuse(format!(
                "unit \"{other}\" not recognized for type timestamp with time zone"
            ));
        }
    };
    Ok(Value::Time(us - us.rem_euclid(step)))
}
