//! The list of events to come.
//!
//! Timers are kept by kind: registers for things there is one of (next arrival of a
//! class, next completion of the CPU), FIFO rings for constant delays, and for the rest
//! a wheel: a heap of what is due in the current slot of time, unsorted slots of what is
//! due in the next seconds, and a heap of what lies beyond. So the heap that is used all
//! the time is short, however many timers wait. The earliest of all comes next; ties go
//! by order of scheduling, so that a run has exactly one order.

use super::heap::Heap;
use super::time::Nanos;
use super::wheel::{SLOTS, Wheel};
use std::collections::VecDeque;

const NEVER: u128 = u128::MAX;
/// A slot is 2^24 ns, 17 ms; the wheel reaches 4.3 s.
const SLOT_BITS: u32 = 24;

/// The slot of a key's time.
fn slot_of(key: u128) -> u64 {
    (key >> (64 + SLOT_BITS)) as u64
}

/// Events of type `E` by time.
#[derive(Clone, Debug)]
pub struct Calendar<E> {
    now: Nanos,
    sequence: u64,
    /// Keys of the registers, then of the rings' first events.
    heads: Vec<u128>,
    /// The place of the least of `heads`.
    first: usize,
    registers: Vec<E>,
    rings: Vec<VecDeque<(u128, E)>>,
    /// What is due up to the end of slot `slot`.
    near: Heap<E>,
    slot: u64,
    /// What is due in the `SLOTS` - 1 slots after it.
    wheel: Wheel<E>,
    /// What is due later than the wheel reaches, or did when it was scheduled.
    far: Heap<E>,
}

impl<E: Copy> Calendar<E> {
    /// A calendar at time 0 with one register for each of `registers` (the event it
    /// fires) and this many rings.
    #[must_use]
    pub fn new(registers: &[E], rings: usize) -> Calendar<E> {
        Calendar {
            now: 0,
            sequence: 0,
            heads: vec![NEVER; registers.len() + rings],
            first: 0,
            registers: registers.to_vec(),
            rings: vec![VecDeque::new(); rings],
            near: Heap::default(),
            slot: 0,
            wheel: Wheel::default(),
            far: Heap::default(),
        }
    }

    /// The time of the last event that was taken, or set by [`Calendar::advance`].
    #[must_use]
    pub fn now(&self) -> Nanos {
        self.now
    }

    fn key(&mut self, at: Nanos) -> u128 {
        self.sequence += 1;
        (u128::from(at.max(self.now)) << 64) | u128::from(self.sequence)
    }

    fn set_head(&mut self, head: usize, key: u128) {
        self.heads[head] = key;
        if key < self.heads[self.first] {
            self.first = head;
        } else if head == self.first {
            let mut least = (NEVER, 0);
            for (i, key) in self.heads.iter().enumerate() {
                if *key < least.0 {
                    least = (*key, i);
                }
            }
            self.first = least.1;
        }
    }

    /// Set a register; `None` clears it.
    pub fn set(&mut self, register: usize, at: Option<Nanos>) {
        let key = at.map_or(NEVER, |at| self.key(at));
        self.set_head(register, key);
    }

    /// Schedule through a ring: cheap when times do not go back; else the wheel takes it.
    pub fn push_ring(&mut self, ring: usize, at: Nanos, event: E) {
        let key = self.key(at);
        match self.rings[ring].back() {
            Some((last, _)) if *last >= key => return self.park(key, event),
            Some(_) => {}
            None => self.set_head(self.registers.len() + ring, key),
        }
        self.rings[ring].push_back((key, event));
    }

    /// Forget the first events of a ring as long as they are of no more use: a timer that
    /// hardly ever fires then costs no event.
    pub fn forget_first(&mut self, ring: usize, useless: impl Fn(&E) -> bool) {
        let events = &mut self.rings[ring];
        if !events.front().is_some_and(|(_, e)| useless(e)) {
            return;
        }
        while events.front().is_some_and(|(_, e)| useless(e)) {
            events.pop_front();
        }
        let key = events.front().map_or(NEVER, |(key, _)| *key);
        self.set_head(self.registers.len() + ring, key);
    }

