//! The write-ahead log: how much of it there is, in which files, and what a commit waits
//! for. Pure; the world's part is in `commit` and `checkpoint`.

mod checkpoint;
mod commit;
mod segments;

pub(super) use checkpoint::Cause;
use checkpoint::Checkpointer;
pub(super) use commit::Ending;
use segments::Segments;

use super::cache::BLOCK_BYTES;
use super::config::in_force::Settings;
use super::spec::WalSpec;
use super::time::{MS, Nanos, SEC};

/// Size of a WAL file, bytes (`wal_segment_size`).
pub(super) const SEGMENT_BYTES: u64 = 16 << 20;
/// A log position such as a real, young server has.
const FIRST_LSN: u64 = 0x1_2A00_0028;

/// The settings in force that the log obeys, copied at start and reload.
#[derive(Clone, Copy, Debug)]
pub(super) struct WalLimits {
    /// `checkpoint_timeout`.
    pub timeout: Nanos,
    /// `checkpoint_completion_target`.
    pub target: f64,
    /// `checkpoint_warning`; 0: never.
    pub warning: Nanos,
    /// `max_wal_size`, bytes.
    pub size_max: u64,
    /// `min_wal_size`, bytes.
    pub size_min: u64,
    /// `log_checkpoints`.
    pub log: bool,
    /// `full_page_writes`.
    pub full_pages: bool,
    /// `fsync` and `synchronous_commit`: commits wait for the disk.
    pub synchronous: bool,
    /// Blocks of `shared_buffers`.
    pub buffers: u64,
}

impl WalLimits {
    pub(super) fn of(settings: &Settings) -> WalLimits {
        WalLimits {
            timeout: settings.ms("checkpoint_timeout").saturating_mul(MS),
            target: settings.real("checkpoint_completion_target"),
            warning: settings.ms("checkpoint_warning").saturating_mul(MS),
            size_max: settings.bytes("max_wal_size"),
            size_min: settings.bytes("min_wal_size"),
            log: settings.on("log_checkpoints"),
            full_pages: settings.on("full_page_writes"),
            synchronous: settings.on("fsync") && settings.text("synchronous_commit") != "off",
            buffers: (settings.bytes("shared_buffers") / BLOCK_BYTES).max(1),
        }
    }

    /// `CalculateCheckpointSegments`: so many files after a redo point the next
    /// checkpoint is asked for.
    pub(super) fn segments_between_checkpoints(&self) -> u64 {
        let all = (self.size_max / SEGMENT_BYTES) as f64;
        ((all / (1.0 + self.target)) as u64).max(1)
    }
}

/// No file can be made for more log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoSpace;

/// The log and the blocks that were changed since they were last written back.
#[derive(Clone, Debug)]
pub(super) struct Wal {
    pub spec: WalSpec,
    pub limits: WalLimits,
    /// Where the next record goes.
    pub lsn: u64,
    /// Where recovery would start: the redo point of the last checkpoint that is complete.
    pub redo: u64,
    /// Blocks changed in memory and not yet written back.
    pub dirty: f64,
    /// Blocks changed since the last redo point was set; each wrote its whole page.
    touched: f64,
    /// The same, for the redo point before.
    touched_before: f64,
    pub files: Segments,
    pub checkpointer: Checkpointer,
    /// The last flush asked for: when the disk begins it, and when it is done.
    flush: (Nanos, Nanos),
    /// Records written since the start of the world, bytes.
    pub written: u64,
    /// Commits since the start of the world.
    pub commits: u64,
    /// Checkpoints complete, by time and asked for (`pg_stat_bgwriter`).
    pub checkpoints: [u64; 2],
}

impl Wal {
    /// The log of a server that has just completed a checkpoint.
    pub(super) fn new(spec: WalSpec, settings: &Settings) -> Wal {
        let limits = WalLimits::of(settings);
        Wal {
            spec,
            limits,
            lsn: FIRST_LSN,
            redo: FIRST_LSN,
            dirty: 0.0,
            touched: 0.0,
            touched_before: 0.0,
            files: Segments::new(FIRST_LSN, limits.size_min),
            checkpointer: Checkpointer::default(),
            flush: (0, 0),
            written: 0,
            commits: 0,
            checkpoints: [0, 0],
        }
    }

