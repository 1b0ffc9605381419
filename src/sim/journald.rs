//! Logs as a log collector keeps them: bounded, with floods cut down and counted.

use super::tape::Tape;
use super::time::{Nanos, SEC};

/// Lines kept in all.
const LINES_MAX: usize = 20_000;
/// Lines of one kind kept in each window.
const BURST: u32 = 6;
/// Length of a window.
const WINDOW: Nanos = 10 * SEC;

/// Levels, worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Details for developers.
    Debug,
    /// PostgreSQL's LOG, others' INFO.
    Info,
    /// `WARN` of services, `WARNING` of PostgreSQL.
    Warn,
    /// `ERROR` of both.
    Error,
    /// PostgreSQL's `FATAL`: the session ends.
    Fatal,
}

impl Level {
    /// All, worst last.
    pub const ALL: [Level; 5] = [
        Level::Debug,
        Level::Info,
        Level::Warn,
        Level::Error,
        Level::Fatal,
    ];

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Debug => "DEBUG",
            Level::Info => "INFO",
            Level::Warn => "WARN",
            Level::Error => "ERROR",
            Level::Fatal => "FATAL",
        }
    }
}

/// A line of a log.
#[derive(Clone, Debug)]
pub struct Line {
    /// Ascending number, from 0.
    pub id: u64,
    /// When it was logged, nanoseconds from the start of the world.
    pub at: Nanos,
    /// Stream: `postgresql` or a service.
    pub source: String,
    /// Host or instance.
    pub host: String,
    /// How severe it is.
    pub level: Level,
    /// SQLSTATE or short class of the line.
    pub code: &'static str,
    /// The line as the program wrote it, without its time.
    pub text: String,
}

/// How many lines of a kind came in the current window.
#[derive(Clone, Debug)]
struct Kind {
    source: String,
    code: &'static str,
    window: Nanos,
    kept: u32,
    dropped: u64,
    last: String,
    host: String,
    level: Level,
}

/// The lines kept.
#[derive(Clone, Debug)]
pub struct Journald {
    lines: Tape<Line>,
    next: u64,
    kinds: Vec<Kind>,
}

impl Default for Journald {
    fn default() -> Self {
        Journald {
            lines: Tape::new(LINES_MAX),
            next: 0,
            kinds: Vec::new(),
        }
    }
}

impl Journald {
    /// Log a line. The text is made only when it is kept: of each kind (source and code)
    /// six in ten seconds; the rest is counted and said as `message repeated N times`,
    /// as rsyslog says it.
    pub fn line(
        &mut self,
        at: Nanos,
        (source, host): (&str, &str),
        level: Level,
        code: &'static str,
        text: impl FnOnce() -> String,
    ) {
        let window = at / WINDOW;
        let found = self
            .kinds
            .iter()
            .position(|k| same(k.code, code) && k.source == source);
        let index = found.unwrap_or_else(|| {
            self.kinds.push(Kind {
                source: source.to_string(),
                code,
                window,
                kept: 0,
                dropped: 0,
                last: String::new(),
                host: String::new(),
                level,
            });
            self.kinds.len() - 1
        });
        if self.kinds[index].window != window {
            self.close_window(at, index);
            self.kinds[index].window = window;
        }
        let kind = &mut self.kinds[index];
        if kind.kept >= BURST {
            kind.dropped += 1;
            return;
        }
        kind.kept += 1;
        let text = text();
        if kind.kept == BURST {
            kind.last.clone_from(&text);
            kind.host = host.to_string();
            kind.level = level;
        }
        let (source, host) = (source.to_string(), host.to_string());
        self.keep(Line {
            id: 0,
            at,
            source,
            host,
            level,
            code,
            text,
        });
    }

    fn close_window(&mut self, at: Nanos, index: usize) {
        let kind = &mut self.kinds[index];
        kind.kept = 0;
        let dropped = std::mem::take(&mut kind.dropped);
        if dropped > 0 {
            let line = Line {
                id: 0,
                at,
                source: kind.source.clone(),
                host: kind.host.clone(),
                level: kind.level,
                code: kind.code,
                text: format!("message repeated {dropped} times: [ {}]", kind.last),
            };
            self.keep(line);
        }
    }

    /// Say what floods have dropped, when their window is over.
    pub fn tick(&mut self, at: Nanos) {
        for index in 0..self.kinds.len() {
            if self.kinds[index].window != at / WINDOW {
                self.close_window(at, index);
                self.kinds[index].window = at / WINDOW;
            }
        }
    }

    fn keep(&mut self, mut line: Line) {
        line.id = self.next;
        self.next += 1;
        self.lines.push(line);
    }

    /// The lines kept from this number on.
    pub fn since(&self, id: u64) -> impl Iterator<Item = &Line> {
        let first = self.lines.front().map_or(0, |l| l.id);
        self.lines.iter_from(id.saturating_sub(first) as usize)
    }

    /// The number the next line will have.
    #[must_use]
    pub fn next_id(&self) -> u64 {
        self.next
    }
}

/// Equal codes are nearly always the same literal.
fn same(a: &str, b: &str) -> bool {
    std::ptr::eq(a, b) || a == b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floods_are_counted_not_kept() {
        let mut log = Journald::default();
        for i in 0..1000u64 {
            let at = i * SEC / 100;
            log.line(at, ("db", "db-1"), Level::Fatal, "53300", || {
                format!("no {i}")
            });
        }
        log.line(5 * SEC, ("db", "db-1"), Level::Info, "", || "other".into());
        log.tick(10 * SEC);
        let texts: Vec<_> = log.since(0).map(|l| l.text.as_str()).collect();
        assert_eq!(texts.len(), 8);
        assert_eq!(texts[6], "other");
        assert_eq!(texts[7], "message repeated 994 times: [ no 5]");
    }

    #[test]
    fn memory_is_bounded_and_numbers_go_on() {
        let mut log = Journald::default();
        for i in 0..50_000u64 {
            log.line(i * WINDOW, ("a", "b"), Level::Info, "", || i.to_string());
        }
        assert_eq!(log.since(0).count(), LINES_MAX);
        assert_eq!(
            log.since(49_998).map(|l| l.id).collect::<Vec<_>>(),
            [49_998, 49_999]
        );
        assert_eq!(log.since(60_000).count(), 0);
    }
}
