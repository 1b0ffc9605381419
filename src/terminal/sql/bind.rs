//! Finds columns, functions and types: from what a statement says to what can be computed.

use super::ast::{Call, Expr, Node, Select};
use super::error::{Sql, SqlError, fail, refuse};
use super::functions::{self, Aggregate, Function};
use super::run::Database;
use super::value::{Type, Value, read};
use regex_lite::{Regex, RegexBuilder};

/// A pattern compiles to at most so many bytes.
const PATTERN_BYTES_MAX: usize = 1 << 17;

/// A column that can be named.
#[derive(Clone, Debug)]
pub struct Column {
    /// The table's name in this statement.
    pub table: String,
    pub name: String,
    pub ty: Type,
    /// `USING` has made it one with a column before it: only `table.column` names it.
    pub merged: bool,
}

/// What can be computed from a row.
#[derive(Clone, Debug)]
pub enum Bound {
    Value(Value),
    /// A column of the row.
    Column(usize),
    /// A key of the group.
    Group(usize),
    /// An aggregate of the group.
    Aggregate(usize),
    /// `NOT x`.
    Not(Box<Bound>),
    /// `x OP y`.
    Binary(&'static str, Box<Bound>, Box<Bound>),
    /// `x ~ pattern`; true: `!~`.
    Match(Box<Bound>, Regex, bool),
    /// `x IN (…)`; true: `NOT IN`.
    In(Box<Bound>, Vec<Bound>, bool),
    /// `x IS NULL`; true: `IS NOT NULL`.
    IsNull(Box<Bound>, bool),
    Call(&'static Function, Vec<Bound>),
    /// `x::type`.
    Cast(Box<Bound>, Type),
    /// `CASE`.
    Case(Vec<(Bound, Bound)>, Option<Box<Bound>>),
    /// `x = ANY (array)`.
    Any(Box<Bound>, Box<Bound>),
}

/// An expression with its type.
pub type Typed = (Bound, Type);

/// An aggregate: what it does, of what, of which rows.
#[derive(Clone, Debug)]
pub struct AggregateCall {
    pub kind: Aggregate,
    /// Of what; none for `count(*)`.
    pub args: Vec<Bound>,
    /// Type of its first argument.
    pub ty: Type,
    /// Each value once.
    pub distinct: bool,
    /// Of which rows.
    pub filter: Option<Bound>,
}

/// Where names are looked up.
pub struct Scope<'a> {
    /// The columns of a row.
    pub columns: &'a [Column],
    /// The server, for sub-queries.
    pub database: &'a Database<'a>,
    /// When rows are grouped: the keys, as written.
    pub groups: Option<&'a [Expr]>,
    /// When rows are grouped: the types of the keys.
    pub group_types: Vec<Type>,
    /// Aggregates met so far.
    pub aggregates: Vec<AggregateCall>,
    /// Why an aggregate may not stand here, or empty.
    pub no_aggregates: &'static str,
}

impl Scope<'_> {
    /// Bind an expression that must be true or false.
    pub fn condition(&mut self, expr: &Expr, clause: &str) -> Sql<Bound> {
        let (bound, ty) = self.bind(expr)?;
        match ty {
            Type::Bool => Ok(bound),
            Type::Unknown => Ok(coerce(bound, Type::Bool, expr.at)?),
            ty => fail(
                expr.at,
                format!(
                    "argument of {clause} must be type boolean, not type {}",
                    ty.name()
                ),
            ),
        }
    }

