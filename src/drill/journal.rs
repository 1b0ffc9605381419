//! Journals as files: read with the place of every mistake.

use super::action::{Action, Entry, JOURNAL_VERSION, Journal};
use crate::json;

/// Largest journal, bytes.
pub const BYTES_MAX: usize = 4 << 20;
/// Most that the entries of a run take as JSON, bytes: a browser keeps a run in some 5 MB that it
/// gives to the whole site. What goes beyond is refused when it is to be done.
pub const ENTRIES_BYTES_MAX: usize = 2_000_000;
/// What sets the clock or ends the run is taken beyond that, in so many bytes more.
pub const CLOSING_BYTES: usize = 100_000;
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

/// What an entry takes in a journal that takes `before` so far, bytes.
///
/// # Errors
/// In words, where there is no room for it.
pub fn entry_bytes(entry: &Entry, before: usize) -> Result<usize, String> {
    let text = json::to_text(entry);
    // And the comma between two of them.
    let bytes = text.len() + 1;
    let closing = matches!(entry.action, Action::Speed { .. } | Action::Resolve {});
    let most = ENTRIES_BYTES_MAX + if closing { CLOSING_BYTES } else { 0 };
    if before + bytes <= most {
        return Ok(bytes);
    }
    let (taken, most) = (before / 1_000, most / 1_000);
    Err(format!(
        "The journal of this run is full: it takes {taken} of {most} kB, and this takes {} kB. \
         Nothing was done. A roll-back to a version takes no room, and the incident can be \
         declared resolved.",
        bytes.div_ceil(1_000)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::action::Command;

    fn edit(bytes: usize) -> Entry {
        Entry {
            at_ms: 7,
            action: Action::Change(Command::EditFile {
                path: "/x".into(),
                text: "a".repeat(bytes),
                message: String::new(),
            }),
        }
    }

    #[test]
    fn a_full_journal_takes_the_end_of_a_run_and_nothing_else() {
        let before = ENTRIES_BYTES_MAX - 1_000;
        let small = entry_bytes(&edit(800), before).expect("it has room");
        assert!((800..1_000).contains(&small));
        let why = entry_bytes(&edit(1_000), before).expect_err("it has no room");
        assert!(
            why.contains("takes 1999 of 2000 kB, and this takes 2 kB"),
            "{why}"
        );
        for action in [Action::Resolve {}, Action::Speed { factor: 0.0 }] {
            let entry = Entry { at_ms: 7, action };
            assert!(entry_bytes(&entry, ENTRIES_BYTES_MAX).is_ok());
            let most = ENTRIES_BYTES_MAX + CLOSING_BYTES;
            assert!(
                entry_bytes(&entry, most).is_err(),
                "there is an end to that, too"
            );
        }
    }
}
