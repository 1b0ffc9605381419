//! Errors that end a statement but not its session, with PostgreSQL's words and codes.

use crate::ledger::Failure;

/// Why a statement was ended; severity `ERROR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementError {
    /// It ran longer than `statement_timeout`.
    StatementTimeout,
    /// It waited for one lock longer than `lock_timeout`.
    LockTimeout,
    /// It found itself in a circle of waits.
    Deadlock,
    /// `pg_cancel_backend`.
    UserRequest,
}

impl StatementError {
    /// SQLSTATE.
    #[must_use]
    pub fn sqlstate(self) -> &'static str {
        match self {
            StatementError::StatementTimeout | StatementError::UserRequest => "57014",
            StatementError::LockTimeout => "55P03",
            StatementError::Deadlock => "40P01",
        }
    }

    /// PostgreSQL's own words, without the severity.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            StatementError::StatementTimeout => "canceling statement due to statement timeout",
            StatementError::LockTimeout => "canceling statement due to lock timeout",
            StatementError::Deadlock => "deadlock detected",
            StatementError::UserRequest => "canceling statement due to user request",
        }
    }

    /// What the user's request fails of.
    #[must_use]
    pub fn failure(self) -> Failure {
        match self {
            StatementError::StatementTimeout => Failure::StatementTimeout,
            StatementError::LockTimeout => Failure::LockTimeout,
            StatementError::Deadlock => Failure::Deadlock,
            StatementError::UserRequest => Failure::Cancelled,
        }
    }

    /// The line's kind in the log: floods of one kind are cut down by themselves.
    pub(super) fn log_code(self) -> &'static str {
        match self {
            StatementError::UserRequest => "57014-user",
            other => other.sqlstate(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_codes_are_those_of_the_table() {
        let table = [
            (
                StatementError::StatementTimeout,
                "57014",
                "canceling statement due to statement timeout",
            ),
            (
                StatementError::UserRequest,
                "57014",
                "canceling statement due to user request",
            ),
            (
                StatementError::LockTimeout,
                "55P03",
                "canceling statement due to lock timeout",
            ),
            (StatementError::Deadlock, "40P01", "deadlock detected"),
        ];
        for (error, code, text) in table {
            assert_eq!((error.sqlstate(), error.text()), (code, text));
        }
    }
}
