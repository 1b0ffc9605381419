//! Telling evidence that was never looked at, and since when it would have told.

use crate::debrief::evidence::{label, since_ms, tells};
use crate::drill::Session;
use serde::{Deserialize, Serialize};

/// A piece of evidence that nobody looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unseen {
    /// What it is, as the console names it.
    pub evidence: String,
    /// What it would have told.
    pub tells: String,
    /// Since when, milliseconds from minute zero; none if that is not known.
    pub since_ms: Option<i64>,
}

/// The telling evidence of the incident that was not looked at in this run.
pub(super) fn unseen(session: &Session) -> Vec<Unseen> {
    let names = session.incident().diagnosis.telling_evidence.iter();
    let looked = |name: &String| session.looked().iter().any(|(n, _)| n == name);
    names
        .filter(|name| !looked(name))
        .map(|name| Unseen {
            evidence: label(session, name),
            tells: tells(name),
            since_ms: since_ms(session, name),
        })
        .collect()
}
