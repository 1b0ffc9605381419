//! Why a stored text cannot be used.

use std::fmt;

/// Why a stored text cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Longer than anything this program writes.
    TooLarge {
        /// Length found, bytes.
        bytes: usize,
        /// Longest that is read, bytes.
        bytes_max: usize,
    },
    /// Written by a later version.
    Newer {
        /// Version found.
        found: u64,
        /// Latest version that this program reads.
        known: u32,
    },
    /// Not such a document.
    Broken {
        /// Line, from 1; 0 where the text as a whole is meant.
        line: usize,
        /// Column, from 1; 0 as above.
        column: usize,
        /// JSON path, e.g. `journal.entries[3].action`; empty for the whole.
        path: String,
        /// What is wrong there.
        reason: String,
    },
}

impl Problem {
    pub(super) fn at(path: impl Into<String>, reason: impl Into<String>) -> Self {
        let (path, reason) = (path.into(), reason.into());
        Problem::Broken {
            line: 0,
            column: 0,
            path,
            reason,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::TooLarge { bytes, bytes_max } => {
                write!(f, "it is {bytes} bytes long; at most {bytes_max} are read")
            }
            Problem::Newer { found, known } => write!(
                f,
                "it has version {found}, written by a newer Firedrill; \
                 this one reads up to version {known}"
            ),
            Problem::Broken {
                line,
                column,
                path,
                reason,
            } => {
                if *line > 0 {
                    write!(f, "line {line}, column {column}: ")?;
                }
                if !path.is_empty() {
                    write!(f, "{path}: ")?;
                }
                f.write_str(reason)
            }
        }
    }
}

impl std::error::Error for Problem {}
