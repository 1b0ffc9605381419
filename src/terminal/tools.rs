//! The commands of the shell: what each is given and what it gives back. All of them stand in
//! `terminal/commands.rs`.
//!
//! | file | what it is for |
//! |---|---|
//! | `text`, `grep` | cat, head, tail, wc, sort, uniq, diff; grep |
//! | `place` | ls, cd, pwd, hostname, date, ssh, … |
//! | `nested` | sudo, watch, history, help, man, … |
//! | `git`, `commits` | the configuration's history |
//! | `systemd` | systemctl, journalctl, pg_ctl |
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
pub mod nested;
pub mod pipelines;
pub mod place;
pub mod systemd;
pub mod text;

use super::access::Access;
use super::complete::{Typed, fixed};
use super::output::{Text, Tone};
use super::shell::Terminal;
use super::until::Until;
use super::words::Options;
use super::{clock, files, psql};
use crate::drill::action::Action;
use crate::sim::World;
use crate::sim::time::Nanos;

/// A command as it is called.
pub struct Call<'c, 'h> {
    pub name: &'c str,
    pub args: &'c [String],
    /// What comes in by a pipe.
    pub input: Option<Vec<Text>>,
    /// The host it runs on.
    pub host: &'c str,
    pub cwd: &'c str,
    pub user: &'c str,
    /// The shell it was typed in.
    pub shell: &'c Terminal,
    /// How many commands it stands in (`sudo watch …`).
    pub depth: u32,
    pub access: &'c mut Access<'h>,
}

impl Call<'_, '_> {
    /// The world of the run.
    pub fn world(&self) -> &World {
        self.access.world()
    }

    /// The last scrape of a metric, 0 if there is none.
    pub fn metric(&self, name: &str) -> f64 {
        self.access.metric(name).unwrap_or(0.0)
    }

    /// The absolute path of an operand.
    pub fn path(&self, name: &str) -> String {
        files::resolve(self.access, self.cwd, name)
    }
}

/// What a command gives.
#[derive(Debug, Default)]
pub struct Answer {
    pub out: Vec<Text>,
    /// Errors: they go past pipes.
    pub err: Vec<Text>,
    pub next: Option<Next>,
}

/// What happens after a command.
#[derive(Debug)]
pub enum Next {
    /// A question, and what a yes does.
    Ask(Plan),
    Follow(Follow),
    Psql(psql::Client),
    /// On to another host.
    Host(String),
    /// Back to the host before.
    Leave,
    Directory(String),
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

impl Plan {
    /// A change and what it will do.
    pub fn new(warning: impl Into<String>, action: Action) -> Plan {
        Plan::default().and(warning, action)
    }

    pub fn and(mut self, warning: impl Into<String>, action: Action) -> Plan {
        self.warning.push(Text::note(warning));
        self.actions.push(action);
        self
    }

    /// What the tool says when it is done.
    pub fn said(mut self, line: impl Into<String>) -> Plan {
        self.said.push(Text::plain(line));
        self
    }

    /// The question, and what the tool waits for after a yes.
    pub fn ask(mut self, follow: Option<Follow>) -> Answer {
        self.follow = follow;
        Answer::then(Next::Ask(self))
    }
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
        line: String,
        every: Nanos,
        due: Nanos,
    },
    /// The same command until it succeeds.
    Until { until: Until, due: Nanos },
}

impl Follow {
    /// Lines of a source from now on, as the journal writes them or as the program does;
    /// `filter`: a command they go through.
    pub fn log(
        access: &Access,
        source: String,
        journal: bool,
        filter: Option<Vec<String>>,
    ) -> Follow {
        Follow::Log {
            source,
            journal,
            next: access.world().log().next_id(),
            filters: filter.into_iter().collect(),
        }
    }

    /// Whether it ends by itself, so that what is typed meanwhile waits as in any shell.
    pub fn ends(&self) -> bool {
        !matches!(self, Follow::Log { .. } | Follow::Watch { .. })
    }
}

impl Answer {
    pub fn lines<T: Into<String>>(lines: impl IntoIterator<Item = T>) -> Answer {
        Answer::texts(lines.into_iter().map(Text::plain).collect())
    }

    pub fn texts(out: Vec<Text>) -> Answer {
        Answer::both(out, Vec::new())
    }

    pub fn both(out: Vec<Text>, err: Vec<Text>) -> Answer {
        let next = None;
        Answer { out, err, next }
    }

    pub fn fail(text: impl Into<String>) -> Answer {
        Answer::both(Vec::new(), vec![Text::error(text)])
    }

    /// An error of several lines.
    pub fn fail_lines<T: Into<String>>(lines: impl IntoIterator<Item = T>) -> Answer {
        Answer::both(Vec::new(), lines.into_iter().map(Text::error).collect())
    }

    /// An error, and a word of the console on it.
    pub fn fail_with(text: impl Into<String>, note: impl Into<String>) -> Answer {
        Answer::both(Vec::new(), vec![Text::error(text), Text::note(note)])
    }

    /// A word of the console.
    pub fn note(text: impl Into<String>) -> Answer {
        Answer::both(Vec::new(), vec![Text::note(text)])
    }

    pub fn then(next: Next) -> Answer {
        Answer::default().next(Some(next))
    }

    /// The same, and what happens next.
    pub fn next(mut self, next: Option<Next>) -> Answer {
        self.next = next;
        self
    }
}

/// Cells of a row.
pub fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(String::from).to_vec()
}

/// Columns, each as wide as its widest cell, with spaces between them.
pub fn columns(rows: &[Vec<String>], gap: usize) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths);
        let cells: Vec<String> = cells
            .map(|(cell, w)| format!("{cell:<w$}", w = *w))
            .collect();
        cells.join(&" ".repeat(gap)).trim_end().to_string()
    };
    rows.iter().map(line).collect()
}
