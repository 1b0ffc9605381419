//! Numbers of the engine from measurements at two client counts.
//!
//! pgbench's clients do not think: with N of them there are always N jobs at the cores.
//! So the throughput is the station's total rate divided by the work of a transaction,
//! X(N) = r(N) / D, and two throughputs give D and the contention. The plateau is not
//! measured: it is that of the reference (pgbench levels off at 0.65 of its peak).
//!
//! How latencies spread around their mean at the two counts gives the spread of the work
//! itself and the unfairness of the scheduler, both log-normal: variances of logarithms add.

use std::fmt;

use crate::measure::Row;

/// Share of the peak that throughput never falls below; `reference/semantics.md`.
pub const PLATEAU: f64 = 0.65;
/// The 95 % quantile of the standard normal distribution.
const Z95: f64 = 1.644_853_627;

/// What the engine needs to know about a database and its clients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Work of a transaction on one core, server and client together, ns.
    pub demand_ns: f64,
    /// See `DatabaseSpec::contention`.
    pub contention: f64,
    /// See `DatabaseSpec::plateau`.
    pub plateau: f64,
    /// Squared coefficient of variation of the work (log-normal).
    pub cv2: f64,
    /// See `DatabaseSpec::unfairness`.
    pub unfairness: f64,
}

impl fmt::Display for Fit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "work {:.1} µs with a squared coefficient of variation of {:.3}, contention {:.4}, \
             plateau {:.2}, unfairness {:.3}",
            self.demand_ns / 1000.0,
            self.cv2,
            self.contention,
            self.plateau,
            self.unfairness
        )
    }
}

/// The numbers that give throughput and p95 at both counts, or the nearest there are.
#[must_use]
pub fn fit(cores: u32, few: &Row, many: &Row) -> Fit {
    let over = |row: &Row| f64::from(row.clients.saturating_sub(cores)) / f64::from(cores);
    let (a, b) = (over(few), over(many));
    let ratio = few.sample.tps / many.sample.tps;
    // X(few) / X(many) = (1 + contention b) / (1 + contention a)
    let contention = ((ratio - 1.0) / (b - ratio * a)).max(0.0);
    let peak = few.sample.tps * (1.0 + contention * a);
    let tail = |row: &Row| log_variance(row.sample.p95_ms / row.sample.mean_ms);
    let busy = |row: &Row| (1.0 - f64::from(cores) / f64::from(row.clients)).powi(3);
    let (variance, unfairness) = spread((tail(few), busy(few)), (tail(many), busy(many)));
    Fit {
        demand_ns: f64::from(cores) * 1e9 / peak,
        contention,
        plateau: PLATEAU,
        cv2: variance.exp_m1(),
        unfairness,
    }
}

/// Variance v of the work's logarithm and unfairness u from the variances t of the
/// latencies' logarithms at two counts with shares b of it: t = v + ln(1 + u b).
fn spread((few, b_few): (f64, f64), (many, b_many): (f64, f64)) -> (f64, f64) {
    let growth = (many - few).exp();
    if growth <= 1.0 {
        // No more spread among many: the scheduler is fair, and the mean is the work's.
        return ((few + many) / 2.0, 0.0);
    }
    let unfairness = (growth - 1.0) / (b_many - growth * b_few);
    let variance = few - (unfairness * b_few).ln_1p();
    if unfairness > 0.0 && variance >= 0.0 {
        return (variance, unfairness);
    }
    (0.0, many.exp_m1() / b_many)
}

/// Variance of the logarithm of the log-normal distribution whose 95 % quantile is this
/// many times its mean: ln(ratio) = z s - s²/2, the smaller root.
fn log_variance(ratio: f64) -> f64 {
    // The ratio cannot be above e^(z²/2) = 3.87 nor, with any spread, below 1.
    let under = (Z95 * Z95 - 2.0 * ratio.max(1.0).ln()).max(0.0);
    (Z95 - under.sqrt()).powi(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pgbench::Sample;

    fn row(clients: u32, tps: f64, ratio: f64) -> Row {
        let mean_ms = 1e3 * f64::from(clients) / tps;
        Row {
            clients,
            sample: Sample {
                tps,
                mean_ms,
                p95_ms: mean_ms * ratio,
            },
            tps_spread: 0.0,
            p95_spread: 0.0,
        }
    }

    #[test]
    fn finds_the_numbers_that_made_the_rows() {
        // 40 µs, contention 0.02, two cores: 50,000 / (1 + 0.02 (n - 2) / 2).
        let few = row(4, 50_000.0 / 1.02, 1.7);
        let many = row(32, 50_000.0 / 1.3, 1.7);
        let fit = fit(2, &few, &many);
        assert!((fit.demand_ns - 40_000.0).abs() < 1.0, "{fit}");
        assert!((fit.contention - 0.02).abs() < 1e-6, "{fit}");
        let s = (1.0 + fit.cv2).ln().sqrt();
        assert!(((Z95 * s - s * s / 2.0).exp() - 1.7).abs() < 1e-6, "{fit}");
        assert!(fit.unfairness < 1e-9, "{fit}");
    }

    #[test]
    fn tells_the_works_spread_from_the_schedulers() {
        // With a variance of 0.03 and an unfairness of 0.4 at 4 and 32 clients, two cores.
        let at = |n: f64| 0.03 + (0.4 * (1.0 - 2.0 / n).powi(3)).ln_1p();
        let (variance, unfairness) = spread((at(4.0), 0.125), (at(32.0), (0.9375f64).powi(3)));
        assert!((variance - 0.03).abs() < 1e-9, "{variance}");
        assert!((unfairness - 0.4).abs() < 1e-9, "{unfairness}");
        // All of it is the scheduler's: the work cannot vary less than not at all.
        let (variance, unfairness) = spread((0.01, 0.125), (0.9, 0.8));
        assert!(variance.abs() < 1e-12 && unfairness > 1.0);
    }

    #[test]
    fn faster_with_more_clients_is_no_contention() {
        let fit = fit(2, &row(4, 100.0, 0.9), &row(32, 110.0, 0.9));
        assert!(fit.contention < 1e-12);
        assert!(fit.cv2 < 1e-12);
    }
}
