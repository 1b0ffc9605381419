//! The series themselves: lines, areas and stacks.

use plotters::drawing::DrawingArea;
use plotters::element::{Circle, DashedPathElement, Polygon};
use plotters::series::{AreaSeries, LineSeries};
use plotters::style::Color;
use plotters_backend::DrawingBackend;

use super::frame::{DrawError, Frame};
use super::geometry::PlotCoord;
use super::{Kind, PanelSpec, Point, Role, Samples, TimeRange, decimate};

/// Opacity of the fill under a line.
const AREA_OPACITY: f64 = 0.14;
/// Opacity of a band of a stack.
const STACK_OPACITY: f64 = 0.35;
/// Width of a series line, CSS pixels.
const LINE_PX: f64 = 1.5;

/// One unbroken stretch of a series, in (ms, value).
type Run = Vec<(f64, f64)>;

/// Draws all series of a panel; bounds first, so that data lies over them.
pub(super) fn series<DB: DrawingBackend>(
    frame: &Frame<'_, DB>,
    spec: &PanelSpec,
    samples: &Samples,
) -> Result<(), DrawError<DB>> {
    let plot = frame
        .area
        .apply_coord_spec(frame.coord.shifted(frame.area.get_base_pixel()));
    if spec.kind == Kind::Stacked {
        stack(frame, &plot, spec, samples)?;
    }
    let bounds_first = |bound: bool| {
        spec.shown()
            .filter(move |(_, s)| (s.role == Role::Max) == bound)
    };
    for (index, series) in bounds_first(true).chain(bounds_first(false)) {
        if spec.stacks(series) {
            continue;
        }
        for run in runs(frame, samples, samples.column(series.column)) {
            if spec.kind == Kind::Area && series.role != Role::Max && run.len() > 1 {
                let fill = frame.color(spec, index).mix(AREA_OPACITY);
                for element in AreaSeries::new(run.iter().copied(), 0.0, fill) {
                    plot.draw(&element)?;
                }
            }
            stroke(frame, &plot, spec, index, run)?;
        }
    }
    Ok(())
}

/// Draws one run as a line; a single sample between two gaps as a dot.
fn stroke<DB: DrawingBackend>(
    frame: &Frame<'_, DB>,
    plot: &DrawingArea<DB, PlotCoord>,
    spec: &PanelSpec,
    index: usize,
    run: Run,
) -> Result<(), DrawError<DB>> {
    let density = frame.view.density;
    let color = frame.color(spec, index);
    if let [only] = run[..] {
        return plot.draw(&Circle::new(
            only,
            density.units(LINE_PX).max(1),
            color.filled(),
        ));
    }
    let style = color.stroke_width(density.stroke(LINE_PX));
    if spec.series.get(index).is_some_and(|s| s.role == Role::Max) {
        let (dash, space) = (density.units(6.0).max(1), density.units(4.0).max(1));
        return plot.draw(&DashedPathElement::new(run, dash, space, style));
    }
    for element in LineSeries::new(run, style) {
        plot.draw(&element)?;
    }
    Ok(())
}

/// Draws the stack: each band between the sums below and with its series.
fn stack<DB: DrawingBackend>(
    frame: &Frame<'_, DB>,
    plot: &DrawingArea<DB, PlotCoord>,
    spec: &PanelSpec,
    samples: &Samples,
) -> Result<(), DrawError<DB>> {
    let members: Vec<usize> = spec
        .shown()
        .filter(|(_, series)| spec.stacks(series))
        .map(|(index, _)| index)
        .collect();
    // A row counts as a gap only where every member has one, so all sums break alike.
    let known = |row| {
        let value = |&i: &usize| samples.value(spec.series[i].column, row);
        members.iter().any(|i| value(i).is_some())
    };
    let mut sum: Vec<f32> = (0..samples.len())
        .map(|row| if known(row) { 0.0 } else { f32::NAN })
        .collect();
    let mut below = runs(frame, samples, &sum);
    for index in members {
        let column = samples.column(spec.series[index].column);
        for (sum, value) in sum.iter_mut().zip(column) {
            *sum = (*sum + if value.is_nan() { 0.0 } else { *value }).clamp(f32::MIN, f32::MAX);
        }
        let above = runs(frame, samples, &sum);
        let fill = frame.color(spec, index).mix(STACK_OPACITY);
        for (upper, lower) in above.iter().zip(&below) {
            let edge: Run = upper.iter().chain(lower.iter().rev()).copied().collect();
            if upper.len() > 1 {
                plot.draw(&Polygon::new(edge, fill))?;
            }
        }
        for upper in &above {
            stroke(frame, plot, spec, index, upper.clone())?;
        }
        below = above;
    }
    Ok(())
}

/// The drawn runs of a column: decimated to device pixels, split at gaps, cut at the range's ends.
fn runs<DB: DrawingBackend>(frame: &Frame<'_, DB>, samples: &Samples, column: &[f32]) -> Vec<Run> {
    let range = frame.view.range;
    let window = samples.rows_around(range);
    let times = samples.times().get(window.clone()).unwrap_or_default();
    let values = column.get(window).unwrap_or_default();
    let columns = frame.view.density.columns(frame.layout.width());
    let per_ms = columns / range.span_ms() as f64;
    let mut points = Vec::new();
    // Columns stand still in time, so that a moving range does not choose other extremes. Most
    // samples share their column with the one before: only at its end is there a division.
    let (mut column, mut ends_ms) = (0, i64::MIN);
    let column_of = |t_ms: i64| {
        if t_ms >= ends_ms {
            column = (t_ms as f64 * per_ms).floor() as i64;
            ends_ms = ((column + 1) as f64 / per_ms).ceil() as i64;
        }
        column
    };
    decimate(times, values, column_of, &mut points);
    points
        .split(|point| point.value.is_nan())
        .map(|run| cut(run, range))
        .filter(|run| !run.is_empty())
        .collect()
}

/// Cuts a run at the ends of the range, with values in between interpolated.
fn cut(run: &[Point], range: TimeRange) -> Run {
    let (from, to) = (range.from_ms() as f64, range.to_ms() as f64);
    let all = || run.iter().map(|p| (p.t_ms as f64, f64::from(p.value)));
    let mut out = Run::with_capacity(run.len() + 2);
    let mut previous: Option<(f64, f64)> = None;
    for point in all() {
        if let Some(last) = previous {
            for edge in [from, to] {
                if last.0 < edge && edge < point.0 {
                    let share = (edge - last.0) / (point.0 - last.0);
                    out.push((edge, last.1 + (point.1 - last.1) * share));
                }
            }
        }
        if (from..=to).contains(&point.0) {
            out.push(point);
        }
        previous = Some(point);
    }
    out
}