    pub fn bind(&mut self, expr: &Expr) -> Sql<Typed> {
        self.database.spend(1)?;
        if let Some(groups) = self.groups
            && let Some(index) = groups.iter().position(|group| group == expr)
        {
            let ty = self.group_types.get(index).copied().unwrap_or(Type::Text);
            return Ok((Bound::Group(index), ty));
        }
        match &expr.node {
            Node::Literal(Value::Null, _) => Ok((Bound::Value(Value::Null), Type::Unknown)),
            Node::Literal(value, true) => Ok((Bound::Value(value.clone()), Type::Unknown)),
            Node::Literal(value, false) => Ok((Bound::Value(value.clone()), type_of(value))),
            Node::Column(table, name) => self.column(expr.at, table.as_deref(), name),
            Node::Unary(op, inner) => self.unary(expr.at, op, inner),
            Node::Binary(op, a, b) => self.binary(expr.at, op, a, b),
            Node::In(x, list, negated) => {
                let (x_bound, x_type) = self.bind(x)?;
                let mut bound = Vec::new();
                for item in list {
                    let (value, ty) = self.bind(item)?;
                    bound.push(like(expr.at, "=", x_type, value, (ty, item.at))?);
                }
                truth(Bound::In(Box::new(x_bound), bound, *negated))
            }
            Node::InQuery(x, select, negated) => {
                let (x, _) = self.bind(x)?;
                let too_many = "subquery has too many columns";
                let (values, _) = self.query(expr.at, select, too_many)?;
                let values = values.into_iter().map(Bound::Value).collect();
                truth(Bound::In(Box::new(x), values, *negated))
            }
            Node::IsNull(x, negated) => {
                let (x, _) = self.bind(x)?;
                truth(Bound::IsNull(Box::new(x), *negated))
            }
            Node::Cast(x, name) => {
                let (bound, ty) = self.bind(x)?;
                let to = Type::named(name).unwrap_or(Type::Text);
                if ty == Type::Unknown {
                    return Ok((coerce(bound, to, x.at)?, to));
                }
                Ok((Bound::Cast(Box::new(bound), to), to))
            }
            Node::Case(arms, otherwise) => self.case(arms, otherwise.as_deref()),
            Node::Query(select) => {
                let too_many = "subquery must return only one column";
                let (values, ty) = self.query(expr.at, select, too_many)?;
                if values.len() > 1 {
                    return refuse(
                        "more than one row returned by a subquery used as an expression",
                    );
                }
                let value = values.into_iter().next().unwrap_or(Value::Null);
                Ok((Bound::Value(value), ty))
            }
            Node::Any(x, array) => {
                let (x, _) = self.bind(x)?;
                let (bound, ty) = self.bind(array)?;
                if ty != Type::Ints {
                    return fail(array.at, "op ANY/ALL (array) requires array on right side");
                }
                truth(Bound::Any(Box::new(x), Box::new(bound)))
            }
            Node::Call(call) => self.call(expr.at, call),
        }
    }

    /// The one column of a sub-query, and its type.
    fn query(&self, at: usize, select: &Select, too_many: &str) -> Sql<(Vec<Value>, Type)> {
        let table = self.database.select(select)?;
        match &table.columns[..] {
            [(_, ty)] => Ok((table.rows.into_iter().flatten().collect(), *ty)),
            _ => fail(at, too_many),
        }
    }

    fn column(&self, at: usize, table: Option<&str>, name: &str) -> Sql<Typed> {
        let fits = |c: &&Column| match table {
            Some(table) => c.name == name && c.table == table,
            None => c.name == name && !c.merged,
        };
        let mut found = self.columns.iter().filter(fits);
        let Some(first) = found.next() else {
            if let Some(table) = table {
                let known = self.columns.iter().any(|c| c.table == table);
                return match known {
                    true => fail(at, format!("column {table}.{name} does not exist")),
                    false => fail(
                        at,
                        format!("missing FROM-clause entry for table \"{table}\""),
                    ),
                };
            }
            return fail(at, format!("column \"{name}\" does not exist"));
        };
        if table.is_none() && found.next().is_some() {
            return fail(at, format!("column reference \"{name}\" is ambiguous"));
        }
        if self.groups.is_some() {
            return fail(
                at,
                format!(
                    "column \"{}.{}\" must appear in the GROUP BY clause or be used in an \
                     aggregate function",
                    first.table, first.name
                ),
            );
        }
        let index = self.columns.iter().position(|c| std::ptr::eq(c, first));
        Ok((Bound::Column(index.unwrap_or(0)), first.ty))
    }

    fn unary(&mut self, at: usize, op: &str, inner: &Expr) -> Sql<Typed> {
        if op == "NOT" {
            let bound = self.condition(inner, "NOT")?;
            return Ok((Bound::Not(Box::new(bound)), Type::Bool));
        }
        let (bound, ty) = self.bind(inner)?;
        match ty {
            ty if ty.is_number() || ty == Type::Span => {
                let zero = match ty {
                    Type::Span => Value::Span(0),
                    _ => Value::Int(0),
                };
                let zero = Box::new(Bound::Value(zero));
                Ok((Bound::Binary("-", zero, Box::new(bound)), ty))
            }
            ty => no_operator(at, &format!("- {}", ty.name())),
        }
    }

