//! Which log lines a search shows, kept up to date line by line.

use super::protocol::{Level, LogLine};
use super::store::Ring;
use std::collections::VecDeque;

/// All levels, from detail to fatal.
pub const LEVELS: [Level; 5] = [
    Level::Debug,
    Level::Info,
    Level::Warn,
    Level::Error,
    Level::Fatal,
];

impl Level {
    /// Its name on the page.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Level::Debug => "DEBUG",
            Level::Info => "INFO",
            Level::Warn => "WARN",
            Level::Error => "ERROR",
            Level::Fatal => "FATAL",
        }
    }
}

/// What is searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Levels to show; none shows all.
    pub levels: Vec<Level>,
    /// Source to show; none shows all.
    pub source: Option<String>,
    /// Words, each of which must stand in the line, host or code, in any case.
    pub text: String,
}

impl LogFilter {
    /// The words of the search in lower case.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        self.text
            .split_whitespace()
            .map(str::to_lowercase)
            .collect()
    }

    fn shows(&self, words: &[String], line: &LogLine) -> bool {
        (self.levels.is_empty() || self.levels.contains(&line.level))
            && self
                .source
                .as_ref()
                .is_none_or(|source| *source == line.source)
            && words.iter().all(|word| holds(line, word))
    }
}

fn holds(line: &LogLine, word: &str) -> bool {
    [&line.text, &line.host, &line.code]
        .into_iter()
        .any(|text| find(text, word, 0).is_some())
}

/// Place of `word` (lower case) in `text` in any case from `from` on, as a byte range of `text`.
fn find(text: &str, word: &str, from: usize) -> Option<(usize, usize)> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    if word.is_empty() || text.len() < word.len() {
        return None;
    }
    (from..=text.len() - word.len())
        .find(|&at| text[at..at + word.len()].eq_ignore_ascii_case(word))
        .map(|at| (at, at + word.len()))
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

/// The ids of the lines that a filter shows; grows with the ring, never larger than it.
#[derive(Clone, Debug, Default)]
pub struct LogHits {
    filter: LogFilter,
    words: Vec<String>,
    ids: VecDeque<u64>,
    next_id: u64,
}

impl LogHits {
    /// Follows the ring under a filter; looks at all lines only when the filter is new.
    pub fn follow(&mut self, ring: &Ring<LogLine>, filter: &LogFilter) {
        if self.filter != *filter {
            *self = Self {
                filter: filter.clone(),
                words: filter.words(),
                ..Self::default()
            };
        }
        let Some(oldest) = ring.get(0).map(|line| line.id) else {
            self.ids.clear();
            return;
        };
        while self.ids.front().is_some_and(|id| *id < oldest) {
            self.ids.pop_front();
        }
        let from = ring.partition_point(|line| line.id < self.next_id);
        for line in ring.iter().skip(from) {
            if self.filter.shows(&self.words, line) {
                self.ids.push_back(line.id);
            }
            self.next_id = line.id + 1;
        }
    }

    /// Number of lines shown.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether none is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Place of a line among those shown.
    #[must_use]
    pub fn place(&self, id: u64) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// The lines at `from..to` of those shown.
    pub fn lines<'a>(
        &'a self,
        ring: &'a Ring<LogLine>,
        from: usize,
        to: usize,
    ) -> impl Iterator<Item = &'a LogLine> {
        let ids = self.ids.iter().skip(from).take(to.saturating_sub(from));
        ids.filter_map(|id| ring.get(ring.partition_point(|line| line.id < *id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: u64, level: Level, source: &str, text: &str) -> LogLine {
        let (source, text) = (source.to_string(), text.to_string());
        LogLine {
            id,
            t_ms: 0,
            source,
            host: "h-1".into(),
            level,
            code: "53300".into(),
            text,
        }
    }

    fn shown(hits: &LogHits, ring: &Ring<LogLine>) -> Vec<u64> {
        hits.lines(ring, 0, usize::MAX)
            .map(|line| line.id)
            .collect()
    }

    #[test]
    fn filters_narrow_by_level_source_and_words() {
        let mut ring = Ring::new(10);
        ring.push(line(0, Level::Info, "web", "started"));
        ring.push(line(
            1,
            Level::Fatal,
            "postgresql",
            "sorry, too many clients already",
        ));
        ring.push(line(2, Level::Error, "web", "Too many things"));
        let mut hits = LogHits::default();
        let mut filter = LogFilter::default();
        hits.follow(&ring, &filter);
        assert_eq!(shown(&hits, &ring), [0, 1, 2]);
        filter.text = "MANY too".into();
        hits.follow(&ring, &filter);
        assert_eq!(shown(&hits, &ring), [1, 2]);
        filter.source = Some("web".into());
        hits.follow(&ring, &filter);
        assert_eq!(shown(&hits, &ring), [2]);
        filter = LogFilter {
            levels: vec![Level::Fatal],
            ..LogFilter::default()
        };
        hits.follow(&ring, &filter);
        assert_eq!(shown(&hits, &ring), [1]);
        filter = LogFilter {
            text: "53300".into(),
            ..LogFilter::default()
        };
        hits.follow(&ring, &filter);
        assert_eq!(hits.len(), 3);
    }

    #[test]
    fn hits_follow_a_ring_that_forgets() {
        let mut ring = Ring::new(4);
        let mut hits = LogHits::default();
        let filter = LogFilter {
            text: "x".into(),
            ..LogFilter::default()
        };
        for id in 0..20 {
            ring.push(line(
                id,
                Level::Info,
                "web",
                if id % 2 == 0 { "x" } else { "y" },
            ));
            hits.follow(&ring, &filter);
        }
        assert_eq!(shown(&hits, &ring), [16, 18]);
    }

    #[test]
    fn highlights_cut_a_text_without_loss() {
        let words = ["many".to_string(), "y c".to_string()];
        let text = "too MANY clients — many";
        let pieces = highlight(text, &words);
        assert_eq!(
            pieces.iter().map(|(piece, _)| *piece).collect::<String>(),
            text
        );
        let found: Vec<_> = pieces
            .iter()
            .filter(|(_, hit)| *hit)
            .map(|(p, _)| *p)
            .collect();
        assert_eq!(found, ["MANY", " c", "many"]);
        assert_eq!(highlight("", &words), []);
        assert_eq!(highlight("plain", &[]), [("plain", false)]);
    }
}
