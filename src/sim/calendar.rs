//! The list of events to come.
//!
//! Timers are kept by kind: registers for things there is one of (next arrival of a
//! class, next completion of the CPU), FIFO rings for constant delays, and for the rest
//! a wheel: a sorted list of what is due in the current slot of time, unsorted slots of
//! what is due in the next seconds, and a heap of what lies beyond. Slots are as wide as it
//! takes for the sorted list to be short, however many timers there are and whatever the
//! world's pace. The earliest of all comes next; ties go by order of scheduling, so that a
//! run has exactly one order.

use super::heap::Heap;
use super::sorted::Sorted;
use super::time::Nanos;
use super::wheel::{SLOTS, Wheel};
use std::collections::VecDeque;

const NEVER: u128 = u128::MAX;
/// A slot is 2^20 ns, 1 ms, at first; the wheel then reaches 4.3 s.
const SLOT_BITS: u32 = 20;
/// Bounds of what it becomes: 1 us to 17 s.
const SLOT_BITS_MIN: u32 = 10;
const SLOT_BITS_MAX: u32 = 34;
/// The sorted list is to be no longer than this; then slots become narrower.
const NEAR_MAX: usize = 48;
/// In a turn of the wheel fewer events than one in this many slots make slots wider.
const SPARSE: u64 = 4;

/// Events of type `E` by time.
#[derive(Clone, Debug)]
pub struct Calendar<E> {
    now: Nanos,
    sequence: u64,
    /// Keys of the registers, then of the rings' first events.
    heads: Vec<u128>,
    /// The least of `heads` and its place.
    least: u128,
    first: usize,
    registers: Vec<E>,
    rings: Vec<VecDeque<(u128, E)>>,
    /// What is due up to the end of slot `slot`.
    near: Sorted<E>,
    slot: u64,
    /// The first instant after slot `slot`.
    slot_end: Nanos,
    slot_bits: u32,
    /// What is due in the `SLOTS` - 1 slots after it.
    wheel: Wheel<E>,
    /// Events that came out of the wheel since its last turn.
    turned: u64,
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
            least: NEVER,
            first: 0,
            registers: registers.to_vec(),
            rings: vec![VecDeque::new(); rings],
            near: Sorted::default(),
            slot: 0,
            slot_end: 1 << SLOT_BITS,
            slot_bits: SLOT_BITS,
            wheel: Wheel::default(),
            turned: 0,
            far: Heap::default(),
        }
    }

    /// The time of the last event that was taken, or set by [`Calendar::advance`].
    #[inline]
    #[must_use]
    pub fn now(&self) -> Nanos {
        self.now
    }

    fn slot_of(&self, key: u128) -> u64 {
        time_of(key) >> self.slot_bits
    }

    #[inline]
    fn key(&mut self, at: Nanos) -> u128 {
        self.sequence += 1;
        (u128::from(at.max(self.now)) << 64) | u128::from(self.sequence)
    }

    #[inline]
    fn set_head(&mut self, head: usize, key: u128) {
        self.heads[head] = key;
        if key < self.least {
            self.least = key;
            self.first = head;
        } else if head == self.first {
            self.find_least();
        }
    }

    fn find_least(&mut self) {
        let mut least = (NEVER, 0);
        for (i, key) in self.heads.iter().enumerate() {
            // As one value: written as two, the compiler makes a branch of it, and which head
            // comes next is anybody's guess.
            least = if *key < least.0 { (*key, i) } else { least };
        }
        (self.least, self.first) = least;
    }

    /// Set a register; `None` clears it.
    #[inline]
    pub fn set(&mut self, register: usize, at: Option<Nanos>) {
        let key = at.map_or(NEVER, |at| self.key(at));
        self.set_head(register, key);
    }

    /// Schedule through a ring: cheap when times do not go back; else the wheel takes it.
    #[inline]
    pub fn push_ring(&mut self, ring: usize, at: Nanos, event: impl Into<E>) {
        self.push_back(ring, at, event.into());
    }

    fn push_back(&mut self, ring: usize, at: Nanos, event: E) {
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
    #[inline]
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
    #[inline]
    pub fn push(&mut self, at: Nanos, event: impl Into<E>) {
        let key = self.key(at);
        self.park(key, event.into());
    }

    fn park(&mut self, key: u128, event: E) {
        self.place(key, event);
        self.narrow_if_crowded();
    }

    /// Slots become narrower when too much is due in the current one; true if they did.
    #[inline]
    fn narrow_if_crowded(&mut self) -> bool {
        let crowded = self.near.len() > NEAR_MAX && self.slot_bits > SLOT_BITS_MIN;
        if crowded {
            self.set_slots(self.slot_bits - 1);
        }
        crowded
    }

    #[inline]
    fn place(&mut self, key: u128, event: E) {
        if time_of(key) < self.slot_end {
            return self.near.push(key, event);
        }
        let slot = self.slot_of(key);
        if slot - self.slot < SLOTS {
            self.wheel.push(slot, key, event);
        } else {
            self.far.push(key, event);
        }
    }

    /// Slots of another width, 2^`bits` ns: everything is parked anew.
    #[cold]
    fn set_slots(&mut self, bits: u32) {
        let near = std::mem::take(&mut self.near);
        let wheel = std::mem::take(&mut self.wheel);
        let far = std::mem::take(&mut self.far);
        let at = self.now.max(self.slot << self.slot_bits);
        self.slot_bits = bits;
        self.begin_slot(at >> bits);
        self.turned = 0;
        let events = near.into_items().chain(wheel.into_items());
        for (key, event) in events.chain(far.into_items()) {
            self.place(key, event);
        }
    }

    fn begin_slot(&mut self, slot: u64) {
        self.slot = slot;
        let end = (u128::from(slot) + 1) << self.slot_bits;
        self.slot_end = u64::try_from(end).unwrap_or(Nanos::MAX);
    }

    /// Go on to the next slot, or to `to` if nothing is due before it.
    #[inline(never)]
    fn turn(&mut self, to: u64) {
        if self.wheel.len() == 0 {
            let far = self.far.first().map_or(to, |key| self.slot_of(key));
            self.begin_slot(to.min(far));
        } else {
            self.begin_slot(self.slot + 1);
            while let Some((key, event)) = self.wheel.pop(self.slot) {
                self.turned += 1;
                self.near.push(key, event);
            }
        }
        while self
            .far
            .first()
            .is_some_and(|key| self.slot_of(key) <= self.slot)
        {
            if let Some((key, event)) = self.far.pop() {
                self.near.push(key, event);
            }
        }
        if !self.narrow_if_crowded() && self.slot.is_multiple_of(SLOTS) {
            let turned = std::mem::take(&mut self.turned);
            if turned < SLOTS / SPARSE && self.slot_bits < SLOT_BITS_MAX {
                self.set_slots(self.slot_bits + 1);
            }
        }
    }

    /// Take the next event not later than `until`; the clock goes to its time.
    #[inline]
    pub fn pop_until(&mut self, until: Nanos) -> Option<E> {
        loop {
            let near = self.near.first().unwrap_or(NEVER);
            let key = self.least.min(near);
            let time = time_of(key);
            if time >= self.slot_end && self.slot < until >> self.slot_bits {
                self.turn(self.slot_of(key).min(until >> self.slot_bits));
                continue;
            }
            if time > until || key == NEVER {
                return None;
            }
            self.now = time;
            if near == key {
                return self.near.pop().map(|(_, event)| event);
            }
            return self.pop_head();
        }
    }

    #[inline]
    fn pop_head(&mut self) -> Option<E> {
        let head = self.first;
        let Some(ring) = head.checked_sub(self.registers.len()) else {
            self.heads[head] = NEVER;
            self.find_least();
            return Some(self.registers[head]);
        };
        let taken = self.rings[ring].pop_front();
        let next = self.rings[ring].front().map_or(NEVER, |(key, _)| *key);
        self.heads[head] = next;
        self.find_least();
        taken.map(|(_, event)| event)
    }

    /// Move the clock on when nothing happens before `to`.
    pub fn advance(&mut self, to: Nanos) {
        self.now = self.now.max(to);
    }
}

