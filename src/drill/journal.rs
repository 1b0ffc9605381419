//! Journals as files: read with the place of every mistake.

use super::action::{JOURNAL_VERSION, Journal};
use crate::json;

/// Largest journal, bytes.
pub const BYTES_MAX: usize = 4 << 20;
/// Most actions of a journal.
pub const ENTRIES_MAX: usize = 20_000;

/// Read a journal.
///
/// # Errors
/// One sentence with line and column, or the path of the value, and what is wrong.
pub fn parse(text: &str) -> Result<Journal, String> {
    if text.len() > BYTES_MAX {
        return Err(format!(
            "a journal has at most {BYTES_MAX} bytes, this one {}",
            text.len()
        ));
    }
    let text = text.trim_start_matches('\u{feff}');
    let value: serde_json::Value = json::from_text(text).map_err(|e| e.to_string())?;
    match value.get("version").and_then(serde_json::Value::as_u64) {
        None => return Err("$.version: a journal needs its format version, a whole number".into()),
        Some(v) if v > u64::from(JOURNAL_VERSION) => {
            return Err(format!(
                "$.version: made by a newer Firedrill (format {v}); this one reads up to \
                 {JOURNAL_VERSION}"
            ));
        }
        Some(0) => return Err("$.version: format 0 never existed".into()),
        Some(_) => {}
    }
    let journal: Journal = json::from_text(text).map_err(|e| format!("${}: {e}", e.path))?;
    if journal.entries.len() > ENTRIES_MAX {
        return Err(format!("$.entries: at most {ENTRIES_MAX} entries"));
    }
    let descent = journal
        .entries
        .windows(2)
        .position(|w| w[1].at_ms < w[0].at_ms);
    if let Some(i) = descent {
        return Err(format!(
            "$.entries[{}].at_ms: before the entry it follows",
            i + 1
        ));
    }
    Ok(journal)
}
