//! How many messages came when, by level.

use crate::app::protocol::Level;
use std::collections::VecDeque;

/// Finest bucket, ms: floods are counted in windows of this length, see `sim/journald.rs`.
const BASE_MS: i64 = 10_000;
/// Widths of a bar, in finest buckets: 10, 20 and 30 s, 1 to 60 min.
const STEPS: [i64; 10] = [1, 2, 3, 6, 12, 30, 60, 90, 180, 360];
/// Buckets kept: a day.
const BUCKETS_MAX: usize = 8_640;

/// Counts by level, from detail to fatal.
pub type Counts = [u32; 5];

/// Counts of all messages by time and level.
#[derive(Clone, Debug, Default)]
pub struct Histogram {
    first: i64,
    buckets: VecDeque<Counts>,
}

/// The bars of a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bars {
    /// Start of the first bar, ms from minute zero.
    pub from_ms: i64,
    /// Width of a bar, ms.
    pub step_ms: i64,
    /// One for each bar.
    pub counts: Vec<Counts>,
}

impl Bars {
    /// The time a bar stands for: from, before.
    #[must_use]
    pub fn span(&self, bar: usize) -> (i64, i64) {
        let from = self.from_ms + bar as i64 * self.step_ms;
        (from, from + self.step_ms)
    }

    /// The bar in which a time lies, if one does.
    #[must_use]
    pub fn bar(&self, t_ms: i64) -> Option<usize> {
        let at = (t_ms - self.from_ms).div_euclid(self.step_ms.max(1));
        usize::try_from(at)
            .ok()
            .filter(|at| *at < self.counts.len())
    }

    /// The highest bar; at least 1.
    #[must_use]
    pub fn peak(&self) -> u32 {
        let sums = self.counts.iter().map(sum);
        sums.max().unwrap_or(0).max(1)
    }
}

/// All of one bar.
#[must_use]
pub fn sum(counts: &Counts) -> u32 {
    counts.iter().fold(0, |all, n| all.saturating_add(*n))
}

impl Histogram {
    /// Counts messages at a time.
    pub fn add(&mut self, t_ms: i64, level: Level, count: u32) {
        let bucket = t_ms.div_euclid(BASE_MS);
        if self.buckets.is_empty() {
            self.first = bucket;
        }
        if bucket < self.first {
            let missing = usize::try_from(self.first - bucket).unwrap_or(usize::MAX);
            if missing.saturating_add(self.buckets.len()) > BUCKETS_MAX {
                return;
            }
            for _ in 0..missing {
                self.buckets.push_front(Counts::default());
            }
            self.first = bucket;
        }
        let at = usize::try_from(bucket - self.first).unwrap_or(usize::MAX);
        if at >= BUCKETS_MAX {
            return;
        }
        if at >= self.buckets.len() {
            self.buckets.resize(at + 1, Counts::default());
        }
        let slot = &mut self.buckets[at][level as usize];
        *slot = slot.saturating_add(count);
    }

    /// Takes back what [`Histogram::add`] counted.
    pub fn remove(&mut self, t_ms: i64, level: Level, count: u32) {
        let at = t_ms.div_euclid(BASE_MS) - self.first;
        let bucket = usize::try_from(at).ok();
        if let Some(bucket) = bucket.and_then(|at| self.buckets.get_mut(at)) {
            let slot = &mut bucket[level as usize];
            *slot = slot.saturating_sub(count);
        }
    }

    /// Bars over a time, at most `bars_max` (at least 2: bars begin at multiples of their
    /// width, and one may begin at minute zero), none narrower than ten seconds.
    #[must_use]
    pub fn bars(&self, from_ms: i64, to_ms: i64, bars_max: usize) -> Bars {
        let bars_max = bars_max.max(2) as i64;
        let (from, to) = (from_ms.div_euclid(BASE_MS), to_ms.div_euclid(BASE_MS) + 1);
        let fits = |step: &i64| (to - from.div_euclid(*step) * step + step - 1) / step <= bars_max;
        let widest = STEPS[STEPS.len() - 1];
        let wider = std::iter::successors(Some(widest), |step| step.checked_mul(2));
        let step = STEPS.into_iter().chain(wider).find(fits).unwrap_or(widest);
        let from = from.div_euclid(step) * step;
        let count = usize::try_from((to - from + step - 1) / step).unwrap_or(0);
        let mut counts = vec![Counts::default(); count];
        for (at, bucket) in self.buckets.iter().enumerate() {
            let bar = (self.first + at as i64 - from).div_euclid(step);
            let bar = usize::try_from(bar).ok();
            if let Some(bar) = bar.and_then(|bar| counts.get_mut(bar)) {
                for (all, n) in bar.iter_mut().zip(bucket) {
                    *all = all.saturating_add(*n);
                }
            }
        }
        Bars {
            from_ms: from * BASE_MS,
            step_ms: step * BASE_MS,
            counts,
        }
    }
}
