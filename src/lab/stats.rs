//! Means, quantiles and intervals of independent runs.

use crate::debrief::numbers::quantile;
use serde::{Deserialize, Serialize};

/// `t` with 97.5 % below it, for 1 to 30 degrees of freedom (Student's distribution, by
/// numerical integration of its density).
const T_975: [f64; 30] = [
    12.70620, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.30600, 2.26216, 2.22814,
    2.20099, 2.17881, 2.16037, 2.14479, 2.13145, 2.11991, 2.10982, 2.10092, 2.09302, 2.08596,
    2.07961, 2.07387, 2.06866, 2.06390, 2.05954, 2.05553, 2.05183, 2.04841, 2.04523, 2.04227,
];
/// The same of the normal distribution.
const Z_975: f64 = 1.959_963_984_540_054;

/// `t` with 97.5 % below it: half the width of a 95 % interval in standard errors. Beyond 30
/// degrees of freedom by the expansion of Abramowitz and Stegun, 26.7.5, to four terms; it is
/// right to five decimals there. None for no degree of freedom.
#[must_use]
pub fn t_975(freedom: usize) -> Option<f64> {
    let index = freedom.checked_sub(1)?;
    if let Some(t) = T_975.get(index) {
        return Some(*t);
    }
    let (z, v) = (Z_975, freedom as f64);
    let z2 = z * z;
    let first = z * (z2 + 1.0) / 4.0;
    let second = z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let third = z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    Some(z + first / v + second / (v * v) + third / (v * v * v))
}

/// A mean of independent values and its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// How many values.
    pub n: u32,
    /// Their mean.
    pub mean: f64,
    /// The interval by Student's t: mean ± t · s / √n; none for fewer than two values.
    pub interval: Option<(f64, f64)>,
}

/// The mean of values and its interval; none for no value.
#[must_use]
pub fn estimate(values: &[f64]) -> Option<Estimate> {
    let n = values.len();
    let mean = mean(values)?;
    let interval = t_975(n - 1).map(|t| {
        let half = t * deviation(values, mean) / (n as f64).sqrt();
        (mean - half, mean + half)
    });
    Some(Estimate {
        n: n as u32,
        mean,
        interval,
    })
}

/// How values spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Mean and its interval.
    pub mean: Estimate,
    /// Standard deviation, with n - 1; 0 for one value.
    pub deviation: f64,
    /// Quantiles 0, 5, 25, 50, 75, 95 and 100 %.
    pub quantiles: [f64; 7],
}

/// The shares of [`Spread::quantiles`].
pub const SHARES: [f64; 7] = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0];

/// How values spread; none for no value.
#[must_use]
pub fn spread(values: &[f64]) -> Option<Spread> {
    let mean = estimate(values)?;
    let sorted = sorted(values);
    Some(Spread {
        deviation: if values.len() > 1 {
            deviation(values, mean.mean)
        } else {
            0.0
        },
        quantiles: SHARES.map(|share| quantile(&sorted, share).unwrap_or(0.0)),
        mean,
    })
}

/// Values in ascending order.
#[must_use]
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Standard deviation with n - 1, of two values or more.
fn deviation(values: &[f64], mean: f64) -> f64 {
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (squares / (values.len() - 1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_samples_by_hand() {
        // 2, 4, 9: mean 5, deviation sqrt((9 + 1 + 16) / 2) = 3.605551, t(2) = 4.302653.
        let spread = spread(&[9.0, 2.0, 4.0]).expect("values");
        assert!((spread.mean.mean - 5.0).abs() < 1e-12);
        assert!((spread.deviation - 3.605_551_275).abs() < 1e-8);
        let (low, high) = spread.mean.interval.expect("three values");
        assert!((high - 5.0 - 8.956_686).abs() < 1e-4, "{high}");
        assert!((low + high - 10.0).abs() < 1e-12);
        let [least, q05, _, median, q75, _, most] = spread.quantiles;
        assert_eq!((least, median, most), (2.0, 4.0, 9.0));
        assert!((q05 - 2.2).abs() < 1e-12 && (q75 - 6.5).abs() < 1e-12);
        assert!(estimate(&[]).is_none() && super::spread(&[]).is_none());
        assert_eq!(estimate(&[3.0]).and_then(|e| e.interval), None);
    }

    #[test]
    fn t_goes_down_to_the_normal_without_a_step() {
        assert_eq!(t_975(0), None);
        let all: Vec<f64> = (1..2000).filter_map(t_975).collect();
        assert!(all.windows(2).all(|w| w[1] < w[0] && w[1] > Z_975));
        // Published tables: 31 2.0395, 40 2.0211, 99 1.9842, 120 1.9799.
        for (freedom, t) in [(31, 2.0395), (40, 2.0211), (99, 1.9842), (120, 1.9799)] {
            let found = t_975(freedom).expect("some freedom");
            assert!((found - t).abs() < 6e-5, "{freedom}: {found}");
        }
    }
}
