//! A plotters backend on a 2D canvas, and a chart in layers on it.
//!
//! The backend's unit is a quarter of a device pixel, so that lines of 1.5 pixels and smooth
//! movement are possible in plotters' whole numbers. Strokes of one style are gathered into one
//! path; styles and fonts are set only when they change; text is measured by the canvas itself
//! and remembered. No element is ever added to the page.

mod layers;
mod pen;

use std::fmt;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use self::pen::{PX_PER_UNIT, Pen, SUB, px};
use crate::chart::{Density, DrawError};
pub use layers::Layers;

/// Largest side of a canvas, device pixels; browsers refuse more than about twice that.
const SIDE_MAX_PX: f64 = 16_384.0;
/// What the browser said when it could not draw.
#[derive(Debug, Clone)]
pub struct CanvasError(String);

impl fmt::Display for CanvasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the canvas cannot draw: {}", self.0)
    }
}

impl std::error::Error for CanvasError {}

impl From<JsValue> for CanvasError {
    fn from(value: JsValue) -> Self {
        Self(format!("{value:?}"))
    }
}

type Drawn = Result<(), DrawingErrorKind<CanvasError>>;

fn failed(value: JsValue) -> DrawingErrorKind<CanvasError> {
    DrawingErrorKind::DrawingError(value.into())
}

/// A plotters backend that draws on a canvas for as long as it is borrowed.
pub struct CanvasBackend<'a> {
    pen: Pen<'a>,
    size_px: (u32, u32),
}

impl<'a> CanvasBackend<'a> {
    /// A backend for a canvas's 2D context; `size_px` is the canvas's size in device pixels.
    pub fn new(context: &'a CanvasRenderingContext2d, size_px: (u32, u32)) -> Self {
        let pen = Pen::new(context);
        Self { pen, size_px }
    }
}

