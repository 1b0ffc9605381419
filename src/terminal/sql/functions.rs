//! The functions a statement can call, in one table: PostgreSQL's own, as far as the world has
//! an answer. A new one is a row here, and known to the planner and to completion by that.

use super::calls::{
    blocking_pids, cut, date_trunc, end_backend, extract, extreme, pretty, reload, round, setting,
    substring, whole,
};
use super::error::Sql;
use super::run::{Database, Effect};
use super::value::{Type, Value};
use std::cmp::Ordering;

/// What an argument can be, and as what a string constant in its place is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arg {
    /// Anything, as it is.
    Any,
    /// Anything; all of them of one type.
    Like,
    /// A number, of the type it has.
    AnyNumber,
    /// A number, read as this.
    Number(Type),
    /// A number that is exact.
    Exact,
    Text,
    /// A time or a length of time.
    Moment,
    Only(Type),
}

impl Arg {
    fn fits(self, ty: Type) -> bool {
        let unknown = ty == Type::Unknown;
        match self {
            Arg::Any | Arg::Like => true,
            Arg::AnyNumber | Arg::Number(_) => ty.is_number() || unknown,
            Arg::Exact => (ty.is_number() || unknown) && ty != Type::Double,
            Arg::Text => ty.is_text() || unknown,
            Arg::Moment => matches!(ty, Type::Time | Type::Span),
            Arg::Only(only) => ty == only,
        }
    }

    /// As what a string constant is read; `known`: the first type among the arguments.
    fn wanted(self, known: Type) -> Type {
        match self {
            Arg::Any | Arg::Moment => Type::Unknown,
            Arg::Like | Arg::AnyNumber => known,
            Arg::Number(ty) | Arg::Only(ty) => ty,
            Arg::Exact => Type::Numeric,
            Arg::Text => Type::Text,
        }
    }
}

/// A function of a row, for arguments of these kinds.
#[derive(Debug)]
pub struct Function {
    names: &'static [&'static str],
    args: &'static [Arg],
    /// The last argument may be there more than once.
    many: bool,
    /// The type of its result; none: that of its arguments.
    gives: Option<Type>,
    /// It is called with NULL as well; else NULL gives NULL.
    pub takes_null: bool,
    pub run: fn(&Database, &[Value]) -> Sql<Value>,
}

impl Function {
    fn fits(&self, types: &[Type]) -> bool {
        let (wanted, given) = (self.args.len(), types.len());
        let count = wanted == given || self.many && given > wanted;
        let last = self.args.last();
        let args = self.args.iter().chain(last.into_iter().cycle());
        count && types.iter().zip(args).all(|(ty, arg)| arg.fits(*ty))
    }
}

