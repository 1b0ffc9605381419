//! The functions a statement can call: PostgreSQL's own, as far as the world has an answer.

use super::value::Type;

/// A function of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The server's clock.
    Now,
    /// `version()`.
    Version,
    /// `current_database()`.
    CurrentDatabase,
    /// `current_user`.
    CurrentUser,
    /// `pg_postmaster_start_time()`.
    StartTime,
    /// `pg_backend_pid()`.
    BackendPid,
    /// `pg_is_in_recovery()`.
    InRecovery,
    /// `pg_blocking_pids(pid)`.
    BlockingPids,
    /// `pg_terminate_backend(pid)`.
    Terminate,
    /// `pg_cancel_backend(pid)`.
    Cancel,
    /// `pg_reload_conf()`.
    Reload,
    /// `current_setting(name)`.
    CurrentSetting,
    /// `cardinality(array)`, `array_length(array, 1)`.
    Cardinality,
    /// `coalesce`.
    Coalesce,
    /// `nullif`.
    NullIf,
    /// `greatest`.
    Greatest,
    /// `least`.
    Least,
    /// `upper`.
    Upper,
    /// `lower`.
    Lower,
    /// `length`.
    Length,
    /// `left(text, n)`.
    Left,
    /// `right(text, n)`.
    Right,
    /// `substring(text, from, for)`.
    Substring,
    /// `trim`.
    Trim,
    /// `concat`.
    Concat,
    /// `round(x, places)`.
    Round,
    /// `abs`.
    Abs,
    /// `extract(field from x)`, `date_part`.
    Extract,
    /// `date_trunc(field, time)`.
    DateTrunc,
    /// `age(time)`, `age(time, time)`.
    Age,
    /// `pg_size_pretty`.
    SizePretty,
}

/// A function of many rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// `count`.
    Count,
    /// `sum`.
    Sum,
    /// `avg`.
    Avg,
    /// `min`.
    Min,
    /// `max`.
    Max,
    /// `string_agg`.
    StringAgg,
    /// `array_agg` of numbers.
    ArrayAgg,
    /// `bool_or`.
    BoolOr,
    /// `bool_and`.
    BoolAnd,
}

impl Aggregate {
    /// The aggregate of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Aggregate> {
        Some(match name {
            "count" => Aggregate::Count,
            "sum" => Aggregate::Sum,
            "avg" => Aggregate::Avg,
            "min" => Aggregate::Min,
            "max" => Aggregate::Max,
            "string_agg" => Aggregate::StringAgg,
            "array_agg" => Aggregate::ArrayAgg,
            "bool_or" => Aggregate::BoolOr,
            "bool_and" | "every" => Aggregate::BoolAnd,
            _ => return None,
        })
    }

    /// The type of its result for arguments; none if there is no such aggregate.
    #[must_use]
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

/// The names, for completion.
pub const NAMES: [&str; 26] = [
    "avg(",
    "cardinality(",
    "coalesce(",
    "count(*)",
    "current_database()",
    "current_setting(",
    "current_user",
    "date_trunc(",
    "extract(",
    "left(",
    "length(",
    "lower(",
    "max(",
    "min(",
    "now()",
    "pg_backend_pid()",
    "pg_blocking_pids(",
    "pg_cancel_backend(",
    "pg_is_in_recovery()",
    "pg_postmaster_start_time()",
    "pg_reload_conf()",
    "pg_terminate_backend(",
    "round(",
    "sum(",
    "upper(",
    "version()",
];

