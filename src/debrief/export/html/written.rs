//! Account of harm, judged changes, notes and post-mortem on the HTML page.

use super::{escape, heading, list, table};
use crate::debrief::document::{Debrief, Term};
use crate::debrief::harm::cause_words;
use crate::debrief::notes::point_ids;
use crate::debrief::notes_markdown::postmortem;
use crate::debrief::rich;
use crate::debrief::words;
use std::fmt::Write;

/// Why visits were affected, with the sum, and the error budget.
pub(super) fn account(out: &mut String, debrief: &Debrief) {
    let Some(harm) = &debrief.harm else { return };
    let _ = writeln!(out, "<p>{}</p>", escape(&words::budget(&harm.budget)));
    if let Some(money) = &harm.money {
        let _ = writeln!(out, "<p>{}</p>", escape(&words::money(money)));
    }
    let whole = harm.sum.affected;
    let causes = harm.sum.causes.iter().map(|cause| {
        [
            cause_words(&cause.cause).to_string(),
            words::count(cause.visits),
            words::share(cause.visits, whole),
            words::count(cause.requests),
        ]
    });
    let sum = [
        "Sum".to_string(),
        words::count(whole),
        words::share(whole, whole),
        words::count(harm.sum.failed_requests),
    ];
    let rows: Vec<_> = causes.chain([sum]).collect();
    let head = ["Cause", "Visits", "Share", "Failed requests"];
    table(out, head, &rows, 3);
}

/// What each change was worth.
pub(super) fn changes(out: &mut String, debrief: &Debrief) {
    if debrief.changes.is_empty() {
        return;
    }
    heading(out, "What each change was worth");
    let rows = debrief.changes.iter().map(|change| {
        let without = words::without(debrief, change);
        [
            words::t_plus(change.at_ms),
            words::change_title(change),
            words::effect(&change.effect).to_string(),
            words::count(debrief.visits.1),
            without.map_or(String::new(), words::count),
        ]
    });
    let head = ["After", "Change", "Verdict", "Affected", "Without it"];
    table(out, head, &rows.collect::<Vec<_>>(), 2);
}

/// The numbers and events behind a term.
pub(super) fn behind(out: &mut String, term: &Term) {
    if term.inputs.is_empty() && term.events.is_empty() {
        list(out, &term.because);
        return;
    }
    let inputs = term.inputs.iter();
    let inputs = inputs.map(|input| [input.name.clone(), words::input(input)]);
    let inputs: Vec<_> = inputs.collect();
    if !inputs.is_empty() {
        table(out, ["Input", "Value"], &inputs, 1);
    }
    let events = term.events.iter();
    let events = events.map(|event| [words::t_plus(event.t_ms), event.text.clone()]);
    let events: Vec<_> = events.collect();
    if !events.is_empty() {
        table(out, ["After", "Event"], &events, 0);
    }
}

/// The questions of each point with the note on it, and the commitment.
pub(super) fn questions(out: &mut String, debrief: &Debrief) {
    let points = &debrief.review.points;
    if !points.is_empty() {
        heading(out, "Questions");
    }
    for (id, point) in point_ids(points).iter().zip(points) {
        let (at, what) = (words::t_plus(point.t_ms), escape(&point.what));
        let _ = writeln!(out, "<h3>{at} {what}</h3>");
        list(out, &point.questions);
        let note = debrief
            .notes
            .as_ref()
            .and_then(|notes| notes.points.get(id));
        if let Some(note) = note {
            let lines: Vec<String> = note.lines().map(escape).collect();
            let _ = writeln!(out, "<p class=\"note\">{}</p>", lines.join("<br>"));
        }
    }
    let notes = debrief.notes.as_ref();
    let commitment = notes.map(|notes| notes.commitment.trim());
    if let Some(commitment) = commitment.filter(|text| !text.is_empty()) {
        heading(out, "Commitment");
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(commitment));
    }
}

/// The post-mortem as it was edited.
pub(super) fn postmortem_section(out: &mut String, debrief: &Debrief) {
    if let Some(text) = debrief.notes.as_ref().and_then(postmortem) {
        heading(out, "Post-mortem");
        out.push_str(&rich::to_html(&rich::read(text)));
    }
}
