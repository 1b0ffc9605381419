//! Metrics under the names that exporters and recording rules use, scraped at a fixed
//! interval from what the parts count anyway.
//!
//! A metric is declared once, with its name and how it is read: what HTTP servers and pools
//! show in `requests`, and each other part in its own file.

mod requests;
mod scrape;

pub(crate) use scrape::{Gauge, Metrics, Reading, Scrape, labelled};

use super::bands::{self, Bands};
use super::histogram::Histogram;
use super::spec::WorldSpec;
use super::tape::Tape;
use super::time::{MIN, Nanos, to_seconds};
use super::world::World;
use super::{bouncer, database, gauges, tier};
use scrape::{Counted, Metric};
use std::collections::VecDeque;
use std::sync::Arc;

/// Rows kept; at 5 s a scrape, more than five hours.
const ROWS_MAX: usize = 4_096;

/// One scrape of all columns; NaN where there is no value.
#[derive(Clone, Debug)]
pub struct Row {
    /// When it was taken, simulated nanoseconds from the start of the world.
    pub at: Nanos,
    /// In the order of [`Telemetry::columns`].
    pub values: Vec<f32>,
}

/// Columns, the rows so far and the last minute's counters.
#[derive(Clone, Debug)]
pub struct Telemetry {
    columns: Arc<[Metric]>,
    rows: Tape<Row>,
    window: VecDeque<Arc<Counted>>,
    responses: Vec<Histogram>,
    /// Answers since the scrape before, by service.
    bands: Vec<Bands>,
    scrapes: u64,
}

impl Default for Telemetry {
    fn default() -> Self {
        Telemetry {
            columns: Arc::new([]),
            rows: Tape::new(ROWS_MAX),
            window: VecDeque::new(),
            responses: Vec::new(),
            bands: Vec::new(),
            scrapes: 0,
        }
    }
}

impl Telemetry {
    /// The columns of a world.
    #[must_use]
    pub fn new(spec: &WorldSpec) -> Telemetry {
        let mut metrics = Metrics::default();
        requests::metrics(spec, &mut metrics);
        database::metrics::metrics(spec, &mut metrics);
        gauges::metrics(spec, &mut metrics);
        tier::metrics::metrics(spec, &mut metrics);
        bouncer::metrics::metrics(spec, &mut metrics);
        Telemetry {
            columns: metrics.0.into(),
            responses: vec![Histogram::default(); spec.services.len()],
            bands: vec![[0; bands::EDGES + 1]; spec.services.len()],
            ..Telemetry::default()
        }
    }

    /// Names of the columns, in the order of the rows' values.
    pub fn columns(&self) -> impl ExactSizeIterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Place of a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Rows kept, oldest first.
    #[must_use]
    pub fn rows(&self) -> &Tape<Row> {
        &self.rows
    }

    /// How many scrapes there were; the last row has this number less one.
    #[must_use]
    pub fn scrapes(&self) -> u64 {
        self.scrapes
    }

    /// The last value of a column; `None` before the first scrape or without a value.
    #[must_use]
    pub fn last(&self, column: usize) -> Option<f64> {
        let value = *self.rows.back()?.values.get(column)?;
        (!value.is_nan()).then_some(f64::from(value))
    }

    /// Take a sample of everything.
    pub(super) fn scrape(&mut self, world: &mut World) {
        let now = world.calendar.now();
        let interval = now - self.window.back().map_or(0, |c| c.at);
        // exp(-interval / 1 min) damping, as the kernel's load average.
        let keep = libm::exp(-to_seconds(interval) / 60.0);
        let runnable = world.server.cpu.len() as f64;
        world.server.load1 = world.server.load1 * keep + runnable * (1.0 - keep);
        world.replica_advances();
        let mut counted = Counted::of(world);
        for (service, deployment) in world.services.iter_mut().enumerate() {
            let responses = std::mem::take(&mut deployment.responses);
            self.responses[service].add(&responses);
            self.bands[service] = bands::bands(&responses);
            counted.responses.push(responses);
        }
        while self.window.front().is_some_and(|old| now - old.at > MIN) {
            if let Some(old) = self.window.pop_front() {
                for (sum, part) in self.responses.iter_mut().zip(&old.responses) {
                    sum.subtract(part);
                }
            }
        }
        let base = self.window.front().cloned().unwrap_or_default();
        let before = self.window.back().cloned().unwrap_or_default();
        let scrape = Scrape {
            world,
            now: &counted,
            before: &before,
            base: &base,
            span_s: to_seconds(now - base.at),
            responses: &self.responses,
            bands: &self.bands,
        };
        let values = self.columns.iter().map(|c| (c.read)(&scrape) as f32);
        let row = Row {
            at: now,
            values: values.collect(),
        };
        self.rows.push(row);
        self.scrapes += 1;
        self.window.push_back(Arc::new(counted));
    }
}
