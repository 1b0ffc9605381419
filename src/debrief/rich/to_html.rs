//! Blocks as HTML: all text is escaped, addresses of links stand beside their words.

use super::escape::html;
use super::model::{Block, Span};
use std::fmt::Write;

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
                    let _ = write!(out, "<li>{}{}", item.mark(), html_spans(&item.line));
                    html_blocks(out, &item.inner);
                    out.push_str("</li>\n");
                }
                let _ = writeln!(out, "</{tag}>");
            }
            Block::Table(rows, figures) => html_table(out, rows, *figures),
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

fn html_table(out: &mut String, rows: &[Vec<Vec<Span>>], figures: usize) {
    out.push_str("<table>\n<thead>");
    for (number, row) in rows.iter().enumerate() {
        let (cell, scope) = match number {
            0 => ("th", " scope=\"col\""),
            _ => ("td", ""),
        };
        out.push_str("<tr>");
        for (at, spans) in row.iter().enumerate() {
            let class = match at + figures >= row.len() {
                true => " class=\"n\"",
                false => "",
            };
            let spans = html_spans(spans);
            let _ = write!(out, "<{cell}{scope}{class}>{spans}</{cell}>");
        }
        out.push_str(if number == 0 {
            "</tr></thead>\n<tbody>\n"
        } else {
            "</tr>\n"
        });
    }
    out.push_str("</tbody>\n</table>\n");
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
