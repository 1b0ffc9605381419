//! The database's buffer cache: cold after a start, warmed by its own misses.

/// Size of a block, bytes (PostgreSQL's `BLCKSZ`).
pub const BLOCK_BYTES: u64 = 8192;

/// How much of the working set is cached, and how likely a block is found there.
#[derive(Clone, Debug)]
pub struct Cache {
    working_set: u64,
    capacity: u64,
    cached: u64,
    popularity: f64,
    miss_ratio: f64,
    /// The miss ratio is reckoned anew when this many blocks are cached.
    stale_at: u64,
}

impl Cache {
    /// A cache of `capacity_bytes` over a working set; `popularity` in (0, 1]: the hit
    /// ratio is (cached share)^popularity, 1 when all blocks are asked for alike.
    #[must_use]
    pub fn new(working_set_bytes: u64, capacity_bytes: u64, popularity: f64) -> Cache {
        let mut cache = Cache {
            working_set: (working_set_bytes / BLOCK_BYTES).max(1),
            capacity: 0,
            cached: 0,
            popularity,
            miss_ratio: 1.0,
            stale_at: 0,
        };
        cache.restart(capacity_bytes);
        cache
    }

    /// Empty it and give it another size.
    pub fn restart(&mut self, capacity_bytes: u64) {
        self.capacity = (capacity_bytes / BLOCK_BYTES).max(1).min(self.working_set);
        self.cached = 0;
        self.refresh();
    }

    /// Give it another size; what does not fit any more is gone.
    pub fn resize(&mut self, capacity_bytes: u64) {
        self.capacity = (capacity_bytes / BLOCK_BYTES).min(self.working_set);
        if self.cached > self.capacity {
            self.cached = self.capacity;
            self.refresh();
        }
    }

    /// Fill it as far as it goes (a world starts warm).
    pub fn warm(&mut self) {
        self.cached = self.capacity;
        self.refresh();
    }

    fn refresh(&mut self) {
        let share = self.cached as f64 / self.working_set as f64;
        self.miss_ratio = 1.0 - libm::pow(share, self.popularity);
        self.stale_at = self.cached + (self.cached / 256).max(16);
    }

    /// Take in blocks that were read from disk.
    pub fn fill(&mut self, blocks: u64) {
        if self.cached < self.capacity {
            self.cached = (self.cached + blocks).min(self.capacity);
            if self.cached >= self.stale_at || self.cached == self.capacity {
                self.refresh();
            }
        }
    }

    /// Chance that a block has to be read from disk.
    #[must_use]
    pub fn miss_ratio(&self) -> f64 {
        self.miss_ratio
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warms_up_and_stops_at_its_size() {
        let mut cache = Cache::new(1000 * BLOCK_BYTES, 500 * BLOCK_BYTES, 0.5);
        assert!(cache.miss_ratio() > 0.99);
        cache.fill(250);
        assert!((cache.miss_ratio() - 0.5).abs() < 1e-9);
        cache.fill(10_000);
        let half = 1.0 - 0.5f64.sqrt();
        assert!((cache.miss_ratio() - half).abs() < 1e-9);
        cache.restart(2000 * BLOCK_BYTES);
        cache.warm();
        assert!(cache.miss_ratio() < 1e-9);
    }
}
