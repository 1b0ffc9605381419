//! A panel being drawn: how it is looked at, and where its parts are put.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, RGBColor, TextStyle};
use plotters_backend::DrawingBackend;

use super::geometry::PlotCoord;
use super::{Clock, Density, Layout, Mark, PanelSpec, Role, Theme, TimeRange};

/// Size of all text, CSS pixels.
const TEXT_PX: f64 = 11.0;

/// What a backend can fail with.
pub type DrawError<DB> = DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>;

/// How to look at a panel; the same for all panels of a screen.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The time shown.
    pub range: TimeRange,
    /// How times are told.
    pub clock: Clock,
    /// Events to mark.
    pub marks: &'a [Mark],
    /// Time of the crosshair, ms.
    pub crosshair: Option<i64>,
    /// Colours.
    pub theme: &'a Theme,
    /// A stretch of time being chosen: where it began and where it is now, ms.
    pub selection: Option<(i64, i64)>,
    /// How fine the backend is.
    pub density: Density,
}

/// A panel being drawn: where, and how.
pub(super) struct Frame<'a, DB: DrawingBackend> {
    pub(super) area: &'a DrawingArea<DB, Shift>,
    pub(super) view: &'a View<'a>,
    pub(super) layout: Layout,
    /// Coordinates relative to the area.
    pub(super) coord: PlotCoord,
}

impl<DB: DrawingBackend> Frame<'_, DB> {
    /// The style of a text with its anchor.
    pub(super) fn text(&self, color: RGBColor, h_pos: HPos, v_pos: VPos) -> TextStyle<'static> {
        let size = TEXT_PX * self.view.density.scale();
        let mut style = TextStyle::from((FontFamily::SansSerif, size));
        style.color = color.to_backend_color();
        style.pos = Pos::new(h_pos, v_pos);
        style
    }

    /// The colour of a series.
    pub(super) fn color(&self, spec: &PanelSpec, index: usize) -> RGBColor {
        let theme = self.view.theme;
        match spec.series.get(index).map(|s| s.role) {
            Some(Role::Max) => theme.muted,
            Some(Role::Bad) => theme.crit,
            _ => theme.series[index % theme.series.len()],
        }
    }
}
