//! Groups of rows and their aggregates.

use super::ast::{Expr, Node};
use super::bind::{AggregateCall, Bound};
use super::calls::extreme;
use super::error::Sql;
use super::eval::Env;
use super::functions::Aggregate;
use super::run::Database;
use super::value::{SHORTEST, Type, Value};
use std::cmp::Ordering;

/// A group: its keys and what its aggregates came to.
pub struct Group {
    keys: Vec<Value>,
    aggregates: Vec<Value>,
}

impl Group {
    /// What expressions over it are computed from.
    pub fn env(&self) -> Env<'_> {
        Env {
            row: &[],
            keys: &self.keys,
            aggregates: &self.aggregates,
        }
    }
}

/// True if an expression has an aggregate in it, sub-queries left aside.
pub fn has_aggregate(expr: &Expr) -> bool {
    match &expr.node {
        Node::Call(call) => {
            Aggregate::named(&call.name).is_some() || call.args.iter().any(has_aggregate)
        }
        Node::Unary(_, x) | Node::IsNull(x, _) | Node::Cast(x, _) | Node::InQuery(x, ..) => {
            has_aggregate(x)
        }
        Node::Binary(_, a, b) | Node::Any(a, b) => has_aggregate(a) || has_aggregate(b),
        Node::In(x, list, _) => has_aggregate(x) || list.iter().any(has_aggregate),
        Node::Case(arms, otherwise) => {
            let arm = |(a, b): &(Expr, Expr)| has_aggregate(a) || has_aggregate(b);
            arms.iter().any(arm) || otherwise.as_deref().is_some_and(has_aggregate)
        }
        Node::Literal(..) | Node::Column(..) | Node::Query(_) => false,
    }
}

fn same(a: &[Value], b: &[Value]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.order(b) == Ordering::Equal)
}

impl Database<'_> {
    /// Group rows by keys; without keys they are one group, even when there are none.
    pub(super) fn grouped(
        &self,
        rows: &[Vec<Value>],
        keys: &[Bound],
        aggregates: &[AggregateCall],
    ) -> Sql<Vec<Group>> {
        let mut groups: Vec<(Vec<Value>, Vec<&Vec<Value>>)> = Vec::new();
        if keys.is_empty() {
            groups.push((Vec::new(), Vec::new()));
        }
        for row in rows {
            let env = Env::row(row);
            let key: Vec<Value> = keys
                .iter()
                .map(|key| self.eval(key, env))
                .collect::<Sql<_>>()?;
            self.spend(groups.len() as u64)?;
            match groups.iter_mut().find(|(other, _)| same(other, &key)) {
                Some((_, members)) => members.push(row),
                None => groups.push((key, vec![row])),
            }
        }
        // As a sorted aggregation gives them.
        groups.sort_by(|(a, _), (b, _)| {
            let orders = a.iter().zip(b).map(|(a, b)| a.order(b));
            orders.fold(Ordering::Equal, Ordering::then)
        });
        let group = |(keys, members): (Vec<Value>, Vec<&Vec<Value>>)| {
            let results = aggregates.iter().map(|call| self.aggregate(call, &members));
            let aggregates = results.collect::<Sql<_>>()?;
            Ok(Group { keys, aggregates })
        };
        groups.into_iter().map(group).collect()
    }

    fn aggregate(&self, call: &AggregateCall, rows: &[&Vec<Value>]) -> Sql<Value> {
        let mut values: Vec<Value> = Vec::new();
        let mut between = String::new();
        let mut count = 0;
        for row in rows {
            let env = Env::row(row);
            if let Some(filter) = &call.filter
                && self.eval(filter, env)? != Value::Bool(true)
            {
                continue;
            }
            count += 1;
            let Some(arg) = call.args.first() else {
                continue;
            };
            let value = self.eval(arg, env)?;
            if value == Value::Null {
                continue;
            }
            if call.distinct {
                self.spend(values.len() as u64)?;
                if values.iter().any(|v| v.order(&value) == Ordering::Equal) {
                    continue;
                }
            }
            if let Some(separator) = call.args.get(1) {
                between = self.eval(separator, env)?.show();
            }
            values.push(value);
        }
        if call.kind == Aggregate::Count {
            let all = call.args.is_empty();
            return Ok(Value::Int(if all { count } else { values.len() as i64 }));
        }
        if values.is_empty() {
            return Ok(Value::Null);
        }
        let value = aggregated(call, values, &between);
        if let Value::Text(text) = &value {
            self.spend(text.len() as u64 / 16)?;
        }
        Ok(value)
    }
}

/// What values come to, of which there is at least one.
fn aggregated(call: &AggregateCall, values: Vec<Value>, between: &str) -> Value {
    let sum: f64 = values.iter().filter_map(Value::number).sum();
    let scale = |v: &Value| match v {
        Value::Number(_, scale) => *scale,
        _ => 0,
    };
    let scale_max = values.iter().map(scale).max().unwrap_or(0);
    let mean = sum / values.len() as f64;
    match (call.kind, call.ty) {
        (Aggregate::Count, _) => Value::Int(values.len() as i64),
        (Aggregate::Sum, Type::Int | Type::Big) => Value::Int(sum as i64),
        (Aggregate::Sum, Type::Span) => Value::Span(sum as i64),
        (Aggregate::Sum, _) => Value::Number(sum, scale_max),
        (Aggregate::Avg, Type::Span) => Value::Span(mean as i64),
        (Aggregate::Avg, Type::Double) => Value::Number(mean, SHORTEST),
        (Aggregate::Avg, _) => Value::Number(mean, 16),
        (Aggregate::Min, _) => extreme(&values, Ordering::Less),
        (Aggregate::Max, _) => extreme(&values, Ordering::Greater),
        (Aggregate::StringAgg, _) => {
            let texts: Vec<String> = values.iter().map(Value::show).collect();
            Value::Text(texts.join(between))
        }
        (Aggregate::ArrayAgg, _) => {
            let numbers = values.iter().filter_map(Value::number);
            Value::Ints(numbers.map(|n| n as i64).collect())
        }
        (Aggregate::BoolOr, _) => Value::Bool(values.contains(&Value::Bool(true))),
        (Aggregate::BoolAnd, _) => Value::Bool(!values.contains(&Value::Bool(false))),
    }
}
