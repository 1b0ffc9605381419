//! Numbers and live values in sentences.

use crate::sim::World;

pub use crate::vocabulary::bounds::turns;

/// Characters of an input that a message quotes, at most.
const QUOTE_CHARS_MAX: usize = 300;

/// The start of a text that may be an input of any length.
#[must_use]
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(QUOTE_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// A number as a person writes it: at most three significant figures, thousands grouped.
#[must_use]
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "no value".to_string();
    }
    let size = value.abs();
    if size >= 100.0 || (value - value.trunc()).abs() < 1e-9 {
        return grouped(value);
    }
    let digits = if size >= 10.0 { 1 } else { 2 };
    let text = format!("{value:.digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let text = groups(&digits);
    if value < 0.0 && digits != "0" {
        format!("-{text}")
    } else {
        text
    }
}

/// Digits in groups of three: `1,234,567`.
#[must_use]
pub fn groups(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share as a person writes it: `95 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{} %", number(share * 100.0))
}

/// A value of a telemetry column with its unit: shares as percent, times in seconds.
#[must_use]
pub fn of_column(name: &str, value: f64) -> String {
    if name.contains("ratio") || name.contains("utilisation") || name.contains("io_time") {
        percent(value)
    } else if name.contains("_seconds") && !name.contains("count") {
        format!("{} s", number(value))
    } else {
        number(value)
    }
}

/// Replace `{column}` by the last value of that telemetry column; names that are no
/// column stay as they are.
#[must_use]
pub fn fill(text: &str, world: &World) -> String {
    let mut out = text.to_string();
    let telemetry = world.telemetry();
    for (index, name) in telemetry.columns().enumerate() {
        let place = format!("{{{name}}}");
        if out.contains(&place) {
            let value = telemetry.last(index);
            let words = value.map_or("no value".to_string(), |v| of_column(name, v));
            out = out.replace(&place, &words);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let cases = [
            (0.0, "0"),
            (20.0, "20"),
            (0.456, "0.46"),
            (1.5, "1.5"),
            (12.34, "12.3"),
            (1234.6, "1,235"),
            (-1_234_567.0, "-1,234,567"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
        assert_eq!(number(f64::NAN), "no value");
        assert_eq!(percent(0.954), "95.4 %");
    }
}
