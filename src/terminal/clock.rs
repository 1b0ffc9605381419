//! Times as the tools write them. All of them run on UTC.

use crate::incident::utc::{hms, parse_utc};
use crate::sim::civil::civil_from_days;

const DAY_S: i64 = 86_400;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// Unix seconds in a form of `date`: `%F` is the date, `%T` the time of day, `%a` the day of the
/// week, `%b` the month, `%d`, `%e`, `%-d` the day with 0, a space or nothing before it, `%Y`
/// the year, `%s` the seconds.
pub fn stamp(unix_s: i64, form: &str) -> String {
    let days = unix_s.div_euclid(DAY_S);
    let (year, month, day) = civil_from_days(days);
    let mut parts = form.split('%');
    let mut out = parts.next().unwrap_or("").to_string();
    for part in parts {
        let (letter, rest) =
            part.split_at(part.len().min(if part.starts_with('-') { 2 } else { 1 }));
        out += &match letter {
            "F" => format!("{year:04}-{month:02}-{day:02}"),
            "T" => hms(unix_s),
            "a" => DAYS[days.rem_euclid(7) as usize].to_string(),
            "b" => MONTHS[(month - 1).rem_euclid(12) as usize].to_string(),
            "d" => format!("{day:02}"),
            "e" => format!("{day:>2}"),
            "-d" => day.to_string(),
            "Y" => year.to_string(),
            "s" => unix_s.to_string(),
            unknown => format!("%{unknown}"),
        };
        out += rest;
    }
    out
}

/// `2025-03-15 14:00:03`.
pub fn date_time(unix_s: i64) -> String {
    stamp(unix_s, "%F %T")
}

/// `2025-03-15 14:00:03.120 UTC`, as `%m` of PostgreSQL's log.
pub fn log_stamp(unix_ms: i64) -> String {
    let (s, ms) = (unix_ms.div_euclid(1000), unix_ms.rem_euclid(1000));
    format!("{}.{ms:03} UTC", date_time(s))
}

/// `2025-03-15T14:00:03.120Z`, as Spring Boot's log.
pub fn iso_stamp(unix_ms: i64) -> String {
    let (s, ms) = (unix_ms.div_euclid(1000), unix_ms.rem_euclid(1000));
    format!("{}.{ms:03}Z", stamp(s, "%FT%T"))
}

/// `Mar 15 14:00:03`, as in the journal.
pub fn syslog(unix_s: i64) -> String {
    stamp(unix_s, "%b %d %T")
}

/// `Sat 2025-03-15 14:00:03 UTC`, as systemd.
pub fn systemd(unix_s: i64) -> String {
    stamp(unix_s, "%a %F %T UTC")
}

/// `Sat Mar 15 14:00:03 2025 +0000`, as git.
pub fn git(unix_s: i64) -> String {
    stamp(unix_s, "%a %b %-d %T %Y +0000")
}

/// `Sat Mar 15 14:00:03 UTC 2025`, as `date`.
pub fn date(unix_s: i64) -> String {
    stamp(unix_s, "%a %b %e %T UTC %Y")
}

/// `Mar 15 14:00`, as `ls -l`; with the year where it is another than now.
pub fn listing(unix_s: i64, now_s: i64) -> String {
    match (now_s - unix_s).abs() < 182 * DAY_S {
        true => stamp(unix_s, "%b %e ") + &hms(unix_s)[..5],
        false => stamp(unix_s, "%b %e  %Y"),
    }
}

/// `2025-03-15 14:00:03.120456+00`, as PostgreSQL shows a time.
pub fn timestamptz(unix_us: i64) -> String {
    let (s, us) = (unix_us.div_euclid(1_000_000), unix_us.rem_euclid(1_000_000));
    format!("{}{}+00", date_time(s), fraction(us))
}

fn fraction(us: i64) -> String {
    match us {
        0 => String::new(),
        us => format!(".{us:06}").trim_end_matches('0').to_string(),
    }
}

/// `00:01:23.4` or `2 days 03:00:00`, as PostgreSQL shows a length of time.
pub fn interval(us: i64) -> String {
    let sign = if us < 0 { "-" } else { "" };
    let us = us.unsigned_abs().min(i64::MAX as u64) as i64;
    let (s, rest) = (us / 1_000_000, us % 1_000_000);
    let (days, of_day) = (s / DAY_S, s % DAY_S);
    let days = match days {
        0 => String::new(),
        1 => format!("{sign}1 day "),
        n => format!("{sign}{n} days "),
    };
    format!("{days}{sign}{}{}", hms(of_day), fraction(rest))
}

