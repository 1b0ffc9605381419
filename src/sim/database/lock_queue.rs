//! The lock of one table: who holds it in which mode, and who waits, in order.
//!
//! Rules of PostgreSQL 15: a request that conflicts with a holder or with anybody who
//! waits joins the queue (`LockAcquireExtended`); it goes before the first waiter that
//! waits for what it holds already (`ProcSleep`); when something is released, the queue is
//! gone through in order, and whoever conflicts with no holder and nobody before him gets
//! his lock (`ProcLockWakeup`).

use crate::spec::LockMode;
use std::collections::VecDeque;

/// One that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiter<T> {
    pub owner: T,
    pub mode: LockMode,
    /// Modes that it holds on this table already, as bits.
    pub held: u8,
}

/// The lock; `T` names a session.
#[derive(Clone, Debug)]
pub(super) struct LockQueue<T> {
    /// Holders by mode.
    granted: [u32; LockMode::COUNT],
    waiters: VecDeque<Waiter<T>>,
}

impl<T> Default for LockQueue<T> {
    fn default() -> Self {
        LockQueue {
            granted: [0; LockMode::COUNT],
            waiters: VecDeque::new(),
        }
    }
}

impl<T: Copy + PartialEq> LockQueue<T> {
    /// True if nobody else holds what conflicts with this mode.
    fn is_free(&self, mode: LockMode, held: u8) -> bool {
        LockMode::ALL.into_iter().zip(self.granted).all(|(m, n)| {
            let own = u32::from(held & m.bit() != 0);
            !mode.conflicts_with(m) || n <= own
        })
    }

    /// Ask for the lock: true if it is there at once, else the owner waits.
    pub(super) fn request(&mut self, owner: T, mode: LockMode, held: u8) -> bool {
        let conflicts = mode.conflicts();
        let behind = |ahead: u8| conflicts & ahead != 0;
        let waited_for = self.waiters.iter().fold(0, |all, w| all | w.mode.bit());
        if !behind(waited_for) && self.is_free(mode, held) {
            self.granted[mode as usize] += 1;
            return true;
        }
        let (mut at, mut ahead) = (self.waiters.len(), 0);
        for (i, waiter) in self.waiters.iter().enumerate() {
            if waiter.mode.conflicts() & held != 0 {
                // He waits for me: I go before him.
                at = i;
                break;
            }
            ahead |= waiter.mode.bit();
        }
        if at < self.waiters.len() && !behind(ahead) && self.is_free(mode, held) {
            self.granted[mode as usize] += 1;
            return true;
        }
        self.waiters.insert(at, Waiter { owner, mode, held });
        false
    }

    /// A holder gives the lock back.
    pub(super) fn release(&mut self, mode: LockMode) {
        let n = &mut self.granted[mode as usize];
        *n = n.saturating_sub(1);
    }

    /// A waiter goes away.
    pub(super) fn leave(&mut self, owner: T) {
        self.waiters.retain(|w| w.owner != owner);
    }

    /// The next waiter that gets its lock, now a holder. To be asked again until nobody
    /// does.
    pub(super) fn next_grant(&mut self) -> Option<Waiter<T>> {
        let mut ahead = 0u8;
        for (i, w) in self.waiters.iter().enumerate() {
            if w.mode.conflicts() & ahead == 0 && self.is_free(w.mode, w.held) {
                self.granted[w.mode as usize] += 1;
                return self.waiters.remove(i);
            }
            ahead |= w.mode.bit();
            if ahead & LockMode::AccessExclusive.bit() != 0 {
                // Nobody passes him.
                return None;
            }
        }
        None
    }

    /// Those who wait, first come first.
    pub(super) fn waiters(&self) -> impl Iterator<Item = &Waiter<T>> {
        self.waiters.iter()
    }

