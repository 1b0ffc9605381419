//! A circuit breaker with the rules of Resilience4j 2.2 (`CircuitBreakerStateMachine`,
//! `FixedSizeSlidingWindowMetrics`), `COUNT_BASED`, without automatic transition: an open
//! breaker becomes half open with the first call after its wait.

use crate::spec::BreakerSpec;
use crate::time::Nanos;

/// What a breaker lets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BreakerState {
    /// Every call is permitted.
    Closed,
    /// No call is permitted.
    Open,
    /// A few calls, to try.
    HalfOpen,
}

impl BreakerState {
    /// The name in texts.
    pub(crate) fn name(self) -> &'static str {
        match self {
            BreakerState::Closed => "CLOSED",
            BreakerState::Open => "OPEN",
            BreakerState::HalfOpen => "HALF_OPEN",
        }
    }
}

/// The last calls' outcomes in a ring.
#[derive(Clone, Debug)]
struct Window {
    /// Bit 0: failed; bit 1: slow.
    outcomes: Vec<u8>,
    size: usize,
    next: usize,
    failed: u32,
    slow: u32,
}

impl Window {
    fn new(size: u32) -> Window {
        Window {
            outcomes: Vec::new(),
            size: size.max(1) as usize,
            next: 0,
            failed: 0,
            slow: 0,
        }
    }

    fn record(&mut self, failed: bool, slow: bool) {
        let outcome = u8::from(failed) | u8::from(slow) << 1;
        self.failed += u32::from(failed);
        self.slow += u32::from(slow);
        if self.outcomes.len() < self.size {
            self.outcomes.push(outcome);
        } else if let Some(place) = self.outcomes.get_mut(self.next) {
            self.failed -= u32::from(*place & 1);
            self.slow -= u32::from(*place >> 1);
            *place = outcome;
        }
        self.next = (self.next + 1) % self.size;
    }

    fn calls(&self) -> u32 {
        self.outcomes.len() as u32
    }

    /// A share reaches its threshold, with at least this many calls.
    fn exceeds(&self, calls_min: u32, spec: &BreakerSpec) -> bool {
        let reaches = |count: u32, percent: u32| {
            u64::from(count) * 100 >= u64::from(percent) * u64::from(self.calls())
        };
        self.calls() >= calls_min.max(1)
            && (reaches(self.failed, spec.failure_percent) || reaches(self.slow, spec.slow_percent))
    }
}

/// The breaker of one instance.
#[derive(Clone, Debug)]
pub(crate) struct Breaker {
    state: BreakerState,
    window: Window,
    opened: Nanos,
    /// Calls that a half-open breaker still lets through.
    permits: u32,
}

/// A change of state, for the log.
pub(crate) type Transition = (BreakerState, BreakerState);

impl Breaker {
    pub(crate) fn new(spec: &BreakerSpec) -> Breaker {
        Breaker {
            state: BreakerState::Closed,
            window: Window::new(spec.window),
            opened: 0,
            permits: 0,
        }
    }

    pub(crate) fn state(&self) -> BreakerState {
        self.state
    }

    fn turn(&mut self, to: BreakerState, now: Nanos, spec: &BreakerSpec) -> Transition {
        let from = std::mem::replace(&mut self.state, to);
        match to {
            BreakerState::Closed => self.window = Window::new(spec.window),
            BreakerState::Open => self.opened = now,
            BreakerState::HalfOpen => {
                self.window = Window::new(spec.half_open_calls);
                self.permits = spec.half_open_calls.max(1);
            }
        }
        (from, to)
    }

    /// May a call go through now? With the change of state that asking has caused.
    pub(crate) fn permit(&mut self, now: Nanos, spec: &BreakerSpec) -> (bool, Option<Transition>) {
        let mut turned = None;
        if self.state == BreakerState::Open && now >= self.opened.saturating_add(spec.open) {
            turned = Some(self.turn(BreakerState::HalfOpen, now, spec));
        }
        let permitted = match self.state {
            BreakerState::Closed => true,
            BreakerState::Open => false,
            BreakerState::HalfOpen => {
                let free = self.permits > 0;
                self.permits -= u32::from(free);
                free
            }
        };
        (permitted, turned)
    }

    /// A permitted call was called off: its outcome says nothing.
    pub(crate) fn release(&mut self, spec: &BreakerSpec) {
        if self.state == BreakerState::HalfOpen {
            self.permits = (self.permits + 1).min(spec.half_open_calls.max(1));
        }
    }

