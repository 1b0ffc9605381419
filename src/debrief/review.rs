//! What makes a debrief teach: targets, questions, what was never looked at, what went well
//! and what to try. Everything here follows by rule from what the run did; nothing is
//! simulated again.
//!
//! | file | what it is for |
//! |---|---|
//! | `targets` | phase times beside their targets and other players' |
//! | `unseen` | telling evidence that was not looked at, and since when it told |
//! | `questions` | the points of the run that are worth a talk, and what to ask there |
//! | `praise` | three things that went well, three to try |
//! | `facts` | true figures for a post-mortem |
//! | `whole` | all of it |

mod facts;
mod praise;
mod questions;
mod targets;
mod unseen;
mod whole;

pub use facts::{Cause, ClassFacts, Facts};
pub use questions::Point;
pub use targets::Target;
pub use unseen::Unseen;
pub use whole::{Review, review};
