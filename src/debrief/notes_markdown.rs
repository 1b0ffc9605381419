//! What was written about a run, and what its changes were worth, as Markdown. Documents
//! without them write nothing.

use super::document::Debrief;
use super::harm::cause_words;
use super::markdown::{Table, escape, heading};
use super::notes::{Notes, point_ids};
use super::postmortem::Form;
use super::rich;
use super::words;
use std::fmt::Write;

/// Who failed why, and the error budget.
pub(super) fn account(out: &mut String, debrief: &Debrief) {
    let Some(harm) = &debrief.harm else { return };
    let _ = writeln!(out, "\n{}", escape(&words::budget(&harm.budget)));
    if let Some(money) = &harm.money {
        let _ = writeln!(out, "\n{}", escape(&words::money(money)));
    }
    out.push('\n');
    let mut table = Table::new(&["Cause", "Visits", "Share", "Failed requests"], 3);
    for cause in &harm.sum.causes {
        table.row([
            escape(cause_words(&cause.cause)),
            words::count(cause.visits),
            words::share(cause.visits, harm.sum.affected),
            words::count(cause.requests),
        ]);
    }
    table.row([
        "**Sum**".to_string(),
        words::count(harm.sum.affected),
        words::share(harm.sum.affected, harm.sum.affected),
        words::count(harm.sum.failed_requests),
    ]);
    table.write(out);
}

/// What each change was worth.
pub(super) fn changes(out: &mut String, debrief: &Debrief) {
    if debrief.changes.is_empty() {
        return;
    }
    heading(out, 2, "What each change was worth");
    let mut table = Table::new(&["After", "Change", "Verdict", "Affected without it"], 1);
    for change in &debrief.changes {
        table.row([
            escape(&words::t_plus(change.at_ms)),
            escape(&words::change_title(change)),
            escape(words::effect(&change.effect)),
            words::without(debrief, change).map_or(String::new(), words::count),
        ]);
    }
    table.write(out);
}

/// Notes on points, what went well, what to try, the commitment, the post-mortem.
pub(super) fn write(out: &mut String, debrief: &Debrief) {
    let Some(notes) = &debrief.notes else { return };
    let points = &debrief.review.points;
    let written = point_ids(points).into_iter().zip(points);
    let mut written = written
        .filter_map(|(id, point)| Some((point, notes.points.get(&id)?)))
        .peekable();
    if written.peek().is_some() {
        heading(out, 2, "Notes");
    }
    for (point, note) in written {
        let text = format!("{} {}", words::t_plus(point.t_ms), point.what);
        let _ = writeln!(out, "- {}", escape(&text));
        for line in note.lines().filter(|line| !line.trim().is_empty()) {
            let _ = writeln!(out, "    - {}", escape(line));
        }
    }
    if !notes.commitment.trim().is_empty() {
        heading(out, 2, "Commitment");
        let _ = writeln!(out, "{}", escape(&notes.commitment));
    }
    if let Some(text) = postmortem(notes) {
        heading(out, 2, "Post-mortem");
        out.push_str(&rich::to_markdown(&rich::read(text)));
    }
}

/// The post-mortem in the form that was chosen.
pub(super) fn postmortem(notes: &Notes) -> Option<&String> {
    let form: Form = notes.chosen_form();
    let text = notes.postmortems.get(form.name())?;
    (!text.trim().is_empty()).then_some(text)
}

/// Lines of the notes that say something; none where there are no notes.
pub(super) fn said(lines: Option<&Vec<String>>) -> Option<Vec<String>> {
    let lines = lines?.iter().filter(|line| !line.trim().is_empty());
    Some(lines.cloned().collect())
}
