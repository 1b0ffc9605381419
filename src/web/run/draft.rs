//! A debrief of which some is still being reckoned: it is shown at once, and whoever shows it
//! is told how far the rest is.

use crate::web::watched::{Watched, use_watched};
use yew::prelude::*;

/// How far the rest is.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest {
    /// What is being run, and the share that is done, 0..=1.
    Going(String, f64),
    /// It broke off, and why.
    Broken(String),
}

thread_local! {
    static REST: Watched<Option<Rest>> = Watched::new(None);
}

/// Tells how far it is; none once all is there.
pub(super) fn tell(rest: Option<Rest>) {
    REST.with(|now| now.set(rest));
}

/// How far the rest of the debrief is; none: all is there.
#[hook]
pub fn use_rest() -> Option<Rest> {
    use_watched(&REST)
}
