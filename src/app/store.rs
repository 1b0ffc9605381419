//! What streams in during a run: samples, log lines, the stream of events. Kept outside the
//! page's components, bounded, and read by whoever draws.

use super::protocol::{FeedItem, FeedKind, LogLine, Ready, Report, Row};
use crate::chart::{Mark, MarkKind, Samples};
use crate::incident::charts::USABLE_CONNECTIONS;
use crate::incident::slo::{self, Slo};
use std::collections::VecDeque;

/// Rows of telemetry that are kept.
pub const ROWS_MAX: usize = 10_000;
/// Log lines that are kept.
pub const LOGS_MAX: usize = 50_000;
/// Entries of the stream that are kept.
pub const FEED_MAX: usize = 5_000;
/// Marks on the charts that are kept.
pub const MARKS_MAX: usize = 400;

const MAX_CONNECTIONS: &str = "pg_settings_max_connections";
const RESERVED: &str = "pg_settings_superuser_reserved_connections";

/// The newest items, at most a stated number; the oldest fall out.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring<T> {
    items: VecDeque<T>,
    capacity: usize,
}

impl<T> Ring<T> {
    /// Empty, for at most `capacity` items (at least 1).
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self {
            items: VecDeque::new(),
            capacity: capacity.max(1),
        }
    }

    /// Appends; the oldest item falls out when there is no room.
    pub fn push(&mut self, item: T) {
        if self.items.len() == self.capacity {
            self.items.pop_front();
        }
        self.items.push_back(item);
    }

    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// From the oldest to the newest.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.items.iter()
    }

    /// The item at a place, counted from the oldest.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T> {
        self.items.get(index)
    }

    /// Place of the first item for which `before` is false; items must be sorted by it.
    pub fn partition_point(&self, before: impl FnMut(&T) -> bool) -> usize {
        self.items.partition_point(before)
    }
}

/// Everything that streams in during one run.
#[derive(Clone, Debug)]
pub struct Live {
    /// Telemetry.
    pub samples: Samples,
    /// Log lines, ascending by id.
    pub logs: Ring<LogLine>,
    /// The stream, ascending by id.
    pub feed: Ring<FeedItem>,
    /// Changes, alerts and own actions, for the charts; oldest first.
    pub marks: Vec<Mark>,
    /// Column indices of the two that [`USABLE_CONNECTIONS`] comes from.
    usable: Option<(usize, usize)>,
    slo: Slo,
    /// Column indices of answers and of failures, by service.
    answers: Vec<usize>,
    failures: Vec<usize>,
    row: Vec<f32>,
}

/// What a report brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// New samples.
    pub rows: usize,
    /// New log lines.
    pub logs: usize,
    /// New entries of the stream.
    pub feed: usize,
}

impl Live {
    /// Nothing yet, for a run with these columns.
    #[must_use]
    pub fn new(ready: &Ready) -> Self {
        let place = |name| ready.columns.iter().position(|column| column == name);
        let usable = place(MAX_CONNECTIONS).zip(place(RESERVED));
        let derived = usable.map(|_| USABLE_CONNECTIONS.to_string());
        let starting = |with: &str| -> Vec<usize> {
            let columns = ready.columns.iter().enumerate();
            let found = columns.filter(|(_, column)| column.starts_with(with));
            found.map(|(at, _)| at).collect()
        };
        let (answers, failures) = (starting(slo::ANSWERS), starting(slo::FAILURES));
        let budget = slo::columns().filter(|_| !answers.is_empty());
        let names = ready.columns.iter().cloned().chain(derived);
        let names = names.chain(budget.map(str::to_string));
        Self {
            samples: Samples::new(names, ROWS_MAX),
            logs: Ring::new(LOGS_MAX),
            feed: Ring::new(FEED_MAX),
            marks: Vec::new(),
            usable,
            slo: Slo::default(),
            answers,
            failures,
            row: Vec::new(),
        }
    }

    /// Takes in what a report brings. Rows that do not fit (older than the newest, another
    /// width) are left out: a wrong sample must not stop the page.
    pub fn take(&mut self, report: &mut Report) -> News {
        let mut news = News {
            logs: report.logs.len(),
            feed: report.feed.len(),
            rows: 0,
        };
        for row in &report.rows {
            news.rows += usize::from(self.push_row(row));
        }
        for line in report.logs.drain(..) {
            self.logs.push(line);
        }
        for item in report.feed.drain(..) {
            self.marks.extend(mark(&item));
            self.feed.push(item);
        }
        if self.marks.len() > MARKS_MAX {
            self.marks.drain(..self.marks.len() - MARKS_MAX);
        }
        news
    }

