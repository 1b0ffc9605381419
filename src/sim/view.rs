//! What an engineer can ask a world for: sessions, services, what is in force.

use super::config::hikari::HikariConfig;
use super::config::in_force::Settings;
use super::database::Phase;
use super::deployment::InstanceState;
use super::ledger::Attempts;
use super::server::Status;
use super::station::Station;
use super::time::Nanos;
use super::world::World;
use std::collections::BTreeMap;

/// `pg_stat_activity`, counted: application, role, state.
pub type Activity = BTreeMap<(String, String, &'static str), u32>;

/// A service as its deployment shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceStatus {
    /// Instances that there should be.
    pub desired: u32,
    /// Instances that take requests.
    pub ready: u32,
    /// Instances that start or stop.
    pub moving: u32,
    /// Instances a rolling restart has still to visit.
    pub rollout_left: u32,
    /// `maximumPoolSize` in force in the first instance that has a pool.
    pub pool_size: Option<u32>,
}

/// `pg_stat_database` of the one database: counts since the start of the world.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DatabaseStatistics {
    /// `xact_commit`.
    pub commits: u64,
    /// `xact_rollback`.
    pub rollbacks: u64,
    /// `blks_hit`.
    pub blocks_hit: u64,
    /// `blks_read`.
    pub blocks_read: u64,
    /// `deadlocks`.
    pub deadlocks: u64,
    /// `sessions`.
    pub sessions: u64,
}

impl World {
    /// What the statistics collector has counted.
    #[must_use]
    pub fn database_statistics(&self) -> DatabaseStatistics {
        let counters = self.server.counters;
        DatabaseStatistics {
            commits: counters.commits,
            rollbacks: counters.rollbacks,
            blocks_hit: counters.blocks.saturating_sub(counters.blocks_read),
            blocks_read: counters.blocks_read,
            deadlocks: self.locks.deadlocks,
            sessions: counters.sessions,
        }
    }

    /// True when the database accepts connections.
    #[must_use]
    pub fn database_ready(&self) -> bool {
        self.server.status == Status::Ready
    }

    /// The database's status.
    #[must_use]
    pub fn database_status(&self) -> Status {
        self.server.status
    }

    /// Why the database is down, in its own words.
    #[must_use]
    pub fn database_error(&self) -> Option<&str> {
        self.server.error.as_deref()
    }

    /// When the database last became ready.
    #[must_use]
    pub fn database_started_at(&self) -> Nanos {
        self.server.started_at
    }