    /// Write records of one transaction that changes this many blocks; a block's first
    /// change after a redo point writes the whole page. Needs room for new files:
    /// `free_bytes` of the disk. Gives the bytes of the files it had to make.
    pub(super) fn append(
        &mut self,
        bytes: u64,
        blocks: u32,
        free_bytes: u64,
    ) -> Result<u64, NoSpace> {
        let hot = self.limits.buffers as f64;
        let fresh = |had: f64| f64::from(blocks) * (1.0 - had / hot).max(0.0);
        let first = fresh(self.touched);
        let pages = if self.limits.full_pages { first } else { 0.0 };
        let bytes = bytes.saturating_add((pages * BLOCK_BYTES as f64) as u64);
        let made = self.files.advance(self.lsn, bytes, free_bytes)?;
        self.touched = (self.touched + first).min(hot);
        self.dirty = (self.dirty + fresh(self.dirty)).min(hot);
        self.lsn = self.lsn.saturating_add(bytes);
        self.written = self.written.saturating_add(bytes);
        Ok(made)
    }

    /// Group commit: who comes before the disk begins a flush shares it. Gives the time
    /// of its end and the disk time it adds (0 for who shares).
    pub(super) fn flush_at(&mut self, now: Nanos, disk_free_at: Nanos) -> (Nanos, Nanos) {
        let (begins, done) = self.flush;
        if now < begins {
            return (done, 0);
        }
        let begins = disk_free_at.max(now);
        self.flush = (begins, begins.saturating_add(self.spec.flush));
        (self.flush.1, self.spec.flush)
    }

    /// WAL that recovery would have to replay, bytes.
    pub(super) fn since_redo(&self) -> u64 {
        self.lsn - self.redo
    }

    /// How long recovery would take to replay it.
    pub(super) fn redo_time(&self) -> Nanos {
        let rate = self.spec.redo_bytes_per_second.max(1);
        let time = u128::from(self.since_redo()) * u128::from(SEC) / u128::from(rate);
        u64::try_from(time).unwrap_or(Nanos::MAX / 4)
    }

    /// The process is gone: what was in memory is lost, what was changed since the redo
    /// point will be dirty again once it is replayed.
    pub(super) fn crashed(&mut self) {
        let hot = self.limits.buffers as f64;
        self.dirty = (self.touched + self.touched_before).min(hot);
        self.checkpointer.stop();
        self.flush = (0, 0);
    }

    /// No checkpoint is under way any more.
    pub(super) fn checkpointer_stops(&mut self) {
        self.checkpointer.stop();
    }

    /// Another machine goes on from here: nothing to write back, nothing to replay.
    pub(super) fn continue_at(&mut self, lsn: u64) {
        self.checkpointer.stop();
        (self.lsn, self.redo) = (lsn, lsn);
        (self.dirty, self.touched, self.touched_before) = (0.0, 0.0, 0.0);
        self.files = Segments::new(lsn, self.limits.size_min);
        self.flush = (0, 0);
    }

    /// Bytes of all files in `pg_wal`.
    pub(super) fn files_bytes(&self) -> u64 {
        self.files.count(self.lsn).saturating_mul(SEGMENT_BYTES)
    }
}

/// A log position as PostgreSQL writes it (`%X/%X`).
pub(super) fn lsn_text(lsn: u64) -> String {
    format!("{:X}/{:X}", lsn >> 32, lsn & 0xFFFF_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::in_force::Settings;

    fn wal() -> Wal {
        let spec = WalSpec {
            flush: MS,
            write_block: MS,
            redo_bytes_per_second: 1 << 20,
        };
        Wal::new(spec, &Settings::defaults())
    }

    #[test]
    fn a_changed_page_is_written_whole_once() {
        let mut wal = wal();
        wal.append(100, 1, u64::MAX).expect("there is room");
        assert_eq!(wal.written, 100 + BLOCK_BYTES);
        let hot = wal.limits.buffers;
        for _ in 0..hot * 20 {
            wal.append(0, 1, u64::MAX).expect("there is room");
        }
        let pages = (wal.written - 100) / BLOCK_BYTES;
        assert!(pages <= hot && pages > hot * 9 / 10, "{pages} of {hot}");
        assert!(wal.dirty <= hot as f64);
    }

    #[test]
    fn who_comes_before_a_flush_begins_shares_it() {
        let mut wal = wal();
        assert_eq!(wal.flush_at(0, 0), (MS, MS), "an idle disk begins at once");
        assert_eq!(wal.flush_at(10, MS), (2 * MS, MS), "under way: the next");
        assert_eq!(wal.flush_at(20, 2 * MS), (2 * MS, 0), "shared");
        assert_eq!(wal.flush_at(MS, 2 * MS), (3 * MS, MS), "it has begun");
    }

    #[test]
    fn the_default_settings_ask_every_33_files() {
        // 1 GB / 16 MB / 1.9, as in CalculateCheckpointSegments.
        assert_eq!(wal().limits.segments_between_checkpoints(), 33);
    }

    #[test]
    fn positions_read_as_postgresql_writes_them() {
        assert_eq!(lsn_text(0x0F00_0028), "0/F000028");
        assert_eq!(lsn_text(FIRST_LSN), "1/2A000028");
    }
}
