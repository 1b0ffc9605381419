//! The database's machine and costs.

use super::lifecycle::lifecycle;
use super::millis;
use super::transactions::role;
use crate::incident::document as doc;
use crate::sim::spec::{BouncerSpec, DatabaseSpec, UslSpec};
use crate::sim::time::from_seconds;

pub(super) fn database(database: &doc::Database, clock: &doc::Clock) -> DatabaseSpec {
    DatabaseSpec {
        path: database.path.clone(),
        host: database.host.clone(),
        name: database.name.clone(),
        cores: database.cores,
        contention: database.contention,
        plateau: database.plateau,
        usl: database.usl.map(|usl| UslSpec {
            sigma: usl.sigma,
            kappa: usl.kappa,
            lambda: usl.lambda,
        }),
        unfairness: database.unfairness,
        fork_cpu: millis(database.fork_cpu_ms),
        tls_cpu: database.tls_cpu_ms.map(millis),
        roles: database.roles.iter().map(role).collect(),
        auth_cpu: millis(database.auth_cpu_ms),
        disk_block: millis(database.disk_block_ms),
        working_set_bytes: (database.working_set_mb * f64::from(1u32 << 20)) as u64,
        popularity: database.popularity,
        shutdown: from_seconds(database.shutdown_s),
        startup: from_seconds(database.startup_s),
        lifecycle: lifecycle(database, clock),
        bouncer: database.bouncer.as_ref().map(|bouncer| BouncerSpec {
            path: bouncer.path.clone(),
            host: bouncer.host.clone(),
            login: millis(bouncer.login_ms),
        }),
    }
}
