//! A 4-ary heap of events by key, made for short queues.
//!
//! Keys and events lie apart, so that comparing touches keys only: the four children of
//! a node are one cache line. The least of four is found without branches, and the hole
//! at the top sinks to the bottom before the last item climbs from there: what was last
//! belongs near the bottom anyway.

/// Items of type `E` by key, least first.
#[derive(Clone, Debug)]
pub struct Heap<E> {
    keys: Vec<u128>,
    events: Vec<E>,
}

impl<E> Default for Heap<E> {
    fn default() -> Self {
        Heap {
            keys: Vec::new(),
            events: Vec::new(),
        }
    }
}

impl<E: Copy> Heap<E> {
    /// The least key.
    #[must_use]
    pub fn first(&self) -> Option<u128> {
        self.keys.first().copied()
    }

    /// Put an item in.
    pub fn push(&mut self, key: u128, event: E) {
        self.keys.push(key);
        self.events.push(event);
        self.climb(self.keys.len() - 1, key, event);
    }

    fn climb(&mut self, mut hole: usize, key: u128, event: E) {
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

    /// All items, in no order.
    pub fn into_items(self) -> impl Iterator<Item = (u128, E)> {
        self.keys.into_iter().zip(self.events)
    }

    /// Take the item with the least key.
    pub fn pop(&mut self) -> Option<(u128, E)> {
        let top = (*self.keys.first()?, *self.events.first()?);
        let (key, event) = (self.keys.pop()?, self.events.pop()?);
        if self.keys.is_empty() {
            return Some(top);
        }
        let mut hole = 0;
        loop {
            let first = hole * 4 + 1;
            let least = match self.keys.get(first..) {
                Some([a, b, c, d, ..]) => {
                    let left = if b < a { (b, 1) } else { (a, 0) };
                    let right = if d < c { (d, 3) } else { (c, 2) };
                    let least = if right.0 < left.0 { right } else { left };
                    first + least.1
                }
                Some([a, rest @ ..]) => {
                    let mut least = (a, 0);
                    for (i, k) in rest.iter().enumerate() {
                        if k < least.0 {
                            least = (k, i + 1);
                        }
                    }
                    first + least.1
                }
                _ => break,
            };
            self.keys[hole] = self.keys[least];
            self.events[hole] = self.events[least];
            hole = least;
        }
        self.climb(hole, key, event);
        Some(top)
    }
}
