//! Columns of the telemetry: `SHOW POOLS`, under the names of pgbouncer_exporter.

use super::super::spec::WorldSpec;
use super::super::time::to_seconds;
use super::super::world::World;

/// A column: the pool's place and what of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BouncerSource {
    pool: usize,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    ClientActive,
    ClientWaiting,
    ServerActive,
    ServerIdle,
    MaxWait,
}

/// The columns of a world; none without a bouncer.
pub(crate) fn columns(spec: &WorldSpec) -> Vec<(String, BouncerSource)> {
    let mut columns = Vec::new();
    if spec.database.bouncer.is_none() {
        return columns;
    }
    for (pool, (user, _)) in super::users(spec).into_iter().enumerate() {
        for (name, what) in [
            ("client_active_connections", What::ClientActive),
            ("client_waiting_connections", What::ClientWaiting),
            ("server_active_connections", What::ServerActive),
            ("server_idle_connections", What::ServerIdle),
            ("client_maxwait_seconds", What::MaxWait),
        ] {
            let name = format!("pgbouncer_pools_{name}{{user=\"{user}\"}}");
            columns.push((name, BouncerSource { pool, what }));
        }
    }
    columns
}

impl World {
    /// What a column shows now.
    pub(crate) fn bouncer_metric(&self, source: BouncerSource) -> f64 {
        let row = self.bouncer_row(source.pool);
        match source.what {
            What::ClientActive => row.client_active.into(),
            What::ClientWaiting => row.client_waiting.into(),
            What::ServerActive => row.server_active.into(),
            What::ServerIdle => row.server_idle.into(),
            What::MaxWait => to_seconds(row.maxwait),
        }
    }
}
