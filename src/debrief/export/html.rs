//! The debrief as one HTML file: no script, no request, all text escaped.
//!
//! Invariant: nothing from a user, a file or a log becomes markup: every text passes
//! [`escape`], and the page's own policy forbids scripts and loads altogether.

mod written;

use super::svg::{Line, chart};
use crate::debrief::document::Debrief;
use crate::debrief::notes_markdown::said;
use crate::debrief::words;
use crate::drill::words::turns;
use std::fmt::Write;

const STYLE: &str = "
:root{color-scheme:light dark;--line:#8888;--own:#0b5cad;--nobody:#b3261e;--best:#1b7f4d}
@media (prefers-color-scheme:dark){:root{--own:#7ab8ff;--nobody:#ff8a80;--best:#6fdc9f}}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;
border-bottom:1px solid var(--line)}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
figure{margin:1rem 0}svg{width:100%;height:auto}text{font-size:12px;fill:currentColor}
.value{text-anchor:end}.time{text-anchor:middle}.grid{stroke:var(--line);fill:none}
.line{fill:none;stroke-width:2}.line.own{stroke:var(--own)}
.line.nobody{stroke:var(--nobody);stroke-dasharray:6 4}
.line.best{stroke:var(--best);stroke-dasharray:2 3}
.key.own{color:var(--own)}.key.nobody{color:var(--nobody)}.key.best{color:var(--best)}
.key{margin-right:1rem;font-weight:600}
h3{margin:1.25rem 0 .25rem}.note{border-left:3px solid var(--line);padding-left:.75rem}
pre{overflow:auto}blockquote{margin-left:1rem}
@media print{body{max-width:none;margin:0}}
";

/// The whole debrief as an HTML page.
#[must_use]
pub fn to_html(debrief: &Debrief) -> String {
    let title = format!("Debrief: {}", debrief.incident.1);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{0}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{0}</h1>\n",
        escape(&title)
    );
    let _ = writeln!(out, "<p>{}</p>", escape(&debrief.verdict));
    let zero = words::utc_date_time(debrief.minute_zero_unix_s);
    let seed = debrief.seed.to_string();
    let about = [
        ["Incident", &debrief.incident.0],
        ["Minute zero", &zero],
        ["Way in", debrief.mode.word()],
        ["Seed", &seed],
        ["Engine", &debrief.engine],
        ["Digest", &debrief.digest],
    ];
    table(
        &mut out,
        ["Run", ""],
        &about.map(|row| row.map(String::from)),
        0,
    );
    score(&mut out, debrief);
    impact(&mut out, debrief);
    written::changes(&mut out, debrief);
    phases(&mut out, debrief);
    timeline(&mut out, debrief);
    review(&mut out, debrief);
    written::questions(&mut out, debrief);
    lessons(&mut out, debrief);
    written::postmortem_section(&mut out, debrief);
    out.push_str("</body>\n</html>\n");
    out
}

fn score(out: &mut String, debrief: &Debrief) {
    heading(out, "Score");
    if let Some(why) = words::unscored(debrief.mode) {
        let _ = writeln!(out, "<p>{}</p>", escape(why));
        return;
    }
    let terms = debrief.terms.iter().map(|term| {
        let (points, weight) = (words::points(term.points), words::points(term.weight));
        [term.name.clone(), points, weight]
    });
    let of: f64 = debrief.terms.iter().map(|term| term.weight).sum();
    let total = [
        "Total".into(),
        words::points(debrief.total),
        words::points(of),
    ];
    let rows: Vec<_> = terms.chain([total]).collect();
    table(out, ["Term", "Points", "Of"], &rows, 2);
    for term in &debrief.terms {
        let (name, formula) = (escape(&term.name), escape(&term.formula));
        let _ = writeln!(out, "<h3>{name}</h3>\n<p>{formula}</p>");
        written::behind(out, term);
    }
}

fn impact(out: &mut String, debrief: &Debrief) {
    heading(out, "Impact");
    let sentence = words::impact(debrief);
    let curves = &debrief.harm_curves;
    let floats = |curve: &[u64]| curve.iter().map(|n| *n as f64).collect();
    let lines = [
        ("This run", "own", &curves.own),
        ("Nobody acts", "nobody", &curves.nobody),
        ("Best known", "best", &curves.best),
    ];
    let so_far = lines.map(|(name, class, curve)| Line {
        name,
        class,
        values: floats(curve),
    });
    out.push_str(&chart("Affected visits so far", &sentence, &so_far));
    let by_minute = lines.map(|(name, class, curve)| Line {
        name,
        class,
        values: curve
            .windows(2)
            .map(|w| w[1].saturating_sub(w[0]) as f64)
            .collect(),
    });
    let words_of = "In each minute after minute zero.";
    out.push_str(&chart("Affected visits by minute", words_of, &by_minute));
    written::account(out, debrief);
    let rows: Vec<_> = words::harm_rows(curves, 25)
        .into_iter()
        .map(|(minute, values)| {
            let [own, nobody, best] = values.map(|v| v.map_or(String::new(), words::count));
            [minute.to_string(), own, nobody, best]
        })
        .collect();
    table(
        out,
        ["Minute", "This run", "Nobody acts", "Best known"],
        &rows,
        4,
    );
}

fn phases(out: &mut String, debrief: &Debrief) {
    let review = &debrief.review;
    heading(out, "Phases");
    let time = |at: Option<f64>| at.map_or(String::new(), |at| words::t_plus(words::ms(at)));
    let rows: Vec<_> = review
        .targets
        .iter()
        .map(|it| {
            let times = [it.reached_s, it.target_s, it.original_s, it.best_s].map(time);
            let [own, target, original, best] = times;
            [it.phase.clone(), own, target, original, best]
        })
        .collect();
    let head = ["Phase", "This run", "Target", "Original team", "Best known"];
    table(out, head, &rows, 4);
}

fn review(out: &mut String, debrief: &Debrief) {
    let review = &debrief.review;
    let notes = debrief.notes.as_ref();
    let own = said(notes.and_then(|notes| notes.well.as_ref()));
    section(out, "What went well", own.as_ref().unwrap_or(&review.well));
    let own = said(notes.and_then(|notes| notes.to_try.as_ref()));
    section(out, "What to try", own.as_ref().unwrap_or(&review.to_try));
    let unseen = review.unseen.iter().map(words::unseen);
    section(out, "Never looked at", &unseen.collect::<Vec<_>>());
}

/// A heading with a list; nothing for an empty one.
fn section(out: &mut String, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        heading(out, title);
        list(out, lines);
    }
}

