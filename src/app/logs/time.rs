//! Times as people write them into a search.

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 24 * 60 * MINUTE;

/// `14:02`, `14:02:30` (UTC, on the day nearest to minute zero), `T+02:30` or `T-1:30:00`,
/// as ms from minute zero.
pub(super) fn moment(text: &str, zero_unix_s: i64) -> Option<i64> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(['T', 't']) {
        let (sign, rest) = match rest.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (-1, rest),
            None => (1, rest.strip_prefix('+').unwrap_or(rest)),
        };
        let parts = parts(rest)?;
        let s = parts.iter().fold(0, |sum, part| sum * 60 + part);
        return Some(sign * s * SECOND);
    }
    let parts = parts(text.trim_end_matches(['Z', 'z']))?;
    let [h, m, ..] = parts[..] else { return None };
    let s = parts.get(2).copied().unwrap_or(0);
    if h > 23 || m > 59 || s > 59 {
        return None;
    }
    let of_day = h * 60 * MINUTE + m * MINUTE + s * SECOND;
    let zero_of_day = zero_unix_s.rem_euclid(DAY / SECOND) * SECOND;
    // The nearest such time, half a day before or after.
    let away = (of_day - zero_of_day + DAY / 2).rem_euclid(DAY) - DAY / 2;
    Some(away)
}

/// How long a time lasts that is told no finer than this: a minute or a second, in ms.
pub(super) fn span_ms(text: &str) -> i64 {
    let colons = text.matches(':').count();
    let relative = text.trim_start().starts_with(['T', 't']);
    if colons == 1 && !relative {
        MINUTE
    } else {
        SECOND
    }
}

/// One to three numbers of at most four digits between colons.
fn parts(text: &str) -> Option<Vec<i64>> {
    let number = |part: &str| {
        let digits = part.bytes().all(|b| b.is_ascii_digit());
        (digits && (1..=4).contains(&part.len()))
            .then(|| part.parse().ok())
            .flatten()
    };
    let parts: Option<Vec<i64>> = text.split(':').map(number).collect();
    parts.filter(|parts| (1..=3).contains(&parts.len()))
}
