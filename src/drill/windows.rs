//! A column's recent past, for rules that look back: means and growth over windows.

use crate::sim::time::Nanos;
use std::collections::VecDeque;

/// Samples kept, however long the window.
const SAMPLES_MAX: usize = 20_000;

/// Running sums of a column, as far back as the longest window.
#[derive(Clone, Debug)]
pub struct Windows {
    span: Nanos,
    /// Time, sum and number of the values up to and with it, and the value.
    sums: VecDeque<(Nanos, f64, u64, f64)>,
}

impl Windows {
    /// Looks back over `span` at most.
    #[must_use]
    pub fn new(span: Nanos) -> Windows {
        Windows {
            span,
            sums: VecDeque::new(),
        }
    }

    /// Take in a value; what is not finite is a gap.
    pub fn push(&mut self, at: Nanos, value: f64) {
        if !value.is_finite() {
            return;
        }
        let (sum, count) = self.sums.back().map_or((0.0, 0), |s| (s.1, s.2));
        self.sums.push_back((at, sum + value, count + 1, value));
        // One sample from before the window stays: what is in it is counted from there.
        while self.sums.len() > SAMPLES_MAX
            || self.sums.get(1).is_some_and(|s| s.0 + self.span <= at)
        {
            self.sums.pop_front();
        }
    }

    /// The last sample at or before the window's start, if the past reaches so far.
    fn before(&self, at: Nanos, window: Nanos) -> Option<&(Nanos, f64, u64, f64)> {
        let index = self.sums.partition_point(|s| s.0 + window <= at);
        index.checked_sub(1).and_then(|index| self.sums.get(index))
    }

    /// Mean over the window that ends at `at`; over what there is, if that is less.
    #[must_use]
    pub fn mean(&self, at: Nanos, window: Nanos) -> Option<f64> {
        let last = self.sums.back()?;
        let first = self.before(at, window).map_or_else(
            || self.sums.front().map(|s| (s.1 - s.3, s.2 - 1)),
            |s| Some((s.1, s.2)),
        )?;
        let count = last.2 - first.1;
        (count > 0).then(|| (last.1 - first.0) / count as f64)
    }

    /// Growth of a counter over the window; a counter that falls began anew.
    #[must_use]
    pub fn increase(&self, at: Nanos, window: Nanos) -> Option<f64> {
        let from = self.sums.partition_point(|s| s.0 + window < at);
        let values = self.sums.iter().skip(from).map(|s| s.3);
        let mut last = None;
        let mut sum = 0.0;
        for value in values {
            if let Some(last) = last {
                sum += if value < last { value } else { value - last };
            }
            last = Some(value);
        }
        last.map(|_| sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::SEC;

    fn filled(values: &[f64]) -> Windows {
        let mut windows = Windows::new(30 * SEC);
        for (i, value) in values.iter().enumerate() {
            windows.push((i as u64 + 1) * 5 * SEC, *value);
        }
        windows
    }

    #[test]
    fn a_mean_takes_the_samples_of_its_window() {
        let windows = filled(&[1.0, 1.0, 1.0, 4.0, 6.0]);
        assert_eq!(windows.mean(25 * SEC, 10 * SEC), Some(5.0));
        assert_eq!(windows.mean(25 * SEC, 5 * SEC), Some(6.0));
        // Shorter than the window: over what there is.
        assert_eq!(windows.mean(25 * SEC, 30 * SEC), Some(2.6));
        assert_eq!(Windows::new(SEC).mean(0, SEC), None);
    }

    #[test]
    fn the_past_beyond_the_window_is_let_go() {
        let windows = filled(&[1.0; 100]);
        assert!(windows.sums.len() <= 8, "{}", windows.sums.len());
        assert_eq!(windows.mean(500 * SEC, 30 * SEC), Some(1.0));
    }

    #[test]
    fn a_counter_that_begins_anew_grows_from_nothing() {
        let windows = filled(&[10.0, 14.0, 2.0, 3.0]);
        assert_eq!(windows.increase(20 * SEC, 30 * SEC), Some(7.0));
        assert_eq!(windows.increase(20 * SEC, 5 * SEC), Some(1.0));
        assert_eq!(filled(&[]).increase(0, SEC), None);
    }

    #[test]
    fn gaps_are_left_out() {
        let windows = filled(&[1.0, f64::NAN, 3.0]);
        assert_eq!(windows.mean(15 * SEC, 30 * SEC), Some(2.0));
    }
}
