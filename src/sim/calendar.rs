//! The list of events to come.
//!
//! Three stores for three kinds of timers: registers for things there is one of (next
//! arrival of a class, next completion of the CPU), FIFO rings for constant delays, and
//! a 4-ary heap for the rest. The earliest of all comes next; ties go by order of
//! scheduling, so that a run has exactly one order.

use super::time::Nanos;
use std::collections::VecDeque;

const NEVER: u128 = u128::MAX;

/// Events of type `E` by time.
#[derive(Clone, Debug)]
pub struct Calendar<E> {
    now: Nanos,
    sequence: u64,
    registers: Vec<(u128, E)>,
    rings: Vec<VecDeque<(u128, E)>>,
    /// Heap: keys and events apart, so that comparing touches keys only.
    keys: Vec<u128>,
    events: Vec<E>,
}

#[derive(Clone, Copy)]
enum Place {
    Register(usize),
    Ring(usize),
    Heap,
}

impl<E: Copy> Calendar<E> {
    /// A calendar at time 0 with one register for each of `registers` (the event it
    /// fires) and this many rings.
    #[must_use]
    pub fn new(registers: &[E], rings: usize) -> Calendar<E> {
        Calendar {
            now: 0,
            sequence: 0,
            registers: registers.iter().map(|e| (NEVER, *e)).collect(),
            rings: vec![VecDeque::new(); rings],
            keys: Vec::new(),
            events: Vec::new(),
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

    /// Set a register; `None` clears it.
    pub fn set(&mut self, register: usize, at: Option<Nanos>) {
        let key = at.map_or(NEVER, |at| self.key(at));
        self.registers[register].0 = key;
    }

    /// Schedule through a ring: cheap when times do not go back; else the heap takes it.
    pub fn push_ring(&mut self, ring: usize, at: Nanos, event: E) {
        let key = self.key(at);
        if self.rings[ring].back().is_none_or(|(last, _)| *last < key) {
            self.rings[ring].push_back((key, event));
        } else {
            self.push_heap(key, event);
        }
    }

    /// Schedule an event.
    pub fn push(&mut self, at: Nanos, event: E) {
        let key = self.key(at);
        self.push_heap(key, event);
    }

    fn push_heap(&mut self, key: u128, event: E) {
        let mut hole = self.keys.len();
        self.keys.push(key);
        self.events.push(event);
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if self.keys[parent] <= key {
                break;
            }
            self.keys[hole] = self.keys[parent];
            self.events[hole] = self.events[parent];
            hole = parent;
        }
        self.keys[hole] = key;
        self.events[hole] = event;
    }

    fn pop_heap(&mut self) -> Option<E> {
        let top = *self.events.first()?;
        let (Some(key), Some(event)) = (self.keys.pop(), self.events.pop()) else {
            return None;
        };
        let len = self.keys.len();
        if len == 0 {
            return Some(top);
        }
        let mut hole = 0;
        loop {
            let first = hole * 4 + 1;
            if first >= len {
                break;
            }
            let children = &self.keys[first..len.min(first + 4)];
            let mut least = 0;
            for (i, child) in children.iter().enumerate() {
                if *child < children[least] {
                    least = i;
                }
            }
            if children[least] >= key {
                break;
            }
            self.keys[hole] = children[least];
            self.events[hole] = self.events[first + least];
            hole = first + least;
        }
        self.keys[hole] = key;
        self.events[hole] = event;
        Some(top)
    }

    fn earliest(&self) -> (u128, Place) {
        let mut best = (self.keys.first().copied().unwrap_or(NEVER), Place::Heap);
        for (i, (key, _)) in self.registers.iter().enumerate() {
            if *key < best.0 {
                best = (*key, Place::Register(i));
            }
        }
        for (i, ring) in self.rings.iter().enumerate() {
            if let Some((key, _)) = ring.front()
                && *key < best.0
            {
                best = (*key, Place::Ring(i));
            }
        }
        best
    }

    /// Take the next event not later than `until`; the clock goes to its time.
    pub fn pop_until(&mut self, until: Nanos) -> Option<E> {
        let (key, place) = self.earliest();
        if key == NEVER || (key >> 64) as u64 > until {
            return None;
        }
        self.now = (key >> 64) as u64;
        match place {
            Place::Heap => self.pop_heap(),
            Place::Register(i) => {
                self.registers[i].0 = NEVER;
                Some(self.registers[i].1)
            }
            Place::Ring(i) => self.rings[i].pop_front().map(|(_, event)| event),
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
    use crate::sim::rng::Stream;

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
