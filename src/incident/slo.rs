//! The service level objective: how fast the error budget burns, and how much of it is spent.
//!
//! The objective is 99.9 % of all answers without an error over 30 days, with the windows and
//! burn rates of the SRE Workbook (chapter 5, "Alerting on SLOs"). A drill lasts hours, so all
//! windows are a twelfth as long: *exercise windows*, said wherever they are shown.

use std::collections::VecDeque;

/// Share of answers that have to be good.
pub const OBJECTIVE: f64 = 0.999;
/// By how much windows are shortened.
pub const SHORTER: i64 = 12;
/// The budget's window, ms: 30 days, shortened.
pub const BUDGET_WINDOW_MS: i64 = 30 * 24 * 3_600_000 / SHORTER;

/// Columns of answers since the scrape before start so; one per service.
pub const ANSWERS: &str = "service:http_server_requests:increase{";
/// The same of answers with an error.
pub const FAILURES: &str = "service:http_server_requests_errors:increase{";

/// A window over which the burn rate is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Name of the derived column.
    pub column: &'static str,
    /// What it is called on screen.
    pub label: &'static str,
    /// Length as the rule has it, before shortening, ms.
    pub rule_ms: i64,
}

impl Window {
    /// Length in the exercise, ms.
    #[must_use]
    pub fn ms(&self) -> i64 {
        self.rule_ms / SHORTER
    }
}

/// The windows of the two rules that page, long and short of each.
pub const WINDOWS: [Window; 4] = [
    Window {
        column: "slo:burn_rate:1h",
        label: "5 min (1 h)",
        rule_ms: 3_600_000,
    },
    Window {
        column: "slo:burn_rate:5m",
        label: "25 s (5 min)",
        rule_ms: 300_000,
    },
    Window {
        column: "slo:burn_rate:6h",
        label: "30 min (6 h)",
        rule_ms: 21_600_000,
    },
    Window {
        column: "slo:burn_rate:30m",
        label: "2.5 min (30 min)",
        rule_ms: 1_800_000,
    },
];

/// Burn rates at which a person is paged: on the first and on the second pair of [`WINDOWS`].
pub const PAGE_AT: [f64; 2] = [14.4, 6.0];

/// Name of the derived column: share of the budget that is spent; above 1 it is overspent.
pub const SPENT: &str = "slo:error_budget:spent_ratio";

/// Number of derived columns: one a window, and the budget.
pub const DERIVED: usize = WINDOWS.len() + 1;

/// Names of the derived columns, in order.
pub fn columns() -> impl Iterator<Item = &'static str> {
    WINDOWS.iter().map(|window| window.column).chain([SPENT])
}

/// Counts as they stood at a scrape.
#[derive(Clone, Copy, Debug)]
struct Counted {
    t_ms: i64,
    answers: f64,
    failures: f64,
}

/// Takes in counts scrape by scrape. Memory is bounded by the longest window.
#[derive(Clone, Debug, Default)]
pub struct Slo {
    window: VecDeque<Counted>,
    first_ms: Option<i64>,
    sum: Option<Counted>,
    /// Answers a millisecond in the time before minute zero, the traffic that is usual here.
    usual_per_ms: f64,
}

impl Slo {
    /// What a scrape counted since the one before; the derived columns' values at it.
    ///
    /// A window has no value (NaN) until it is full, nor while nothing was answered in it.
    pub fn take(&mut self, t_ms: i64, answers: f64, failures: f64) -> [f32; DERIVED] {
        let first_ms = *self.first_ms.get_or_insert(t_ms);
        let count = |value: f64| {
            if value.is_finite() {
                value.max(0.0)
            } else {
                0.0
            }
        };
        let before = self.sum.unwrap_or(Counted {
            t_ms,
            answers: 0.0,
            failures: 0.0,
        });
        // The first scrape says what was, not how long it took: it only begins the count.
        let now = match self.sum {
            None => before,
            Some(_) => Counted {
                t_ms,
                answers: before.answers + count(answers),
                failures: before.failures + count(failures),
            },
        };
        self.sum = Some(now);
        self.window.push_back(now);
        if t_ms > first_ms && (t_ms <= 0 || self.usual_per_ms <= 0.0) {
            self.usual_per_ms = now.answers / (t_ms - first_ms) as f64;
        }
        let longest = WINDOWS.iter().map(Window::ms).max().unwrap_or(0);
        while self.window.get(1).is_some_and(|c| c.t_ms <= t_ms - longest) {
            self.window.pop_front();
        }
        let mut out = [f32::NAN; DERIVED];
        for (place, window) in out.iter_mut().zip(&WINDOWS) {
            *place = self.burn(now, window.ms()).map_or(f32::NAN, |b| b as f32);
        }
        let budget = (1.0 - OBJECTIVE) * self.usual_per_ms * BUDGET_WINDOW_MS as f64;
        if budget > 0.0 {
            out[DERIVED - 1] = (now.failures / budget) as f32;
        }
        out
    }

