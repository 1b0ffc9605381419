//! Rolling updates. Without a [`RolloutSpec`] instances restart in place, two at a time,
//! the next when one is up (`deployment.rs`). With one they go as a Kubernetes deployment
//! does it: new instances beside the old, never more than wanted + surge in all, never
//! fewer in the balancer than wanted - unavailable. New ones that do not become ready
//! hold the rollout up where it is.

use crate::deployment::InstanceState;
use crate::event::Event;
use crate::spec::RolloutSpec;
use crate::time::Nanos;
use crate::world::World;

/// A rolling update under way. The instances of the old version that are left are in
/// the deployment's `rollout`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rollout {
    pub rolling: bool,
    pub paused: bool,
    /// Grows with each rollout, so that the deadline of an earlier one is stale.
    epoch: u32,
    /// Instances started, stopped or ready since the rollout began, and when the last was.
    progress_at: Nanos,
    ready_before: usize,
}

/// Instances of a deployment, by what a rollout has to know.
struct Census {
    /// Of the old version: booting or in service.
    old: Vec<u32>,
    /// Of the new version: booting or in service.
    new: usize,
    /// New ones in the balancer.
    new_ready: usize,
}

impl World {
    /// Begin a rolling update of a service that has a [`RolloutSpec`].
    pub(crate) fn begin_rollout(&mut self, service: usize, spec: &RolloutSpec) {
        let now = self.calendar.now();
        let live: Vec<u32> = self.live(service).collect();
        self.services[service].rollout = live.into();
        let rollout = &mut self.tier.services[service].rollout;
        rollout.rolling = true;
        rollout.epoch = rollout.epoch.wrapping_add(1);
        rollout.progress_at = now;
        rollout.ready_before = 0;
        let event = Event::RolloutDeadline(service as u32, rollout.epoch);
        self.calendar.push(now + spec.progress_deadline, event);
        self.rollout_step(service);
    }

    /// Instances that boot or are in service.
    fn live(&self, service: usize) -> impl Iterator<Item = u32> {
        let state = |i: &u32| self.instances[*i as usize].state;
        let live = move |i: &u32| matches!(state(i), InstanceState::Booting | InstanceState::Ready);
        self.services[service]
            .instances
            .iter()
            .copied()
            .filter(live)
    }

    fn census(&self, service: usize) -> Census {
        let deployment = &self.services[service];
        let mut census = Census {
            old: Vec::new(),
            new: 0,
            new_ready: 0,
        };
        for instance in self.live(service) {
            if deployment.rollout.contains(&instance) {
                census.old.push(instance);
            } else {
                census.new += 1;
                census.new_ready += usize::from(deployment.ready.contains(&instance));
            }
        }
        census
    }

    /// Go as far as the limits allow: something has changed.
    pub(crate) fn rollout_step(&mut self, service: usize) {
        let Some(spec) = self.spec.services[service].tier.rollout else {
            return;
        };
        // What stops makes room for what starts. Each round stops or starts an instance, of
        // which there are so many.
        while self.rollout_round(service, &spec) {}
    }

