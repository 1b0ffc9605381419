//! Incident and world files: document types, composing and parsing with places, lints, the
//! shipped library, lowering to a world.

pub mod charts;
mod compose;
pub mod document;
mod format;
pub mod library;
mod lint;
mod locate;
pub mod lower;
pub mod measures;
pub mod names;
pub mod panes;
pub mod parse;
pub mod problem;
pub mod runbook;
pub mod slo;
pub mod texts;
pub mod utc;

pub use format::format;
pub use lower::lower;
pub use measures::apply_measures;
pub use parse::{Checked, check, parse};
pub use problem::{Problem, Severity};