    /// Put a waiter right before another (`TestConfiguration` of the deadlock detector).
    pub(super) fn move_before(&mut self, owner: T, other: T) {
        let place = |all: &VecDeque<Waiter<T>>, who| all.iter().position(|w| w.owner == who);
        let Some(from) = place(&self.waiters, owner) else {
            return;
        };
        let Some(waiter) = self.waiters.remove(from) else {
            return;
        };
        let to = place(&self.waiters, other).unwrap_or(self.waiters.len());
        self.waiters.insert(to, waiter);
    }

    /// Holders in a mode.
    pub(super) fn holders(&self, mode: LockMode) -> u32 {
        self.granted[mode as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LockMode::{AccessExclusive, AccessShare, RowExclusive, Share};

    /// The table "Conflicting Lock Modes" of the manual, chapter 13.3.1: rows requested,
    /// columns held, # for a conflict; both from ACCESS SHARE to ACCESS EXCLUSIVE.
    const MANUAL: [&str; 8] = [
        ".......#", //
        "......##", //
        "....####", //
        "...#####", //
        "..##.###", //
        "..######", //
        ".#######", //
        "########", //
    ];

    #[test]
    fn conflicts_are_those_of_the_manual() {
        for (requested, row) in LockMode::ALL.into_iter().zip(MANUAL) {
            for (held, cell) in LockMode::ALL.into_iter().zip(row.chars()) {
                let mut queue = LockQueue::default();
                assert!(queue.request(1, held, 0), "nobody is there");
                let got = queue.request(2, requested, 0);
                assert_eq!(got, cell == '.', "{requested:?} while {held:?} is held");
                assert_eq!(
                    requested.conflicts_with(held),
                    held.conflicts_with(requested)
                );
                let mut alone = LockQueue::default();
                alone.request(1, held, 0);
                assert!(
                    alone.request(1, requested, held.bit()),
                    "never with oneself"
                );
            }
        }
    }

    #[test]
    fn everybody_queues_behind_one_who_waits() {
        let mut queue = LockQueue::default();
        assert!(queue.request('r', AccessShare, 0));
        assert!(!queue.request('m', AccessExclusive, 0));
        assert!(!queue.request('s', AccessShare, 0), "behind the migration");
        assert!(!queue.request('t', RowExclusive, 0));
        assert_eq!(queue.next_grant(), None);
        queue.release(AccessShare);
        assert_eq!(queue.next_grant().map(|w| w.owner), Some('m'));
        assert_eq!(queue.next_grant(), None);
        queue.release(AccessExclusive);
        let freed: Vec<_> = std::iter::from_fn(|| queue.next_grant())
            .map(|w| w.owner)
            .collect();
        assert_eq!(freed, ['s', 't']);
    }

    #[test]
    fn one_who_is_waited_for_does_not_queue_behind() {
        let mut queue = LockQueue::default();
        queue.request('r', AccessShare, 0);
        queue.request('m', AccessExclusive, 0);
        // 'r' wants to write: 'm' waits for 'r' anyway.
        assert!(queue.request('r', RowExclusive, AccessShare.bit()));
        // Against a holder it waits, but before 'm'.
        let mut queue = LockQueue::default();
        queue.request('r', AccessShare, 0);
        queue.request('i', Share, 0);
        queue.request('m', AccessExclusive, 0);
        assert!(!queue.request('r', RowExclusive, AccessShare.bit()));
        let order: Vec<_> = queue.waiters().map(|w| w.owner).collect();
        assert_eq!(order, ['r', 'm']);
    }

    #[test]
    fn one_who_leaves_lets_the_others_through() {
        let mut queue = LockQueue::default();
        queue.request('r', AccessShare, 0);
        queue.request('m', AccessExclusive, 0);
        queue.request('s', AccessShare, 0);
        queue.leave('m');
        assert_eq!(queue.next_grant().map(|w| w.owner), Some('s'));
        assert_eq!(queue.holders(AccessShare), 2);
    }
}