    /// Start and stop what may be started and stopped now; false if that is nothing.
    fn rollout_round(&mut self, service: usize, spec: &RolloutSpec) -> bool {
        let rollout = self.tier.services[service].rollout;
        if !rollout.rolling || rollout.paused {
            return false;
        }
        let now = self.calendar.now();
        let desired = self.services[service].desired as usize;
        let census = self.census(service);
        // Both zero would never go on; Kubernetes then takes one unavailable.
        let unavailable_max = match (spec.max_unavailable, spec.max_surge) {
            (0, 0) => 1,
            (n, _) => n as usize,
        };
        let Census {
            old,
            new,
            new_ready,
        } = census;
        let surge = (desired + spec.max_surge as usize).saturating_sub(old.len() + new);
        let starts = surge.min(desired.saturating_sub(new));
        for _ in 0..starts {
            self.boot_another(service);
        }
        let new = new + starts;
        // ReplicaSets' rule: what may go is what is above the least number available, new
        // ones that are not ready yet left aside.
        let available_min = desired.saturating_sub(unavailable_max);
        let spare = (old.len() + new).saturating_sub(available_min + (new - new_ready));
        let is_ready = |i: &u32| self.services[service].ready.contains(i);
        let (good, bad): (Vec<u32>, Vec<u32>) = old.into_iter().partition(is_ready);
        let mut stops: Vec<u32> = bad.into_iter().take(spare).collect();
        let available = good.len() + new_ready;
        let spare_ready = available
            .saturating_sub(available_min)
            .min(spare - stops.len());
        stops.extend(good.into_iter().take(spare_ready));
        let moved = starts + stops.len() > 0;
        let progress = moved || new_ready > rollout.ready_before;
        for instance in stops {
            self.services[service].rollout.retain(|i| *i != instance);
            self.stop_instance(instance, false);
        }
        let deployment = &mut self.services[service];
        let done = deployment.rollout.is_empty() && new_ready >= desired;
        let rollout = &mut self.tier.services[service].rollout;
        rollout.ready_before = new_ready;
        if progress {
            rollout.progress_at = now;
        }
        if done {
            rollout.rolling = false;
            let name = &self.spec.services[service].name;
            let title = format!("deployment \"{name}\" successfully rolled out");
            self.notice(title, "");
        }
        moved && !done
    }

    /// A service with a [`RolloutSpec`] gets more or fewer instances.
    pub(crate) fn scale_rolled(&mut self, service: usize) {
        let desired = self.services[service].desired as usize;
        let mut live: Vec<u32> = self.live(service).collect();
        for _ in live.len()..desired {
            self.boot_another(service);
        }
        // Old ones first, then those that are not ready, then the youngest.
        let deployment = &self.services[service];
        live.reverse();
        live.sort_by_key(|i| {
            (
                !deployment.rollout.contains(i),
                deployment.ready.contains(i),
            )
        });
        let surplus = live.len().saturating_sub(desired);
        for instance in live.into_iter().take(surplus) {
            self.services[service].rollout.retain(|i| *i != instance);
            self.stop_instance(instance, false);
        }
        self.rollout_step(service);
    }

    /// A new instance boots, in a place that is free or a new one.
    fn boot_another(&mut self, service: usize) {
        let now = self.calendar.now();
        let gone = |i: &&u32| self.instances[**i as usize].state == InstanceState::Gone;
        let free = self.services[service].instances.iter().find(gone).copied();
        let number = self.services[service].instances.len() as u32 + 1;
        let instance = free.unwrap_or_else(|| self.new_instance(service, number));
        let host = &mut self.instances[instance as usize];
        host.state = InstanceState::Booting;
        host.tier.drained = false;
        let event = Event::InstanceReady(instance, host.epoch);
        self.calendar
            .push(now + self.spec.services[service].boot, event);
    }

    pub(crate) fn on_rollout_deadline(&mut self, service: u32, epoch: u32) {
        let now = self.calendar.now();
        let index = service as usize;
        let Some(spec) = self.spec.services.get(index).and_then(|s| s.tier.rollout) else {
            return;
        };
        let rollout = self.tier.services[index].rollout;
        if !rollout.rolling || rollout.epoch != epoch {
            return;
        }
        let due = rollout.progress_at + spec.progress_deadline;
        if rollout.paused || due > now {
            let next = due.max(now + spec.progress_deadline.max(1));
            let next = if rollout.paused { next } else { due };
            let event = Event::RolloutDeadline(service, epoch);
            return self.calendar.push(next, event);
        }
        let name = &self.spec.services[index].name;
        let title = format!("deployment \"{name}\" exceeded its progress deadline");
        self.notice(title, "");
    }

    /// `kubectl rollout pause` and `resume`.
    pub(crate) fn pause_rollout(&mut self, service: usize, paused: bool) {
        self.tier.services[service].rollout.paused = paused;
        let name = &self.spec.services[service].name;
        let what = if paused { "paused" } else { "resumed" };
        let title = format!("deployment \"{name}\" {what}");
        self.notice(title, "");
        if !paused {
            match self.spec.services[service].tier.rollout {
                Some(_) => self.rollout_step(service),
                None => self.resume_rollout(service),
            }
        }
    }
}
