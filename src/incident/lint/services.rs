//! Services, their pools and loops.

use super::findings::Findings;
use super::known::Known;
use super::rules::{Name, TITLE, by, member, rows};
use super::transactions::reads;
use crate::incident::document::{Loops, Pool, Service, World};

pub(super) fn service(
    at: &str,
    service: &Service,
    world: &World,
    known: &Known,
    found: &mut Findings,
) {
    rows!(found, at, service, {
        name: Name,
        about: TITLE,
        instances_max: 1..=1000,
        instances: 1..=service.instances_max.max(1),
        threads: 1..=10_000,
        accept_queue_max: 0..=100_000,
        gateway_timeout_s: 0.05..=600.0,
        boot_s: 0.0..=3600.0,
        pool: by(|at, it, found| pool(at, it, world, known, found)),
        loops: by(loops),
    });
    super::tier::tier(at, service, world, found);
    let mut classes = world.classes.iter();
    let has_traffic = classes.any(|class| class.service == service.name);
    if !has_traffic && service.pool.is_none() && service.loops.is_none() {
        let message = format!("`{}` has no traffic, no pool and no loops", service.name);
        found.warning(at, message);
    }
}

fn pool(at: &str, pool: &Pool, world: &World, known: &Known, found: &mut Findings) {
    rows!(found, at, pool, {
        name: Name,
        path: known.files,
        prefix: TITLE,
        user: Name,
        validation_cpu_ms: 0.0..=1000.0,
    });
    if pool.path == world.database.path {
        let message = "this is the database's file, not a pool's";
        found.error(&member(at, "path"), message);
    }
}

fn loops(at: &str, loops: &Loops, found: &mut Findings) {
    rows!(found, at, loops, {
        application: Name,
        user: Name,
        reads: by(reads),
        per_instance: 1..=1000,
        period_s: 0.01..=86_400.0,
        retry_pause_ms: 1.0..=86_400_000.0,
        query_cpu_ms: 0.001..=60_000.0,
        query_blocks: 0..=1_000_000,
    });
}
