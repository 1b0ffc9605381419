//! The what-if lab in the page: a worker's part, the crew of workers, names and drawings.

pub mod crew;
mod hand;
pub mod names;
pub mod told;

pub(super) use hand::LabHand;