/// The time of a key.
#[inline]
fn time_of(key: u128) -> Nanos {
    (key >> 64) as u64
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
    fn any_pace_and_any_crowd_keep_the_order() {
        for (seed, pace, crowd) in [(1, 30.0, 3000), (2, 1e6, 500), (3, 1e9, 40), (4, 1e13, 300)] {
            let mut s = Stream::new(seed, "pace", 0);
            let mut calendar: Calendar<u32> = Calendar::new(&[], 0);
            let mut model = std::collections::BTreeSet::new();
            let draw = |s: &mut Stream| (s.unit() * s.unit() * pace) as u64;
            for i in 0..crowd {
                let at = draw(&mut s);
                calendar.push(at, i);
                model.insert((at, i));
            }
            for i in crowd..crowd + 20_000 {
                let taken = calendar.pop_until(Nanos::MAX);
                let (at, first) = model.pop_first().unwrap_or_default();
                assert_eq!((calendar.now(), taken), (at, Some(first)), "seed {seed}");
                // Once in a while a burst, or a long pause.
                let later = match i % 1000 {
                    0..200 => 1 + (s.unit() * 20.0) as u64,
                    500 => 50 * draw(&mut s),
                    _ => draw(&mut s),
                };
                let at = at + later;
                calendar.push(at, i);
                model.insert((at, i));
            }
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
