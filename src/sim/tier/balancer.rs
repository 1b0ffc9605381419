//! The balancer: which instance gets a request, and which instances are asked at all.

use crate::deployment::InstanceState;
use crate::request::Request;
use crate::spec::{AllOut, Balancer};
use crate::world::World;

impl World {
    /// The instance that gets the next request of a service; `None`: nobody is there.
    pub(crate) fn choose_instance(&mut self, service: usize) -> Option<u32> {
        let tier = &mut self.tier.services[service];
        let deployment = &mut self.services[service];
        if tier.balancer == Balancer::RoundRobin && !deployment.ready.is_empty() {
            return deployment.next_ready();
        }
        let targets = match deployment.ready.is_empty() {
            true => tier.fail_open.as_slice(),
            false => deployment.ready.as_slice(),
        };
        let count = targets.len();
        if count == 0 {
            return None;
        }
        let outstanding = |i: usize| self.instances[targets[i] as usize].tier.outstanding;
        let first = deployment.next.wrapping_add(1) % count;
        let chosen = match tier.balancer {
            Balancer::RoundRobin => first,
            // The scan begins where round robin would go on, so that equals take turns.
            Balancer::LeastOutstanding => (0..count)
                .map(|i| (first + i) % count)
                .min_by_key(|i| outstanding(*i))
                .unwrap_or(first),
            Balancer::TwoChoices => {
                let mut below = |n: usize| ((tier.choices.unit() * n as f64) as usize).min(n - 1);
                let one = below(count);
                let other = match count {
                    1 => one,
                    _ => (one + 1 + below(count - 1)) % count,
                };
                if outstanding(other) < outstanding(one) {
                    other
                } else {
                    one
                }
            }
        };
        deployment.next = chosen;
        targets.get(chosen).copied()
    }

    /// Who is asked: instances that are up, healthy and not taken out; when health checks
    /// have taken out all of them, perhaps those that are up.
    pub(crate) fn refresh_targets(&mut self, service: usize) {
        let instances = &self.instances;
        let deployment = &mut self.services[service];
        let open = |i: &&u32| {
            let host = &instances[**i as usize];
            host.state == InstanceState::Ready && !host.tier.drained
        };
        let healthy = |i: &&u32| instances[**i as usize].tier.healthy;
        let up = deployment.instances.iter().filter(open);
        deployment.ready = up.filter(healthy).copied().collect();
        deployment.ready.sort_unstable();
        let Some(health) = &self.spec.services[service].tier.health else {
            return;
        };
        let tier = &mut self.tier.services[service];
        tier.fail_open.clear();
        let up = deployment.instances.iter().filter(open).count();
        let all_out = deployment.ready.is_empty() && up > 0;
        if all_out && health.all_out == AllOut::FailOpen {
            let up = deployment.instances.iter().filter(open);
            tier.fail_open.extend(up);
        }
        // The first instances of the world come one by one.
        if all_out == tier.all_out || up == 0 || self.calendar.now() == 0 {
            return;
        }
        tier.all_out = all_out;
        let name = &self.spec.services[service].name;
        let title = match (all_out, tier.fail_open.is_empty()) {
            (false, _) => format!("{name}: health checks pass again"),
            (true, true) => format!("{name}: no instance passes its health check"),
            (true, false) => format!(
                "{name}: no instance passes its health check; the balancer asks all of them"
            ),
        };
        self.notice(title, "");
    }

    /// The caller of a request has its answer or has left.
    pub(crate) fn caller_left(&mut self, request: &Request) {
        let tier = &mut self.instances[request.instance as usize].tier;
        tier.outstanding = tier.outstanding.saturating_sub(1);
    }
}
