//! Blocks as Markdown that reads the same: all text is escaped, addresses of links stand beside
//! their words.

use super::escape::markdown;
use super::model::{Block, Span};
use std::fmt::Write;

/// Blocks as Markdown that reads the same.
#[must_use]
pub fn to_markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    markdown_blocks(&mut out, blocks, "");
    out
}

fn markdown_blocks(out: &mut String, blocks: &[Block], margin: &str) {
    for (at, block) in blocks.iter().enumerate() {
        if at > 0 {
            let _ = writeln!(out, "{}", margin.trim_end());
        }
        match block {
            Block::Heading(level, spans) => {
                let marks = "#".repeat(usize::from(*level));
                let _ = writeln!(out, "{margin}{marks} {}", markdown_spans(spans));
            }
            Block::Paragraph(spans) => {
                let _ = writeln!(out, "{margin}{}", markdown_spans(spans));
            }
            Block::List(number, items) => {
                for (at, item) in items.iter().enumerate() {
                    let mark = match number {
                        Some(first) => format!("{}. ", u64::from(*first) + at as u64),
                        None => "- ".to_string(),
                    };
                    let (task, line) = (item.mark(), markdown_spans(&item.line));
                    let _ = writeln!(out, "{margin}{mark}{task}{line}");
                    markdown_inner(out, &item.inner, margin, mark.len());
                }
            }
            Block::Table(rows, figures) => markdown_table(out, rows, *figures, margin),
            Block::Code(text) => {
                // A fence that nothing in the text can close.
                let fence = "~".repeat(3.max(longest_run(text, '~') + 1));
                let _ = writeln!(out, "{margin}{fence}");
                for line in text.lines() {
                    let _ = writeln!(out, "{margin}{line}");
                }
                let _ = writeln!(out, "{margin}{fence}");
            }
            Block::Quote(inner) => markdown_blocks(out, inner, &format!("{margin}> ")),
            Block::Rule => {
                let _ = writeln!(out, "{margin}---");
            }
        }
    }
}

/// What stands in an item whose text begins `mark` characters after its margin.
fn markdown_inner(out: &mut String, inner: &[Block], margin: &str, mark: usize) {
    let Some(first) = inner.first() else { return };
    let lists = inner.iter().all(|block| matches!(block, Block::List(..)));
    if !matches!(first, Block::List(..)) {
        let _ = writeln!(out, "{}", margin.trim_end());
    }
    // Readers of old take a list for an inner one only from the fourth column on.
    let deep = if lists { mark.max(4) } else { mark };
    markdown_blocks(out, inner, &format!("{margin}{}", " ".repeat(deep)));
}

/// A table with padded columns; figures are aligned right.
fn markdown_table(out: &mut String, rows: &[Vec<Vec<Span>>], figures: usize, margin: &str) {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| markdown_spans(cell)).collect())
        .collect();
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        // Room for `--:`; very long cells stand out rather than widen all rows.
        cells.filter(|width| *width <= 80).max().unwrap_or(0).max(3)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let right = |column: usize| column + figures >= columns;
    for (number, row) in rows.iter().enumerate() {
        out.push_str(margin);
        for (column, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
            let _ = match right(column) {
                true => write!(out, "| {pad}{cell} "),
                false => write!(out, "| {cell}{pad} "),
            };
        }
        out.push_str("|\n");
        if number == 0 {
            out.push_str(margin);
            for (column, width) in widths.iter().enumerate() {
                let dashes = "-".repeat(width - usize::from(right(column)));
                let end = if right(column) { ":" } else { "" };
                let _ = write!(out, "| {dashes}{end} ");
            }
            out.push_str("|\n");
        }
    }
}

fn longest_run(text: &str, mark: char) -> usize {
    let runs = text.split(|c| c != mark).map(|run| run.chars().count());
    runs.max().unwrap_or(0)
}

fn markdown_spans(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        let _ = match span {
            Span::Text(text) => write!(out, "{}", keep_blanks(text)),
            Span::Strong(inner) => write!(out, "**{}**", markdown_spans(inner)),
            Span::Emphasis(inner) => write!(out, "*{}*", markdown_spans(inner)),
            Span::Code(text) => write!(out, "{}", code(text)),
            Span::Link(inner, href) => {
                write!(out, "{} ({})", markdown_spans(inner), markdown(href))
            }
        };
    }
    out
}

/// Escaped, with the blanks at its ends that part it from its neighbours.
fn keep_blanks(text: &str) -> String {
    let inner = markdown(text);
    if inner.is_empty() {
        return if text.is_empty() {
            String::new()
        } else {
            " ".to_string()
        };
    }
    let blank = |is: bool| if is { " " } else { "" };
    let (before, after) = (
        blank(text.starts_with(char::is_whitespace)),
        blank(text.ends_with(char::is_whitespace)),
    );
    format!("{before}{inner}{after}")
}

/// Code in marks that nothing in it can close; a border would end a table's cell, and what ends
/// a line would end the code.
fn code(text: &str) -> String {
    let ends = |c: char| matches!(c, '`' | '|' | '\\') || c.is_control();
    if text.contains(ends) || text.trim().is_empty() {
        return markdown(text);
    }
    format!("`{text}`")
}
