//! Metrics of the web tier. A column is there only if what it counts is there.

use super::breaker::BreakerState;
use crate::spec::WorldSpec;
use crate::telemetry::{Metrics, labelled};

/// What happened at a service since the world began.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TierCounters {
    /// Health probes that failed.
    pub probes_failed: u64,
    /// Requests turned away.
    pub shed: u64,
    /// Calls that a circuit breaker did not permit.
    pub not_permitted: u64,
    /// Lookups that the cache answered.
    pub hits: u64,
    /// Lookups that it did not.
    pub misses: u64,
}

pub(crate) fn metrics(spec: &WorldSpec, metrics: &mut Metrics) {
    for (s, service) in spec.services.iter().enumerate() {
        let (name, tier) = (&service.name, &service.tier);
        if tier.health.is_some() {
            health(s, name, metrics);
        }
        if tier.shedding.is_some() {
            let shed = labelled("http_server_requests_shed_total", "service", name);
            rate(&shed, s, |tier| tier.shed, metrics);
        }
        if tier.breaker.is_some() {
            breakers(s, name, metrics);
        }
        if let Some(cache) = &tier.cache {
            self::cache(s, &cache.name, metrics);
        }
    }
    for (c, class) in spec.classes.iter().enumerate() {
        if class.retry.budget.is_some() {
            let denied = labelled("client_retries_denied_total", "class", &class.name);
            let name = format!("rate({denied}[1m])");
            metrics.add(name, move |at| at.rate(|all| all.class(c).denied));
        }
    }
}

/// A counter of the service's tier, per second.
fn rate(counter: &str, s: usize, count: fn(&TierCounters) -> u64, metrics: &mut Metrics) {
    metrics.add(format!("rate({counter}[1m])"), move |at| {
        at.rate(|all| count(&all.service(s).tier))
    });
}

fn health(s: usize, service: &str, metrics: &mut Metrics) {
    let missing = "kube_deployment_status_replicas_unavailable";
    metrics.add(labelled(missing, "deployment", service), move |at| {
        let service = &at.world.services[s];
        f64::from(service.desired.saturating_sub(service.ready.len() as u32))
    });
    let labels = format!("deployment=\"{service}\",probe_type=\"Readiness\",result=\"failed\"");
    let failed = format!("prober_probe_total{{{labels}}}");
    rate(&failed, s, |tier| tier.probes_failed, metrics);
}

fn breakers(s: usize, service: &str, metrics: &mut Metrics) {
    for (label, state) in [
        ("open", BreakerState::Open),
        ("half_open", BreakerState::HalfOpen),
    ] {
        let labels = format!("service=\"{service}\",state=\"{label}\"");
        let name = format!("resilience4j_circuitbreaker_state{{{labels}}}");
        metrics.add(name, move |at| {
            let breakers = at.instances(s).filter_map(|i| i.tier.breaker.as_ref());
            breakers.filter(|b| b.state() == state).count() as f64
        });
    }
    let calls = "resilience4j_circuitbreaker_not_permitted_calls_total";
    let calls = labelled(calls, "service", service);
    rate(&calls, s, |tier| tier.not_permitted, metrics);
}

fn cache(s: usize, cache: &str, metrics: &mut Metrics) {
    let gets = |result| format!("cache_gets_total{{cache=\"{cache}\",result=\"{result}\"}}");
    rate(&gets("hit"), s, |tier| tier.hits, metrics);
    rate(&gets("miss"), s, |tier| tier.misses, metrics);
    metrics.add(labelled("cache_size", "cache", cache), move |at| {
        let shared = at.world.tier.services[s].cache.iter();
        let own = at.instances(s).filter_map(|i| i.tier.cache.as_ref());
        shared.chain(own).map(|c| f64::from(c.len())).sum()
    });
}
