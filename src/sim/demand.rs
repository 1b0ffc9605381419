//! Does the system carry all that is asked of it? Who is well with half the users turned
//! away has proven nothing.

use super::deployment::InstanceState;
use super::request::Stage;
use super::tier::Caller;
use super::time::Nanos;
use super::world::World;

/// Share of the usual rate of visits from which the load counts as full.
const FULL_LOAD_SHARE: f64 = 0.9;

impl World {
    /// Why the world is not under full load with all of its capacity: users are turned away
    /// on purpose, instances are fewer than the spec says or taken out, or fewer users come
    /// than usual. None: all that is usual is carried by all that there is.
    #[must_use]
    pub fn spared(&self) -> Option<String> {
        for (index, service) in self.spec.services.iter().enumerate() {
            let name = &service.name;
            let tier = &self.tier.services[index];
            if tier.shed_percent > 0 {
                return Some(format!(
                    "{name} turned away {} % of its requests",
                    tier.shed_percent
                ));
            }
            let deployment = &self.services[index];
            if deployment.desired < service.instances {
                return Some(format!(
                    "{name} was scaled down to {} of {} instances",
                    deployment.desired, service.instances
                ));
            }
            let out = |index: &u32| {
                let host = &self.instances[*index as usize];
                host.tier.drained && host.state != InstanceState::Gone
            };
            if deployment.instances.iter().any(out) {
                return Some(format!("an instance of {name} was out of the balancer"));
            }
        }
        let (now, usual) = self.demand();
        (now < FULL_LOAD_SHARE * usual).then(|| "fewer users came than usual".to_string())
    }

    /// Visits a second that come now, and that are usual: the lesser of the rates at factor 1
    /// and at minute zero. Closed populations are as large as ever and are left out.
    #[must_use]
    pub fn demand(&self) -> (f64, f64) {
        let (mut now, mut usual) = (0.0, 0.0);
        for (class, load) in self.spec.classes.iter().zip(&self.load) {
            let mut past = class.rate_factors.iter().rev();
            let at_zero = past.find(|(at, _)| *at <= self.spec.minute_zero);
            let factor = at_zero.map_or(1.0, |(_, factor)| *factor);
            now += class.visits_per_second * load.factor;
            usual += class.visits_per_second * factor.min(1.0);
        }
        (now, usual)
    }

    /// Visits whose users have waited for longer than their patience for one answer that was
    /// asked for before a time and has not come, by class.
    #[must_use]
    pub fn stuck_visits(&self, asked_before: Nanos) -> Vec<u64> {
        let now = self.calendar.now();
        let mut stuck = vec![0; self.spec.classes.len()];
        for (_, request) in self.requests.iter() {
            let class = usize::from(request.class);
            let waits = request.stage != Stage::Backoff && !request.abandoned;
            let waited = now.saturating_sub(request.arrived);
            let overdue = waited > self.spec.classes[class].patience;
            let ours = request.caller == Caller::User && request.arrived < asked_before;
            if ours && waits && overdue {
                stuck[class] += 1;
            }
        }
        stuck
    }
}
