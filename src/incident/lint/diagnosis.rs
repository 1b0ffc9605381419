//! What can be said to be wrong, and the names of evidence.

use super::findings::Findings;
use super::known::Known;
use super::words::TITLE_CHARS_MAX;
use crate::incident::charts;
use crate::incident::document::{Choice, DiagnosisBook};

pub fn lint(book: &DiagnosisBook, known: &Known, found: &mut Findings) {
    if *book == DiagnosisBook::default() {
        return;
    }
    choices("$.diagnosis.components", &book.components, found);
    choices("$.diagnosis.causes", &book.causes, found);
    right(
        "$.diagnosis.right_components",
        &book.right_components,
        &book.components,
        found,
    );
    right(
        "$.diagnosis.right_causes",
        &book.right_causes,
        &book.causes,
        found,
    );
    let at = "$.diagnosis.telling_evidence";
    found.entries(at, &book.telling_evidence, 0..=50);
    found.unique(at, "", book.telling_evidence.iter().map(String::as_str));
    for (i, name) in book.telling_evidence.iter().enumerate() {
        evidence(&format!("{at}[{i}]"), name, known, found);
    }
    let telling = u32::try_from(book.telling_evidence.len()).unwrap_or(u32::MAX);
    found.range(
        "$.diagnosis.evidence_wanted",
        book.evidence_wanted,
        0..=telling,
    );
    other_words(book, found);
}

/// Longest of the other words, characters.
const WORDS_CHARS_MAX: usize = 60;

fn other_words(book: &DiagnosisBook, found: &mut Findings) {
    let at = "$.diagnosis.other_words";
    found.entries(at, &book.other_words, 0..=100);
    let choices = || book.components.iter().chain(&book.causes);
    for (i, other) in book.other_words.iter().enumerate() {
        let at = format!("{at}[{i}]");
        if !choices().any(|choice| choice.id == other.choice) {
            let message = format!("`{}` is not among the choices", other.choice);
            found.error(&format!("{at}.for"), message);
        }
        found.entries(&format!("{at}.words"), &other.words, 1..=20);
        for (k, words) in other.words.iter().enumerate() {
            let at = format!("{at}.words[{k}]");
            found.words(&at, words, WORDS_CHARS_MAX);
            if !words.contains(|c: char| c.is_alphanumeric()) {
                found.error(&at, "a letter or a digit at least");
            }
        }
    }
}

fn choices(at: &str, choices: &[Choice], found: &mut Findings) {
    found.entries(at, choices, 2..=50);
    found.unique(at, ".id", choices.iter().map(|choice| choice.id.as_str()));
    for (i, choice) in choices.iter().enumerate() {
        found.name(&format!("{at}[{i}].id"), &choice.id);
        found.words(&format!("{at}[{i}].label"), &choice.label, TITLE_CHARS_MAX);
    }
}

fn right(at: &str, right: &[String], choices: &[Choice], found: &mut Findings) {
    found.entries(at, right, 1..=50);
    for (i, id) in right.iter().enumerate() {
        if !choices.iter().any(|choice| choice.id == *id) {
            found.error(
                &format!("{at}[{i}]"),
                format!("`{id}` is not among the choices"),
            );
        }
    }
}

/// The name of a piece of evidence, e.g. `log:postgresql:53300`.
pub fn evidence(at: &str, name: &str, known: &Known, found: &mut Findings) {
    match name.split_once(':') {
        None if name == "activity" => {}
        Some(("chart", id)) => {
            if charts::find(id).is_none() {
                let message = format!(
                    "there is no chart `{id}`; there is {}",
                    charts::ids().join(", ")
                );
                found.error(at, message);
            }
        }
        Some(("log", line)) => log(at, line, known, found),
        Some(("file" | "diff", path)) => known.file(at, path, found),
        Some(("setting", name)) => super::config::setting(at, name, found),
        Some(("change", id)) => known.change(at, id, found),
        Some(("alert", name)) => known.alert(at, name, found),
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
        known.service(at, source, found);
    }
    let good = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if code.is_empty() || !code.chars().all(good) {
        found.error(at, format!("`{code}` is no code of a log line"));
    }
}