/// Reads `5 minutes`, `1 hour 30 min`, `00:05:00`, `2s`; microseconds.
pub fn read_interval(text: &str) -> Option<i64> {
    let mut sum: i64 = 0;
    let mut number: Option<f64> = None;
    let mut found = false;
    let spaced: String = text.chars().take(100).fold(String::new(), |mut out, c| {
        let last = out.chars().last();
        if c.is_alphabetic() && last.is_some_and(|l| l.is_ascii_digit()) {
            out.push(' ');
        }
        out.push(c);
        out
    });
    for word in spaced.split_whitespace() {
        if word.contains(':') {
            let fields: Vec<f64> = word
                .split(':')
                .map(|p| p.parse().ok())
                .collect::<Option<_>>()?;
            let [h, m, s] = match fields[..] {
                [h, m] => [h, m, 0.0],
                [h, m, s] => [h, m, s],
                _ => return None,
            };
            sum = sum.saturating_add(((h * 3600.0 + m * 60.0 + s) * 1e6) as i64);
            found = true;
        } else if let Ok(n) = word.parse::<f64>() {
            number = Some(n);
        } else {
            let unit = match word.to_lowercase().as_str() {
                "us" | "microsecond" | "microseconds" => 1e-6,
                "ms" | "millisecond" | "milliseconds" => 1e-3,
                "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
                "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
                "h" | "hr" | "hour" | "hours" => 3600.0,
                "d" | "day" | "days" => 86_400.0,
                "w" | "week" | "weeks" => 604_800.0,
                _ => return None,
            };
            sum = sum.saturating_add((number.take()? * unit * 1e6) as i64);
            found = true;
        }
    }
    // A bare number is seconds.
    if let Some(seconds) = number {
        return (!found).then_some((seconds * 1e6) as i64);
    }
    found.then_some(sum)
}

/// Reads `2025-03-15 14:00:03` or `2025-03-15`; Unix microseconds.
pub fn read_time(text: &str) -> Option<i64> {
    let text = text.trim_end_matches('Z').trim_end_matches("+00");
    let text = text.trim_end_matches("UTC").trim();
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let time = match time.len() {
        5 => format!("{time}:00"),
        _ => time.to_string(),
    };
    let seconds = parse_utc(&format!("{date}T{time}Z")).ok()?;
    let fraction: String = fraction.chars().chain("000000".chars()).take(6).collect();
    Some(seconds * 1_000_000 + fraction.parse::<i64>().ok()?)
}

/// `5m`, `2h`, `3d5h`: an age as Kubernetes writes it.
pub fn age(seconds: i64) -> String {
    let s = seconds.max(0);
    match s {
        0..120 => format!("{s}s"),
        120..600 => match s % 60 {
            0 => format!("{}m", s / 60),
            rest => format!("{}m{rest}s", s / 60),
        },
        600..10_800 => format!("{}m", s / 60),
        10_800..28_800 => match s / 60 % 60 {
            0 => format!("{}h", s / 3600),
            rest => format!("{}h{rest}m", s / 3600),
        },
        28_800..172_800 => format!("{}h", s / 3600),
        _ => format!("{}d", s / DAY_S),
    }
}

/// `2min 5s ago`, as systemd.
pub fn ago(seconds: i64) -> String {
    let s = seconds.max(0);
    let (d, h, m, rest) = (s / DAY_S, s / 3600 % 24, s / 60 % 60, s % 60);
    let text = match (d, h, m) {
        (0, 0, 0) => format!("{rest}s"),
        (0, 0, m) => format!("{m}min {rest}s"),
        (0, h, m) => format!("{h}h {m}min"),
        (1, h, _) => format!("1 day {h}h"),
        (d, _, _) => format!("{d} days"),
    };
    format!("{text} ago")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZERO: i64 = 1_742_047_200; // 2025-03-15 14:00:00 UTC, a Saturday

    #[test]
    fn times_are_written_as_the_tools_do() {
        assert_eq!(log_stamp(ZERO * 1000 + 120), "2025-03-15 14:00:00.120 UTC");
        assert_eq!(syslog(ZERO), "Mar 15 14:00:00");
        assert_eq!(systemd(ZERO), "Sat 2025-03-15 14:00:00 UTC");
        assert_eq!(git(ZERO), "Sat Mar 15 14:00:00 2025 +0000");
        assert_eq!(date(ZERO), "Sat Mar 15 14:00:00 UTC 2025");
        assert_eq!(
            timestamptz(ZERO * 1_000_000 + 120_000),
            "2025-03-15 14:00:00.12+00"
        );
        assert_eq!(interval(83_400_000), "00:01:23.4");
        assert_eq!(interval(-83_000_000), "-00:01:23");
        assert_eq!(age(125), "2m5s");
        assert_eq!(ago(125), "2min 5s ago");
    }

    #[test]
    fn lengths_of_time_are_read() {
        assert_eq!(read_interval("5 minutes"), Some(300_000_000));
        assert_eq!(read_interval("1 hour 30 min"), Some(5_400_000_000));
        assert_eq!(read_interval("00:05:00"), Some(300_000_000));
        assert_eq!(read_interval("30s"), Some(30_000_000));
        assert_eq!(read_interval("soon"), None);
        assert_eq!(read_time("2025-03-15 14:00"), Some(ZERO * 1_000_000));
    }
}
