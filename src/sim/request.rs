//! Users: visits begin, attempts fail or are answered, users come back or give up.

use super::event::Event;
use super::ledger::Failure;
use super::slab::Handle;
use super::station::Departure;
use super::time::Nanos;
use super::world::{RING_GATEWAY, World};

/// Where an attempt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The user waits before the next attempt; nothing is asked of anyone.
    Backoff,
    /// In the accept queue of an instance.
    Queued,
    /// A thread works on it; no connection yet.
    Before,
    /// A thread waits for a connection.
    Waiting,
    /// A thread works with a connection.
    Connected,
}

/// One attempt of a user; with `attempt` and `affected` it carries the whole visit.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub class: u16,
    pub attempt: u32,
    pub affected: bool,
    pub saw_503: bool,
    /// The balancer has answered 504; the instance works on for nobody.
    pub abandoned: bool,
    pub stage: Stage,
    pub instance: u32,
    pub arrived: Nanos,
    /// A thread took it then.
    pub began: Nanos,
    /// It asked for a connection then.
    pub waiting_since: Nanos,
    pub queries_left: u32,
    pub connection: Option<Handle>,
}

impl World {
    /// Schedule the next visit of a class, at the rate of now.
    pub(super) fn schedule_arrival(&mut self, class: usize) {
        let spec = &self.spec.classes[class];
        let factor = self.load[class].factor;
        let rate = spec.visits_per_second * factor;
        let load = &mut self.load[class];
        if load.gap.0.to_bits() != rate.to_bits() {
            load.gap = (rate, (1e9 / rate) as Nanos);
        }
        let now = self.calendar.now();
        let at = (rate > 0.0).then(|| now + load.arrivals.exponential(load.gap.1));
        self.calendar.set(class, at);
    }

    pub(super) fn on_rate_change(&mut self, class: usize) {
        let now = self.calendar.now();
        let factors = &self.spec.classes[class].rate_factors;
        let past = factors.iter().rev().find(|(at, _)| *at <= now);
        self.load[class].factor = past.map_or(1.0, |(_, factor)| *factor);
        // A Poisson stream has no memory: drawing anew changes nothing but the rate.
        self.schedule_arrival(class);
        let next = self.spec.classes[class]
            .rate_factors
            .iter()
            .find(|(at, _)| *at > now);
        if let Some((at, _)) = next {
            self.calendar.push(*at, Event::RateChange(class as u16));
        }
    }

    pub(super) fn on_arrival(&mut self, class: u16) {
        self.schedule_arrival(class.into());
        self.load[usize::from(class)].begun += 1;
        self.attempt(Request {
            class,
            attempt: 1,
            affected: false,
            saw_503: false,
            abandoned: false,
            stage: Stage::Backoff,
            instance: 0,
            arrived: 0,
            began: 0,
            waiting_since: 0,
            queries_left: 0,
            connection: None,
        });
    }

    pub(super) fn on_retry(&mut self, handle: Handle) {
        if let Some(mut request) = self.requests.remove(handle) {
            request.attempt += 1;
            self.attempt(request);
        }
    }

    /// A user asks: the balancer takes the next ready instance in turn.
    ///
    /// Inlined, so that the request is written once, where it stays.
    #[inline(always)]
    fn attempt(&mut self, mut request: Request) {
        let now = self.calendar.now();
        let class = usize::from(request.class);
        let service = self.spec.classes[class].service;
        self.ledger[class].attempt();
        request.arrived = now;
        request.queries_left = self.spec.classes[class].queries;
        let Some(instance) = self.services[service].next_ready() else {
            self.services[service].station.refuse();
            return self.user_sees_failure(request, Failure::NoInstance);
        };
        request.instance = instance;
        let limits = &self.spec.services[service];
        let host = &mut self.instances[instance as usize];
        if host.busy < limits.threads {
            host.busy += 1;
            request.stage = Stage::Before;
            let handle = self.requests.insert(request);
            self.services[service].station.enter(now);
            self.begin_work(handle);
            self.watch_gateway(service, handle);
        } else if (host.queue.len() as u32) < limits.accept_queue_max {
            request.stage = Stage::Queued;
            let handle = self.requests.insert(request);
            self.instances[instance as usize].queue.push_back(handle);
            self.services[service].station.enter(now);
            self.watch_gateway(service, handle);
        } else {
            self.services[service].station.refuse();
            self.user_sees_failure(request, Failure::QueueFull);
        }
    }

    fn watch_gateway(&mut self, service: usize, handle: Handle) {
        let timeout = self.spec.services[service].gateway_timeout;
        if timeout == Nanos::MAX {
            return;
        }
        let at = self.calendar.now().saturating_add(timeout);
        // Nearly all are answered long before: a watch over nobody is no event.
        let requests = &self.requests;
        self.calendar
            .forget_first(RING_GATEWAY, |event| match event {
                Event::GatewayTimeout(watched) => requests.get(*watched).is_none(),
                _ => false,
            });
        self.calendar
            .push_ring(RING_GATEWAY, at, Event::GatewayTimeout(handle));
    }

    /// A thread takes the request.
    fn begin_work(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        request.began = now;
        let waited = now - request.arrived;
        let class = usize::from(request.class);
        let spec = &self.spec.classes[class];
        self.services[spec.service].station.begin(now, waited);
        let at = now + self.load[class].service.exponential(spec.before_mean);
        self.calendar.push(at, Event::BeforeDone(handle));
    }

