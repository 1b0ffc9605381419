//! The one timer of a backend: statement, lock, deadlock and idle timeouts share it, as
//! PostgreSQL's share one `SIGALRM` (`timeout.c`). It is set only while some limit is in
//! force, and left alone when what it was set for has ended: when it comes, the backend
//! looks at what it is doing now and sets it anew.

use super::errors::StatementError;
use super::limits::SessionLimits;
use super::{ConnectError, Connection, Phase};
use crate::event::Event;
use crate::slab::Handle;
use crate::time::Nanos;
use crate::world::World;

/// What a backend does when its time is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    Fail(StatementError),
    End(ConnectError),
    LookForDeadlock,
}

/// The next thing that is due in a backend and when, by the limits in force. At one time
/// the lock's timeout goes before the statement's (`ProcessInterrupts`).
fn next_due(connection: &Connection, limits: &SessionLimits) -> Option<(Nanos, Due)> {
    let own = &connection.overrides;
    let after = |since: Nanos, own: Option<Nanos>, all: Nanos| {
        let length = own.unwrap_or(all);
        (length > 0).then(|| since.saturating_add(length))
    };
    let at = |at: Option<Nanos>, due| at.map(|at| (at, due));
    let since = connection.since;
    match connection.phase {
        Phase::Forking | Phase::Authenticating | Phase::Committing => None,
        Phase::Idle => at(
            after(since, own.idle_session, limits.idle_session),
            Due::End(ConnectError::IdleSession),
        ),
        Phase::InTransaction => {
            let end = after(since, own.idle_in_transaction, limits.idle_in_transaction);
            // A client that is back before the end needs no timer.
            let end = end.filter(|end| *end < connection.client_until);
            at(end, Due::End(ConnectError::IdleInTransaction))
        }
        Phase::OnCpu(_) | Phase::OnDisk | Phase::OnLock | Phase::Working => {
            let statement = at(
                after(since, own.statement, limits.statement),
                Due::Fail(StatementError::StatementTimeout),
            );
            let wait = connection.transaction.wait;
            let lock = wait.and_then(|w| {
                let due = Due::Fail(StatementError::LockTimeout);
                at(after(w.since, own.lock, limits.lock), due)
            });
            let deadlock = wait.filter(|w| !w.checked).and_then(|w| {
                let due = after(w.since, None, limits.deadlock.max(1));
                at(due, Due::LookForDeadlock)
            });
            let all = [lock, statement, deadlock].into_iter().flatten();
            all.min_by_key(|(at, _)| *at)
        }
    }
}

impl World {
    /// Make sure that the backend wakes when the next of its limits is reached.
    pub(crate) fn arm_alarm(&mut self, handle: Handle) {
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let Some((at, _)) = next_due(connection, &self.server.limits.sessions) else {
            return;
        };
        if connection.alarm.is_none_or(|set| at < set) {
            connection.alarm = Some(at);
            self.calendar.push(at, Event::BackendAlarm(handle));
        }
    }

    pub(crate) fn on_backend_alarm(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        if connection.alarm != Some(now) {
            // An earlier one has taken its place.
            return;
        }
        connection.alarm = None;
        if !connection.alive {
            return;
        }
        match next_due(connection, &self.server.limits.sessions) {
            Some((at, due)) if at <= now => match due {
                Due::Fail(error) => self.fail_statement(handle, error),
                Due::End(error) => self.terminate_backend(handle, error),
                Due::LookForDeadlock => {
                    if let Some(wait) = connection.transaction.wait.as_mut() {
                        wait.checked = true;
                    }
                    self.look_for_deadlock(handle);
                    self.arm_alarm(handle);
                }
            },
            _ => self.arm_alarm(handle),
        }
    }
}
