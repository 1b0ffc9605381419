//! Numbers and times as a reader meets them: lengths, clocks, counts, shares.

use crate::drill::words::groups;
use crate::incident::utc;

/// Seconds as milliseconds; what is no number is 0.
#[must_use]
pub fn ms(seconds: f64) -> i64 {
    (seconds * 1000.0).round() as i64
}

/// `T+07:12`, `T−02:00`, from an hour on `T+1:07:12`.
#[must_use]
pub fn t_plus(t_ms: i64) -> String {
    let sign = if t_ms < 0 { '−' } else { '+' };
    let s = t_ms.div_euclid(1000).unsigned_abs();
    let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
    if h > 0 {
        format!("T{sign}{h}:{m:02}:{s:02}")
    } else {
        format!("T{sign}{m:02}:{s:02}")
    }
}

/// A length in words: `45 s`, `7 min 12 s`, `1 h 05 min`.
#[must_use]
pub fn length(seconds: f64) -> String {
    let s = seconds.max(0.0).round() as u64;
    match (s / 3600, s / 60 % 60, s % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, 0) => format!("{m} min"),
        (0, m, s) => format!("{m} min {s:02} s"),
        (h, 0, _) => format!("{h} h"),
        (h, m, _) => format!("{h} h {m:02} min"),
    }
}

/// `14:07:12` of a time from minute zero.
#[must_use]
pub fn utc_time(minute_zero_unix_s: i64, t_ms: i64) -> String {
    utc::hms(minute_zero_unix_s.saturating_add(t_ms.div_euclid(1000)))
}

/// `2025-03-15 14:00:00 UTC`.
#[must_use]
pub fn utc_date_time(unix_s: i64) -> String {
    utc::format_utc(unix_s)
        .replace('T', " ")
        .replace('Z', " UTC")
}

/// `15 March 2025`.
#[must_use]
pub fn utc_date(unix_s: i64) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let text = utc::format_utc(unix_s);
    let date = text.split_once('T').map_or(text.as_str(), |(date, _)| date);
    let mut parts = date.rsplitn(3, '-');
    let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok());
    let (day, month) = (number().unwrap_or(1), number().unwrap_or(1));
    let year = parts.next().unwrap_or_default();
    format!("{day} {} {year}", MONTHS[(month - 1) % 12])
}

/// A count in groups of three: `1,234,567`.
#[must_use]
pub fn count(n: u64) -> String {
    groups(&n.to_string())
}

/// A share as a percentage, `12.3 %`; of nothing it is empty.
#[must_use]
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        String::new()
    } else {
        percent(part as f64 / whole as f64)
    }
}

/// A ratio as a percentage with one decimal.
#[must_use]
pub fn percent(ratio: f64) -> String {
    format!("{:.1} %", ratio * 100.0)
}

/// Points with one decimal where there is one: `40`, `12.5`.
#[must_use]
pub fn points(points: f64) -> String {
    let tenths = (points * 10.0).round() / 10.0;
    // Adding 0 turns -0 into 0.
    format!("{}", tenths + 0.0)
}

/// So many minutes a row, that a table of these minutes has at most `rows_max` rows (at
/// least 2).
#[must_use]
pub fn step_minutes(minutes: usize, rows_max: usize) -> usize {
    const STEPS: [usize; 10] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480];
    let mut steps = STEPS.into_iter();
    let step = steps.find(|step| minutes.div_ceil(*step) <= rows_max);
    step.unwrap_or(minutes.div_ceil(rows_max.max(2)).max(1))
}

/// A quantile of sorted values: linear between them, the smallest is 0 and the largest 1
/// (definition 7 of Hyndman and Fan 1996). None for no value.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = (place as usize).min(last);
    let above = (below + 1).min(last);
    let part = place - below as f64;
    Some(sorted[below] + part * (sorted[above] - sorted[below]))
}
