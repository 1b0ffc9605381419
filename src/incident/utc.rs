//! Dates and times in UTC, without leap seconds: what incident files and reports need.
//!
//! The calendar arithmetic is Howard Hinnant's `days_from_civil`
//! (<https://howardhinnant.github.io/date_algorithms.html>); its other direction is the
//! engine's.

use crate::sim::civil::civil_from_days;

const DAY_S: i64 = 86_400;

/// Unix seconds of `YYYY-MM-DDTHH:MM:SSZ`. Years 1970 to 9999.
///
/// # Errors
/// Says which part is wrong.
pub fn parse_utc(text: &str) -> Result<i64, String> {
    let bytes = text.as_bytes();
    let form = b"dddd-dd-ddTdd:dd:ddZ";
    let fits = |(&b, &f): (&u8, &u8)| {
        if f == b'd' {
            b.is_ascii_digit()
        } else {
            b == f
        }
    };
    if bytes.len() != form.len() || !bytes.iter().zip(form).all(fits) {
        return Err("a time is written YYYY-MM-DDTHH:MM:SSZ".to_string());
    }
    let number = |from: usize, to: usize| {
        bytes[from..to]
            .iter()
            .fold(0, |n, b| n * 10 + i64::from(b - b'0'))
    };
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let (hour, minute, second) = (number(11, 13), number(14, 16), number(17, 19));
    if year < 1970 {
        return Err(format!("year {year} is before 1970"));
    }
    if !(1..=12).contains(&month) {
        return Err(format!("there is no month {month}"));
    }
    if !(1..=days_in_month(year, month)).contains(&day) {
        return Err(format!("month {month} of {year} has no day {day}"));
    }
    if hour > 23 || minute > 59 || second > 59 {
        return Err(format!(
            "there is no time {hour:02}:{minute:02}:{second:02}"
        ));
    }
    Ok(days_from_civil(year, month, day) * DAY_S + hour * 3600 + minute * 60 + second)
}

/// `YYYY-MM-DDTHH:MM:SSZ` of Unix seconds.
#[must_use]
pub fn format_utc(unix_s: i64) -> String {
    let (year, month, day) = civil_from_days(unix_s.div_euclid(DAY_S));
    format!("{year:04}-{month:02}-{day:02}T{}Z", hms(unix_s))
}

/// `HH:MM:SS`, the time of day of Unix seconds.
#[must_use]
pub fn hms(unix_s: i64) -> String {
    let s = unix_s.rem_euclid(DAY_S);
    format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// Is there a 29 February?
fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_instants() {
        for (text, unix) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2024-02-29T23:59:59Z", 1_709_251_199),
            ("2024-03-01T00:00:00Z", 1_709_251_200),
            ("2025-03-15T14:00:00Z", 1_742_047_200),
            ("2100-03-01T00:00:00Z", 4_107_542_400),
        ] {
            assert_eq!(parse_utc(text), Ok(unix), "{text}");
            assert_eq!(format_utc(unix), text);
        }
        assert_eq!(hms(1_742_047_200 + 3_661), "15:01:01");
        assert_eq!(hms(-1), "23:59:59");
        assert_eq!(format_utc(-1), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn every_day_of_four_centuries_and_a_half_comes_back() {
        let mut days = 0;
        for year in 1970..2420 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    assert_eq!(days_from_civil(year, month, day), days);
                    assert_eq!(civil_from_days(days), (year, month, day));
                    days += 1;
                }
            }
        }
    }

    #[test]
    fn wrong_parts_are_named() {
        for (text, why) in [
            ("", "YYYY"),
            ("2025-03-15 14:00:00Z", "YYYY"),
            ("2025-03-15T14:00:00+00:00", "YYYY"),
            ("2025-03-15T14:00:00é", "YYYY"),
            ("1969-12-31T00:00:00Z", "before 1970"),
            ("2025-13-01T00:00:00Z", "no month 13"),
            ("2025-02-29T00:00:00Z", "month 2 of 2025 has no day 29"),
            ("2100-02-29T00:00:00Z", "no day 29"),
            ("2025-04-31T00:00:00Z", "no day 31"),
            ("2025-04-00T00:00:00Z", "no day 0"),
            ("2025-04-01T24:00:00Z", "no time 24:00:00"),
            ("2016-12-31T23:59:60Z", "no time 23:59:60"),
        ] {
            let error = parse_utc(text).expect_err(text);
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
