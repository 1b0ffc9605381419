//! Time in the simulation: `u64` nanoseconds since the start of the world.

/// Nanoseconds since the start of the world, or a length of time.
pub type Nanos = u64;

/// A microsecond in [`Nanos`].
pub const US: Nanos = 1_000;
/// A millisecond in [`Nanos`].
pub const MS: Nanos = 1_000_000;
/// A second in [`Nanos`].
pub const SEC: Nanos = 1_000_000_000;
/// A minute in [`Nanos`].
pub const MIN: Nanos = 60 * SEC;

/// A length in seconds as [`Nanos`], rounded to the nearest; negative, NaN and
/// out-of-range values saturate.
#[must_use]
pub fn from_seconds(seconds: f64) -> Nanos {
    (seconds * 1e9 + 0.5) as Nanos
}

/// A length of time in seconds.
#[must_use]
pub fn to_seconds(nanos: Nanos) -> f64 {
    nanos as f64 / 1e9
}
