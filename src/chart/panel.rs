//! What a panel shows: its series, unit, axis and thresholds.

use std::ops::Range;

use super::{Domain, Samples, Unit};

/// How a series is meant, which decides its stroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Role {
    /// One of several.
    #[default]
    Plain,
    /// The one that the panel's sentence speaks of.
    Lead,
    /// An upper bound, such as a pool's size: dashed, in the muted colour.
    Max,
    /// Something wrong, such as failures: in the colour of what is critical.
    Bad,
}

/// One series of a panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesSpec {
    /// Name in the legend and in sentences.
    pub label: String,
    /// Column of [`Samples`]; one that does not exist has no data.
    pub column: usize,
    /// How it is meant.
    pub role: Role,
}

impl SeriesSpec {
    /// A plain series.
    pub fn new(label: impl Into<String>, column: usize) -> Self {
        Self {
            label: label.into(),
            column,
            role: Role::Plain,
        }
    }

    /// The same with another role.
    pub fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }
}

/// Upper end of the value axis.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum YMax {
    /// Fits the data.
    #[default]
    Auto,
    /// Always this; higher values run along the upper edge.
    Fixed(f64),
    /// Fits the data but is never lower than this.
    AtLeast(f64),
}

/// A line that values should stay on one side of.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// Value in the panel's base unit.
    pub value: f64,
    /// Short name, as in "objective".
    pub label: String,
}

/// How series are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Kind {
    /// Lines.
    #[default]
    Line,
    /// Lines with a faint fill down to zero.
    Area,
    /// Series on top of each other, in order; those of [`Role::Max`] stay lines of their own.
    Stacked,
}

/// A band of a heat map: how many of the things counted had a value between two edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Lower edge, base unit; 0 for the lowest band.
    pub lo: f64,
    /// Upper edge; infinite for the highest band.
    pub hi: f64,
    /// Column of the count up to the upper edge (cumulative, as Prometheus' buckets).
    pub upto: usize,
    /// Column of the count up to the lower edge; none for the lowest band.
    pub below: Option<usize>,
}

impl Band {
    /// The count in the band at a row; 0 where nothing is known.
    pub fn count(&self, samples: &Samples, row: usize) -> f32 {
        let at = |column| samples.value(column, row).unwrap_or(0.0);
        (at(self.upto) - self.below.map_or(0.0, at)).max(0.0)
    }
}

/// Spacing of the value axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Axis {
    /// From zero, evenly.
    #[default]
    Linear,
    /// By decades, for latencies. Stacked panels stay linear.
    Log,
}

/// A panel: what it shows and how.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PanelSpec {
    /// Stable id, as in the page's address.
    pub id: String,
    /// Title.
    pub title: String,
    /// Unit of all its values.
    pub unit: Unit,
    /// The series, in legend order.
    pub series: Vec<SeriesSpec>,
    /// Upper end of the value axis.
    pub y_max: YMax,
    /// Spacing of the value axis.
    pub axis: Axis,
    /// Threshold lines.
    pub thresholds: Vec<Threshold>,
    /// How series are drawn.
    pub kind: Kind,
    /// Bands of a heat map behind the series, lowest first; empty for none.
    pub bands: Vec<Band>,
    /// Series that are not shown, a bit each by their place; those past 64 always are.
    pub hidden: u64,
}

impl PanelSpec {
    /// Whether the series at that place is shown.
    pub fn shows(&self, index: usize) -> bool {
        index >= 64 || self.hidden & (1 << index) == 0
    }

    /// What is hidden when only that series is to be shown; nothing, if only it is shown now.
    pub fn isolated(&self, index: usize) -> u64 {
        let all = match self.series.len() {
            count @ 0..=63 => (1 << count) - 1,
            _ => u64::MAX,
        };
        let only = if index < 64 { all & !(1 << index) } else { all };
        if self.hidden == only { 0 } else { only }
    }

