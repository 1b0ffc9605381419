//! Classes of requests and services.

use super::findings::Findings;
use super::known::Known;
use super::words::TITLE_CHARS_MAX;
use crate::incident::document::{Class, Incident, Loops, Pool, Retry, Service, World};

/// Most visits of a run; more would take too long to simulate.
const VISITS_MAX: f64 = 1e8;
/// Most loops of a world at full scale.
const LOOPS_MAX: u64 = 100_000;

pub fn lint(world: &World, known: &Known, found: &mut Findings) {
    found.entries("$.world.classes", &world.classes, 1..=50);
    found.unique(
        "$.world.classes",
        ".name",
        world.classes.iter().map(|c| c.name.as_str()),
    );
    for (i, class) in world.classes.iter().enumerate() {
        self::class(&format!("$.world.classes[{i}]"), class, world, known, found);
    }
    found.entries("$.world.services", &world.services, 1..=50);
    found.unique(
        "$.world.services",
        ".name",
        world.services.iter().map(|s| s.name.as_str()),
    );
    for (i, service) in world.services.iter().enumerate() {
        self::service(
            &format!("$.world.services[{i}]"),
            service,
            world,
            known,
            found,
        );
    }
    let mut pools = Vec::new();
    for (i, service) in world.services.iter().enumerate() {
        let Some(pool) = &service.pool else { continue };
        if pools.contains(&&pool.name) {
            let path = format!("$.world.services[{i}].pool.name");
            found.error(&path, format!("`{}` is there twice", pool.name));
        }
        pools.push(&pool.name);
    }
}

/// The whole run must be small enough to simulate.
pub fn lint_volume(incident: &Incident, found: &mut Findings) {
    let (classes, services) = (&incident.world.classes, &incident.world.services);
    let run_s = incident.clock.history_s + incident.clock.end_s;
    let peak = |class: &Class| class.rate_factors.iter().map(|f| f.1).fold(1.0, f64::max);
    let rate: f64 = classes.iter().map(|c| c.visits_per_second * peak(c)).sum();
    if rate * run_s > VISITS_MAX {
        let message = format!(
            "{:.0} visits are too many; at most {VISITS_MAX}",
            rate * run_s
        );
        found.error("$.world.classes", message);
    }
    let loops = services.iter().filter_map(|s| {
        let loops = s.loops.as_ref()?;
        Some(u64::from(loops.per_instance) * u64::from(s.instances_max))
    });
    let loops: u64 = loops.sum();
    if loops > LOOPS_MAX {
        let message = format!("{loops} loops at full scale are too many; at most {LOOPS_MAX}");
        found.error("$.world.services", message);
    }
}

fn class(at: &str, class: &Class, world: &World, known: &Known, found: &mut Findings) {
    found.name(&format!("{at}.name"), &class.name);
    found.words(&format!("{at}.uri"), &class.uri, TITLE_CHARS_MAX);
    known.service(&format!("{at}.service"), &class.service, found);
    found.range(
        &format!("{at}.visits_per_second"),
        class.visits_per_second,
        0.001..=20_000.0,
    );
    factors(
        &format!("{at}.rate_factors"),
        &class.rate_factors,
        known.run_s,
        found,
    );
    found.range(&format!("{at}.before_ms"), class.before_ms, 0.0..=60_000.0);
    found.range(&format!("{at}.queries"), class.queries, 0..=100);
    found.range(
        &format!("{at}.query_cpu_ms"),
        class.query_cpu_ms,
        0.0..=60_000.0,
    );
    found.range(
        &format!("{at}.query_blocks"),
        class.query_blocks,
        0..=1_000_000,
    );
    found.range(&format!("{at}.held_ms"), class.held_ms, 0.0..=60_000.0);
    found.range(&format!("{at}.patience_s"), class.patience_s, 0.01..=600.0);
    retry(&format!("{at}.retry"), &class.retry, found);
    if class.queries > 0 {
        if class.query_cpu_ms <= 0.0 {
            found.error(&format!("{at}.query_cpu_ms"), "a query needs some CPU");
        }
        let service = world.services.iter().find(|s| s.name == class.service);
        if service.is_some_and(|s| s.pool.is_none()) {
            let message = format!("queries need a pool; `{}` has none", class.service);
            found.error(&format!("{at}.queries"), message);
        }
    }
}

