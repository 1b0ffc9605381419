//! A terminal on the simulated hosts: what an engineer would type, answered from the world's
//! state at that instant in the formats of the real tools. Every change goes through the same
//! actions as the buttons. Its own state (host, directory, psql) is no part of a run: a journal
//! that is played again needs no terminal.
//!
//! | file | what it is for |
//! |---|---|
//! | `shell` | what is typed: prompts, pipes, questions |
//! | `commands` | the table of all commands |
//! | `follow` | output that goes on until it is over or interrupted |
//! | `until` | a command again and again until it succeeds |
//! | `complete` | how a line can go on |
//! | `words`, `output`, `clock`, `help` | cutting lines, answers, times, pages on commands |
//! | `access` | what the terminal may do: look, and act |
//! | `files` | files and logs of the hosts |
//! | `tools` | the commands |
//! | `psql`, `sql` | psql, and the SQL it can send |

mod access;
mod clock;
mod commands;
mod complete;
mod files;
mod follow;
mod help;
mod output;
mod psql;
mod shell;
pub mod sql;
mod tools;
mod until;
mod words;

pub use access::Access;
pub use help::names as command_names;
pub use output::{Completion, Line, Output, Tone, Waits};
pub use shell::Terminal;
