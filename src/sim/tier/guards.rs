//! Shedding, circuit breaker and cache as a request meets them.

use super::breaker::{Breaker, Transition};
use super::cache::{KeyCache, draw_key};
use super::health::{Caller, ProbeFailure};
use crate::event::Event;
use crate::journald::Level;
use crate::ledger::Failure;
use crate::request::{Request, Stage};
use crate::slab::Handle;
use crate::spec::CacheScope;
use crate::world::World;

/// What the cache said to a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// It was not asked, or it had the answer.
    #[default]
    Nothing,
    /// It lacks this key: the answer of the database will fill it in.
    Missed(u32),
}

impl World {
    /// An instance starts: its guards know nothing yet.
    pub(crate) fn start_guards(&mut self, instance: u32) {
        let now = self.calendar.now();
        let host = &mut self.instances[instance as usize];
        let spec = &self.spec.services[host.service].tier;
        host.tier.pace_percent = 100;
        host.tier.shedder.idle();
        host.tier.breaker = spec.breaker.as_ref().map(Breaker::new);
        let own = spec
            .cache
            .as_ref()
            .filter(|c| c.scope == CacheScope::Instance);
        host.tier.cache = own.map(|spec| match spec.warm && now == 0 {
            true => KeyCache::warm(spec, now),
            false => KeyCache::new(spec),
        });
    }

    /// Is a request turned away at the door of an instance?
    #[inline]
    pub(crate) fn turned_away(&mut self, request: &Request) -> bool {
        let host = &self.instances[request.instance as usize];
        let sheds = self.tier.services[host.service].shed_percent > 0
            || self.spec.services[host.service].tier.shedding.is_some();
        sheds && self.shed(request)
    }

    fn shed(&mut self, request: &Request) -> bool {
        let critical = self.tier.classes[usize::from(request.class)].critical;
        let host = &self.instances[request.instance as usize];
        let tier = &mut self.tier.services[host.service];
        let by_hand = tier.shed_percent > 0
            && !critical
            && tier.sheds.chance(f64::from(tier.shed_percent) / 100.0);
        let shedding = self.spec.services[host.service].tier.shedding.as_ref();
        let limit = shedding.and_then(|s| match critical {
            true => s.critical_in_flight_max,
            false => s.in_flight_max,
        });
        let in_flight = host.busy.saturating_add(host.queue.len() as u32);
        let away = by_hand || limit.is_some_and(|limit| in_flight >= limit);
        tier.counters.shed += u64::from(away);
        away
    }

    /// A thread is about to take a request out of the accept queue: shall it rather be
    /// dropped? The request then has left.
    pub(crate) fn dropped(&mut self, handle: Handle) -> bool {
        let now = self.calendar.now();
        let Some(request) = self.requests.get(handle) else {
            return false;
        };
        let host = &mut self.instances[request.instance as usize];
        let spec = &self.spec.services[host.service].tier;
        let user = request.caller == Caller::User;
        if spec.skip_abandoned && request.abandoned && request.caller != Caller::Probe {
            self.request_failed(handle, Failure::GatewayTimeout);
            return true;
        }
        let Some(delay) = spec.shedding.as_ref().and_then(|s| s.delay) else {
            return false;
        };
        let late = host.tier.shedder.late(now, now - request.arrived, &delay);
        let critical = self.tier.classes[usize::from(request.class)].critical;
        if !late || !user || critical {
            return false;
        }
        self.tier.services[host.service].counters.shed += 1;
        self.request_failed(handle, Failure::Shed);
        true
    }

    /// A request wants an answer: has the cache got it? Then it is on its way.
    pub(crate) fn answered_by_cache(&mut self, handle: Handle) -> bool {
        let now = self.calendar.now();
        let Some(request) = self.requests.get_mut(handle) else {
            return false;
        };
        let class = usize::from(request.class);
        if !self.tier.classes[class].cached || request.caller != Caller::User {
            return false;
        }
        let host = &mut self.instances[request.instance as usize];
        let Some(spec) = self.spec.services[host.service].tier.cache.as_ref() else {
            return false;
        };
        let tier = &mut self.tier.services[host.service];
        let Some(cache) = tier.cache.as_mut().or(host.tier.cache.as_mut()) else {
            return false;
        };
        let key = draw_key(spec, &mut tier.lookups);
        let hit = cache.has(key, now);
        tier.counters.hits += u64::from(hit);
        tier.counters.misses += u64::from(!hit);
        if !hit {
            request.lookup = Lookup::Missed(key);
            return false;
        }
        request.queries_left = 0;
        let length = host.tier.paced(spec.hit);
        if length == 0 {
            self.request_served(handle);
        } else {
            self.calendar.push(now + length, Event::BeforeDone(handle));
        }
        true
    }

