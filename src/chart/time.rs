//! The time axis: ranges, the clock that labels are told in, ticks.

/// Widest time that is drawn, ms either side of minute zero (some 3,000 years).
const T_MAX_MS: i64 = 100_000_000_000_000;
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Steps between time ticks that people read at a glance, ms.
const STEPS_MS: [i64; 18] = [
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
];

/// A stretch of time, both ends included, always in order and at least 1 ms long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    from_ms: i64,
    to_ms: i64,
}

impl TimeRange {
    /// The range between two times in either order, cut to some 3,000 years around minute zero.
    pub fn new(a_ms: i64, b_ms: i64) -> Self {
        let from_ms = a_ms.min(b_ms).clamp(-T_MAX_MS, T_MAX_MS);
        let to_ms = a_ms.max(b_ms).clamp(-T_MAX_MS, T_MAX_MS);
        Self {
            from_ms,
            to_ms: to_ms.max(from_ms + 1),
        }
    }

    /// Start, ms.
    pub fn from_ms(self) -> i64 {
        self.from_ms
    }

    /// End, ms.
    pub fn to_ms(self) -> i64 {
        self.to_ms
    }

    /// Length, ms; at least 1.
    pub fn span_ms(self) -> i64 {
        self.to_ms - self.from_ms
    }

    /// Whether a time lies within.
    pub fn contains(self, t_ms: i64) -> bool {
        (self.from_ms..=self.to_ms).contains(&t_ms)
    }
}

/// How times are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Wall clock: the Unix time of minute zero and the zone's offset from UTC.
    Wall {
        /// Unix time of minute zero, s.
        zero_unix_s: i64,
        /// Offset of the shown zone from UTC, s; 0 is UTC.
        offset_s: i32,
    },
    /// `T+mm:ss` since minute zero.
    Relative,
}

impl Clock {
    /// The UTC wall clock of an incident whose minute zero is the given Unix time.
    pub fn utc(zero_unix_s: i64) -> Self {
        Self::Wall {
            zero_unix_s,
            offset_s: 0,
        }
    }

    /// The wall clock of a zone this far east of UTC, s.
    pub fn at_offset(zero_unix_s: i64, offset_s: i32) -> Self {
        Self::Wall {
            zero_unix_s,
            offset_s,
        }
    }

    /// Name of the zone: `UTC`, `UTC+2`, `UTC-3:30`; empty without a wall clock.
    pub fn zone(self) -> String {
        let Self::Wall { offset_s, .. } = self else {
            return String::new();
        };
        let sign = if offset_s < 0 { '-' } else { '+' };
        let minutes = offset_s.unsigned_abs() / 60;
        match (minutes / 60, minutes % 60) {
            (0, 0) => "UTC".to_string(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
        }
    }

    /// Milliseconds from the clock's own zero, on which ticks align.
    fn local_ms(self, t_ms: i64) -> i64 {
        let t_ms = t_ms.clamp(-T_MAX_MS, T_MAX_MS);
        match self {
            Self::Relative => t_ms,
            Self::Wall {
                zero_unix_s,
                offset_s,
            } => {
                let zero_s = zero_unix_s.clamp(-T_MAX_MS / SECOND, T_MAX_MS / SECOND);
                (zero_s + i64::from(offset_s)) * SECOND + t_ms
            }
        }
    }

    /// Time to the minute, for sentences: `14:02`, `T+02:00`.
    pub fn minute(self, t_ms: i64) -> String {
        self.label(t_ms, MINUTE)
    }

    /// Time to the second, for tables and read-outs: `14:02:07`, `T+02:07`.
    pub fn second(self, t_ms: i64) -> String {
        self.label(t_ms, SECOND)
    }

    /// Label of a tick in a row of ticks `step_ms` apart: no finer than the step needs.
    pub fn label(self, t_ms: i64, step_ms: i64) -> String {
        let ms = self.local_ms(t_ms);
        if matches!(self, Self::Relative) {
            return relative(ms);
        }
        let of_day_s = ms.rem_euclid(DAY) / SECOND;
        let (h, m, s) = (of_day_s / 3600, of_day_s / 60 % 60, of_day_s % 60);
        if step_ms >= DAY {
            let (year, month, day) = civil(ms.div_euclid(DAY));
            format!("{year:04}-{month:02}-{day:02}")
        } else if step_ms >= MINUTE {
            format!("{h:02}:{m:02}")
        } else {
            format!("{h:02}:{m:02}:{s:02}")
        }
    }

    /// Full UTC time stamp (RFC 3339) for files; `T+mm:ss` without a wall clock.
    pub fn stamp(self, t_ms: i64) -> String {
        let Self::Wall { zero_unix_s, .. } = self else {
            return relative(self.local_ms(t_ms));
        };
        let utc = Self::utc(zero_unix_s);
        let ms = utc.local_ms(t_ms);
        let (year, month, day) = civil(ms.div_euclid(DAY));
        let fraction_ms = ms.rem_euclid(SECOND);
        let time = utc.second(t_ms);
        if fraction_ms == 0 {
            format!("{year:04}-{month:02}-{day:02}T{time}Z")
        } else {
            format!("{year:04}-{month:02}-{day:02}T{time}.{fraction_ms:03}Z")
        }
    }
}

/// `T+mm:ss`; minutes grow past 99, the sign is a true minus.
pub(super) fn relative(t_ms: i64) -> String {
    let sign = if t_ms < 0 { '−' } else { '+' };
    let s = t_ms.unsigned_abs() / SECOND.unsigned_abs();
    format!("T{sign}{:02}:{:02}", s / 60, s % 60)
}

/// Year, month and day of a day number since 1970-01-01.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Step between ticks, ms, and the ticks of a range: at most `ticks_max` intervals between them.
///
/// Ticks fall on round times of the clock.
pub fn time_ticks(range: TimeRange, clock: Clock, ticks_max: usize) -> (i64, Vec<i64>) {
    let intervals = i64::try_from(ticks_max.clamp(1, 1000)).unwrap_or(1);
    let raw_ms = (range.span_ms() + intervals - 1) / intervals;
    let step_ms = STEPS_MS
        .into_iter()
        .find(|&step| step >= raw_ms)
        .unwrap_or_else(|| {
            // 1-2-5 multiples of days
            let days = raw_ms / DAY + 1;
            let decade = 10_i64.pow(days.ilog10());
            let lead = [1, 2, 5, 10].into_iter().find(|lead| lead * decade >= days);
            lead.unwrap_or(10) * decade * DAY
        });
    let local_from = clock.local_ms(range.from_ms());
    let first = range.from_ms() + (step_ms - local_from.rem_euclid(step_ms)) % step_ms;
    let ticks = std::iter::successors(Some(first), |t| Some(t + step_ms))
        .take_while(|&t| t <= range.to_ms())
        .collect();
    (step_ms, ticks)
}
