//! Histories in words.

use super::spread::{ENOUGH, SOME};
use super::summary::{History, Phase};
use super::trend::Trend;
use crate::app::saved::ResultLine;
use crate::debrief::words::{length, ms, points, t_plus, utc_date};

/// Stands where there is no value.
const NONE: &str = "–";

/// What the chart of the points shows, in a sentence or three.
#[must_use]
pub fn chart_summary(history: &History) -> String {
    let drills = &history.drills;
    let (Some(first), Some(last)) = (drills.first(), drills.last()) else {
        return "No drill has been finished.".to_string();
    };
    let said = |line: &ResultLine| line.total.map_or(String::new(), points);
    let (from, to) = (
        utc_date(first.finished_unix_s),
        utc_date(last.finished_unix_s),
    );
    let when = match from == to {
        true => format!("on {from}"),
        false => format!("from {from} to {to}"),
    };
    let mut text = match drills.len() {
        1 => format!("One drill, {when}: {} points.", said(last)),
        n => {
            let best = history.best.as_ref().map_or(String::new(), said);
            format!(
                "{n} drills, {when}: the last {} points, the best {best}.",
                said(last)
            )
        }
    };
    if let Some((low, high)) = history.points.and_then(|points| points.quartiles) {
        let (low, high) = (points(low), points(high));
        text += &format!(" The middle half lies between {low} and {high}.");
    }
    text + " " + &points_trend(history)
}

/// How the points go, as a sentence.
#[must_use]
pub fn points_trend(history: &History) -> String {
    match history.trend {
        Trend::TooFew => format!("A trend is told from {ENOUGH} drills on."),
        Trend::Unclear => "There is no clear trend.".to_string(),
        Trend::Up(by) => format!("They rise by about {} points a drill.", points(by)),
        Trend::Down(by) => format!("They fall by about {} points a drill.", points(by)),
    }
}

/// How the times of a phase go, in a few words.
#[must_use]
pub fn phase_trend(phase: &Phase) -> String {
    match phase.trend {
        Trend::TooFew => format!("from {ENOUGH} drills on"),
        Trend::Unclear => "no clear trend".to_string(),
        Trend::Up(by) => format!("slower, about {} a drill", length(by)),
        Trend::Down(by) => format!("faster, about {} a drill", length(by)),
    }
}

/// The figures of an incident's drills: name, value, note. There is at least one drill.
#[must_use]
pub fn figures(history: &History) -> [[String; 3]; 4] {
    let best = history.best.as_ref();
    let total = best.and_then(|best| best.total).map(points);
    let note = best.map(|b| format!("{}, seed {}", utc_date(b.finished_unix_s), b.seed));
    let spread = history.points;
    let median = match spread.and_then(|spread| spread.median) {
        Some(median) => (points(median), "the middle drill".to_string()),
        None => (NONE.to_string(), format!("from {SOME} drills on")),
    };
    let range = spread.map(|s| format!("{} to {}", points(s.least), points(s.most)));
    let half = match spread.and_then(|spread| spread.quartiles) {
        Some((low, high)) => format!("middle half {} to {}", points(low), points(high)),
        None => format!("middle half from {ENOUGH} drills on"),
    };
    let others = match (history.guided, history.watched) {
        (0, 0) => "no guided or watched runs".to_string(),
        (guided, watched) => format!("and {guided} guided, {watched} watched"),
    };
    let none = || NONE.to_string();
    [
        [
            "Best".into(),
            total.unwrap_or_else(none),
            note.unwrap_or_default(),
        ],
        ["Median".into(), median.0, median.1],
        ["Spread".into(), range.unwrap_or_else(none), half],
        ["Drills".into(), history.drills.len().to_string(), others],
    ]
}

/// The cells of a phase: name, last, best, spread (from [`ENOUGH`] drills on the middle half,
/// where so many reached it), drills that reached it, trend.
#[must_use]
pub fn phase_cells(phase: &Phase) -> [String; 6] {
    let time = |at: Option<f64>| at.map_or("never".to_string(), |at| t_plus(ms(at)));
    let range = phase.spread.and_then(|spread| match spread.quartiles {
        None if phase.of >= ENOUGH || spread.runs < 2 => None,
        None => Some((spread.least, spread.most)),
        half => half,
    });
    let range = range.map(|(a, b)| format!("{} to {}", time(Some(a)), time(Some(b))));
    [
        phase.name.to_string(),
        time(phase.last),
        time(phase.best),
        range.unwrap_or_else(|| NONE.to_string()),
        format!("{} of {}", phase.reached, phase.of),
        phase_trend(phase),
    ]
}