impl DrawingBackend for CanvasBackend<'_> {
    type ErrorType = CanvasError;

    fn get_size(&self) -> (u32, u32) {
        (
            self.size_px.0.saturating_mul(SUB),
            self.size_px.1.saturating_mul(SUB),
        )
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.pen.flush();
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.pen.set_fill(color);
        let (x, y) = px(point);
        self.pen.context.fill_rect(x.floor(), y.floor(), 1.0, 1.0);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        if style.color().alpha > 0.0 {
            self.pen.gather(style.color(), style.stroke_width());
            self.pen.segment(from, to, style.stroke_width());
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if style.color().alpha <= 0.0 {
            return Ok(());
        }
        let ((x, y), (right, bottom)) = (px(upper_left), px(bottom_right));
        if fill {
            self.pen.set_fill(style.color());
            self.pen.context.fill_rect(x, y, right - x, bottom - y);
        } else {
            self.pen.gather(style.color(), style.stroke_width());
            self.pen.context.rect(x, y, right - x, bottom - y);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        if style.color().alpha <= 0.0 {
            return Ok(());
        }
        let mut path = path.into_iter();
        let (Some(first), Some(second)) = (path.next(), path.next()) else {
            return Ok(());
        };
        self.pen.gather(style.color(), style.stroke_width());
        let Some(third) = path.next() else {
            self.pen.segment(first, second, style.stroke_width());
            return Ok(());
        };
        let (x, y) = px(first);
        self.pen.context.move_to(x, y);
        let mut last = first;
        for point in [second, third].into_iter().chain(path) {
            if point != last {
                let (x, y) = px(point);
                self.pen.context.line_to(x, y);
                last = point;
            }
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if style.color().alpha <= 0.0 {
            return Ok(());
        }
        let (x, y) = px(center);
        let radius = f64::from(radius) * PX_PER_UNIT;
        if fill {
            self.pen.set_fill(style.color());
            self.pen.context.begin_path();
            self.pen
                .context
                .arc(x, y, radius, 0.0, std::f64::consts::TAU)
                .map_err(failed)?;
            self.pen.context.fill();
        } else {
            self.pen.gather(style.color(), style.stroke_width());
            self.pen.context.move_to(x + radius, y);
            self.pen
                .context
                .arc(x, y, radius, 0.0, std::f64::consts::TAU)
                .map_err(failed)?;
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        let mut corners = corners.into_iter();
        let Some(first) = corners.next().filter(|_| style.color().alpha > 0.0) else {
            return Ok(());
        };
        self.pen.set_fill(style.color());
        self.pen.context.begin_path();
        let (x, y) = px(first);
        self.pen.context.move_to(x, y);
        for corner in corners {
            let (x, y) = px(corner);
            self.pen.context.line_to(x, y);
        }
        self.pen.context.fill();
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Drawn {
        if style.color().alpha <= 0.0 {
            return Ok(());
        }
        self.pen.set_fill(style.color());
        self.pen.set_font(style);
        let anchor = style.anchor();
        self.pen.set_anchor(anchor.h_pos, anchor.v_pos);
        // Whole pixels keep glyphs sharp and still.
        let (x, y) = px(pos);
        self.pen
            .context
            .fill_text(text, x.round(), y.round())
            .map_err(failed)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<CanvasError>> {
        let tenths = self.pen.set_font(style);
        let width = self
            .pen
            .width_px(tenths, text)
            .map_err(DrawingErrorKind::DrawingError)?;
        let units = |px: f64| (px * f64::from(SUB)).ceil().max(0.0) as u32;
        Ok((units(width), units(f64::from(tenths) / 10.0 * 1.2)))
    }

    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), _: &[u8]) -> Drawn {
        // Charts hold no bitmaps; the default would set them pixel by pixel.
        Ok(())
    }
}

/// One layer of a chart: a canvas with its context, found once.
pub struct Surface {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Surface {
    /// The surface of a canvas; `opaque` for one that is always filled, which the browser lays
    /// down faster.
    ///
    /// # Errors
    /// The browser's message when it refuses a 2D context.
    pub fn new(canvas: HtmlCanvasElement, opaque: bool) -> Result<Surface, CanvasError> {
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"alpha".into(), &(!opaque).into())?;
        let context = canvas
            .get_context_with_context_options("2d", &options)?
            .and_then(|object| object.dyn_into::<CanvasRenderingContext2d>().ok())
            .ok_or_else(|| CanvasError("no 2D context".to_owned()))?;
        Ok(Surface { canvas, context })
    }

    /// Gives the canvas the device pixels for its size in CSS pixels; true if that changed it.
    ///
    /// A changed canvas is blank and has to be drawn again. Its size in CSS pixels becomes that
    /// of its whole device pixels, so that none is ever stretched over a part of the next.
    pub fn fit(&self, css_px: (f64, f64), dpr: f64) -> bool {
        let device = |css: f64| (css * dpr).round().clamp(0.0, SIDE_MAX_PX) as u32;
        let (width, height) = (device(css_px.0), device(css_px.1));
        let changed = self.canvas.width() != width || self.canvas.height() != height;
        if changed {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
            let style = self.canvas.style();
            for (name, side) in [("width", width), ("height", height)] {
                // Fails only for names that are no properties.
                let _ = style.set_property(name, &format!("{}px", f64::from(side) / dpr));
            }
        }
        changed
    }

    /// Wipes what was drawn.
    pub fn clear(&self) {
        let (width, height) = (self.canvas.width(), self.canvas.height());
        self.context
            .clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
    }

    /// Draws with plotters.
    ///
    /// # Errors
    /// The browser's message when it refuses a drawing call.
    pub fn draw<'a, F>(&'a self, draw: F) -> Result<(), CanvasError>
    where
        F: FnOnce(&Area<'a>) -> Result<(), DrawError<CanvasBackend<'a>>>,
    {
        let size_px = (self.canvas.width(), self.canvas.height());
        let area = CanvasBackend::new(&self.context, size_px).into_drawing_area();
        draw(&area).map_err(|error| CanvasError(error.to_string()))
    }
}

/// A whole canvas as plotters sees it.
pub type Area<'a> = DrawingArea<CanvasBackend<'a>, Shift>;

/// The density of a canvas with that many device pixels to a CSS pixel.
#[must_use]
pub fn density(dpr: f64) -> Density {
    Density::new(dpr, SUB)
}
