//! How users come back: pauses, budgets, time-outs of their own.

use crate::event::Event;
use crate::ledger::Failure;
use crate::request::{Request, Stage};
use crate::slab::Handle;
use crate::spec::{Backoff, RetrySpec};
use crate::time::Nanos;
use crate::world::World;

/// One retry in the units of a budget: ratios are in millionths.
pub(crate) const TOKEN: u64 = 1_000_000;

/// Longest pause before retry `n` (1 is the first), and whether it is drawn from 0 on.
pub(crate) fn pause_max(retry: &RetrySpec, n: u32) -> (Nanos, bool) {
    let doubled = || {
        let doublings = n.saturating_sub(1).min(20);
        let pause = retry.backoff_base.saturating_mul(1 << doublings);
        pause.min(retry.backoff_cap)
    };
    match retry.backoff {
        Backoff::FullJitter => (doubled(), true),
        Backoff::Exponential => (doubled(), false),
        Backoff::Fixed => (retry.backoff_base, false),
        Backoff::None => (0, false),
    }
}

impl World {
    /// A user's attempt has failed: how long until the next? `None`: they leave.
    pub(crate) fn retry_pause(&mut self, request: &Request) -> Option<Nanos> {
        let class = usize::from(request.class);
        let retry = self.spec.classes[class].retry;
        let load = &mut self.load[class];
        if request.attempt >= retry.attempts_max || !load.retries.chance(retry.probability) {
            return None;
        }
        if retry.budget.is_some() {
            let tier = &mut self.tier.classes[class];
            if tier.tokens < TOKEN {
                tier.denied += 1;
                return None;
            }
            tier.tokens -= TOKEN;
        }
        let (pause, jitter) = pause_max(&retry, request.attempt);
        Some(match jitter {
            true => self.load[class].retries.jitter(pause, 0.0, 1.0),
            false => pause,
        })
    }

    /// A visit begins: its first attempt pays into the retry budget.
    pub(crate) fn pay_retry_budget(&mut self, class: usize) {
        if let Some(budget) = self.spec.classes[class].retry.budget {
            let tokens = &mut self.tier.classes[class].tokens;
            let full = u64::from(budget.retries_max) * TOKEN;
            *tokens = (*tokens + u64::from(budget.ratio_millionths)).min(full);
        }
    }

    /// A user asks and looks at the clock.
    pub(crate) fn watch_attempt(&mut self, class: usize, handle: Handle) {
        if let Some(timeout) = self.spec.classes[class].retry.attempt_timeout {
            let at = self.calendar.now() + timeout.after;
            self.calendar.push(at, Event::AttemptTimeout(handle));
        }
    }

    /// A user has waited long enough for this attempt.
    pub(crate) fn on_attempt_timeout(&mut self, handle: Handle) {
        if !self.abandon(handle, Failure::ClientTimeout) {
            return;
        }
        let Some(request) = self.requests.get(handle) else {
            return;
        };
        let timeout = self.spec.classes[usize::from(request.class)]
            .retry
            .attempt_timeout;
        if timeout.is_some_and(|t| t.cancels) {
            self.cancel(handle);
        }
    }

    /// The instance learns that the caller has gone: what still waits ends at once, what is
    /// worked on goes on.
    fn cancel(&mut self, handle: Handle) {
        let Some(request) = self.requests.get(handle) else {
            return;
        };
        let host = &mut self.instances[request.instance as usize];
        let waits = |h: &Handle| *h == handle;
        match request.stage {
            Stage::Queued => {
                if let Some(at) = host.queue.iter().position(waits) {
                    host.queue.remove(at);
                }
            }
            // The connection that is being tested for it is as good as in hand.
            Stage::Waiting if request.connection.is_some() => return,
            Stage::Waiting => {
                // One that tests a connection goes on with it.
                if host
                    .pool
                    .as_mut()
                    .is_some_and(|pool| !pool.leave_line(handle))
                {
                    return;
                }
                let spec = self.spec.services[host.service].tier.breaker.as_ref();
                if let (Some(breaker), Some(spec)) = (host.tier.breaker.as_mut(), spec) {
                    breaker.release(spec);
                }
            }
            Stage::Backoff | Stage::Before | Stage::Connected => return,
        }
        self.request_called_off(handle);
    }
}
