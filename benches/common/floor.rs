//! M/M/8 written straight down, with the same random numbers as the world: what the
//! queue alone costs when nothing else is kept.

use super::worlds::{JOBS_PER_S, SERVERS, SERVICE};
use firedrill::sim::Stream;
use firedrill::sim::time::Nanos;

/// Jobs served by `until` and the sum of their response times, ns.
#[must_use]
pub fn mm8(seed: u64, until: Nanos) -> (u64, u64) {
    let mut arrivals = Stream::new(seed, "arrivals", 0);
    let mut service = Stream::new(seed, "service", 0);
    let gap = (1e9 / JOBS_PER_S) as Nanos;
    // First come, first served: the next job goes to the server that is free first.
    let mut free_at = [0; SERVERS as usize];
    let (mut served, mut spent, mut now) = (0, 0, 0);
    loop {
        now += arrivals.exponential(gap);
        if now > until {
            return (served, spent);
        }
        let mut first = 0;
        for server in 1..free_at.len() {
            if free_at[server] < free_at[first] {
                first = server;
            }
        }
        let done = free_at[first].max(now) + service.exponential(SERVICE);
        free_at[first] = done;
        if done <= until {
            served += 1;
            spent += done - now;
        }
    }
}
