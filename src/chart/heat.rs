//! Heat maps: how many fell into which band, time by time, as cells of one hue.

use plotters::element::Rectangle;
use plotters::style::{Color, RGBColor};
use plotters_backend::DrawingBackend;

use super::frame::{DrawError, Frame};
use super::{PanelSpec, Samples, Theme};

/// Levels of the ramp; more are not told apart.
pub const HEAT_LEVELS: usize = 7;
/// Narrowest cell, CSS pixels.
const CELL_PX: f64 = 3.0;

/// The level of a count beside the highest count: 0 for nothing, else 1 to [`HEAT_LEVELS`].
///
/// By the root of the share, so that the few slow answers among many fast ones are seen.
pub fn heat_level(count: f32, highest: f32) -> usize {
    if count <= 0.0 || highest <= 0.0 {
        return 0;
    }
    let share = f64::from(count / highest).clamp(0.0, 1.0).sqrt();
    ((share * HEAT_LEVELS as f64).ceil() as usize).clamp(1, HEAT_LEVELS)
}

impl Theme {
    /// The colour of a level: from near the ground to the first series' colour.
    pub fn heat(&self, level: usize) -> RGBColor {
        let share = level.min(HEAT_LEVELS) as f64 / HEAT_LEVELS as f64;
        let share = 0.16 + 0.74 * share;
        let mix = |from: u8, to: u8| {
            (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8
        };
        let (ground, full) = (self.ground, self.series[0]);
        RGBColor(
            mix(ground.0, full.0),
            mix(ground.1, full.1),
            mix(ground.2, full.2),
        )
    }
}

/// Draws the cells, level by level: a backend sets each colour once.
pub(super) fn bands<DB: DrawingBackend>(
    frame: &Frame<'_, DB>,
    spec: &PanelSpec,
    samples: &Samples,
) -> Result<(), DrawError<DB>> {
    if spec.bands.is_empty() {
        return Ok(());
    }
    let range = frame.view.range;
    let cells_max = (frame.layout.width() / CELL_PX).floor().max(1.0);
    let every = (range.span_ms() as f64 / cells_max).max(1.0);
    let rows = samples.rows(range);
    let times = samples.times();
    // A scrape counts what came since the one before: its cell ends at its own time.
    let cell_of = |row: usize| (times[row] as f64 / every).ceil() as i64;
    let mut cells: Vec<(i64, f64, f64, Vec<f32>)> = Vec::new();
    for row in rows {
        let cell = cell_of(row);
        let from_ms = row
            .checked_sub(1)
            .map_or(times[row], |before| times[before]);
        if cells.last().is_none_or(|(last, ..)| *last != cell) {
            cells.push((cell, from_ms as f64, 0.0, vec![0.0; spec.bands.len()]));
        }
        if let Some((_, _, to, counts)) = cells.last_mut() {
            *to = times[row] as f64;
            for (count, band) in counts.iter_mut().zip(&spec.bands) {
                *count += band.count(samples, row);
            }
        }
    }
    let all = || cells.iter().flat_map(|(.., counts)| counts);
    let highest = all().copied().fold(0.0, f32::max);
    let coord = &frame.coord;
    // On whole device pixels: two cells that share one would leave a seam of the ground.
    let pixel = i32::try_from(frame.view.density.hairline())
        .unwrap_or(1)
        .max(1);
    let snap = |units: i32| (units + pixel / 2).div_euclid(pixel) * pixel;
    let (x, y) = (
        |t_ms: f64| snap(coord.x(t_ms)).clamp(coord.left, coord.right),
        |value: f64| snap(coord.y(value)).clamp(coord.top, coord.bottom),
    );
    for level in 1..=HEAT_LEVELS {
        let style = frame.view.theme.heat(level).filled();
        for (_, from, to, counts) in &cells {
            let (left, right) = (x(*from), x(*to));
            if left >= right {
                continue;
            }
            for (count, band) in counts.iter().zip(&spec.bands) {
                if heat_level(*count, highest) == level {
                    let (top, bottom) = (y(band.hi), y(band.lo));
                    let corners = [(left, top), (right, bottom)];
                    frame.area.draw(&Rectangle::new(corners, style))?;
                }
            }
        }
    }
    Ok(())
}
