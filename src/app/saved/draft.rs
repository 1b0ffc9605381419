//! A debrief of which some is still being computed, as it is kept until the whole is there.

use super::{DEBRIEF_BYTES_MAX, DRAFT_VERSION, Problem, RUN_BYTES_MAX, SavedRun, check_run, parse};
use crate::debrief::document::{DEBRIEF_VERSION, Debrief};
use serde::{Deserialize, Serialize};

/// A draft of a debrief, with the finished run that the rest is computed from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Format version, 1.
    pub firedrill_draft: u32,
    /// The finished run.
    pub run: SavedRun,
    /// What is known of its debrief.
    pub debrief: Debrief,
}

impl Draft {
    /// A draft of a run's debrief.
    #[must_use]
    pub fn new(run: SavedRun, debrief: Debrief) -> Draft {
        Draft {
            firedrill_draft: DRAFT_VERSION,
            run,
            debrief,
        }
    }
}

/// Reads a draft.
///
/// # Errors
/// [`Problem`] for a text that is not one, whole and of a known version.
pub fn parse_draft(text: &str) -> Result<Draft, Problem> {
    let bytes_max = RUN_BYTES_MAX + DEBRIEF_BYTES_MAX;
    let draft: Draft = parse(text, "firedrill_draft", DRAFT_VERSION, bytes_max)?;
    check_run(&draft.run)?;
    if draft.debrief.version > DEBRIEF_VERSION {
        return Err(Problem::Newer {
            found: u64::from(draft.debrief.version),
            known: DEBRIEF_VERSION,
        });
    }
    Ok(draft)
}
