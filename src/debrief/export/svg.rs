//! Line charts as SVG, for files that need no program to be read.

use super::html::escape;
use crate::debrief::words::count;
use std::fmt::Write;

/// Size of a chart, CSS pixels.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 260.0;
/// Room for the axes, CSS pixels.
const LEFT: f64 = 84.0;
const RIGHT: f64 = 28.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 34.0;

/// A line of a chart: values at whole minutes.
pub(super) struct Line<'a> {
    /// Name in the legend.
    pub name: &'a str,
    /// Class of its style: `own`, `nobody`, `best`.
    pub class: &'static str,
    /// Values, one a minute.
    pub values: Vec<f64>,
}

/// A chart with its title and a sentence in words.
pub(super) fn chart(title: &str, words: &str, lines: &[Line<'_>]) -> String {
    let mut out = String::new();
    let minutes = lines.iter().map(|line| line.values.len()).max();
    let minutes = minutes.unwrap_or(0).saturating_sub(1).max(1);
    let most = lines.iter().flat_map(|line| &line.values);
    let top = ceiling(most.copied().fold(0.0, f64::max));
    let x = |minute: f64| LEFT + (WIDTH - LEFT - RIGHT) * minute / minutes as f64;
    let y = |value: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
    let _ = writeln!(
        out,
        "<figure>\n<figcaption><strong>{}</strong> {}</figcaption>\n\
         <svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        escape(title),
        escape(words),
        escape(title)
    );
    for part in 0..=4 {
        let value = top * f64::from(part) / 4.0;
        let at = y(value);
        let right = WIDTH - RIGHT;
        let _ = writeln!(
            out,
            "<path class=\"grid\" d=\"M{LEFT} {at:.1}H{right}\"/>\
             <text class=\"value\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            LEFT - 6.0,
            at + 4.0,
            count(value.round() as u64)
        );
    }
    let step = [5, 10, 15, 30, 60, 120, 240, 480]
        .into_iter()
        .find(|step| minutes / step <= 8)
        .unwrap_or(minutes.div_ceil(8).max(1));
    for minute in (0..=minutes).step_by(step) {
        let at = x(minute as f64);
        let _ = writeln!(
            out,
            "<text class=\"time\" x=\"{at:.1}\" y=\"{:.1}\">{minute} min</text>",
            HEIGHT - BOTTOM + 18.0
        );
    }
    for line in lines {
        let mut path = String::new();
        for (minute, value) in line.values.iter().enumerate() {
            let pen = if minute == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{pen}{:.1} {:.1}", x(minute as f64), y(*value));
        }
        let _ = writeln!(out, "<path class=\"line {}\" d=\"{path}\"/>", line.class);
    }
    out.push_str("</svg>\n<p class=\"legend\">");
    for line in lines {
        let (class, name) = (line.class, escape(line.name));
        let _ = write!(out, "<span class=\"key {class}\">{name}</span> ");
    }
    out.push_str("</p>\n</figure>\n");
    out
}

/// The next 1, 2, 2.5 or 5 times a power of ten; at least 4.
fn ceiling(most: f64) -> f64 {
    let mut unit = 1.0;
    while unit < 1e15 {
        for factor in [4.0, 5.0, 8.0, 10.0, 20.0, 25.0] {
            if unit * factor >= most {
                return unit * factor;
            }
        }
        unit *= 10.0;
    }
    unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_holds_its_lines() {
        let line = Line {
            name: "a <b>",
            class: "own",
            values: vec![0.0, 5.0, 1234.0],
        };
        let text = chart("T", "W", &[line]);
        assert!(text.contains("a &lt;b&gt;") && !text.contains("<b>"));
        assert!(text.contains("M84.0 226.0L"));
        assert!(text.contains(">2,000<"), "{text}");
        assert!(!chart("T", "W", &[]).contains("NaN"));
    }

    #[test]
    fn a_ceiling_is_round_and_high_enough() {
        for most in [0.0, 1.0, 3.9, 7.0, 99.0, 1234.0, 4.2e6, 9e14] {
            let top = ceiling(most);
            assert!(top >= most && top <= (2.6 * most).max(4.0), "{most}: {top}");
        }
    }
}
