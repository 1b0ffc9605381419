//! Reads a statement. The places of errors are those PostgreSQL would name.

use super::ast::{Expr, Item, Join, Key, Select, Source, Statement};
use super::error::{Sql, fail};
use super::lexer::{Kind, Token, tokens};

/// Expressions inside of expressions.
const DEPTH_MAX: u32 = 48;

/// Statements that the server knows and this console does not play.
const UNKNOWN: [&str; 21] = [
    "alter",
    "analyze",
    "call",
    "checkpoint",
    "cluster",
    "copy",
    "create",
    "delete",
    "do",
    "drop",
    "explain",
    "grant",
    "insert",
    "lock",
    "notify",
    "reindex",
    "revoke",
    "truncate",
    "update",
    "vacuum",
    "with",
];

/// Words that end an expression or a list and so are no alias.
pub(super) const RESERVED: [&str; 31] = [
    "select", "from", "where", "group", "order", "by", "limit", "offset", "having", "join",
    "inner", "left", "right", "full", "cross", "on", "using", "and", "or", "not", "in", "is",
    "like", "ilike", "between", "as", "union", "then", "when", "else", "end",
];

/// Reads tokens one by one.
pub(super) struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    place: usize,
    depth: u32,
}

/// Read one statement.
///
/// # Errors
/// As PostgreSQL words them.
pub fn statement(text: &str) -> Sql<Statement> {
    let mut parser = Parser {
        text,
        tokens: tokens(text)?,
        place: 0,
        depth: 0,
    };
    let statement = parser.statement()?;
    while parser.sign(";") {}
    match parser.peek() {
        Kind::End => Ok(statement),
        _ => parser.unexpected(),
    }
}

