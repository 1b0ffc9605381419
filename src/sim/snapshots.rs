//! Copies of a run at regular times, to go back to any instant without starting anew.

use super::time::Nanos;
use std::collections::VecDeque;

/// Copies of something that changes with time (a world, a session), one each `every`,
/// and a bound on their number: when there are too many, every second one goes and the
/// interval doubles.
#[derive(Clone, Debug)]
pub struct Snapshots<T> {
    every: Nanos,
    kept_max: usize,
    kept: VecDeque<(Nanos, T)>,
}

impl<T: Clone> Snapshots<T> {
    /// None yet; one each `every` (at least 1 ns), at most `kept_max` (at least 2).
    #[must_use]
    pub fn new(every: Nanos, kept_max: usize) -> Snapshots<T> {
        Snapshots {
            every: every.max(1),
            kept_max: kept_max.max(2),
            kept: VecDeque::new(),
        }
    }

    /// The next copy is due then.
    #[must_use]
    pub fn due(&self) -> Nanos {
        let next = |(at, _): &(Nanos, T)| (at / self.every + 1).saturating_mul(self.every);
        self.kept.back().map_or(0, next)
    }

    /// Keep a copy of how things stand `now`, if one is due.
    pub fn offer(&mut self, now: Nanos, thing: &T) {
        if now < self.due() {
            return;
        }
        self.kept.push_back((now, thing.clone()));
        if self.kept.len() > self.kept_max {
            self.every = self.every.saturating_mul(2);
            let mut number = 0;
            self.kept.retain(|_| {
                number += 1;
                number % 2 == 1
            });
        }
    }

    /// The last copy that is not later than `at`, and its time.
    #[must_use]
    pub fn before(&self, at: Nanos) -> Option<(Nanos, &T)> {
        let later = self.kept.partition_point(|(taken, _)| *taken <= at);
        let (taken, thing) = self.kept.get(later.checked_sub(1)?)?;
        Some((*taken, thing))
    }

    /// How many are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// True before the first.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_one_an_interval_and_no_more_than_its_bound() {
        let mut snapshots = Snapshots::new(10, 8);
        assert_eq!(snapshots.before(5), None);
        for now in 0..1000u64 {
            snapshots.offer(now, &now);
            assert!(snapshots.len() <= 8);
            let (at, thing) = snapshots.before(now).expect("the first is kept");
            assert_eq!(at, *thing);
            assert!(now - at <= 2 * snapshots.every, "{now} {at}");
        }
        assert_eq!(snapshots.before(0), Some((0, &0)), "the start always stays");
        let far = snapshots.before(Nanos::MAX).map(|(at, _)| at);
        assert_eq!(far, snapshots.kept.back().map(|k| k.0));
    }
}
