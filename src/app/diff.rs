//! Which lines of a difference are worth showing.

use super::protocol::DiffLineView;
use std::ops::Range;

/// Unchanged lines shown on each side of a change.
const CONTEXT: usize = 3;
/// Fewer unchanged lines than this are shown rather than folded away.
const FOLD_MIN: usize = 3;

/// A part of a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Lines to show.
    Lines(Range<usize>),
    /// Unchanged lines far from any change.
    Fold(Range<usize>),
}

/// Cuts a difference into what is shown and what is folded away; together all of its lines.
#[must_use]
pub fn folded(lines: &[DiffLineView]) -> Vec<Part> {
    let mut near = vec![false; lines.len()];
    for (at, _) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.sign != ' ')
    {
        let to = (at + CONTEXT + 1).min(lines.len());
        near[at.saturating_sub(CONTEXT)..to].fill(true);
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut from = 0;
    while from < near.len() {
        let run = near[from..]
            .iter()
            .take_while(|&&n| n == near[from])
            .count();
        let range = from..from + run;
        from += run;
        let shown = near[range.start] || run < FOLD_MIN;
        match parts.last_mut() {
            Some(Part::Lines(before)) if shown => before.end = range.end,
            _ if shown => parts.push(Part::Lines(range)),
            _ => parts.push(Part::Fold(range)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(signs: &str) -> Vec<DiffLineView> {
        let line = |sign| DiffLineView {
            sign,
            old: None,
            new: None,
            text: String::new(),
        };
        signs.chars().map(line).collect()
    }

    #[test]
    fn far_lines_are_folded_and_none_is_lost() {
        let parts = folded(&lines("          -+          "));
        assert_eq!(
            parts,
            [Part::Fold(0..7), Part::Lines(7..15), Part::Fold(15..22)]
        );
        assert_eq!(folded(&lines("  -  ")), [Part::Lines(0..5)]);
        assert_eq!(folded(&lines("     -       +     ")), [Part::Lines(0..19)]);
        assert_eq!(folded(&lines("")), []);
        assert_eq!(folded(&lines("     ")), [Part::Fold(0..5)]);
    }
}
