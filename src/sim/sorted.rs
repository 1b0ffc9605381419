//! A short list of events in order of their keys, the next one last.
//!
//! As long as there are few, putting one in where it belongs and taking the last one off
//! beats any heap: most belong near one end, and neighbours lie side by side in memory.

/// Items of type `E` by key, least last.
#[derive(Clone, Debug)]
pub struct Sorted<E> {
    items: Vec<(u128, E)>,
}

impl<E> Default for Sorted<E> {
    fn default() -> Self {
        Sorted { items: Vec::new() }
    }
}

impl<E: Copy> Sorted<E> {
    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The least key.
    #[inline]
    #[must_use]
    pub fn first(&self) -> Option<u128> {
        self.items.last().map(|(key, _)| *key)
    }

    /// Put an item in; takes as long as there are items with lesser keys.
    #[inline]
    pub fn push(&mut self, key: u128, event: E) {
        let mut hole = self.items.len();
        self.items.push((key, event));
        while let Some(at) = hole.checked_sub(1) {
            let item = self.items[at];
            if item.0 > key {
                break;
            }
            self.items[hole] = item;
            hole = at;
        }
        self.items[hole] = (key, event);
    }

    /// Take the item with the least key.
    #[inline]
    pub fn pop(&mut self) -> Option<(u128, E)> {
        self.items.pop()
    }

    /// All items, in no order.
    pub fn into_items(self) -> impl Iterator<Item = (u128, E)> {
        self.items.into_iter()
    }
}
