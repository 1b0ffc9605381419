//! What is laid over the series: thresholds, marks of events, the crosshair.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, VPos};
use plotters::style::{Color, RGBColor};
use plotters_backend::DrawingBackend;

use super::frame::{DrawError, Frame, View};
use super::{MarkKind, PanelSpec, Samples};

/// Draws a vertical or horizontal line: solid, or with dashes and spaces of the given lengths.
fn rule<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    ends: [(i32, i32); 2],
    dash: Option<(i32, i32)>,
    color: RGBColor,
    stroke: u32,
) -> Result<(), DrawError<DB>> {
    let style = color.stroke_width(stroke);
    match dash {
        None => area.draw(&PathElement::new(ends, style)),
        Some((dash, space)) => area.draw(&DashedPathElement::new(
            ends,
            dash.max(1),
            space.max(1),
            style,
        )),
    }
}

/// Thresholds within the axis: a thin dashed line with its name at the right end.
pub(super) fn thresholds<DB: DrawingBackend>(
    frame: &Frame<'_, DB>,
    spec: &PanelSpec,
) -> Result<(), DrawError<DB>> {
    let (coord, density) = (&frame.coord, frame.view.density);
    let mut named: Option<i32> = None;
    for threshold in spec
        .thresholds
        .iter()
        .filter(|t| coord.domain.contains(t.value))
    {
        let y = coord.y(threshold.value);
        let dash = (density.units(4.0), density.units(4.0));
        let color = frame.view.theme.warn;
        let ends = [(coord.left, y), (coord.right, y)];
        rule(frame.area, ends, Some(dash), color, density.stroke(1.0))?;
        // Two names over each other could not be read; the sentence tells the other.
        let free = named.is_none_or(|other| (other - y).abs() >= density.units(14.0));
        if free && frame.layout.value_labels && frame.layout.height() >= 40.0 {
            named = Some(y);
            let below = y - density.units(14.0) < coord.top;
            let (v_pos, away) = if below {
                (VPos::Top, 2.0)
            } else {
                (VPos::Bottom, -2.0)
            };
            let style = frame.text(color, HPos::Right, v_pos);
            let at = (coord.right, y + density.units(away));
            frame.area.draw_text(&threshold.label, &style, at)?;
        }
    }
    Ok(())
}

/// Marks within the range, each a vertical line with its glyph above the plot.
pub(super) fn marks<DB: DrawingBackend>(frame: &Frame<'_, DB>) -> Result<(), DrawError<DB>> {
    let View {
        theme,
        density,
        range,
        ..
    } = *frame.view;
    for mark in frame.view.marks.iter().filter(|m| range.contains(m.t_ms)) {
        let x = frame.coord.x(mark.t_ms as f64);
        let (color, dash) = match mark.kind {
            MarkKind::Change => (theme.muted, None),
            MarkKind::Alert => (theme.crit, Some((6.0, 3.0))),
            MarkKind::Action => (theme.accent, Some((2.0, 3.0))),
        };
        let dash = dash.map(|(on, off)| (density.units(on), density.units(off)));
        let ends = [(x, frame.coord.top), (x, frame.coord.bottom)];
        // The glyph tells the kind; the line only points down from it and stays behind the data.
        let line = if dash.is_none() {
            halfway(color, theme.ground)
        } else {
            color
        };
        rule(frame.area, ends, dash, line, density.hairline())?;
        glyph(frame, mark.kind, x, color)?;
    }
    Ok(())
}

fn halfway(a: RGBColor, b: RGBColor) -> RGBColor {
    let middle = |a: u8, b: u8| u8::midpoint(a, b);
    RGBColor(middle(a.0, b.0), middle(a.1, b.1), middle(a.2, b.2))
}

fn glyph<DB: DrawingBackend>(
    frame: &Frame<'_, DB>,
    kind: MarkKind,
    x: i32,
    color: RGBColor,
) -> Result<(), DrawError<DB>> {
    let reach_px = (frame.layout.top / 2.0).min(4.0);
    let r = frame.view.density.units(reach_px).max(1);
    let y = (frame.coord.top - frame.view.density.units(reach_px + 2.0)).max(r);
    match kind {
        MarkKind::Change => {
            let corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
            frame.area.draw(&Polygon::new(corners, color))
        }
        MarkKind::Alert => {
            let corners = [(x, y - r), (x + r, y + r), (x - r, y + r)];
            frame.area.draw(&Polygon::new(corners, color))
        }
        MarkKind::Action => frame.area.draw(&Circle::new((x, y), r, color.filled())),
    }
}

/// What is being chosen: a veil over the time outside of it, and its two ends.
pub(super) fn selection<DB: DrawingBackend>(frame: &Frame<'_, DB>) -> Result<(), DrawError<DB>> {
    let Some((a, b)) = frame.view.selection else {
        return Ok(());
    };
    let (theme, coord) = (frame.view.theme, &frame.coord);
    let (from, to) = (coord.x(a.min(b) as f64), coord.x(a.max(b) as f64));
    let veil = theme.ground.mix(0.66).filled();
    for (left, right) in [(coord.left, from), (to, coord.right)] {
        if left < right {
            let corners = [(left, coord.top), (right, coord.bottom)];
            frame.area.draw(&Rectangle::new(corners, veil))?;
        }
    }
    for x in [from, to] {
        let ends = [(x, coord.top), (x, coord.bottom)];
        let stroke = frame.view.density.stroke(1.0);
        rule(frame.area, ends, None, theme.accent, stroke)?;
    }
    Ok(())
}

/// The crosshair: a line at the nearest sample and a dot on each series there.
pub(super) fn crosshair<DB: DrawingBackend>(
    frame: &Frame<'_, DB>,
    spec: &PanelSpec,
    samples: &Samples,
) -> Result<(), DrawError<DB>> {
    let View {
        theme,
        density,
        range,
        ..
    } = *frame.view;
    let Some(t_ms) = frame.view.crosshair.filter(|t| range.contains(*t)) else {
        return Ok(());
    };
    let row = samples
        .nearest(t_ms)
        .filter(|&row| range.contains(samples.times()[row]));
    let at_ms = row.map_or(t_ms, |row| samples.times()[row]);
    let x = frame.coord.x(at_ms as f64);
    let ends = [(x, frame.coord.top), (x, frame.coord.bottom)];
    rule(frame.area, ends, None, theme.text, density.hairline())?;
    let Some(row) = row else { return Ok(()) };
    let mut below = 0.0;
    for (index, series) in spec.shown() {
        let Some(value) = samples.value(series.column, row).map(f64::from) else {
            continue;
        };
        let value = if spec.stacks(series) {
            below += value;
            below
        } else {
            value
        };
        let center = (x, frame.coord.y(value));
        let color = frame.color(spec, index);
        let ring = Circle::new(center, density.units(4.0).max(1), theme.ground.filled());
        frame.area.draw(&ring)?;
        frame.area.draw(&Circle::new(
            center,
            density.units(3.0).max(1),
            color.filled(),
        ))?;
    }
    Ok(())
}
