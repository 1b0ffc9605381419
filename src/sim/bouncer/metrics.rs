//! Columns of the telemetry: `SHOW POOLS`, under the names of pgbouncer_exporter.

use super::PoolRow;
use crate::spec::WorldSpec;
use crate::telemetry::{Gauge, Metrics, labelled};
use crate::time::to_seconds;

const POOL: [Gauge<PoolRow>; 5] = [
    ("client_active_connections", |row| row.client_active.into()),
    ("client_waiting_connections", |row| {
        row.client_waiting.into()
    }),
    ("server_active_connections", |row| row.server_active.into()),
    ("server_idle_connections", |row| row.server_idle.into()),
    ("client_maxwait_seconds", |row| to_seconds(row.maxwait)),
];

/// None without a bouncer.
pub(crate) fn metrics(spec: &WorldSpec, metrics: &mut Metrics) {
    if spec.database.bouncer.is_none() {
        return;
    }
    for (pool, (user, _)) in super::users(spec).into_iter().enumerate() {
        for (name, read) in POOL {
            let name = labelled(&format!("pgbouncer_pools_{name}"), "user", user);
            metrics.add(name, move |at| read(&at.world.bouncer_row(pool)));
        }
    }
}