    fn binary(&mut self, at: usize, op: &'static str, a: &Expr, b: &Expr) -> Sql<Typed> {
        if matches!(op, "AND" | "OR") {
            let a = Box::new(self.condition(a, op)?);
            let b = Box::new(self.condition(b, op)?);
            return Ok((Bound::Binary(op, a, b), Type::Bool));
        }
        let ((left, left_type), (right, right_type)) = (self.bind(a)?, self.bind(b)?);
        if let Some(negated) = pattern_sign(op) {
            return self.matching(at, op, (left, left_type), (right, right_type), negated);
        }
        let (left, right, ty) = match op {
            "||" => (left, right, Type::Text),
            "IS" => {
                let left = coerce_if_unknown(left, left_type, Type::Bool, a.at)?;
                (left, right, Type::Bool)
            }
            "+" | "-" | "*" | "/" | "%" => {
                let other = |ty: Type| match ty {
                    Type::Time | Type::Span => Type::Span,
                    ty => ty,
                };
                let left = coerce_if_unknown(left, left_type, other(right_type), a.at)?;
                let right = coerce_if_unknown(right, right_type, other(left_type), b.at)?;
                let known = |ty, o| if ty == Type::Unknown { other(o) } else { ty };
                let (lt, rt) = (known(left_type, right_type), known(right_type, left_type));
                let Some(ty) = arithmetic(lt, op, rt) else {
                    return no_operator(at, &format!("{} {op} {}", lt.name(), rt.name()));
                };
                (left, right, ty)
            }
            _ => {
                let right = like(at, op, left_type, right, (right_type, b.at))?;
                let left = coerce_if_unknown(left, left_type, right_type, a.at)?;
                (left, right, Type::Bool)
            }
        };
        Ok((Bound::Binary(op, Box::new(left), Box::new(right)), ty))
    }

    fn matching(
        &mut self,
        at: usize,
        op: &str,
        (left, left_type): Typed,
        (right, right_type): Typed,
        negated: bool,
    ) -> Sql<Typed> {
        let texts = |ty: Type| ty.is_text() || ty == Type::Unknown;
        if !texts(left_type) || !texts(right_type) {
            let (a, b) = (left_type.name(), right_type.name());
            return no_operator(at, &format!("{a} {op} {b}"));
        }
        let Bound::Value(Value::Text(pattern)) = right else {
            return fail(at, "a pattern that is no constant is not modelled here");
        };
        let like = op.contains("~~");
        let source = match like {
            true => like_pattern(&pattern),
            false => pattern,
        };
        let regex = RegexBuilder::new(&source)
            .case_insensitive(op.ends_with('*'))
            .dot_matches_new_line(true)
            .size_limit(PATTERN_BYTES_MAX)
            .build();
        match regex {
            Ok(regex) => Ok((Bound::Match(Box::new(left), regex, negated), Type::Bool)),
            Err(error) => refuse(format!("invalid regular expression: {error}")),
        }
    }

    fn case(&mut self, arms: &[(Expr, Expr)], otherwise: Option<&Expr>) -> Sql<Typed> {
        let mut ty = Type::Unknown;
        let mut settle = |(bound, of): Typed| {
            if ty == Type::Unknown {
                ty = of;
            }
            bound
        };
        let mut bound = Vec::new();
        for (when, then) in arms {
            let when = self.condition(when, "CASE/WHEN")?;
            bound.push((when, settle(self.bind(then)?)));
        }
        let otherwise = match otherwise {
            Some(otherwise) => Some(Box::new(settle(self.bind(otherwise)?))),
            None => None,
        };
        let ty = if ty == Type::Unknown { Type::Text } else { ty };
        Ok((Bound::Case(bound, otherwise), ty))
    }

    fn call(&mut self, at: usize, call: &Call) -> Sql<Typed> {
        if let Some(kind) = Aggregate::named(&call.name) {
            return self.aggregate(at, kind, call);
        }
        let mut args = Vec::new();
        let mut types = Vec::new();
        for arg in &call.args {
            let (bound, ty) = self.bind(arg)?;
            args.push((bound, arg.at));
            types.push(ty);
        }
        let Some((function, wanted, ty)) = functions::find(&call.name, &types) else {
            let names: Vec<&str> = types.iter().map(|ty| ty.name()).collect();
            return no_function(at, &call.name, &names.join(", "));
        };
        let mut bound = Vec::new();
        for (index, (arg, arg_at)) in args.into_iter().enumerate() {
            let want = wanted.get(index).or(wanted.last()).copied();
            let want = want.unwrap_or(Type::Unknown);
            bound.push(coerce_if_unknown(arg, types[index], want, arg_at)?);
        }
        Ok((Bound::Call(function, bound), ty))
    }

    fn aggregate(&mut self, at: usize, kind: Aggregate, call: &Call) -> Sql<Typed> {
        if !self.no_aggregates.is_empty() || self.groups.is_none() {
            let clause = match self.no_aggregates {
                "" => "WHERE",
                clause => clause,
            };
            return fail(
                at,
                format!("aggregate functions are not allowed in {clause}"),
            );
        }
        let groups = self.groups.take();
        let was = std::mem::replace(&mut self.no_aggregates, "aggregate arguments");
        let bound: Sql<Vec<Typed>> = call.args.iter().map(|arg| self.bind(arg)).collect();
        let filter = call.filter.as_ref().map(|f| self.condition(f, "FILTER"));
        self.groups = groups;
        self.no_aggregates = was;
        let bound = bound?;
        let ty = bound.first().map_or(Type::Unknown, |(_, ty)| *ty);
        let Some(result) = kind.result(ty, bound.len(), call.star) else {
            let name = if call.star { "*" } else { ty.name() };
            return no_function(at, &call.name, name);
        };
        let args = bound.into_iter().map(|(bound, _)| bound).collect();
        self.aggregates.push(AggregateCall {
            kind,
            args,
            ty,
            distinct: call.distinct,
            filter: filter.transpose()?,
        });
        Ok((Bound::Aggregate(self.aggregates.len() - 1), result))
    }
}

