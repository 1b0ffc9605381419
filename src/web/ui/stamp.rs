//! Dates for reading.

use crate::chart::Clock;

/// A moment with its date: `2025-03-15 13:58:30 UTC`.
#[must_use]
pub fn stamp(clock: Clock, t_ms: i64) -> String {
    let whole_s_ms = t_ms.div_euclid(1_000) * 1_000;
    let stamp = clock.stamp(whole_s_ms);
    format!("{} UTC", stamp.trim_end_matches('Z').replace('T', " "))
}
