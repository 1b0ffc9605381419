//! How large the parameters of commands and actions may be. Page, lints, drill and engine look
//! here.

use std::ops::RangeInclusive;

/// `maximumPoolSize` that a player may set, connections.
pub const POOL_SIZE: RangeInclusive<u32> = 1..=500;
/// Share of requests that can be turned away, percent.
pub const SHED_PERCENT: RangeInclusive<u32> = 0..=100;
/// Time that an instance's work takes, percent of the usual time.
pub const PACE_PERCENT: RangeInclusive<u32> = 1..=100_000;
/// Number of an instance.
pub const INSTANCE: RangeInclusive<u32> = 1..=2000;
/// CPU of a query, percent of what its class says.
pub const CPU_PERCENT: RangeInclusive<u32> = 1..=1_000_000;
/// Blocks of a query, percent of what its class says.
pub const BLOCKS_PERCENT: RangeInclusive<u32> = 0..=1_000_000;
/// How long a session holds its locks or waits for one, seconds: a day.
pub const SESSION_S: RangeInclusive<f64> = 0.0..=86_400.0;
/// Space on a disk, MB: 100 TB.
pub const DISK_MB: RangeInclusive<f64> = 0.0..=1e8;
/// Severity of an incident, 1 the worst.
pub const SEVERITY: RangeInclusive<u8> = 1..=5;
/// Simulated seconds per second; 0 is a pause.
pub const SPEED: RangeInclusive<f64> = 0.0..=120.0;
/// Length of a silence, seconds: a minute to two days.
pub const SILENCE_S: RangeInclusive<u32> = 60..=172_800;
/// Sessions that one command names by process id, at most.
pub const PIDS_MAX: usize = 2_000;
/// Pieces of evidence that a diagnosis cites, at most.
pub const EVIDENCE_MAX: usize = 12;
/// Longest status update, characters.
pub const STATUS_CHARS_MAX: usize = 500;

/// Does this mark turn the direction of text? Then a line could be read as another.
#[must_use]
pub fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}')
}