/// The function of a name for arguments of these types: what it is, what its arguments are,
/// what it gives.
#[must_use]
pub fn find(name: &str, types: &[Type]) -> Option<(Function, Vec<Type>, Type)> {
    use Function as F;
    use Type as T;
    let text = |ty: &Type| ty.is_text() || *ty == T::Unknown;
    let number = |ty: &Type| ty.is_number() || *ty == T::Unknown;
    let first = types.first().copied().unwrap_or(T::Unknown);
    let known = types.iter().find(|ty| **ty != T::Unknown).copied();
    let known = known.unwrap_or(T::Text);
    let found = match (name, types) {
        ("now" | "clock_timestamp" | "statement_timestamp" | "transaction_timestamp", []) => {
            (F::Now, vec![], T::Time)
        }
        ("version", []) => (F::Version, vec![], T::Text),
        ("current_database", []) => (F::CurrentDatabase, vec![], T::Name),
        ("current_user", []) => (F::CurrentUser, vec![], T::Name),
        ("pg_postmaster_start_time", []) => (F::StartTime, vec![], T::Time),
        ("pg_backend_pid", []) => (F::BackendPid, vec![], T::Int),
        ("pg_is_in_recovery", []) => (F::InRecovery, vec![], T::Bool),
        ("pg_blocking_pids", [a]) if number(a) => (F::BlockingPids, vec![T::Int], T::Ints),
        ("pg_terminate_backend", [a]) if number(a) => (F::Terminate, vec![T::Int], T::Bool),
        ("pg_cancel_backend", [a]) if number(a) => (F::Cancel, vec![T::Int], T::Bool),
        ("pg_reload_conf", []) => (F::Reload, vec![], T::Bool),
        ("current_setting", [a]) if text(a) => (F::CurrentSetting, vec![T::Text], T::Text),
        ("cardinality", [T::Ints]) => (F::Cardinality, vec![T::Ints], T::Int),
        ("array_length", [T::Ints, _]) => (F::Cardinality, vec![T::Ints, T::Int], T::Int),
        ("coalesce", [_, ..]) => (F::Coalesce, vec![known], known),
        ("nullif", [_, _]) => (F::NullIf, vec![known], known),
        ("greatest", [_, ..]) => (F::Greatest, vec![known], known),
        ("least", [_, ..]) => (F::Least, vec![known], known),
        ("upper", [a]) if text(a) => (F::Upper, vec![T::Text], T::Text),
        ("lower", [a]) if text(a) => (F::Lower, vec![T::Text], T::Text),
        ("length" | "char_length", [a]) if text(a) => (F::Length, vec![T::Text], T::Int),
        ("left", [a, b]) if text(a) && number(b) => (F::Left, vec![T::Text, T::Int], T::Text),
        ("right", [a, b]) if text(a) && number(b) => (F::Right, vec![T::Text, T::Int], T::Text),
        ("substring" | "substr", [a, b]) if text(a) && number(b) => {
            (F::Substring, vec![T::Text, T::Int], T::Text)
        }
        ("substring" | "substr", [a, b, c]) if text(a) && number(b) && number(c) => {
            (F::Substring, vec![T::Text, T::Int, T::Int], T::Text)
        }
        ("trim" | "btrim", [a]) if text(a) => (F::Trim, vec![T::Text], T::Text),
        ("concat", [_, ..]) => (F::Concat, vec![T::Unknown], T::Text),
        ("round", [a]) if number(a) => (F::Round, vec![T::Numeric], T::Numeric),
        ("round", [a, b]) if number(a) && number(b) && first != T::Double => {
            (F::Round, vec![T::Numeric, T::Int], T::Numeric)
        }
        ("abs", [a]) if number(a) => (F::Abs, vec![known], known),
        ("extract" | "date_part", [a, T::Time | T::Span]) if text(a) => {
            (F::Extract, vec![T::Text], T::Numeric)
        }
        ("date_trunc", [a, T::Time]) if text(a) => (F::DateTrunc, vec![T::Text], T::Time),
        ("age", [T::Time]) => (F::Age, vec![T::Time], T::Span),
        ("age", [T::Time, T::Time]) => (F::Age, vec![T::Time], T::Span),
        ("pg_size_pretty", [a]) if number(a) => (F::SizePretty, vec![T::Big], T::Text),
        _ => return None,
    };
    Some(found)
}
