//! Pictures of a screen, reduced to what a person would notice at arm's length.
//!
//! A picture becomes a coarse grid. Each cell tells how much ink it holds: the mean distance of
//! its pixels from the picture's ground (its most frequent grey), on a scale of sixteen levels
//! with a square root, so that a thin line on an empty ground counts and more text on a page
//! full of text does not.
//!
//! What is tolerated: two levels in any cell, and more in one cell of a hundred. Other versions
//! of a rasteriser or of the same typeface move the edges of letters, which changes a cell by
//! one level and seldom by two, and may break a line at another word, which touches a few
//! cells. A column that moved by a cell, or a chart that is not drawn, changes several cells
//! of a hundred by three levels and more (`tests/picture.rs` proves both).

use std::fmt;

/// Levels of ink, one hexadecimal digit.
const LEVELS: f64 = 15.0;
/// A cell may be off by so many levels.
pub const LEVELS_OFF_MAX: u8 = 2;
/// More than this many cells of a hundred that are off by more make another picture.
pub const CELLS_OFF_MAX_PERCENT: usize = 1;
/// Columns of the grid, from the window's width.
const WIDE_PX: u32 = 1_000;
const COLUMNS_WIDE: usize = 48;
const COLUMNS_NARROW: usize = 24;

/// A picture as a grid of levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    columns: usize,
    levels: Vec<u8>,
}

/// A cell in which two pictures differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Column, from 0 at the left.
    pub column: usize,
    /// Row, from 0 at the top.
    pub row: usize,
    /// Level in the stored picture.
    pub stored: u8,
    /// Level now.
    pub now: u8,
}

impl fmt::Display for Cell {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let Cell {
            column,
            row,
            stored,
            now,
        } = self;
        write!(out, "column {column} row {row}: {stored:x} is now {now:x}")
    }
}

impl Grid {
    /// The grid of a PNG file.
    ///
    /// # Errors
    /// When it cannot be decoded.
    pub fn of_png(file: &[u8]) -> Result<Grid, String> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(|e| e.to_string())?;
        let bytes = reader.output_buffer_size().ok_or("a picture too large")?;
        let mut pixels = vec![0; bytes];
        let info = reader.next_frame(&mut pixels).map_err(|e| e.to_string())?;
        let grey: Vec<u8> = pixels
            .chunks_exact(info.color_type.samples())
            .map(|pixel| match pixel {
                [r, g, b, ..] => luma(*r, *g, *b),
                [grey, ..] => *grey,
                [] => 0,
            })
            .collect();
        Ok(Grid::of_pixels(info.width, info.height, &grey))
    }

    /// The grid of grey pixels, row by row.
    ///
    /// # Panics
    /// When there are not `width` x `height` pixels.
    #[must_use]
    pub fn of_pixels(width: u32, height: u32, grey: &[u8]) -> Grid {
        let (wide, high) = (width as usize, height as usize);
        assert_eq!(grey.len(), wide * high, "one grey for each pixel");
        let columns = match width >= WIDE_PX {
            true => COLUMNS_WIDE,
            false => COLUMNS_NARROW,
        };
        let rows = (high * columns).div_ceil(wide.max(1));
        let ground = i32::from(ground(grey));
        let mut levels = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            let ys = row * high / rows..(row + 1) * high / rows;
            for column in 0..columns {
                let xs = column * wide / columns..(column + 1) * wide / columns;
                let count = (xs.len() * ys.len()).max(1);
                let ink: i32 = ys
                    .clone()
                    .flat_map(|y| &grey[y * wide + xs.start..y * wide + xs.end])
                    .map(|pixel| (i32::from(*pixel) - ground).abs())
                    .sum();
                let share = f64::from(ink) / (count as f64 * 255.0);
                levels.push((share.sqrt() * LEVELS).round() as u8);
            }
        }
        Grid { columns, levels }
    }

    /// Reads what [`Grid::to_text`] wrote.
    ///
    /// # Errors
    /// When lines differ in length or hold anything but hexadecimal digits.
    pub fn parse(text: &str) -> Result<Grid, String> {
        let lines: Vec<&str> = text.lines().collect();
        let columns = lines.first().map_or(0, |line| line.len());
        if columns == 0 || lines.iter().any(|line| line.len() != columns) {
            return Err("a picture's rows are equally long and not empty".to_owned());
        }
        let levels = lines.iter().flat_map(|line| line.chars());
        let levels: Option<Vec<u8>> = levels
            .map(|digit| digit.to_digit(16).map(|level| level as u8))
            .collect();
        let levels = levels.ok_or("a picture's levels are hexadecimal digits")?;
        Ok(Grid { columns, levels })
    }

    /// One line for each row, one digit for each cell.
    #[must_use]
    pub fn to_text(&self) -> String {
        let digit = |level: &u8| char::from_digit(u32::from(*level), 16).unwrap_or('f');
        let rows = self.levels.chunks(self.columns);
        rows.map(|row| row.iter().map(digit).collect::<String>() + "\n")
            .collect()
    }

    /// The cells that differ by more than is tolerated; `self` is the stored picture.
    ///
    /// # Errors
    /// When the pictures have different sizes.
    pub fn differing(&self, now: &Grid) -> Result<Vec<Cell>, String> {
        if self.columns != now.columns || self.levels.len() != now.levels.len() {
            return Err(format!(
                "stored are {} cells in {} columns, now there are {} in {}",
                self.levels.len(),
                self.columns,
                now.levels.len(),
                now.columns
            ));
        }
        let pairs = self.levels.iter().zip(&now.levels).enumerate();
        let differ = pairs.filter(|(_, (stored, now))| stored.abs_diff(**now) > LEVELS_OFF_MAX);
        Ok(differ
            .map(|(at, (stored, now))| Cell {
                column: at % self.columns,
                row: at / self.columns,
                stored: *stored,
                now: *now,
            })
            .collect())
    }

    /// Compares with a picture of now.
    ///
    /// # Errors
    /// In words which cells differ, when more do than are tolerated.
    pub fn same_as(&self, now: &Grid) -> Result<(), String> {
        let differ = self.differing(now)?;
        if differ.len() * 100 <= self.levels.len() * CELLS_OFF_MAX_PERCENT {
            return Ok(());
        }
        let some: Vec<String> = differ.iter().take(12).map(Cell::to_string).collect();
        Err(format!(
            "{} of {} cells differ: {}",
            differ.len(),
            self.levels.len(),
            some.join("; ")
        ))
    }
}

/// Rec. 709 weights on the encoded values: near enough for ink.
fn luma(r: u8, g: u8, b: u8) -> u8 {
    let weighted = 2_126 * u32::from(r) + 7_152 * u32::from(g) + 722 * u32::from(b);
    (weighted / 10_000) as u8
}

/// The most frequent grey.
fn ground(grey: &[u8]) -> u8 {
    let mut counts = [0_usize; 256];
    for pixel in grey {
        counts[usize::from(*pixel)] += 1;
    }
    let most = (0..=255_u8).max_by_key(|grey| counts[usize::from(*grey)]);
    most.unwrap_or_default()
}
