//! The crosshair by keys: from sample to sample, from mark to mark, and the stretch it chooses.

use crate::app::store::Live;
use crate::chart::{Clock, PanelSpec, TimeRange};
use crate::web::run::Run;

/// Samples that a step passes while a stretch is chosen.
const STRIDE: isize = 3;
/// Marks so near to the crosshair are named, as a share of the range.
const MARK_REACH: i64 = 60;
/// Marks so near are told with the values, ms.
const MARK_REACH_MS: i64 = 15_000;

/// What a key does on a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// By samples; true chooses the stretch that is passed.
    By(isize, bool),
    /// To the first or the last sample shown.
    End(bool),
    /// To the mark before or after.
    Mark(bool),
    /// Shows the stretch that was chosen, else half as much around the crosshair.
    Zoom,
    /// Shows twice as much.
    Out,
    /// Takes back the choice, or the crosshair.
    Leave,
}

impl Step {
    /// The step of a key, with or without the shift key.
    #[must_use]
    pub fn of(key: &str, shift: bool) -> Option<Step> {
        Some(match key {
            "ArrowLeft" | "ArrowDown" => Step::By(-1, shift),
            "ArrowRight" | "ArrowUp" => Step::By(1, shift),
            "Home" => Step::End(false),
            "End" => Step::End(true),
            "PageUp" => Step::Mark(false),
            "PageDown" => Step::Mark(true),
            "Enter" | "+" | "=" => Step::Zoom,
            "-" => Step::Out,
            "Escape" => Step::Leave,
            _ => return None,
        })
    }
}

/// Does a step; false if there was nothing to do.
pub fn step(run: &Run, step: Step) -> bool {
    let charts = run.charts();
    match step {
        Step::Zoom => {
            match charts.selection() {
                Some((a, b)) if a != b => charts.zoom(a, b),
                _ => charts.zoom_in(),
            }
            charts.select(None);
            return true;
        }
        Step::Out => {
            charts.zoom_out();
            return true;
        }
        Step::Leave => {
            let had = charts.selection().is_some() || charts.crosshair().is_some();
            if charts.selection().is_none() {
                charts.set_crosshair(None);
            }
            charts.select(None);
            return had;
        }
        Step::By(..) | Step::End(_) | Step::Mark(_) => {}
    }
    let before = charts.crosshair();
    let at = run.with_live(|live| target(live, charts.shown(), before, step));
    let Some(at) = at.flatten() else { return false };
    if let Step::By(_, true) = step {
        let from = charts.selection().map(|(from, _)| from).or(before);
        charts.select(Some((from.unwrap_or(at), at)));
    } else {
        charts.select(None);
    }
    charts.set_crosshair(Some(at));
    true
}

/// Where the crosshair goes.
fn target(live: &Live, range: TimeRange, before: Option<i64>, step: Step) -> Option<i64> {
    let samples = &live.samples;
    let rows = samples.rows(range);
    let last = rows.end.checked_sub(1).filter(|last| *last >= rows.start)?;
    let now = before.and_then(|t| samples.nearest(t));
    let now = now.map_or(last, |row| row.clamp(rows.start, last));
    let row = match step {
        // The first step only puts the crosshair down.
        Step::By(..) if before.is_none() => last,
        Step::By(by, choosing) => {
            let by = if choosing { by * STRIDE } else { by };
            now.saturating_add_signed(by).clamp(rows.start, last)
        }
        Step::End(false) => rows.start,
        Step::End(true) => last,
        Step::Mark(on) => {
            let t_ms = samples.times()[now];
            let shown = live.marks.iter().filter(|mark| range.contains(mark.t_ms));
            let mut times = shown.map(|mark| mark.t_ms);
            return if on {
                times.filter(|t| *t > t_ms).min()
            } else {
                times.by_ref().filter(|t| *t < t_ms).max()
            };
        }
        Step::Zoom | Step::Out | Step::Leave => return None,
    };
    samples.times().get(row).copied()
}

/// What happened near a time: the nearest mark's label.
#[must_use]
pub fn mark_near(live: &Live, t_ms: i64, span_ms: i64) -> Option<String> {
    nearest(live, t_ms, span_ms / MARK_REACH)
}

/// The label of the nearest mark within reach, ms.
fn nearest(live: &Live, t_ms: i64, reach: i64) -> Option<String> {
    let away = |t: i64| (t - t_ms).abs();
    let near = live.marks.iter().filter(|mark| away(mark.t_ms) <= reach);
    near.min_by_key(|mark| away(mark.t_ms))
        .map(|mark| mark.label.clone())
}

/// A chart's values at a time in words, or now.
#[must_use]
pub fn read_out(spec: &PanelSpec, live: &Live, at: Option<i64>, clock: Clock) -> String {
    let samples = &live.samples;
    let row = match at {
        Some(t_ms) => samples.nearest(t_ms),
        None => samples.len().checked_sub(1),
    };
    let Some(row) = row else {
        return "No data yet".to_string();
    };
    let t_ms = samples.times()[row];
    let shown = spec.series.iter().enumerate();
    let shown = shown.filter(|(index, _)| spec.shows(*index));
    let values = shown.map(|(_, series)| {
        let value = samples.value(series.column, row);
        let value = value.map_or("no data".to_string(), |v| spec.unit.format(f64::from(v)));
        format!("{} {value}", series.label)
    });
    let values: Vec<String> = values.collect();
    let mark = at.and_then(|_| nearest(live, t_ms, MARK_REACH_MS));
    let mark = mark.map(|mark| format!("; {mark}")).unwrap_or_default();
    format!("{}: {}{mark}", clock.second(t_ms), values.join(", "))
}
