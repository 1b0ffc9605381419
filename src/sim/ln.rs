//! The natural logarithm of a uniform draw: from a table, in plain operations of IEEE
//! 754, so that it is the same on every machine.
//!
//! A draw is 2^-k z with z in [1, 2). The table has ln c for the middle c of 128 parts of
//! [1, 2); ln(z / c) is six terms of its series. Good to 3 units in the last place of
//! the larger of 1 and the result: far below the nanosecond that a draw is cut down to.
//! `libm::log` divides and takes three times as long.

const PARTS: usize = 128;

/// (c, 1 / c, ln c) of the middle of each part.
static TABLE: [(f64, f64, f64); PARTS] = table();

const fn table() -> [(f64, f64, f64); PARTS] {
    let mut table = [(0.0, 0.0, 0.0); PARTS];
    let mut part = 0;
    while part < PARTS {
        let c = 1.0 + (2 * part + 1) as f64 / (2 * PARTS) as f64;
        table[part] = (c, 1.0 / c, ln_series(c));
        part += 1;
    }
    table
}

/// ln c for c in [1, 2]: 2 artanh((c - 1) / (c + 1)), smallest terms first.
const fn ln_series(c: f64) -> f64 {
    let t = (c - 1.0) / (c + 1.0);
    let mut sum = 0.0;
    let mut n = 35;
    while n >= 1 {
        sum = sum * t * t + 1.0 / n as f64;
        n -= 2;
    }
    2.0 * t * sum
}

/// -ln(u) for a normal number u in (0, 1].
#[inline]
pub fn minus_ln(u: f64) -> f64 {
    const MANTISSA: u32 = f64::MANTISSA_DIGITS - 1;
    let bits = u.to_bits();
    let k = 1023.0 - (bits >> MANTISSA) as f64;
    let part = (bits >> (MANTISSA - PARTS.ilog2())) as usize % PARTS;
    let z = f64::from_bits((bits & ((1 << MANTISSA) - 1)) | 1.0f64.to_bits());
    let (c, inverse, ln_c) = TABLE[part];
    // z - c is exact: both have the same exponent.
    let r = (z - c) * inverse;
    let r2 = r * r;
    let even = 0.5 + r2 * (0.25 + r2 * (1.0 / 6.0));
    let odd = 1.0 / 3.0 + r2 * 0.2;
    (k * std::f64::consts::LN_2 - ln_c) - (r - r2 * even + r2 * r * odd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Stream;

    #[test]
    fn agrees_with_libm() {
        let mut s = Stream::new(1, "ln", 0);
        let edges = [f64::MIN_POSITIVE, 0.25, 0.5, 1.0 - f64::EPSILON, 1.0];
        let tiny = std::iter::successors(Some(1.0), |u| Some(u * 0.5)).take(1000);
        let draws: Vec<f64> = (0..200_000).map(|_| s.unit()).collect();
        for u in draws.into_iter().chain(edges).chain(tiny) {
            let (found, exact) = (minus_ln(u), -libm::log(u));
            let error = (found - exact).abs() / exact.max(1.0);
            assert!(error <= 3.0 * f64::EPSILON, "{u}: {found} for {exact}");
        }
    }
}
