//! Random streams: one for each purpose, so that an action never shifts another draw.

use super::ln::minus_ln;
use super::time::Nanos;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Draws made at a time: a few in a row overlap in the processor, one by one they do not.
const BATCH: usize = 16;

/// A stream of random numbers that belongs to one purpose of one world.
#[derive(Clone, Debug)]
pub struct Stream {
    generator: Xoshiro256PlusPlus,
    /// Uniform draws made ahead, and -ln of each; the order of draws is that of one by one.
    units: [f64; BATCH],
    lengths: [f64; BATCH],
    /// The next of them; `BATCH` if all are used up.
    next: usize,
}

impl Stream {
    /// The stream for `purpose` (a name with an index, e.g. `("arrival", 3)`) of the
    /// world with this seed. Different purposes give unrelated streams: the name is
    /// hashed with FNV-1a and the seed spread with SplitMix64.
    #[must_use]
    pub fn new(seed: u64, purpose: &str, index: u64) -> Stream {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        let parts = [
            &seed.to_le_bytes()[..],
            purpose.as_bytes(),
            &index.to_le_bytes()[..],
        ];
        for byte in parts.into_iter().flatten() {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Stream {
            generator: Xoshiro256PlusPlus::seed_from_u64(hash),
            units: [0.0; BATCH],
            lengths: [0.0; BATCH],
            next: BATCH,
        }
    }

    /// Uniform in the open interval (0, 1), 53 bits.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        // Who draws no exponential times pays for none.
        let Some(unit) = self.units.get(self.next) else {
            return self.draw();
        };
        self.next += 1;
        *unit
    }

    fn draw(&mut self) -> f64 {
        ((self.generator.next_u64() >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Exponential with this mean, in nanoseconds (inverse transform).
    #[inline]
    pub fn exponential(&mut self, mean: Nanos) -> Nanos {
        if self.next >= BATCH {
            self.draw_ahead();
        }
        let length = self.lengths[self.next % BATCH];
        self.next += 1;
        (length * mean as f64) as Nanos
    }

    #[inline(never)]
    fn draw_ahead(&mut self) {
        for i in 0..BATCH {
            self.units[i] = self.draw();
        }
        for (length, unit) in self.lengths.iter_mut().zip(&self.units) {
            *length = minus_ln(*unit);
        }
        self.next = 0;
    }

    /// Uniform in `low..=high` scaled by a factor, e.g. jitter `0.5..1.5` of a period.
    pub fn jitter(&mut self, length: Nanos, low: f64, high: f64) -> Nanos {
        (length as f64 * (low + (high - low) * self.unit())) as Nanos
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// z-score of the mean of `n` draws with expectation `mean` and deviation `sd`.
    fn z(draws: impl Iterator<Item = f64>, n: usize, mean: f64, sd: f64) -> f64 {
        let sum: f64 = draws.take(n).sum();
        (sum / n as f64 - mean) / (sd / (n as f64).sqrt())
    }

    #[test]
    fn exponential_has_its_mean() {
        for seed in 0..30 {
            let mut s = Stream::new(seed, "test", 0);
            let draws = std::iter::repeat_with(|| s.exponential(1_000_000) as f64);
            assert!(z(draws, 20_000, 1e6, 1e6).abs() < 4.0, "seed {seed}");
        }
    }

    #[test]
    fn purposes_are_unrelated() {
        let mut a = Stream::new(7, "arrival", 0);
        let mut b = Stream::new(7, "arrival", 1);
        let products = std::iter::repeat_with(|| (a.unit() - 0.5) * (b.unit() - 0.5));
        assert!(z(products, 20_000, 0.0, 1.0 / 12.0).abs() < 4.0);
    }

    #[test]
    fn drawing_ahead_changes_no_order() {
        let mut mixed = Stream::new(7, "mixed", 0);
        let mut plain = Stream::new(7, "mixed", 0);
        for i in 0..1000 {
            let unit = plain.unit();
            match i % 7 {
                0 | 3 => assert!((mixed.unit() - unit).abs() < f64::EPSILON),
                _ => assert_eq!(mixed.exponential(1 << 30), {
                    (minus_ln(unit) * f64::from(1 << 30)) as Nanos
                }),
            }
        }
    }

    #[test]
    fn same_purpose_same_numbers() {
        let mut a = Stream::new(7, "retry", 2);
        let mut b = Stream::new(7, "retry", 2);
        assert!((0..100).all(|_| a.exponential(1000) == b.exponential(1000)));
    }
}
