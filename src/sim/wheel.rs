//! A timing wheel: events by slot of time, unsorted within a slot.
//!
//! All slots share one arena, each is a chain in it: a copy of the wheel is a copy of
//! two lists, and a slot that was once full holds no memory of its own.

/// Ends a chain.
const NONE: u32 = u32::MAX;

/// Slots of the wheel.
pub const SLOTS: u64 = 4096;

#[derive(Clone, Debug)]
struct Node<E> {
    key: u128,
    event: E,
    next: u32,
}

/// Events of type `E` in [`SLOTS`] slots.
#[derive(Clone, Debug)]
pub struct Wheel<E> {
    nodes: Vec<Node<E>>,
    /// Chain of the nodes that are not in use.
    free: u32,
    first: Vec<u32>,
    len: usize,
}

impl<E> Default for Wheel<E> {
    fn default() -> Self {
        Wheel {
            nodes: Vec::new(),
            free: NONE,
            first: vec![NONE; SLOTS as usize],
            len: 0,
        }
    }
}

impl<E: Copy> Wheel<E> {
    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Put an event into a slot, modulo [`SLOTS`].
    pub fn push(&mut self, slot: u64, key: u128, event: E) {
        let first = &mut self.first[(slot % SLOTS) as usize];
        let node = Node {
            key,
            event,
            next: *first,
        };
        self.len += 1;
        match self.nodes.get_mut(self.free as usize) {
            Some(place) => {
                *first = self.free;
                self.free = place.next;
                *place = node;
            }
            None => {
                *first = self.nodes.len() as u32;
                self.nodes.push(node);
            }
        }
    }

    /// Take any event out of a slot, modulo [`SLOTS`].
    pub fn pop(&mut self, slot: u64) -> Option<(u128, E)> {
        let first = &mut self.first[(slot % SLOTS) as usize];
        let index = *first;
        let node = self.nodes.get_mut(index as usize)?;
        *first = node.next;
        node.next = self.free;
        self.free = index;
        self.len -= 1;
        Some((node.key, node.event))
    }

    /// All events, in no order.
    pub fn into_items(self) -> impl Iterator<Item = (u128, E)> {
        let Wheel { nodes, first, .. } = self;
        let starts = first.into_iter();
        starts.flat_map(move |start| {
            let mut items = Vec::new();
            let mut at = start;
            while let Some(node) = nodes.get(at as usize) {
                items.push((node.key, node.event));
                at = node.next;
            }
            items
        })
    }
}