    pub(super) fn on_before_done(&mut self, handle: Handle) {
        let Some(request) = self.requests.get(handle) else {
            return;
        };
        if request.queries_left == 0 {
            self.request_served(handle);
        } else {
            self.borrow_connection(handle);
        }
    }

    /// A connection is in hand (or a query is done): send the next query or work on.
    pub(super) fn request_goes_on(&mut self, handle: Handle) {
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        let Some(connection) = request.connection else {
            return;
        };
        let class = usize::from(request.class);
        let spec = &self.spec.classes[class];
        if request.queries_left > 0 {
            request.queries_left -= 1;
            let cpu = self.load[class].service.exponential(spec.query_cpu_mean);
            let blocks = spec.query_blocks;
            self.query(connection, cpu, blocks);
        } else {
            let at = self.calendar.now() + self.load[class].service.exponential(spec.held_mean);
            self.connection_in_transaction(connection);
            self.calendar.push(at, Event::HeldDone(handle));
        }
    }

    pub(super) fn on_held_done(&mut self, handle: Handle) {
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        let (instance, connection) = (request.instance, request.connection.take());
        let Some(connection) = connection else { return };
        let alive = self.connections.get(connection).is_some_and(|c| c.alive);
        self.give_back(instance, connection);
        if alive {
            let service = self.instances[instance as usize].service;
            if let Some(request) = self.requests.get_mut(handle) {
                let done = request.clone();
                request.stage = Stage::Before;
                self.leave_pool(service, &done, Departure::Served);
            }
            self.request_served(handle);
        } else {
            // The commit finds the session gone.
            self.request_failed(handle, Failure::DatabaseError);
        }
    }

    /// The instance has an answer.
    fn request_served(&mut self, handle: Handle) {
        let Some(request) = self.requests.remove(handle) else {
            return;
        };
        let class = usize::from(request.class);
        let now = self.calendar.now();
        let elapsed = now - request.arrived;
        let station = &mut self.services[self.spec.classes[class].service].station;
        station.leave(now, Departure::Served, elapsed, true);
        self.free_thread(request.instance);
        if request.abandoned {
            return;
        }
        self.record_response(&request, elapsed);
        self.ledger[class].served();
        // A late answer is no answer: the user has left.
        let late = elapsed > self.spec.classes[class].patience;
        self.ledger[class].visit_ended(now, request.affected || late, request.saw_503);
    }

    /// The instance gives up on a request that holds a thread or waits for one.
    pub(super) fn request_failed(&mut self, handle: Handle, why: Failure) {
        let Some(request) = self.requests.remove(handle) else {
            return;
        };
        let now = self.calendar.now();
        let elapsed = now - request.arrived;
        let in_service = request.stage != Stage::Queued;
        let service = self.spec.classes[usize::from(request.class)].service;
        self.services[service]
            .station
            .leave(now, Departure::Aborted, elapsed, in_service);
        self.leave_pool(service, &request, Departure::Aborted);
        if in_service {
            self.free_thread(request.instance);
        }
        if !request.abandoned {
            self.record_response(&request, elapsed);
            self.user_sees_failure(request, why);
        }
    }

    fn record_response(&mut self, request: &Request, elapsed: Nanos) {
        let service = self.spec.classes[usize::from(request.class)].service;
        self.services[service].responses.record(elapsed);
    }

    pub(super) fn on_gateway_timeout(&mut self, handle: Handle) {
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        if request.abandoned {
            return;
        }
        request.abandoned = true;
        let user = Request {
            connection: None,
            abandoned: false,
            ..request.clone()
        };
        let elapsed = self.calendar.now() - user.arrived;
        self.record_response(&user, elapsed);
        self.user_sees_failure(user, Failure::GatewayTimeout);
    }

    /// The user gets an error, and comes back after a while or leaves.
    fn user_sees_failure(&mut self, mut request: Request, why: Failure) {
        let class = usize::from(request.class);
        let now = self.calendar.now();
        self.ledger[class].failed(why);
        request.affected = true;
        request.saw_503 |= why.status() == 503;
        let retry = self.spec.classes[class].retry;
        let load = &mut self.load[class];
        if request.attempt >= retry.attempts_max || !load.retries.chance(retry.probability) {
            self.ledger[class].visit_ended(now, true, request.saw_503);
            return;
        }
        let doublings = (request.attempt - 1).min(20);
        let ceiling = retry
            .backoff_base
            .saturating_mul(1 << doublings)
            .min(retry.backoff_cap);
        let pause = load.retries.jitter(ceiling, 0.0, 1.0);
        request.stage = Stage::Backoff;
        let handle = self.requests.insert(request);
        self.calendar.push(now + pause, Event::Retry(handle));
    }

    /// A worker thread is free: it takes the next request of the accept queue.
    fn free_thread(&mut self, instance: u32) {
        let host = &mut self.instances[instance as usize];
        while let Some(handle) = host.queue.pop_front() {
            if let Some(request) = self.requests.get_mut(handle)
                && request.stage == Stage::Queued
            {
                request.stage = Stage::Before;
                return self.begin_work(handle);
            }
        }
        host.busy = host.busy.saturating_sub(1);
    }
}
