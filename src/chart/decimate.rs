//! Fewer points for the same picture.

/// One sample of one series; a NaN value marks a gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Time, ms.
    pub t_ms: i64,
    /// Value, base unit; NaN for a gap.
    pub value: f32,
}

/// The samples kept of the current pixel column, as row indices.
struct Column {
    at: i64,
    first: usize,
    min: usize,
    max: usize,
    last: usize,
}

impl Column {
    fn new(at: i64, row: usize) -> Self {
        Self {
            at,
            first: row,
            min: row,
            max: row,
            last: row,
        }
    }

    fn add(&mut self, row: usize, values: &[f32]) {
        if values[row] < values[self.min] {
            self.min = row;
        }
        if values[row] > values[self.max] {
            self.max = row;
        }
        self.last = row;
    }

    fn emit(&self, times: &[i64], values: &[f32], out: &mut Vec<Point>) {
        let (a, b) = (self.min.min(self.max), self.min.max(self.max));
        let mut previous = None;
        for row in [self.first, a, b, self.last] {
            if previous != Some(row) {
                out.push(Point {
                    t_ms: times[row],
                    value: values[row],
                });
                previous = Some(row);
            }
        }
    }
}

/// Keeps the first, lowest, highest and last sample of each pixel column, in time order.
///
/// `column_of` gives the pixel column of a time and must not fall as time rises. No extreme is
/// ever lost: a spike of one sample stays visible, which methods that thin by shape (LTTB) do not
/// promise. At most four points per column are appended to `out`.
///
/// A gap between two columns appears as one NaN point between them; a gap inside one column is
/// narrower than a pixel and leaves no mark. Gaps at the ends are dropped. Applying it to its own
/// output changes nothing.
pub fn decimate(
    times: &[i64],
    values: &[f32],
    mut column_of: impl FnMut(i64) -> i64,
    out: &mut Vec<Point>,
) {
    let mut column: Option<Column> = None;
    let mut gap: Option<usize> = None;
    for (row, (&t_ms, value)) in times.iter().zip(values).enumerate() {
        if value.is_nan() {
            gap = gap.or(Some(row));
            continue;
        }
        let at = column_of(t_ms);
        match &mut column {
            Some(current) if current.at == at => current.add(row, values),
            _ => {
                if let Some(done) = column.replace(Column::new(at, row)) {
                    done.emit(times, values, out);
                    if let Some(row) = gap {
                        out.push(Point {
                            t_ms: times[row],
                            value: f32::NAN,
                        });
                    }
                }
            }
        }
        gap = None;
    }
    if let Some(done) = column {
        done.emit(times, values, out);
    }
}