    /// A call has ended. As in Resilience4j, it counts in the state of now, whatever the
    /// state was when it began.
    pub(crate) fn record(
        &mut self,
        now: Nanos,
        elapsed: Nanos,
        failed: bool,
        spec: &BreakerSpec,
    ) -> Option<Transition> {
        self.window.record(failed, elapsed > spec.slow);
        match self.state {
            BreakerState::Open => None,
            BreakerState::Closed => {
                let calls_min = spec.calls_min.min(spec.window);
                let exceeds = self.window.exceeds(calls_min, spec);
                exceeds.then(|| self.turn(BreakerState::Open, now, spec))
            }
            BreakerState::HalfOpen => {
                let calls_min = spec.calls_min.min(spec.half_open_calls).max(1);
                if self.window.exceeds(calls_min, spec) {
                    return Some(self.turn(BreakerState::Open, now, spec));
                }
                let enough = self.window.calls() >= calls_min;
                enough.then(|| self.turn(BreakerState::Closed, now, spec))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{MS, SEC};

    fn spec() -> BreakerSpec {
        BreakerSpec {
            name: "database".into(),
            window: 100,
            calls_min: 100,
            failure_percent: 50,
            slow: 60 * SEC,
            slow_percent: 100,
            open: 60 * SEC,
            half_open_calls: 10,
        }
    }

    #[test]
    fn it_opens_with_the_hundredth_call_if_half_have_failed() {
        let (spec, mut breaker) = (spec(), Breaker::new(&spec()));
        for call in 1..100 {
            assert_eq!(
                breaker.record(call, MS, call % 2 == 0, &spec),
                None,
                "{call}"
            );
        }
        let turned = breaker.record(100, MS, true, &spec);
        assert_eq!(turned, Some((BreakerState::Closed, BreakerState::Open)));
        assert_eq!(breaker.permit(100, &spec), (false, None));
    }

    #[test]
    fn one_failure_less_keeps_it_closed_and_the_window_slides() {
        let (spec, mut breaker) = (spec(), Breaker::new(&spec()));
        for call in 0..100 {
            assert_eq!(breaker.record(call, MS, call < 49, &spec), None);
        }
        // The 49 failures leave the window one by one, each replaced by a failure.
        for call in 0..49 {
            assert_eq!(breaker.record(call, MS, true, &spec), None);
        }
        let turned = breaker.record(200, MS, true, &spec);
        assert_eq!(turned, Some((BreakerState::Closed, BreakerState::Open)));
    }

    fn opened() -> (BreakerSpec, Breaker) {
        let (spec, mut breaker) = (spec(), Breaker::new(&spec()));
        for _ in 0..100 {
            breaker.record(0, MS, true, &spec);
        }
        (spec, breaker)
    }

    #[test]
    fn after_its_wait_ten_calls_decide() {
        for (failures, to) in [(4, BreakerState::Closed), (5, BreakerState::Open)] {
            let (spec, mut breaker) = opened();
            assert_eq!(breaker.permit(60 * SEC - 1, &spec), (false, None));
            let half_open = Some((BreakerState::Open, BreakerState::HalfOpen));
            assert_eq!(breaker.permit(60 * SEC, &spec), (true, half_open));
            for _ in 1..10 {
                assert_eq!(breaker.permit(61 * SEC, &spec), (true, None));
            }
            assert_eq!(
                breaker.permit(61 * SEC, &spec),
                (false, None),
                "the eleventh"
            );
            for call in 0..9 {
                assert_eq!(breaker.record(62 * SEC, MS, call < failures, &spec), None);
            }
            let turned = breaker.record(62 * SEC, MS, false, &spec);
            assert_eq!(turned, Some((BreakerState::HalfOpen, to)), "{failures}");
        }
    }

    #[test]
    fn slow_calls_open_it_too_and_a_call_that_was_called_off_gives_its_permit_back() {
        let (mut spec, mut breaker) = (spec(), Breaker::new(&spec()));
        spec.slow = SEC;
        for _ in 0..99 {
            assert_eq!(breaker.record(0, SEC + 1, false, &spec), None);
        }
        assert!(breaker.record(0, SEC + 1, false, &spec).is_some());
        let mut permitted = 0;
        for _ in 0..100 {
            if breaker.permit(60 * SEC, &spec).0 {
                permitted += 1;
                breaker.release(&spec);
            }
        }
        assert_eq!(permitted, 100);
    }
}
