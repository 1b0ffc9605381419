//! How fast a shared CPU works in all when n jobs share it.

use super::spec::{DatabaseSpec, UslSpec};

/// Total rate r(n) of a station that n jobs share evenly, in cores.
///
/// Up to the cores each job has one: r(n) = n. Above, the cores lose to contention, and
/// never more than down to a plateau: r(n) = c / (1 + contention (n - c) / c), at least
/// c x plateau. Without contention that is plain processor sharing with c cores.
///
/// With a USL the shape is Gunther's Universal Scalability Law instead (N. Gunther,
/// "Guerrilla Capacity Planning", 2007): r(n) = lambda n / (1 + sigma (n - 1) +
/// kappa n (n - 1)), at most the cores; past its peak never below plateau x peak, as a
/// server that really runs does not collapse to nothing.
#[derive(Clone, Debug)]
pub struct RateLaw {
    cores: f64,
    contention: f64,
    plateau: f64,
    usl: Option<Usl>,
}

#[derive(Clone, Debug)]
struct Usl {
    spec: UslSpec,
    /// Where the law has its peak, jobs.
    peak_at: f64,
    /// Never slower than this past the peak, cores.
    floor: f64,
}

impl RateLaw {
    /// The law of a database's CPU; at least one core.
    #[must_use]
    pub fn of(spec: &DatabaseSpec) -> RateLaw {
        let cores = f64::from(spec.cores.max(1));
        RateLaw {
            cores,
            contention: spec.contention,
            plateau: spec.plateau,
            usl: spec.usl.map(|usl| Usl::new(usl, cores, spec.plateau)),
        }
    }

    /// How many cores there are.
    #[must_use]
    pub fn cores(&self) -> f64 {
        self.cores
    }

    /// Total rate with n jobs, in cores; above 0 for n above 0.
    #[must_use]
    pub fn rate(&self, n: usize) -> f64 {
        let n = n as f64;
        if let Some(usl) = &self.usl {
            return usl.rate(n, self.cores);
        }
        if n <= self.cores {
            return n;
        }
        let over = (n - self.cores) / self.cores;
        (self.cores / (1.0 + self.contention * over)).max(self.cores * self.plateau)
    }
}

impl Usl {
    fn new(spec: UslSpec, cores: f64, plateau: f64) -> Usl {
        let mut usl = Usl {
            spec,
            peak_at: f64::INFINITY,
            floor: 0.0,
        };
        if spec.kappa > 0.0 {
            // d r / d n = 0 at sqrt((1 - sigma) / kappa); the peak is at a whole number
            // of jobs beside it.
            let real = libm::sqrt((1.0 - spec.sigma).max(0.0) / spec.kappa).max(1.0);
            let (below, above) = (libm::floor(real), libm::ceil(real));
            let higher = usl.law(above) > usl.law(below);
            usl.peak_at = if higher { above } else { below };
            usl.floor = plateau * usl.law(usl.peak_at).min(cores);
        }
        usl
    }

    fn law(&self, n: f64) -> f64 {
        let UslSpec {
            sigma,
            kappa,
            lambda,
        } = self.spec;
        lambda * n / (1.0 + sigma * (n - 1.0) + kappa * n * (n - 1.0))
    }

    fn rate(&self, n: f64, cores: f64) -> f64 {
        let rate = self.law(n).min(cores);
        if n > self.peak_at {
            rate.max(self.floor)
        } else {
            rate
        }
    }
}

#[cfg(test)]
impl RateLaw {
    /// Cores with contention and plateau.
    pub(super) fn cores_with(cores: u32, contention: f64, plateau: f64) -> RateLaw {
        RateLaw {
            cores: f64::from(cores.max(1)),
            contention,
            plateau,
            usl: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usl(cores: u32, plateau: f64, spec: UslSpec) -> RateLaw {
        let law = RateLaw::cores_with(cores, 0.0, plateau);
        RateLaw {
            usl: Some(Usl::new(spec, law.cores, plateau)),
            ..law
        }
    }

    #[test]
    fn cores_then_contention_then_plateau() {
        let law = RateLaw::cores_with(4, 1.0, 0.25);
        let rates = [1, 4, 8, 1000].map(|n| law.rate(n));
        let wanted = [1.0, 4.0, 2.0, 1.0];
        for (rate, wanted) in rates.into_iter().zip(wanted) {
            assert!((rate - wanted).abs() < 1e-12, "{rates:?}");
        }
    }

    /// PostgreSQL 9.1 read-only: sigma .0386, kappa .00107, peak near 30.
    #[test]
    fn usl_peaks_where_it_should_and_keeps_its_plateau() {
        let spec = UslSpec {
            sigma: 0.0386,
            kappa: 0.00107,
            lambda: 1.0,
        };
        let law = usl(64, 0.7, spec);
        let peak = (1..200).max_by(|a, b| law.rate(*a).total_cmp(&law.rate(*b)));
        assert_eq!(peak, Some(30));
        let by_hand = 30.0 / (1.0 + 0.0386 * 29.0 + 0.00107 * 30.0 * 29.0);
        assert!((law.rate(30) - by_hand).abs() < 1e-12);
        assert!((law.rate(100_000) - 0.7 * by_hand).abs() < 1e-12);
        assert!(
            (usl(4, 0.7, spec).rate(20) - 4.0).abs() < 1e-12,
            "the cores"
        );
    }
}
