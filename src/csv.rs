//! Tables for a spreadsheet (RFC 4180), written in one way by everybody.
//!
//! Invariant: no text is read as a formula: one that a spreadsheet would take for one gets an
//! apostrophe in front, as their makers advise. Numbers stay numbers, -1.5 too.

use crate::vocabulary::bounds::turns;

/// A table that is being written.
pub struct Csv(String);

/// A field, ready to be written.
pub struct Cell(String);

impl Csv {
    /// A table with the names of its columns.
    #[must_use]
    pub fn new<T: AsRef<str>>(head: impl IntoIterator<Item = T>) -> Csv {
        let mut csv = Csv(String::new());
        csv.row(head.into_iter().map(|name| Cell::word(name.as_ref())));
        csv
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        for (at, cell) in cells.into_iter().enumerate() {
            self.0 += if at > 0 { "," } else { "" };
            self.0 += &cell.0;
        }
        self.0 += "\r\n";
    }

    /// The whole text.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }
}

impl Cell {
    /// A text of anybody, always quoted.
    #[must_use]
    pub fn text(text: &str) -> Cell {
        let (mark, text) = plain(text);
        Cell(format!("\"{mark}{}\"", text.replace('"', "\"\"")))
    }

    /// A name or a time: quoted where it has to be.
    #[must_use]
    pub fn word(word: &str) -> Cell {
        let (mark, text) = plain(word);
        match mark.is_empty() && !text.contains([',', '"']) {
            true => Cell(text),
            false => Cell::text(word),
        }
    }
}

/// The text on one line, and the mark that keeps it from being a formula.
fn plain(text: &str) -> (&'static str, String) {
    let blank = |c: char| if c.is_control() || turns(c) { ' ' } else { c };
    let text: String = text.chars().map(blank).collect();
    // Some spreadsheets take the full-width signs for the narrow ones.
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let formula = text.trim_start().starts_with(signs);
    (if formula { "'" } else { "" }, text)
}

macro_rules! numbers {
    ($($number:ty)*) => { $(
        impl From<$number> for Cell {
            fn from(value: $number) -> Cell {
                let text = value.to_string();
                // What is no number, or has no end, is an empty field.
                let finite = !text.ends_with(['N', 'f']);
                Cell(if finite { text } else { String::new() })
            }
        }
    )* };
}

numbers!(u32 u64 usize i64 f32 f64);

/// What there is none of is an empty field.
impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or_else(|| Cell(String::new()), Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_no_formulas_and_numbers_are_numbers() {
        let mut csv = Csv::new(["a", "b,c", "=d", ""]);
        csv.row(["-1.5", " +1", "x\"y\r\nz", ""].map(Cell::text));
        csv.row([
            Cell::from(-1.5),
            (-2_i64).into(),
            f64::NAN.into(),
            None::<u64>.into(),
        ]);
        csv.row(["14:05", "@a", "b"].map(Cell::word));
        assert_eq!(
            csv.into_text(),
            "a,\"b,c\",\"'=d\",\r\n\"'-1.5\",\"' +1\",\"x\"\"y  z\",\"\"\r\n-1.5,-2,,\r\n\
             14:05,\"'@a\",b\r\n"
        );
    }

    #[test]
    fn no_field_is_a_formula_or_reads_as_another() {
        for sign in ["=", "+", "-", "@", "＝", "＋", "－", "＠", "  ="] {
            let text = format!("{sign}1");
            assert_eq!(Cell::text(&text).0, format!("\"'{text}\""));
            assert_eq!(Cell::word(&text).0, format!("\"'{text}\""));
        }
        assert_eq!(Cell::text("a\u{202e}b\"c\n").0, "\"a b\"\"c \"");
        assert_eq!(Cell::text("1 + 1").0, "\"1 + 1\"");
    }
}
