//! What a statement says.

use super::value::Value;

/// An expression and where it begins.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Byte offset in the statement.
    pub at: usize,
    pub node: Node,
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