    /// Settings in force in the database.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.server.settings
    }

    /// Version of the main file that the database started from or last reloaded.
    #[must_use]
    pub fn database_version_in_force(&self) -> Option<u32> {
        self.server.version_in_force
    }

    /// Settings that a restart would change: name, in force, written.
    #[must_use]
    pub fn waiting_for_restart(&self) -> Vec<(String, String, String)> {
        let mut trial = self.server.settings.clone();
        let report = trial.reload(&self.written_database_config());
        report
            .pending_restart
            .into_iter()
            .map(|c| (c.name, c.old, c.new))
            .collect()
    }

    /// Slots in use, all slots, slots reserved for superusers.
    #[must_use]
    pub fn slots(&self) -> (u32, u32, u32) {
        let limits = self.server.limits;
        (
            self.server.slots_used,
            limits.max_connections,
            limits.reserved,
        )
    }

    /// The most slots that were ever in use at once.
    #[must_use]
    pub fn slots_used_max(&self) -> u32 {
        self.server.slots_used_max
    }

    /// `pg_stat_activity` by application, role and state.
    #[must_use]
    pub fn activity(&self) -> Activity {
        let mut activity = Activity::new();
        for (_, connection) in self.connections.iter().filter(|(_, c)| c.is_backend()) {
            let Some(state) = connection.phase.state() else {
                continue;
            };
            let key = (
                self.application_of(connection.owner),
                self.role_of(connection.owner).to_string(),
                state,
            );
            *activity.entry(key).or_default() += 1;
        }
        activity
    }

    pub(super) fn application_of(&self, owner: super::database::Owner) -> String {
        use super::database::Owner;
        let instance = match owner {
            Owner::Pool(instance) | Owner::Direct(instance) => instance,
            Owner::Loop(client) => self.loops[client as usize].instance,
            Owner::Script(script) => {
                let session = self.scripts.get(script as usize).map(|s| &s.session);
                return session.map_or(String::new(), |s| s.application.clone());
            }
            Owner::Bouncer(pool) => {
                let pools = self.bouncer.as_ref().map(|b| &b.pools);
                let pool = pools.and_then(|p| p.get(pool as usize));
                return pool.map_or(String::new(), |p| p.application.clone());
            }
        };
        let spec = &self.spec.services[self.instances[instance as usize].service];
        let application = match owner {
            Owner::Pool(_) => spec.pool.as_ref().map(|p| &p.application),
            Owner::Loop(_) => spec.loops.as_ref().map(|l| &l.application),
            Owner::Direct(_) => Some(&spec.name),
            Owner::Script(_) | Owner::Bouncer(_) => None,
        };
        application.cloned().unwrap_or_default()
    }

    /// A service by its place in the spec.
    #[must_use]
    pub fn service_status(&self, service: usize) -> ServiceStatus {
        let deployment = &self.services[service];
        let mut pool_size = None;
        let mut moving = 0;
        for index in &deployment.instances {
            let host = &self.instances[*index as usize];
            moving += u32::from(matches!(
                host.state,
                InstanceState::Booting | InstanceState::Stopping
            ));
            if host.state == InstanceState::Ready && pool_size.is_none() {
                pool_size = host.pool.as_ref().map(|p| p.config.maximum_pool_size);
            }
        }
        ServiceStatus {
            desired: deployment.desired,
            ready: deployment.ready.len() as u32,
            moving,
            rollout_left: deployment.rollout.len() as u32,
            pool_size,
        }
    }

    /// A service's pool settings as written, if it has a pool.
    #[must_use]
    pub fn written_pool_config(&self, service: usize) -> Option<Result<HikariConfig, String>> {
        self.read_pool_config(service)
    }

    /// The pool settings that the running instances of a service obey, one for each.
    pub fn running_pool_configs(&self, service: usize) -> impl Iterator<Item = &HikariConfig> {
        let instances = self.services[service].instances.iter();
        instances.filter_map(|index| {
            let host = &self.instances[*index as usize];
            let runs = host.state == InstanceState::Ready;
            host.pool.as_ref().filter(|_| runs).map(|p| &p.config)
        })
    }

    pub(super) fn begin_books(&mut self) {
        let now = self.now();
        for service in &mut self.services {
            service.station.restart(now);
            service.pool_station.restart(now);
        }
        for pool in self.bouncer.iter_mut().flat_map(|b| &mut b.pools) {
            pool.station.restart(now);
        }
        self.server.station.restart(now);
        self.server.cpu_busy_at_books = self.server.cpu.busy(now);
    }

    /// The books of every station by name: services, `pool:NAME`, `bouncer:ROLE`, `db`;
    /// with the number of servers now (threads, connections, cores).
    #[must_use]
    pub fn stations(&self) -> Vec<(String, f64, &Station)> {
        let mut stations = Vec::new();
        for (spec, service) in self.spec.services.iter().zip(&self.services) {
            let ready = service.ready.len() as f64;
            let threads = f64::from(spec.threads) * ready;
            stations.push((spec.name.clone(), threads, &service.station));
            if let Some(pool) = &spec.pool {
                let sizes = service.ready.iter().filter_map(|i| {
                    let pool = self.instances[*i as usize].pool.as_ref()?;
                    Some(f64::from(pool.config.maximum_pool_size))
                });
                let name = format!("pool:{}", pool.name);
                stations.push((name, sizes.sum(), &service.pool_station));
            }
        }
        if let Some(bouncer) = &self.bouncer {
            for pool in &bouncer.pools {
                let servers = f64::from(bouncer.config.pool_size);
                stations.push((format!("bouncer:{}", pool.user), servers, &pool.station));
            }
        }
        let cores = f64::from(self.spec.database.cores);
        stations.push(("db".to_string(), cores, &self.server.station));
        stations
    }

    /// Mean utilization of the database's CPU since the books began, 0..=1.
    #[must_use]
    pub fn cpu_utilization(&self) -> Option<f64> {
        let now = self.now();
        let span = now.checked_sub(self.spec.minute_zero).filter(|s| *s > 0)?;
        let busy = self.server.cpu.busy(now) - self.server.cpu_busy_at_books;
        Some(busy / span as f64 / f64::from(self.spec.database.cores.max(1)))
    }

    /// All attempts of all classes.
    #[must_use]
    pub fn attempts(&self) -> Attempts {
        let mut sum = Attempts::default();
        for class in &self.ledger {
            sum.offered += class.attempts.offered;
            sum.served += class.attempts.served;
            sum.in_flight += class.attempts.in_flight;
            for (a, b) in sum.failed.iter_mut().zip(class.attempts.failed) {
                *a += b;
            }
        }
        sum
    }

    /// Visits begun so far, by class.
    #[must_use]
    pub fn arrivals_begun(&self) -> Vec<u64> {
        self.load.iter().map(|l| l.begun).collect()
    }

    /// Attempts in flight, counted one by one; equals the sum of
    /// [`Attempts::in_flight`] at every instant.
    #[must_use]
    pub fn attempts_in_flight_counted(&self) -> u64 {
        use super::request::Stage;
        let busy = |r: &super::request::Request| r.stage != Stage::Backoff && !r.abandoned;
        self.requests.iter().filter(|(_, r)| busy(r)).count() as u64
    }

    /// Slots in use, counted connection by connection; equals [`World::slots`]`.0`.
    #[must_use]
    pub fn slots_counted(&self) -> u32 {
        let holds = self
            .connections
            .iter()
            .filter(|(_, c)| c.is_backend() && c.phase != Phase::Forking);
        holds.count() as u32
    }
}
