//! What changed within a line.

/// Longer lines are told apart at their two ends only, parts.
const PARTS_MAX: usize = 300;
/// Lines that share less than this are another line altogether, share of the shorter one.
const SHARED_MIN: f64 = 0.3;
/// And less than this, share of the longer one: a sign in common says nothing.
const SHARED_OF_LONGER_MIN: f64 = 0.12;

/// A piece of a line and whether it changed.
pub type Marked<'a> = Vec<(&'a str, bool)>;

/// Both lines cut into pieces: those only in one of them are marked. Lines that have next to
/// nothing in common have no marks: the whole line changed.
#[must_use]
pub fn inline<'a>(old: &'a str, new: &'a str) -> (Marked<'a>, Marked<'a>) {
    let (a, b) = (parts(old), parts(new));
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - head;
    let ends = a.iter().rev().zip(b.iter().rev());
    let tail = ends.take(rest).take_while(|(a, b)| a == b).count();
    let (mut a_same, mut b_same) = (vec![false; a.len()], vec![false; b.len()]);
    let middle = (head..a.len() - tail, head..b.len() - tail);
    for at in 0..head {
        (a_same[at], b_same[at]) = (true, true);
    }
    for back in 1..=tail {
        let (at_a, at_b) = (a.len() - back, b.len() - back);
        (a_same[at_a], b_same[at_b]) = (true, true);
    }
    if middle.0.len() <= PARTS_MAX && middle.1.len() <= PARTS_MAX {
        for (x, y) in common(&a[middle.0.clone()], &b[middle.1.clone()]) {
            (a_same[head + x], b_same[head + y]) = (true, true);
        }
    }
    let pairs = a.iter().zip(&a_same).filter(|(_, same)| **same);
    let shared: usize = pairs.map(|(part, _)| part.trim().len()).sum();
    let shorter = old.trim().len().min(new.trim().len()).max(1);
    let longer = old.trim().len().max(new.trim().len());
    let least = (SHARED_MIN * shorter as f64).max(SHARED_OF_LONGER_MIN * longer as f64);
    if (shared as f64) < least {
        return (vec![(old, false)], vec![(new, false)]);
    }
    (joined(old, &a, &a_same), joined(new, &b, &b_same))
}

/// Words, numbers, white space and single signs.
fn parts(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        _ if c.is_alphanumeric() || c == '_' => 0,
        _ if c.is_whitespace() => 1,
        _ => 2,
    };
    let mut out = Vec::new();
    let (mut start, mut last) = (0, None);
    for (at, c) in text.char_indices() {
        let now = class(c);
        if last.is_some_and(|last| last != now || now == 2) {
            out.push(&text[start..at]);
            start = at;
        }
        last = Some(now);
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// Places of a longest common subsequence, in order.
fn common(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut lengths = vec![0_u32; (a.len() + 1) * width];
    for x in (0..a.len()).rev() {
        for y in (0..b.len()).rev() {
            lengths[x * width + y] = if a[x] == b[y] {
                lengths[(x + 1) * width + y + 1] + 1
            } else {
                lengths[(x + 1) * width + y].max(lengths[x * width + y + 1])
            };
        }
    }
    let (mut x, mut y, mut out) = (0, 0, Vec::new());
    while x < a.len() && y < b.len() {
        if a[x] == b[y] {
            out.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if lengths[(x + 1) * width + y] >= lengths[x * width + y + 1] {
            x += 1;
        } else {
            y += 1;
        }
    }
    out
}

/// Neighbours of one kind as one piece; blanks between two changes belong to them.
fn joined<'a>(text: &'a str, parts: &[&str], same: &[bool]) -> Marked<'a> {
    let mut out: Marked<'a> = Vec::new();
    let (mut start, mut at) = (0, 0);
    let changed = |at: usize| same.get(at).is_some_and(|same| !same);
    let mut last = None;
    for (place, part) in parts.iter().enumerate() {
        let between = part.trim().is_empty() && place > 0 && changed(place - 1);
        let now = changed(place) || between && changed(place + 1);
        if last.is_some_and(|last| last != now) {
            out.push((&text[start..at], last == Some(true)));
            start = at;
        }
        last = Some(now);
        at += part.len();
    }
    if start < text.len() {
        out.push((&text[start..], last == Some(true)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(pieces: &Marked<'_>) -> Vec<String> {
        let changed = pieces.iter().filter(|(_, changed)| *changed);
        changed.map(|(piece, _)| (*piece).to_string()).collect()
    }

    #[test]
    fn only_what_differs_is_marked() {
        let (old, new) = inline("max_connections = 800", "max_connections = 20");
        assert_eq!(marked(&old), ["800"]);
        assert_eq!(marked(&new), ["20"]);
        let (old, new) = inline("a = 1 # why", "a = 1");
        assert_eq!(
            (marked(&old), marked(&new)),
            (vec![" # why".into()], vec![])
        );
        assert_eq!(inline("#", "# a much longer comment").1.len(), 1);
        let (old, new) = inline("shared_buffers = 8GB", "# nothing here at all");
        assert_eq!((old.len(), new.len()), (1, 1));
        assert_eq!((marked(&old).len(), marked(&new).len()), (0, 0));
        assert_eq!(inline("", ""), (vec![("", false)], vec![("", false)]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

        #[test]
        fn pieces_are_the_lines(old in "[ab =é1]{0,14}", new in "[ab =é1]{0,14}") {
            let (a, b) = inline(&old, &new);
            let whole = |pieces: &Marked<'_>| pieces.iter().map(|(p, _)| *p).collect::<String>();
            prop_assert_eq!(whole(&a), old.clone());
            prop_assert_eq!(whole(&b), new.clone());
            if old == new {
                prop_assert!(marked(&a).is_empty() && marked(&b).is_empty());
            }
        }
    }
}
