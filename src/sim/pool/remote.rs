//! What may be done to a pool while it runs (`HikariConfigMXBean`, `HikariPoolMXBean`),
//! on all instances of a service. A restart reads the file again and forgets it.

use super::super::command::{Resolved, deed};
use super::super::world::World;
use super::Pool;

impl World {
    /// A service by name, and one of its pools that run.
    fn running_pool(&self, service: &str) -> Result<(usize, &Pool), String> {
        let index = self.service_index(service)?;
        let instances = self.services[index].instances.iter();
        let mut pools = instances.filter_map(|i| self.instances[*i as usize].pool.as_ref());
        let pool = pools.next();
        let pool = pool.ok_or_else(|| format!("{service} has no pool that runs"))?;
        Ok((index, pool))
    }

    pub(crate) fn may_set_pools<'a>(
        &self,
        service: &str,
        key: &'a str,
        value: &'a str,
    ) -> Resolved<'a> {
        let (index, pool) = self.running_pool(service)?;
        pool.config.clone().set_running(key, value)?;
        deed(move |world| {
            for instance in world.services[index].instances.clone() {
                if let Some(pool) = world.pool(instance) {
                    // A pool that would refuse keeps what it has.
                    let _ = pool.config.set_running(key, value);
                }
            }
        })
    }

    pub(crate) fn may_evict_pools<'a>(&self, service: &str) -> Resolved<'a> {
        let (index, _) = self.running_pool(service)?;
        deed(move |world| {
            for instance in world.services[index].instances.clone() {
                world.soft_evict_all(instance);
            }
        })
    }

    /// `suspendPool`, or `resumePool`.
    pub(crate) fn may_suspend_pools<'a>(&self, service: &str, suspended: bool) -> Resolved<'a> {
        let (index, pool) = self.running_pool(service)?;
        if !pool.config.allow_pool_suspension {
            let name = &pool.config.pool_name;
            return Err(format!("{name} - is not suspendable"));
        }
        deed(move |world| {
            for instance in world.services[index].instances.clone() {
                if !suspended {
                    world.resume_pool(instance);
                } else if let Some(pool) = world.pool(instance) {
                    pool.suspended = true;
                }
            }
        })
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
