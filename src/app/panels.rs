//! The charts of a run: what [`CHARTS`] declares, with the telemetry columns that the run has.

use crate::chart::{Band, PanelSpec, Role, SeriesSpec, Threshold};
use crate::incident::charts::{CHARTS, Chart, Limit, Series, Source};
use crate::incident::document::Objective;

/// A chart of the console.
#[derive(Clone, Debug)]
pub struct Panel {
    /// What is declared of it.
    pub chart: &'static Chart,
    /// What it can show, one at a time: name and spec. Never empty; one for most panels, one
    /// per pool or service for some.
    pub variants: Vec<(String, PanelSpec)>,
}

/// Splits `name{a="b",c="d"}` into the name and the value of one label.
fn label<'a>(column: &'a str, name: &str, key: &str) -> Option<&'a str> {
    let labels = column.strip_prefix(name)?.strip_prefix('{')?;
    let at = labels.find(&format!("{key}=\""))? + key.len() + 2;
    labels[at..].split('"').next()
}

/// The columns, with what is asked of them.
struct Columns<'a>(&'a [String]);

impl Columns<'_> {
    /// The series that there are, with `value` in the place of `$`.
    fn series(&self, all: &[Series], value: &str) -> Vec<SeriesSpec> {
        let found = all.iter().filter_map(|series| {
            let column = series.column.replace('$', value);
            let at = self.0.iter().position(|c| *c == column)?;
            Some(SeriesSpec::new(series.label, at).role(series.role))
        });
        found.collect()
    }

    /// One series per value of a label, in the order of the columns.
    fn by(&self, name: &str, key: &str) -> Vec<SeriesSpec> {
        let columns = self.0.iter().enumerate();
        let found = columns.filter_map(|(at, c)| label(c, name, key).map(|value| (value, at)));
        let mut all: Vec<_> = found
            .map(|(value, at)| SeriesSpec::new(value, at))
            .collect();
        if let Some(first) = all.first_mut() {
            first.role = Role::Lead;
        }
        all
    }

    fn values(&self, name: &str, key: &str) -> Vec<&str> {
        let mut all = vec![];
        for value in self.0.iter().filter_map(|c| label(c, name, key)) {
            if !all.contains(&value) {
                all.push(value);
            }
        }
        all
    }

    /// The bands between the edges of buckets, lowest first.
    fn bands(&self, buckets: &str, key: &str, value: &str) -> Vec<Band> {
        let edges = self.0.iter().enumerate().filter_map(|(at, column)| {
            let hi: f64 = label(column, buckets, "le")?.parse().ok()?;
            (label(column, buckets, key)? == value).then_some((hi, at))
        });
        let mut edges: Vec<(f64, usize)> = edges.collect();
        edges.sort_by(|a, b| a.0.total_cmp(&b.0));
        let below = std::iter::once(None).chain(edges.iter().copied().map(Some));
        let bands = edges.iter().zip(below).map(|(&(hi, upto), below)| Band {
            lo: below.map_or(0.0, |(lo, _)| lo),
            hi,
            upto,
            below: below.map(|(_, at)| at),
        });
        bands.collect()
    }
}

/// All charts for a run with these columns; those without a single column are left out.
/// The objective, where known, gives threshold lines.
#[must_use]
pub fn panels(columns: &[String], objective: Option<&Objective>) -> Vec<Panel> {
    let columns = Columns(columns);
    let all = CHARTS.iter().map(|chart| Panel {
        chart,
        variants: variants(chart, &columns, objective),
    });
    all.filter(|panel| !panel.variants.is_empty()).collect()
}

fn variants(
    chart: &Chart,
    columns: &Columns<'_>,
    objective: Option<&Objective>,
) -> Vec<(String, PanelSpec)> {
    let spec = |series, bands| PanelSpec {
        id: chart.id.into(),
        title: chart.title.into(),
        unit: chart.unit,
        series,
        bands,
        y_max: chart.y_max,
        axis: chart.axis,
        kind: chart.kind,
        thresholds: thresholds(chart.limits, objective),
        hidden: 0,
    };
    let series = match chart.source {
        Source::Columns(all) => columns.series(all, ""),
        Source::By { name, key } => columns.by(name, key),
        Source::Each {
            name,
            key,
            series,
            buckets,
        } => {
            let values = columns.values(name, key).into_iter();
            let variants = values.map(|value| {
                let bands = buckets.map_or(vec![], |name| columns.bands(name, key, value));
                (
                    value.to_string(),
                    spec(columns.series(series, value), bands),
                )
            });
            return variants.collect();
        }
    };
    if series.is_empty() {
        vec![]
    } else {
        vec![(String::new(), spec(series, vec![]))]
    }
}

fn thresholds(limits: &[Limit], objective: Option<&Objective>) -> Vec<Threshold> {
    let all = limits.iter().filter_map(|limit| {
        let (value, label) = match limit {
            Limit::Objective(read) => (read(objective?), "objective".into()),
            Limit::At(value, label) => (*value, label.replace('$', &value.to_string())),
        };
        Some(Threshold { value, label })
    });
    all.collect()
}

#[cfg(test)]
mod tests;
