//! Draws one panel onto a plotters drawing area.

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::PathElement;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::DrawingBackend;

use super::frame::{DrawError, Frame, View};
use super::geometry::PlotCoord;
use super::{Clock, Density, Domain, Layout, PanelSpec, Samples, Theme, TimeRange};
use super::{heat, lines, marks, time_ticks};

/// Room that a time tick wants, CSS pixels.
const TIME_TICK_PX: f64 = 76.0;

/// What is decided before anything is drawn: where the plot lies and what its axes span.
///
/// A live chart keeps the plan of its last frame. What stands on [`Plan::ground`] changes only
/// with the plan, so that axes need not be drawn with each sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    layout: Layout,
    domain: Domain,
    range: TimeRange,
    clock: Clock,
    theme: Theme,
    density: Density,
}

impl Plan {
    /// The plan for a chart of that size in CSS pixels; none where there is no room for a plot.
    ///
    /// `before` is the plan of the last frame, if the same panel was drawn over the same span of
    /// time: its value axis is kept as long as it fits, so that it does not jump to and fro.
    pub fn new(
        spec: &PanelSpec,
        samples: &Samples,
        view: &View<'_>,
        size_px: (f64, f64),
        before: Option<&Plan>,
    ) -> Option<Plan> {
        let layout = Layout::new(size_px.0, size_px.1);
        if layout.width() < 4.0 || layout.height() < 4.0 {
            return None;
        }
        let rows = samples.rows_around(view.range);
        let domain = spec.domain(samples, rows, layout.height());
        let settled = before
            .filter(|plan| plan.range.span_ms() == view.range.span_ms() && plan.layout == layout);
        Some(Plan {
            layout,
            domain: domain.settled(settled.map(|plan| &plan.domain)),
            range: view.range,
            clock: view.clock,
            theme: *view.theme,
            density: view.density,
        })
    }

    /// Where the plot lies in the chart.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What the value axis spans.
    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    fn coord(&self) -> PlotCoord {
        PlotCoord {
            left: self.density.units(self.layout.left),
            top: self.density.units(self.layout.top),
            right: self.density.units(self.layout.right),
            bottom: self.density.units(self.layout.bottom),
            range: self.range,
            domain: self.domain.clone(),
        }
    }

    fn frame<'a, DB: DrawingBackend>(
        &self,
        area: &'a DrawingArea<DB, Shift>,
        view: &'a View<'a>,
    ) -> Frame<'a, DB> {
        Frame {
            area,
            view,
            layout: self.layout,
            coord: self.coord(),
        }
    }

    /// Draws the ground, the grid and the labels of both axes.
    ///
    /// The backend must draw text itself: plotters' own fonts are not compiled in.
    ///
    /// # Errors
    /// What the backend fails with is handed on; the drawing is then incomplete.
    pub fn ground<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        view: &View<'_>,
    ) -> Result<(), DrawError<DB>> {
        area.fill(&view.theme.ground)?;
        let frame = self.frame(area, view);
        value_axis(&frame)?;
        let width = area.get_pixel_range().0;
        time_axis(&frame, width.end.saturating_sub(width.start))
    }

    /// Draws what was measured, thresholds and marks, on nothing.
    ///
    /// # Errors
    /// As [`Plan::ground`].
    pub fn data<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        spec: &PanelSpec,
        samples: &Samples,
        view: &View<'_>,
    ) -> Result<(), DrawError<DB>> {
        let frame = self.frame(area, view);
        heat::bands(&frame, spec, samples)?;
        lines::series(&frame, spec, samples)?;
        marks::thresholds(&frame, spec)?;
        marks::marks(&frame)
    }

    /// Draws the crosshair and what is being chosen, on nothing.
    ///
    /// # Errors
    /// As [`Plan::ground`].
    pub fn over<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        spec: &PanelSpec,
        samples: &Samples,
        view: &View<'_>,
    ) -> Result<(), DrawError<DB>> {
        let frame = self.frame(area, view);
        marks::selection(&frame)?;
        marks::crosshair(&frame, spec, samples)
    }
}

/// Draws a panel over the whole area: ground, grid, labels, series, thresholds, marks, crosshair.
///
/// The backend must draw text itself: plotters' own fonts are not compiled in. An area too small
/// for a plot gets only its ground.
///
/// # Errors
/// What the backend fails with is handed on; the drawing is then incomplete.
pub fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    spec: &PanelSpec,
    samples: &Samples,
    view: &View<'_>,
) -> Result<(), DrawError<DB>> {
    let (x_range, y_range) = area.get_pixel_range();
    let units = |from: i32, to: i32| f64::from(to) - f64::from(from);
    let (width, height) = (
        units(x_range.start, x_range.end),
        units(y_range.start, y_range.end),
    );
    if width < 1.0 || height < 1.0 {
        return Ok(());
    }
    let scale = view.density.scale();
    match Plan::new(spec, samples, view, (width / scale, height / scale), None) {
        None => area.fill(&view.theme.ground),
        Some(plan) => {
            plan.ground(area, view)?;
            plan.data(area, spec, samples, view)?;
            plan.over(area, spec, samples, view)
        }
    }
}

/// Hairlines at the value ticks, then their labels: all lines in a row are one stroke for a
/// backend that gathers them.
fn value_axis<DB: DrawingBackend>(frame: &Frame<'_, DB>) -> Result<(), DrawError<DB>> {
    let (coord, density) = (&frame.coord, frame.view.density);
    let style = frame.view.theme.grid.stroke_width(density.hairline());
    for &tick in coord.domain.ticks() {
        let y = coord.y(tick);
        frame.area.draw(&PathElement::new(
            [(coord.left, y), (coord.right, y)],
            style,
        ))?;
    }
    if frame.layout.value_labels {
        let style = frame.text(frame.view.theme.muted, HPos::Right, VPos::Center);
        for &tick in coord.domain.ticks() {
            let at = (coord.left - density.units(4.0), coord.y(tick));
            frame
                .area
                .draw_text(&coord.domain.label(tick), &style, at)?;
        }
    }
    Ok(())
}

/// Time labels below the plot, none clipped, none over another.
fn time_axis<DB: DrawingBackend>(frame: &Frame<'_, DB>, width: i32) -> Result<(), DrawError<DB>> {
    if !frame.layout.time_labels {
        return Ok(());
    }
    let (coord, density, view) = (&frame.coord, frame.view.density, frame.view);
    let ticks_max = (frame.layout.width() / TIME_TICK_PX).floor().max(1.0) as usize;
    let (step_ms, ticks) = time_ticks(view.range, view.clock, ticks_max);
    let style = view.theme.grid.stroke_width(density.hairline());
    for &tick in &ticks {
        let x = coord.x(tick as f64);
        frame.area.draw(&PathElement::new(
            [(x, coord.top), (x, coord.bottom)],
            style,
        ))?;
    }
    let style = frame.text(view.theme.muted, HPos::Left, VPos::Top);
    let mut free_from = 0;
    let last = width - density.units(2.0);
    for &tick in &ticks {
        let label = view.clock.label(tick, step_ms);
        let (label_width, _) = frame.area.estimate_text_size(&label, &style)?;
        let label_width = i32::try_from(label_width).unwrap_or(i32::MAX).min(width);
        let x = coord.x(tick as f64) - label_width / 2;
        let x = x.min(last - label_width).max(0);
        if x >= free_from {
            frame
                .area
                .draw_text(&label, &style, (x, coord.bottom + density.units(6.0)))?;
            free_from = x + label_width + density.units(8.0);
        }
    }
    Ok(())
}
