//! A panel in one sentence.

use super::time::relative;
use super::{Clock, PanelSpec, Role, Samples, SeriesSpec, TimeRange, Unit};

/// The healthy moment that sentences compare with, ms.
const BASELINE_MS: i64 = -300_000;
/// How far from that moment a sample may lie, ms.
const BASELINE_REACH_MS: u64 = 60_000;

/// A value and when it was.
#[derive(Clone, Copy)]
struct At {
    t_ms: i64,
    value: f64,
}

impl PanelSpec {
    /// What the panel shows, in one sentence with numbers:
    /// `p95 is 3.2 s, 40 times its level at T−05:00, highest 4.1 s at 14:02.`
    ///
    /// It speaks of [`PanelSpec::lead`] within the range: the latest value, how that compares
    /// with five minutes before minute zero (or with the first value, where that moment is not
    /// in the data), the highest, and thresholds passed. Missing data is said to be missing.
    pub fn summary(&self, samples: &Samples, range: TimeRange, clock: Clock) -> String {
        let Some(lead) = self.lead() else {
            return format!("{} shows no series.", self.title);
        };
        let name = &lead.label;
        let window = samples.rows(range);
        let values = known(samples, lead, window.clone());
        let (Some(first), Some(last)) = (values.clone().next(), values.clone().next_back()) else {
            let (from, to) = (clock.minute(range.from_ms()), clock.minute(range.to_ms()));
            return format!("{name} has no data between {from} and {to}.");
        };
        let now = self.unit.format(last.value);
        let newest_ms = window.clone().last().map(|row| samples.times()[row]);
        let mut text = if newest_ms.is_some_and(|t| t > last.t_ms) {
            format!(
                "{name} has no data since {}, was {now}",
                clock.second(last.t_ms)
            )
        } else {
            format!("{name} is {now}")
        };
        if let Some(bound) = self.bound(samples, lead, last.t_ms) {
            text.push_str(&format!(" of at most {}", self.unit.format(bound)));
        }
        let base = baseline(samples, lead).unwrap_or(first);
        if base.t_ms < last.t_ms {
            text.push_str(&compare(self.unit, last.value, base));
        }
        let highest = values
            .reduce(|a, b| if b.value > a.value { b } else { a })
            .unwrap_or(last);
        if highest.value > last.value && self.unit.format(highest.value) != now {
            let (value, at) = (self.unit.format(highest.value), clock.minute(highest.t_ms));
            text.push_str(&format!(", highest {value} at {at}"));
        }
        if let Some((from_ms, to_ms)) = longest_gap(samples, lead, window) {
            let (from, to) = (clock.second(from_ms), clock.second(to_ms));
            text.push_str(&format!(", no data from {from} to {to}"));
        }
        let passed = self.thresholds.iter().filter(|t| last.value > t.value);
        if let Some(threshold) = passed.max_by(|a, b| a.value.total_cmp(&b.value)) {
            let value = self.unit.format(threshold.value);
            text.push_str(&format!(", above {} ({value})", threshold.label));
        }
        text.push('.');
        text
    }

    /// The value of the panel's bound at a time, if it has exactly one bound beside the lead.
    fn bound(&self, samples: &Samples, lead: &SeriesSpec, t_ms: i64) -> Option<f64> {
        let mut bounds = self
            .series
            .iter()
            .filter(|s| s.role == Role::Max && *s != lead);
        let bound = bounds.next().filter(|_| bounds.next().is_none())?;
        samples
            .value(bound.column, samples.nearest(t_ms)?)
            .map(f64::from)
    }
}

/// The known values of a series in a window of rows.
fn known<'a>(
    samples: &'a Samples,
    series: &SeriesSpec,
    window: std::ops::Range<usize>,
) -> impl DoubleEndedIterator<Item = At> + Clone + 'a {
    let times = samples.times().get(window.clone()).unwrap_or_default();
    let values = samples
        .column(series.column)
        .get(window)
        .unwrap_or_default();
    let pairs = times
        .iter()
        .zip(values)
        .filter(|(_, value)| !value.is_nan());
    pairs.map(|(&t_ms, &value)| At {
        t_ms,
        value: f64::from(value),
    })
}

/// The longest stretch without data between two known values: the known times around it, ms.
fn longest_gap(
    samples: &Samples,
    series: &SeriesSpec,
    window: std::ops::Range<usize>,
) -> Option<(i64, i64)> {
    let times = samples.times();
    let mut longest = None;
    let mut known_at: Option<usize> = None;
    for row in window {
        if samples.value(series.column, row).is_none() {
            continue;
        }
        if let Some(before) = known_at.filter(|before| row - before > 1) {
            let gap = (times[before], times[row]);
            let longer = longest.is_none_or(|(from, to): (i64, i64)| gap.1 - gap.0 > to - from);
            longest = if longer { Some(gap) } else { longest };
        }
        known_at = Some(row);
    }
    longest
}

/// The value in health: near [`BASELINE_MS`], wherever the range lies.
fn baseline(samples: &Samples, series: &SeriesSpec) -> Option<At> {
    let row = samples.nearest(BASELINE_MS)?;
    let t_ms = samples.times()[row];
    let value = samples.value(series.column, row)?;
    let near = t_ms.abs_diff(BASELINE_MS) <= BASELINE_REACH_MS;
    near.then_some(At {
        t_ms,
        value: f64::from(value),
    })
}

/// `, 40 times its level at T−05:00` and its relatives.
fn compare(unit: Unit, now: f64, base: At) -> String {
    let (was, at) = (unit.format(base.value), relative(base.t_ms));
    if unit.format(now) == was {
        return format!(", as at {at}");
    }
    let ratio = now / base.value;
    let share = matches!(unit, Unit::Ratio | Unit::Percent);
    if share || !ratio.is_finite() || base.value <= 0.0 || now <= 0.0 || ratio >= 1e6 {
        let way = if now > base.value { "up" } else { "down" };
        format!(", {way} from {was} at {at}")
    } else if ratio >= 1.95 {
        let times = if ratio >= 9.95 {
            ratio.round()
        } else {
            (ratio * 10.0).round() / 10.0
        };
        format!(", {times} times its level at {at}")
    } else if (0.95..1.05).contains(&ratio) {
        format!(", about its level at {at}")
    } else if ratio > 1.0 {
        format!(", {:.0} % above its level at {at}", (ratio - 1.0) * 100.0)
    } else {
        format!(
            ", {:.0} % below its level at {at}",
            ((1.0 - ratio) * 100.0).min(99.0)
        )
    }
}