fn factors(at: &str, factors: &[(f64, f64)], run_s: (f64, f64), found: &mut Findings) {
    found.entries(at, factors, 0..=1000);
    let mut last = f64::NEG_INFINITY;
    for (i, &(at_s, factor)) in factors.iter().enumerate() {
        found.range(&format!("{at}[{i}][0]"), at_s, run_s.0..=run_s.1);
        found.range(&format!("{at}[{i}][1]"), factor, 0.0..=100.0);
        if at_s <= last {
            let message = format!("{at_s} is not after {last}: times must ascend");
            found.error(&format!("{at}[{i}][0]"), message);
        }
        last = at_s;
    }
}

fn retry(at: &str, retry: &Retry, found: &mut Findings) {
    found.range(&format!("{at}.attempts_max"), retry.attempts_max, 1..=20);
    found.range(&format!("{at}.probability"), retry.probability, 0.0..=1.0);
    found.range(
        &format!("{at}.backoff_base_s"),
        retry.backoff_base_s,
        0.0..=600.0,
    );
    found.range(
        &format!("{at}.backoff_cap_s"),
        retry.backoff_cap_s,
        0.0..=3600.0,
    );
    if retry.backoff_cap_s < retry.backoff_base_s {
        found.error(
            &format!("{at}.backoff_cap_s"),
            "the longest pause is below the first one",
        );
    }
}

fn service(at: &str, service: &Service, world: &World, known: &Known, found: &mut Findings) {
    found.name(&format!("{at}.name"), &service.name);
    found.words(&format!("{at}.about"), &service.about, TITLE_CHARS_MAX);
    found.range(
        &format!("{at}.instances_max"),
        service.instances_max,
        1..=1000,
    );
    found.range(
        &format!("{at}.instances"),
        service.instances,
        1..=service.instances_max.max(1),
    );
    found.range(&format!("{at}.threads"), service.threads, 1..=10_000);
    found.range(
        &format!("{at}.accept_queue_max"),
        service.accept_queue_max,
        0..=100_000,
    );
    found.range(
        &format!("{at}.gateway_timeout_s"),
        service.gateway_timeout_s,
        0.05..=600.0,
    );
    found.range(&format!("{at}.boot_s"), service.boot_s, 0.0..=3600.0);
    if let Some(pool) = &service.pool {
        self::pool(&format!("{at}.pool"), pool, world, known, found);
    }
    if let Some(loops) = &service.loops {
        self::loops(&format!("{at}.loops"), loops, found);
    }
    let has_traffic = world
        .classes
        .iter()
        .any(|class| class.service == service.name);
    if !has_traffic && service.pool.is_none() && service.loops.is_none() {
        found.warning(
            at,
            format!("`{}` has no traffic, no pool and no loops", service.name),
        );
    }
}

fn pool(at: &str, pool: &Pool, world: &World, known: &Known, found: &mut Findings) {
    found.name(&format!("{at}.name"), &pool.name);
    known.file(&format!("{at}.path"), &pool.path, found);
    if pool.path == world.database.path {
        found.error(
            &format!("{at}.path"),
            "this is the database's file, not a pool's",
        );
    }
    found.words(&format!("{at}.prefix"), &pool.prefix, TITLE_CHARS_MAX);
    found.name(&format!("{at}.user"), &pool.user);
}

fn loops(at: &str, loops: &Loops, found: &mut Findings) {
    found.name(&format!("{at}.application"), &loops.application);
    found.name(&format!("{at}.user"), &loops.user);
    found.range(&format!("{at}.per_instance"), loops.per_instance, 1..=1000);
    found.range(&format!("{at}.period_s"), loops.period_s, 0.01..=86_400.0);
    found.range(
        &format!("{at}.retry_pause_ms"),
        loops.retry_pause_ms,
        1.0..=86_400_000.0,
    );
    found.range(
        &format!("{at}.query_cpu_ms"),
        loops.query_cpu_ms,
        0.001..=60_000.0,
    );
    found.range(
        &format!("{at}.query_blocks"),
        loops.query_blocks,
        0..=1_000_000,
    );
}