    fn push_row(&mut self, row: &Row) -> bool {
        self.row.clear();
        self.row
            .extend(row.values.iter().map(|value| value.unwrap_or(f32::NAN)));
        if let Some((max, reserved)) = self.usable {
            let value = |at: usize| self.row.get(at).copied().unwrap_or(f32::NAN);
            let usable = value(max) - value(reserved);
            self.row.push(usable);
        }
        if !self.answers.is_empty() {
            let sum = |places: &[usize]| -> f64 {
                let values = places.iter().filter_map(|at| self.row.get(*at));
                values.map(|value| f64::from(*value)).sum()
            };
            let (answers, failures) = (sum(&self.answers), sum(&self.failures));
            self.row.extend(self.slo.take(row.t_ms, answers, failures));
        }
        self.samples.push(row.t_ms, &self.row).is_ok()
    }
}

/// The mark that an entry of the stream leaves on the charts.
fn mark(item: &FeedItem) -> Option<Mark> {
    let kind = match item.kind {
        FeedKind::Change => MarkKind::Change,
        FeedKind::Alert => MarkKind::Alert,
        FeedKind::Action => MarkKind::Action,
        FeedKind::Page | FeedKind::Person | FeedKind::Effect | FeedKind::Account => return None,
    };
    Some(Mark {
        t_ms: item.t_ms,
        kind,
        label: item.title.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::protocol::{Mode, State};

    fn ready(columns: &[&str]) -> Ready {
        Ready {
            incident: "x".into(),
            seed: 1,
            mode: Mode::Drill,
            minute_zero_unix_s: 0,
            from_ms: -1000,
            end_ms: 1000,
            columns: columns.iter().map(ToString::to_string).collect(),
        }
    }

    fn report(rows: Vec<Row>, feed: Vec<FeedItem>) -> Report {
        let state = State::default();
        Report {
            seq: 1,
            now_ms: 0,
            speed: 1.0,
            rows,
            logs: vec![],
            feed,
            journal: vec![],
            state,
        }
    }

    fn item(id: u64, kind: FeedKind) -> FeedItem {
        let (who, title, text) = (String::new(), format!("item {id}"), String::new());
        FeedItem {
            id,
            t_ms: id as i64,
            kind,
            who,
            title,
            text,
            look: None,
        }
    }

    #[test]
    fn a_ring_forgets_the_oldest() {
        let mut ring = Ring::new(3);
        (0..10).for_each(|i| ring.push(i));
        assert_eq!(ring.iter().copied().collect::<Vec<_>>(), [7, 8, 9]);
        assert_eq!((ring.len(), ring.get(0), ring.get(3)), (3, Some(&7), None));
        assert_eq!(ring.partition_point(|i| *i < 9), 2);
    }

    #[test]
    fn usable_connections_are_max_less_reserved() {
        let mut live = Live::new(&ready(&[MAX_CONNECTIONS, "other", RESERVED]));
        let rows = vec![
            Row {
                t_ms: 1,
                values: vec![Some(100.0), None, Some(3.0)],
            },
            Row {
                t_ms: 2,
                values: vec![None, Some(1.0), Some(3.0)],
            },
        ];
        let news = live.take(&mut report(rows, vec![]));
        assert_eq!(news.rows, 2);
        let column = live
            .samples
            .column_index(USABLE_CONNECTIONS)
            .expect("a derived column");
        assert_eq!(live.samples.value(column, 0), Some(97.0));
        assert_eq!(live.samples.value(column, 1), None);
    }

    #[test]
    fn rows_that_do_not_fit_are_left_out() {
        let mut live = Live::new(&ready(&["a"]));
        let row = |t_ms, n| Row {
            t_ms,
            values: vec![Some(0.5); n],
        };
        let news = live.take(&mut report(vec![row(5, 1), row(4, 1), row(6, 2)], vec![]));
        assert_eq!((news.rows, live.samples.len()), (1, 1));
    }

    #[test]
    fn changes_alerts_and_actions_leave_marks_within_the_bound() {
        let mut live = Live::new(&ready(&["a"]));
        let feed = (0..2000).map(|id| match id % 4 {
            0 => item(id, FeedKind::Change),
            1 => item(id, FeedKind::Alert),
            2 => item(id, FeedKind::Action),
            _ => item(id, FeedKind::Person),
        });
        let feed: Vec<_> = feed.collect();
        live.take(&mut report(vec![], feed));
        assert_eq!(live.marks.len(), MARKS_MAX);
        assert_eq!(
            live.marks.last().map(|mark| mark.kind),
            Some(MarkKind::Action)
        );
        assert_eq!(live.feed.len(), 2000);
    }
}
