//! The time series of a run, in columns, shared by all panels.

use std::fmt;
use std::ops::Range;

use super::TimeRange;

/// Time series in columns over one time axis.
///
/// Rows are kept in time order. At most `capacity` rows are visible; the oldest fall out. Memory
/// stays below twice that, so that old rows go in blocks and each column is one slice.
#[derive(Clone, Debug)]
pub struct Samples {
    t_ms: Vec<i64>,
    names: Vec<String>,
    columns: Vec<Vec<f32>>,
    /// Rows before this one have fallen out but still wait for removal.
    start: usize,
    capacity: usize,
}

/// Why a row was not appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushError {
    /// The row is older than the newest one.
    Backwards {
        /// Time of the newest row, ms.
        newest_ms: i64,
        /// Time of the refused row, ms.
        given_ms: i64,
    },
    /// The row has another number of values than there are columns.
    Width {
        /// Number of columns.
        columns: usize,
        /// Number of values given.
        given: usize,
    },
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Backwards {
                newest_ms,
                given_ms,
            } => {
                write!(
                    f,
                    "a sample at {given_ms} ms came after one at {newest_ms} ms"
                )
            }
            Self::Width { columns, given } => {
                write!(f, "a row of {given} values for {columns} columns")
            }
        }
    }
}

impl std::error::Error for PushError {}

impl Samples {
    /// Empty series with the given column names, for at most `capacity` rows (at least 1).
    pub fn new<S: Into<String>>(names: impl IntoIterator<Item = S>, capacity: usize) -> Self {
        let names: Vec<String> = names.into_iter().map(Into::into).collect();
        let columns = vec![Vec::new(); names.len()];
        Self {
            t_ms: Vec::new(),
            names,
            columns,
            start: 0,
            capacity: capacity.max(1),
        }
    }

    /// Appends a row; one with the time of the newest row replaces it.
    ///
    /// Infinite values are stored as gaps.
    ///
    /// # Errors
    /// A row older than the newest, or of another width, is refused and nothing changes.
    pub fn push(&mut self, t_ms: i64, row: &[f32]) -> Result<(), PushError> {
        if row.len() != self.columns.len() {
            return Err(PushError::Width {
                columns: self.columns.len(),
                given: row.len(),
            });
        }
        match self.times().last() {
            Some(&newest_ms) if newest_ms > t_ms => {
                return Err(PushError::Backwards {
                    newest_ms,
                    given_ms: t_ms,
                });
            }
            Some(&newest_ms) if newest_ms == t_ms => {
                self.t_ms.pop();
                self.columns.iter_mut().for_each(|column| {
                    column.pop();
                });
            }
            _ => {}
        }
        self.t_ms.push(t_ms);
        for (column, &value) in self.columns.iter_mut().zip(row) {
            column.push(if value.is_finite() { value } else { f32::NAN });
        }
        self.forget_oldest();
        Ok(())
    }

    fn forget_oldest(&mut self) {
        if self.len() > self.capacity {
            self.start = self.t_ms.len() - self.capacity;
        }
        if self.start >= self.capacity {
            self.t_ms.drain(..self.start);
            for column in &mut self.columns {
                column.drain(..self.start);
            }
            self.start = 0;
        }
    }

    /// Drops every row later than `t_ms`, as a replay does that is set back.
    pub fn truncate_after(&mut self, t_ms: i64) {
        let keep = self.start + self.times().partition_point(|&t| t <= t_ms);
        self.t_ms.truncate(keep);
        self.columns
            .iter_mut()
            .for_each(|column| column.truncate(keep));
    }

    /// Drops all rows.
    pub fn clear(&mut self) {
        self.t_ms.clear();
        self.columns.iter_mut().for_each(Vec::clear);
        self.start = 0;
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.t_ms.len() - self.start
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Column names in the order of the columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Index of the column of that name.
    pub fn column_index(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// Times of all rows, ms, ascending.
    pub fn times(&self) -> &[i64] {
        &self.t_ms[self.start..]
    }

    /// Values of one column, row by row; empty when there is no such column.
    pub fn column(&self, index: usize) -> &[f32] {
        self.columns
            .get(index)
            .map_or(&[], |column| &column[self.start..])
    }

    /// Value at a column and row; `None` for a gap or outside the data.
    pub fn value(&self, column: usize, row: usize) -> Option<f32> {
        self.column(column)
            .get(row)
            .copied()
            .filter(|v| !v.is_nan())
    }

    /// Rows whose time lies within the range, both ends included.
    pub fn rows(&self, range: TimeRange) -> Range<usize> {
        let times = self.times();
        let from = times.partition_point(|&t| t < range.from_ms());
        let to = times.partition_point(|&t| t <= range.to_ms());
        from..to.max(from)
    }

    /// [`Samples::rows`] and one row more at each side, so that a line runs to the edges.
    pub fn rows_around(&self, range: TimeRange) -> Range<usize> {
        let rows = self.rows(range);
        rows.start.saturating_sub(1)..(rows.end + 1).min(self.len())
    }

    /// Row nearest in time; the earlier of two equally near.
    pub fn nearest(&self, t_ms: i64) -> Option<usize> {
        let times = self.times();
        let after = times.partition_point(|&t| t < t_ms);
        let before = after.checked_sub(1);
        match (before, times.get(after)) {
            (Some(b), Some(t)) if times[b].abs_diff(t_ms) <= t.abs_diff(t_ms) => Some(b),
            (_, Some(_)) => Some(after),
            (before, None) => before,
        }
    }
}
