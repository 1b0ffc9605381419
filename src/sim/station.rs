//! The books of a queue: who came, who was served, how long it took, how many were there.
//!
//! Little's law holds exactly: the area under the number present equals the time spent
//! by those who left plus the age of those who are there.

use super::histogram::Histogram;
use super::time::{Nanos, to_seconds};

/// How a visit to a station ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// It got what it came for.
    Served,
    /// Gave up waiting, or was given up.
    TimedOut,
    /// Ended by the station's own failure.
    Aborted,
}

/// The books of one station since its last [`Station::restart`].
#[derive(Clone, Debug, Default)]
pub struct Station {
    /// Came, refused ones included.
    pub arrivals: u64,
    /// Arrivals that were served.
    pub served: u64,
    /// Turned away at the door.
    pub refused: u64,
    /// Gave up waiting.
    pub timed_out: u64,
    /// Ended by a failure.
    pub aborted: u64,
    /// How many are in the station now.
    pub present: u64,
    /// Were there when the books began.
    pub present_at_start: u64,
    since: Nanos,
    last: Nanos,
    /// Area under the number present, ns.
    area: u128,
    busy: u64,
    busy_area: u128,
    wait_sum: u128,
    waits: u64,
    response_sum: u128,
    /// Time spent by all who left, ns.
    spent: u128,
    /// Sum of the times at which those present came in, ns.
    entered: u128,
    /// Age, at the start of the books, of those who were there then, ns.
    carried: u128,
    responses: Histogram<32>,
}

/// The statistics of a station as `run --json` prints them.
#[derive(Clone, Debug, PartialEq)]
pub struct StationSummary {
    /// Mean wait before service of those who began it, seconds.
    pub mean_wait_s: f64,
    /// Mean time from arrival to departure of those served, seconds.
    pub mean_response_s: f64,
    /// Mean number present.
    pub mean_in_system: f64,
    /// Mean number in service.
    pub mean_in_service: f64,
    /// Response times that 50, 95 and 99 % do not exceed, seconds; none without answers.
    pub response_s: [Option<f64>; 3],
}

/// `a * b`, exactly. Nearly always both are short, and wasm has no wide multiplication.
#[inline]
fn product(a: u64, b: u64) -> u128 {
    if (a | b) >> 32 == 0 {
        u128::from(a * b)
    } else {
        u128::from(a) * u128::from(b)
    }
}

impl Station {
    fn advance(&mut self, now: Nanos) {
        // Often the second entry of one instant.
        if now == self.last {
            return;
        }
        let span = now - self.last;
        self.area += product(span, self.present);
        self.busy_area += product(span, self.busy);
        self.last = now;
    }

    /// Begin the books anew; those present stay.
    pub fn restart(&mut self, now: Nanos) {
        *self = Station {
            present: self.present,
            present_at_start: self.present,
            busy: self.busy,
            entered: self.entered,
            carried: u128::from(now) * u128::from(self.present) - self.entered,
            since: now,
            last: now,
            ..Station::default()
        };
    }

    /// Somebody is turned away.
    pub(super) fn refuse(&mut self) {
        self.arrivals += 1;
        self.refused += 1;
    }

    /// Somebody comes in.
    pub(super) fn enter(&mut self, now: Nanos) {
        self.advance(now);
        self.arrivals += 1;
        self.present += 1;
        self.entered += u128::from(now);
    }

    /// Service begins for somebody who waited this long.
    pub(super) fn begin(&mut self, now: Nanos, waited: Nanos) {
        self.advance(now);
        self.busy += 1;
        self.wait_sum += u128::from(waited);
        self.waits += 1;
    }

    /// Somebody leaves after this long, out of service or out of the queue.
    pub(super) fn leave(&mut self, now: Nanos, how: Departure, response: Nanos, in_service: bool) {
        self.advance(now);
        self.present -= 1;
        self.busy -= u64::from(in_service);
        self.spent += u128::from(response);
        self.entered -= u128::from(now - response);
        match how {
            Departure::Served => {
                self.served += 1;
                self.response_sum += u128::from(response);
                self.responses.record(response);
            }
            Departure::TimedOut => self.timed_out += 1,
            Departure::Aborted => self.aborted += 1,
        }
    }

    /// Area under the number present up to now, ns: the left side of Little's law.
    #[must_use]
    pub fn area(&self, now: Nanos) -> u128 {
        self.area + u128::from(now - self.last) * u128::from(self.present)
    }

    /// Time spent here since the books began, by those who left and those present, ns:
    /// the right side of Little's law, from other sums than [`Station::area`].
    #[must_use]
    pub fn time_spent(&self, now: Nanos) -> u128 {
        self.spent + u128::from(now) * u128::from(self.present) - self.entered - self.carried
    }

    /// Arrivals less departures is the number present.
    #[must_use]
    pub fn balanced(&self) -> bool {
        let left = self.served + self.refused + self.timed_out + self.aborted;
        self.present_at_start + self.arrivals == left + self.present
    }

    /// The statistics up to now.
    #[must_use]
    pub fn summary(&self, now: Nanos) -> StationSummary {
        let span = to_seconds(now.saturating_sub(self.since));
        let busy = self.busy_area + u128::from(now - self.last) * u128::from(self.busy);
        let mean = |sum: u128, n: u64| {
            if n == 0 {
                0.0
            } else {
                sum as f64 / 1e9 / n as f64
            }
        };
        let per_span = |area: u128| {
            if span > 0.0 {
                area as f64 / 1e9 / span
            } else {
                0.0
            }
        };
        let quantile = |q| self.responses.quantile(q).map(|ns| ns / 1e9);
        StationSummary {
            mean_wait_s: mean(self.wait_sum, self.waits),
            mean_response_s: mean(self.response_sum, self.served),
            mean_in_system: per_span(self.area(now)),
            mean_in_service: per_span(busy),
            response_s: [quantile(0.5), quantile(0.95), quantile(0.99)],
        }
    }
}