    /// How many times as fast as allowed errors came in the last `window_ms`.
    fn burn(&self, now: Counted, window_ms: i64) -> Option<f64> {
        let from_ms = now.t_ms - window_ms;
        let after = self.window.partition_point(|c| c.t_ms <= from_ms);
        let base = self.window.get(after.checked_sub(1)?)?;
        let answers = now.answers - base.answers;
        let ratio = (now.failures - base.failures) / answers;
        (answers > 0.0).then_some(ratio / (1.0 - OBJECTIVE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A scrape every 5 s from `from_s` to `to_s`, each with 1,000 answers.
    fn run(slo: &mut Slo, from_s: i64, to_s: i64, failures: f64) -> [f32; DERIVED] {
        let mut last = [f32::NAN; DERIVED];
        for t_s in (from_s..=to_s).step_by(5) {
            last = slo.take(t_s * 1000, 1000.0, failures);
        }
        last
    }

    fn near(found: f32, wanted: f64) {
        assert!(
            (f64::from(found) / wanted - 1.0).abs() < 1e-4,
            "{found} for {wanted}"
        );
    }

    #[test]
    fn windows_are_a_twelfth_of_the_rules() {
        assert_eq!(
            WINDOWS.map(|w| w.ms()),
            [300_000, 25_000, 1_800_000, 150_000]
        );
        assert_eq!(BUDGET_WINDOW_MS, 60 * 3_600_000);
    }

    #[test]
    fn a_window_has_no_value_until_it_is_full() {
        let mut slo = Slo::default();
        let at = run(&mut slo, -2400, -2375, 1.0);
        assert!(at[0].is_nan() && at[2].is_nan() && at[3].is_nan());
        // 1 of 1,000 is the whole allowance: exactly once as fast as allowed.
        near(at[1], 1.0);
    }

    #[test]
    fn burn_rates_are_those_reckoned_by_hand() {
        let mut slo = Slo::default();
        run(&mut slo, -2400, 0, 0.0);
        // Half of all fail for one minute: 12 scrapes with 500 errors of 1,000.
        let at = run(&mut slo, 5, 60, 500.0);
        // 25 s: all of it in the outage: 0.5 / 0.001.
        near(at[1], 500.0);
        // 5 min: 6,000 of 60,000 answers: 0.1 / 0.001.
        near(at[0], 100.0);
        // 30 min: 6,000 of 360,000; 2.5 min: 6,000 of 30,000.
        near(at[2], 16.666_67);
        near(at[3], 200.0);
        // Budget: 200 answers a second for 60 h are 43.2 M, a thousandth of it 43,200.
        near(at[4], 6000.0 / 43_200.0);
    }

    #[test]
    fn the_budget_is_measured_by_the_traffic_before_minute_zero() {
        let mut slo = Slo::default();
        run(&mut slo, -2400, 0, 0.0);
        let mut last = [0.0; DERIVED];
        for t_s in (5..=60).step_by(5) {
            last = slo.take(t_s * 1000, 4000.0, 3600.0);
        }
        // Those who come again and again spend more, but the budget does not grow with them.
        near(last[4], 43_200.0 / 43_200.0);
    }

    #[test]
    fn gaps_and_silence_are_no_errors() {
        let mut slo = Slo::default();
        run(&mut slo, -600, 0, 0.0);
        let at = slo.take(5_000, f64::NAN, f64::INFINITY);
        assert!(at[1].abs() < 1e-6 && at[4].abs() < 1e-6);
        for t_s in (10..=60).step_by(5) {
            slo.take(t_s * 1000, 0.0, 0.0);
        }
        let at = slo.take(65_000, 0.0, 0.0);
        assert!(at[1].is_nan(), "nothing was answered for 25 s");
        assert!(at[0].abs() < 1e-6);
    }

    #[test]
    fn memory_is_bounded_by_the_longest_window() {
        let mut slo = Slo::default();
        run(&mut slo, -2400, 40_000, 1.0);
        assert!(slo.window.len() <= 1800 / 5 + 2);
    }
}
