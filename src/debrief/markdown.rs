//! The debrief as a Markdown text, to be kept beside a real post-mortem.
//!
//! Invariant: no text of a user, an incident file or a log can become markup: it is
//! escaped here and nowhere else. `tests/it/markdown.rs` reads the result back with
//! an independent parser.

use super::document::{Debrief, HarmCurves};
use super::notes_markdown;
use super::words;
use crate::drill::words::turns;
use std::fmt::Write;

/// Rows of the harm table are at most this many.
const HARM_ROWS_MAX: usize = 25;

/// The whole debrief as GitHub-flavoured Markdown. Times are UTC and from minute zero.
#[must_use]
pub fn to_markdown(debrief: &Debrief) -> String {
    let mut out = String::new();
    summary(&mut out, debrief);
    score(&mut out, debrief);
    times(&mut out, debrief);
    impact(&mut out, debrief);
    notes_markdown::account(&mut out, debrief);
    notes_markdown::changes(&mut out, debrief);
    timeline(&mut out, debrief);
    diagnosis(&mut out, debrief);
    super::review_markdown::write(&mut out, debrief);
    lessons(&mut out, debrief);
    notes_markdown::write(&mut out, debrief);
    out
}

pub(super) fn heading(out: &mut String, level: usize, text: &str) {
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
    let _ = writeln!(out, "{} {}\n", "#".repeat(level), escape(text));
}

fn summary(out: &mut String, debrief: &Debrief) {
    let (id, title) = &debrief.incident;
    heading(out, 1, &format!("Debrief: {title}"));
    let _ = writeln!(out, "{}\n", escape(&debrief.verdict));
    let mut table = Table::new(&["Run", ""], 0);
    table.row([escape("Incident"), escape(id)]);
    let zero = words::utc_date_time(debrief.minute_zero_unix_s);
    table.row([escape("Minute zero"), escape(&zero)]);
    table.row([escape("Way in"), escape(debrief.mode.word())]);
    table.row([escape("Seed"), debrief.seed.to_string()]);
    table.row([escape("Engine"), escape(&debrief.engine)]);
    table.row([escape("Digest"), escape(&debrief.digest)]);
    table.write(out);
}

fn score(out: &mut String, debrief: &Debrief) {
    heading(out, 2, "Score");
    if let Some(why) = words::unscored(debrief.mode) {
        let _ = writeln!(out, "{}", escape(why));
        return;
    }
    let mut table = Table::new(&["Term", "Points", "Of"], 2);
    for term in &debrief.terms {
        table.row([
            escape(&term.name),
            words::points(term.points),
            // What only costs is out of nothing.
            match term.weight > 0.0 {
                true => words::points(term.weight),
                false => String::new(),
            },
        ]);
    }
    let of: f64 = debrief.terms.iter().map(|term| term.weight).sum();
    table.row([
        "**Total**".to_string(),
        words::points(debrief.total),
        words::points(of),
    ]);
    table.write(out);
    for term in &debrief.terms {
        heading(out, 3, &term.name);
        let _ = writeln!(out, "{}", escape(&term.formula));
        if !term.because.is_empty() {
            out.push('\n');
        }
        for because in &term.because {
            let _ = writeln!(out, "- {}", escape(because));
        }
    }
}

fn times(out: &mut String, debrief: &Debrief) {
    heading(out, 2, "Times");
    let mut table = Table::new(&["Phase", "After minute zero", "Time (UTC)"], 2);
    for (name, at_s) in words::phases(&debrief.times_s) {
        let (after, utc) = match at_s {
            Some(at_s) => {
                let t_ms = words::ms(at_s);
                (
                    words::t_plus(t_ms),
                    words::utc_time(debrief.minute_zero_unix_s, t_ms),
                )
            }
            None => ("never".to_string(), String::new()),
        };
        table.row([escape(name), escape(&after), escape(&utc)]);
    }
    table.write(out);
}

fn impact(out: &mut String, debrief: &Debrief) {
    heading(out, 2, "Impact");
    let (all, own) = debrief.visits;
    let (nobody, best) = debrief.reference_affected;
    let _ = writeln!(out, "{}\n", escape(&words::impact(debrief)));
    let mut table = Table::new(&["Run", "Affected visits", "Share of visits"], 2);
    for (name, count) in [
        ("This run", own),
        ("Nobody acts", nobody),
        ("Best known", best),
    ] {
        table.row([escape(name), words::count(count), words::share(count, all)]);
    }
    table.write(out);
    harm(out, &debrief.harm_curves);
}

fn harm(out: &mut String, curves: &HarmCurves) {
    let rows = words::harm_rows(curves, HARM_ROWS_MAX);
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\nAffected visits so far:\n");
    let mut table = Table::new(&["Minute", "This run", "Nobody acts", "Best known"], 4);
    for (minute, values) in rows {
        let [own, nobody, best] = values.map(|v| v.map_or(String::new(), words::count));
        table.row([minute.to_string(), own, nobody, best]);
    }
    table.write(out);
}

