//! A processor-sharing CPU in virtual time.
//!
//! n runnable jobs share a total rate r(n) (see [`RateLaw`]). Virtual time V grows at
//! r(n)/n; a job that comes with work w is done when V has grown by w, so that an arrival
//! or a completion costs O(log n) however many jobs share.

use super::rate::RateLaw;
use super::time::Nanos;
use std::sync::Arc;

/// Rates are kept for fewer jobs than this: they take divisions.
const RATES: usize = 1_024;

/// The station. `T` names a job.
#[derive(Clone, Debug)]
pub struct Processor<T> {
    law: RateLaw,
    /// Total rate by number of jobs, as far as it is kept; shared between copies.
    rates: Arc<[f64]>,
    /// Work that each job present has received, in ns of one core.
    virtual_time: f64,
    last: Nanos,
    /// (virtual time at completion, order of arrival, job), a binary min-heap.
    jobs: Vec<(f64, u64, T)>,
    order: u64,
    /// Integral of cores in use over time, core-ns.
    busy: f64,
}

impl<T: Copy + PartialEq> Processor<T> {
    /// An idle CPU.
    #[must_use]
    pub fn new(law: RateLaw) -> Processor<T> {
        Processor {
            rates: (0..RATES).map(|n| law.rate(n)).collect(),
            law,
            virtual_time: 0.0,
            last: 0,
            jobs: Vec::new(),
            order: 0,
            busy: 0.0,
        }
    }

    fn rate(&self, n: usize) -> f64 {
        let kept = self.rates.get(n).copied();
        kept.unwrap_or_else(|| self.law.rate(n))
    }

    fn advance(&mut self, now: Nanos) {
        let n = self.jobs.len();
        if n > 0 {
            let elapsed = (now - self.last) as f64;
            self.virtual_time += elapsed * self.rate(n) / n as f64;
            self.busy += elapsed * (n as f64).min(self.law.cores());
        } else {
            // Keeps the numbers small, and with them their rounding.
            self.virtual_time = 0.0;
        }
        self.last = now;
    }

    /// A job comes with this much work (ns on one core).
    pub fn arrive(&mut self, now: Nanos, work: Nanos, job: T) {
        self.advance(now);
        self.order += 1;
        self.jobs
            .push((self.virtual_time + work as f64, self.order, job));
        let mut i = self.jobs.len() - 1;
        while i > 0 {
            let parent = (i - 1) / 2;
            if !self.before(i, parent) {
                break;
            }
            self.jobs.swap(i, parent);
            i = parent;
        }
    }

    fn before(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.jobs[a], &self.jobs[b]);
        a.0 < b.0 || (a.0 <= b.0 && a.1 < b.1)
    }

    fn sink(&mut self, mut i: usize) {
        loop {
            let mut least = i;
            for child in [2 * i + 1, 2 * i + 2] {
                if child < self.jobs.len() && self.before(child, least) {
                    least = child;
                }
            }
            if least == i {
                return;
            }
            self.jobs.swap(i, least);
            i = least;
        }
    }

    /// When the next job is done if nothing else happens; rounded up to a nanosecond.
    #[must_use]
    pub fn next_completion(&self) -> Option<Nanos> {
        let (finish, _, _) = self.jobs.first()?;
        let n = self.jobs.len();
        let left = (finish - self.virtual_time).max(0.0) * n as f64 / self.rate(n);
        // Rounded up by hand: without SSE 4.1 `ceil` is a call.
        let whole = left as Nanos;
        let more = Nanos::from((whole as f64) < left);
        Some(self.last.saturating_add(whole).saturating_add(more))
    }

    /// Take the job that is done now.
    pub fn complete(&mut self, now: Nanos) -> Option<T> {
        self.advance(now);
        let (finish, _, job) = *self.jobs.first()?;
        self.virtual_time = self.virtual_time.max(finish);
        let last = self.jobs.len() - 1;
        self.jobs.swap(0, last);
        self.jobs.pop();
        self.sink(0);
        Some(job)
    }

    /// Take a job away before it is done.
    pub fn remove(&mut self, now: Nanos, job: T) {
        self.advance(now);
        if let Some(i) = self.jobs.iter().position(|j| j.2 == job) {
            self.jobs.swap_remove(i);
            for i in (0..self.jobs.len() / 2).rev() {
                self.sink(i);
            }
        }
    }

    /// How many jobs are being served.
    #[must_use]
    pub fn len(&self) -> usize {
        self.jobs.len()
    }

    /// Cores in use, integrated to `now`, core-ns: its growth over a span divided by
    /// span x cores is the utilization.
    #[must_use]
    pub fn busy(&self, now: Nanos) -> f64 {
        let since = now.saturating_sub(self.last) as f64;
        self.busy + since * (self.jobs.len() as f64).min(self.law.cores())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_core_is_shared() {
        let mut cpu = Processor::new(RateLaw::cores_with(1, 0.0, 1.0));
        cpu.arrive(0, 100, 'a');
        cpu.arrive(50, 100, 'b');
        assert_eq!(
            cpu.next_completion(),
            Some(150),
            "a: 50 alone, 50 at half rate"
        );
        assert_eq!(cpu.complete(150), Some('a'));
        assert_eq!(cpu.next_completion(), Some(200));
        assert_eq!(cpu.complete(200), Some('b'));
        assert_eq!(cpu.busy(300) as u64, 200);
    }

    #[test]
    fn cores_are_not_shared_until_all_are_taken() {
        let mut cpu = Processor::new(RateLaw::cores_with(2, 0.0, 1.0));
        cpu.arrive(0, 100, 1);
        cpu.arrive(0, 100, 2);
        assert_eq!(cpu.next_completion(), Some(100));
        cpu.arrive(0, 100, 3);
        assert_eq!(cpu.next_completion(), Some(150));
        cpu.remove(0, 3);
        assert_eq!(cpu.next_completion(), Some(100));
    }

    #[test]
    fn contention_slows_down_to_the_plateau() {
        let mut cpu = Processor::new(RateLaw::cores_with(1, 1.0, 0.5));
        for i in 0..10 {
            cpu.arrive(0, 100, i);
        }
        assert_eq!(
            cpu.next_completion(),
            Some(2000),
            "10 jobs x 100 at half a core"
        );
    }
}
