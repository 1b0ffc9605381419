//! The review of a debrief as Markdown. An empty one, as of older documents, writes nothing.

use super::document::Debrief;
use super::markdown::{Table, escape, heading};
use super::notes_markdown::said;
use super::words::{self, ms, t_plus};
use std::fmt::Write;

/// Writes the sections of the review.
pub(super) fn write(out: &mut String, debrief: &Debrief) {
    let review = &debrief.review;
    if !review.targets.is_empty() {
        heading(out, 2, "Targets");
        let head = ["Phase", "This run", "Target", "Original team", "Best known"];
        let mut table = Table::new(&head, 4);
        let time = |at: Option<f64>| escape(&at.map_or(String::new(), |at| t_plus(ms(at))));
        for target in &review.targets {
            let mark = match target.met() {
                Some(true) => " met",
                Some(false) => " missed",
                None => "",
            };
            table.row([
                escape(&target.phase),
                time(target.reached_s),
                format!("{}{mark}", time(target.target_s)),
                time(target.original_s),
                time(target.best_s),
            ]);
        }
        table.write(out);
    }
    let notes = debrief.notes.as_ref();
    let own = said(notes.and_then(|notes| notes.well.as_ref()));
    list(out, "What went well", own.as_ref().unwrap_or(&review.well));
    let own = said(notes.and_then(|notes| notes.to_try.as_ref()));
    list(out, "What to try", own.as_ref().unwrap_or(&review.to_try));
    if !review.unseen.is_empty() {
        heading(out, 2, "Never looked at");
        for it in &review.unseen {
            let text = words::unseen(it);
            let _ = writeln!(out, "- {}", escape(&text));
        }
    }
    if !review.points.is_empty() {
        heading(out, 2, "Questions");
        for point in &review.points {
            let text = format!("{} {}", t_plus(point.t_ms), point.what);
            let _ = writeln!(out, "- {}", escape(&text));
            for question in &point.questions {
                let _ = writeln!(out, "    - {}", escape(question));
            }
        }
    }
    if review.hints > 0 {
        let _ = writeln!(out, "\nHints taken: {}", review.hints);
    }
}

fn list(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    heading(out, 2, title);
    for line in lines {
        let _ = writeln!(out, "- {}", escape(line));
    }
}
