//! The crew of a lab: how many workers there are, who is told what, how long it still takes.
//! Pure: the page's shell hires and dismisses as it is ordered.

use crate::lab::{Dispatcher, FromLab, Plan, Study, ToLab};
use std::collections::BTreeMap;

/// What the shell is to do with its workers.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Start a worker of this number and tell it this first.
    Hire(usize, Box<ToLab>),
    /// Tell a worker.
    Tell(usize, Box<ToLab>),
    /// End a worker.
    Dismiss(usize),
}

/// How a study stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Workers prepare the plan.
    Preparing,
    /// Runs are under way.
    Running,
    /// Stopped; it can go on.
    Stopped,
    /// All runs are done.
    Done,
    /// It cannot go on, and why.
    Failed(String),
}

/// One worker.
#[derive(Clone, Copy, Debug, Default)]
struct Hand {
    /// It stands in for one that was lost.
    stand_in: bool,
    /// It has prepared the plan.
    ready: bool,
}

/// A study and its workers.
#[derive(Clone, Debug)]
pub struct Crew {
    dispatcher: Dispatcher,
    size: usize,
    hands: BTreeMap<usize, Hand>,
    next: usize,
    phase: Phase,
    /// Time worked before the last start, ms.
    worked_ms: f64,
    /// When the first worker was ready after the last start, ms.
    since_ms: Option<f64>,
}

impl Crew {
    /// A crew of so many workers, at least one, that has not begun.
    #[must_use]
    pub fn new(plan: Plan, size: usize) -> Crew {
        Crew {
            dispatcher: Dispatcher::new(plan),
            size: size.max(1),
            hands: BTreeMap::new(),
            next: 0,
            phase: Phase::Stopped,
            worked_ms: 0.0,
            since_ms: None,
        }
    }

    /// Begins, or goes on after [`Crew::stop`].
    pub fn start(&mut self) -> Vec<Order> {
        if self.busy() || self.phase == Phase::Done {
            return Vec::new();
        }
        self.dispatcher.go_on();
        self.phase = Phase::Preparing;
        (0..self.size).map(|_| self.hire(false)).collect()
    }

    /// Stops. What is done stays; what was under way is done again when it goes on.
    pub fn stop(&mut self, now_ms: f64) -> Vec<Order> {
        if !self.busy() {
            return Vec::new();
        }
        self.dispatcher.cancel();
        self.end(Phase::Stopped, now_ms)
    }

    /// Adds seeds and goes on.
    ///
    /// # Errors
    /// If the plan would be too large.
    pub fn more(&mut self, seeds: u64, now_ms: f64) -> Result<Vec<Order>, String> {
        self.dispatcher.more(seeds)?;
        // Whoever works knows the plan as it was.
        let mut orders = self.stop(now_ms);
        if self.phase == Phase::Done {
            self.phase = Phase::Stopped;
        }
        orders.extend(self.start());
        Ok(orders)
    }

    /// Takes what a worker tells.
    pub fn hear(&mut self, id: usize, message: FromLab, now_ms: f64) -> Vec<Order> {
        // The last words of a worker that was dismissed.
        let Some(hand) = self.hands.get_mut(&id) else {
            return Vec::new();
        };
        if matches!(message, FromLab::Ready(_)) {
            hand.ready = true;
            self.phase = Phase::Running;
            self.since_ms.get_or_insert(now_ms);
        }
        match self.dispatcher.hear(id, message) {
            Err(why) => self.fail(why, now_ms),
            Ok(Some(next)) => vec![Order::Tell(id, Box::new(next))],
            Ok(None) if self.dispatcher.over() => self.end(Phase::Done, now_ms),
            Ok(None) => Vec::new(),
        }
    }

    /// A worker is gone, and why: its job goes to another. It is replaced once.
    pub fn lost(&mut self, id: usize, why: &str, now_ms: f64) -> Vec<Order> {
        let Some(hand) = self.hands.remove(&id) else {
            return Vec::new();
        };
        self.dispatcher.lost(id);
        let mut orders = vec![Order::Dismiss(id)];
        if !hand.stand_in {
            orders.push(self.hire(true));
        } else if self.hands.is_empty() {
            orders.extend(self.fail(format!("The workers were lost: {why}"), now_ms));
            return orders;
        }
        let ready = self.hands.iter().filter(|(_, hand)| hand.ready);
        let ready: Vec<usize> = ready.map(|(id, _)| *id).collect();
        for id in ready {
            let job = self.dispatcher.give(id);
            orders.extend(job.map(|job| Order::Tell(id, Box::new(job))));
        }
        orders
    }

    fn hire(&mut self, stand_in: bool) -> Order {
        let id = self.next;
        self.next += 1;
        let hand = Hand {
            stand_in,
            ready: false,
        };
        self.hands.insert(id, hand);
        Order::Hire(id, Box::new(self.dispatcher.welcome()))
    }

    fn fail(&mut self, why: String, now_ms: f64) -> Vec<Order> {
        self.dispatcher.cancel();
        self.end(Phase::Failed(why), now_ms)
    }

    fn end(&mut self, phase: Phase, now_ms: f64) -> Vec<Order> {
        self.phase = phase;
        self.worked_ms = self.worked_for_ms(now_ms);
        self.since_ms = None;
        let hands = std::mem::take(&mut self.hands);
        hands.into_keys().map(Order::Dismiss).collect()
    }

    /// True while workers are at it.
    #[must_use]
    pub fn busy(&self) -> bool {
        matches!(self.phase, Phase::Preparing | Phase::Running)
    }

    /// How it stands.
    #[must_use]
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// Workers at work.
    #[must_use]
    pub fn hands(&self) -> usize {
        self.hands.len()
    }

    /// How much is done, 0..=1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.dispatcher.progress().clamp(0.0, 1.0)
    }

    /// Time spent on runs so far, ms; waiting and preparing left out.
    #[must_use]
    pub fn worked_for_ms(&self, now_ms: f64) -> f64 {
        let since = self.since_ms.map_or(0.0, |since| (now_ms - since).max(0.0));
        self.worked_ms + since
    }

    /// Time that the rest will take at the pace so far, seconds; none before there is a pace.
    #[must_use]
    pub fn left_s(&self, now_ms: f64) -> Option<f64> {
        const LEAST_MS: f64 = 1_000.0;
        let (share, worked_ms) = (self.share(), self.worked_for_ms(now_ms));
        let jobs = self.dispatcher.jobs() as f64;
        // A tenth of a job tells little of the next.
        let enough = worked_ms >= LEAST_MS && share * jobs >= 0.5;
        enough.then(|| worked_ms / 1000.0 * (1.0 - share) / share)
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        self.dispatcher.plan()
    }

    /// The outcomes so far.
    #[must_use]
    pub fn study(&self) -> &Study {
        self.dispatcher.study()
    }
}

#[cfg(test)]
mod tests;
