//! An arena with generations: handles to removed items are told apart from new ones.

/// Names an item of a [`Slab`]; stale after the item was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]

pub struct Handle {
    /// Place in the slab.
    pub index: u32,
    generation: u32,
}

impl Handle {
    /// A handle as it was.
    #[inline]
    pub(super) fn from_parts(index: u32, generation: u32) -> Handle {
        Handle { index, generation }
    }

    /// Tells items that had one place apart.
    #[inline]
    pub(super) fn generation(self) -> u32 {
        self.generation
    }
}

#[derive(Clone, Debug)]
struct Slot<T> {
    generation: u32,
    item: Option<T>,
}

/// Items in reused places.
#[derive(Clone, Debug)]
pub struct Slab<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Slab {
            slots: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Slab<T> {
    /// Put an item in.
    pub fn insert(&mut self, item: T) -> Handle {
        if let Some(index) = self.free.pop() {
            let slot = &mut self.slots[index as usize];
            slot.item = Some(item);
            return Handle {
                index,
                generation: slot.generation,
            };
        }
        let index = self.slots.len() as u32;
        self.slots.push(Slot {
            generation: 0,
            item: Some(item),
        });
        Handle {
            index,
            generation: 0,
        }
    }

    /// Take an item out; `None` if the handle is stale.
    pub fn remove(&mut self, handle: Handle) -> Option<T> {
        let slot = self.slots.get_mut(handle.index as usize)?;
        if slot.generation != handle.generation {
            return None;
        }
        let item = slot.item.take()?;
        slot.generation = slot.generation.wrapping_add(1);
        self.free.push(handle.index);
        Some(item)
    }

    /// The item, unless the handle is stale.
    #[must_use]
    pub fn get(&self, handle: Handle) -> Option<&T> {
        let slot = self.slots.get(handle.index as usize)?;
        if slot.generation == handle.generation {
            slot.item.as_ref()
        } else {
            None
        }
    }

    /// The item to change, unless the handle is stale.
    pub fn get_mut(&mut self, handle: Handle) -> Option<&mut T> {
        let slot = self.slots.get_mut(handle.index as usize)?;
        if slot.generation == handle.generation {
            slot.item.as_mut()
        } else {
            None
        }
    }

    /// All items in order of place.
    pub fn iter(&self) -> impl Iterator<Item = (Handle, &T)> {
        self.slots.iter().enumerate().filter_map(|(index, slot)| {
            let handle = Handle {
                index: index as u32,
                generation: slot.generation,
            };
            slot.item.as_ref().map(|item| (handle, item))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_handles_are_told_apart() {
        let mut slab = Slab::default();
        let a = slab.insert('a');
        assert_eq!(slab.remove(a), Some('a'));
        let b = slab.insert('b');
        assert_eq!(b.index, a.index);
        assert_eq!(slab.get(a), None);
        assert_eq!(slab.remove(a), None);
        assert_eq!(slab.get(b), Some(&'b'));
        assert_eq!(slab.iter().count(), 1);
    }
}