macro_rules! functions {
    ($($(#$null:ident)? $($name:literal)+ ($($arg:expr),* $(; $many:ident)?)
        $(-> $gives:expr)?, $run:expr;)*) => {
        static ALL: &[Function] = &[$(Function {
            names: &[$($name),+],
            args: &[$($arg),*],
            many: functions!(@ $($many)?),
            gives: functions!(@gives $($gives)?),
            takes_null: functions!(@ $($null)?),
            run: $run,
        }),*];
    };
    (@gives) => { None };
    (@gives $gives:expr) => { Some($gives) };
    (@) => { false };
    (@ $flag:ident) => { true };
}

use Arg::{Any, AnyNumber, Exact, Like, Moment, Number, Only};
use Type::{Big, Bool, Int, Ints, Name, Numeric, Span, Text, Time};

fn text(text: impl Into<String>) -> Sql<Value> {
    Ok(Value::Text(text.into()))
}

functions! {
    "now" "clock_timestamp" "statement_timestamp" "transaction_timestamp" () -> Time,
        |db, _| Ok(Value::Time(db.now_us()));
    "version" () -> Text, |_, _| text("PostgreSQL 15.12 (Debian 15.12-0+deb12u2) on \
        x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit");
    "current_database" () -> Name, |db, _| text(db.name());
    "current_user" () -> Name, |db, _| text(db.user);
    "pg_postmaster_start_time" () -> Time, |db, _| Ok(Value::Time(db.started_us()));
    "pg_backend_pid" () -> Int, |db, _| Ok(Value::Int(db.pid.into()));
    "pg_is_in_recovery" () -> Bool, |_, _| Ok(Value::Bool(false));
    "pg_blocking_pids" (Number(Int)) -> Ints, blocking_pids;
    "pg_terminate_backend" (Number(Int)) -> Bool, |db, v| end_backend(db, v, Effect::Terminate);
    "pg_cancel_backend" (Number(Int)) -> Bool, |db, v| end_backend(db, v, Effect::Cancel);
    "pg_reload_conf" () -> Bool, |db, _| reload(db);
    #takes_null "current_setting" (Arg::Text) -> Text, |db, v| setting(db, &v[0].show());
    "cardinality" (Only(Ints)) -> Int, |_, v| Ok(v[0].elements());
    "array_length" (Only(Ints), Number(Int)) -> Int, |_, v| Ok(v[0].elements());
    #takes_null "coalesce" (Like; many), |_, v| {
        let known = v.iter().find(|v| **v != Value::Null);
        Ok(known.cloned().unwrap_or(Value::Null))
    };
    #takes_null "nullif" (Like, Like), |_, v| Ok(match v[0].order(&v[1]) {
        Ordering::Equal => Value::Null,
        Ordering::Less | Ordering::Greater => v[0].clone(),
    });
    #takes_null "greatest" (Like; many), |_, v| Ok(extreme(v, Ordering::Greater));
    #takes_null "least" (Like; many), |_, v| Ok(extreme(v, Ordering::Less));
    "upper" (Arg::Text) -> Text, |_, v| text(v[0].show().to_uppercase());
    "lower" (Arg::Text) -> Text, |_, v| text(v[0].show().to_lowercase());
    "length" "char_length" (Arg::Text) -> Int,
        |_, v| Ok(Value::Int(v[0].show().chars().count() as i64));
    "left" (Arg::Text, Number(Int)) -> Text, |_, v| text(cut(&v[0].show(), whole(&v[1]), true));
    "right" (Arg::Text, Number(Int)) -> Text, |_, v| text(cut(&v[0].show(), whole(&v[1]), false));
    "substring" "substr" (Arg::Text, Number(Int)) -> Text,
        |_, v| text(substring(&v[0].show(), whole(&v[1]), i64::MAX));
    "substring" "substr" (Arg::Text, Number(Int), Number(Int)) -> Text,
        |_, v| text(substring(&v[0].show(), whole(&v[1]), whole(&v[2])));
    "trim" "btrim" (Arg::Text) -> Text, |_, v| text(v[0].show().trim_matches(' '));
    #takes_null "concat" (Any; many) -> Text,
        |_, v| text(v.iter().map(Value::show).collect::<String>());
    "round" (Number(Numeric)) -> Numeric, |_, v| Ok(round(&v[0], 0));
    "round" (Exact, Number(Int)) -> Numeric, |_, v| Ok(round(&v[0], whole(&v[1])));
    "abs" (AnyNumber), |_, v| Ok(match &v[0] {
        Value::Int(n) => Value::Int(n.saturating_abs()),
        Value::Number(x, scale) => Value::Number(x.abs(), *scale),
        other => other.clone(),
    });
    "extract" "date_part" (Arg::Text, Moment) -> Numeric, |_, v| extract(&v[0].show(), &v[1]);
    "date_trunc" (Arg::Text, Only(Time)) -> Time, |_, v| date_trunc(&v[0].show(), &v[1]);
    "age" (Only(Time)) -> Span, |db, v| {
        let midnight = db.now_us() - db.now_us().rem_euclid(86_400_000_000);
        Ok(Value::Span(midnight.saturating_sub(whole(&v[0]))))
    };
    "age" (Only(Time), Only(Time)) -> Span,
        |_, v| Ok(Value::Span(whole(&v[0]).saturating_sub(whole(&v[1]))));
    "pg_size_pretty" (Number(Big)) -> Text, |_, v| text(pretty(whole(&v[0])));
}

/// Words that are calls without brackets.
const BARE: [(&str, &str); 5] = [
    ("current_catalog", "current_database"),
    ("current_timestamp", "now"),
    ("current_user", "current_user"),
    ("session_user", "current_user"),
    ("user", "current_user"),
];

