//! Services, their pools and loops.

use super::findings::Findings;
use super::known::Known;
use super::words::TITLE_CHARS_MAX;
use crate::incident::document::{Loops, Pool, Service, World};

pub(super) fn service(
    at: &str,
    service: &Service,
    world: &World,
    known: &Known,
    found: &mut Findings,
) {
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
    super::tier::tier(at, service, world, found);
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
    found.range(
        &format!("{at}.validation_cpu_ms"),
        pool.validation_cpu_ms,
        0.0..=1000.0,
    );
}

fn loops(at: &str, loops: &Loops, found: &mut Findings) {
    found.name(&format!("{at}.application"), &loops.application);
    found.name(&format!("{at}.user"), &loops.user);
    super::transactions::reads(&format!("{at}.reads"), &loops.reads, found);
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
