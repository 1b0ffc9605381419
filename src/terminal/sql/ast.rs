//! What a statement says.

use super::error::{Sql, fail};
use super::value::Value;

/// Highest expression: whoever binds, computes, copies or drops one goes down into it, and a
/// worker's stack is small. `1 + 1 + … + 1` is as high as it has signs.
const HEIGHT_MAX: u32 = 400;
/// Largest expression, in nodes: `CASE x WHEN …` has a copy of `x` in each of its arms.
const SIZE_MAX: u32 = 100_000;

/// An expression and where it begins.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Byte offset in the statement.
    pub at: usize,
    pub node: Node,
    /// Nodes from here to the deepest one, at most [`HEIGHT_MAX`].
    height: u32,
    /// Nodes in all, at most [`SIZE_MAX`].
    size: u32,
}

impl Expr {
    /// An expression.
    ///
    /// # Errors
    /// As PostgreSQL words it, for one that is too high or too large to be walked.
    pub fn new(at: usize, node: Node) -> Sql<Expr> {
        let (mut height, mut size) = (1, 1_u32);
        node.each_part(&mut |part| {
            height = height.max(part.height + 1);
            size = size.saturating_add(part.size);
        });
        match height > HEIGHT_MAX || size > SIZE_MAX {
            true => fail(at, "stack depth limit exceeded"),
            false => Ok(Expr {
                at,
                node,
                height,
                size,
            }),
        }
    }
}

/// Two expressions are the same wherever they stand.
impl PartialEq for Expr {
    fn eq(&self, other: &Expr) -> bool {
        self.node == other.node
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A value; true: a string whose type its place decides.
    Literal(Value, bool),
    /// `table.column` or `column`.
    Column(Option<String>, String),
    /// `NOT x` and `-x`.
    Unary(&'static str, Box<Expr>),
    /// `x OP y`; operators as PostgreSQL names them (`LIKE` is `~~`).
    Binary(&'static str, Box<Expr>, Box<Expr>),
    /// `x IN (…)`; true: `NOT IN`.
    In(Box<Expr>, Vec<Expr>, bool),
    /// `x IN (SELECT …)`.
    InQuery(Box<Expr>, Box<Select>, bool),
    /// `x IS NULL`; true: `IS NOT NULL`.
    IsNull(Box<Expr>, bool),
    Call(Call),
    /// `x::type`.
    Cast(Box<Expr>, String),
    /// `CASE WHEN … THEN … ELSE … END`.
    Case(Vec<(Expr, Expr)>, Option<Box<Expr>>),
    /// `(SELECT …)`.
    Query(Box<Select>),
    /// `x = ANY (array)`.
    Any(Box<Expr>, Box<Expr>),
}

impl Node {
    /// Tells the expressions that this one is made of.
    fn each_part(&self, part: &mut impl FnMut(&Expr)) {
        match self {
            Node::Literal(..) | Node::Column(..) => {}
            Node::Unary(_, x) | Node::IsNull(x, _) | Node::Cast(x, _) => part(x),
            Node::Binary(_, a, b) | Node::Any(a, b) => [a, b].into_iter().for_each(|x| part(x)),
            Node::In(x, list, _) => {
                part(x);
                list.iter().for_each(part);
            }
            Node::InQuery(x, select, _) => {
                part(x);
                select.each_part(part);
            }
            Node::Query(select) => select.each_part(part),
            Node::Call(call) => call
                .args
                .iter()
                .chain(call.filter.as_deref())
                .for_each(part),
            Node::Case(arms, otherwise) => arms
                .iter()
                .flat_map(|(when, then)| [when, then])
                .chain(otherwise.as_deref())
                .for_each(part),
        }
    }
}

impl Select {
    /// Tells the expressions that this query is made of.
    fn each_part(&self, part: &mut impl FnMut(&Expr)) {
        for item in &self.items {
            if let Item::Expr(x, _) = item {
                part(x);
            }
        }
        for source in &self.from {
            if let Join::On(x, _) = &source.join {
                part(x);
            }
        }
        let clauses = self.filter.iter().chain(&self.group).chain(&self.having);
        clauses
            .chain(self.order.iter().map(|key| &key.expr))
            .for_each(part);
    }
}

/// A call of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Name in lower case.
    pub name: String,
    pub args: Vec<Expr>,
    /// `count(*)`.
    pub star: bool,
    /// `count(DISTINCT x)`.
    pub distinct: bool,
    /// `FILTER (WHERE …)`.
    pub filter: Option<Box<Expr>>,
}

/// A column of the answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `*` or `t.*`, and where it stands.
    Star(Option<String>, usize),
    /// An expression, perhaps under another name.
    Expr(Expr, Option<String>),
}

/// A table of `FROM`.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub table: String,
    pub at: usize,
    /// Its name in this statement.
    pub alias: String,
    /// How it is joined to those before it.
    pub join: Join,
}

/// How tables are joined.
#[derive(Clone, Debug, PartialEq)]
pub enum Join {
    /// Each row with each.
    Cross,
    /// Rows that meet a condition; true: and rows of the left that meet none.
    On(Expr, bool),
    /// Rows that agree in columns; true as above.
    Using(Vec<(String, usize)>, bool),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub expr: Expr,
    /// Largest first.
    pub descending: bool,
    /// Where NULL goes; by default last when ascending.
    pub nulls_first: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// `DISTINCT`.
    pub distinct: bool,
    pub items: Vec<Item>,
    pub from: Vec<Source>,
    /// `WHERE`.
    pub filter: Option<Expr>,
    /// `GROUP BY`.
    pub group: Vec<Expr>,
    /// `HAVING`.
    pub having: Option<Expr>,
    /// `ORDER BY`.
    pub order: Vec<Key>,
    /// `LIMIT`.
    pub limit: Option<u64>,
    /// `OFFSET`.
    pub offset: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    Select(Box<Select>),
    /// `SHOW name`; `all` for all.
    Show(String),
    /// `SET name`, with the name; it holds for the session, which shows nothing else.
    Set(String),
    /// A word that is answered by its own name: `BEGIN`, `COMMIT`, `ROLLBACK`.
    Word(&'static str),
    /// A statement that PostgreSQL knows and this console does not.
    Unknown(String),
    /// Nothing but spaces and comments.
    Empty,
}
