//! The result file: what a run was, in a form that can be verified.
//!
//! It holds everything that a run follows from (engine, incident, seed, journal) and what came
//! of it (digest, harm, score). Each entry of the journal carries a hash over the one before
//! it and itself, so that a changed, missing or added entry is named by its place. The rest is
//! verified by running the world again ([`Verification`]). None of it tells who played, or
//! how long they thought: see [`PROVES`].

mod chain;
mod file;
mod make;
mod parse;
mod verify;

pub use chain::{incident_sha256, link};
pub use file::{
    Difference, IncidentMark, Link, PROVES, RESULT_VERSION, ResultFile, ScoreMark, TermMark,
    VisitsMark,
};
pub use make::Played;
pub use parse::{BYTES_MAX, parse};
pub use verify::{Verification, Verified};
