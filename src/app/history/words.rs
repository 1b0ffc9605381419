//! Histories in words.

use super::spread::{ENOUGH, Spread};
use super::summary::{History, Phase};
use super::trend::Trend;
use crate::debrief::words::{length, points, utc_date};

/// What the chart of the points shows, in a sentence or three.
#[must_use]
pub fn chart_summary(history: &History) -> String {
    let drills = &history.drills;
    let (Some(first), Some(last)) = (drills.first(), drills.last()) else {
        return "No drill has been finished.".to_string();
    };
    let said = |line: &crate::app::saved::ResultLine| line.total.map_or(String::new(), points);
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
        Trend::Up(by) => format!("slower, by about {} a drill", length(by)),
        Trend::Down(by) => format!("faster, by about {} a drill", length(by)),
    }
}

/// How many drills reached a phase.
#[must_use]
pub fn reached(phase: &Phase) -> String {
    format!("{} of {}", phase.reached, phase.of)
}

/// The middle half of a spread, or why it is not told.
#[must_use]
pub fn middle_half(spread: &Spread, value: impl Fn(f64) -> String) -> String {
    match spread.quartiles {
        Some((low, high)) => format!("middle half {} to {}", value(low), value(high)),
        None => format!("middle half from {ENOUGH} drills on"),
    }
}
