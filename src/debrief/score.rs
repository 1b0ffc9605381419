//! The score: five terms, each with its formula and what is behind it, and what hints cost.
//!
//! Plain arithmetic of `f64` only: a score is the same to the bit on every machine. Points are
//! rounded to tenths term by term, and the total is summed in whole tenths.

mod actions;
mod clock;
mod conduct;
mod diagnosis;
mod harm;
mod hints;
mod recovery;
mod term;
mod whole;

pub use clock::mitigated;
pub use term::WEIGHTS;
pub use whole::{Score, score};