    /// What is hidden when that series is shown or hidden beside the others; the last one stays.
    pub fn toggled(&self, index: usize) -> u64 {
        let next = self.hidden ^ if index < 64 { 1 << index } else { 0 };
        let shown = (0..self.series.len()).any(|i| i >= 64 || next & (1 << i) == 0);
        if shown { next } else { self.hidden }
    }

    /// The series shown, with their places.
    pub(super) fn shown(&self) -> impl DoubleEndedIterator<Item = (usize, &SeriesSpec)> {
        let all = self.series.iter().enumerate();
        all.filter(|(index, _)| self.shows(*index))
    }

    /// The series that the panel's sentence speaks of: the leading one, else the first that is
    /// no bound.
    pub fn lead(&self) -> Option<&SeriesSpec> {
        let shown = || self.shown().map(|(_, series)| series);
        shown()
            .find(|s| s.role == Role::Lead)
            .or_else(|| shown().find(|s| s.role != Role::Max))
            .or_else(|| shown().next())
            .or_else(|| self.series.first())
    }

    /// Whether a series is part of the stack.
    pub(super) fn stacks(&self, series: &SeriesSpec) -> bool {
        self.kind == Kind::Stacked && series.role != Role::Max
    }

    /// The value axis for the given rows in a plot `height_px` CSS pixels high.
    pub fn domain(&self, samples: &Samples, rows: Range<usize>, height_px: f64) -> Domain {
        let mut extent = Extent::default();
        for (_, series) in self.shown().filter(|(_, s)| !self.stacks(s)) {
            for &value in samples
                .column(series.column)
                .get(rows.clone())
                .unwrap_or_default()
            {
                extent.add(f64::from(value));
            }
        }
        if self.kind == Kind::Stacked {
            for row in rows.clone() {
                let stacked = self.shown().filter(|(_, s)| self.stacks(s));
                let parts = stacked.filter_map(|(_, s)| samples.value(s.column, row));
                extent.add(parts.map(f64::from).sum());
            }
        }
        for band in &self.bands {
            if rows.clone().any(|row| band.count(samples, row) > 0.0) {
                extent.add(if band.lo > 0.0 {
                    band.lo
                } else {
                    band.hi / 2.0
                });
                extent.add(if band.hi.is_finite() {
                    band.hi
                } else {
                    band.lo * 2.0
                });
            }
        }
        let (hi, fixed) = match self.y_max {
            YMax::Fixed(max) if max.is_finite() && max > extent.lo.min(0.0) => (max, true),
            YMax::AtLeast(min) if min.is_finite() => (extent.hi.max(min), false),
            _ => (extent.hi, false),
        };
        let hi = if fixed {
            hi
        } else {
            self.with_near_thresholds(hi)
        };
        if self.axis == Axis::Log && self.kind != Kind::Stacked {
            Domain::log(extent.lo_positive, hi, self.unit, height_px)
        } else {
            Domain::linear(extent.lo, hi, fixed, self.unit, height_px)
        }
    }

    /// Makes room for thresholds that the data comes near; far ones would only flatten the data.
    fn with_near_thresholds(&self, hi: f64) -> f64 {
        let near = self
            .thresholds
            .iter()
            .map(|t| t.value)
            .filter(|v| v.is_finite());
        near.filter(|v| *v > hi && hi >= v * 0.5)
            .fold(hi, |top, v| top.max(v * 1.02))
    }
}

/// Lowest and highest of what was seen.
struct Extent {
    lo: f64,
    hi: f64,
    lo_positive: f64,
}

impl Default for Extent {
    fn default() -> Self {
        Self {
            lo: f64::INFINITY,
            hi: f64::NEG_INFINITY,
            lo_positive: f64::INFINITY,
        }
    }
}

impl Extent {
    fn add(&mut self, value: f64) {
        // A NaN leaves all three alone.
        self.lo = self.lo.min(value);
        self.hi = self.hi.max(value);
        if value > 0.0 {
            self.lo_positive = self.lo_positive.min(value);
        }
    }
}
