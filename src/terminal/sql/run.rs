//! Runs a query: tables, joins, filters, groups, order.

use super::ast::{Expr, Item, Join, Node, Select, Source};
use super::bind::{AggregateCall, Bound, Column, Scope};
use super::error::{Sql, fail, refuse};
use super::eval::Env;
use super::group;
use super::tables;
use super::value::{Type, Value};
use crate::drill::Session;
use crate::drill::action::Look;
use crate::sim::SessionRow;
use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::Ordering;

/// Steps a statement may take; more is cut off as `statement_timeout` would.
const STEPS_MAX: u64 = 2_000_000;
/// Rows that a statement may build.
const ROWS_MAX: usize = 50_000;

/// What a statement does to the world, by the functions it calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Terminate(u32),
    Cancel(u32),
    Reload,
}

/// A table, as an answer or to ask.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Names and types.
    pub columns: Vec<(String, Type)>,
    /// Cells, row by row.
    pub rows: Vec<Vec<Value>>,
}

/// The server as a session of it sees it.
pub struct Database<'a> {
    pub session: &'a Session,
    pub user: &'a str,
    /// It is a superuser.
    pub superuser: bool,
    pub pid: u32,
    /// The text of the statement, as the own row of `pg_stat_activity` shows it.
    pub query: &'a str,
    steps: Cell<u64>,
    sessions: OnceCell<Vec<SessionRow>>,
    effects: RefCell<Vec<Effect>>,
    warnings: RefCell<Vec<String>>,
    looks: RefCell<Vec<Look>>,
}

impl<'a> Database<'a> {
    pub fn new(session: &'a Session, user: &'a str, query: &'a str) -> Database<'a> {
        let world = session.world();
        let known = |role: &crate::sim::spec::RoleSpec| role.name == user && role.superuser;
        let listed = world.spec().database.roles.iter().any(known);
        let pid = world.sessions().iter().map(|row| row.pid).max();
        Database {
            session,
            user,
            superuser: listed
                || user == "postgres"
                || user == session.incident().world.site.account,
            pid: pid.unwrap_or(1_000) + 1,
            query,
            steps: Cell::new(0),
            sessions: OnceCell::new(),
            effects: RefCell::default(),
            warnings: RefCell::default(),
            looks: RefCell::default(),
        }
    }

    pub(super) fn name(&self) -> &'a str {
        &self.session.world().spec().database.name
    }

    /// Take so many steps.
    ///
    /// # Errors
    /// When the statement has taken too many.
    pub fn spend(&self, steps: u64) -> Sql<()> {
        let spent = self.steps.get().saturating_add(steps);
        self.steps.set(spent);
        match spent > STEPS_MAX {
            true => refuse("canceling statement due to statement timeout"),
            false => Ok(()),
        }
    }

    pub(super) fn effect(&self, effect: Effect) {
        let mut effects = self.effects.borrow_mut();
        if !effects.contains(&effect) {
            effects.push(effect);
        }
    }

    pub(super) fn warn(&self, text: String) {
        let mut warnings = self.warnings.borrow_mut();
        if warnings.len() < 20 {
            warnings.push(text);
        }
    }

    pub(super) fn look(&self, look: Look) {
        let mut looks = self.looks.borrow_mut();
        if !looks.contains(&look) {
            looks.push(look);
        }
    }

    pub(super) fn looked_at_setting(&self, name: &str) {
        if let Some(row) = self.session.world().settings().row(name) {
            self.look(Look::Setting(row.name));
        }
    }

    /// What the statement does, warns of and shows, when it has run.
    pub fn told(self) -> (Vec<Effect>, Vec<String>, Vec<Look>) {
        (
            self.effects.into_inner(),
            self.warnings.into_inner(),
            self.looks.into_inner(),
        )
    }

    pub(super) fn now_us(&self) -> i64 {
        self.unix_us(self.session.world().now())
    }

    pub(super) fn started_us(&self) -> i64 {
        self.unix_us(self.session.world().database_started_at())
    }

