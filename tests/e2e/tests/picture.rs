//! The comparison of pictures sees what a person would see, and nothing less.

use e2e::picture::Grid;

const WIDE: usize = 1_440;
const HIGH: usize = 900;

/// A console in grey: columns, text and four charts.
struct Console {
    /// Left edge of the third column, px.
    tools_px: usize,
    /// Charts that are drawn.
    charts: usize,
}

const USUAL: Console = Console {
    tools_px: 890,
    charts: 4,
};

impl Console {
    fn grey(&self) -> Vec<u8> {
        let mut grey = vec![16_u8; WIDE * HIGH];
        let mut fill = |x: usize, y: usize, wide: usize, high: usize, value: u8| {
            for y in y..(y + high).min(HIGH) {
                let row = &mut grey[y * WIDE..(y + 1) * WIDE];
                row[x.min(WIDE)..(x + wide).min(WIDE)].fill(value);
            }
        };
        fill(0, 0, WIDE, 46, 22);
        fill(self.tools_px, 46, 1, HIGH, 60);
        // Lines of text: strokes of two pixels.
        for line in 0..34 {
            let y = 60 + line * 24;
            for stroke in 0..60 + line % 5 * 4 {
                fill(self.tools_px + 14 + stroke * 6, y, 2, 9, 200);
            }
        }
        for chart in 0..self.charts {
            let y = 100 + chart * 200;
            for grid in 0..4 {
                fill(330, y + grid * 40, 520, 1, 40);
                fill(290, y + grid * 40 - 4, 3, 8, 150);
                fill(300, y + grid * 40 - 4, 3, 8, 150);
            }
            // Flat, then a step: the outage.
            fill(330, y + 110, 350, 2, 170);
            fill(680, y + 20, 2, 92, 170);
            fill(680, y + 20, 170, 2, 170);
            for mark in 0..6 {
                fill(690 + mark * 24, y, 1, 120, 130);
            }
        }
        grey
    }

    fn grid(&self) -> Grid {
        Grid::of_pixels(WIDE as u32, HIGH as u32, &self.grey())
    }
}

/// A generator of noise; its quality does not matter.
fn noise(state: &mut u32) -> i32 {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    (*state >> 16) as i32
}

#[test]
fn a_picture_is_the_same_as_itself_and_survives_its_text() {
    let grid = USUAL.grid();
    let again = Grid::parse(&grid.to_text()).expect("what was written can be read");
    assert_eq!(again, grid);
    assert_eq!(grid.same_as(&again), Ok(()));
    assert_eq!(grid.to_text().lines().count(), 30);
}

#[test]
fn a_moved_column_is_another_picture() {
    for tools_px in [800, 850, 930, 980] {
        let moved = Console { tools_px, ..USUAL };
        let told = USUAL.grid().same_as(&moved.grid());
        assert!(told.is_err(), "moved from 890 px to {tools_px} px");
    }
}

#[test]
fn a_missing_chart_is_another_picture() {
    let missing = Console { charts: 3, ..USUAL };
    let told = USUAL.grid().same_as(&missing.grid());
    let told = told.expect_err("a chart is missing");
    assert!(told.contains("cells differ: column"), "{told}");
}

#[test]
fn noise_at_the_edges_is_the_same_picture() {
    let usual = USUAL.grey();
    let mut state = 1;
    let mut noisy = usual.clone();
    for at in 1..usual.len() - 1 {
        let edge = usual[at] != usual[at - 1] || usual[at] != usual[at + 1];
        let reach = if edge { 48 } else { 1 };
        let off = noise(&mut state) % (2 * reach + 1) - reach;
        noisy[at] = (i32::from(usual[at]) + off).clamp(0, 255) as u8;
    }
    let noisy = Grid::of_pixels(WIDE as u32, HIGH as u32, &noisy);
    assert_eq!(USUAL.grid().same_as(&noisy), Ok(()));
}

#[test]
fn letters_moved_by_a_pixel_are_the_same_picture() {
    let moved = Console {
        tools_px: USUAL.tools_px + 1,
        ..USUAL
    };
    assert_eq!(USUAL.grid().same_as(&moved.grid()), Ok(()));
}

#[test]
fn broken_texts_of_pictures_are_told() {
    for text in ["", "\n", "012\n01\n", "01x\n012\n"] {
        assert!(Grid::parse(text).is_err(), "{text:?}");
    }
    let narrow = Grid::of_pixels(390, 844, &vec![0; 390 * 844]);
    assert!(USUAL.grid().same_as(&narrow).is_err());
}
