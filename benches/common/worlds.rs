//! The worlds that are measured, on the host and in a browser.

use firedrill::incident::{library, lower::lower};
use firedrill::sim::World;
use firedrill::sim::spec::WorldSpec;
use firedrill::sim::time::{MS, Nanos};

/// Mean service time of M/M/8.
pub const SERVICE: Nanos = MS;
/// Servers of M/M/8.
pub const SERVERS: u32 = 8;
/// New jobs a second, for a load of 0.8.
pub const JOBS_PER_S: f64 = 0.8 * SERVERS as f64 * 1e3;

/// The shipped incident's world.
#[must_use]
pub fn incident() -> WorldSpec {
    let id = "2025-03-15-database-outage";
    lower(&library::load(id).expect("the shipped incident"))
}

/// M/M/8 as a pure case of the world: one service of one instance with eight threads and
/// an accept queue without an end, requests that need no database.
#[must_use]
pub fn mm8(seed: u64) -> World {
    let mut spec = incident();
    spec.changes.clear();
    spec.minute_zero = 0;
    spec.end = Nanos::MAX;
    spec.services.truncate(1);
    spec.classes.truncate(1);
    let service = &mut spec.services[0];
    (service.instances, service.threads) = (1, SERVERS);
    service.accept_queue_max = u32::MAX;
    service.gateway_timeout = Nanos::MAX;
    (service.pool, service.loops) = (None, None);
    let class = &mut spec.classes[0];
    (class.service, class.queries) = (0, 0);
    class.visits_per_second = JOBS_PER_S;
    class.rate_factors.clear();
    class.before_mean = SERVICE;
    class.patience = Nanos::MAX;
    World::new(spec, seed)
}
