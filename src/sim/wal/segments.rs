//! The files of the log: made when there is no old one to use again, kept while recovery
//! or a replication slot needs them, recycled or removed by checkpoints
//! (`RemoveOldXlogFiles`, `XLOGfileslop`).

use super::{NoSpace, SEGMENT_BYTES, WalLimits};

/// What a checkpoint did with the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FileWork {
    pub removed: u64,
    pub recycled: u64,
}

/// The files in `pg_wal`.
#[derive(Clone, Debug)]
pub(crate) struct Segments {
    /// Number of the oldest file that is kept.
    oldest: u64,
    /// Files that lie ready for use.
    spare: u64,
    /// A replication slot needs the log from here on.
    pub slot: Option<u64>,
    /// Damped distance between checkpoints, bytes (`CheckPointDistanceEstimate`).
    pub estimate: f64,
}

impl Segments {
    pub(super) fn new(lsn: u64, size_min: u64) -> Segments {
        Segments {
            oldest: lsn / SEGMENT_BYTES,
            spare: (size_min / SEGMENT_BYTES).saturating_sub(1),
            slot: None,
            estimate: 0.0,
        }
    }

    /// Files there are.
    pub(super) fn count(&self, lsn: u64) -> u64 {
        let in_use = (lsn / SEGMENT_BYTES).saturating_sub(self.oldest) + 1;
        in_use.saturating_add(self.spare)
    }

    /// Go on from `lsn` by `bytes`: gives the bytes of new files, or changes nothing.
    pub(super) fn advance(&mut self, lsn: u64, bytes: u64, free: u64) -> Result<u64, NoSpace> {
        let next = lsn.saturating_add(bytes) / SEGMENT_BYTES;
        let crossed = next - lsn / SEGMENT_BYTES;
        let made = crossed.saturating_sub(self.spare);
        let needed = made.saturating_mul(SEGMENT_BYTES);
        if needed > free {
            return Err(NoSpace);
        }
        self.spare -= crossed - made;
        Ok(needed)
    }

    /// A checkpoint from this redo point is complete: files before it are not needed
    /// but by a slot and a standby that got the log up to `standby`; as many as the next
    /// cycle will want are kept for use again.
    pub(super) fn retire(
        &mut self,
        redo: u64,
        lsn: u64,
        standby: Option<u64>,
        limits: &WalLimits,
    ) -> FileWork {
        let needed = [Some(redo), self.slot, standby].into_iter().flatten().min();
        let needed = needed.unwrap_or(redo) / SEGMENT_BYTES;
        let old = needed.saturating_sub(self.oldest);
        self.oldest = self.oldest.max(needed);
        let ahead = self.estimate * (1.0 + limits.target) * 1.1 / SEGMENT_BYTES as f64;
        let least = limits.size_min / SEGMENT_BYTES;
        let most = (limits.size_max / SEGMENT_BYTES).max(least);
        let wanted = (libm::ceil(ahead) as u64).clamp(least, most);
        let since_redo = lsn / SEGMENT_BYTES - redo / SEGMENT_BYTES + 1;
        let room = wanted.saturating_sub(since_redo).saturating_sub(self.spare);
        let recycled = old.min(room);
        self.spare += recycled;
        FileWork {
            removed: old - recycled,
            recycled,
        }
    }

    /// `UpdateCheckPointDistanceEstimate`: up at once, down by a tenth each time.
    pub(super) fn learn(&mut self, distance: u64) {
        let distance = distance as f64;
        self.estimate = if self.estimate < distance {
            distance
        } else {
            0.9 * self.estimate + 0.1 * distance
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::in_force::Settings;

    #[test]
    fn files_are_made_kept_recycled_and_never_lost() {
        let limits = WalLimits::of(&Settings::defaults());
        let mut files = Segments::new(0, limits.size_min);
        assert_eq!(files.count(0), 5, "80 MB");
        let mut lsn = 0;
        let mut go = |files: &mut Segments, n: u64, free: u64| {
            let made = files.advance(lsn, n * SEGMENT_BYTES, free)?;
            lsn += n * SEGMENT_BYTES;
            Ok::<_, NoSpace>((lsn, made))
        };
        assert_eq!(
            go(&mut files, 4, 0),
            Ok((4 * SEGMENT_BYTES, 0)),
            "spare ones"
        );
        assert_eq!(go(&mut files, 1, SEGMENT_BYTES - 1), Err(NoSpace));
        let all = 10 * SEGMENT_BYTES;
        assert_eq!(go(&mut files, 6, u64::MAX), Ok((all, 6 * SEGMENT_BYTES)));
        files.slot = Some(all);
        files.learn(all);
        let before = files.count(all);
        let work = files.retire(all, all, None, &limits);
        assert_eq!(work.removed + work.recycled, 10);
        assert_eq!(files.count(all), before - work.removed);
        let (lsn, _) = go(&mut files, 50, u64::MAX).expect("there is room");
        let work = files.retire(lsn, lsn, None, &limits);
        assert_eq!(work, FileWork::default(), "the slot keeps them all");
        files.slot = None;
        assert!(files.retire(lsn, lsn, None, &limits).removed > 0);
        assert!(files.count(lsn) <= limits.size_max / SEGMENT_BYTES);
    }
}
