//! A live chart on three canvases: ground and axes, data, crosshair. Each is drawn again only
//! when what stands on it has changed.

use super::{CanvasError, Surface, density};
use crate::chart::{Mark, PanelSpec, Plan, Samples, View};
use web_sys::HtmlCanvasElement;

/// What the data layer was drawn from, beside the plan.
#[derive(Clone, Copy, PartialEq)]
struct Drawn {
    newest_ms: Option<i64>,
    rows: usize,
    marks: usize,
    last_mark_ms: Option<i64>,
}

impl Drawn {
    fn from(samples: &Samples, marks: &[Mark]) -> Drawn {
        Drawn {
            newest_ms: samples.times().last().copied(),
            rows: samples.len(),
            marks: marks.len(),
            last_mark_ms: marks.last().map(|mark| mark.t_ms),
        }
    }
}

/// What the crosshair's layer was drawn from, beside the data.
type Over = (Option<i64>, Option<(i64, i64)>);

/// The layers of one chart and what is on them.
pub struct Layers {
    ground: Surface,
    data: Surface,
    over: Surface,
    plan: Option<Plan>,
    drawn: Option<Drawn>,
    laid_over: Option<Over>,
}

impl Layers {
    /// Layers on three canvases of the same place and size, lowest first.
    ///
    /// # Errors
    /// The browser's message when it refuses a 2D context.
    pub fn new(canvases: [HtmlCanvasElement; 3]) -> Result<Layers, CanvasError> {
        let [ground, data, over] = canvases;
        Ok(Layers {
            ground: Surface::new(ground, true)?,
            data: Surface::new(data, false)?,
            over: Surface::new(over, false)?,
            plan: None,
            drawn: None,
            laid_over: None,
        })
    }

    /// Forgets what was drawn: the panel has changed.
    pub fn forget(&mut self) {
        self.plan = None;
        self.drawn = None;
        self.laid_over = None;
    }

    /// Brings the chart up to date, for a size in CSS pixels.
    ///
    /// The density of `view` is set here and need not be right.
    ///
    /// # Errors
    /// The browser's message when it refuses a drawing call.
    pub fn draw(
        &mut self,
        size_px: (f64, f64),
        dpr: f64,
        spec: &PanelSpec,
        samples: &Samples,
        view: &View<'_>,
    ) -> Result<(), CanvasError> {
        let view = &View {
            density: density(dpr),
            ..*view
        };
        let mut blank = false;
        for surface in [&self.ground, &self.data, &self.over] {
            blank |= surface.fit(size_px, dpr);
        }
        if blank {
            self.forget();
        }
        let Some(plan) = Plan::new(spec, samples, view, size_px, self.plan.as_ref()) else {
            return Ok(());
        };
        let moved = self.plan.as_ref() != Some(&plan);
        if moved {
            self.ground.draw(|area| plan.ground(area, view))?;
        }
        let drawn = Some(Drawn::from(samples, view.marks));
        let fresh = moved || self.drawn != drawn;
        if fresh {
            self.data.clear();
            self.data
                .draw(|area| plan.data(area, spec, samples, view))?;
        }
        let over: Over = (view.crosshair, view.selection);
        let bare = over == (None, None);
        let was_bare = self.laid_over.is_none_or(|old| old == (None, None));
        if self.laid_over != Some(over) || (fresh && !bare) {
            if !was_bare {
                self.over.clear();
            }
            if !bare {
                self.over
                    .draw(|area| plan.over(area, spec, samples, view))?;
            }
        }
        self.plan = Some(plan);
        self.drawn = drawn;
        self.laid_over = Some(over);
        Ok(())
    }
}