fn timeline(out: &mut String, debrief: &Debrief) {
    heading(out, "Timeline");
    let rows: Vec<_> = words::side_by_side(debrief, |_| true)
        .into_iter()
        .map(|row| {
            let own = row
                .own
                .map_or(("", ""), |o| (o.kind.as_str(), o.text.as_str()));
            [
                words::utc_time(debrief.minute_zero_unix_s, row.t_ms),
                words::t_plus(row.t_ms),
                words::kind_name(own.0).to_string(),
                own.1.to_string(),
                row.account.unwrap_or("").to_string(),
            ]
        })
        .collect();
    let head = ["Time (UTC)", "After", "Kind", "This run", "Original team"];
    table(out, head, &rows, 0);
}

fn lessons(out: &mut String, debrief: &Debrief) {
    if debrief.lessons.is_empty() {
        return;
    }
    heading(out, "Lessons");
    for (title, text) in &debrief.lessons {
        let (title, text) = (escape(title), escape(text));
        let _ = writeln!(out, "<p><strong>{title}</strong> {text}</p>");
    }
}

fn heading(out: &mut String, text: &str) {
    let _ = writeln!(out, "<h2>{}</h2>", escape(text));
}

fn list(out: &mut String, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str("<ul>\n");
    for line in lines {
        let _ = writeln!(out, "<li>{}</li>", escape(line));
    }
    out.push_str("</ul>\n");
}

/// A table; its last `figures` columns are numbers.
fn table<const N: usize>(out: &mut String, head: [&str; N], rows: &[[String; N]], figures: usize) {
    let class = |at: usize| {
        if at + figures >= N {
            " class=\"n\""
        } else {
            ""
        }
    };
    out.push_str("<table>\n<thead><tr>");
    for (at, cell) in head.iter().enumerate() {
        let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(at), escape(cell));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let _ = write!(out, "<td{}>{}</td>", class(at), escape(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

/// A text as HTML that shows it, in content and in attributes with double quotes: markup
/// becomes characters, control characters and marks that turn its direction become blanks.
#[must_use]
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if turns(c) || c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
