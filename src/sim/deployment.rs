//! Deployments: instances start, become ready, stop; scaling and rolling restarts.

use super::config::hikari::HikariConfig;
use super::config::properties::{Properties, PropertyError};
use super::database::Owner;
use super::event::Event;
use super::histogram::Histogram;
use super::journald::Level;
use super::ledger::Failure;
use super::loops::Loop;
use super::pool::{HOUSEKEEPING, Pool};
use super::request::Stage;
use super::slab::Handle;
use super::station::Station;
use super::tier::InstanceTier;
use super::time::{MS, Nanos, SEC};
use super::world::World;
use std::collections::VecDeque;
use std::sync::Arc;

/// A stopping instance takes no new requests and has this long to finish.
const DRAIN: Nanos = 5 * SEC;
/// Instances that a rolling restart takes at a time.
const ROLLOUT_AT_ONCE: u32 = 2;
/// After a pool is set up, the housekeeper first comes by after this.
const HOUSEKEEPER_FIRST: Nanos = 100 * MS;

/// Where an instance is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InstanceState {
    Booting,
    Ready,
    Stopping,
    Gone,
}

/// One instance of a service.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    pub service: usize,
    /// Number within its service, from 1; never used again.
    pub number: u32,
    pub state: InstanceState,
    /// Grows with each start, so that timers of an earlier life are stale.
    pub epoch: u32,
    pub busy: u32,
    pub queue: VecDeque<Handle>,
    pub pool: Option<Pool>,
    /// Without a pool: its sessions that no request uses.
    pub sessions: Vec<Handle>,
    /// It comes back after it stopped.
    pub restarts: bool,
    /// Source and host of its log lines: the service's name, and that with its number.
    source: Arc<str>,
    host: Arc<str>,
    pub tier: InstanceTier,
}

impl Instance {
    /// Where its log lines come from, ready to be borrowed: a flood of lines that are
    /// dropped must not make strings.
    pub(super) fn place(&self) -> (&str, &str) {
        (&self.source, &self.host)
    }

    /// As [`Instance::place`], to be kept.
    pub(super) fn place_shared(&self) -> (Arc<str>, Arc<str>) {
        (Arc::clone(&self.source), Arc::clone(&self.host))
    }
}

/// A service and what is common to its instances.
#[derive(Clone, Debug, Default)]
pub(super) struct Deployment {
    pub desired: u32,
    /// Instances by number.
    pub instances: Vec<u32>,
    /// Instances that take requests.
    pub ready: Vec<u32>,
    /// Place in `ready` that the balancer took last.
    pub next: usize,
    /// Instances that a rolling restart has still to visit.
    pub rollout: VecDeque<u32>,
    /// Response times since the last scrape.
    pub responses: Histogram,
    pub pool_timeouts: u64,
    /// Requests at the instances: accept queue and worker threads.
    pub station: Station,
    /// Requests that want a connection or have one.
    pub pool_station: Station,
}

impl Deployment {
    /// Round robin over the instances that are ready.
    pub(super) fn next_ready(&mut self) -> Option<u32> {
        if self.ready.is_empty() {
            return None;
        }
        let next = self.next + 1;
        // A division only on the way round.
        self.next = if next < self.ready.len() {
            next
        } else {
            next % self.ready.len()
        };
        Some(self.ready[self.next])
    }
}

impl World {
    /// Set the number of instances; new ones boot, those with the highest numbers stop.
    pub(super) fn scale(&mut self, service: usize, instances: u32) {
        self.services[service].desired = instances;
        if self.spec.services[service].tier.rollout.is_some() {
            return self.scale_rolled(service);
        }
        let now = self.calendar.now();
        for number in 0..instances {
            let known = self.services[service]
                .instances
                .get(number as usize)
                .copied();
            let instance = known.unwrap_or_else(|| self.new_instance(service, number + 1));
            let host = &mut self.instances[instance as usize];
            if host.state == InstanceState::Gone {
                host.state = InstanceState::Booting;
                let event = Event::InstanceReady(instance, host.epoch);
                self.calendar
                    .push(now + self.spec.services[service].boot, event);
            }
        }
        let surplus: Vec<u32> = self.services[service]
            .instances
            .iter()
            .skip(instances as usize)
            .copied()
            .collect();
        for instance in surplus {
            self.services[service].rollout.retain(|i| *i != instance);
            self.stop_instance(instance, false);
        }
    }

