//! Texts with live values in them: `{column}`.

use super::findings::Findings;
use super::known::Known;
use super::rules::{Rule, TEXT, TITLE};
use crate::incident::names::FACTS;

/// The names in braces of a text, outermost pairs only, or the reason there are none.
///
/// # Errors
/// If braces do not pair.
pub fn placeholders(text: &str) -> Result<Vec<&str>, &'static str> {
    let (mut names, mut depth, mut from) = (Vec::new(), 0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => {
                if depth == 0 {
                    from = at + 1;
                }
                depth += 1;
            }
            '}' if depth == 0 => return Err("a `}` has no `{` before it"),
            '}' => {
                depth -= 1;
                if depth == 0 {
                    names.push(&text[from..at]);
                }
            }
            _ => {}
        }
    }
    if depth == 0 {
        Ok(names)
    } else {
        Err("a `{` is not closed")
    }
}

/// A text whose braces must hold columns of this world or facts of the run.
pub struct Template<'a>(pub &'a Known);

impl Rule for Template<'_> {
    type Value = str;

    fn check(&self, path: &str, text: &str, found: &mut Findings) {
        TEXT.check(path, text, found);
        match placeholders(text) {
            Ok(names) => names
                .iter()
                .filter(|name| !FACTS.contains(name))
                .for_each(|name| self.0.columns.check(path, name, found)),
            Err(why) => found.error(path, why),
        }
    }
}

/// A text whose braces may only hold `value`.
pub fn lint_value(path: &str, text: &str, found: &mut Findings) {
    TITLE.check(path, text, found);
    match placeholders(text) {
        Ok(names) if names.iter().all(|name| *name == "value") => {}
        Ok(_) => found.error(path, "only `{value}` is replaced here"),
        Err(why) => found.error(path, why),
    }
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn braces_may_hold_braces() {
        assert_eq!(
            placeholders("a {b} c {d{e=\"f\"}}"),
            Ok(vec!["b", "d{e=\"f\"}"])
        );
        assert_eq!(placeholders(""), Ok(vec![]));
        assert!(placeholders("a } b").is_err());
        assert!(placeholders("a {b").is_err());
    }
}
