//! Health checks: a probe is a request of the platform. It waits in the accept queue and
//! takes a thread like any other, and one that nobody waits for any more does so too.

use crate::deployment::InstanceState;
use crate::event::Event;
use crate::journald::Level;
use crate::request::Request;
use crate::slab::Handle;
use crate::spec::{HealthCheck, HealthSpec};
use crate::time::{MS, Nanos, US};
use crate::world::World;

/// Work of a thread that answers a probe.
pub(crate) const PROBE_WORK: Nanos = MS;
/// Database CPU of the query of a deep probe (`SELECT 1`).
pub(crate) const PROBE_QUERY_CPU: Nanos = 100 * US;

/// Who waits for an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Caller {
    /// A user's request.
    #[default]
    User,
    /// The health check.
    Probe,
    /// The health check did, but it has given up.
    LateProbe,
}

/// Why a probe has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProbeFailure {
    /// Threads and accept queue were full.
    Refused,
    /// No answer in time.
    Timeout,
    /// An answer with this HTTP status.
    Status(u16),
}

impl ProbeFailure {
    /// The kubelet's words.
    fn text(self, host: &str) -> String {
        let get = format!("Get \"http://{host}:8080/actuator/health/readiness\"");
        match self {
            ProbeFailure::Refused => {
                format!("{get}: dial tcp {host}:8080: connect: connection refused")
            }
            ProbeFailure::Timeout => format!(
                "{get}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
            ),
            ProbeFailure::Status(status) => format!("HTTP probe failed with statuscode: {status}"),
        }
    }
}

impl World {
    fn health_of(&self, instance: u32) -> Option<&HealthSpec> {
        let service = self.instances[instance as usize].service;
        self.spec.services[service].tier.health.as_ref()
    }

    /// An instance has started: it is out until probes succeed, but for those that are
    /// there when the world begins.
    pub(crate) fn start_health(&mut self, instance: u32) {
        let now = self.calendar.now();
        let Some(health) = self.health_of(instance) else {
            self.instances[instance as usize].tier.healthy = true;
            return;
        };
        let period = health.period;
        let host = &mut self.instances[instance as usize];
        host.tier.healthy = now == 0;
        host.tier.streak = 0;
        let event = Event::Probe(instance, host.epoch);
        // The kubelet spreads first probes over a period.
        let first = self.tier.services[host.service]
            .probes
            .jitter(period, 0.0, 1.0);
        self.calendar.push(now + first, event);
    }

    pub(crate) fn on_probe(&mut self, instance: u32, epoch: u32) {
        let now = self.calendar.now();
        let host = &self.instances[instance as usize];
        if host.epoch != epoch || host.state != InstanceState::Ready {
            return;
        }
        let Some(health) = self.health_of(instance).copied() else {
            return;
        };
        self.calendar
            .push(now + health.period.max(MS), Event::Probe(instance, epoch));
        if self.spec.classes.is_empty() {
            return;
        }
        let queries = u32::from(health.check == HealthCheck::Database);
        let request = Request::probe(instance, now, queries);
        match self.take_in(request) {
            Ok(handle) => {
                let timeout = health.timeout.min(health.period);
                self.calendar
                    .push(now + timeout, Event::ProbeTimeout(handle));
            }
            Err(_) => self.probe_ended(instance, Err(ProbeFailure::Refused)),
        }
    }

    pub(crate) fn on_probe_timeout(&mut self, handle: Handle) {
        let Some(request) = self.requests.get_mut(handle) else {
            return;
        };
        if request.caller == Caller::Probe {
            request.caller = Caller::LateProbe;
            let instance = request.instance;
            self.probe_ended(instance, Err(ProbeFailure::Timeout));
        }
    }

    /// A probe has its result: enough in a row take the instance out or bring it back.
    pub(crate) fn probe_ended(&mut self, instance: u32, result: Result<(), ProbeFailure>) {
        let Some(health) = self.health_of(instance).copied() else {
            return;
        };
        let host = &mut self.instances[instance as usize];
        let service = host.service;
        self.tier.services[service].counters.probes_failed += u64::from(result.is_err());
        if host.state != InstanceState::Ready {
            return;
        }
        let tier = &mut host.tier;
        if result.is_ok() == tier.healthy {
            tier.streak = 0;
            return;
        }
        tier.streak += 1;
        let needed = match tier.healthy {
            true => health.failures,
            false => health.successes,
        };
        if tier.streak < needed {
            return;
        }
        tier.streak = 0;
        tier.healthy = result.is_ok();
        self.say_health(instance, result);
        self.refresh_targets(service);
        self.rollout_step(service);
    }

    fn say_health(&mut self, instance: u32, result: Result<(), ProbeFailure>) {
        let now = self.calendar.now();
        let (source, host) = self.log_place(instance);
        let (level, code) = match result {
            Ok(()) => (Level::Info, "ready"),
            Err(_) => (Level::Warn, "unready"),
        };
        self.log
            .line(now, (&source, &host), level, code, || match result {
                Ok(()) => format!("Readiness probe succeeded: {host} takes requests again"),
                Err(why) => format!("Readiness probe failed: {}", why.text(&host)),
            });
    }
}

impl Request {
    /// A probe that comes to an instance now.
    fn probe(instance: u32, now: Nanos, queries: u32) -> Request {
        Request {
            caller: Caller::Probe,
            // No user waits for it.
            abandoned: true,
            instance,
            arrived: now,
            queries_left: queries,
            ..Request::new(0)
        }
    }
}
