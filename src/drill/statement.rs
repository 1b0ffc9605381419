//! A diagnosis in own words: the name of a key, a change or a run means the same choice.

use crate::incident::document::{Choice, DiagnosisBook};

/// Longest statement of a component or a cause, characters.
pub const STATEMENT_CHARS_MAX: usize = 200;

/// The choice that a statement means: its id, its label, or other words for it that the
/// incident knows. `what` names the list in errors.
///
/// # Errors
/// If it means none of the choices, or more than one: to name several is to name none.
pub fn understand<'a>(
    book: &DiagnosisBook,
    choices: &'a [Choice],
    statement: &str,
    what: &str,
) -> Result<&'a Choice, String> {
    if let Some(choice) = choices.iter().find(|choice| choice.id == statement) {
        return Ok(choice);
    }
    let chars = statement.chars().count();
    if chars > STATEMENT_CHARS_MAX {
        return Err(format!(
            "a {what} is said in {STATEMENT_CHARS_MAX} characters at most, not {chars}"
        ));
    }
    let text = normal(statement);
    if let Some(choice) = choices.iter().find(|choice| normal(&choice.label) == text) {
        return Ok(choice);
    }
    let mut meant = choices.iter().filter(|choice| {
        let other = book.other_words.iter().filter(|o| o.choice == choice.id);
        let mut words = other.flat_map(|o| &o.words).chain([&choice.id]);
        words.any(|words| holds(&text, &normal(words)))
    });
    match (meant.next(), meant.next()) {
        (Some(choice), None) => Ok(choice),
        (None, _) => Err(format!("there is no {what} {statement:?}")),
        (Some(one), Some(other)) => Err(format!(
            "{statement:?} can mean {:?} or {:?}: name one",
            one.label, other.label
        )),
    }
}

/// Lower case, one blank between words.
fn normal(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Do these words stand in the text, as whole words?
fn holds(text: &str, words: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    !words.is_empty()
        && text.match_indices(words).any(|(at, found)| {
            let before = text[..at].chars().next_back();
            let after = text[at + found.len()..].chars().next();
            !before.is_some_and(inside) && !after.is_some_and(inside)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::document::OtherWords;

    fn book() -> DiagnosisBook {
        let choice = |id: &str, label: &str| Choice {
            id: id.into(),
            label: label.into(),
        };
        let other = |id: &str, words: &[&str]| OtherWords {
            choice: id.into(),
            words: words.iter().map(ToString::to_string).collect(),
        };
        DiagnosisBook {
            causes: vec![
                choice("limit", "The limit is too low"),
                choice("cpu-small", "Too few cores"),
            ],
            other_words: vec![
                other("limit", &["max_connections", "run-812"]),
                other("cpu-small", &["cpu"]),
            ],
            ..DiagnosisBook::default()
        }
    }

    fn meant(statement: &str) -> Result<String, String> {
        let book = book();
        understand(&book, &book.causes, statement, "cause").map(|choice| choice.id.clone())
    }

    #[test]
    fn keys_changes_labels_and_ids_mean_the_same() {
        for said in [
            "limit",
            "the  LIMIT is too low",
            "max_connections = 20 since the update",
            "it was Run-812!",
        ] {
            assert_eq!(meant(said), Ok("limit".into()), "{said}");
        }
    }

    #[test]
    fn parts_of_words_mean_nothing_and_several_are_none() {
        for said in ["", "cpus", "max_connections_total", "run-8123", "é"] {
            let why = meant(said).expect_err(said);
            assert!(why.starts_with("there is no cause"), "{why}");
        }
        assert!(meant("cpu or max_connections").is_err_and(|why| why.contains("name one")));
        assert!(meant(&"x".repeat(201)).is_err_and(|why| why.contains("200 characters")));
    }
}
