//! The debrief as one HTML file: no script, no request, all text escaped.
//!
//! Invariant: nothing from a user, a file or a log becomes markup: every text passes
//! [`escape`], and the page's own policy forbids scripts and loads altogether.

use super::svg::{Line, chart};
use crate::debrief::document::{Debrief, HarmCurves};
use crate::debrief::rich::escape::html as escape;
use crate::debrief::rich::to_html as blocks;
use crate::debrief::sections::{self, RUNS};

const STYLE: &str = "
:root{color-scheme:light dark;--line:#8888;--own:#0b5cad;--nobody:#b3261e;--best:#1b7f4d}
@media (prefers-color-scheme:dark){:root{--own:#7ab8ff;--nobody:#ff8a80;--best:#6fdc9f}}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;
border-bottom:1px solid var(--line)}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
figure{margin:1rem 0}figure>svg{width:100%;height:auto}text{font-size:12px;fill:currentColor}
.value{text-anchor:end}.time{text-anchor:middle}.grid{stroke:var(--line)}
.grid,.line{fill:none;vector-effect:non-scaling-stroke}
.line{stroke-width:2}.line.own{stroke:var(--own)}
.line.nobody{stroke:var(--nobody);stroke-dasharray:6 4}
.line.best{stroke:var(--best);stroke-dasharray:2 3}
.key.own{color:var(--own)}.key.nobody{color:var(--nobody)}.key.best{color:var(--best)}
.key{margin-right:1rem;font-weight:600}
h3{margin:1.25rem 0 .25rem}
pre{overflow:auto}blockquote{margin-left:1rem}
@media print{body{max-width:none;margin:0}}
";

/// The whole debrief as an HTML page.
#[must_use]
pub fn to_html(debrief: &Debrief) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{}{}{}</body>\n</html>\n",
        escape(&format!("Debrief: {}", debrief.incident.1)),
        blocks(&sections::first(debrief)),
        charts(&debrief.harm_curves),
        blocks(&sections::rest(debrief)),
    )
}

/// Affected visits so far, and in each minute.
fn charts(curves: &HarmCurves) -> String {
    let lines = |values: fn(&[u64]) -> Vec<u64>| {
        let curves = [&curves.own, &curves.nobody, &curves.best];
        let named = RUNS.into_iter().zip(["own", "nobody", "best"]).zip(curves);
        let lines = named.map(|((name, class), curve)| {
            let values = values(curve);
            Line {
                name,
                class,
                values,
            }
        });
        lines.collect::<Vec<_>>()
    };
    let by_minute = |curve: &[u64]| {
        let pairs = curve.windows(2);
        pairs.map(|pair| pair[1].saturating_sub(pair[0])).collect()
    };
    let so_far = chart(
        "Affected visits so far",
        "From minute zero on.",
        &lines(<[u64]>::to_vec),
    );
    let told = "In each minute after minute zero.";
    so_far + &chart("Affected visits by minute", told, &lines(by_minute))
}
