//! Reads expressions, in PostgreSQL's order of precedence.

use super::ast::{Call, Expr, Node};
use super::error::{Sql, fail};
use super::functions::bare;
use super::lexer::Kind;
use super::parser::Parser;
use super::value::{Type, Value, read};

fn expr(at: usize, node: Node) -> Sql<Expr> {
    Expr::new(at, node)
}

fn binary(op: &'static str, at: usize, a: Expr, b: Expr) -> Sql<Expr> {
    // PostgreSQL points at the operator.
    expr(at, Node::Binary(op, Box::new(a), Box::new(b)))
}

impl Parser<'_> {
    pub(super) fn expr(&mut self) -> Sql<Expr> {
        self.deeper(Self::or)
    }

    fn or(&mut self) -> Sql<Expr> {
        let mut left = self.and()?;
        loop {
            let at = self.at();
            if !self.word("or") {
                return Ok(left);
            }
            left = binary("OR", at, left, self.and()?)?;
        }
    }

    fn and(&mut self) -> Sql<Expr> {
        let mut left = self.not()?;
        loop {
            let at = self.at();
            if !self.word("and") {
                return Ok(left);
            }
            left = binary("AND", at, left, self.not()?)?;
        }
    }

    fn not(&mut self) -> Sql<Expr> {
        let at = self.at();
        if self.word("not") {
            let inner = self.deeper(Self::not)?;
            return expr(at, Node::Unary("NOT", Box::new(inner)));
        }
        self.compared()
    }

    fn compared(&mut self) -> Sql<Expr> {
        let mut left = self.sum()?;
        loop {
            let at = self.at();
            if self.word("is") {
                left = self.is(at, left)?;
                continue;
            }
            let negated = self.is_word("not")
                && ["in", "like", "ilike", "between"]
                    .iter()
                    .any(|word| self.next_is_word(word));
            if negated {
                self.next();
            }
            if self.word("in") {
                left = self.among(at, left, negated)?;
            } else if self.word("like") {
                let op = if negated { "!~~" } else { "~~" };
                left = binary(op, at, left, self.sum()?)?;
            } else if self.word("ilike") {
                let op = if negated { "!~~*" } else { "~~*" };
                left = binary(op, at, left, self.sum()?)?;
            } else if self.word("between") {
                let low = self.sum()?;
                self.expect_word("and")?;
                let high = self.sum()?;
                let both = binary(
                    "AND",
                    at,
                    binary(">=", at, left.clone(), low)?,
                    binary("<=", at, left, high)?,
                )?;
                left = match negated {
                    true => expr(at, Node::Unary("NOT", Box::new(both)))?,
                    false => both,
                };
            } else if let Some(op) = self.comparison() {
                if op == "=" && self.is_word("any") && self.next_is_sign("(") {
                    self.next();
                    self.expect("(")?;
                    let array = self.expr()?;
                    self.expect(")")?;
                    left = expr(at, Node::Any(Box::new(left), Box::new(array)))?;
                } else {
                    left = binary(op, at, left, self.sum()?)?;
                }
            } else {
                return Ok(left);
            }
        }
    }

    fn comparison(&mut self) -> Option<&'static str> {
        let Kind::Sign(sign) = *self.peek() else {
            return None;
        };
        let op = match sign {
            "!=" => "<>",
            "=" | "<>" | "<" | ">" | "<=" | ">=" | "~" | "~*" | "!~" | "!~*" | "~~" | "~~*"
            | "!~~" | "!~~*" => sign,
            _ => return None,
        };
        self.next();
        Some(op)
    }

    fn is(&mut self, at: usize, left: Expr) -> Sql<Expr> {
        let negated = self.word("not");
        if self.word("null") {
            return expr(at, Node::IsNull(Box::new(left), negated));
        }
        let truth = if self.word("true") {
            true
        } else if self.word("false") {
            false
        } else {
            return self.unexpected();
        };
        let value = expr(at, Node::Literal(Value::Bool(truth), false))?;
        let is = binary("IS", at, left, value)?;
        match negated {
            true => expr(at, Node::Unary("NOT", Box::new(is))),
            false => Ok(is),
        }
    }

    fn among(&mut self, at: usize, left: Expr, negated: bool) -> Sql<Expr> {
        if self.next_is_word("select") {
            let select = self.select_in_brackets()?;
            let node = Node::InQuery(Box::new(left), Box::new(select), negated);
            return expr(at, node);
        }
        self.expect("(")?;
        let list = self.list()?;
        self.expect(")")?;
        expr(at, Node::In(Box::new(left), list, negated))
    }

    fn sum(&mut self) -> Sql<Expr> {
        let mut left = self.product()?;
        loop {
            let at = self.at();
            let op = match self.peek() {
                Kind::Sign(sign @ ("+" | "-" | "||")) => *sign,
                _ => return Ok(left),
            };
            self.next();
            left = binary(op, at, left, self.product()?)?;
        }
    }

    fn product(&mut self) -> Sql<Expr> {
        let mut left = self.signed()?;
        loop {
            let at = self.at();
            let op = match self.peek() {
                Kind::Sign(sign @ ("*" | "/" | "%")) => *sign,
                _ => return Ok(left),
            };
            self.next();
            left = binary(op, at, left, self.signed()?)?;
        }
    }

    fn signed(&mut self) -> Sql<Expr> {
        let at = self.at();
        if self.sign("-") {
            let inner = self.deeper(Self::signed)?;
            return expr(at, Node::Unary("-", Box::new(inner)));
        }
        if self.sign("+") {
            return self.deeper(Self::signed);
        }
        let mut inner = self.primary()?;
        loop {
            let at = self.at();
            if !self.sign("::") {
                return Ok(inner);
            }
            let name = self.type_name()?;
            inner = expr(at, Node::Cast(Box::new(inner), name))?;
        }
    }

    fn type_name(&mut self) -> Sql<String> {
        let at = self.at();
        let mut name = self.name()?;
        if name == "double" {
            self.expect_word("precision")?;
        } else if name == "character" {
            let _ = self.word("varying");
            name = "varchar".into();
        } else if name == "timestamp" && self.word("with") {
            self.expect_word("time")?;
            self.expect_word("zone")?;
        }
        if self.sign("(") {
            while !matches!(self.peek(), Kind::End | Kind::Sign(")")) {
                self.next();
            }
            self.expect(")")?;
        }
        match Type::named(&name) {
            Some(_) => Ok(name),
            None => fail(at, format!("type \"{name}\" does not exist")),
        }
    }

    fn primary(&mut self) -> Sql<Expr> {
        let at = self.at();
        match self.peek().clone() {
            Kind::Number(text) => {
                self.next();
                let value = match text.contains('.') {
                    false => text.parse().map(Value::Int).ok(),
                    true => {
                        let scale = text.split('.').nth(1).map_or(0, str::len);
                        let scale = scale.min(30) as u8;
                        text.parse().map(|x| Value::Number(x, scale)).ok()
                    }
                };
                match value {
                    Some(value) => expr(at, Node::Literal(value, false)),
                    None => fail(at, format!("syntax error at or near \"{text}\"")),
                }
            }
            Kind::Text(text) => {
                self.next();
                expr(at, Node::Literal(Value::Text(text), true))
            }
            Kind::Sign("(") if self.next_is_word("select") => {
                let select = self.select_in_brackets()?;
                expr(at, Node::Query(Box::new(select)))
            }
            Kind::Sign("(") => {
                self.next();
                let inner = self.expr()?;
                self.expect(")")?;
                Ok(inner)
            }
            Kind::Word(word) => self.worded(at, &word),
            Kind::Quoted(_) => self.column(at),
            _ => self.unexpected(),
        }
    }

    fn worded(&mut self, at: usize, word: &str) -> Sql<Expr> {
        let literal = |value| expr(at, Node::Literal(value, false));
        match word {
            "null" => {
                self.next();
                literal(Value::Null)
            }
            "true" | "false" => {
                self.next();
                literal(Value::Bool(word == "true"))
            }
            "case" => self.case(at),
            "cast" => {
                self.next();
                self.expect("(")?;
                let inner = self.expr()?;
                self.expect_word("as")?;
                let name = self.type_name()?;
                self.expect(")")?;
                expr(at, Node::Cast(Box::new(inner), name))
            }
            "extract" if self.next_is_sign("(") => {
                self.next();
                self.expect("(")?;
                let field = match self.next() {
                    Kind::Word(field) | Kind::Text(field) => field,
                    _ => return self.unexpected(),
                };
                self.expect_word("from")?;
                let inner = self.expr()?;
                self.expect(")")?;
                let field = expr(at, Node::Literal(Value::Text(field), true))?;
                call(at, "extract", vec![field, inner])
            }
            _ if !self.next_is_sign("(") && !self.next_is_sign(".") && bare(word).is_some() => {
                self.next();
                call(at, bare(word).unwrap_or(word), vec![])
            }
            // `interval '5 minutes'`, `timestamptz '…'`
            name if Type::named(name).is_some() && self.next_is_text() => {
                self.next();
                let text_at = self.at();
                let Kind::Text(text) = self.next() else {
                    return self.unexpected();
                };
                let ty = Type::named(name).unwrap_or(Type::Text);
                match read(&text, ty) {
                    Ok(value) => expr(at, Node::Literal(value, false)),
                    Err(why) => fail(text_at, why),
                }
            }
            _ if self.next_is_sign("(") => self.call(at),
            _ => self.column(at),
        }
    }

    fn next_is_text(&mut self) -> bool {
        let here = self.next();
        let is_text = matches!(self.peek(), Kind::Text(_));
        if here != Kind::End {
            self.back();
        }
        is_text
    }

    fn case(&mut self, at: usize) -> Sql<Expr> {
        self.next();
        let subject = match self.is_word("when") {
            true => None,
            false => Some(self.expr()?),
        };
        let mut arms = Vec::new();
        while self.word("when") {
            let when_at = self.at();
            let mut when = self.expr()?;
            if let Some(subject) = &subject {
                when = binary("=", when_at, subject.clone(), when)?;
            }
            self.expect_word("then")?;
            arms.push((when, self.expr()?));
        }
        if arms.is_empty() {
            return self.unexpected();
        }
        let otherwise = match self.word("else") {
            true => Some(Box::new(self.expr()?)),
            false => None,
        };
        self.expect_word("end")?;
        expr(at, Node::Case(arms, otherwise))
    }

    fn call(&mut self, at: usize) -> Sql<Expr> {
        let name = match self.peek().clone() {
            // Reserved elsewhere, functions here.
            Kind::Word(word) if word == "left" || word == "right" => {
                self.next();
                word
            }
            _ => self.name()?,
        };
        self.expect("(")?;
        let mut call = Call {
            name,
            args: Vec::new(),
            star: self.sign("*"),
            distinct: false,
            filter: None,
        };
        if !call.star && !matches!(self.peek(), Kind::Sign(")")) {
            call.distinct = self.word("distinct");
            call.args = self.list()?;
        }
        self.expect(")")?;
        if self.is_word("filter") && self.next_is_sign("(") {
            self.next();
            self.expect("(")?;
            self.expect_word("where")?;
            call.filter = Some(Box::new(self.expr()?));
            self.expect(")")?;
        }
        expr(at, Node::Call(call))
    }

    fn column(&mut self, at: usize) -> Sql<Expr> {
        let first = self.name()?;
        if !self.sign(".") {
            return expr(at, Node::Column(None, first));
        }
        let second = self.name()?;
        if first == "pg_catalog" && matches!(self.peek(), Kind::Sign("(")) {
            self.back();
            return self.call(at);
        }
        expr(at, Node::Column(Some(first), second))
    }
}

fn call(at: usize, name: &str, args: Vec<Expr>) -> Sql<Expr> {
    let call = Call {
        name: name.to_string(),
        args,
        star: false,
        distinct: false,
        filter: None,
    };
    expr(at, Node::Call(call))
}
