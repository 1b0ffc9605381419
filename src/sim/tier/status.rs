//! What an engineer can ask the web tier for (`kubectl get pods`, the balancer's page).

use crate::deployment::InstanceState;
use crate::world::World;

/// One instance of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceStatus {
    /// Its number, from 1.
    pub number: u32,
    /// `booting`, `up`, `stopping` or `gone`.
    pub state: &'static str,
    /// The balancer sends it requests.
    pub in_balancer: bool,
    /// Its health checks pass, as far as there are any.
    pub healthy: bool,
    /// An operator has taken it out.
    pub drained: bool,
    /// Worker threads at work.
    pub busy: u32,
    /// Requests in its accept queue.
    pub queued: u32,
    /// Requests whose callers still wait.
    pub outstanding: u32,
    /// Requests it has taken in since the world began, health probes left aside.
    pub taken: u64,
    /// How often it has started since the world began.
    pub restarts: u32,
    /// State of its circuit breaker, if it has one.
    pub breaker: Option<&'static str>,
}

impl World {
    /// The instances of a service, in the order of their places.
    #[must_use]
    pub fn instances(&self, service: usize) -> Vec<InstanceStatus> {
        let deployment = &self.services[service];
        let targets = match deployment.ready.is_empty() {
            true => &self.tier.services[service].fail_open,
            false => &deployment.ready,
        };
        let status = |index: &u32| {
            let host = &self.instances[*index as usize];
            InstanceStatus {
                number: host.number,
                state: match host.state {
                    InstanceState::Booting => "booting",
                    InstanceState::Ready => "up",
                    InstanceState::Stopping => "stopping",
                    InstanceState::Gone => "gone",
                },
                in_balancer: targets.contains(index),
                healthy: host.tier.healthy,
                drained: host.tier.drained,
                busy: host.busy,
                queued: host.queue.len() as u32,
                outstanding: host.tier.outstanding,
                taken: host.tier.taken,
                restarts: host.epoch,
                breaker: host.tier.breaker.as_ref().map(|b| b.state().name()),
            }
        };
        deployment.instances.iter().map(status).collect()
    }

    /// Lookups that the cache of a service has answered and those it has not.
    #[must_use]
    pub fn cache_gets(&self, service: usize) -> (u64, u64) {
        let counters = &self.tier.services[service].counters;
        (counters.hits, counters.misses)
    }
}
