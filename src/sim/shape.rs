//! Shapes of service times: how lengths with one mean spread around it.

use super::rng::Stream;
use super::time::Nanos;

pub use super::spec::Shape;

impl Stream {
    /// A length with this mean and shape.
    #[inline]
    pub fn length(&mut self, mean: Nanos, shape: Shape) -> Nanos {
        match shape {
            Shape::Exponential => self.exponential(mean),
            other => self.other_length(mean, other),
        }
    }

    fn other_length(&mut self, mean: Nanos, shape: Shape) -> Nanos {
        match shape {
            Shape::Exponential => self.exponential(mean),
            Shape::Deterministic => mean,
            Shape::Erlang(phases) => {
                let phases = phases.max(1);
                let sum: f64 = (0..phases).map(|_| -libm::log(self.unit())).sum();
                (sum * mean as f64 / f64::from(phases)) as Nanos
            }
            Shape::Hyperexponential(cv2) => {
                let cv2 = cv2.max(1.0);
                let p = 0.5 * (1.0 + libm::sqrt((cv2 - 1.0) / (cv2 + 1.0)));
                let share = if self.chance(p) { p } else { 1.0 - p };
                (-libm::log(self.unit()) * mean as f64 / (2.0 * share)) as Nanos
            }
            Shape::Lognormal(cv2) => {
                let variance = libm::log1p(cv2.max(0.0));
                // Box and Muller's transform, one of its two values.
                let radius = libm::sqrt(-2.0 * libm::log(self.unit()));
                let normal = radius * libm::cos(core::f64::consts::TAU * self.unit());
                let exponent = normal * libm::sqrt(variance) - 0.5 * variance;
                (mean as f64 * libm::exp(exponent)) as Nanos
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and variance of each shape against theory, by z-scores over many seeds: the
    /// sum of squares of 64 standard normal scores lies below 120 but for one run in 10^5.
    #[test]
    fn each_shape_has_its_mean_and_variance() {
        let shapes = [
            (Shape::Exponential, 1.0),
            (Shape::Erlang(4), 0.25),
            (Shape::Hyperexponential(4.0), 4.0),
            (Shape::Lognormal(0.5), 0.5),
        ];
        let (mean, n) = (1e6, 20_000.0);
        for (shape, cv2) in shapes {
            let mut chi2 = 0.0;
            for seed in 0..64 {
                let mut stream = Stream::new(seed, "shape", 0);
                let draws = (0..20_000).map(|_| stream.length(1_000_000, shape) as f64);
                let z = (draws.sum::<f64>() / n - mean) / (mean * (cv2 / n).sqrt());
                chi2 += z * z;
            }
            assert!((20.0..120.0).contains(&chi2), "{shape:?}: {chi2}");
            let mut stream = Stream::new(99, "shape", 0);
            // The variance is the mean of the squared distances; its own error comes from
            // their spread in the sample.
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..400_000 {
                let distance = stream.length(1_000_000, shape) as f64 / mean - 1.0;
                let square = distance * distance;
                sum += square;
                squares += square * square;
            }
            let (found, n) = (sum / 400_000.0, 400_000.0);
            let z = (found - cv2) / ((squares / n - found * found) / n).sqrt();
            assert!(z.abs() < 4.0, "{shape:?}: {found} for {cv2}");
        }
    }

    #[test]
    fn extreme_parameters_give_lengths() {
        let mut stream = Stream::new(1, "shape", 1);
        let shapes = [
            Shape::Erlang(0),
            Shape::Hyperexponential(0.0),
            Shape::Lognormal(-1.0),
        ];
        for shape in shapes {
            assert!(stream.length(1000, shape) < 1_000_000, "{shape:?}");
        }
        assert_eq!(stream.length(1000, Shape::Deterministic), 1000);
    }
}