    pub(super) fn new_instance(&mut self, service: usize, number: u32) -> u32 {
        let index = self.instances.len() as u32;
        let name = &self.spec.services[service].name;
        self.instances.push(Instance {
            service,
            number,
            state: InstanceState::Gone,
            epoch: 0,
            busy: 0,
            queue: VecDeque::new(),
            pool: None,
            sessions: Vec::new(),
            restarts: false,
            source: name.as_str().into(),
            host: format!("{name}-{number}").into(),
            tier: InstanceTier::default(),
        });
        self.services[service].instances.push(index);
        if let Some(spec) = &self.spec.services[service].loops {
            for _ in 0..spec.per_instance {
                let client = Loop {
                    instance: index,
                    epoch: u32::MAX,
                    connection: None,
                    connecting: false,
                };
                self.loops.push(client);
            }
        }
        index
    }

    pub(super) fn rolling_restart(&mut self, service: usize) {
        if let Some(spec) = self.spec.services[service].tier.rollout {
            return self.begin_rollout(service, &spec);
        }
        let deployment = &mut self.services[service];
        deployment.rollout = deployment.instances.iter().copied().collect();
        let desired = deployment.desired as usize;
        deployment.rollout.truncate(desired);
        for _ in 0..ROLLOUT_AT_ONCE {
            self.rollout_next(service);
        }
    }

    /// A rolling restart that was paused goes on.
    pub(super) fn resume_rollout(&mut self, service: usize) {
        let moving = |i: &&u32| {
            let state = self.instances[**i as usize].state;
            matches!(state, InstanceState::Booting | InstanceState::Stopping)
        };
        let moving = self.services[service]
            .instances
            .iter()
            .filter(moving)
            .count() as u32;
        for _ in moving..ROLLOUT_AT_ONCE {
            self.rollout_next(service);
        }
    }

    pub(super) fn rollout_next(&mut self, service: usize) {
        if self.tier.services[service].rollout.paused {
            return;
        }
        while let Some(instance) = self.services[service].rollout.pop_front() {
            if self.instances[instance as usize].state == InstanceState::Ready {
                return self.stop_instance(instance, true);
            }
        }
    }

    pub(super) fn stop_instance(&mut self, instance: u32, restarts: bool) {
        let now = self.calendar.now();
        let host = &mut self.instances[instance as usize];
        host.restarts = restarts && host.state != InstanceState::Gone;
        match host.state {
            InstanceState::Ready => {
                host.state = InstanceState::Stopping;
                let (service, epoch) = (host.service, host.epoch);
                self.refresh_targets(service);
                self.calendar
                    .push(now + DRAIN, Event::InstanceStop(instance, epoch));
            }
            InstanceState::Booting => {
                host.state = InstanceState::Gone;
                host.epoch += 1;
                // It may have been opening its first connection.
                host.pool = None;
                self.drop_clients(instance);
            }
            InstanceState::Stopping | InstanceState::Gone => {}
        }
    }

    pub(super) fn on_instance_stop(&mut self, instance: u32, epoch: u32) {
        let now = self.calendar.now();
        let host = &mut self.instances[instance as usize];
        if host.epoch != epoch {
            return;
        }
        host.epoch += 1;
        let (service, epoch, again) = (host.service, host.epoch, host.restarts);
        host.state = if again {
            InstanceState::Booting
        } else {
            InstanceState::Gone
        };
        host.pool = None;
        host.sessions.clear();
        host.queue.clear();
        let left: Vec<Handle> = self
            .requests
            .iter()
            .filter(|(_, r)| r.instance == instance && r.stage != Stage::Backoff)
            .map(|(handle, _)| handle)
            .collect();
        for handle in left {
            self.request_failed(handle, Failure::InstanceStopped);
        }
        self.instances[instance as usize].busy = 0;
        self.drop_clients(instance);
        if again {
            let boot = self.spec.services[service].boot;
            self.calendar
                .push(now + boot, Event::InstanceReady(instance, epoch));
        }
    }

