//! The picture: measured points beside the simulated line, throughput and p95 of each mix.
//!
//! Written as SVG with the colours of the reader's theme. Client counts and latencies stand
//! on logarithmic axes (each count is twice the one before), throughputs on one from 0.

use std::fmt::Write;

use crate::pgbench::{Mix, Sample};
use crate::report::Part;

/// Size of a panel's plot, and what is around it.
const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 190.0;
const LEFT: f64 = 64.0;
const TOP: f64 = 64.0;
const GAP_X: f64 = 96.0;
const GAP_Y: f64 = 84.0;

/// The picture of all parts; two panels a row.
#[must_use]
pub fn draw(parts: &[Part]) -> String {
    let rows = parts.len() as f64;
    let (width, height) = (
        LEFT + 2.0 * WIDTH + GAP_X + 24.0,
        TOP + rows * (HEIGHT + GAP_Y),
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n\
         <title>Throughput and p95 by client count, measured and simulated</title>\n\
         <style>{STYLE}</style>\n\
         <rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n\
         <circle class=\"point\" cx=\"{LEFT}\" cy=\"18\" r=\"4\"/>\
         <text x=\"{:.0}\" y=\"22\">measured (median; filled: calibrated)</text>\n\
         <path class=\"line\" d=\"M{:.0} 18h28\"/><text x=\"{:.0}\" y=\"22\">simulated</text>\n",
        LEFT + 10.0,
        LEFT + 250.0,
        LEFT + 286.0
    );
    for (row, part) in parts.iter().enumerate() {
        let y = TOP + row as f64 * (HEIGHT + GAP_Y);
        let name = match part.mix {
            Mix::Select => "pgbench -S",
            Mix::Range => "sum over 2001 rows",
        };
        let tps = Panel {
            title: format!("{name}: transactions/s"),
            corner: (LEFT, y),
            value: |s| s.tps,
            is_logarithmic: false,
        };
        let p95 = Panel {
            title: format!("{name}: p95, ms"),
            corner: (LEFT + WIDTH + GAP_X, y),
            value: |s| s.p95_ms,
            is_logarithmic: true,
        };
        svg += &tps.draw(part);
        svg += &p95.draw(part);
    }
    svg += "</svg>\n";
    svg
}

const STYLE: &str = "\
.ground{fill:#fff}text{fill:#333}.grid{stroke:#ddd;stroke-width:1}\
.line{stroke:#0b6bcb;stroke-width:1.5;fill:none}\
.point{stroke:#b3400a;stroke-width:1.5;fill:#fff}.used{fill:#b3400a}\
@media (prefers-color-scheme:dark){.ground{fill:#111418}text{fill:#cfd4da}\
.grid{stroke:#2b3138}.line{stroke:#6cb2ff}.point{stroke:#ff9d5c;fill:#111418}\
.used{fill:#ff9d5c}}";

/// One quantity by client count.
struct Panel {
    title: String,
    /// Upper left corner of the plot.
    corner: (f64, f64),
    value: fn(&Sample) -> f64,
    is_logarithmic: bool,
}

impl Panel {
    /// The least and the greatest value that there is room for.
    fn range(&self, part: &Part) -> (f64, f64) {
        let measured = part.measured.iter().map(|row| (self.value)(&row.sample));
        let (low, high) = bounds(measured.chain(part.predicted.iter().map(self.value)));
        match self.is_logarithmic {
            true => (low / 1.15, high * 1.15),
            false => (0.0, high * 1.1),
        }
    }

    fn draw(&self, part: &Part) -> String {
        let (low, high) = self.range(part);
        let height = |v: f64| match self.is_logarithmic {
            true => share(v, low, high),
            false => v / high,
        };
        let ticks = match self.is_logarithmic {
            true => round_values(low, high),
            false => steps(high),
        };
        self.plot(
            part,
            &|v| self.corner.1 + HEIGHT * (1.0 - height(v)),
            &ticks,
        )
    }

