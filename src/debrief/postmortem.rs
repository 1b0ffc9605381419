//! Drafts of a post-mortem, filled from a finished run: in the form of the post-mortem that
//! the first incident follows, and in PagerDuty's.
//!
//! A draft says what the run shows and no more. It names roles, not people, and says how a
//! thing came about, not who is to blame. What only people can know is left to them: each
//! form says where.
//!
//! Invariant: no text of a user or a file can become markup: all of it passes
//! [`super::rich::escape`].

mod facts;
mod pagerduty;
mod plain;

use super::document::Debrief;
pub use super::form::Form;
use super::rich::to_markdown;
use crate::incident::document::Incident;

/// The draft of a post-mortem as Markdown. Times are UTC.
#[must_use]
pub fn draft(debrief: &Debrief, incident: &Incident, form: Form) -> String {
    to_markdown(&match form {
        Form::Plain => plain::draft(debrief, incident),
        Form::Pagerduty => pagerduty::draft(debrief, incident),
    })
}
