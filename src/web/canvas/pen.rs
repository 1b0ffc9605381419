//! The 2D context with its state remembered: nothing is set twice, strokes are gathered.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendTextStyle, FontFamily};
use web_sys::CanvasRenderingContext2d;

use super::CanvasError;

/// Backend units in a device pixel.
pub(super) const SUB: u32 = 4;
/// The same, as a factor from units to device pixels.
pub(super) const PX_PER_UNIT: f64 = 1.0 / SUB as f64;
/// Remembered text widths; all are forgotten when there are more.
const WIDTHS_MAX: usize = 1024;
/// The page's own font, as in its style sheet.
const SANS: &str = "system-ui, -apple-system, \"Segoe UI\", Roboto, sans-serif";

thread_local! {
    /// Width in device pixels of a text at a font size in tenths of a pixel.
    static WIDTHS: RefCell<HashMap<(u32, String), f64>> = RefCell::new(HashMap::new());
}

/// A colour as a key that compares exactly.
type ColorKey = (u8, u8, u8, u64);

fn key(color: BackendColor) -> ColorKey {
    (color.rgb.0, color.rgb.1, color.rgb.2, color.alpha.to_bits())
}

fn css(color: BackendColor) -> String {
    let (r, g, b) = color.rgb;
    if color.alpha < 1.0 {
        format!("rgba({r},{g},{b},{:.3})", color.alpha)
    } else {
        format!("rgb({r},{g},{b})")
    }
}

/// A 2D context with what was last set on it, for as long as it is borrowed.
pub(super) struct Pen<'a> {
    pub(super) context: &'a CanvasRenderingContext2d,
    fill: Option<ColorKey>,
    /// Colour and width in units of the strokes being gathered; `None` when there are none.
    gathering: Option<(ColorKey, u32)>,
    stroke: Option<ColorKey>,
    line_width: u32,
    /// Font size set, in tenths of a device pixel; 0 for none. A cell as measuring sets it too.
    font: Cell<u32>,
    anchor: Option<(u8, u8)>,
}

impl<'a> Pen<'a> {
    /// A pen on a context of which nothing is known.
    pub(super) fn new(context: &'a CanvasRenderingContext2d) -> Self {
        context.set_line_join("round");
        Self {
            context,
            fill: None,
            gathering: None,
            stroke: None,
            line_width: 0,
            font: Cell::new(0),
            anchor: None,
        }
    }

    /// Draws the gathered strokes.
    pub(super) fn flush(&mut self) {
        if self.gathering.take().is_some() {
            self.context.stroke();
        }
    }

    /// Makes ready to add to a path of that style.
    pub(super) fn gather(&mut self, color: BackendColor, width: u32) {
        let wanted = (key(color), width);
        if self.gathering == Some(wanted) {
            return;
        }
        self.flush();
        if self.stroke != Some(wanted.0) {
            self.context.set_stroke_style_str(&css(color));
            self.stroke = Some(wanted.0);
        }
        if self.line_width != width {
            self.context
                .set_line_width(f64::from(width.max(1)) * PX_PER_UNIT);
            self.line_width = width;
        }
        self.context.begin_path();
        self.gathering = Some(wanted);
    }

    pub(super) fn set_fill(&mut self, color: BackendColor) {
        self.flush();
        let wanted = key(color);
        if self.fill != Some(wanted) {
            self.context.set_fill_style_str(&css(color));
            self.fill = Some(wanted);
        }
    }

    /// Adds a straight stroke; one along an axis lands on whole pixels.
    pub(super) fn segment(&self, from: BackendCoord, to: BackendCoord, width: u32) {
        let (mut a, mut b) = (px(from), px(to));
        if from.0 == to.0 {
            a.0 = crisp(a.0, width);
            b.0 = a.0;
        } else if from.1 == to.1 {
            a.1 = crisp(a.1, width);
            b.1 = a.1;
        }
        self.context.move_to(a.0, a.1);
        self.context.line_to(b.0, b.1);
    }

    /// Sets the font and returns its size in tenths of a device pixel.
    pub(super) fn set_font<S: BackendTextStyle>(&self, style: &S) -> u32 {
        let tenths = (style.size() * PX_PER_UNIT * 10.0)
            .round()
            .clamp(10.0, 10_000.0) as u32;
        if self.font.get() != tenths {
            let size = f64::from(tenths) / 10.0;
            let family = style.family();
            let family = match family {
                FontFamily::SansSerif => SANS,
                ref other => other.as_str(),
            };
            self.context.set_font(&format!("{size}px {family}"));
            self.font.set(tenths);
        }
        tenths
    }

    /// Width of a text in the font set, device pixels.
    pub(super) fn width_px(&self, tenths: u32, text: &str) -> Result<f64, CanvasError> {
        WIDTHS.with_borrow_mut(|widths| {
            let entry = (tenths, text.to_owned());
            if let Some(width) = widths.get(&entry) {
                return Ok(*width);
            }
            let width = self.context.measure_text(text)?.width();
            if widths.len() >= WIDTHS_MAX {
                widths.clear();
            }
            widths.insert(entry, width);
            Ok(width)
        })
    }

    pub(super) fn set_anchor(&mut self, h_pos: HPos, v_pos: VPos) {
        let (h, align) = match h_pos {
            HPos::Left => (0, "left"),
            HPos::Center => (1, "center"),
            HPos::Right => (2, "right"),
        };
        let (v, baseline) = match v_pos {
            VPos::Top => (0, "top"),
            VPos::Center => (1, "middle"),
            VPos::Bottom => (2, "bottom"),
        };
        if self.anchor != Some((h, v)) {
            self.context.set_text_align(align);
            self.context.set_text_baseline(baseline);
            self.anchor = Some((h, v));
        }
    }
}

/// Units to device pixels.
pub(super) fn px((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x) * PX_PER_UNIT, f64::from(y) * PX_PER_UNIT)
}

/// The centre nearest to a position for a stroke of that width in units, so that it fills whole
/// pixels.
fn crisp(at_px: f64, width: u32) -> f64 {
    let odd = width.div_ceil(SUB) % 2 == 1;
    if odd {
        at_px.floor() + 0.5
    } else {
        at_px.round()
    }
}

impl Drop for Pen<'_> {
    fn drop(&mut self) {
        self.flush();
    }
}
