//! Is the recovery proven? Well is not enough: well while the system carries all that is usual.

use super::session::Session;
use crate::sim::time::Nanos;

/// How the recovery stands, judged at each scrape.
#[derive(Clone, Debug, Default)]
pub(super) struct Proof {
    /// The objective has been met without a break since then, all of it under full load.
    since: Option<Nanos>,
    /// Why the load is not full now.
    spared: Option<String>,
}

impl Session {
    /// Judge it, once the health of a scrape is known.
    pub(super) fn prove(&mut self, at: Nanos) {
        let spared = self.world.spared();
        let proven = self.healthy_since.is_some() && spared.is_none();
        self.proof = Proof {
            since: proven.then(|| self.proof.since.unwrap_or(at)),
            spared,
        };
    }

    /// The objective has been met without a break since then, under full load with all of
    /// the capacity: nothing shed, scaled down or drained, and no fewer users than usual.
    #[must_use]
    pub fn proven_since(&self) -> Option<Nanos> {
        self.proof.since
    }

    /// Why the load was not full at the last scrape, in words; none when it was.
    #[must_use]
    pub fn spared(&self) -> Option<&str> {
        self.proof.spared.as_deref()
    }
}
