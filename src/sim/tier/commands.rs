//! What can be done to the web tier from outside, and whether it makes sense.

use crate::command::{Resolved, deed};
use crate::spec::Balancer;
use crate::world::World;
use firedrill_vocabulary::bounds::{PACE_PERCENT, SHED_PERCENT};
use firedrill_vocabulary::shedding;

impl World {
    /// Place of an instance by its service's name and its number, if it is there.
    fn instance_index(&self, service: &str, number: u32) -> Result<u32, String> {
        let index = self.service_index(service)?;
        let all = self.services[index].instances.iter().copied();
        let mut numbered = all.filter(|i| self.instances[*i as usize].number == number);
        numbered
            .next()
            .ok_or_else(|| format!("{service} has no instance {number}"))
    }

    pub(crate) fn may_shed<'a>(&self, service: &'a str, percent: u32) -> Resolved<'a> {
        let index = self.service_index(service)?;
        if !SHED_PERCENT.contains(&percent) {
            return Err(format!("a share is 0 to 100 %, not {percent} %"));
        }
        deed(move |world| {
            world.tier.services[index].shed_percent = percent;
            world.notice(shedding(service, percent), "");
        })
    }

    pub(crate) fn may_flush_cache<'a>(&self, service: &str) -> Resolved<'a> {
        let index = self.service_index(service)?;
        match self.spec.services[index].tier.cache {
            Some(_) => deed(move |world| world.flush_cache(index)),
            None => Err(format!("{service} has no cache")),
        }
    }

    pub(crate) fn may_set_balancer<'a>(
        &self,
        service: &'a str,
        balancer: Balancer,
    ) -> Resolved<'a> {
        let index = self.service_index(service)?;
        deed(move |world| {
            world.tier.services[index].balancer = balancer;
            let title = format!("The balancer of {service} uses {}", balancer.name());
            world.notice(title, "");
        })
    }

    pub(crate) fn may_drain<'a>(&self, service: &'a str, instance: u32, out: bool) -> Resolved<'a> {
        let index = self.instance_index(service, instance)? as usize;
        if self.instances[index].tier.drained == out {
            let state = if out { "out" } else { "in" };
            return Err(format!("{service}-{instance} is {state} already"));
        }
        deed(move |world| {
            let host = &mut world.instances[index];
            host.tier.drained = out;
            let place = host.service;
            world.refresh_targets(place);
            let what = if out { "out of" } else { "in" };
            let title = format!("{service}-{instance} is {what} the balancer");
            world.notice(title, "");
            world.rollout_step(place);
        })
    }

    pub(crate) fn may_pause_rollout<'a>(&self, service: &str, paused: bool) -> Resolved<'a> {
        let index = self.service_index(service)?;
        if self.tier.services[index].rollout.paused == paused {
            let state = if paused { "paused" } else { "not paused" };
            return Err(format!("the rollout of {service} is {state} already"));
        }
        deed(move |world| world.pause_rollout(index, paused))
    }

    pub(crate) fn may_set_pace<'a>(
        &self,
        service: &str,
        instance: u32,
        percent: u32,
    ) -> Resolved<'a> {
        let index = self.instance_index(service, instance)? as usize;
        if !PACE_PERCENT.contains(&percent) {
            return Err(format!("a pace is 1 to 100,000 %, not {percent} %"));
        }
        deed(move |world| world.instances[index].tier.pace_percent = percent)
    }
}
