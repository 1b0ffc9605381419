//! Line charts as SVG, for files that need no program to be read.

use crate::chart::plot::{GRID, Minutes, heights, quarters, short};
use crate::debrief::rich::escape::html as escape;

/// Size of the picture, CSS pixels.
const SIZE: (f64, f64) = (760.0, 260.0);
/// Where its square stands: from the left, from the top, width, height, CSS pixels.
const SQUARE: (f64, f64, f64, f64) = (84.0, 12.0, 648.0, 214.0);

/// A line of a chart.
pub(super) struct Line<'a> {
    /// Name in the legend.
    pub name: &'a str,
    /// Class of its style: `own`, `nobody`, `best`.
    pub class: &'static str,
    /// Values, one a minute.
    pub values: Vec<u64>,
}

/// A chart with its title and a sentence in words.
pub(super) fn chart(title: &str, words: &str, lines: &[Line<'_>]) -> String {
    let axes = Minutes::of(lines.iter().map(|line| line.values.as_slice()));
    let (title, words) = (escape(title), escape(words));
    let ((width, height), (left, top, wide, high)) = (SIZE, SQUARE);
    let ends = heights(axes.most)
        .into_iter()
        .zip(0..)
        .map(|(value, part)| {
            let y = top + high * f64::from(part) / 2.0 + 4.0;
            format!(
                "<text class=\"value\" x=\"{}\" y=\"{y}\">{}</text>",
                left - 6.0,
                short(value)
            )
        });
    let minutes = quarters(axes.end)
        .into_iter()
        .zip(0..)
        .map(|(minute, part)| {
            let (x, y) = (left + wide * f64::from(part) / 4.0, top + high + 18.0);
            format!("<text class=\"time\" x=\"{x}\" y=\"{y}\">{minute} min</text>")
        });
    let curves = lines.iter().map(|line| {
        let d = axes.path(&line.values);
        format!("<path class=\"line {}\" d=\"{d}\"/>\n", line.class)
    });
    let keys = lines.iter().map(|line| {
        format!(
            "<span class=\"key {}\">{}</span> ",
            line.class,
            escape(line.name)
        )
    });
    format!(
        "<figure>\n<figcaption><strong>{title}</strong> {words}</figcaption>\n\
         <svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\">\n\
         {}{}\n<svg x=\"{left}\" y=\"{top}\" width=\"{wide}\" height=\"{high}\" \
         viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\">\n\
         <path class=\"grid\" d=\"{GRID}\"/>\n{}</svg>\n</svg>\n\
         <p class=\"legend\">{}</p>\n</figure>\n",
        ends.collect::<String>(),
        minutes.collect::<String>(),
        curves.collect::<String>(),
        keys.collect::<String>(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_holds_its_lines() {
        let line = Line {
            name: "a <b>",
            class: "own",
            values: vec![0, 5, 1234],
        };
        let text = chart("T", "W", &[line]);
        assert!(text.contains("a &lt;b&gt;") && !text.contains("<b>"));
        assert!(
            text.contains("d=\"M0.00 100.00L5.00 99.75L10.00 38.30\""),
            "{text}"
        );
        assert!(
            text.contains(">2,000<") && text.contains(">20 min<"),
            "{text}"
        );
        assert!(!chart("T", "W", &[]).contains("NaN"));
    }
}
