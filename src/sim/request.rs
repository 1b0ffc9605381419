//! Users: visits begin, attempts fail or are answered, users come back or give up.

use super::database::ConnectError;
use super::event::Event;
use super::ledger::{Cause, Failure};
use super::slab::Handle;
use super::station::Departure;
use super::tier::{Caller, Lookup, PROBE_QUERY_CPU, PROBE_WORK};
use super::time::Nanos;
use super::wal::Ending;
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

/// One attempt of a user; with `attempt` and `first_failure` it carries the whole visit.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub class: u16,
    pub attempt: u32,
    /// Why the first attempt of the visit that failed did so; none so far.
    pub first_failure: Option<Failure>,
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
    /// What its transaction wrote is in the log; the client may wait for the disk.
    pub committed: bool,
    /// Who waits for the answer; a health check's request has no user.
    pub caller: Caller,
    pub lookup: Lookup,
}

impl Request {
    /// A user who is about to ask for the first time.
    pub(super) fn new(class: u16) -> Request {
        Request {
            class,
            attempt: 1,
            first_failure: None,
            saw_503: false,
            abandoned: false,
            stage: Stage::Backoff,
            instance: 0,
            arrived: 0,
            began: 0,
            waiting_since: 0,
            queries_left: 0,
            connection: None,
            committed: false,
            caller: Caller::User,
            lookup: Lookup::Nothing,
        }
    }
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
        self.begin_visit(class);
    }

    /// A user comes: the first attempt of a visit.
    pub(super) fn begin_visit(&mut self, class: u16) {
        self.load[usize::from(class)].begun += 1;
        self.pay_retry_budget(class.into());
        self.attempt(Request::new(class));
    }

    pub(super) fn on_retry(&mut self, handle: Handle) {
        if let Some(mut request) = self.requests.remove(handle) {
            request.attempt += 1;
            self.attempt(request);
        }
    }

    /// A user asks: the balancer chooses an instance, which takes the request in or not.
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
        request.committed = false;
        request.lookup = Lookup::Nothing;
        let Some(instance) = self.choose_instance(service) else {
            self.services[service].station.refuse();
            return self.user_sees_failure(request, Failure::NoInstance);
        };
        request.instance = instance;
        if self.turned_away(&request) {
            self.services[service].station.refuse();
            return self.user_sees_failure(request, Failure::Shed);
        }
        match self.take_in(request) {
            Ok(handle) => {
                // It may have been answered at once.
                let stage = self.requests.get(handle).map(|r| r.stage);
                if stage.is_some() {
                    self.watch_gateway(service, handle);
                    self.watch_attempt(class, handle);
                }
                if stage == Some(Stage::Queued) {
                    self.watch_patience(class, handle);
                }
            }
            Err(request) => {
                self.services[service].station.refuse();
                self.user_sees_failure(request, Failure::QueueFull);
            }
        }
    }

    /// An instance takes a request in: a thread or the accept queue.
    ///
    /// # Errors
    /// Hands the request back if both are full.
    #[inline]
    pub(super) fn take_in(&mut self, mut request: Request) -> Result<Handle, Request> {
        let now = self.calendar.now();
        let host = &mut self.instances[request.instance as usize];
        let service = host.service;
        let limits = &self.spec.services[service];
        let at_once = host.busy < limits.threads;
        if !at_once && host.queue.len() as u32 >= limits.accept_queue_max {
            return Err(request);
        }
        // Nobody but health checks comes abandoned.
        host.tier.outstanding += u32::from(!request.abandoned);
        host.tier.taken += u64::from(!request.abandoned);
        self.services[service].station.enter(now);
        if at_once {
            host.busy += 1;
            host.tier.shedder.idle();
            request.stage = Stage::Before;
            let handle = self.requests.insert(request);
            self.begin_work(handle, true);
            Ok(handle)
        } else {
            request.stage = Stage::Queued;
            let handle = self.requests.insert(request);
            host.queue.push_back(handle);
            Ok(handle)
        }
    }

    #[inline]
    fn watch_gateway(&mut self, service: usize, handle: Handle) {
        let timeout = self.spec.services[service].gateway_timeout;
        if timeout != Nanos::MAX {
            self.push_gateway_timeout(timeout, handle);
        }
    }

    fn push_gateway_timeout(&mut self, timeout: Nanos, handle: Handle) {
        let at = self.calendar.now().saturating_add(timeout);
        // Nearly all are answered long before: a watch over nobody is no event.
        let requests = &self.requests;
        self.calendar
            .forget_first(RING_GATEWAY, |watch| requests.get(watch.handle()).is_none());
        self.calendar
            .push_ring(RING_GATEWAY, at, Event::GatewayTimeout(handle));
    }

    /// A thread takes the request. Without work before the connection it goes on `at_once`
    /// if it may; out of the accept queue it may not, so that a long queue of requests that
    /// fail at once is no deep recursion.
    fn begin_work(&mut self, handle: Handle, at_once: bool) {
        let now = self.calendar.now();
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        request.began = now;
        let waited = now - request.arrived;
        let class = usize::from(request.class);
        let host = &self.instances[request.instance as usize];
        let spec = &self.spec.classes[class];
        let user = request.caller == Caller::User;
        self.services[host.service].station.begin(now, waited);
        if user && spec.before_mean == 0 && at_once {
            return self.on_before_done(handle);
        }
        let length = match user {
            true => self.load[class]
                .service
                .length(spec.before_mean, spec.before_shape),
            false => PROBE_WORK,
        };
        let at = now + host.tier.paced(length);
        self.calendar.push(at, Event::BeforeDone(handle));
    }

    pub(super) fn on_before_done(&mut self, handle: Handle) {
        let Some(request) = self.requests.get(handle) else {
            return;
        };
        let instance = request.instance;
        if request.queries_left == 0 {
            self.request_served(handle);
        } else if self.answered_by_cache(handle) {
            // Neither pool nor database hear of it.
        } else if !self.breaker_permits(handle) {
            self.request_failed(handle, Failure::BreakerOpen);
        } else if self.instances[instance as usize].pool.is_none() {
            self.take_session(handle);
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
        if request.committed {
            return self.on_held_done(handle);
        }
        let class = usize::from(request.class);
        let spec = &self.spec.classes[class];
        let user = request.caller == Caller::User;
        if request.queries_left > 0 && !user {
            request.queries_left -= 1;
            // It writes nothing: there is no commit to wait for.
            request.committed = true;
            self.query(connection, PROBE_QUERY_CPU, 0);
        } else if request.queries_left > 0 {
            request.queries_left -= 1;
            let cpu = self.load[class]
                .service
                .length(spec.query_cpu_mean, spec.query_cpu_shape);
            let blocks = self.bloated(spec.query_blocks, spec.writes.table);
            self.query(connection, cpu, blocks);
        } else if spec.held_mean == 0 {
            self.on_held_done(handle);
        } else {
            let host = &self.instances[request.instance as usize];
            let length = self.load[class]
                .service
                .length(spec.held_mean, spec.held_shape);
            let at = self.calendar.now() + host.tier.paced(length);
            self.connection_in_transaction(connection, at);
            self.calendar.push(at, Event::HeldDone(handle));
        }
    }

    pub(super) fn on_held_done(&mut self, handle: Handle) {
        let failed = match self.transaction_ends(handle) {
            Ending::Later => return,
            Ending::Now => None,
            Ending::Failed(why) => Some(why),
        };
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        let (instance, connection) = (request.instance, request.connection.take());
        let class = usize::from(request.class);
        let user = request.caller == Caller::User;
        let Some(connection) = connection else { return };
        let session = self.connections.get(connection);
        let ended = session.map_or(ConnectError::Terminated, |c| c.ended);
        let alive = session.is_some_and(|c| c.alive);
        self.end_transaction(connection);
        if alive && user && failed.is_none() && self.forgets_connection(class) {
            self.leak_connection(connection);
        } else {
            self.give_back(instance, connection);
        }
        self.arm_alarm(connection);
        if let Some(why) = failed {
            self.request_failed(handle, why);
        } else if alive {
            let service = self.instances[instance as usize].service;
            if let Some(request) = self.requests.get_mut(handle) {
                let done = request.clone();
                request.stage = Stage::Before;
                self.leave_pool(service, &done, Departure::Served);
                self.database_called(&done, false);
            }
            self.request_served(handle);
        } else {
            // The commit finds the session gone.
            self.request_cut_off(handle, ended);
        }
    }

    /// The instance has an answer.
    pub(super) fn request_served(&mut self, handle: Handle) {
        let Some(request) = self.requests.remove(handle) else {
            return;
        };
        let class = usize::from(request.class);
        let now = self.calendar.now();
        let elapsed = now - request.arrived;
        let service = self.instances[request.instance as usize].service;
        let station = &mut self.services[service].station;
        station.leave(now, Departure::Served, elapsed, true);
        self.request_ended(&request, None);
        self.free_thread(request.instance);
        if request.abandoned {
            return;
        }
        self.record_response(&request, elapsed);
        self.ledger[class].served();
        // A late answer is no answer: the user has left.
        let late = elapsed > self.spec.classes[class].patience;
        let failed = request.first_failure.map(Cause::Failed);
        let cause = failed.or(late.then_some(Cause::TooLate));
        self.visit_over(request.class, cause, request.saw_503);
    }

    /// The instance gives up on a request that holds a thread or waits for one.
    pub(super) fn request_failed(&mut self, handle: Handle, why: Failure) {
        let Some(request) = self.requests.remove(handle) else {
            return;
        };
        if why != Failure::InstanceStopped {
            self.database_called(&request, true);
        }
        self.leave_instance(request, why);
    }

    /// A request that nobody waits for ends before its time.
    pub(super) fn request_called_off(&mut self, handle: Handle) {
        if let Some(request) = self.requests.remove(handle) {
            self.leave_instance(request, Failure::ClientTimeout);
        }
    }

    fn leave_instance(&mut self, request: Request, why: Failure) {
        let now = self.calendar.now();
        let elapsed = now - request.arrived;
        let in_service = request.stage != Stage::Queued;
        let service = self.instances[request.instance as usize].service;
        self.services[service]
            .station
            .leave(now, Departure::Aborted, elapsed, in_service);
        self.leave_pool(service, &request, Departure::Aborted);
        self.request_ended(&request, Some(why));
        if in_service {
            self.free_thread(request.instance);
        }
        if !request.abandoned {
            self.record_response(&request, elapsed);
            self.user_sees_failure(request, why);
        }
    }

    pub(super) fn record_response(&mut self, request: &Request, elapsed: Nanos) {
        let service = self.spec.classes[usize::from(request.class)].service;
        self.services[service].responses.record(elapsed);
    }

    pub(super) fn on_gateway_timeout(&mut self, handle: Handle) {
        self.abandon(handle, Failure::GatewayTimeout);
    }

    /// Whoever waits for a request gives up; the instance works on for nobody. False if
    /// nobody waited any more.
    pub(super) fn abandon(&mut self, handle: Handle, why: Failure) -> bool {
        let Some(request) = self.requests.get_mut(handle) else {
            return false;
        };
        if request.abandoned {
            return false;
        }
        request.abandoned = true;
        let user = Request {
            connection: None,
            abandoned: false,
            ..request.clone()
        };
        let elapsed = self.calendar.now() - user.arrived;
        self.record_response(&user, elapsed);
        self.caller_left(&user);
        self.user_sees_failure(user, why);
        true
    }

    /// The user gets an error, and comes back after a while or leaves.
    pub(super) fn user_sees_failure(&mut self, mut request: Request, why: Failure) {
        let class = usize::from(request.class);
        let now = self.calendar.now();
        self.ledger[class].failed(now, why);
        let first = *request.first_failure.get_or_insert(why);
        request.saw_503 |= why.status() == 503;
        let Some(pause) = self.retry_pause(&request) else {
            return self.visit_over(request.class, Some(Cause::Failed(first)), request.saw_503);
        };
        request.stage = Stage::Backoff;
        let handle = self.requests.insert(request);
        self.calendar.push(now + pause, Event::Retry(handle));
    }

    /// A worker thread is free: it takes the next request of the accept queue.
    fn free_thread(&mut self, instance: u32) {
        while let Some(handle) = self.instances[instance as usize].queue.pop_front() {
            let request = self.requests.get(handle);
            if request.is_none_or(|r| r.stage != Stage::Queued) || self.dropped(handle) {
                continue;
            }
            if let Some(request) = self.requests.get_mut(handle) {
                request.stage = Stage::Before;
                return self.begin_work(handle, false);
            }
        }
        let host = &mut self.instances[instance as usize];
        host.busy = host.busy.saturating_sub(1);
    }
}
