//! A statement takes its locks, waits for them in line, and gives them back at the end of
//! its transaction.

use super::transaction::{Lock, Lockable, Wait};
use super::{Owner, Phase};
use crate::slab::Handle;
use crate::spec::LockMode;
use crate::tier::Caller;
use crate::world::World;

impl World {
    /// A statement has come to a live backend: it takes its locks and goes on, or waits.
    pub(super) fn statement_begins(&mut self, handle: Handle) {
        let now = self.calendar.now();
        let class = self.class_of(handle);
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let transaction = &mut connection.transaction;
        transaction.statements += 1;
        if transaction.began.is_none() {
            transaction.began = Some(now);
            if let Some(class) = class
                && self.locks.is_on()
            {
                self.locks.pick_rows(class, &mut transaction.picked);
            }
        }
        self.take_locks(handle);
        self.arm_alarm(handle);
    }

    /// The class of the request that a connection works for.
    pub(super) fn class_of(&self, handle: Handle) -> Option<usize> {
        let connection = self.connections.get(self.client_end(handle))?;
        // A test of a connection is nobody's query.
        let request = connection
            .request
            .filter(|_| !connection.entry.is_probed())?;
        let request = self.requests.get(request)?;
        // A health check's query locks nothing.
        (request.caller == Caller::User).then_some(usize::from(request.class))
    }

    /// The `n`-th lock that a backend needs now.
    fn need(&self, handle: Handle, n: usize) -> Option<Lock> {
        let connection = self.connections.get(self.client_end(handle))?;
        match connection.owner {
            Owner::Loop(client) => {
                let instance = self.loops[client as usize].instance;
                let service = self.instances[instance as usize].service;
                self.locks.need_of_loop(service, n)
            }
            Owner::Script(script) => self.need_of_script(script, n),
            _ => {
                let class = self.class_of(handle)?;
                self.locks.need_of_class(class, &connection.transaction, n)
            }
        }
    }

    /// Take what is still missing. With all locks in hand the statement runs.
    fn take_locks(&mut self, handle: Handle) {
        if self.locks.is_on() {
            let mut n = 0;
            while let Some(lock) = self.need(handle, n) {
                if !self.take_lock(handle, lock) {
                    return self.begin_wait(handle, lock);
                }
                n += 1;
            }
        }
        self.run_statement(handle);
    }

    /// True if the lock is in hand; else the backend is in line for it.
    fn take_lock(&mut self, handle: Handle, lock: Lock) -> bool {
        let Some(connection) = self.connections.get_mut(handle) else {
            return true;
        };
        let transaction = &mut connection.transaction;
        if transaction.holds(lock) {
            return true;
        }
        let got = match lock.what {
            Lockable::Table(table) => {
                let held = transaction.held_on(table);
                let queue = self.locks.queue_mut(table);
                queue.is_none_or(|queue| queue.request(handle, lock.mode, held))
            }
            Lockable::Row(table, row) => {
                let taken = self
                    .locks
                    .row(table, row)
                    .is_some_and(|r| r.holder.is_some());
                // A writer has its number before it waits, a reader for update after.
                if transaction.xid == 0 && (!taken || lock.mode == LockMode::Exclusive) {
                    transaction.xid = self.locks.take_xid();
                }
                match self.locks.row_mut(table, row) {
                    Some(row) if taken => {
                        row.waiters.push_back(handle);
                        false
                    }
                    Some(row) => {
                        row.holder = Some(handle);
                        row.xid = transaction.xid;
                        true
                    }
                    None => true,
                }
            }
        };
        if got {
            transaction.held.push(lock);
        }
        got
    }

    fn begin_wait(&mut self, handle: Handle, lock: Lock) {
        let now = self.calendar.now();
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.phase = Phase::OnLock;
            connection.transaction.wait = Some(Wait {
                lock,
                since: now,
                checked: false,
            });
        }
        self.arm_alarm(handle);
    }

    /// A lock has come to one that waited for it: it goes on.
    fn lock_granted(&mut self, handle: Handle) {
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        if let Some(wait) = connection.transaction.wait.take() {
            let transaction = &mut connection.transaction;
            transaction.held.push(wait.lock);
            let row = match wait.lock.what {
                Lockable::Table(_) => None,
                Lockable::Row(table, row) => {
                    if transaction.xid == 0 {
                        transaction.xid = self.locks.take_xid();
                    }
                    Some((table, row, transaction.xid))
                }
            };
            self.log_lock_acquired(handle, wait, true);
            if let Some((table, place, xid)) = row {
                if let Some(row) = self.locks.row_mut(table, place) {
                    row.xid = xid;
                }
                self.first_in_line(table, place);
            }
        }
        self.take_locks(handle);
    }

    /// Those who can have a table's lock now get it, in order.
    pub(super) fn wake_table(&mut self, table: u16) {
        while let Some(waiter) = self.locks.queue_mut(table).and_then(|q| q.next_grant()) {
            self.lock_granted(waiter.owner);
        }
    }

    /// A backend no longer waits for its lock, and has not got it.
    pub(super) fn leave_line(&mut self, handle: Handle) {
        let connection = self.connections.get_mut(handle);
        let Some(wait) = connection.and_then(|c| c.transaction.wait.take()) else {
            return;
        };
        match wait.lock.what {
            Lockable::Table(table) => {
                if let Some(queue) = self.locks.queue_mut(table) {
                    queue.leave(handle);
                }
                self.wake_table(table);
            }
            Lockable::Row(table, place) => {
                let Some(row) = self.locks.row_mut(table, place) else {
                    return;
                };
                let was_first = row.waiters.front() == Some(&handle);
                row.waiters.retain(|w| *w != handle);
                if was_first {
                    self.first_in_line(table, place);
                }
            }
        }
    }

    /// Whoever is now the first in line for a row has got its tuple, and waits anew: for
    /// the holder's transaction. Timeouts count from here, as they are for each lock.
    fn first_in_line(&mut self, table: u16, row: u32) {
        let now = self.calendar.now();
        let first = self
            .locks
            .row(table, row)
            .and_then(|r| r.waiters.front().copied());
        let Some(handle) = first else {
            return;
        };
        let connection = self.connections.get_mut(handle);
        let Some(wait) = connection.and_then(|c| c.transaction.wait.as_mut()) else {
            return;
        };
        let before = *wait;
        wait.since = now;
        wait.checked = false;
        self.log_lock_acquired(handle, before, false);
        self.arm_alarm(handle);
    }

    /// Commit or rollback: all locks go to those who wait for them.
    pub(crate) fn end_transaction(&mut self, handle: Handle) {
        let handle = self.backend_of(handle);
        self.leave_line(handle);
        let Some(connection) = self.connections.get_mut(handle) else {
            return;
        };
        let mut held = std::mem::take(&mut connection.transaction.held);
        connection.transaction.clear();
        for lock in &held {
            self.give_lock_back(*lock);
        }
        // The list goes back for the next transaction, if the session still lives.
        held.clear();
        if let Some(connection) = self.connections.get_mut(handle) {
            connection.transaction.held = held;
        }
    }

    fn give_lock_back(&mut self, lock: Lock) {
        match lock.what {
            Lockable::Table(table) => {
                if let Some(queue) = self.locks.queue_mut(table) {
                    queue.release(lock.mode);
                }
                self.wake_table(table);
            }
            Lockable::Row(table, row) => {
                let Some(row) = self.locks.row_mut(table, row) else {
                    return;
                };
                row.holder = row.waiters.pop_front();
                if let Some(next) = row.holder {
                    self.lock_granted(next);
                }
            }
        }
    }
}
