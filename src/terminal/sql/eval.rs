//! Computes what was bound.

use super::bind::Bound;
use super::error::{Sql, refuse};
use super::run::Database;
use super::value::{SHORTEST, Type, Value, read};
use std::cmp::Ordering;

/// What an expression is computed from.
#[derive(Clone, Copy, Default)]
pub struct Env<'a> {
    pub row: &'a [Value],
    /// Keys of the group.
    pub keys: &'a [Value],
    /// Aggregates of the group.
    pub aggregates: &'a [Value],
}

impl<'a> Env<'a> {
    /// A row that is in no group.
    pub fn row(row: &'a [Value]) -> Env<'a> {
        Env {
            row,
            ..Env::default()
        }
    }
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
                match !function.takes_null && values.contains(&Value::Null) {
                    true => Ok(Value::Null),
                    false => (function.run)(self, &values),
                }
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
