//! What stands within a line.

use super::model::Span;

/// The end of a stretch is looked for so far, characters: a text of marks only must not take
/// time that grows with the square of its length.
const REACH: usize = 2_000;
/// Stretches within each other at most.
const INNER_MAX: usize = 4;

/// The stretches of a line.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let chars: Vec<char> = text.chars().collect();
    read(&chars, 0)
}

/// The words of stretches, without their marks.
#[must_use]
pub fn plain(spans: &[Span]) -> String {
    let words = spans.iter().map(|span| match span {
        Span::Text(text) | Span::Code(text) => text.clone(),
        Span::Strong(inner) | Span::Emphasis(inner) | Span::Link(inner, _) => plain(inner),
    });
    words.collect()
}

fn read(chars: &[char], depth: usize) -> Vec<Span> {
    let mut out = Vec::new();
    let mut text = String::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c == '\\' && chars.get(at + 1).is_some_and(char::is_ascii_punctuation) {
            text.push(chars[at + 1]);
            at += 2;
            continue;
        }
        let before = at.checked_sub(1).map(|at| chars[at]);
        let found = match depth < INNER_MAX {
            true => stretch(&chars[at..], before, depth),
            false => None,
        };
        if let Some((span, used)) = found {
            if !text.is_empty() {
                out.push(Span::Text(std::mem::take(&mut text)));
            }
            out.push(span);
            at += used;
        } else if matches!(c, '*' | '_' | '`') {
            // A run of marks that open nothing is text as a whole.
            let run = chars[at..].iter().take_while(|other| **other == c).count();
            text.extend(&chars[at..at + run]);
            at += run;
        } else {
            text.push(c);
            at += 1;
        }
    }
    if !text.is_empty() {
        out.push(Span::Text(text));
    }
    out
}

/// The stretch that begins here, and how many characters it takes.
fn stretch(chars: &[char], before: Option<char>, depth: usize) -> Option<(Span, usize)> {
    match chars[0] {
        '`' => code(chars),
        '*' | '_' => marked(chars, before, depth),
        '[' => link(chars, depth),
        '<' => address(chars),
        _ => None,
    }
}

fn code(chars: &[char]) -> Option<(Span, usize)> {
    let run = chars.iter().take_while(|c| **c == '`').count();
    let end = chars.len().min(REACH);
    let mut at = run;
    while at < end {
        let close = chars[at..].iter().take_while(|c| **c == '`').count();
        if close == run {
            let text: String = chars[run..at].iter().collect();
            return Some((Span::Code(text.trim().to_string()), at + run));
        }
        at += close.max(1);
    }
    None
}

fn marked(chars: &[char], before: Option<char>, depth: usize) -> Option<(Span, usize)> {
    let mark = chars[0];
    let run = chars.iter().take_while(|c| **c == mark).count();
    let marks = if run >= 2 { 2 } else { 1 };
    let opens = chars.get(marks).is_some_and(|c| !c.is_whitespace());
    // `a_b_c` is a name, not emphasis.
    let inside = mark == '_' && before.is_some_and(char::is_alphanumeric);
    if !opens || inside || run > 3 {
        return None;
    }
    let end = chars.len().min(REACH);
    let mut at = marks;
    while at < end {
        if chars[at] == '\\' {
            at += 2;
            continue;
        }
        let close = chars[at..end].iter().take_while(|c| **c == mark).count();
        let after = chars.get(at + marks);
        let ends = close >= marks
            && at > marks
            && !chars[at - 1].is_whitespace()
            && !(mark == '_' && after.is_some_and(|c| c.is_alphanumeric()))
            && !(marks == 1 && close == 2);
        if ends {
            // Of `***` at the end the inner one closes first.
            let at = at + close.saturating_sub(marks).min(1);
            let inner = read(&chars[marks..at], depth + 1);
            let span = match marks {
                2 => Span::Strong(inner),
                _ => Span::Emphasis(inner),
            };
            return Some((span, at + marks));
        }
        at += close.max(1);
    }
    None
}

fn link(chars: &[char], depth: usize) -> Option<(Span, usize)> {
    let end = chars.len().min(REACH);
    let mut at = 1;
    while at < end && chars[at] != ']' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    if chars.get(at + 1) != Some(&'(') {
        return None;
    }
    let from = at + 2;
    let length = chars[from..]
        .iter()
        .take(REACH)
        .position(|c| matches!(c, ')' | ' '))?;
    let to = from + length;
    let href: String = chars[from..to].iter().collect();
    if chars[to] != ')' || !is_safe(&href) {
        return None;
    }
    Some((Span::Link(read(&chars[1..at], depth + 1), href), to + 1))
}

/// `<https://…>`.
fn address(chars: &[char]) -> Option<(Span, usize)> {
    let length = chars.iter().take(REACH).position(|c| *c == '>')?;
    let href: String = chars[1..length].iter().collect();
    let words = vec![Span::Text(href.clone())];
    (is_safe(&href) && !href.contains(' ')).then_some((Span::Link(words, href), length + 1))
}

/// Only what leads to a page or a mail, and holds nothing unseen.
fn is_safe(href: &str) -> bool {
    let known = ["https://", "http://", "mailto:"];
    let starts = |scheme: &&str| {
        let head = href.get(..scheme.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    };
    known.iter().any(starts) && href.chars().all(|c| c.is_ascii_graphic())
}