    /// Unix microseconds of a time of the world.
    pub(super) fn unix_us(&self, at: crate::sim::time::Nanos) -> i64 {
        let zero = crate::terminal::access::zero_unix_s(self.session) * 1_000_000;
        let (minute_zero, _) = self.session.span();
        zero + ((at as i128 - minute_zero as i128) / 1000) as i64
    }

    /// The sessions of the clients, read once for a statement.
    pub(super) fn sessions(&self) -> &[SessionRow] {
        self.sessions
            .get_or_init(|| self.session.world().sessions())
    }

    pub(super) fn has_backend(&self, pid: i64) -> bool {
        let rows = self.sessions();
        let _ = self.spend(rows.len() as u64);
        rows.iter().any(|row| i64::from(row.pid) == pid)
    }

    /// Run a query.
    ///
    /// # Errors
    /// As PostgreSQL words them.
    pub fn select(&self, select: &Select) -> Sql<Table> {
        let (columns, mut rows) = self.from(&select.from)?;
        if let Some(filter) = &select.filter {
            let mut scope = self.scope(&columns);
            scope.no_aggregates = "WHERE";
            let filter = scope.condition(filter, "WHERE")?;
            rows = self.kept(rows, &filter)?;
        }
        let items = expand(&select.items, &columns)?;
        let groups: Vec<Expr> = select
            .group
            .iter()
            .map(|key| resolve(key, &items, "GROUP BY"))
            .collect::<Sql<_>>()?;
        let aggregated = !groups.is_empty()
            || select.having.is_some()
            || items.iter().any(|(expr, _)| group::has_aggregate(expr));
        let order: Vec<Expr> = select
            .order
            .iter()
            .map(|key| resolve(&key.expr, &items, "ORDER BY"))
            .collect::<Sql<_>>()?;
        let aggregated = aggregated || order.iter().any(group::has_aggregate);
        let mut scope = self.scope(&columns);
        if aggregated {
            let mut types = Vec::new();
            let mut keys = Vec::new();
            scope.no_aggregates = "GROUP BY";
            for key in &groups {
                let (bound, ty) = scope.bind(key)?;
                keys.push(bound);
                types.push(ty);
            }
            scope.no_aggregates = "";
            scope.groups = Some(&groups);
            scope.group_types = types;
            let plan = Plan::new(&mut scope, &items, &order, select)?;
            let grouped = self.grouped(&rows, &keys, &scope.aggregates)?;
            return self.finish(select, plan, grouped.iter().map(group::Group::env));
        }
        let plan = Plan::new(&mut scope, &items, &order, select)?;
        self.finish(select, plan, rows.iter().map(|row| Env::row(row)))
    }

    fn scope<'s>(&'s self, columns: &'s [Column]) -> Scope<'s> {
        Scope {
            columns,
            database: self,
            groups: None,
            group_types: Vec::new(),
            aggregates: Vec::<AggregateCall>::new(),
            no_aggregates: "",
        }
    }

    fn kept(&self, rows: Vec<Vec<Value>>, filter: &Bound) -> Sql<Vec<Vec<Value>>> {
        let mut kept = Vec::new();
        for row in rows {
            if self.eval(filter, Env::row(&row))? == Value::Bool(true) {
                kept.push(row);
            }
        }
        Ok(kept)
    }