/// The function that a word is a call of without brackets.
pub fn bare(word: &str) -> Option<&'static str> {
    let found = BARE.iter().find(|(known, _)| *known == word);
    found.map(|(_, name)| *name)
}

/// The function of a name for arguments of these types: what it is, what its arguments are
/// read as, what it gives.
pub fn find(name: &str, types: &[Type]) -> Option<(&'static Function, Vec<Type>, Type)> {
    let mut all = ALL.iter().filter(|f| f.names.contains(&name));
    let function = all.find(|f| f.fits(types))?;
    let known = types.iter().find(|ty| **ty != Type::Unknown).copied();
    let known = known.unwrap_or(Type::Text);
    let wanted = function.args.iter().map(|arg| arg.wanted(known)).collect();
    Some((function, wanted, function.gives.unwrap_or(known)))
}

/// All functions, for completion.
pub fn completions() -> impl Iterator<Item = String> {
    let calls = ALL.iter().flat_map(|f| {
        let end = if f.args.is_empty() { "()" } else { "(" };
        let names = f.names.iter().filter(|name| bare(name).is_none());
        names.map(move |name| format!("{name}{end}"))
    });
    let aggregates = AGGREGATES.iter().map(|(name, aggregate)| match aggregate {
        Aggregate::Count => format!("{name}(*)"),
        _ => format!("{name}("),
    });
    let bare = BARE.iter().map(|(word, _)| (*word).to_string());
    calls.chain(aggregates).chain(bare)
}

/// A function of many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    Count,
    Sum,
    Avg,
    Min,
    Max,
    StringAgg,
    /// `array_agg` of numbers.
    ArrayAgg,
    BoolOr,
    BoolAnd,
}

const AGGREGATES: [(&str, Aggregate); 10] = [
    ("count", Aggregate::Count),
    ("sum", Aggregate::Sum),
    ("avg", Aggregate::Avg),
    ("min", Aggregate::Min),
    ("max", Aggregate::Max),
    ("string_agg", Aggregate::StringAgg),
    ("array_agg", Aggregate::ArrayAgg),
    ("bool_or", Aggregate::BoolOr),
    ("bool_and", Aggregate::BoolAnd),
    ("every", Aggregate::BoolAnd),
];

impl Aggregate {
    /// The aggregate of a name.
    pub fn named(name: &str) -> Option<Aggregate> {
        let found = AGGREGATES.iter().find(|(known, _)| *known == name);
        found.map(|(_, aggregate)| *aggregate)
    }

    /// The type of its result for arguments; none if there is no such aggregate.
    pub fn result(self, ty: Type, args: usize, star: bool) -> Option<Type> {
        let number = ty.is_number() || ty == Type::Span;
        match (self, args) {
            (Aggregate::Count, 0) if star => Some(Type::Big),
            (Aggregate::Count, 1) => Some(Type::Big),
            (Aggregate::Sum, 1) if number => Some(match ty {
                Type::Int => Type::Big,
                Type::Big => Type::Numeric,
                ty => ty,
            }),
            (Aggregate::Avg, 1) if number => Some(match ty {
                Type::Int | Type::Big => Type::Numeric,
                ty => ty,
            }),
            (Aggregate::Min | Aggregate::Max, 1) if ty != Type::Bool => Some(ty),
            (Aggregate::StringAgg, 2) => Some(Type::Text),
            (Aggregate::ArrayAgg, 1) if ty.is_number() => Some(Type::Ints),
            (Aggregate::BoolOr | Aggregate::BoolAnd, 1) if ty == Type::Bool => Some(Type::Bool),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_can_be_called_is_offered_and_the_other_way_round() {
        let offered: Vec<String> = completions().collect();
        for function in ALL {
            for name in function.names.iter().copied() {
                let names = |offer: &String| offer.split('(').next() == Some(name);
                assert!(offered.iter().any(names), "{name}");
                assert!(Aggregate::named(name).is_none(), "{name}");
            }
        }
        for offer in &offered {
            let name = offer.split('(').next().unwrap_or(offer);
            let called = |f: &Function| f.names.contains(&bare(name).unwrap_or(name));
            assert!(
                Aggregate::named(name).is_some() || ALL.iter().any(called),
                "{offer}"
            );
        }
    }
}
