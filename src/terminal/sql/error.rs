//! Errors as PostgreSQL words them, with the place in the statement.

/// What is wrong with a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlError {
    /// Byte offset in the statement, where there is one.
    pub at: Option<usize>,
    /// The message, without `ERROR:`.
    pub message: String,
    /// A hint, or empty.
    pub hint: &'static str,
}

/// What a part of the reader or the planner gives.
pub type Sql<T> = Result<T, SqlError>;

/// An error at a place.
pub fn fail<T>(at: usize, message: impl Into<String>) -> Sql<T> {
    Err(SqlError {
        at: Some(at),
        message: message.into(),
        hint: "",
    })
}

/// An error of the whole statement.
pub fn refuse<T>(message: impl Into<String>) -> Sql<T> {
    Err(SqlError {
        at: None,
        message: message.into(),
        hint: "",
    })
}

impl SqlError {
    /// The same with a hint.
    pub fn hint(mut self, hint: &'static str) -> SqlError {
        self.hint = hint;
        self
    }

    /// As psql prints it: message, the line with a caret under the place, hint.
    pub fn lines(&self, statement: &str) -> Vec<String> {
        let mut lines = vec![format!("ERROR:  {}", self.message)];
        if let Some(at) = self.at {
            let at = (0..=at.min(statement.len()))
                .rev()
                .find(|at| statement.is_char_boundary(*at))
                .unwrap_or(0);
            let (before, rest) = statement.split_at(at);
            let number = before.matches('\n').count() + 1;
            let start = before.rfind('\n').map_or(0, |n| n + 1);
            let end = rest.find('\n').map_or(statement.len(), |n| at + n);
            let head = format!("LINE {number}: ");
            let column = statement[start..at].chars().count();
            lines.push(format!("{head}{}", &statement[start..end]));
            lines.push(format!("{}^", " ".repeat(head.len() + column)));
        }
        if !self.hint.is_empty() {
            lines.push(format!("HINT:  {}", self.hint));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_place() {
        let error: Sql<()> = fail(16, "column \"x\" does not exist");
        let lines = error.unwrap_err().lines("SELECT 1,\n  1 + x");
        assert_eq!(lines[1], "LINE 2:   1 + x");
        assert_eq!(lines[2], "              ^");
        assert_eq!(&lines[1][14..15], "x");
    }
}