    /// The database has answered a request that the cache had no answer for.
    fn fill_cache(&mut self, request: &Request) {
        let Lookup::Missed(key) = request.lookup else {
            return;
        };
        let now = self.calendar.now();
        let host = &mut self.instances[request.instance as usize];
        let cache = self.tier.services[host.service].cache.as_mut();
        let spec = self.spec.services[host.service].tier.cache.as_ref();
        if let (Some(cache), Some(spec)) = (cache.or(host.tier.cache.as_mut()), spec) {
            cache.fill(key, now, spec);
        }
    }

    /// Every entry of a service's cache goes.
    pub(crate) fn flush_cache(&mut self, service: usize) {
        if let Some(cache) = self.tier.services[service].cache.as_mut() {
            cache.flush();
        }
        for instance in &self.services[service].instances {
            if let Some(cache) = self.instances[*instance as usize].tier.cache.as_mut() {
                cache.flush();
            }
        }
        let name = &self.spec.services[service].name;
        let title = format!("The cache of {name} is empty");
        self.notice(title, "");
    }

    /// May a request call the database?
    pub(crate) fn breaker_permits(&mut self, handle: Handle) -> bool {
        let now = self.calendar.now();
        let Some(request) = self.requests.get(handle) else {
            return false;
        };
        let instance = request.instance;
        let host = &mut self.instances[instance as usize];
        let service = host.service;
        let spec = self.spec.services[service].tier.breaker.as_ref();
        let (Some(breaker), Some(spec)) = (host.tier.breaker.as_mut(), spec) else {
            return true;
        };
        if request.caller != Caller::User {
            return true;
        }
        let (permitted, turned) = breaker.permit(now, spec);
        let state = breaker.state();
        if !permitted {
            self.tier.services[service].counters.not_permitted += 1;
            self.breaker_line(instance, Level::Error, "breaker-open", |name| {
                format!(
                    "io.github.resilience4j.circuitbreaker.CallNotPermittedException: \
                     CircuitBreaker '{name}' is {} and does not permit further calls",
                    state.name()
                )
            });
        }
        self.say_transition(instance, turned);
        permitted
    }

    fn say_transition(&mut self, instance: u32, turned: Option<Transition>) {
        let Some((from, to)) = turned else { return };
        let (from, to) = (from.name(), to.name());
        self.breaker_line(instance, Level::Warn, "breaker", |name| {
            format!("CircuitBreaker '{name}' changed state from {from} to {to}")
        });
    }

    /// A line of the log of an instance's breaker, made of the breaker's name.
    fn breaker_line(
        &mut self,
        instance: u32,
        level: Level,
        code: &'static str,
        text: impl FnOnce(&str) -> String,
    ) {
        let now = self.calendar.now();
        let (source, host) = self.log_place(instance);
        let service = self.instances[instance as usize].service;
        if let Some(spec) = self.spec.services[service].tier.breaker.as_ref() {
            let line = || text(&spec.name);
            self.log.line(now, (&source, &host), level, code, line);
        }
    }

    /// An instance is done with a request, well or not; it is out of the arena already.
    pub(crate) fn request_ended(&mut self, request: &Request, why: Option<Failure>) {
        if !request.abandoned {
            self.caller_left(request);
        }
        match request.caller {
            Caller::User => {}
            Caller::Probe => {
                let result = why.map_or(Ok(()), |why| Err(ProbeFailure::Status(why.status())));
                return self.probe_ended(request.instance, result);
            }
            Caller::LateProbe => return,
        }
        if why.is_none() {
            self.fill_cache(request);
        }
    }

    /// A user's call of the database has ended.
    pub(crate) fn database_called(&mut self, request: &Request, failed: bool) {
        let called = matches!(request.stage, Stage::Waiting | Stage::Connected);
        if !called || request.caller != Caller::User {
            return;
        }
        let now = self.calendar.now();
        let host = &mut self.instances[request.instance as usize];
        let spec = self.spec.services[host.service].tier.breaker.as_ref();
        if let (Some(breaker), Some(spec)) = (host.tier.breaker.as_mut(), spec) {
            let elapsed = now - request.waiting_since;
            let turned = breaker.record(now, elapsed, failed, spec);
            self.say_transition(request.instance, turned);
        }
    }
}
