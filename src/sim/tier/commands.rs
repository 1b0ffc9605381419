//! What can be done to the web tier from outside, and whether it makes sense.

use crate::spec::{Balancer, Command};
use crate::world::World;

impl Balancer {
    /// The name in texts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Balancer::RoundRobin => "round robin",
            Balancer::LeastOutstanding => "least outstanding requests",
            Balancer::TwoChoices => "the better of two at random",
        }
    }
}

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

    /// Would this command of the web tier do something?
    pub(crate) fn check_tier(&self, command: &Command) -> Result<(), String> {
        match command {
            Command::ShedLoad { service, percent } => {
                self.service_index(service)?;
                match percent {
                    0..=100 => Ok(()),
                    _ => Err(format!("a share is 0 to 100 %, not {percent} %")),
                }
            }
            Command::FlushCache { service } => {
                let index = self.service_index(service)?;
                match self.spec.services[index].tier.cache {
                    Some(_) => Ok(()),
                    None => Err(format!("{service} has no cache")),
                }
            }
            Command::SetBalancer { service, .. } => self.service_index(service).map(|_| ()),
            Command::DrainInstance {
                service,
                instance,
                out,
            } => {
                let index = self.instance_index(service, *instance)?;
                if self.instances[index as usize].tier.drained == *out {
                    let state = if *out { "out" } else { "in" };
                    return Err(format!("{service}-{instance} is {state} already"));
                }
                Ok(())
            }
            Command::PauseRollout { service, paused } => {
                let index = self.service_index(service)?;
                if self.tier.services[index].rollout.paused == *paused {
                    let state = if *paused { "paused" } else { "not paused" };
                    return Err(format!("the rollout of {service} is {state} already"));
                }
                Ok(())
            }
            Command::SetPace {
                service,
                instance,
                percent,
            } => {
                self.instance_index(service, *instance)?;
                match percent {
                    1..=100_000 => Ok(()),
                    _ => Err(format!("a pace is 1 to 100,000 %, not {percent} %")),
                }
            }
            _ => Err("not a command of the web tier".into()),
        }
    }

    /// Do what [`World::check_tier`] allows.
    pub(crate) fn apply_tier(&mut self, command: &Command) {
        match command {
            Command::ShedLoad { service, percent } => {
                if let Ok(index) = self.service_index(service) {
                    self.tier.services[index].shed_percent = *percent;
                    let title = match percent {
                        0 => format!("{service} takes all requests again"),
                        _ => format!("{service} turns away {percent} % of its requests"),
                    };
                    self.notice(title, "");
                }
            }
            Command::FlushCache { service } => {
                if let Ok(index) = self.service_index(service) {
                    self.flush_cache(index);
                }
            }
            Command::SetBalancer { service, balancer } => {
                if let Ok(index) = self.service_index(service) {
                    self.tier.services[index].balancer = *balancer;
                    let title = format!("The balancer of {service} uses {}", balancer.name());
                    self.notice(title, "");
                }
            }
            Command::DrainInstance {
                service,
                instance,
                out,
            } => {
                if let Ok(index) = self.instance_index(service, *instance) {
                    let host = &mut self.instances[index as usize];
                    host.tier.drained = *out;
                    let place = host.service;
                    self.refresh_targets(place);
                    let what = if *out { "out of" } else { "in" };
                    let title = format!("{service}-{instance} is {what} the balancer");
                    self.notice(title, "");
                    self.rollout_step(place);
                }
            }
            Command::PauseRollout { service, paused } => {
                if let Ok(index) = self.service_index(service) {
                    self.pause_rollout(index, *paused);
                }
            }
            Command::SetPace {
                service,
                instance,
                percent,
            } => {
                if let Ok(index) = self.instance_index(service, *instance) {
                    self.instances[index as usize].tier.pace_percent = *percent;
                }
            }
            _ => {}
        }
    }
}
