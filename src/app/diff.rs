//! A difference of two texts for the eye: which lines are worth showing, which of them stand
//! side by side, what changed within a line.

mod inline;

use super::protocol::DiffLineView;
pub use inline::{Marked, inline};
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

/// Places of the lines that stand beside each other: old, new. A line without a partner
/// stands alone.
#[must_use]
pub fn side_by_side(
    lines: &[DiffLineView],
    range: Range<usize>,
) -> Vec<(Option<usize>, Option<usize>)> {
    let mut out = Vec::new();
    let (mut removed, mut added): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let flush = |removed: &mut Vec<usize>, added: &mut Vec<usize>, out: &mut Vec<_>| {
        for at in 0..removed.len().max(added.len()) {
            out.push((removed.get(at).copied(), added.get(at).copied()));
        }
        removed.clear();
        added.clear();
    };
    for at in range {
        match lines[at].sign {
            // Lines taken out before others are put in belong together; not the other way.
            '-' if added.is_empty() => removed.push(at),
            '-' => {
                flush(&mut removed, &mut added, &mut out);
                removed.push(at);
            }
            '+' => added.push(at),
            _ => {
                flush(&mut removed, &mut added, &mut out);
                out.push((Some(at), Some(at)));
            }
        }
    }
    flush(&mut removed, &mut added, &mut out);
    out
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

    #[test]
    fn lines_stand_beside_their_partners() {
        let all = lines(" --+ +-");
        let pairs = side_by_side(&all, 0..7);
        let expected = [
            (Some(0), Some(0)),
            (Some(1), Some(3)),
            (Some(2), None),
            (Some(4), Some(4)),
            (None, Some(5)),
            (Some(6), None),
        ];
        assert_eq!(pairs, expected);
    }
}
