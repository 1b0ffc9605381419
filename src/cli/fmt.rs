//! `firedrill fmt`.

use crate::incident::format;

/// Bring incident and world files into the form of the project; with `check` only say which
/// are not in it.
pub(super) fn fmt(files: &[String], check: bool) -> Result<(), String> {
    let mut problems = Vec::new();
    for file in files {
        match one(file, check) {
            Ok(said) => super::print(&said),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n"))
    }
}

fn one(file: &str, check: bool) -> Result<String, String> {
    let text = super::read(file)?;
    let formatted = format(&text).map_err(|e| format!("{file}: {e}"))?;
    if formatted == text {
        Ok(format!("{file}: in form\n"))
    } else if check {
        Err(format!("{file}: not in form; `firedrill fmt` writes it so"))
    } else {
        std::fs::write(file, formatted).map_err(|e| format!("{file}: {e}"))?;
        Ok(format!("{file}: written\n"))
    }
}