    /// Every connection of an instance ends, pooled or not.
    fn drop_clients(&mut self, instance: u32) {
        let mine = |owner: Owner, loops: &[Loop]| match owner {
            Owner::Pool(i) | Owner::Direct(i) => i == instance,
            Owner::Loop(client) => loops[client as usize].instance == instance,
            Owner::Script(_) => false,
            Owner::Bouncer(_) => false,
        };
        let connections: Vec<Handle> = self
            .connections
            .iter()
            .filter(|(_, c)| mine(c.owner, &self.loops))
            .map(|(handle, _)| handle)
            .collect();
        for handle in connections {
            self.drop_connection(handle);
        }
    }

    pub(super) fn on_instance_ready(&mut self, instance: u32, epoch: u32) {
        let host = &self.instances[instance as usize];
        if host.epoch == epoch && host.state == InstanceState::Booting {
            self.start_instance(instance);
            if !self.waits_for_first_connection(instance) {
                let service = self.instances[instance as usize].service;
                self.rollout_goes_on(service);
            }
        }
    }

    /// An instance is up: the rollout takes its next step.
    pub(super) fn rollout_goes_on(&mut self, service: usize) {
        match self.spec.services[service].tier.rollout {
            Some(_) => self.rollout_step(service),
            None => self.rollout_next(service),
        }
    }

    /// The instance reads its files and takes requests; perhaps it needs a connection first.
    pub(super) fn start_instance(&mut self, instance: u32) {
        let service = self.instances[instance as usize].service;
        let pool = match self.read_pool_config(service) {
            None => None,
            Some(Ok(config)) => Some(Pool::new(config)),
            Some(Err(error)) => return self.boot_failed(instance, &error),
        };
        self.instances[instance as usize].pool = pool;
        let fail_fast = self.spec.services[service].pool.as_ref();
        let fail_fast = fail_fast.is_some_and(|pool| pool.fail_fast);
        if !(fail_fast && self.open_first_connection(instance)) {
            self.instance_up(instance);
        }
    }

    /// The instance takes requests from now on.
    pub(super) fn instance_up(&mut self, instance: u32) {
        let now = self.calendar.now();
        let host = &mut self.instances[instance as usize];
        let service = host.service;
        host.state = InstanceState::Ready;
        host.busy = 0;
        let epoch = host.epoch;
        let has_pool = host.pool.is_some();
        self.start_guards(instance);
        self.start_health(instance);
        self.refresh_targets(service);
        if has_pool {
            // Spread, so that the housekeepers of a deployment do not come as one.
            let first = HOUSEKEEPER_FIRST + self.streams.starts.jitter(HOUSEKEEPING, 0.0, 1.0);
            self.calendar
                .push(now + first, Event::Housekeeper(instance, epoch));
            self.run_adder(instance);
        }
        if let Some(spec) = &self.spec.services[service].loops {
            let period = spec.period;
            for client in 0..self.loops.len() as u32 {
                if self.loops[client as usize].instance == instance {
                    self.loops[client as usize].epoch = epoch;
                    self.loops[client as usize].connecting = false;
                    let first = self.streams.starts.jitter(period, 0.0, 1.0);
                    self.calendar
                        .push(now + first, Event::LoopWake(client, epoch));
                }
            }
        }
    }

    /// A file that cannot be read keeps the instance from starting; it tries again.
    pub(super) fn boot_failed(&mut self, instance: u32, error: &str) {
        let now = self.calendar.now();
        let (source, host_name) = self.log_place(instance);
        self.log
            .line(now, (&source, &host_name), Level::Error, "boot", || {
                format!("Application run failed: {error}")
            });
        let host = &mut self.instances[instance as usize];
        host.state = InstanceState::Booting;
        let (service, epoch) = (host.service, host.epoch);
        let boot = self.spec.services[service].boot;
        self.calendar.push(
            now + boot.max(10 * SEC),
            Event::InstanceReady(instance, epoch),
        );
    }

    /// The pool's settings as written now; `None` for a service without a pool.
    pub(super) fn read_pool_config(&self, service: usize) -> Option<Result<HikariConfig, String>> {
        let spec = self.spec.services[service].pool.as_ref()?;
        let Some(text) = self.files.text(&spec.path) else {
            return Some(Err(format!("{}: no such file", spec.path)));
        };
        let said =
            |errors: Vec<PropertyError>| errors.first().map_or(String::new(), ToString::to_string);
        let config = Properties::parse(&spec.path, &text)
            .and_then(|properties| HikariConfig::from_properties(&properties, &spec.prefix))
            .map_err(said);
        Some(config)
    }
}
