//! Tables as psql prints them: aligned, expanded, or bare.

use super::super::output::Text;
use super::super::sql::Table;

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
#[must_use]
pub fn lines(table: &Table, format: Format) -> Vec<Text> {
    let cells: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|v| v.show().replace(['\n', '\r'], " "))
                .collect()
        })
        .collect();
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

fn centred(text: &str, wide: usize) -> String {
    let space = wide.saturating_sub(width(text));
    let left = space / 2;
    format!("{}{text}{}", " ".repeat(left), " ".repeat(space - left))
}

fn aligned(table: &Table, cells: &[Vec<String>], tuples_only: bool) -> Vec<String> {
    let widths: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, (name, _))| {
            let column = cells.iter().filter_map(|row| row.get(index));
            column.map(|c| width(c)).max().unwrap_or(0).max(width(name))
        })
        .collect();
    let mut lines = Vec::new();
    if !tuples_only {
        let names = table.columns.iter().zip(&widths);
        let names: Vec<String> = names.map(|((name, _), w)| centred(name, *w)).collect();
        lines.push(format!(" {} ", names.join(" | ")).trim_end().to_string());
        let dashes: Vec<String> = widths.iter().map(|w| "-".repeat(w + 2)).collect();
        lines.push(dashes.join("+"));
    }
    for row in cells {
        let padded = row.iter().enumerate().map(|(index, cell)| {
            let wide = widths.get(index).copied().unwrap_or(0);
            let pad = " ".repeat(wide - width(cell).min(wide));
            let right = table
                .columns
                .get(index)
                .is_some_and(|(_, ty)| ty.is_right());
            match right {
                true => format!("{pad}{cell}"),
                false => format!("{cell}{pad}"),
            }
        });
        let line = format!(" {}", padded.collect::<Vec<_>>().join(" | "));
        lines.push(line.trim_end().to_string());
    }
    if !tuples_only {
        lines.push(count(cells.len()));
        lines.push(String::new());
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