    fn plot(&self, part: &Part, y: &dyn Fn(f64) -> f64, ticks: &[f64]) -> String {
        let ((x0, y0), title) = (self.corner, &self.title);
        let measured = part.measured.iter().map(|row| (self.value)(&row.sample));
        let simulated = part.predicted.iter().map(self.value);
        let clients = || part.measured.iter().map(|row| f64::from(row.clients));
        let (first, last) = bounds(clients());
        let x = |v: f64| x0 + WIDTH * share(v, first, last);
        let mut svg = format!(
            "<text x=\"{x0:.1}\" y=\"{:.1}\" font-weight=\"600\">{title}</text>\n",
            y0 - 10.0
        );
        for tick in ticks {
            let at = y(*tick);
            // Writing to a string cannot fail.
            let _ = writeln!(
                svg,
                "<path class=\"grid\" d=\"M{x0:.1} {at:.1}h{WIDTH}\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
                x0 - 6.0,
                at + 4.0
            );
        }
        for count in clients() {
            let _ = writeln!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{count}</text>",
                x(count),
                y0 + HEIGHT + 16.0
            );
        }
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">clients</text>",
            x0 + WIDTH / 2.0,
            y0 + HEIGHT + 34.0
        );
        let points = clients().zip(simulated);
        let path: Vec<String> = points
            .map(|(c, v)| format!("{:.1} {:.1}", x(c), y(v)))
            .collect();
        let _ = writeln!(svg, "<path class=\"line\" d=\"M{}\"/>", path.join("L"));
        for (row, v) in part.measured.iter().zip(measured) {
            let is_used = part.calibrated.0 == row.clients || part.calibrated.1 == row.clients;
            let class = if is_used { "point used" } else { "point" };
            let _ = writeln!(
                svg,
                "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"/>",
                x(f64::from(row.clients)),
                y(v)
            );
        }
        svg
    }
}

/// Where a value stands between two others, 0..=1, on a logarithmic axis.
fn share(v: f64, low: f64, high: f64) -> f64 {
    (v / low).ln() / (high / low).ln()
}

/// From 0 in three to six round steps.
fn steps(high: f64) -> Vec<f64> {
    let step = round_values(high / 7.0, high / 2.0);
    let step = step.first().copied().unwrap_or(high);
    let all = (0..8).map(|n| f64::from(n) * step);
    all.take_while(|v| *v <= high).collect()
}

/// Smallest and largest; 1 and 2 of nothing.
fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let values: Vec<f64> = values.filter(|v| *v > 0.0).collect();
    let low = values.iter().copied().min_by(f64::total_cmp).unwrap_or(1.0);
    let high = values.iter().copied().max_by(f64::total_cmp).unwrap_or(2.0);
    (low, if high > low { high } else { 2.0 * low })
}

/// 1, 2 and 5 times powers of ten within these bounds.
fn round_values(low: f64, high: f64) -> Vec<f64> {
    let powers = (-6..=9).map(|n| 10f64.powi(n));
    let all = powers.flat_map(|p| [p, 2.0 * p, 5.0 * p]);
    // 10^-3 is not quite 0.001: rounded, it prints as it should.
    let rounded = all.map(|v| (v * 1e6).round() / 1e6);
    rounded.filter(|v| (low..=high).contains(v)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        assert_eq!(round_values(0.04, 2.5), [0.05, 0.1, 0.2, 0.5, 1.0, 2.0]);
        assert_eq!(
            round_values(9_000.0, 60_000.0),
            [10_000.0, 20_000.0, 50_000.0]
        );
        assert_eq!(
            steps(66_000.0),
            [
                0.0, 10_000.0, 20_000.0, 30_000.0, 40_000.0, 50_000.0, 60_000.0
            ]
        );
        assert_eq!(bounds([3.0, 3.0].into_iter()), (3.0, 6.0));
    }
}
