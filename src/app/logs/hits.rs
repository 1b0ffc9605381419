//! The lines that a filter shows, kept up to date line by line.

use super::fields::repeats;
use super::histogram::Histogram;
use super::query::Query;
use crate::app::protocol::{Level, LogLine};
use crate::app::store::Ring;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Levels to show; none shows all.
    pub levels: Vec<Level>,
    /// Source to show; none shows all.
    pub source: Option<String>,
    /// Host to show; none shows all.
    pub host: Option<String>,
    /// Search, in the language of [`Query`].
    pub text: String,
    /// Time to show: from, before, ms from minute zero. The histogram shows all time.
    pub span: Option<(i64, i64)>,
    /// Unix time of minute zero, s, for times of day in the search.
    pub zero_unix_s: i64,
}

impl LogFilter {
    /// Whether it leaves nothing out.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.levels.is_empty()
            && self.source.is_none()
            && self.host.is_none()
            && self.span.is_none()
            && self.text.trim().is_empty()
    }

    fn shows(&self, query: &Query, line: &LogLine) -> bool {
        (self.levels.is_empty() || self.levels.contains(&line.level))
            && self.source.as_ref().is_none_or(|it| *it == line.source)
            && self.host.as_ref().is_none_or(|it| *it == line.host)
            && query.shows(line)
    }
}

/// What is kept of a line that fits, so that it can be uncounted when it is gone.
#[derive(Clone, Copy, Debug)]
struct Hit {
    id: u64,
    t_ms: i64,
    level: Level,
    /// The messages it stands for.
    count: u32,
    /// It lies in the time shown.
    shown: bool,
}

/// The lines that a filter shows; grows with the ring, never larger than it.
#[derive(Clone, Debug, Default)]
pub struct LogHits {
    filter: LogFilter,
    query: Query,
    /// All that fit but for the time.
    hits: VecDeque<Hit>,
    /// Those shown.
    ids: VecDeque<u64>,
    histogram: Histogram,
    next_id: u64,
    /// Lines that fell out of the front since the filter is in force.
    gone: u64,
}

impl LogHits {
    /// Follows the ring under a filter; looks at all lines only when the filter is new.
    pub fn follow(&mut self, ring: &Ring<LogLine>, filter: &LogFilter) {
        if self.filter != *filter {
            *self = Self {
                filter: filter.clone(),
                query: Query::parse(&filter.text, filter.zero_unix_s),
                ..Self::default()
            };
        }
        let oldest = ring.get(0).map_or(u64::MAX, |line| line.id);
        while let Some(hit) = self.hits.front().filter(|hit| hit.id < oldest) {
            self.histogram.remove(hit.t_ms, hit.level, hit.count);
            if hit.shown {
                self.ids.pop_front();
                self.gone += 1;
            }
            self.hits.pop_front();
        }
        let from = ring.partition_point(|line| line.id < self.next_id);
        for line in ring.iter().skip(from) {
            self.next_id = line.id + 1;
            if !self.filter.shows(&self.query, line) {
                continue;
            }
            let span = self.filter.span;
            let hit = Hit {
                id: line.id,
                t_ms: line.t_ms,
                level: line.level,
                count: repeats(&line.text).map_or(1, |(count, _)| count),
                shown: span.is_none_or(|(from, to)| (from..to).contains(&line.t_ms)),
            };
            self.histogram.add(hit.t_ms, hit.level, hit.count);
            if hit.shown {
                self.ids.push_back(hit.id);
            }
            self.hits.push_back(hit);
        }
    }

    /// The search as it was read.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// When messages came, whatever time is shown.
    #[must_use]
    pub fn histogram(&self) -> &Histogram {
        &self.histogram
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

    /// Lines that were shown and have fallen out of the ring, under this filter.
    #[must_use]
    pub fn gone(&self) -> u64 {
        self.gone
    }

    /// Place of a line among those shown.
    #[must_use]
    pub fn place(&self, id: u64) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }

    /// Place of the first line shown that is not before this one.
    #[must_use]
    pub fn place_near(&self, id: u64) -> usize {
        self.ids.partition_point(|other| *other < id)
    }

    /// Lines shown that came after this one.
    #[must_use]
    pub fn after(&self, id: u64) -> usize {
        self.ids.len() - self.ids.partition_point(|other| *other <= id)
    }

    /// The newest line shown.
    #[must_use]
    pub fn newest(&self) -> Option<u64> {
        self.ids.back().copied()
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

/// Hosts told apart for the choice; a world has fewer.
const HOSTS_MAX: usize = 2_000;

/// Which hosts have written, by source.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    known: BTreeMap<String, BTreeSet<(usize, String)>>,
    count: usize,
    next_id: u64,
}

impl Hosts {
    /// Takes in the lines that are new.
    pub fn follow(&mut self, ring: &Ring<LogLine>) {
        let from = ring.partition_point(|line| line.id < self.next_id);
        for line in ring.iter().skip(from) {
            self.next_id = line.id + 1;
            let known = self.known.get(&line.source);
            // Shorter names first: web-9 stands before web-10.
            let key = (line.host.len(), line.host.clone());
            if self.count < HOSTS_MAX && known.is_none_or(|hosts| !hosts.contains(&key)) {
                self.count += 1;
                self.known
                    .entry(line.source.clone())
                    .or_default()
                    .insert(key);
            }
        }
    }

    /// The hosts of a source, or of all, in order.
    pub fn of<'a>(&'a self, source: Option<&'a str>) -> impl Iterator<Item = &'a str> {
        let wanted = self.known.iter();
        let wanted = wanted.filter(move |(name, _)| source.is_none_or(|source| source == *name));
        wanted.flat_map(|(_, hosts)| hosts.iter().map(|(_, host)| host.as_str()))
    }
}
