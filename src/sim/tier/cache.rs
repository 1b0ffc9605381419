//! A cache of answers, key by key: which are there, since when, and which is asked for.

use crate::rng::Stream;
use crate::spec::{CACHE_KEYS_MAX, CacheSpec};
use crate::time::Nanos;
use std::collections::VecDeque;

/// The keys that a cache holds. At most [`CACHE_KEYS_MAX`] bits, and one entry of a line
/// for each key held if entries can leave.
#[derive(Clone, Debug)]
pub(crate) struct KeyCache {
    present: Vec<u64>,
    held: u32,
    /// Entries by age with the time of their end; empty if entries never leave.
    line: VecDeque<(Nanos, u32)>,
    entries_max: u32,
    ttl: Nanos,
}

/// Keys of a spec within bounds.
fn keys(spec: &CacheSpec) -> u32 {
    spec.keys.clamp(1, CACHE_KEYS_MAX)
}

/// Which key a lookup asks for: rank r of n with P(rank < x n) = x ^ popularity.
pub(crate) fn draw_key(spec: &CacheSpec, stream: &mut Stream) -> u32 {
    let n = keys(spec);
    let u = stream.unit();
    let x = if spec.popularity < 1.0 {
        libm::pow(u, 1.0 / spec.popularity.max(0.01))
    } else {
        u
    };
    ((x * f64::from(n)) as u32).min(n - 1)
}

impl KeyCache {
    /// An empty cache.
    pub(crate) fn new(spec: &CacheSpec) -> KeyCache {
        let n = keys(spec);
        KeyCache {
            present: vec![0; n.div_ceil(64) as usize],
            held: 0,
            line: VecDeque::new(),
            entries_max: spec.entries_max.unwrap_or(n).clamp(1, n),
            ttl: spec.ttl.unwrap_or(Nanos::MAX).max(1),
        }
    }

    /// A cache that holds the most popular keys, their ages spread evenly over the TTL
    /// and unrelated to their ranks.
    pub(crate) fn warm(spec: &CacheSpec, now: Nanos) -> KeyCache {
        let mut cache = KeyCache::new(spec);
        let n = cache.entries_max;
        // A step with no common divisor visits every key once.
        let mut step = (0.618 * f64::from(n)) as u32 + 1;
        while divisor(step, n) != 1 {
            step += 1;
        }
        let leave = cache.entries_leave(spec);
        let mut key = 0;
        for i in 0..n {
            cache.mark(key);
            if leave {
                let age = u128::from(cache.ttl) * u128::from(i + 1) / u128::from(n);
                cache
                    .line
                    .push_back((now.saturating_add(age as Nanos), key));
            }
            key = ((u64::from(key) + u64::from(step)) % u64::from(n)) as u32;
        }
        cache
    }

    fn entries_leave(&self, spec: &CacheSpec) -> bool {
        spec.ttl.is_some() || self.entries_max < keys(spec)
    }

    fn mark(&mut self, key: u32) {
        if let Some(word) = self.present.get_mut((key / 64) as usize) {
            *word |= 1 << (key % 64);
            self.held += 1;
        }
    }

    fn drop_oldest(&mut self) {
        if let Some((_, key)) = self.line.pop_front()
            && let Some(word) = self.present.get_mut((key / 64) as usize)
        {
            *word &= !(1 << (key % 64));
            self.held -= 1;
        }
    }

    fn expire(&mut self, now: Nanos) {
        while self.line.front().is_some_and(|(end, _)| *end <= now) {
            self.drop_oldest();
        }
    }

    /// Is the key there now?
    pub(crate) fn has(&mut self, key: u32, now: Nanos) -> bool {
        self.expire(now);
        let word = self.present.get((key / 64) as usize);
        word.is_some_and(|word| word >> (key % 64) & 1 == 1)
    }

    /// Put a key in. One that is there stays as it is; if there is no room, the oldest goes.
    pub(crate) fn fill(&mut self, key: u32, now: Nanos, spec: &CacheSpec) {
        if self.has(key, now) {
            return;
        }
        if self.held >= self.entries_max {
            self.drop_oldest();
        }
        self.mark(key);
        if self.entries_leave(spec) {
            self.line.push_back((now.saturating_add(self.ttl), key));
        }
    }

    /// Drop all keys, as after a restart of the cache.
    pub(crate) fn flush(&mut self) {
        self.present.fill(0);
        self.line.clear();
        self.held = 0;
    }

    /// Entries, counting those whose time is over but that nobody has looked for.
    pub(crate) fn len(&self) -> u32 {
        self.held
    }
}

