//! What may be done to a pool while it runs (`HikariConfigMXBean`, `HikariPoolMXBean`),
//! on all instances of a service. A restart reads the file again and forgets it.

use super::super::config::hikari::HikariConfig;
use super::super::spec::PoolCommand;
use super::super::world::World;

impl World {
    /// Would a command to a service's pools do something?
    pub(crate) fn check_pools(&self, service: &str, command: &PoolCommand) -> Result<(), String> {
        let index = self.service_index(service)?;
        let instances = self.services[index].instances.iter();
        let mut pools = instances.filter_map(|i| self.instances[*i as usize].pool.as_ref());
        let Some(pool) = pools.next() else {
            return Err(format!("{service} has no pool that runs"));
        };
        let name = &pool.config.pool_name;
        match command {
            PoolCommand::Set { key, value } => {
                let mut trial: HikariConfig = pool.config.clone();
                trial.set_running(key, value)
            }
            PoolCommand::Evict => Ok(()),
            PoolCommand::Suspend | PoolCommand::Resume if !pool.config.allow_pool_suspension => {
                Err(format!("{name} - is not suspendable"))
            }
            PoolCommand::Suspend | PoolCommand::Resume => Ok(()),
        }
    }

    /// Do it, instance by instance.
    pub(crate) fn command_pools(&mut self, service: usize, command: &PoolCommand) {
        let instances = self.services[service].instances.clone();
        for instance in instances {
            match command {
                PoolCommand::Set { key, value } => {
                    if let Some(pool) = self.pool(instance) {
                        // Checked before; a pool that would refuse keeps what it has.
                        let _ = pool.config.set_running(key, value);
                    }
                }
                PoolCommand::Evict => self.soft_evict_all(instance),
                PoolCommand::Suspend => {
                    if let Some(pool) = self.pool(instance) {
                        pool.suspended = true;
                    }
                }
                PoolCommand::Resume => self.resume_pool(instance),
            }
        }
    }

    /// `softEvictConnections`: idle ones are closed, those in use when they come back.
    fn soft_evict_all(&mut self, instance: u32) {
        use super::super::database::{Owner, Phase};
        let logged_in = |phase| !matches!(phase, Phase::Forking | Phase::Authenticating);
        let mine = self
            .connections
            .iter()
            .filter(|(_, c)| c.owner == Owner::Pool(instance) && logged_in(c.phase))
            .map(|(handle, _)| handle);
        for handle in mine.collect::<Vec<_>>() {
            self.soft_evict(instance, handle, "(connection evicted)");
        }
    }

    /// Those who came while the pool was suspended get their turn; their clocks begin now.
    fn resume_pool(&mut self, instance: u32) {
        let now = self.calendar.now();
        let Some(pool) = self.pool(instance).filter(|pool| pool.suspended) else {
            return;
        };
        pool.suspended = false;
        pool.resumed_at = now;
        let parked = std::mem::take(&mut pool.parked);
        self.run_adder(instance);
        for handle in parked {
            self.take_or_wait(instance, handle);
        }
    }
}
