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
        pair(lines, removed, added, out);
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

/// Pairs the lines taken out with those put in: first those that write the same setting, in
/// order, then what lies between them one by one.
fn pair(
    lines: &[DiffLineView],
    removed: &[usize],
    added: &[usize],
    out: &mut Vec<(Option<usize>, Option<usize>)>,
) {
    let (mut from_old, mut from_new) = (0, 0);
    let mut beside = |old: &[usize], new: &[usize]| {
        for at in 0..old.len().max(new.len()) {
            out.push((old.get(at).copied(), new.get(at).copied()));
        }
    };
    for (at, old) in removed.iter().enumerate() {
        let Some(key) = setting(&lines[*old].text) else {
            continue;
        };
        let mut rest = added.iter().skip(from_new);
        let found = rest.position(|new| setting(&lines[*new].text) == Some(key));
        if let Some(found) = found {
            let to_new = from_new + found;
            beside(&removed[from_old..at], &added[from_new..to_new]);
            beside(&removed[at..=at], &added[to_new..=to_new]);
            (from_old, from_new) = (at + 1, to_new + 1);
        }
    }
    beside(&removed[from_old..], &added[from_new..]);
}

/// The setting that a line writes, or would write if it were not a comment.
fn setting(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '#');
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    (!name.is_empty() && name.chars().all(word)).then_some(name)
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

    #[test]
    fn the_same_setting_stands_on_both_sides() {
        let all = [
            ('-', "# Pools at full size."),
            ('-', "max_connections = 800"),
            ('-', "reserved = 3"),
            ('+', "max_connections = 20"),
            ('+', "#reserved = 3"),
            ('+', "#timeout = 1min"),
        ];
        let all = all.map(|(sign, text)| DiffLineView {
            sign,
            old: None,
            new: None,
            text: text.to_string(),
        });
        let expected = [
            (Some(0), None),
            (Some(1), Some(3)),
            (Some(2), Some(4)),
            (None, Some(5)),
        ];
        assert_eq!(side_by_side(&all, 0..6), expected);
    }
}