    /// Schedule an event.
    pub fn push(&mut self, at: Nanos, event: E) {
        let key = self.key(at);
        self.park(key, event);
    }

    fn park(&mut self, key: u128, event: E) {
        let slot = slot_of(key);
        if slot <= self.slot {
            self.near.push(key, event);
        } else if slot - self.slot < SLOTS {
            self.wheel.push(slot, key, event);
        } else {
            self.far.push(key, event);
        }
    }

    /// Go on to the next slot, or to `to` if nothing is due before it.
    fn turn(&mut self, to: u64) {
        if self.wheel.len() == 0 {
            let far = self.far.first().map_or(to, slot_of);
            self.slot = to.min(far);
        } else {
            self.slot += 1;
            while let Some((key, event)) = self.wheel.pop(self.slot) {
                self.near.push(key, event);
            }
        }
        while self
            .far
            .first()
            .is_some_and(|key| slot_of(key) <= self.slot)
        {
            if let Some((key, event)) = self.far.pop() {
                self.near.push(key, event);
            }
        }
    }

    /// Take the next event not later than `until`; the clock goes to its time.
    pub fn pop_until(&mut self, until: Nanos) -> Option<E> {
        loop {
            let head = self.heads.get(self.first).copied().unwrap_or(NEVER);
            let near = self.near.first().unwrap_or(NEVER);
            let key = head.min(near);
            let (slot, last) = (slot_of(key), until >> SLOT_BITS);
            if slot.min(last) > self.slot {
                self.turn(slot.min(last));
                continue;
            }
            if key == NEVER || (key >> 64) as u64 > until {
                return None;
            }
            self.now = (key >> 64) as u64;
            if near < head {
                return self.near.pop().map(|(_, event)| event);
            }
            let head = self.first;
            let Some(ring) = head.checked_sub(self.registers.len()) else {
                self.set_head(head, NEVER);
                return Some(self.registers[head]);
            };
            let taken = self.rings[ring].pop_front();
            let next = self.rings[ring].front().map_or(NEVER, |(key, _)| *key);
            self.set_head(head, next);
            return taken.map(|(_, event)| event);
        }
    }

    /// Move the clock on when nothing happens before `to`.
    pub fn advance(&mut self, to: Nanos) {
        self.now = self.now.max(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Stream;

    #[test]
    fn agrees_with_a_sorted_list() {
        for seed in 0..50 {
            let mut s = Stream::new(seed, "calendar", 0);
            let mut calendar = Calendar::new(&[], 2);
            let mut model: Vec<(Nanos, u32)> = Vec::new();
            for i in 0..2000u32 {
                let now = calendar.now();
                let at = now + (s.unit() * 50.0) as u64;
                match (s.unit() * 5.0) as u32 {
                    0 | 1 => calendar.push(at, i),
                    2 => calendar.push_ring(0, at, i),
                    3 => calendar.push_ring(1, at, i),
                    _ => {
                        if let Some(e) = calendar.pop_until(now + 5) {
                            model.sort();
                            assert_eq!((calendar.now(), e), model.remove(0), "seed {seed}");
                        }
                        continue;
                    }
                }
                model.push((at, i));
            }
            model.sort();
            let rest: Vec<_> = std::iter::from_fn(|| {
                let e = calendar.pop_until(Nanos::MAX)?;
                Some((calendar.now(), e))
            })
            .collect();
            assert_eq!(rest, model, "seed {seed}");
        }
    }

    #[test]
    fn ties_go_by_order_of_scheduling() {
        let mut calendar = Calendar::new(&[100], 1);
        calendar.push(5, 1);
        calendar.push_ring(0, 5, 2);
        calendar.set(0, Some(5));
        calendar.push(5, 3);
        let order: Vec<_> = std::iter::from_fn(|| calendar.pop_until(5)).collect();
        assert_eq!(order, [1, 2, 100, 3]);
    }
}
