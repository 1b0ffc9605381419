//! Metrics of the web tier. A column is there only if what it counts is there.

use super::breaker::BreakerState;
use crate::spec::WorldSpec;
use crate::world::World;

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

/// Where a column of the tier comes from. Indices are of the spec.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TierSource {
    Unavailable(usize),
    ProbesFailed(usize),
    Shed(usize),
    Breakers(usize, BreakerState),
    NotPermitted(usize),
    Hits(usize),
    Misses(usize),
    Entries(usize),
    RetriesDenied(usize),
}

/// Counters as they stood at a scrape; empty while nothing of the tier is on.
#[derive(Clone, Debug, Default)]
pub(crate) struct TierCounted {
    services: Vec<TierCounters>,
    denied: Vec<u64>,
}

/// The columns of a world's web tier.
pub(crate) fn columns(spec: &WorldSpec) -> Vec<(String, TierSource)> {
    let mut columns = Vec::new();
    for (s, service) in spec.services.iter().enumerate() {
        let (name, tier) = (&service.name, &service.tier);
        let mut push = |column: String, source| columns.push((column, source));
        if tier.health.is_some() {
            let missing = "kube_deployment_status_replicas_unavailable";
            push(
                format!("{missing}{{deployment=\"{name}\"}}"),
                TierSource::Unavailable(s),
            );
            let labels =
                format!("deployment=\"{name}\",probe_type=\"Readiness\",result=\"failed\"");
            let column = format!("rate(prober_probe_total{{{labels}}}[1m])");
            push(column, TierSource::ProbesFailed(s));
        }
        if tier.shedding.is_some() {
            let column = format!("rate(http_server_requests_shed_total{{service=\"{name}\"}}[1m])");
            push(column, TierSource::Shed(s));
        }
        if tier.breaker.is_some() {
            for (label, state) in [
                ("open", BreakerState::Open),
                ("half_open", BreakerState::HalfOpen),
            ] {
                let labels = format!("service=\"{name}\",state=\"{label}\"");
                let column = format!("resilience4j_circuitbreaker_state{{{labels}}}");
                push(column, TierSource::Breakers(s, state));
            }
            let calls = "resilience4j_circuitbreaker_not_permitted_calls_total";
            let column = format!("rate({calls}{{service=\"{name}\"}}[1m])");
            push(column, TierSource::NotPermitted(s));
        }
        if let Some(cache) = &tier.cache {
            for (result, source) in [
                ("hit", TierSource::Hits(s)),
                ("miss", TierSource::Misses(s)),
            ] {
                let labels = format!("cache=\"{}\",result=\"{result}\"", cache.name);
                push(format!("rate(cache_gets_total{{{labels}}}[1m])"), source);
            }
            push(
                format!("cache_size{{cache=\"{}\"}}", cache.name),
                TierSource::Entries(s),
            );
        }
    }
    for (c, class) in spec.classes.iter().enumerate() {
        if class.retry.budget.is_some() {
            let labels = format!("class=\"{}\"", class.name);
            let column = format!("rate(client_retries_denied_total{{{labels}}}[1m])");
            columns.push((column, TierSource::RetriesDenied(c)));
        }
    }
    columns
}

/// The counters now.
pub(crate) fn count(world: &World) -> TierCounted {
    TierCounted {
        services: world.tier.services.iter().map(|s| s.counters).collect(),
        denied: world.tier.classes.iter().map(|c| c.denied).collect(),
    }
}

/// The value of a column; rates are per second over `span_s` from `base` to `now`.
pub(crate) fn value(
    source: TierSource,
    world: &World,
    (base, now): (&TierCounted, &TierCounted),
    span_s: f64,
) -> f64 {
    let rate = |s: usize, f: &dyn Fn(&TierCounters) -> u64| {
        let at = |counted: &TierCounted| counted.services.get(s).map_or(0, f);
        (at(now) - at(base)) as f64 / span_s
    };
    let hosts = |s: usize| {
        let all = world.services[s].instances.iter();
        all.map(|i| &world.instances[*i as usize])
    };
    match source {
        TierSource::Unavailable(s) => {
            let (desired, ready) = (world.services[s].desired, world.services[s].ready.len());
            f64::from(desired.saturating_sub(ready as u32))
        }
        TierSource::ProbesFailed(s) => rate(s, &|c| c.probes_failed),
        TierSource::Shed(s) => rate(s, &|c| c.shed),
        TierSource::Breakers(s, state) => {
            let breakers = hosts(s).filter_map(|host| host.tier.breaker.as_ref());
            breakers.filter(|b| b.state() == state).count() as f64
        }
        TierSource::NotPermitted(s) => rate(s, &|c| c.not_permitted),
        TierSource::Hits(s) => rate(s, &|c| c.hits),
        TierSource::Misses(s) => rate(s, &|c| c.misses),
        TierSource::Entries(s) => {
            let shared = world.tier.services[s].cache.iter();
            let own = hosts(s).filter_map(|host| host.tier.cache.as_ref());
            shared.chain(own).map(|c| f64::from(c.len())).sum()
        }
        TierSource::RetriesDenied(c) => {
            let at = |counted: &TierCounted| counted.denied.get(c).copied().unwrap_or(0);
            (at(now) - at(base)) as f64 / span_s
        }
    }
}