    fn finish<'e>(
        &self,
        select: &Select,
        plan: Plan,
        envs: impl Iterator<Item = Env<'e>>,
    ) -> Sql<Table> {
        let mut out: Vec<(Vec<Value>, Vec<Value>)> = Vec::new();
        for env in envs {
            if let Some(having) = &plan.having
                && self.eval(having, env)? != Value::Bool(true)
            {
                continue;
            }
            let cells = |bounds: &[Bound]| bounds.iter().map(|b| self.eval(b, env)).collect();
            let keys: Sql<Vec<Value>> = cells(&plan.order);
            // The columns of rows that a LIMIT leaves out are not computed before the order
            // is known, but there is nothing here that this would show, effects apart.
            let row: Sql<Vec<Value>> = cells(&plan.items);
            out.push((keys?, row?));
        }
        if select.distinct {
            let mut seen: Vec<Vec<Value>> = Vec::new();
            let mut unique = Vec::new();
            for (keys, row) in out {
                self.spend(seen.len() as u64)?;
                if !seen.contains(&row) {
                    seen.push(row.clone());
                    unique.push((keys, row));
                }
            }
            out = unique;
        }
        out.sort_by(|a, b| compare(select, &a.0, &b.0));
        let skip = usize::try_from(select.offset).unwrap_or(usize::MAX);
        let limit = select.limit.and_then(|n| usize::try_from(n).ok());
        let rows = out.into_iter().map(|(_, row)| row).skip(skip);
        Ok(Table {
            columns: plan.columns,
            rows: rows.take(limit.unwrap_or(usize::MAX)).collect(),
        })
    }

    fn from(&self, sources: &[Source]) -> Sql<(Vec<Column>, Vec<Vec<Value>>)> {
        if sources.is_empty() {
            return Ok((Vec::new(), vec![Vec::new()]));
        }
        let mut columns: Vec<Column> = Vec::new();
        let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
        for source in sources {
            let table = tables::table(self, &source.table, source.at)?;
            if columns.iter().any(|c| c.table == source.alias) {
                return refuse(format!(
                    "table name \"{}\" specified more than once",
                    source.alias
                ));
            }
            let left = columns.len();
            let shared = |name: &String| match &source.join {
                Join::Using(names, _) => names.iter().any(|(n, _)| n == name),
                _ => false,
            };
            columns.extend(table.columns.iter().map(|(name, ty)| Column {
                table: source.alias.clone(),
                name: name.clone(),
                ty: *ty,
                merged: shared(name),
            }));
            let (condition, outer) = self.join_condition(source, &columns, left)?;
            rows = self.joined(&rows, &table, condition.as_ref(), outer)?;
        }
        Ok((columns, rows))
    }

    fn join_condition(
        &self,
        source: &Source,
        columns: &[Column],
        left: usize,
    ) -> Sql<(Option<Bound>, bool)> {
        match &source.join {
            Join::Cross => Ok((None, false)),
            Join::On(expr, outer) => {
                let mut scope = self.scope(columns);
                scope.no_aggregates = "JOIN conditions";
                let bound = scope.condition(expr, "JOIN/ON")?;
                Ok((Some(bound), *outer))
            }
            Join::Using(names, outer) => {
                let mut all: Option<Bound> = None;
                for (name, at) in names {
                    let place = |range: std::ops::Range<usize>| {
                        let mut places = range.filter(|i| columns[*i].name == *name);
                        places.next()
                    };
                    let pair = (place(0..left), place(left..columns.len()));
                    let (Some(a), Some(b)) = pair else {
                        return fail(
                            *at,
                            format!("column \"{name}\" specified in USING clause does not exist"),
                        );
                    };
                    let (a, b) = (Box::new(Bound::Column(a)), Box::new(Bound::Column(b)));
                    let equal = Bound::Binary("=", a, b);
                    all = Some(match all {
                        None => equal,
                        Some(other) => Bound::Binary("AND", Box::new(other), Box::new(equal)),
                    });
                }
                Ok((all, *outer))
            }
        }
    }

    fn joined(
        &self,
        rows: &[Vec<Value>],
        table: &Table,
        condition: Option<&Bound>,
        outer: bool,
    ) -> Sql<Vec<Vec<Value>>> {
        let mut joined = Vec::new();
        for row in rows {
            let before = joined.len();
            for other in &table.rows {
                self.spend(1)?;
                let mut both = row.clone();
                both.extend(other.iter().cloned());
                let keep = match condition {
                    None => true,
                    Some(condition) => self.eval(condition, Env::row(&both))? == Value::Bool(true),
                };
                if keep {
                    joined.push(both);
                }
                if joined.len() > ROWS_MAX {
                    return refuse("canceling statement due to statement timeout");
                }
            }
            if outer && joined.len() == before {
                let mut alone = row.clone();
                alone.extend(table.columns.iter().map(|_| Value::Null));
                joined.push(alone);
            }
        }
        Ok(joined)
    }
}

