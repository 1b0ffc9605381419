//! A bounded list that grows at its end and forgets at its front, shared between
//! copies of a world: a copy costs a pointer for each chunk, not the items.

use std::collections::VecDeque;
use std::sync::Arc;

/// Items of one chunk. The last chunk is the only one that is ever written to, and the
/// only one that is copied when a world goes on after it was copied.
const CHUNK: usize = 64;

/// Items in order; the oldest go when there are more than its bound.
#[derive(Clone, Debug)]
pub struct Tape<T> {
    /// All full but the last.
    chunks: VecDeque<Arc<Vec<T>>>,
    /// Items of the first chunk that are gone.
    gone: usize,
    len: usize,
    len_max: usize,
}

impl<T: Clone> Tape<T> {
    /// An empty list that keeps at most `len_max` items (at least 1).
    #[must_use]
    pub fn new(len_max: usize) -> Tape<T> {
        Tape {
            chunks: VecDeque::new(),
            gone: 0,
            len: 0,
            len_max: len_max.max(1),
        }
    }

    /// Add an item; the oldest goes if there are too many.
    pub fn push(&mut self, item: T) {
        if self.len == self.len_max {
            self.forget_first();
        }
        self.len += 1;
        if let Some(last) = self.chunks.back_mut().filter(|c| c.len() < CHUNK) {
            let last = Arc::make_mut(last);
            // The copy of a shared chunk has no room to spare.
            last.reserve_exact(CHUNK - last.len());
            return last.push(item);
        }
        let mut chunk = Vec::with_capacity(CHUNK);
        chunk.push(item);
        self.chunks.push_back(Arc::new(chunk));
    }

    fn forget_first(&mut self) {
        self.len -= 1;
        self.gone += 1;
        if self.chunks.front().is_some_and(|c| c.len() == self.gone) {
            self.chunks.pop_front();
            self.gone = 0;
        }
    }

    /// How many items are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// True before the first item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The oldest item kept.
    #[must_use]
    pub fn front(&self) -> Option<&T> {
        self.chunks.front()?.get(self.gone)
    }

    /// The newest item.
    #[must_use]
    pub fn back(&self) -> Option<&T> {
        self.chunks.back()?.last()
    }

    /// All items kept, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.iter_from(0)
    }

    /// The items from this place on, counted from the oldest kept; a place past the end
    /// gives none. Costs nothing for the items passed over.
    pub fn iter_from(&self, place: usize) -> impl Iterator<Item = &T> {
        let place = place.min(self.len) + self.gone;
        let chunks = self.chunks.iter().skip(place / CHUNK);
        chunks.flat_map(|c| c.iter()).skip(place % CHUNK)
    }
}

impl<'a, T: Clone> IntoIterator for &'a Tape<T> {
    type Item = &'a T;
    type IntoIter = Box<dyn Iterator<Item = &'a T> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Stream;

    #[test]
    fn agrees_with_a_list_and_copies_stay_as_they_were() {
        for seed in 0..20 {
            let mut s = Stream::new(seed, "tape", 0);
            let bound = 1 + (s.unit() * 300.0) as usize;
            let mut tape = Tape::new(bound);
            let mut model: VecDeque<u64> = VecDeque::new();
            let mut copies = Vec::new();
            for item in 0..1500u64 {
                tape.push(item);
                model.push_back(item);
                if model.len() > bound {
                    model.pop_front();
                }
                if s.chance(0.01) {
                    copies.push((tape.clone(), model.clone()));
                }
                let from = (s.unit() * (bound + 2) as f64) as usize;
                assert!(tape.iter_from(from).eq(model.iter().skip(from)));
                assert_eq!((tape.front(), tape.back()), (model.front(), model.back()));
            }
            copies.push((tape, model));
            for (tape, model) in &copies {
                assert_eq!(tape.len(), model.len());
                assert!(tape.iter().eq(model.iter()), "seed {seed}");
            }
        }
    }

    #[test]
    fn a_copy_shares_what_is_full() {
        let mut tape = Tape::new(1000);
        (0..1000).for_each(|i| tape.push(i));
        let copy = tape.clone();
        (0..10).for_each(|i| tape.push(i));
        let shared = tape.chunks.iter().zip(&copy.chunks);
        let shared = shared.filter(|(a, b)| Arc::ptr_eq(a, b)).count();
        assert_eq!(shared, 1000 / CHUNK, "all but the one that was written to");
    }
}
