//! The commands of the shell: what each is given, what it gives back, and the table of all.
//!
//! | file | what it is for |
//! |---|---|
//! | `text`, `grep` | cat, head, tail, wc, sort, uniq, diff; grep |
//! | `place` | ls, cd, pwd, hostname, date, … |
//! | `git`, `commits` | the configuration's history |
//! | `systemd` | systemctl, journalctl |
//! | `kubectl`, `kube_tables` | deployments and pods |
//! | `machine` | top, uptime, free, df, iostat, vmstat, ss, ps |
//! | `curl` | the system's pages, ping |
//! | `pipelines` | the pipelines that write configuration |

pub mod commits;
pub mod curl;
pub mod git;
pub mod grep;
pub mod kube_tables;
pub mod kubectl;
pub mod machine;
pub mod pipelines;
pub mod place;
pub mod systemd;
pub mod text;

use super::hands::Hands;
use super::output::Text;
use super::psql;
use super::until::Until;
use crate::drill::action::Action;
use crate::sim::time::Nanos;

/// A command as it is called.
pub struct Call<'c, 'h> {
    /// Its name.
    pub name: &'c str,
    /// Its arguments.
    pub args: &'c [String],
    /// What comes in by a pipe.
    pub input: Option<Vec<Text>>,
    /// The host it runs on.
    pub host: &'c str,
    /// The working directory.
    pub cwd: &'c str,
    /// Who runs it.
    pub user: &'c str,
    /// The run.
    pub hands: &'c mut Hands<'h>,
}

/// What a command gives.
#[derive(Debug, Default)]
pub struct Given {
    /// Output.
    pub out: Vec<Text>,
    /// Errors: they go past pipes.
    pub err: Vec<Text>,
    /// What happens next.
    pub next: Option<Next>,
}

/// What happens after a command.
#[derive(Debug)]
pub enum Next {
    /// A question, and what a yes does.
    Ask(Plan),
    /// Output goes on.
    Follow(Follow),
    /// An interactive psql.
    Psql(psql::Client),
    /// On to another host.
    Host(String),
    /// Back to the host before.
    Leave,
    /// Another working directory.
    Directory(String),
    /// An empty screen.
    Clear,
}

/// A change that was asked for and waits for a yes.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What it will do, before the question.
    pub warning: Vec<Text>,
    /// What is done, in order.
    pub actions: Vec<Action>,
    /// What the tool says when it is done.
    pub said: Vec<Text>,
    /// What it waits for then.
    pub follow: Option<Follow>,
}

/// Output that goes on.
#[derive(Clone, Debug)]
pub enum Follow {
    /// New lines of a log.
    Log {
        /// Source of the lines.
        source: String,
        /// As the journal writes them.
        journal: bool,
        /// The next line.
        next: u64,
        /// Commands behind the pipe.
        filters: Vec<Vec<String>>,
    },
    /// Until the server runs, or has failed.
    Start {
        /// Not before then.
        due: Nanos,
    },
    /// Until the server has stopped.
    Stop {
        /// Not before then.
        due: Nanos,
    },
    /// Until a file has another version than now.
    Write {
        /// Path of the file.
        path: String,
        /// Its newest version before, 0 for none.
        before: u32,
        /// What the tool says then.
        said: String,
    },
    /// Until a rollout is done.
    Rollout {
        /// Name of the service.
        service: String,
        /// What was said last.
        said: String,
    },
    /// The same command again and again.
    Watch {
        /// The command.
        line: String,
        /// Its pause.
        every: Nanos,
        /// The next time.
        due: Nanos,
    },
    /// The same command until it succeeds.
    Until {
        /// The loop.
        until: Until,
        /// The next turn.
        due: Nanos,
    },
}

impl Follow {
    /// Whether it ends by itself, so that what is typed meanwhile waits as in any shell.
    #[must_use]
    pub fn ends(&self) -> bool {
        !matches!(self, Follow::Log { .. } | Follow::Watch { .. })
    }
}

impl Given {
    /// Lines of output.
    #[must_use]
    pub fn lines<T: Into<String>>(lines: impl IntoIterator<Item = T>) -> Given {
        Given {
            out: lines.into_iter().map(Text::plain).collect(),
            ..Given::default()
        }
    }

    /// Output.
    #[must_use]
    pub fn texts(out: Vec<Text>) -> Given {
        Given {
            out,
            ..Given::default()
        }
    }

    /// An error.
    #[must_use]
    pub fn fail(text: impl Into<String>) -> Given {
        Given {
            err: vec![Text::error(text)],
            ..Given::default()
        }
    }

    /// An error, and a word of the console on it.
    #[must_use]
    pub fn fail_with(text: impl Into<String>, note: impl Into<String>) -> Given {
        Given {
            err: vec![Text::error(text), Text::note(note)],
            ..Given::default()
        }
    }

    /// A word of the console.
    #[must_use]
    pub fn note(text: impl Into<String>) -> Given {
        Given {
            err: vec![Text::note(text)],
            ..Given::default()
        }
    }

    /// What happens next.
    #[must_use]
    pub fn then(next: Next) -> Given {
        Given {
            next: Some(next),
            ..Given::default()
        }
    }

    /// A question.
    #[must_use]
    pub fn ask(warning: &str, actions: Vec<Action>, said: &[&str]) -> Given {
        Given::then(Next::Ask(Plan {
            warning: vec![Text::note(warning)],
            actions,
            said: said.iter().map(|line| Text::plain(*line)).collect(),
            follow: None,
        }))
    }
}

/// Columns, each as wide as its widest cell, with spaces between them.
#[must_use]
pub fn columns(rows: &[Vec<String>], gap: usize) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let line = |row: &Vec<String>| {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            let pad = width - cell.chars().count() + gap;
            line.extend(std::iter::repeat_n(' ', pad));
        }
        line.trim_end().to_string()
    };
    rows.iter().map(line).collect()
}
