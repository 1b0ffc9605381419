//! Dates in UTC for log texts.
//!
//! Howard Hinnant's `civil_from_days`
//! (<https://howardhinnant.github.io/date_algorithms.html>); the incident room has its
//! own, which this room may not use.

/// `YYYY-MM-DD HH:MM:SS UTC` of Unix seconds.
pub(super) fn log_time(unix_s: i64) -> String {
    let (days, s) = (unix_s.div_euclid(86_400), unix_s.rem_euclid(86_400));
    let z = days.saturating_add(719_468);
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
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
