//! Dates in UTC for log texts.

use crate::civil::civil_from_days;

/// `YYYY-MM-DD HH:MM:SS UTC` of Unix seconds.
pub(super) fn log_time(unix_s: i64) -> String {
    let (days, s) = (unix_s.div_euclid(86_400), unix_s.rem_euclid(86_400));
    let (year, month, day) = civil_from_days(days);
    let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
    format!("{year:04}-{month:02}-{day:02} {h:02}:{m:02}:{s:02} UTC")
}

#[cfg(test)]
mod tests {
    use super::log_time;

    #[test]
    fn known_days() {
        assert_eq!(log_time(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(log_time(951_827_696), "2000-02-29 12:34:56 UTC");
        assert_eq!(log_time(1_742_047_200), "2025-03-15 14:00:00 UTC");
    }
}
