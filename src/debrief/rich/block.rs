//! Blocks of a Markdown text.

use super::inline::spans;
use super::model::{Block, Item};

/// Lists and quotes within each other at most.
pub const DEPTH_MAX: usize = 6;

/// The blocks of a text.
#[must_use]
pub fn read(text: &str) -> Vec<Block> {
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.replace('\t', "    "))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    blocks(&lines, 0)
}

fn blocks(lines: &[&str], depth: usize) -> Vec<Block> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if lines[at].trim().is_empty() {
            at += 1;
            continue;
        }
        let (block, used) = block(&lines[at..], depth);
        out.push(block);
        at += used;
    }
    out
}

/// The block that begins with the first line, and how many lines it takes; at least one.
fn block(lines: &[&str], depth: usize) -> (Block, usize) {
    let first = lines[0];
    if let Some(fence) = fence(first) {
        let inner = lines[1..].iter().take_while(|line| !closes(line, fence));
        let inner: Vec<&str> = inner.copied().collect();
        // The closing fence belongs to it; at the end of the text there may be none.
        let used = (inner.len() + 2).min(lines.len());
        return (Block::Code(inner.join("\n")), used);
    }
    if let Some((level, text)) = heading(first) {
        return (Block::Heading(level, spans(text)), 1);
    }
    if is_rule(first) {
        return (Block::Rule, 1);
    }
    if depth < DEPTH_MAX {
        if quoted(first).is_some() {
            let inner: Vec<&str> = lines.iter().map_while(|line| quoted(line)).collect();
            return (Block::Quote(blocks(&inner, depth + 1)), inner.len());
        }
        if marker(first).is_some() {
            return list(lines, depth);
        }
    }
    if let Some(table) = table(lines) {
        return table;
    }
    let more = lines[1..].iter().take_while(|line| goes_on(line));
    let used = 1 + more.count();
    let text: Vec<&str> = lines[..used].iter().map(|line| line.trim()).collect();
    (Block::Paragraph(spans(&text.join(" "))), used)
}

/// A line that goes on with the paragraph before it.
fn goes_on(line: &str) -> bool {
    !line.trim().is_empty()
        && fence(line).is_none()
        && heading(line).is_none()
        && !is_rule(line)
        && quoted(line).is_none()
        && marker(line).is_none()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The mark of a fence and its length.
fn fence(line: &str) -> Option<(char, usize)> {
    let text = line.trim_start_matches(' ');
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.chars().take_while(|c| *c == mark).count();
    (length >= 3 && indent(line) < 4).then_some((mark, length))
}

fn closes(line: &str, (mark, length): (char, usize)) -> bool {
    let text = line.trim();
    text.chars().count() >= length && text.chars().all(|c| c == mark)
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let text = line.trim();
    let level = text.chars().take_while(|c| *c == '#').count();
    let rest = &text[level..];
    let good = (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with(' '));
    // A row of marks at the end closes it.
    let inner = rest.trim();
    let open = inner.trim_end_matches('#');
    let inner = match open.is_empty() || open.ends_with(' ') {
        true => open.trim_end(),
        false => inner,
    };
    (good && indent(line) < 4).then_some((level as u8, inner))
}

fn is_rule(line: &str) -> bool {
    let text: String = line.chars().filter(|c| *c != ' ').collect();
    text.len() >= 3
        && ["-", "*", "_"]
            .iter()
            .any(|mark| text.replace(mark, "").is_empty())
}

fn quoted(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ').strip_prefix('>')?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

/// What begins an item: the number of a numbered one, where its text begins, bytes.
fn marker(line: &str) -> Option<(Option<u32>, usize)> {
    let from = indent(line);
    let text = &line[from..];
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (number, mark) = match digits {
        0 if text.starts_with(['-', '*', '+']) => (None, 1),
        1..=9 if text[digits..].starts_with(['.', ')']) => {
            (text[..digits].parse().ok(), digits + 1)
        }
        _ => return None,
    };
    let rest = &text[mark..];
    if is_rule(line) || !(rest.is_empty() || rest.starts_with(' ')) {
        return None;
    }
    let blanks = indent(rest);
    Some((
        number,
        from + mark + blanks.clamp(1, 4).min(rest.len().max(1)),
    ))
}

fn list(lines: &[&str], depth: usize) -> (Block, usize) {
    let first = marker(lines[0]).map_or((None, 0), |found| found);
    let outer = indent(lines[0]);
    let mut items = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some((number, text)) = marker(lines[at]) else {
            break;
        };
        let other = number.is_some() != first.0.is_some() || indent(lines[at]) < outer;
        if other {
            break;
        }
        let more = item_lines(&lines[at + 1..], text);
        let mut inner = vec![lines[at].get(text..).unwrap_or("")];
        // `get`: a blank or a character that is wider than a byte may stand at the margin.
        let rest = &lines[at + 1..at + 1 + more];
        inner.extend(
            rest.iter()
                .map(|line| line.get(text.min(indent(line))..).unwrap_or("")),
        );
        items.push(item(&inner, depth));
        at += 1 + more;
        // A blank line between items is no end.
        let blank = lines[at..]
            .iter()
            .take_while(|line| line.trim().is_empty())
            .count();
        let next = lines.get(at + blank).is_some_and(|line| {
            marker(line).is_some_and(|(n, _)| n.is_some() == first.0.is_some())
                && indent(line) >= outer
        });
        if next {
            at += blank;
        }
    }
    (Block::List(first.0, items), at.max(1))
}

/// How many lines after the first belong to an item whose text begins at this column.
fn item_lines(lines: &[&str], text: usize) -> usize {
    let mut used = 0;
    let mut blank = false;
    for (at, line) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            blank = true;
            continue;
        }
        // A nested item may stand less deep than the text it belongs to.
        let inside = indent(line) >= text.min(2).max(text.saturating_sub(2));
        let lazy = !blank && goes_on(line);
        if !inside && !lazy {
            break;
        }
        blank = false;
        used = at + 1;
    }
    used
}

