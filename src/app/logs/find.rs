//! Finding words in a line, in any case.

/// Place of `word` (lower case) in `text` in any case from `from` on, as a byte range of `text`.
pub(super) fn find(text: &str, word: &str, from: usize) -> Option<(usize, usize)> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let (first, last) = (*word.first()?, text.len().checked_sub(word.len())?);
    let upper = first.to_ascii_uppercase();
    let mut at = from;
    while at <= last {
        let skip = text[at..=last]
            .iter()
            .position(|byte| *byte == first || *byte == upper)?;
        at += skip;
        if text[at..at + word.len()].eq_ignore_ascii_case(word) {
            return Some((at, at + word.len()));
        }
        at += 1;
    }
    None
}

/// Whether a whole text fits a pattern (lower case) in which `*` stands for anything.
pub(super) fn like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(head) = text.get(..first.len()) else {
        return false;
    };
    if !head.eq_ignore_ascii_case(first) {
        return false;
    }
    if first.len() == pattern.len() {
        return text.len() == pattern.len();
    }
    let mut at = first.len();
    let mut last = "";
    for part in parts {
        last = part;
        if part.is_empty() {
            continue;
        }
        match find(text, part, at) {
            Some((_, end)) => at = end,
            None => return false,
        }
    }
    let tail = text.len().checked_sub(last.len());
    tail.and_then(|from| text.get(from..))
        .is_some_and(|tail| tail.eq_ignore_ascii_case(last))
}

/// Cuts a text into pieces and says of each whether a word was found there.
#[must_use]
pub fn highlight<'a>(text: &'a str, words: &[String]) -> Vec<(&'a str, bool)> {
    let mut hits: Vec<(usize, usize)> = Vec::new();
    for word in words {
        let mut from = 0;
        while let Some((start, end)) = find(text, word, from) {
            hits.push((start, end));
            from = end;
        }
    }
    hits.sort_unstable();
    let (mut pieces, mut at) = (Vec::new(), 0);
    for (start, end) in hits {
        let start = start.max(at);
        if end <= start || !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            continue;
        }
        if start > at {
            pieces.push((&text[at..start], false));
        }
        pieces.push((&text[start..end], true));
        at = end;
    }
    if at < text.len() {
        pieces.push((&text[at..], false));
    }
    pieces
}
