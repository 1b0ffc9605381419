//! How far the values of some runs lie apart.

/// Runs from which quartiles and a trend are told.
pub const ENOUGH: usize = 5;
/// Runs from which a median is told.
pub const SOME: usize = 3;

/// How far the values of some runs lie apart. All are values of runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Runs that have a value.
    pub runs: usize,
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// The middle one, of an even number the lower of the two; from [`SOME`] runs on.
    pub median: Option<f64>,
    /// A quarter of the runs lies at or below the first, three quarters at or below the
    /// second; from [`ENOUGH`] runs on.
    pub quartiles: Option<(f64, f64)>,
}

/// The spread of values; none without any. What is no number does not count.
#[must_use]
pub fn spread(values: &[f64]) -> Option<Spread> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let runs = sorted.len();
    Some(Spread {
        runs,
        least: *sorted.first()?,
        most: *sorted.last()?,
        median: (runs >= SOME).then(|| at(&sorted, 1, 2)),
        quartiles: (runs >= ENOUGH).then(|| (at(&sorted, 1, 4), at(&sorted, 3, 4))),
    })
}

/// The least value with at least the share `part / of` of all at or below it: Hyndman and Fan's
/// first definition. `sorted` is not empty.
fn at(sorted: &[f64], part: usize, of: usize) -> f64 {
    let rank = (sorted.len() * part).div_ceil(of);
    sorted[rank.clamp(1, sorted.len()) - 1]
}