fn truth(bound: Bound) -> Sql<Typed> {
    Ok((bound, Type::Bool))
}

/// A value beside one of another type: of that type if it can be.
fn like(at: usize, op: &str, left: Type, bound: Bound, (ty, ty_at): (Type, usize)) -> Sql<Bound> {
    if ty == Type::Unknown {
        return coerce(bound, left, ty_at);
    }
    let fits = left == ty
        || left == Type::Unknown
        || (left.is_number() && ty.is_number())
        || (left.is_text() && ty.is_text());
    match fits {
        true => Ok(bound),
        false => no_operator(at, &format!("{} {op} {}", left.name(), ty.name())),
    }
}

/// The type of a sum, a difference and so on; none if there is no such operator.
fn arithmetic(left: Type, op: &str, right: Type) -> Option<Type> {
    match (left, op, right) {
        (Type::Time, "-", Type::Time) => Some(Type::Span),
        (Type::Time, "+" | "-", Type::Span) => Some(Type::Time),
        (Type::Span, "+", Type::Time) => Some(Type::Time),
        (Type::Span, "+" | "-", Type::Span) => Some(Type::Span),
        (Type::Span, "*" | "/", n) if n.is_number() => Some(Type::Span),
        (n, "*", Type::Span) if n.is_number() => Some(Type::Span),
        (a, _, b) if a.is_number() && b.is_number() => Some(wider(a, b)),
        _ => None,
    }
}

/// Says with a hint that there is no such function or operator.
fn no_match<T>(at: usize, message: String, hint: &'static str) -> Sql<T> {
    fail(at, message).map_err(|error: SqlError| error.hint(hint))
}

fn no_function<T>(at: usize, name: &str, types: &str) -> Sql<T> {
    no_match(
        at,
        format!("function {name}({types}) does not exist"),
        "No function matches the given name and argument types. You might need to add explicit \
         type casts.",
    )
}

fn no_operator<T>(at: usize, what: &str) -> Sql<T> {
    no_match(
        at,
        format!("operator does not exist: {what}"),
        "No operator matches the given name and argument types. You might need to add explicit \
         type casts.",
    )
}

/// For the operators of patterns: whether they negate.
fn pattern_sign(op: &str) -> Option<bool> {
    match op {
        "~" | "~*" | "~~" | "~~*" => Some(false),
        "!~" | "!~*" | "!~~" | "!~~*" => Some(true),
        _ => None,
    }
}

fn like_pattern(pattern: &str) -> String {
    let mut out = String::from("^(?:");
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '%' => out.push_str(".*"),
            '_' => out.push('.'),
            '\\' => out.push_str(&regex_lite::escape(
                &chars.next().unwrap_or('\\').to_string(),
            )),
            c => out.push_str(&regex_lite::escape(&c.to_string())),
        }
    }
    out.push_str(")$");
    out
}

fn wider(a: Type, b: Type) -> Type {
    let rank = |ty| match ty {
        Type::Int => 0,
        Type::Big => 1,
        Type::Numeric => 2,
        _ => 3,
    };
    if rank(a) >= rank(b) { a } else { b }
}

fn coerce_if_unknown(bound: Bound, ty: Type, to: Type, at: usize) -> Sql<Bound> {
    match ty {
        Type::Unknown => coerce(bound, to, at),
        _ => Ok(bound),
    }
}

/// A string constant as a value of a type.
fn coerce(bound: Bound, to: Type, at: usize) -> Sql<Bound> {
    match bound {
        Bound::Value(Value::Text(text)) => match read(&text, to) {
            Ok(value) => Ok(Bound::Value(value)),
            Err(why) => fail(at, why),
        },
        other => Ok(other),
    }
}

fn type_of(value: &Value) -> Type {
    match value {
        Value::Null => Type::Unknown,
        Value::Bool(_) => Type::Bool,
        Value::Int(n) if i32::try_from(*n).is_ok() => Type::Int,
        Value::Int(_) => Type::Big,
        Value::Number(..) => Type::Numeric,
        Value::Text(_) => Type::Text,
        Value::Time(_) => Type::Time,
        Value::Span(_) => Type::Span,
        Value::Ints(_) => Type::Ints,
    }
}
