//! Who waits for whom, and what happens when that goes round in a circle.
//!
//! As in PostgreSQL's `deadlock.c`, the backend that has waited for `deadlock_timeout`
//! looks, and is the one to fail. A circle that holds only because one waits *behind*
//! another in line (a soft edge) is undone by changing the line.

use super::errors::StatementError;
use super::transaction::{Lockable, Wait};
use crate::slab::Handle;
use crate::world::World;

/// Lines that are changed in one look, at most.
const CHANGES_MAX: u32 = 8;

/// One waits for another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub waiter: Handle,
    pub blocker: Handle,
    /// Only because the blocker stands before it in line.
    pub soft: bool,
}

/// What the detector has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Waits,
    Avoided,
    Deadlock,
}

impl World {
    /// The lock that a backend waits for.
    pub(super) fn wait_of(&self, handle: Handle) -> Option<Wait> {
        self.connections.get(handle)?.transaction.wait
    }

    /// Whom a backend waits for (`pg_blocking_pids`); nobody if it does not wait.
    pub(super) fn blockers(&self, handle: Handle) -> Vec<Edge> {
        let Some(wait) = self.wait_of(handle) else {
            return Vec::new();
        };
        let edge = |blocker, soft| Edge {
            waiter: handle,
            blocker,
            soft,
        };
        match wait.lock.what {
            Lockable::Row(table, row) => {
                let Some(row) = self.locks.row(table, row) else {
                    return Vec::new();
                };
                let first = row.waiters.front().copied();
                // The first in line waits for the holder, the others for the first.
                let blocker = if first == Some(handle) {
                    row.holder
                } else {
                    first
                };
                blocker.map(|b| edge(b, false)).into_iter().collect()
            }
            Lockable::Table(table) => {
                let conflicts = wait.lock.mode.conflicts();
                let others = self.connections.iter().filter(|(h, _)| *h != handle);
                let holders = others.filter(|(_, c)| c.transaction.held_on(table) & conflicts != 0);
                let mut edges: Vec<Edge> = holders.map(|(h, _)| edge(h, false)).collect();
                let queue = self.locks.tables.get(usize::from(table)).map(|t| &t.queue);
                let line = queue.into_iter().flat_map(|q| q.waiters());
                let before = line.take_while(|w| w.owner != handle);
                let conflicting = before.filter(|w| conflicts & w.mode.bit() != 0);
                edges.extend(conflicting.map(|w| edge(w.owner, true)));
                edges
            }
        }
    }

    /// A circle of waits through a backend, from its own wait on.
    fn circle(&self, start: Handle) -> Option<Vec<Edge>> {
        let mut seen: Vec<Handle> = vec![start];
        let mut open = vec![self.blockers(start)];
        let mut path: Vec<Edge> = Vec::new();
        while let Some(edges) = open.last_mut() {
            let Some(edge) = edges.pop() else {
                open.pop();
                path.pop();
                continue;
            };
            if edge.blocker == start {
                path.push(edge);
                return Some(path);
            }
            if !seen.contains(&edge.blocker) {
                seen.push(edge.blocker);
                path.push(edge);
                open.push(self.blockers(edge.blocker));
            }
        }
        None
    }

    /// A backend has waited for `deadlock_timeout`.
    pub(super) fn look_for_deadlock(&mut self, handle: Handle) {
        let mut changed = false;
        for _ in 0..CHANGES_MAX {
            let Some(circle) = self.circle(handle) else {
                let verdict = if changed {
                    Verdict::Avoided
                } else {
                    Verdict::Waits
                };
                self.log_lock_wait(handle, verdict);
                if changed && let Some(table) = self.table_waited_for(handle) {
                    self.wake_table(table);
                }
                return;
            };
            let Some(soft) = circle.iter().find(|e| e.soft) else {
                self.locks.deadlocks += 1;
                self.log_lock_wait(handle, Verdict::Deadlock);
                self.log_deadlock(handle, &circle);
                return self.fail_statement(handle, StatementError::Deadlock);
            };
            let Some(table) = self.table_waited_for(soft.waiter) else {
                return;
            };
            if let Some(queue) = self.locks.queue_mut(table) {
                queue.move_before(soft.waiter, soft.blocker);
                changed = true;
            }
            self.wake_table(table);
        }
    }

    fn table_waited_for(&self, handle: Handle) -> Option<u16> {
        let wait = self.connections.get(handle)?.transaction.wait?;
        match wait.lock.what {
            Lockable::Table(table) | Lockable::Row(table, _) => Some(table),
        }
    }
}