impl Parser<'_> {
    pub(super) fn peek(&self) -> &Kind {
        self.tokens.get(self.place).map_or(&Kind::End, |t| &t.kind)
    }

    fn peek_next(&self) -> &Kind {
        let next = self.tokens.get(self.place + 1);
        next.map_or(&Kind::End, |t| &t.kind)
    }

    /// Where the next token begins.
    pub(super) fn at(&self) -> usize {
        let token = self.tokens.get(self.place);
        token.map_or(self.text.len(), |t| t.at)
    }

    pub(super) fn next(&mut self) -> Kind {
        let kind = self.peek().clone();
        if kind != Kind::End {
            self.place += 1;
        }
        kind
    }

    pub(super) fn back(&mut self) {
        self.place = self.place.saturating_sub(1);
    }

    pub(super) fn unexpected<T>(&self) -> Sql<T> {
        let at = self.at();
        match self.tokens.get(self.place) {
            Some(token) if token.kind != Kind::End => {
                let word = &self.text[token.at..token.end];
                fail(at, format!("syntax error at or near \"{word}\""))
            }
            _ => fail(at, "syntax error at end of input"),
        }
    }

    /// Takes a sign if it is next.
    pub(super) fn sign(&mut self, sign: &str) -> bool {
        let is_next = matches!(self.peek(), Kind::Sign(s) if *s == sign);
        self.place += usize::from(is_next);
        is_next
    }

    /// Takes a word if it is next.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let is_next = self.is_word(word);
        self.place += usize::from(is_next);
        is_next
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Kind::Word(w) if w == word)
    }

    pub(super) fn next_is_word(&self, word: &str) -> bool {
        matches!(self.peek_next(), Kind::Word(w) if w == word)
    }

    pub(super) fn next_is_sign(&self, sign: &str) -> bool {
        matches!(self.peek_next(), Kind::Sign(s) if *s == sign)
    }

    pub(super) fn expect(&mut self, sign: &str) -> Sql<()> {
        match self.sign(sign) {
            true => Ok(()),
            false => self.unexpected(),
        }
    }

    pub(super) fn expect_word(&mut self, word: &str) -> Sql<()> {
        match self.word(word) {
            true => Ok(()),
            false => self.unexpected(),
        }
    }

    /// A name that is no reserved word.
    pub(super) fn name(&mut self) -> Sql<String> {
        match self.peek().clone() {
            Kind::Word(word) if !RESERVED.contains(&word.as_str()) => {
                self.place += 1;
                Ok(word)
            }
            Kind::Quoted(name) => {
                self.place += 1;
                Ok(name)
            }
            _ => self.unexpected(),
        }
    }

    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Sql<T>) -> Sql<T> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return fail(self.at(), "stack depth limit exceeded");
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn statement(&mut self) -> Sql<Statement> {
        let Kind::Word(word) = self.peek().clone() else {
            return match self.peek() {
                Kind::End => Ok(Statement::Empty),
                Kind::Sign(";") => Ok(Statement::Empty),
                Kind::Sign("(") => Ok(Statement::Select(Box::new(self.select_in_brackets()?))),
                _ => self.unexpected(),
            };
        };
        match word.as_str() {
            "select" => Ok(Statement::Select(Box::new(self.select()?))),
            "table" => {
                self.next();
                let from = vec![self.source(Join::Cross)?];
                let items = vec![Item::Star(None, 0)];
                Ok(Statement::Select(Box::new(Select {
                    items,
                    from,
                    ..Select::default()
                })))
            }
            "show" => self.show(),
            "set" | "reset" => self.set(),
            "begin" | "start" => self.transaction("BEGIN"),
            "commit" | "end" => self.transaction("COMMIT"),
            "rollback" | "abort" => self.transaction("ROLLBACK"),
            word if UNKNOWN.contains(&word) => {
                let mut what = word.to_uppercase();
                self.next();
                if word == "alter" && self.is_word("system") {
                    what.push_str(" SYSTEM");
                }
                self.place = self.tokens.len() - 1;
                Ok(Statement::Unknown(what))
            }
            _ => self.unexpected(),
        }
    }

    fn transaction(&mut self, word: &'static str) -> Sql<Statement> {
        self.next();
        let _ = self.word("transaction") || self.word("work");
        Ok(Statement::Word(word))
    }

    fn show(&mut self) -> Sql<Statement> {
        self.next();
        if self.word("time") {
            self.expect_word("zone")?;
            return Ok(Statement::Show("timezone".into()));
        }
        let mut name = self.name()?;
        while self.sign(".") {
            name = format!("{name}.{}", self.name()?);
        }
        Ok(Statement::Show(name))
    }

    fn set(&mut self) -> Sql<Statement> {
        self.next();
        let _ = self.word("session") || self.word("local");
        let name = self.name()?;
        // What it is set to holds for this session only, which runs nothing.
        while !matches!(self.peek(), Kind::End | Kind::Sign(";")) {
            self.next();
        }
        Ok(Statement::Set(name))
    }

    /// A query in brackets, the first of which is next.
    pub(super) fn select_in_brackets(&mut self) -> Sql<Select> {
        self.expect("(")?;
        let select = self.deeper(Self::select)?;
        self.expect(")")?;
        Ok(select)
    }

    pub(super) fn select(&mut self) -> Sql<Select> {
        self.expect_word("select")?;
        let mut select = Select {
            distinct: self.word("distinct"),
            ..Select::default()
        };
        if !select.distinct {
            let _ = self.word("all");
        }
        loop {
            select.items.push(self.item()?);
            if !self.sign(",") {
                break;
            }
        }
        if self.word("from") {
            self.from(&mut select)?;
        }
        if self.word("where") {
            select.filter = Some(self.expr()?);
        }
        if self.word("group") {
            self.expect_word("by")?;
            select.group = self.list()?;
        }
        if self.word("having") {
            select.having = Some(self.expr()?);
        }
        if self.word("order") {
            self.expect_word("by")?;
            loop {
                select.order.push(self.key()?);
                if !self.sign(",") {
                    break;
                }
            }
        }
        loop {
            if self.word("limit") {
                if !self.word("all") {
                    select.limit = Some(self.whole()?);
                }
            } else if self.word("offset") {
                select.offset = self.whole()?;
            } else {
                return Ok(select);
            }
        }
    }

    fn whole(&mut self) -> Sql<u64> {
        let at = self.at();
        match self.next() {
            Kind::Number(n) => match n.parse() {
                Ok(n) => Ok(n),
                Err(_) => fail(at, format!("invalid input syntax for type bigint: \"{n}\"")),
            },
            _ => {
                self.place = self.place.saturating_sub(1);
                self.unexpected()
            }
        }
    }

    /// Expressions with commas between them.
    pub(super) fn list(&mut self) -> Sql<Vec<Expr>> {
        let mut list = vec![self.expr()?];
        while self.sign(",") {
            list.push(self.expr()?);
        }
        Ok(list)
    }

    fn item(&mut self) -> Sql<Item> {
        let at = self.at();
        if self.sign("*") {
            return Ok(Item::Star(None, at));
        }
        if self.next_is_sign(".")
            && let Kind::Word(table) = self.peek().clone()
            && matches!(
                self.tokens.get(self.place + 2).map(|t| &t.kind),
                Some(Kind::Sign("*"))
            )
        {
            self.place += 3;
            return Ok(Item::Star(Some(table), at));
        }
        let expr = self.expr()?;
        let alias = self.alias(true)?;
        Ok(Item::Expr(expr, alias))
    }

    fn alias(&mut self, any_word: bool) -> Sql<Option<String>> {
        if self.word("as") {
            return match self.next() {
                Kind::Word(name) | Kind::Quoted(name) => Ok(Some(name)),
                Kind::End => self.unexpected(),
                _ => {
                    self.place -= 1;
                    self.unexpected()
                }
            };
        }
        let is_name = match self.peek() {
            Kind::Word(word) => !RESERVED.contains(&word.as_str()) && word != "for",
            Kind::Quoted(_) => true,
            _ => false,
        };
        match is_name && any_word {
            true => self.name().map(Some),
            false => Ok(None),
        }
    }

    fn source(&mut self, join: Join) -> Sql<Source> {
        let at = self.at();
        let mut table = self.name()?;
        if self.sign(".") {
            let schema = table;
            table = self.name()?;
            if !matches!(schema.as_str(), "pg_catalog" | "public") {
                return fail(at, format!("relation \"{schema}.{table}\" does not exist"));
            }
        }
        let alias = self.alias(true)?.unwrap_or_else(|| table.clone());
        Ok(Source {
            table,
            at,
            alias,
            join,
        })
    }

    fn from(&mut self, select: &mut Select) -> Sql<()> {
        let first = self.source(Join::Cross)?;
        select.from.push(first);
        loop {
            if self.sign(",") {
                let source = self.source(Join::Cross)?;
                select.from.push(source);
                continue;
            }
            if self.is_word("cross") && self.next_is_word("join") {
                self.place += 2;
                let source = self.source(Join::Cross)?;
                select.from.push(source);
                continue;
            }
            let outer = self.word("left");
            if outer {
                let _ = self.word("outer");
            }
            if !outer && self.is_word("inner") {
                self.next();
            }
            if !self.word("join") {
                return match outer {
                    true => self.unexpected(),
                    false => Ok(()),
                };
            }
            let mut source = self.source(Join::Cross)?;
            source.join = if self.word("using") {
                self.expect("(")?;
                let mut columns = Vec::new();
                loop {
                    let at = self.at();
                    columns.push((self.name()?, at));
                    if !self.sign(",") {
                        break;
                    }
                }
                self.expect(")")?;
                Join::Using(columns, outer)
            } else {
                self.expect_word("on")?;
                Join::On(self.expr()?, outer)
            };
            select.from.push(source);
        }
    }

    fn key(&mut self) -> Sql<Key> {
        let expr = self.expr()?;
        let descending = self.word("desc");
        if !descending {
            let _ = self.word("asc");
        }
        let nulls_first = match self.word("nulls") {
            true if self.word("first") => Some(true),
            true => {
                self.expect_word("last")?;
                Some(false)
            }
            false => None,
        };
        Ok(Key {
            expr,
            descending,
            nulls_first,
        })
    }
}
