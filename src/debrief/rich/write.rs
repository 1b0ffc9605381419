//! Blocks as HTML and as Markdown within a larger document: headings go two levels down, all
//! text is escaped, addresses of links stand beside their words.

use super::{Block, Item, Span};
use crate::debrief::export::escape as html;
use crate::debrief::markdown::escape as markdown;
use std::fmt::Write;

/// Levels by which headings go down.
const DOWN: u8 = 2;

/// Blocks as HTML without a link or anything else that could load.
#[must_use]
pub fn to_html(blocks: &[Block]) -> String {
    let mut out = String::new();
    html_blocks(&mut out, blocks);
    out
}

fn html_blocks(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Heading(level, spans) => {
                let level = (level + DOWN).min(6);
                let _ = writeln!(out, "<h{level}>{}</h{level}>", html_spans(spans));
            }
            Block::Paragraph(spans) => {
                let _ = writeln!(out, "<p>{}</p>", html_spans(spans));
            }
            Block::List(number, items) => {
                let tag = if number.is_some() { "ol" } else { "ul" };
                let start = number.filter(|n| *n != 1);
                let start = start.map_or(String::new(), |n| format!(" start=\"{n}\""));
                let _ = writeln!(out, "<{tag}{start}>");
                for item in items {
                    let _ = write!(out, "<li>{}{}", task(item), html_spans(&item.line));
                    html_blocks(out, &item.inner);
                    out.push_str("</li>\n");
                }
                let _ = writeln!(out, "</{tag}>");
            }
            Block::Table(rows) => html_table(out, rows),
            Block::Code(text) => {
                // Line by line: escaping makes one line of many.
                let lines: Vec<String> = text.lines().map(html).collect();
                let _ = writeln!(out, "<pre>{}</pre>", lines.join("\n"));
            }
            Block::Quote(inner) => {
                out.push_str("<blockquote>\n");
                html_blocks(out, inner);
                out.push_str("</blockquote>\n");
            }
            Block::Rule => out.push_str("<hr>\n"),
        }
    }
}

fn html_table(out: &mut String, rows: &[Vec<Vec<Span>>]) {
    out.push_str("<table>\n");
    for (at, row) in rows.iter().enumerate() {
        let (open, close) = if at == 0 {
            ("<th scope=\"col\">", "</th>")
        } else {
            ("<td>", "</td>")
        };
        out.push_str("<tr>");
        for cell in row {
            let _ = write!(out, "{open}{}{close}", html_spans(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

/// A task's box as a character that every font has.
fn task(item: &Item) -> &'static str {
    match item.done {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    }
}

fn html_spans(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        let _ = match span {
            Span::Text(text) => write!(out, "{}", html(text)),
            Span::Strong(inner) => write!(out, "<strong>{}</strong>", html_spans(inner)),
            Span::Emphasis(inner) => write!(out, "<em>{}</em>", html_spans(inner)),
            Span::Code(text) => write!(out, "<code>{}</code>", html(text)),
            Span::Link(inner, href) => write!(out, "{} ({})", html_spans(inner), html(href)),
        };
    }
    out
}

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
                let marks = "#".repeat(usize::from((level + DOWN).min(6)));
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
                    let (task, line) = (task(item), markdown_spans(&item.line));
                    let _ = writeln!(out, "{margin}{mark}{task}{line}");
                    if !item.inner.is_empty() {
                        let inner = format!("{margin}{}", " ".repeat(mark.len()));
                        if !matches!(item.inner[0], Block::List(..)) {
                            let _ = writeln!(out, "{}", margin.trim_end());
                        }
                        markdown_blocks(out, &item.inner, &inner);
                    }
                }
            }
            Block::Table(rows) => {
                for (at, row) in rows.iter().enumerate() {
                    let cells: Vec<String> = row.iter().map(|cell| markdown_spans(cell)).collect();
                    let _ = writeln!(out, "{margin}| {} |", cells.join(" | "));
                    if at == 0 {
                        let _ = writeln!(out, "{margin}|{}", " --- |".repeat(row.len()));
                    }
                }
            }
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
