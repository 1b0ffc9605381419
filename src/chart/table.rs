//! A panel as numbers: legend, table, CSV.

use super::{Clock, PanelSpec, Samples, TimeRange};
use crate::csv::{Cell, Csv};

/// Legend row of a series over a range; `None` where there is no data.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesStats {
    /// Name of the series.
    pub label: String,
    /// Latest value.
    pub last: Option<f32>,
    /// Lowest value.
    pub min: Option<f32>,
    /// Mean of the samples.
    pub mean: Option<f32>,
    /// Highest value.
    pub max: Option<f32>,
}

/// A row of the data table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// Time, ms.
    pub t_ms: i64,
    /// Time as told by the clock.
    pub time: String,
    /// Values in series order, humanised; empty for a gap.
    pub values: Vec<String>,
}

/// The data table beside a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// `Time` and the labels of the series.
    pub header: Vec<String>,
    /// Rows, oldest first.
    pub rows: Vec<TableRow>,
    /// Every how many samples a row stands; 1 means that none is left out.
    pub every: usize,
}

impl PanelSpec {
    /// Last, lowest, mean and highest value of each series, for the legend.
    pub fn stats(&self, samples: &Samples, range: TimeRange) -> Vec<SeriesStats> {
        let rows = samples.rows(range);
        self.series
            .iter()
            .map(|series| {
                let column = samples
                    .column(series.column)
                    .get(rows.clone())
                    .unwrap_or_default();
                let known = || column.iter().copied().filter(|v| !v.is_nan());
                let (n, sum) = known().fold((0.0, 0.0), |(n, s), v| (n + 1.0, s + f64::from(v)));
                SeriesStats {
                    label: series.label.clone(),
                    last: known().next_back(),
                    min: known().reduce(f32::min),
                    mean: (n > 0.0).then(|| (sum / n) as f32),
                    max: known().reduce(f32::max),
                }
            })
            .collect()
    }

    /// The data of a range as a table of at most `rows_max` rows.
    ///
    /// Where that is too few for all samples, every n-th stands, counted back from the latest;
    /// [`PanelSpec::csv`] has them all.
    pub fn table(
        &self,
        samples: &Samples,
        range: TimeRange,
        clock: Clock,
        rows_max: usize,
    ) -> Table {
        let window = samples.rows(range);
        let every = window.len().div_ceil(rows_max.max(1)).max(1);
        let mut kept: Vec<usize> = window.rev().step_by(every).collect();
        kept.reverse();
        let labels = self.series.iter().map(|s| s.label.clone());
        let header = std::iter::once("Time".to_owned()).chain(labels).collect();
        let rows = kept.into_iter().map(|row| {
            let t_ms = samples.times()[row];
            let value = |column| samples.value(column, row).map(f64::from);
            let text = |v: Option<f64>| v.map_or_else(String::new, |v| self.unit.format(v));
            let values = self.series.iter().map(|s| text(value(s.column))).collect();
            TableRow {
                t_ms,
                time: clock.second(t_ms),
                values,
            }
        });
        Table {
            rows: rows.collect(),
            header,
            every,
        }
    }

    /// All samples of a range as CSV (RFC 4180): time stamp, seconds since minute zero, and one
    /// column per series in base units, a gap being an empty field; then the count of each band.
    pub fn csv(&self, samples: &Samples, range: TimeRange, clock: Clock) -> String {
        let head = ["time".to_owned(), "t_seconds".to_owned()].into_iter();
        let labels = self.series.iter().map(|series| series.label.clone());
        let bands = self.bands.iter();
        let bands = bands.map(|band| format!("count from {} to {}", band.lo, band.hi));
        let mut csv = Csv::new(head.chain(labels).chain(bands));
        for row in samples.rows(range) {
            let t_ms = samples.times()[row];
            let time = [
                Cell::word(&clock.stamp(t_ms)),
                (t_ms as f64 / 1000.0).into(),
            ];
            let values = self.series.iter();
            let values = values.map(|series| samples.value(series.column, row).into());
            let counts = self
                .bands
                .iter()
                .map(|band| band.count(samples, row).into());
            csv.row(time.into_iter().chain(values).chain(counts));
        }
        csv.into_text()
    }
}