fn compare(select: &Select, a: &[Value], b: &[Value]) -> Ordering {
    for (key, (a, b)) in select.order.iter().zip(a.iter().zip(b)) {
        let nulls_first = key.nulls_first.unwrap_or(key.descending);
        let order = match (a == &Value::Null, b == &Value::Null) {
            (true, true) => Ordering::Equal,
            (true, false) if nulls_first => Ordering::Less,
            (true, false) => Ordering::Greater,
            (false, true) if nulls_first => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) if key.descending => b.order(a),
            (false, false) => a.order(b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

/// What is computed for each row of the answer.
struct Plan {
    columns: Vec<(String, Type)>,
    items: Vec<Bound>,
    order: Vec<Bound>,
    having: Option<Bound>,
}

impl Plan {
    fn new(
        scope: &mut Scope,
        items: &[(Expr, String)],
        order: &[Expr],
        select: &Select,
    ) -> Sql<Plan> {
        let mut plan = Plan {
            columns: Vec::new(),
            items: Vec::new(),
            order: Vec::new(),
            having: None,
        };
        for (expr, name) in items {
            let (bound, ty) = scope.bind(expr)?;
            let ty = if ty == Type::Unknown { Type::Text } else { ty };
            plan.columns.push((name.clone(), ty));
            plan.items.push(bound);
        }
        if let Some(having) = &select.having {
            plan.having = Some(scope.condition(having, "HAVING")?);
        }
        for expr in order {
            plan.order.push(scope.bind(expr)?.0);
        }
        Ok(plan)
    }
}

/// Columns of the answer, stars replaced.
fn expand(items: &[Item], columns: &[Column]) -> Sql<Vec<(Expr, String)>> {
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Expr(expr, alias) => {
                let name = alias.clone().unwrap_or_else(|| name_of(expr));
                out.push((expr.clone(), name));
            }
            Item::Star(table, at) => {
                let mine = |c: &&Column| match table {
                    Some(table) => c.table == *table,
                    None => !c.merged,
                };
                let before = out.len();
                for c in columns.iter().filter(mine) {
                    let node = Node::Column(Some(c.table.clone()), c.name.clone());
                    out.push((Expr::new(*at, node)?, c.name.clone()));
                }
                if out.len() == before {
                    return match table {
                        Some(table) => fail(
                            *at,
                            format!("missing FROM-clause entry for table \"{table}\""),
                        ),
                        None => fail(*at, "SELECT * with no tables specified is not valid"),
                    };
                }
            }
        }
    }
    Ok(out)
}

/// The name PostgreSQL gives a column without one.
fn name_of(expr: &Expr) -> String {
    match &expr.node {
        Node::Column(_, name) => name.clone(),
        Node::Call(call) => call.name.clone(),
        Node::Cast(inner, ty) => match name_of(inner).as_str() {
            "?column?" => match ty.as_str() {
                "int" | "integer" => "int4".into(),
                "bigint" => "int8".into(),
                other => other.to_string(),
            },
            name => name.to_string(),
        },
        Node::Case(..) => "case".into(),
        Node::Query(select) => match select.items.first() {
            Some(Item::Expr(_, Some(alias))) => alias.clone(),
            Some(Item::Expr(inner, None)) => name_of(inner),
            _ => "?column?".into(),
        },
        _ => "?column?".into(),
    }
}

/// A key that is a number or the name of a column of the answer.
fn resolve(key: &Expr, items: &[(Expr, String)], clause: &str) -> Sql<Expr> {
    match &key.node {
        Node::Literal(Value::Int(n), false) => {
            let index = usize::try_from(*n - 1).ok();
            match index.and_then(|i| items.get(i)) {
                Some((expr, _)) => Ok(expr.clone()),
                None => fail(
                    key.at,
                    format!("{clause} position {n} is not in select list"),
                ),
            }
        }
        Node::Column(None, name) => {
            let found = items.iter().find(|(_, item)| item == name);
            Ok(found.map_or_else(|| key.clone(), |(expr, _)| expr.clone()))
        }
        _ => Ok(key.clone()),
    }
}
