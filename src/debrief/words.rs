//! Numbers and times of a debrief in words, for the page and for Markdown alike.

use super::document::{Debrief, HarmCurves, TimelineRow, Times};
use crate::incident::utc;

/// Kinds of timeline rows in the order of filters: id and name.
pub const KINDS: [(&str, &str); 8] = [
    ("look", "Looks"),
    ("say", "Statements"),
    ("change", "Changes"),
    ("help", "Hints"),
    ("time", "Clock"),
    ("world", "System"),
    ("page", "Alerts"),
    ("person", "People"),
];

/// The name of a kind of timeline row; an unknown one is its own name.
#[must_use]
pub fn kind_name(kind: &str) -> &str {
    match kind {
        "look" => "Look",
        "say" => "Statement",
        "change" => "Change",
        "help" => "Hint",
        "time" => "Clock",
        "world" => "System",
        "page" => "Alert",
        "person" => "Person",
        other => other,
    }
}

/// Why a mode has no score; none for a scored one.
#[must_use]
pub fn unscored(mode: &str) -> Option<&'static str> {
    match mode {
        "drill" => None,
        "guided" => Some("Not scored: the coach named the steps."),
        "watch" => Some("Not scored: this was the original team's run, replayed."),
        _ => Some("Not scored."),
    }
}

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
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
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

/// The phases in order: name and seconds from minute zero.
#[must_use]
pub fn phases(times: &Times) -> [(&'static str, Option<f64>); 4] {
    [
        ("Acknowledged", times.acknowledge),
        ("Diagnosed", times.diagnose),
        ("Mitigated", times.mitigate),
        ("Resolved", times.resolve),
    ]
}

/// How much of the harm that could be avoided was avoided, 0..=1; none where there
/// was nothing to avoid.
#[must_use]
pub fn avoided(debrief: &Debrief) -> Option<f64> {
    let (nobody, best) = debrief.reference_affected;
    let own = debrief.visits.1;
    (nobody > best).then(|| {
        let avoided = nobody as f64 - own as f64;
        (avoided / (nobody - best) as f64).clamp(0.0, 1.0)
    })
}

/// The impact in one sentence.
#[must_use]
pub fn impact(debrief: &Debrief) -> String {
    let (all, own) = debrief.visits;
    let affected = format!("{} of {} visits were affected", count(own), count(all));
    match avoided(debrief) {
        Some(avoided) => {
            format!(
                "{affected}; {} of the avoidable harm was avoided.",
                percent(avoided)
            )
        }
        None => format!("{affected}."),
    }
}

/// Rows of the harm table, at most `rows_max` (at least 2): minute, then own, nobody
/// and best; none where a curve has ended.
#[must_use]
pub fn harm_rows(curves: &HarmCurves, rows_max: usize) -> Vec<(usize, [Option<u64>; 3])> {
    const STEPS: [usize; 10] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480];
    let all = [&curves.own, &curves.nobody, &curves.best];
    let minutes = all.iter().map(|curve| curve.len()).max().unwrap_or(0);
    let step = STEPS
        .into_iter()
        .find(|step| minutes.div_ceil(*step) <= rows_max);
    let step = step.unwrap_or(minutes.div_ceil(rows_max.max(2)).max(1));
    (0..minutes)
        .step_by(step)
        .map(|minute| (minute, all.map(|curve| curve.get(minute).copied())))
        .collect()
}

/// A line of the two stories beside each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SideBySide<'a> {
    /// When, milliseconds since minute zero.
    pub t_ms: i64,
    /// What was done or happened in this run.
    pub own: Option<&'a TimelineRow>,
    /// What the original team did.
    pub account: Option<&'a str>,
}

/// Both stories by time. An entry of the account stands beside the row of the same
/// second, else on a line of its own. `shown` chooses kinds of own rows.
#[must_use]
pub fn side_by_side(debrief: &Debrief, shown: impl Fn(&str) -> bool) -> Vec<SideBySide<'_>> {
    let own = debrief.timeline.iter().filter(|row| shown(&row.kind));
    let mut lines: Vec<SideBySide<'_>> = own
        .map(|row| SideBySide {
            t_ms: row.t_ms,
            own: Some(row),
            account: None,
        })
        .collect();
    for (t_ms, text) in &debrief.account {
        let text = Some(text.as_str());
        let same = |line: &&mut SideBySide<'_>| {
            line.account.is_none() && line.t_ms.div_euclid(1000) == t_ms.div_euclid(1000)
        };
        match lines.iter_mut().find(same) {
            Some(line) => line.account = text,
            None => lines.push(SideBySide {
                t_ms: *t_ms,
                own: None,
                account: text,
            }),
        }
    }
    lines.sort_by_key(|line| line.t_ms);
    lines
}