fn item(lines: &[&str], depth: usize) -> Item {
    let first = lines[0].trim_start();
    let (done, first) = match first.get(..4) {
        Some("[ ] ") => (Some(false), &first[4..]),
        Some("[x] " | "[X] ") => (Some(true), &first[4..]),
        _ => (None, first),
    };
    // Lines that go on with the first one belong to it, whatever they are indented by.
    let more = match first.trim().is_empty() {
        true => 0,
        false => lines[1..].iter().take_while(|line| goes_on(line)).count(),
    };
    let text: Vec<&str> = [first]
        .into_iter()
        .chain(lines[1..=more].iter().copied())
        .map(str::trim)
        .collect();
    Item {
        done,
        line: spans(&text.join(" ")),
        inner: blocks(&lines[1 + more..], depth + 1),
    }
}

fn table(lines: &[&str]) -> Option<(Block, usize)> {
    let under = lines.get(1)?;
    let parts = cells(under);
    let is_line = |cell: &String| {
        let dashes = cell.trim().trim_matches(':');
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    };
    let head = cells(lines[0]);
    let fits = lines[0].contains('|') && under.contains('-') && parts.iter().all(is_line);
    if !fits || parts.len() != head.len() {
        return None;
    }
    let body = lines[2..].iter().take_while(|line| line.contains('|'));
    let mut rows = vec![head];
    rows.extend(body.map(|line| cells(line)));
    let used = rows.len() + 1;
    let wide = rows[0].len();
    let rows = rows.into_iter().map(|mut row| {
        row.resize(wide, String::new());
        row.iter().map(|cell| spans(cell.trim())).collect()
    });
    Some((Block::Table(rows.collect(), 0), used))
}

/// The cells of a row; `\|` is no border.
fn cells(line: &str) -> Vec<String> {
    let text = line.trim();
    let text = text.strip_prefix('|').unwrap_or(text);
    let mut cells = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'|') => {
                chars.next();
                cells.last_mut().unwrap_or(&mut String::new()).push('|');
            }
            '\\' => {
                let cell = cells.last_mut();
                if let Some(cell) = cell {
                    cell.push('\\');
                    cell.extend(chars.next());
                }
            }
            '|' => cells.push(String::new()),
            c => cells.last_mut().unwrap_or(&mut String::new()).push(c),
        }
    }
    // The border at the end opens no cell.
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells
}
