//! Line differences between texts: for the eye, as a unified diff, and for blame.

use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};
use std::fmt::Write;

/// Beyond this many pairs of lines between the common head and tail, the middle
/// counts as replaced as a whole: a bound on time without a clock.
const PAIRS_MAX: usize = 4_000_000;
/// Lines of context around a change in a unified diff.
const CONTEXT_LINES: usize = 3;

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// In both texts.
    Same,
    /// Only in the older text.
    Removed,
    /// Only in the newer text.
    Added,
}

/// One line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// What became of it.
    pub kind: LineKind,
    /// Its number in the older text, from 1; `None` if added.
    pub old_line: Option<u32>,
    /// Its number in the newer text, from 1; `None` if removed.
    pub new_line: Option<u32>,
    /// The line without its line end.
    pub text: String,
    /// Whether the line has a line end (only a text's last line may lack it).
    pub has_line_end: bool,
}

/// The lines of a text with their ends. An empty text has none.
fn split(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn number(index: usize) -> Option<u32> {
    u32::try_from(index).ok()?.checked_add(1)
}

fn operations(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (old.len() - head, new.len() - head);
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let tail = tail.min(old_rest).min(new_rest);
    let (old_len, new_len) = (old_rest - tail, new_rest - tail);
    if old_len.saturating_mul(new_len) <= PAIRS_MAX {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let mut out = Vec::new();
    if head > 0 {
        out.push(DiffOp::Equal {
            old_index: 0,
            new_index: 0,
            len: head,
        });
    }
    out.push(DiffOp::Replace {
        old_index: head,
        old_len,
        new_index: head,
        new_len,
    });
    if tail > 0 {
        let (old_index, new_index) = (head + old_len, head + new_len);
        out.push(DiffOp::Equal {
            old_index,
            new_index,
            len: tail,
        });
    }
    out
}

fn diff_line(kind: LineKind, old: Option<usize>, new: Option<usize>, line: &str) -> DiffLine {
    DiffLine {
        kind,
        old_line: old.and_then(number),
        new_line: new.and_then(number),
        text: line.strip_suffix('\n').unwrap_or(line).to_owned(),
        has_line_end: line.ends_with('\n'),
    }
}

fn expand(op: &DiffOp, old: &[&str], new: &[&str], out: &mut Vec<DiffLine>) {
    let (old_range, new_range) = (op.old_range(), op.new_range());
    let line = |lines: &[&str], at: usize| lines.get(at).copied().unwrap_or_default().to_owned();
    if let DiffOp::Equal { .. } = op {
        for (a, b) in old_range.zip(new_range) {
            out.push(diff_line(LineKind::Same, Some(a), Some(b), &line(old, a)));
        }
        return;
    }
    for at in old_range {
        out.push(diff_line(LineKind::Removed, Some(at), None, &line(old, at)));
    }
    for at in new_range {
        out.push(diff_line(LineKind::Added, None, Some(at), &line(new, at)));
    }
}

/// Every line of both texts in reading order, removed ones before added ones.
pub fn lines(old: &str, new: &str) -> Vec<DiffLine> {
    let (old, new) = (split(old), split(new));
    let mut out = Vec::new();
    for op in operations(&old, &new) {
        expand(&op, &old, &new, &mut out);
    }
    out
}

/// A unified diff with three lines of context, as `diff -u` writes it; empty if
/// the texts are equal.
pub fn unified(old: &str, new: &str, old_name: &str, new_name: &str) -> String {
    let (old, new) = (split(old), split(new));
    let mut out = String::new();
    for group in group_diff_ops(operations(&old, &new), CONTEXT_LINES) {
        let mut hunk = Vec::new();
        for op in &group {
            expand(op, &old, &new, &mut hunk);
        }
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        if hunk.iter().all(|line| line.kind == LineKind::Same) {
            continue;
        }
        if out.is_empty() {
            let _ = writeln!(out, "--- {old_name}\n+++ {new_name}");
        }
        let old_part = part(first.old_range().start, last.old_range().end);
        let new_part = part(first.new_range().start, last.new_range().end);
        let _ = writeln!(out, "@@ -{old_part} +{new_part} @@");
        for line in &hunk {
            let sign = match line.kind {
                LineKind::Same => ' ',
                LineKind::Removed => '-',
                LineKind::Added => '+',
            };
            let _ = writeln!(out, "{sign}{}", line.text);
            if !line.has_line_end {
                out.push_str("\\ No newline at end of file\n");
            }
        }
    }
    out
}

/// `start,length` of a hunk header; the start of an empty part is the line before.
fn part(start: usize, end: usize) -> String {
    match end.saturating_sub(start) {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    }
}

/// For each line of the last text, the index of the text that brought it in.
pub fn blame<T: AsRef<str>>(texts: &[T]) -> Vec<usize> {
    let mut owners: Vec<usize> = Vec::new();
    let mut old: Vec<&str> = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let new = split(text.as_ref());
        let mut next = vec![index; new.len()];
        for op in operations(&old, &new) {
            if let DiffOp::Equal {
                old_index,
                new_index,
                len,
            } = op
            {
                let kept = owners.iter().skip(old_index).take(len);
                for (slot, owner) in next.iter_mut().skip(new_index).zip(kept) {
                    *slot = *owner;
                }
            }
        }
        (owners, old) = (next, new);
    }
    owners
}