fn divisor(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::CacheScope;
    use crate::time::SEC;

    fn spec(keys: u32, popularity: f64) -> CacheSpec {
        CacheSpec {
            name: "answers".into(),
            scope: CacheScope::Shared,
            classes: vec!["product".into()],
            keys,
            popularity,
            entries_max: None,
            ttl: None,
            hit: 0,
            warm: true,
        }
    }

    /// z-score of hits against the sum of their probabilities.
    fn score(hits: f64, mean: f64, variance: f64) -> f64 {
        (hits - mean) / libm::sqrt(variance)
    }

    /// The share of lookups that rank `r` of `n` draws.
    fn weight(r: u32, n: u32, popularity: f64) -> f64 {
        let cdf = |r: u32| libm::pow(f64::from(r) / f64::from(n), popularity);
        cdf(r + 1) - cdf(r)
    }

    /// Without TTL, lookup m of a cold cache hits with probability
    /// sum over keys of p (1 - (1 - p)^m). The lookups of one run depend on each other, so
    /// the z-test is over the totals of 200 independent runs and their own spread.
    #[test]
    fn warm_up_follows_the_coupon_collectors_curve() {
        for popularity in [0.3, 0.7, 1.0] {
            let (spec, lookups) = (spec(500, popularity), 1500_u32);
            let p: Vec<f64> = (0..500).map(|r| weight(r, 500, popularity)).collect();
            let expected: f64 = p
                .iter()
                .map(|p| f64::from(lookups) - (1.0 - libm::pow(1.0 - p, f64::from(lookups))) / p)
                .zip(&p)
                .map(|(sum, p)| sum * p)
                .sum();
            let totals: Vec<f64> = (0..200)
                .map(|seed| {
                    let mut stream = Stream::new(seed, "cache", 0);
                    let mut cache = KeyCache::new(&spec);
                    let hits = (0..lookups).filter(|at| {
                        let key = draw_key(&spec, &mut stream);
                        let hit = cache.has(key, u64::from(*at));
                        cache.fill(key, u64::from(*at), &spec);
                        hit
                    });
                    hits.count() as f64
                })
                .collect();
            let mean = totals.iter().sum::<f64>() / 200.0;
            let variance = totals.iter().map(|t| (t - mean) * (t - mean)).sum::<f64>() / 199.0;
            let z = score(mean, expected, variance / 200.0);
            assert!(
                z.abs() < 4.0,
                "{popularity}: {mean} for {expected}, z = {z}"
            );
        }
    }

    /// With a TTL that hits do not renew, a key that is asked for at rate l is there for
    /// l T / (1 + l T) of its lookups (renewal theory: one miss, then l T hits on average).
    #[test]
    fn a_ttl_gives_the_renewal_theorems_hit_ratio() {
        let mut spec = spec(50, 0.5);
        spec.ttl = Some(20 * SEC);
        let rate = 10.0;
        let expected: f64 = (0..50)
            .map(|r| {
                let (p, hits) = (weight(r, 50, 0.5), weight(r, 50, 0.5) * rate * 20.0);
                p * hits / (1.0 + hits)
            })
            .sum();
        let ratios: Vec<f64> = (0..60)
            .map(|seed| {
                let mut stream = Stream::new(seed, "cache", 1);
                let mut cache = KeyCache::warm(&spec, 0);
                let (mut now, mut hits) = (0, 0.0);
                for lookup in 0..12_000 {
                    now += stream.exponential(SEC / 10);
                    let key = draw_key(&spec, &mut stream);
                    let hit = cache.has(key, now);
                    cache.fill(key, now, &spec);
                    hits += f64::from(u8::from(hit && lookup >= 2_000));
                }
                hits / 10_000.0
            })
            .collect();
        let mean = ratios.iter().sum::<f64>() / 60.0;
        let variance = ratios.iter().map(|r| (r - mean) * (r - mean)).sum::<f64>() / 59.0;
        let z = score(mean, expected, variance / 60.0);
        assert!(z.abs() < 4.0, "{mean} for {expected}, z = {z}");
    }

    #[test]
    fn the_oldest_goes_when_there_is_no_room_and_the_line_stays_as_long_as_the_cache() {
        let mut spec = spec(100, 1.0);
        spec.entries_max = Some(3);
        let mut cache = KeyCache::new(&spec);
        for key in [7, 8, 9, 7, 10] {
            cache.fill(key, 0, &spec);
        }
        let there: Vec<u32> = (0..100).filter(|key| cache.has(*key, 1)).collect();
        assert_eq!(there, [8, 9, 10]);
        assert_eq!((cache.len(), cache.line.len()), (3, 3));
        cache.flush();
        assert!(!cache.has(9, 1));
        assert_eq!((cache.len(), cache.line.len()), (0, 0));
        let warm = KeyCache::warm(&spec, 0);
        assert_eq!((warm.len(), warm.line.len()), (3, 3));
    }

    #[test]
    fn extreme_specs_give_caches() {
        for (keys, popularity, entries_max) in
            [(0, 0.0, Some(0)), (1, 9.0, None), (65, -1.0, Some(999))]
        {
            let mut spec = spec(keys, popularity);
            spec.entries_max = entries_max;
            spec.ttl = Some(0);
            let mut stream = Stream::new(1, "cache", 2);
            let mut cache = KeyCache::warm(&spec, Nanos::MAX);
            for _ in 0..100 {
                let key = draw_key(&spec, &mut stream);
                assert!(key < keys.max(1));
                cache.fill(key, Nanos::MAX, &spec);
            }
            assert!(cache.len() <= keys.max(1));
        }
    }
}
