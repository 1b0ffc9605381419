//! Tables as psql prints them: aligned, expanded, or bare.

use super::super::sql::Table;
use super::super::sql::value::{Type, Value};
use super::Text;

/// How tables are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Format {
    /// `\x`: a row a block.
    pub expanded: bool,
    /// `-t`: no headings, no count.
    pub tuples_only: bool,
    /// `-A`: no padding.
    pub unaligned: bool,
}

/// The lines of a table.
pub fn lines(table: &Table, format: Format) -> Vec<Text> {
    let cell = |value: &Value| value.show().replace(['\n', '\r'], " ");
    let cells = table.rows.iter().map(|row| row.iter().map(cell).collect());
    let cells: Vec<Vec<String>> = cells.collect();
    let lines = match (format.expanded, format.unaligned) {
        (true, _) => expanded(table, &cells),
        (false, true) => bare(table, &cells, format.tuples_only),
        (false, false) => aligned(table, &cells, format.tuples_only),
    };
    lines.into_iter().map(Text::plain).collect()
}

fn count(rows: usize) -> String {
    match rows {
        1 => "(1 row)".into(),
        n => format!("({n} rows)"),
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

fn aligned(table: &Table, cells: &[Vec<String>], tuples_only: bool) -> Vec<String> {
    let wide = |(index, (name, _)): (usize, &(String, Type))| {
        let column = cells.iter().filter_map(|row| row.get(index));
        column.map(|cell| width(cell)).fold(width(name), usize::max)
    };
    let columns = table.columns.iter();
    let columns: Vec<_> = columns.clone().zip(columns.enumerate().map(wide)).collect();
    let line = |cells: Vec<String>| format!(" {}", cells.join(" | ")).trim_end().to_string();
    let mut lines = Vec::new();
    if !tuples_only {
        let names = columns
            .iter()
            .map(|((name, _), w)| format!("{name:^w$}", w = *w));
        lines.push(line(names.collect()));
        let dashes: Vec<String> = columns.iter().map(|(_, w)| "-".repeat(w + 2)).collect();
        lines.push(dashes.join("+"));
    }
    for row in cells {
        let padded = row
            .iter()
            .zip(&columns)
            .map(|(cell, ((_, ty), w))| match ty.is_number() {
                true => format!("{cell:>w$}", w = *w),
                false => format!("{cell:<w$}", w = *w),
            });
        lines.push(line(padded.collect()));
    }
    if !tuples_only {
        lines.extend([count(cells.len()), String::new()]);
    }
    lines
}

fn bare(table: &Table, cells: &[Vec<String>], tuples_only: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if !tuples_only {
        let names: Vec<&str> = table.columns.iter().map(|(n, _)| n.as_str()).collect();
        lines.push(names.join("|"));
    }
    lines.extend(cells.iter().map(|row| row.join("|")));
    if !tuples_only {
        lines.push(count(cells.len()));
    }
    lines
}

fn expanded(table: &Table, cells: &[Vec<String>]) -> Vec<String> {
    if cells.is_empty() {
        return vec!["(0 rows)".into(), String::new()];
    }
    let names = table.columns.iter().map(|(name, _)| width(name));
    let wide = names.max().unwrap_or(0);
    let values = cells.iter().flatten().map(|c| width(c));
    let value_wide = values.max().unwrap_or(0);
    let mut lines = Vec::new();
    for (number, row) in cells.iter().enumerate() {
        let title = format!("-[ RECORD {} ]", number + 1);
        let whole = wide + value_wide + 3;
        let mut head: Vec<char> = title.chars().collect();
        head.resize(whole.max(head.len()), '-');
        if let Some(cross) = head.get_mut(wide + 1)
            && *cross == '-'
        {
            *cross = '+';
        }
        lines.push(head.into_iter().collect());
        for ((name, _), cell) in table.columns.iter().zip(row) {
            let line = format!("{name:<wide$} | {cell}");
            lines.push(line.trim_end().to_string());
        }
    }
    lines.push(String::new());
    lines
}
