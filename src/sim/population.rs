//! What users do while they wait: those of a closed population think between visits,
//! those in an accept queue may run out of patience.

use super::event::Event;
use super::ledger::{Cause, Failure};
use super::request::Stage;
use super::slab::Handle;
use super::station::Departure;
use super::world::World;

impl World {
    /// The users of a class with a closed population begin by thinking.
    pub(super) fn populate(&mut self, class: usize) {
        let population = self.spec.classes[class].population;
        for _ in 0..population.map_or(0, |p| p.users) {
            self.think(class);
        }
    }

    #[inline]
    fn think(&mut self, class: usize) {
        if self.spec.classes[class].population.is_some() {
            self.begin_thinking(class);
        }
    }

    fn begin_thinking(&mut self, class: usize) {
        if let Some(population) = self.spec.classes[class].population {
            let length = self.load[class]
                .think
                .length(population.think_mean, population.think_shape);
            // At least a nanosecond: the clock goes on even if a visit takes no time.
            let at = self.calendar.now() + length.max(1);
            self.calendar.push(at, Event::ThinkDone(class as u16));
        }
    }

    /// A request has joined an accept queue: how long will its user wait?
    pub(super) fn watch_patience(&mut self, class: usize, handle: Handle) {
        if let Some((mean, shape)) = self.spec.classes[class].queue_patience {
            let length = self.load[class].think.length(mean, shape);
            let at = self.calendar.now() + length;
            self.calendar.push(at, Event::QueuePatienceOver(handle));
        }
    }

    /// The user closes the connection before a thread has taken the request.
    pub(super) fn on_queue_patience_over(&mut self, handle: Handle) {
        let waits = |r: &super::request::Request| r.stage == Stage::Queued && !r.abandoned;
        if !self.requests.get(handle).is_some_and(waits) {
            return;
        }
        let Some(request) = self.requests.remove(handle) else {
            return;
        };
        let now = self.calendar.now();
        let host = &mut self.instances[request.instance as usize];
        if let Some(at) = host.queue.iter().position(|h| *h == handle) {
            host.queue.remove(at);
        }
        let service = self.spec.classes[usize::from(request.class)].service;
        let waited = now - request.arrived;
        let station = &mut self.services[service].station;
        station.leave(now, Departure::TimedOut, waited, false);
        self.caller_left(&request);
        self.record_response(&request, waited);
        self.user_sees_failure(request, Failure::ClientLeft);
    }

    /// A user has got an answer or given up; one of a closed population thinks again.
    pub(super) fn visit_over(&mut self, class: u16, cause: Option<Cause>, saw_503: bool) {
        let now = self.calendar.now();
        let class = usize::from(class);
        self.ledger[class].visit_ended(now, cause, saw_503);
        self.think(class);
    }
}
