//! What exporters show of locks and transactions; only in worlds that lock something.

use super::locks::Locks;
use crate::database::Phase;
use crate::spec::LockMode;
use crate::spec::WorldSpec;
use crate::time::to_seconds;
use crate::world::World;

/// A number of the lock manager or of the transactions under way.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LockMetric {
    /// Table locks held in a mode.
    Held(LockMode),
    /// Sessions that wait for a lock.
    Waiting,
    /// Age of the oldest transaction, seconds.
    OldestTransaction,
    /// Deadlocks since the start of the world.
    Deadlocks,
}

/// Columns and where they come from.
pub(crate) fn columns(spec: &WorldSpec) -> Vec<(String, LockMetric)> {
    if !Locks::new(spec, 0).is_on() {
        return Vec::new();
    }
    let held = LockMode::ALL.into_iter().map(|mode| {
        let name = mode.name().to_ascii_lowercase();
        let column = format!("pg_locks_count{{mode=\"{name}\"}}");
        (column, LockMetric::Held(mode))
    });
    let waiting = "pg_stat_activity_count{wait_event_type=\"Lock\"}".to_string();
    let oldest = "pg_stat_activity_max_tx_duration".to_string();
    let deadlocks = "pg_stat_database_deadlocks".to_string();
    let rest = [
        (waiting, LockMetric::Waiting),
        (oldest, LockMetric::OldestTransaction),
        (deadlocks, LockMetric::Deadlocks),
    ];
    held.chain(rest).collect()
}

impl World {
    pub(crate) fn lock_metric(&self, metric: LockMetric) -> f64 {
        let now = self.calendar.now();
        match metric {
            LockMetric::Held(mode) => {
                let tables = self.locks.tables.iter();
                tables.map(|t| f64::from(t.queue.holders(mode))).sum()
            }
            LockMetric::Waiting => {
                let all = self.connections.iter();
                all.filter(|(_, c)| c.phase == Phase::OnLock).count() as f64
            }
            LockMetric::OldestTransaction => {
                let all = self.connections.iter();
                let began = all.filter_map(|(_, c)| c.transaction.began).min();
                began.map_or(0.0, |began| to_seconds(now - began))
            }
            LockMetric::Deadlocks => self.locks.deadlocks as f64,
        }
    }
}
