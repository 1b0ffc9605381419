//! What went wrong: attempts that failed and visits that were affected, by cause.

use super::Failure;

/// How many causes a visit can be affected by.
pub const CAUSES: usize = Failure::COUNT + 1;

/// Why a visit was affected: its first failed attempt, or an answer that came too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// An attempt failed; this was the first one.
    Failed(Failure),
    /// No attempt failed, but the user had to wait for longer than they would.
    TooLate,
}

impl Cause {
    /// All causes in the order of [`Wrong::visits`].
    pub fn all() -> impl Iterator<Item = Cause> {
        let failed = Failure::ALL.into_iter().map(Cause::Failed);
        failed.chain([Cause::TooLate])
    }

    /// Place in [`Wrong::visits`].
    #[must_use]
    pub fn index(self) -> usize {
        match self {
            Cause::Failed(why) => why as usize,
            Cause::TooLate => Failure::COUNT,
        }
    }

    /// Name in documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Cause::Failed(why) => why.name(),
            Cause::TooLate => "too_late",
        }
    }
}

/// What went wrong in a stretch of time. Invariant: `visits` sums to the affected visits
/// that ended in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wrong {
    /// Affected visits by [`Cause::index`].
    pub visits: [u64; CAUSES],
    /// Failed attempts by [`Failure::ALL`].
    pub attempts: [u64; Failure::COUNT],
}

/// What went wrong in one minute: half as large, for a ledger has many of them.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    /// Minute since the world began, from 0.
    pub minute: u32,
    /// As [`Wrong::visits`].
    pub visits: [u32; CAUSES],
    /// As [`Wrong::attempts`].
    pub attempts: [u32; Failure::COUNT],
}

impl Tally {
    /// An empty tally of a minute.
    pub fn new(minute: u32) -> Tally {
        Tally {
            minute,
            visits: [0; CAUSES],
            attempts: [0; Failure::COUNT],
        }
    }
}

impl Wrong {
    /// Add a minute.
    pub(super) fn add(&mut self, minute: &Tally) {
        for (sum, more) in self.visits.iter_mut().zip(minute.visits) {
            *sum += u64::from(more);
        }
        for (sum, more) in self.attempts.iter_mut().zip(minute.attempts) {
            *sum += u64::from(more);
        }
    }

    /// Affected visits, all causes together.
    #[must_use]
    pub fn affected(&self) -> u64 {
        self.visits.iter().sum()
    }

    /// Visits whose answer came too late, and that had no failed attempt.
    #[must_use]
    pub fn too_late(&self) -> u64 {
        self.visits[Cause::TooLate.index()]
    }

    /// Failed attempts, all reasons together.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.attempts.iter().sum()
    }
}
