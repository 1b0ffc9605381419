//! Busy cores are not shared evenly: an operating system's scheduler gives one process
//! its slice at once and lets another wait for several, by luck.
//!
//! Processor sharing has no such luck: of equal jobs all take equally long. Measured on
//! PostgreSQL, response times spread little while every backend has a core of its own and
//! ever more the more of them wait for one, up to a limit. So a job that comes to busy
//! cores gets its work times a log-normal factor with mean 1, whose squared coefficient
//! of variation is `unfairness` x (1 - cores/n)^3 with n jobs, itself included. The mean,
//! and with it the throughput, stays. The exponent is no theory; it was chosen after
//! measurements (`docs/fidelity.md`).

use super::shape::Shape;
use super::time::Nanos;
use super::world::World;

impl World {
    /// The work that a job has in effect which comes to the database's cores now.
    pub(super) fn work_by_luck(&mut self, work: Nanos) -> Nanos {
        let unfairness = self.spec.database.unfairness;
        let cv2 = unfairness * busy(self.spec.database.cores, self.server.cpu.len() + 1);
        if cv2 > 0.0 {
            self.streams.luck.length(work, Shape::Lognormal(cv2))
        } else {
            work
        }
    }
}

/// How much there is to share unevenly, 0..1: nothing while each job has a core.
fn busy(cores: u32, jobs: usize) -> f64 {
    let waiting = 1.0 - f64::from(cores.max(1)) / jobs as f64;
    waiting.max(0.0) * waiting.max(0.0) * waiting.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_shared_while_each_has_a_core() {
        assert!(busy(2, 1) <= 0.0);
        assert!(busy(2, 2) <= 0.0);
        assert!((busy(2, 4) - 0.125).abs() < 1e-12);
        assert!(busy(2, 64) < 1.0);
    }
}
