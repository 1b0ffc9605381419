//! Student's t over independent seeds.

/// Distance of the mean of `found` from `wanted` in standard errors; with n seeds it has
/// Student's distribution with n - 1 degrees of freedom.
pub fn z_of(found: &[f64], wanted: f64) -> f64 {
    let n = found.len() as f64;
    let mean = mean(found);
    let variance = found.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    (mean - wanted) / (variance / n).sqrt()
}

/// The mean.
pub fn mean(found: &[f64]) -> f64 {
    found.iter().sum::<f64>() / found.len() as f64
}

#[test]
fn a_known_sample() {
    // 1, 2, 3, 4, 5 against 2: mean 3, variance 2.5, standard error .7071.
    let z = z_of(&[1.0, 2.0, 3.0, 4.0, 5.0], 2.0);
    assert!((z - 2.0_f64.sqrt()).abs() < 1e-12);
}
