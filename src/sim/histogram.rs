//! Response times in buckets of constant relative width.

use super::time::Nanos;

/// Doublings: up to 2^40 ns (18 minutes).
const OCTAVES: usize = 41;

/// Counts by response time, in `STEPS` (a power of two) buckets per doubling. A quantile
/// is exact to a bucket, interpolated: with 8 steps a bucket is 9 % wide, with 32 it is
/// 2.2 %, fine enough to hold quantiles against theory.
#[derive(Clone, Debug)]
pub struct Histogram<const STEPS: u32 = 8> {
    counts: Vec<u32>,
    total: u64,
}

impl<const STEPS: u32> Default for Histogram<STEPS> {
    fn default() -> Self {
        Histogram {
            counts: vec![0; OCTAVES * STEPS as usize],
            total: 0,
        }
    }
}

impl<const STEPS: u32> Histogram<STEPS> {
    fn bucket(value: Nanos) -> usize {
        let value = value.max(STEPS.into());
        let octave = value.ilog2();
        let step = (value >> (octave - STEPS.ilog2())) as usize - STEPS as usize;
        (octave as usize * STEPS as usize + step).min(OCTAVES * STEPS as usize - 1)
    }

    /// Lower edge of a bucket, ns.
    fn edge(bucket: usize) -> f64 {
        let octave = (bucket / STEPS as usize) as u32;
        let step = (bucket % STEPS as usize) as f64;
        (1u64 << octave) as f64 * (1.0 + step / f64::from(STEPS))
    }

    /// Counts of all buckets, shortest times first.
    #[must_use]
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Count a value.
    pub fn record(&mut self, value: Nanos) {
        self.counts[Self::bucket(value)] += 1;
        self.total += 1;
    }

    /// Add another histogram's counts.
    pub fn add(&mut self, other: &Histogram<STEPS>) {
        for (a, b) in self.counts.iter_mut().zip(&other.counts) {
            *a += b;
        }
        self.total += other.total;
    }

    /// Take away counts that were added before.
    pub fn subtract(&mut self, other: &Histogram<STEPS>) {
        for (a, b) in self.counts.iter_mut().zip(&other.counts) {
            *a = a.saturating_sub(*b);
        }
        self.total = self.total.saturating_sub(other.total);
    }

    /// The value that a share `q` (0..=1) does not exceed, ns; `None` without values.
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<f64> {
        if self.total == 0 {
            return None;
        }
        let wanted = q * self.total as f64;
        let mut below = 0.0;
        for (i, count) in self.counts.iter().enumerate().filter(|(_, c)| **c > 0) {
            let count = f64::from(*count);
            if below + count >= wanted {
                let share = ((wanted - below) / count).clamp(0.0, 1.0);
                return Some(Self::edge(i) + (Self::edge(i + 1) - Self::edge(i)) * share);
            }
            below += count;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_within_a_bucket() {
        let mut h: Histogram = Histogram::default();
        assert_eq!(h.quantile(0.5), None);
        for v in 1..=100_000u64 {
            h.record(v * 1000);
        }
        for q in [0.01, 0.5, 0.95, 0.99] {
            let exact = q * 1e8;
            let got = h.quantile(q).unwrap_or(0.0);
            assert!((got / exact - 1.0).abs() < 0.02, "{q}: {got} for {exact}");
        }
    }

    #[test]
    fn any_value_has_a_bucket() {
        let mut h: Histogram = Histogram::default();
        for v in [0, 1, 7, 8, 9, u64::MAX] {
            h.record(v);
        }
        assert!(h.quantile(1.0).is_some());
    }
}
