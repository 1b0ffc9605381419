//! Reading a result file.

use super::file::{Difference, RESULT_VERSION, ResultFile};
use crate::drill::journal::ENTRIES_MAX;
use crate::drill::mode::Mode;
use crate::drill::words::cut;
use crate::json;
use serde_json::Value;

/// Largest result file, bytes.
pub const BYTES_MAX: usize = 8 << 20;

/// Read a result file. Nothing of it is verified yet.
///
/// # Errors
/// The first thing that is no result file, and where.
pub fn parse(text: &str) -> Result<ResultFile, Difference> {
    if text.len() > BYTES_MAX {
        let message = format!("the file has {} bytes; at most {BYTES_MAX}", text.len());
        return Err(Difference::new("$", message));
    }
    let text = text.trim_start_matches('\u{feff}');
    let value: Value =
        json::from_text(text).map_err(|e| Difference::new("$", cut(&e.to_string())))?;
    version(&value)?;
    let result: ResultFile = json::from_text(text)
        .map_err(|e| Difference::new(cut(&format!("${}", e.path)), cut(&e.to_string())))?;
    if result.firedrill_result == 1 {
        first_version(&result)?;
    }
    let entries = &result.journal;
    if entries.len() > ENTRIES_MAX {
        let message = format!("at most {ENTRIES_MAX} entries");
        return Err(Difference::new("$.journal", message));
    }
    let descent = entries.windows(2).position(|w| w[1].at_ms < w[0].at_ms);
    if let Some(n) = descent {
        let place = format!("$.journal[{}].at_ms", n + 1);
        return Err(Difference::new(place, "before the entry it follows"));
    }
    Ok(result)
}

fn version(value: &Value) -> Result<(), Difference> {
    let wrong = |message: String| Err(Difference::new("$.firedrill_result", message));
    match value.get("firedrill_result").map(Value::as_u64) {
        None => wrong("a result file needs its format version".into()),
        Some(None | Some(0)) => wrong("the version is a whole number from 1".into()),
        Some(Some(found)) if found > u64::from(RESULT_VERSION) => wrong(format!(
            "made by a newer Firedrill (format {found}); this one reads up to {RESULT_VERSION}"
        )),
        Some(Some(_)) => Ok(()),
    }
}

/// Version 1 knew drills without measures only, and its chain covers neither.
fn first_version(result: &ResultFile) -> Result<(), Difference> {
    let none = "a file of format 1 has none";
    if result.mode != Mode::Drill {
        return Err(Difference::new("$.mode", none));
    }
    match result.measures.is_empty() {
        true => Ok(()),
        false => Err(Difference::new("$.measures", none)),
    }
}
