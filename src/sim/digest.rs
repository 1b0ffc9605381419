//! A digest of everything that happened, kept as it happens.

use super::time::Nanos;

/// Folds 64-bit words into 64 bits. Not for secrets: it tells runs apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Digest(0x9e37_79b9_7f4a_7c15)
    }
}

impl Digest {
    /// Take in one word: multiply and rotate (the step of wyhash's short path).
    pub fn word(&mut self, word: u64) {
        self.0 = (self.0 ^ word)
            .wrapping_mul(0x9fb2_1c65_1e98_df25)
            .rotate_left(29);
    }

    /// Take in that an event of a kind happened to something at a time.
    pub fn event(&mut self, now: Nanos, kind: u8, subject: u32) {
        self.word(now ^ (u64::from(subject) << 24) ^ (u64::from(kind) << 56));
    }

    /// Take in bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    /// The digest so far.
    #[must_use]
    pub fn value(&self) -> u64 {
        self.0 ^ (self.0 >> 31)
    }
}
