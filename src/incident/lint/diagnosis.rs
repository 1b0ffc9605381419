//! What can be said to be wrong, and the names of evidence.

use super::findings::Findings;
use super::known::{Known, refer};
use super::rules::{Name, Rule, TITLE, Words, by, member, rows};
use crate::incident::charts;
use crate::incident::document::{Choice, DiagnosisBook, OtherWords};

/// One of the other words.
const OTHER: Words = Words(60);

pub fn lint(at: &str, book: &DiagnosisBook, known: &Known, found: &mut Findings) {
    if *book == DiagnosisBook::default() {
        return;
    }
    let telling = &book.telling_evidence;
    let telling_max = u32::try_from(telling.len()).unwrap_or(u32::MAX);
    let components = || book.components.iter();
    let causes = || book.causes.iter();
    rows!(found, at, book, {
        components[2..=50] unique id: by(choice),
        causes[2..=50] unique id: by(choice),
        right_components[1..=50]: by(|at, id, found| among(at, id, components(), found)),
        right_causes[1..=50]: by(|at, id, found| among(at, id, causes(), found)),
        evidence_wanted: 0..=telling_max,
        other_words[0..=100]: by(|at, other: &OtherWords, found: &mut Findings| {
            let choices = components().chain(causes());
            among(&member(at, "for"), &other.choice, choices, found);
            rows!(found, at, other, { words[1..=20]: by(other_word) });
        }),
    });
    let at = member(at, "telling_evidence");
    found.entries(&at, telling, 0..=50);
    found.unique(&at, "", telling.iter().map(String::as_str));
    for (i, name) in telling.iter().enumerate() {
        evidence(&format!("{at}[{i}]"), name, known, found);
    }
}

fn choice(at: &str, choice: &Choice, found: &mut Findings) {
    rows!(found, at, choice, { id: Name, label: TITLE });
}

fn other_word(at: &str, words: &str, found: &mut Findings) {
    OTHER.check(at, words, found);
    if !words.contains(|c: char| c.is_alphanumeric()) {
        found.error(at, "a letter or a digit at least");
    }
}

/// An id must be that of one of the choices.
fn among<'a>(
    at: &str,
    id: &str,
    mut choices: impl Iterator<Item = &'a Choice>,
    found: &mut Findings,
) {
    if !choices.any(|choice| choice.id == *id) {
        found.error(at, format!("`{id}` is not among the choices"));
    }
}

/// The name of a piece of evidence, e.g. `log:postgresql:53300`.
pub fn evidence(at: &str, name: &str, known: &Known, found: &mut Findings) {
    match name.split_once(':') {
        None if name == "activity" => {}
        Some(("chart", id)) => refer(at, "chart", id, charts::ids().into_iter(), found),
        Some(("log", line)) => log(at, line, known, found),
        Some(("file" | "diff", path)) => known.files.check(at, path, found),
        Some(("setting", name)) => super::config::setting(at, name, found),
        Some(("change", id)) => known.changes.check(at, id, found),
        Some(("alert", name)) => known.alerts.check(at, name, found),
        _ => {
            let message = format!(
                "`{name}` names no evidence: chart:ID, log:SOURCE:CODE, file:PATH, diff:PATH, \
                 setting:NAME, activity, change:ID or alert:NAME"
            );
            found.error(at, message);
        }
    }
}

fn log(at: &str, line: &str, known: &Known, found: &mut Findings) {
    let Some((source, code)) = line.split_once(':') else {
        return found.error(at, "a log line is named log:SOURCE:CODE");
    };
    if source != "postgresql" {
        known.services.check(at, source, found);
    }
    let good = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if code.is_empty() || !code.chars().all(good) {
        found.error(at, format!("`{code}` is no code of a log line"));
    }
}
