//! Numbers and times of a debrief in words, for the page and for Markdown alike.

use super::document::{Debrief, HarmCurves, Input, JudgedChange, TimelineRow, Times};
use super::harm::{Budget, Money};
use super::review::Unseen;
use crate::drill::mode::Mode;
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
pub fn unscored(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::Drill => None,
        Mode::Guided => Some("Not scored: the coach named the steps."),
        Mode::Watch => Some("Not scored: this was the original team's run, replayed."),
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
    let all = [&curves.own[..], &curves.nobody, &curves.best];
    let minutes = all.iter().map(|curve| curve.len()).max().unwrap_or(0);
    (0..minutes)
        .step_by(step_minutes(minutes, rows_max))
        .map(|minute| (minute, all.map(|curve| curve.get(minute).copied())))
        .collect()
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

/// What a change was worth, in words.
#[must_use]
pub fn effect(effect: &str) -> &'static str {
    match effect {
        "helped" => "Helped",
        "worse" => "Made it worse",
        "neither" => "Made no difference",
        "protects" => "Protects",
        _ => "Not judged",
    }
}

/// A change in words; several that are judged together say so.
#[must_use]
pub fn change_title(change: &JudgedChange) -> String {
    match change.count {
        0 | 1 => change.title.clone(),
        n => format!("{} and {} more", change.title, n - 1),
    }
}

/// Affected visits of the run without a change; none where there was no such run.
#[must_use]
pub fn without(debrief: &Debrief, change: &JudgedChange) -> Option<u64> {
    let known = !change.effect.is_empty();
    known.then(|| {
        debrief
            .visits
            .1
            .saturating_add_signed(change.difference.saturating_neg())
    })
}

/// What the run without a change shows, in a sentence. A run that ended early, because it had
/// cost more by then, shows the least that the change was worth.
#[must_use]
pub fn worth(debrief: &Debrief, change: &JudgedChange) -> String {
    let visits = count(change.difference.unsigned_abs());
    let cut = change.without.len() < debrief.harm_curves.own.len();
    let least = if cut { "at least " } else { "" };
    match change.effect.as_str() {
        "" => "It was not run without this change: no points hang on it.".to_string(),
        "protects" => "It keeps the cause from coming back.".to_string(),
        "neither" => "Without it about as many visits would have been affected.".to_string(),
        _ if change.difference < 0 => {
            format!("Without it {least}{visits} more visits would have been affected.")
        }
        _ => format!("Without it {visits} fewer visits would have been affected."),
    }
}

/// A number behind a term, with its unit.
#[must_use]
pub fn input(input: &Input) -> String {
    let value = input.value;
    match input.unit.as_str() {
        "share" => percent(value),
        "s" => length(value),
        "visits" if value >= 0.0 => format!("{} visits", count(value.round() as u64)),
        "" => points(value),
        unit => format!("{} {unit}", points(value)),
    }
}

/// The error budget in a sentence.
#[must_use]
pub fn budget(budget: &Budget) -> String {
    format!(
        "{} of the error budget of 30 days is spent: it allows {} affected visits ({} of all).",
        percent(budget.spent),
        count(budget.visits.max(0.0).round() as u64),
        percent_fine(budget.share)
    )
}

/// A small ratio as a percentage with as many decimals as it needs, at most three.
fn percent_fine(ratio: f64) -> String {
    format!("{} %", (ratio * 1e5).round() / 1e3)
}

/// A sum of money in a sentence.
#[must_use]
pub fn money(money: &Money) -> String {
    let whole = count(money.amount.max(0.0).round() as u64);
    format!(
        "At the price that the incident names, it cost {whole} {}.",
        money.currency
    )
}

/// A piece of evidence that was never looked at, and what it would have told.
#[must_use]
pub fn unseen(it: &Unseen) -> String {
    let since = it
        .since_ms
        .map_or(String::new(), |since| format!(" from {} on", t_plus(since)));
    format!("{}: it told{since} {}", it.evidence, it.tells)
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
