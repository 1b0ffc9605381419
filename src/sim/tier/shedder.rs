//! Controlled delay of an accept queue, after CoDel (RFC 8289): a standing queue is told
//! from a burst by the least delay of an interval.

use crate::spec::DelaySpec;
use crate::time::Nanos;

/// The delay of one instance's accept queue.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shedder {
    /// When the delay will have been above the target for a whole interval.
    standing_from: Option<Nanos>,
}

impl Shedder {
    /// Somebody found a thread at once: the queue is empty.
    pub(crate) fn idle(&mut self) {
        self.standing_from = None;
    }

    /// A thread takes somebody who waited this long: shall they be turned away?
    pub(crate) fn late(&mut self, now: Nanos, waited: Nanos, spec: &DelaySpec) -> bool {
        if waited <= spec.target {
            self.standing_from = None;
            return false;
        }
        let from = *self
            .standing_from
            .get_or_insert(now.saturating_add(spec.interval));
        now >= from
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::MS;

    #[test]
    fn a_burst_is_served_and_a_standing_queue_is_not() {
        let spec = DelaySpec {
            target: 20 * MS,
            interval: 100 * MS,
        };
        let mut shedder = Shedder::default();
        assert!(
            !shedder.late(0, 50 * MS, &spec),
            "above the target at first"
        );
        assert!(
            !shedder.late(99 * MS, 50 * MS, &spec),
            "not for an interval yet"
        );
        assert!(shedder.late(100 * MS, 21 * MS, &spec), "for an interval");
        assert!(
            !shedder.late(101 * MS, 20 * MS, &spec),
            "the target is good"
        );
        assert!(!shedder.late(150 * MS, 90 * MS, &spec), "counted anew");
        shedder.idle();
        assert!(
            !shedder.late(260 * MS, 90 * MS, &spec),
            "an empty queue forgives"
        );
    }
}