fn timeline(out: &mut String, debrief: &Debrief) {
    heading(out, 2, "Timeline");
    let mut table = Table::new(
        &["Time (UTC)", "After", "Kind", "This run", "Original team"],
        0,
    );
    for row in words::side_by_side(debrief, |_| true) {
        let (kind, text) = row
            .own
            .map_or(("", ""), |own| (own.kind.as_str(), own.text.as_str()));
        table.row([
            escape(&words::utc_time(debrief.minute_zero_unix_s, row.t_ms)),
            escape(&words::t_plus(row.t_ms)),
            escape(words::kind_name(kind)),
            escape(text),
            escape(row.account.unwrap_or("")),
        ]);
    }
    table.write(out);
}

fn diagnosis(out: &mut String, debrief: &Debrief) {
    heading(out, 2, "Diagnosis");
    let stated = debrief.diagnosis.as_ref();
    let or_none = |text: Option<&String>| escape(text.map_or("not stated", String::as_str));
    let mut table = Table::new(&["", "Stated", "It was"], 0);
    let component = or_none(stated.map(|d| &d.component));
    table.row([escape("Component"), component, escape(&debrief.answer.0)]);
    let cause = or_none(stated.map(|d| &d.cause));
    table.row([escape("Cause"), cause, escape(&debrief.answer.1)]);
    table.write(out);
    if let Some(stated) = stated.filter(|stated| !stated.evidence.is_empty()) {
        let _ = writeln!(out, "\nEvidence given:\n");
        for evidence in &stated.evidence {
            let _ = writeln!(out, "- {}", escape(evidence));
        }
    }
    if !debrief.evidence.is_empty() {
        let _ = writeln!(out, "\nTelling evidence:\n");
    }
    for (label, looked) in &debrief.evidence {
        let mark = if *looked { "x" } else { " " };
        let _ = writeln!(out, "- [{mark}] {}", escape(label));
    }
}

fn lessons(out: &mut String, debrief: &Debrief) {
    if debrief.lessons.is_empty() {
        return;
    }
    heading(out, 2, "Lessons");
    for (title, text) in &debrief.lessons {
        let _ = writeln!(out, "- **{}** {}", strong(title), escape(text));
    }
}

/// Text between `**`; an empty one would leave the marks standing.
pub(super) fn strong(text: &str) -> String {
    let text = escape(text);
    if text.is_empty() {
        "Lesson".to_string()
    } else {
        text
    }
}

/// A table with padded columns; the last `figures` columns are aligned right.
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    figures: usize,
}

impl Table {
    pub(super) fn new(head: &[&str], figures: usize) -> Self {
        Table {
            rows: vec![head.iter().map(|cell| escape(cell)).collect()],
            figures,
        }
    }

    pub(super) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    pub(super) fn write(&self, out: &mut String) {
        let columns = self.rows[0].len();
        let width = |column: usize| {
            let cells = self.rows.iter().map(|row| row[column].chars().count());
            // Room for `--:`; very long cells stand out rather than widen all rows.
            cells.filter(|width| *width <= 80).max().unwrap_or(0).max(3)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let right = |column: usize| column + self.figures >= columns && self.figures > 0;
        for (number, row) in self.rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let pad = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
                let _ = if right(column) {
                    write!(out, "| {pad}{cell} ")
                } else {
                    write!(out, "| {cell}{pad} ")
                };
            }
            out.push_str("|\n");
            if number == 0 {
                for (column, width) in widths.iter().enumerate() {
                    let dashes = "-".repeat(width - usize::from(right(column)));
                    let end = if right(column) { ":" } else { "" };
                    let _ = write!(out, "| {dashes}{end} ");
                }
                out.push_str("|\n");
            }
        }
    }
}

/// One line of plain text as Markdown that shows exactly that text: white space and
/// control characters become single blanks, whatever could be markup is escaped.
#[must_use]
pub fn escape(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    // Digits so far if the text began with nothing else: `12.` would start a list.
    let mut number = true;
    while let Some(c) = chars.next() {
        let inside_word = before.is_some_and(char::is_alphanumeric)
            && chars.peek().is_some_and(|next| next.is_alphanumeric());
        let escaped = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' => true,
            '~' | '&' | '!' | '$' | '@' | '#' => true,
            '_' => !inside_word,
            '+' | '-' | '=' => before.is_none(),
            // `https://` and `www.` would become links by themselves.
            ':' => chars.peek() == Some(&'/'),
            '.' | ')' if number => before.is_some() && chars.peek().is_none_or(|c| *c == ' '),
            '.' => ends_with_www(&out),
            _ => false,
        };
        number = number && c.is_ascii_digit();
        if escaped {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.len() >= 3 && text.as_bytes()[text.len() - 3..].eq_ignore_ascii_case(b"www")
}

fn one_line(text: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control() || turns(c);
    let words: Vec<&str> = text.split(blank).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}
