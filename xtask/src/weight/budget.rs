//! The number that the page's weight is held to.

use std::fs;

use crate::{repo, say};

/// What the page may weigh, bytes with gzip.
#[derive(Debug, PartialEq, Eq)]
pub struct Budget(usize);

impl Budget {
    /// The budget of the repository.
    ///
    /// # Errors
    /// When its file is not there or says no number.
    pub fn read() -> Result<Budget, String> {
        let path = repo::root().join("xtask/weight.budget");
        let at = |error: String| format!("{}: {error}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| at(error.to_string()))?;
        Budget::parse(&text).map_err(at)
    }

    /// The first line that is no comment begins with the number; its reason follows.
    fn parse(text: &str) -> Result<Budget, String> {
        let mut lines = text.lines().map(str::trim);
        let line = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
        let line = line.ok_or("it says no number of bytes")?;
        let (number, reason) = line.split_once(' ').ok_or("the number has no reason")?;
        if reason.trim().is_empty() {
            return Err("the number has no reason".to_owned());
        }
        match number.replace('_', "").parse() {
            Ok(bytes) => Ok(Budget(bytes)),
            Err(_) => Err(format!("{number} is no number of bytes")),
        }
    }

    /// Says how far a weight lies below.
    ///
    /// # Errors
    /// When it lies above.
    pub fn hold(&self, bytes: usize) -> Result<(), String> {
        let Budget(most) = *self;
        if bytes > most {
            return Err(format!(
                "the page weighs {bytes} bytes with gzip, {} more than the budget in \
                 xtask/weight.budget allows",
                bytes - most
            ));
        }
        say::line(format!("{} bytes below the budget of {most}", most - bytes));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_a_reason() {
        assert_eq!(
            Budget::parse("# words\n\n1_900 because\n"),
            Ok(Budget(1_900))
        );
        for text in ["", "# 5 words", "1900", "1900 ", "many because"] {
            assert!(Budget::parse(text).is_err(), "{text}");
        }
        assert!(Budget::read().is_ok());
    }

    #[test]
    fn what_weighs_more_fails() {
        assert!(Budget(10).hold(10).is_ok());
        assert!(Budget(10).hold(11).is_err());
    }
}
