//! The debrief as a Markdown text, to be kept beside a real post-mortem.
//!
//! Invariant: no text of a user, an incident file or a log can become markup: it is
//! escaped by [`escape`] and nowhere else. `tests/it/markdown.rs` reads the result back with
//! an independent parser.

use super::document::Debrief;
use super::{rich, sections};

pub use super::rich::escape::markdown as escape;

/// The whole debrief as GitHub-flavoured Markdown. Times are UTC and from minute zero.
#[must_use]
pub fn to_markdown(debrief: &Debrief) -> String {
    let mut blocks = sections::first(debrief);
    blocks.extend(sections::rest(debrief));
    rich::to_markdown(&blocks)
}
